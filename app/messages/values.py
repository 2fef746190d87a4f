"""Everything that is said to people: one closed union, told apart by `event`; a notice's content by its `kind`.

The tags are part of the stored form (`app.messages.stored`) and of JSON lines: they outlive the names of the classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from app.messages.ability import AbilityNotice
from app.messages.aims import AimNotice
from app.messages.answering import AnswerNotice, FeedbackNotice
from app.messages.chatting import ArrivalNotice, ChoosingNotice, TalkNotice
from app.messages.debriefs import DayNotice
from app.messages.drills import DrillNotice, DrillSettingNotice
from app.messages.giving import GivingNotice
from app.messages.groups import GroupNotice
from app.messages.interview import InterviewMessage
from app.messages.loops import LoopNotice, ScorecardMessage
from app.messages.plans import PlanNotice
from app.messages.projects import ProjectNotice, TellingNotice
from app.messages.prompts import Prompt
from app.messages.settings import DataNotice, SettingNotice
from app.messages.terminal import TerminalNotice
from questions.model import Language

NoticeContent = (
    AnswerNotice
    | FeedbackNotice
    | TerminalNotice
    | DrillNotice
    | DrillSettingNotice
    | PlanNotice
    | ProjectNotice
    | TellingNotice
    | AimNotice
    | DayNotice
    | GivingNotice
    | AbilityNotice
    | GroupNotice
    | ArrivalNotice
    | ChoosingNotice
    | TalkNotice
    | SettingNotice
    | DataNotice
    | LoopNotice
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A word of the program itself."""

    content: Annotated[NoticeContent, Field(discriminator="kind")]
    language: Language
    event: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class ReportSection:
    """An entry's first line is what it says, the others are its details."""

    key: str
    title: str
    entries: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReportMessage:
    """Figures in finished words. `person`: whose picture goes along, 0 for none."""

    title: str
    sections: tuple[ReportSection, ...]
    person: int
    language: Language
    event: Literal["report"] = "report"


@dataclass(frozen=True, slots=True)
class NewButtons:
    """Other buttons under a message that stays as it is: the envelope's buttons, under the message it edits."""

    event: Literal["buttons"] = "buttons"


@dataclass(frozen=True, slots=True)
class Removal:
    """Takes the message that the envelope names away."""

    event: Literal["removal"] = "removal"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """Everything stored of the chat's person, made when it is sent."""

    event: Literal["export"] = "export"


Message = InterviewMessage | ScorecardMessage | Notice | ReportMessage | NewButtons | Removal | ExportFile
Rows = list[list[tuple[str, str]]]  # buttons as (label, data), row by row


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message with what only Telegram adds.

    buttons: None for those that belong to the message, an empty list for none. edits: id of the message whose place it
    takes. prompt: what a reply to it is about. replaces: the turn key of the message whose place it takes, where its id is
    not known yet. ends: keys of messages whose buttons end with it.
    """

    message: Annotated[Message, Field(discriminator="event")]
    buttons: Rows | None = None
    edits: int | None = None
    prompt: Annotated[Prompt, Field(discriminator="kind")] | None = None
    replaces: str | None = None
    ends: tuple[str, ...] = ()
