"""Notices about the projects that a person tells and keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ProjectKind = Literal["project-engineering", "project-research", "project-course", "other"]
DocumentFault = Literal["kind", "locked", "pictures", "long", "damaged"]
Stood = Literal["covered", "half", "missing", "touched", "unknown"]  # touched: by an estimate


@dataclass(frozen=True, slots=True)
class ProjectAsked:
    """A project is to be told. project_kind: which kind of project it will be asked about as, "other" for any."""

    project_kind: ProjectKind
    kind: Literal["project_asked"] = "project_asked"


@dataclass(frozen=True, slots=True)
class ProjectGoesOn:
    """More of a project is to be told, or all of it anew."""

    title: str
    anew: bool
    kind: Literal["project_goes_on"] = "project_goes_on"


@dataclass(frozen=True, slots=True)
class TellingHeard:
    """One more message of what is being told. characters: of all. part: its number. heard: what a voice or a file says."""

    characters: int
    part: int
    heard: str
    kind: Literal["telling_heard"] = "telling_heard"


@dataclass(frozen=True, slots=True)
class TellingEmpty:
    kind: Literal["telling_empty"] = "telling_empty"


@dataclass(frozen=True, slots=True)
class TellingTooLong:
    most: int
    kind: Literal["telling_long"] = "telling_long"


@dataclass(frozen=True, slots=True)
class TellingDropped:
    kind: Literal["telling_dropped"] = "telling_dropped"


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project in a list. changed: on the person's clock. rounds: how often it was asked about."""

    id: int
    title: str
    changed: date
    rounds: int


@dataclass(frozen=True, slots=True)
class ProjectsListed:
    projects: tuple[ProjectLine, ...]
    kind: Literal["projects_listed"] = "projects_listed"


@dataclass(frozen=True, slots=True)
class TooManyProjects:
    most: int
    kind: Literal["projects_many"] = "projects_many"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectShown:
    """A project and where it stands. text: its beginning, `more` characters follow. open: points without full credit."""

    id: int
    title: str
    project_kind: ProjectKind
    text: str
    more: int
    changed: date
    rounds: int
    open: tuple[str, ...]
    kind: Literal["project_shown"] = "project_shown"


@dataclass(frozen=True, slots=True)
class BetterPoint:
    """A key point in words and the person's own sentences that make it, none for a gap. checked: by verdicts, else estimated."""

    text: str
    sentences: tuple[str, ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class ProjectBetter:
    """A better telling in the person's own sentences."""

    id: int
    title: str
    points: tuple[BetterPoint, ...]
    kind: Literal["project_better"] = "project_better"


@dataclass(frozen=True, slots=True)
class PointOverTime:
    """A key point in words, and where it stood after each round, oldest first."""

    text: str
    stood: tuple[Stood, ...]


@dataclass(frozen=True, slots=True)
class ProjectCompared:
    """dates: of the rounds, oldest first."""

    id: int
    title: str
    dates: tuple[date, ...]
    points: tuple[PointOverTime, ...]
    kind: Literal["project_compared"] = "project_compared"


@dataclass(frozen=True, slots=True)
class ProjectNotAskedYet:
    """Nothing can be arranged or compared before the project was asked about."""

    id: int
    title: str
    kind: Literal["project_unasked"] = "project_unasked"


@dataclass(frozen=True, slots=True)
class ProjectNameAsked:
    title: str
    kind: Literal["project_name"] = "project_name"


@dataclass(frozen=True, slots=True)
class ProjectDropAsked:
    id: int
    title: str
    kind: Literal["project_drop"] = "project_drop"


@dataclass(frozen=True, slots=True)
class ProjectDropped:
    title: str
    kind: Literal["project_dropped"] = "project_dropped"


@dataclass(frozen=True, slots=True)
class ProjectTaken:
    """What was told is taken for the answer."""

    title: str
    kind: Literal["project_taken"] = "project_taken"


@dataclass(frozen=True, slots=True)
class ProjectGone:
    kind: Literal["project_gone"] = "project_gone"


@dataclass(frozen=True, slots=True)
class DocumentUnexpected:
    kind: Literal["document_unexpected"] = "document_unexpected"


@dataclass(frozen=True, slots=True)
class DocumentUnreadable:
    """why: of another kind, locked, without text, too long, or broken."""

    name: str
    why: DocumentFault
    kind: Literal["document_unreadable"] = "document_unreadable"


@dataclass(frozen=True, slots=True)
class DocumentNotFetched:
    name: str
    kind: Literal["document_not_fetched"] = "document_not_fetched"


@dataclass(frozen=True, slots=True)
class DocumentTooLarge:
    megabytes: int
    kind: Literal["document_large"] = "document_large"


ProjectNotice = (
    ProjectAsked
    | ProjectGoesOn
    | ProjectsListed
    | TooManyProjects
    | ProjectShown
    | ProjectBetter
    | ProjectCompared
    | ProjectNotAskedYet
    | ProjectNameAsked
    | ProjectDropAsked
    | ProjectDropped
    | ProjectTaken
    | ProjectGone
)
TellingNotice = (
    TellingHeard
    | TellingEmpty
    | TellingTooLong
    | TellingDropped
    | DocumentUnexpected
    | DocumentUnreadable
    | DocumentNotFetched
    | DocumentTooLarge
)
