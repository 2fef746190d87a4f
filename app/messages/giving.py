"""Notices about answers that a person gives for labelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class GiveUsage:
    """name: of the latest answer that can be given, "" for none."""

    name: str
    kind: Literal["give_usage"] = "give_usage"


@dataclass(frozen=True, slots=True)
class GiveAsked:
    """What would be given, word for word, before it is."""

    name: str
    question: str
    answer: str
    kind: Literal["give_asked"] = "give_asked"


@dataclass(frozen=True, slots=True)
class GiveTaken:
    """number: by which it can be taken back."""

    number: int
    kind: Literal["give_taken"] = "give_taken"


@dataclass(frozen=True, slots=True)
class GiveRefused:
    """Nothing to be given: no such answer, a story of one's own, or code."""

    name: str
    kind: Literal["give_refused"] = "give_refused"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    number: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class GivenListed:
    """The latest few of `count` answers that are given."""

    count: int
    shown: tuple[GivenAnswer, ...]
    kind: Literal["give_listed"] = "give_listed"


@dataclass(frozen=True, slots=True)
class GiveBack:
    """found: whether there was such an answer."""

    number: int
    found: bool
    kind: Literal["give_back"] = "give_back"


GivingNotice = GiveUsage | GiveAsked | GiveTaken | GiveRefused | GivenListed | GiveBack
