"""Notices about the day of an interview: the page of the evening before, and what was asked afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

WentTold = Literal["good", "half", "bad", "untold"]
OutcomeTold = Literal["passed", "failed", "waiting", "untold"]


@dataclass(frozen=True, slots=True)
class DebriefAsked:
    """What was asked is to be told. company: "" where it was not named."""

    company: str
    kind: Literal["debrief_asked"] = "debrief_asked"


@dataclass(frozen=True, slots=True)
class DebriefOpened:
    """The day after: how did it go?"""

    day: date
    kind: Literal["debrief_opened"] = "debrief_opened"


@dataclass(frozen=True, slots=True)
class DebriefQuestion:
    """How one question went. match: the bank's question that asks the same, "" for none."""

    id: int
    number: int
    of: int
    text: str
    match: str
    kind: Literal["debrief_question"] = "debrief_question"


@dataclass(frozen=True, slots=True)
class OutcomeAsked:
    id: int
    kind: Literal["debrief_outcome"] = "debrief_outcome"


@dataclass(frozen=True, slots=True)
class RatedLine:
    text: str
    went: WentTold


@dataclass(frozen=True, slots=True)
class DebriefDone:
    """The whole of it. back: questions that come back within a day. groups: to which it may be given, "" for none left."""

    id: int
    company: str
    day: date
    questions: tuple[RatedLine, ...]
    outcome: OutcomeTold
    back: int
    groups: str
    kind: Literal["debrief_done"] = "debrief_done"


@dataclass(frozen=True, slots=True)
class ShareAsked:
    """Whether these texts, the company and the month, and nothing else, are to go to the groups."""

    id: int
    groups: str
    company: str
    month: str
    texts: tuple[str, ...]
    kind: Literal["debrief_share"] = "debrief_share"


@dataclass(frozen=True, slots=True)
class SharedWithGroup:
    questions: int
    groups: str
    kind: Literal["debrief_shared"] = "debrief_shared"


@dataclass(frozen=True, slots=True)
class DebriefGone:
    kind: Literal["debrief_gone"] = "debrief_gone"


@dataclass(frozen=True, slots=True)
class SharedLine:
    month: str
    text: str
    match: str


@dataclass(frozen=True, slots=True)
class CompanyAsks:
    """What members of one's groups were asked at a company."""

    company: str
    questions: tuple[SharedLine, ...]
    kind: Literal["company_asks"] = "company_asks"


@dataclass(frozen=True, slots=True)
class EvePoint:
    """A key point in words, and what the person said of it last, "" for nothing."""

    topic: str
    text: str
    said: str


@dataclass(frozen=True, slots=True)
class EvePage:
    """The evening before: the weakest points, formulas of their questions, sentences with the numbers of one's projects."""

    day: date
    points: tuple[EvePoint, ...]
    formulas: tuple[str, ...]
    numbers: tuple[str, ...]
    kind: Literal["eve"] = "eve"


DayNotice = (
    DebriefAsked
    | DebriefOpened
    | DebriefQuestion
    | OutcomeAsked
    | DebriefDone
    | ShareAsked
    | SharedWithGroup
    | DebriefGone
    | CompanyAsks
    | EvePage
)
