"""What a reply to a message of the bot (or a tap under it) is about, kept with the message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class AppealPrompt:
    """A reply is the reason of an appeal. point: the key point's place in the turn, from 1."""

    interview: str
    turn: int
    point: int
    kind: Literal["appeal"] = "appeal"


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """A text that waits to be confirmed as an answer; a reply replaces it.

    source: the message it came from, by which the answer is known again. spoken: a transcript.
    """

    interview: str
    turn: int
    text: str
    source: str
    spoken: bool
    kind: Literal["hold"] = "hold"


@dataclass(frozen=True, slots=True)
class ZonePrompt:
    """A reply names a time zone."""

    kind: Literal["zone"] = "zone"


@dataclass(frozen=True, slots=True)
class DatePrompt:
    """A reply is the date of an interview."""

    kind: Literal["date"] = "date"


@dataclass(frozen=True, slots=True)
class ProjectNamePrompt:
    """A reply is the new name of a project."""

    project: int
    kind: Literal["project_name"] = "project_name"


Prompt = AppealPrompt | HeldAnswer | ZonePrompt | DatePrompt | ProjectNamePrompt
