"""What inline buttons say when they are tapped: one dataclass per button, packed into Telegram's callback data.

The data is the button's verb and its arguments, joined by ":", at most 64 bytes: "s:<interview>:<turn>". Buttons stay on the
screen for ever, so verbs and the order of arguments are never given another meaning.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from interview.ramp import Seniority
from questions.model import Language
from questions.topics import Direction

DATA_AT_MOST = 64  # bytes
Level = Literal["1", "2", "3", "4", "5"]
Count = Literal["1", "3", "5", "10"]
ModeName = Literal["coach", "exam"]
LoopMinutes = Literal["20", "45", "60"]
LEVELS: tuple[Level, ...] = get_args(Level)
COUNTS: tuple[Count, ...] = get_args(Count)
MODES: tuple[ModeName, ...] = get_args(ModeName)
LOOP_MINUTES: tuple[LoopMinutes, ...] = get_args(LoopMinutes)
ANY: Literal["-"] = "-"  # any topic, any level
TurnNumber = Annotated[int, Field(ge=0, lt=10**5)]
PointNumber = Annotated[int, Field(ge=0, lt=100)]
RowId = Annotated[int, Field(ge=0, lt=2**63)]
CreditCode = Literal["1", "h", "0"]
CREDITS: dict[CreditCode, float] = {"1": 1.0, "h": 0.5, "0": 0.0}


@dataclass(frozen=True, slots=True)
class DontKnowButton:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class HintButton:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class SkipButton:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class ParkButton:
    """Puts a hands-on task off until one is at a computer."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class StopButton:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class WhyButton:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class ReportWrongButton:
    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class AppealButton:
    """point: the number of a point, counted from 1; None asks which."""

    interview: str
    turn: TurnNumber
    point: PointNumber | None = None


@dataclass(frozen=True, slots=True)
class AcceptTicksButton:
    """All points of a turn as they are marked."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class TickButton:
    interview: str
    turn: TurnNumber
    point: PointNumber
    credit: CreditCode


@dataclass(frozen=True, slots=True)
class DoneButton:
    """The answer is complete."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class BelongsBeforeButton:
    """A message (by its `drafts.part_code`) belongs to the answer before, or to this turn after all."""

    interview: str
    turn: TurnNumber
    part: Annotated[str, Field(pattern="^[0-9a-f]{8}$")]
    yes: bool


@dataclass(frozen=True, slots=True)
class AddButton:
    """Something is to be added to an answer that was graded."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class TakeBackButton:
    """An answer is taken back."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class AllRightButton:
    """A whole question as it is marked, its follow-ups included; `turn` is the question's own."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class CorrectButton:
    """Shows the points of a turn to be ticked one by one."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class StopSureButton:
    """Whether an interview is really to end."""

    interview: str
    yes: bool


@dataclass(frozen=True, slots=True)
class GoOnButton:
    """Goes on with the open interview, or with the stopped one that is named."""

    interview: str | None = None


@dataclass(frozen=True, slots=True)
class DrillNowButton:
    """A drill at once."""


@dataclass(frozen=True, slots=True)
class SeniorityButton:
    """None asks where the person stands."""

    seniority: Seniority | None = None


@dataclass(frozen=True, slots=True)
class NoDateButton:
    """The day of the interview is not known."""


@dataclass(frozen=True, slots=True)
class DebriefButton:
    """Another turn of an exam that is over, in the place of the one that is shown."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class NothingLeftButton:
    """Tells that all points are ticked, and does nothing."""


@dataclass(frozen=True, slots=True)
class ChooseButton:
    """The choice of an interview as far as it has come. topic: a `topic_code`, or ANY. level: or ANY."""

    topic: str | None = None
    level: Level | Literal["-"] | None = None
    count: Count | None = None
    mode: ModeName | None = None


@dataclass(frozen=True, slots=True)
class WarmupButton:
    """One easy question."""


@dataclass(frozen=True, slots=True)
class InDirectionButton:
    """A first interview in a direction of the field."""

    direction: Direction


@dataclass(frozen=True, slots=True)
class TakeUpButton:
    """A hands-on task that was put off, by its `topic_code`."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]


@dataclass(frozen=True, slots=True)
class LoopButton:
    """The choice of a whole interview as far as it has come. stages: a digit for each, 1 to hold it. begin: it is chosen."""

    stages: Annotated[str, Field(pattern="^[01]{5}$")]
    minutes: LoopMinutes
    pressure: bool
    begin: bool


@dataclass(frozen=True, slots=True)
class AskLoopButton:
    """Shows the choice of a whole interview."""


@dataclass(frozen=True, slots=True)
class PauseButton:
    """Stops the clock of a whole interview."""

    interview: str
    turn: TurnNumber


@dataclass(frozen=True, slots=True)
class BandButton:
    """Shows the band of a scorecard."""

    interview: str


@dataclass(frozen=True, slots=True)
class AgainButton:
    """One more interview."""


@dataclass(frozen=True, slots=True)
class ReportButton:
    """The person's progress."""


@dataclass(frozen=True, slots=True)
class UseHeldButton:
    """Whether a text that waits is taken for an answer."""

    yes: bool


@dataclass(frozen=True, slots=True)
class AnswerAsideButton:
    """A message that was taken for an aside, or asked about, is an answer."""

    aside: RowId


@dataclass(frozen=True, slots=True)
class ConfirmAsideButton:
    """A message is the aside it seems to be, and what it wants is to be done."""

    aside: RowId


@dataclass(frozen=True, slots=True)
class ChooseLanguageButton:
    """None asks which."""

    language: Language | None = None


@dataclass(frozen=True, slots=True)
class SetModeButton:
    mode: ModeName


@dataclass(frozen=True, slots=True)
class AskZoneButton:
    """Asks for the time zone."""


@dataclass(frozen=True, slots=True)
class ConfirmZoneButton:
    zone: Annotated[str, Field(min_length=1)]
    yes: bool


@dataclass(frozen=True, slots=True)
class DrillSettingsButton:
    """How the daily drill is set."""


@dataclass(frozen=True, slots=True)
class DrillOfferButton:
    """action: o(pen), l(ater), s(kip)."""

    drill: RowId
    action: Literal["o", "l", "s"]


@dataclass(frozen=True, slots=True)
class AskDateButton:
    """Asks when the interview is."""


@dataclass(frozen=True, slots=True)
class ConfirmForgetButton:
    yes: bool


ProjectAction = Literal["new", "view", "ask", "more", "anew", "name", "best", "time", "drop", "gone"]


@dataclass(frozen=True, slots=True)
class ProjectButton:
    """Does something with a project, or begins a new one (0)."""

    action: ProjectAction
    project: RowId = 0


AimAction = Literal["add", "all", "list", "ask", "drop", "give", "gave"]


@dataclass(frozen=True, slots=True)
class AimButton:
    """Does something with a document that a person prepares by, or takes one more (0)."""

    action: AimAction
    aim: RowId = 0


AfterAction = Literal["good", "half", "bad", "pass", "fail", "wait", "back", "share", "sure"]


@dataclass(frozen=True, slots=True)
class AfterButton:
    """After a real interview: how one question went, the outcome, whether the group gets it. number: of question or debrief."""

    action: AfterAction
    number: RowId


@dataclass(frozen=True, slots=True)
class ShareBandButton:
    """Whether the organisers of one's group see one's band."""

    yes: bool


@dataclass(frozen=True, slots=True)
class ToldButton:
    """What is being told is complete, or is to be forgotten."""

    yes: bool


OfTurn = (
    DontKnowButton
    | HintButton
    | SkipButton
    | ParkButton
    | StopButton
    | WhyButton
    | ReportWrongButton
    | AppealButton
    | AcceptTicksButton
    | TickButton
    | DoneButton
    | BelongsBeforeButton
    | AddButton
    | TakeBackButton
    | AllRightButton
    | CorrectButton
    | DebriefButton
    | PauseButton
)
StartsInterview = ChooseButton | WarmupButton | InDirectionButton | AgainButton | TakeUpButton | LoopButton
Setting = (
    ChooseLanguageButton
    | SetModeButton
    | AskZoneButton
    | ConfirmZoneButton
    | DrillSettingsButton
    | AskDateButton
    | SeniorityButton
    | NoDateButton
)
OfAside = AnswerAsideButton | ConfirmAsideButton
Other = (
    NothingLeftButton
    | ReportButton
    | UseHeldButton
    | DrillOfferButton
    | ConfirmForgetButton
    | StopSureButton
    | GoOnButton
    | DrillNowButton
    | AskLoopButton
    | BandButton
    | ProjectButton
    | AimButton
    | AfterButton
    | ShareBandButton
    | ToldButton
)
Button = OfTurn | OfAside | StartsInterview | Setting | Other
VERBS: dict[type[Button], str] = {
    DontKnowButton: "u",
    HintButton: "h",
    SkipButton: "s",
    ParkButton: "later",
    StopButton: "x",
    WhyButton: "w",
    ReportWrongButton: "r",
    AppealButton: "a",
    AcceptTicksButton: "k",
    TickButton: "k",
    DoneButton: "f",
    BelongsBeforeButton: "m",
    AddButton: "p",
    TakeBackButton: "b",
    AllRightButton: "ok",
    CorrectButton: "fix",
    DebriefButton: "v",
    NothingLeftButton: "n",
    StopSureButton: "xx",
    GoOnButton: "go",
    DrillNowButton: "now",
    SeniorityButton: "lvl",
    NoDateButton: "nodate",
    ChooseButton: "i",
    WarmupButton: "warmup",
    InDirectionButton: "d",
    AgainButton: "again",
    TakeUpButton: "task",
    ReportButton: "report",
    UseHeldButton: "hold",
    AnswerAsideButton: "answer",
    ConfirmAsideButton: "aside",
    ChooseLanguageButton: "lang",
    SetModeButton: "mode",
    AskZoneButton: "zone",
    ConfirmZoneButton: "zone",
    DrillSettingsButton: "drill",
    DrillOfferButton: "drill",
    AskDateButton: "date",
    ConfirmForgetButton: "forget",
    LoopButton: "loop",
    AskLoopButton: "loop",
    PauseButton: "pause",
    BandButton: "band",
    ProjectButton: "prj",
    ToldButton: "told",
    AimButton: "aim",
    AfterButton: "after",
    ShareBandButton: "bands",
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
