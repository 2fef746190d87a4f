"""Notices of the terminal alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class JudgeIs:
    host: str
    kind: Literal["judge_is"] = "judge_is"


@dataclass(frozen=True, slots=True)
class NoJudge:
    kind: Literal["no_judge"] = "no_judge"


@dataclass(frozen=True, slots=True)
class HowToAnswer:
    kind: Literal["how_to_answer"] = "how_to_answer"


@dataclass(frozen=True, slots=True)
class HowToAnswerOnPipe:
    kind: Literal["how_to_answer_on_a_pipe"] = "how_to_answer_on_a_pipe"


@dataclass(frozen=True, slots=True)
class ResumeOffered:
    """number, of: where the unfinished interview stands; of is 0 in a loop."""

    number: int
    of: int
    kind: Literal["resume_question"] = "resume_question"


@dataclass(frozen=True, slots=True)
class StartAnyway:
    """Asks whether a whole interview is to begin without a judge."""

    kind: Literal["start_anyway"] = "start_anyway"


@dataclass(frozen=True, slots=True)
class Resumed:
    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True)
class WhereYouStand:
    """Asks, without waiting for a reply, where the person stands and when their interview is."""

    kind: Literal["where_you_stand"] = "where_you_stand"


@dataclass(frozen=True, slots=True)
class LevelKept:
    """anew: this interview begins anew with it, else the next one does."""

    anew: bool
    kind: Literal["level_kept"] = "level_kept"


@dataclass(frozen=True, slots=True)
class NothingToResume:
    kind: Literal["nothing_to_resume"] = "nothing_to_resume"


@dataclass(frozen=True, slots=True)
class VerdictsLater:
    kind: Literal["verdicts_later"] = "verdicts_later"


@dataclass(frozen=True, slots=True)
class NothingFits:
    kind: Literal["no_questions"] = "no_questions"


@dataclass(frozen=True, slots=True)
class Stopping:
    kind: Literal["stopping"] = "stopping"


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """near: the name of the command that was probably meant, or ""."""

    command: str
    near: str = ""
    kind: Literal["unknown_command"] = "unknown_command"


@dataclass(frozen=True, slots=True)
class TypedAhead:
    """text: what was typed before the question was in sight, and was not taken as its answer."""

    text: str
    kind: Literal["typed_ahead"] = "typed_ahead"


@dataclass(frozen=True, slots=True)
class NoTaskOpen:
    kind: Literal["no_task_open"] = "no_task_open"


@dataclass(frozen=True, slots=True)
class CodeNotTaken:
    """why: the file or the editor, and what is wrong."""

    why: str
    kind: Literal["code_not_taken"] = "code_not_taken"


@dataclass(frozen=True, slots=True)
class Watching:
    path: str
    kind: Literal["watching"] = "watching"


TerminalNotice = (
    JudgeIs
    | NoJudge
    | HowToAnswer
    | HowToAnswerOnPipe
    | ResumeOffered
    | Resumed
    | StartAnyway
    | NothingToResume
    | WhereYouStand
    | LevelKept
    | VerdictsLater
    | NothingFits
    | Stopping
    | UnknownCommand
    | TypedAhead
    | NoTaskOpen
    | CodeNotTaken
    | Watching
)
