"""Notices about what a person prepares for: postings, CVs, reports of interviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

MaterialKind = Literal["jd", "cv", "mianjing", "unread"]


@dataclass(frozen=True, slots=True)
class AimAsked:
    """A document is to be sent."""

    kind: Literal["aim_asked"] = "aim_asked"


@dataclass(frozen=True, slots=True)
class AimBeingRead:
    kind: Literal["aim_reading"] = "aim_reading"


@dataclass(frozen=True, slots=True)
class TooManyAims:
    most: int
    kind: Literal["aims_many"] = "aims_many"


@dataclass(frozen=True, slots=True)
class Material:
    """A document. until: the last day that it counts, None for no end. own: its questions that the bank does not ask."""

    id: int
    title: str
    material: MaterialKind
    until: date | None
    matched: int
    own: int


@dataclass(frozen=True, slots=True)
class TopicShare:
    topic: str
    share: float


@dataclass(frozen=True, slots=True)
class AimShown:
    """The profile: documents, and topics by their share (0–1), the weightiest first. fresh: one was just read."""

    materials: tuple[Material, ...]
    topics: tuple[TopicShare, ...]
    fresh: bool
    kind: Literal["aim_shown"] = "aim_shown"


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question of a document as it stands there, and the one of the bank that asks the same, "" for none."""

    text: str
    match: str


@dataclass(frozen=True, slots=True)
class AimQuestions:
    """The questions of a document; `more` are not shown. own: those that the bank does not ask, offered or not."""

    id: int
    title: str
    shown: tuple[AskedLine, ...]
    more: int
    matched: int
    own: int
    offered: bool
    kind: Literal["aim_questions"] = "aim_questions"


@dataclass(frozen=True, slots=True)
class OfferAsked:
    """Whether these texts, and nothing else, are to go to the curator."""

    id: int
    texts: tuple[str, ...]
    kind: Literal["aim_offer"] = "aim_offer"


@dataclass(frozen=True, slots=True)
class Offered:
    questions: int
    kind: Literal["aim_offered"] = "aim_offered"


@dataclass(frozen=True, slots=True)
class AimDropped:
    title: str
    kind: Literal["aim_dropped"] = "aim_dropped"


@dataclass(frozen=True, slots=True)
class AimGone:
    kind: Literal["aim_gone"] = "aim_gone"


AimNotice = (
    AimAsked | AimBeingRead | TooManyAims | AimShown | AimQuestions | OfferAsked | Offered | AimDropped | AimGone
)
