"""What inline buttons say when they are tapped: one dataclass per button, packed into Telegram's callback data.

The data is the button's verb and its arguments, joined by ":", at most 64 bytes: "s:<interview>:<turn>". Buttons stay on the
screen for ever, so verbs and the order of arguments are never given another meaning.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Annotated, Literal, get_args

from pydantic import Field, TypeAdapter, ValidationError

from questions.model import Language
from questions.topics import Direction

DATA_AT_MOST = 64  # bytes
Level = Literal["1", "2", "3", "4", "5"]
Count = Literal["1", "3", "5", "10"]
ModeName = Literal["coach", "exam"]
LEVELS: tuple[Level, ...] = get_args(Level)
COUNTS: tuple[Count, ...] = get_args(Count)
MODES: tuple[ModeName, ...] = get_args(ModeName)
ANY: Literal["-"] = "-"  # any topic, any level
TurnNumber = Annotated[int, Field(ge=0, lt=10**5)]
PointNumber = Annotated[int, Field(ge=0, lt=100)]
RowId = Annotated[int, Field(ge=0, lt=2**63)]
CreditCode = Literal["1", "h", "0"]
CREDITS: dict[CreditCode, float] = {"1": 1.0, "h": 0.5, "0": 0.0}


@dataclass(frozen=True, slots=True)
class DontKnow:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class Hint:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class Skip:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class Stop:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class Why:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class ReportWrong:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class Appeal:
    """point: the number of a point, counted from 1; None asks which."""

    interview: str
    turn: TurnNumber
    point: PointNumber | None = None


@dataclass(frozen=True, slots=True)
class AcceptTicks:
    """All points of a turn as they are marked."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class Tick:
    interview: str
    turn: TurnNumber
    point: PointNumber
    credit: CreditCode


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """Tells that all points are ticked, and does nothing."""


@dataclass(frozen=True, slots=True)
class Choose:
    """The choice of an interview as far as it has come. topic: a `topic_code`, or ANY. level: or ANY."""

    topic: str | None = None
    level: Level | Literal["-"] | None = None
    count: Count | None = None
    mode: ModeName | None = None


@dataclass(frozen=True, slots=True)
class Warmup:
    """One easy question."""


@dataclass(frozen=True, slots=True)
class InDirection:
    """A first interview in a direction of the field."""

    direction: Direction


@dataclass(frozen=True, slots=True)
class Again:
    """One more interview."""


@dataclass(frozen=True, slots=True)
class Report:
    """The person's progress."""


@dataclass(frozen=True, slots=True)
class UseHeld:
    """Whether a text that waits is taken for an answer."""

    yes: bool


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """None asks which."""

    language: Language | None = None


@dataclass(frozen=True, slots=True)
class SetMode:
    mode: ModeName


@dataclass(frozen=True, slots=True)
class AskZone:
    """Asks for the time zone."""


@dataclass(frozen=True, slots=True)
class ConfirmZone:
    zone: Annotated[str, Field(min_length=1)]
    yes: bool


@dataclass(frozen=True, slots=True)
class DrillSettings:
    """How the daily drill is set."""


@dataclass(frozen=True, slots=True)
class DrillOffer:
    """action: o(pen), l(ater), s(kip)."""

    drill: RowId
    action: Literal["o", "l", "s"]


@dataclass(frozen=True, slots=True)
class AskDate:
    """Asks when the interview is."""


@dataclass(frozen=True, slots=True)
class ConfirmForget:
    yes: bool


OfTurn = DontKnow | Hint | Skip | Stop | Why | ReportWrong | Appeal | AcceptTicks | Tick
Button = (
    OfTurn
    | NothingLeft
    | Choose
    | Warmup
    | InDirection
    | Again
    | Report
    | UseHeld
    | ChooseLanguage
    | SetMode
    | AskZone
    | ConfirmZone
    | DrillSettings
    | DrillOffer
    | AskDate
    | ConfirmForget
)
VERBS: dict[type[Button], str] = {
    DontKnow: "u",
    Hint: "h",
    Skip: "s",
    Stop: "x",
    Why: "w",
    ReportWrong: "r",
    Appeal: "a",
    AcceptTicks: "k",
    Tick: "k",
    NothingLeft: "n",
    Choose: "i",
    Warmup: "warmup",
    InDirection: "d",
    Again: "again",
    Report: "report",
    UseHeld: "hold",
    ChooseLanguage: "lang",
    SetMode: "mode",
    AskZone: "zone",
    ConfirmZone: "zone",
    DrillSettings: "drill",
    DrillOffer: "drill",
    AskDate: "date",
    ConfirmForget: "forget",
}


def pack(button: Button) -> str:
    """The callback data of a button; an interview's id, a turn and a point always fit."""
    values = [getattr(button, field.name) for field in fields(button)]
    given = [_packed(value) for value in values if value is not None]
    data = ":".join([VERBS[type(button)], *given])
    assert len(data.encode()) <= DATA_AT_MOST, data
    return data


def _packed(value: object) -> str:
    return ("y" if value else "n") if isinstance(value, bool) else str(value)


def unpack(data: str) -> Button | None:
    """The button of callback data; None for data that no button of this program has."""
    verb, *given = data.split(":")
    for kind in VERBS:
        names = [field.name for field in fields(kind)]
        least = sum(field.default is MISSING for field in fields(kind))
        if VERBS[kind] == verb and least <= len(given) <= len(names):
            try:
                return _adapters()[kind].validate_python(dict(zip(names, given, strict=False)))
            except ValidationError:
                continue
    return None


@cache
def _adapters() -> dict[type[Button], TypeAdapter[Button]]:
    return {kind: TypeAdapter(kind) for kind in VERBS}
