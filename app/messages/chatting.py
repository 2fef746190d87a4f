"""Notices of Telegram alone: the first minutes, access, choosing an interview, and texts that need a second look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interview.ramp import Seniority

# -- first minutes and access ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Greeting:
    """host: of the judge that reads answers, "" without one."""

    host: str
    kind: Literal["start"] = "start"


@dataclass(frozen=True, slots=True)
class WelcomeBack:
    """unfinished: an interview is open. points: due now. days: to the planned date, -1 without a plan."""

    unfinished: bool
    points: int
    days: int
    kind: Literal["welcome_back"] = "welcome_back"


@dataclass(frozen=True, slots=True)
class SeniorityAsked:
    kind: Literal["seniority_ask"] = "seniority_ask"


@dataclass(frozen=True, slots=True)
class SeniorityKept:
    """dated: a plan has the day of the interview; without one it is asked for."""

    seniority: Seniority
    dated: bool
    kind: Literal["seniority_kept"] = "seniority_kept"


@dataclass(frozen=True, slots=True)
class ReadyToBegin:
    kind: Literal["ready"] = "ready"


@dataclass(frozen=True, slots=True)
class Help:
    kind: Literal["help_text"] = "help_text"


@dataclass(frozen=True, slots=True)
class HelpInGroup:
    kind: Literal["help_in_group"] = "help_in_group"


@dataclass(frozen=True, slots=True)
class OnlyInGroups:
    kind: Literal["only_in_groups"] = "only_in_groups"


@dataclass(frozen=True, slots=True)
class OnlyPrivate:
    kind: Literal["only_private"] = "only_private"


@dataclass(frozen=True, slots=True)
class NoAccess:
    """id: the person's Telegram number."""

    id: int
    kind: Literal["no_access"] = "no_access"


@dataclass(frozen=True, slots=True)
class Flooded:
    kind: Literal["flooded"] = "flooded"


@dataclass(frozen=True, slots=True)
class BandShareAsked:
    """Whether the organisers of the group may see the band of one's last whole interview."""

    group: str
    kind: Literal["band_share"] = "band_share"


@dataclass(frozen=True, slots=True)
class BandShareKept:
    yes: bool
    kind: Literal["band_share_kept"] = "band_share_kept"


@dataclass(frozen=True, slots=True)
class Invited:
    """group: "" for an invitation to none."""

    group: str
    kind: Literal["invited"] = "invited"


@dataclass(frozen=True, slots=True)
class InvitationWrong:
    kind: Literal["invitation_wrong"] = "invitation_wrong"


@dataclass(frozen=True, slots=True)
class OnlyAdmins:
    kind: Literal["only_admins"] = "only_admins"


@dataclass(frozen=True, slots=True)
class UnknownChatCommand:
    command: str
    kind: Literal["unknown_chat_command"] = "unknown_chat_command"


@dataclass(frozen=True, slots=True)
class WentWrong:
    """An update could not be handled."""

    kind: Literal["went_wrong"] = "went_wrong"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for a stored message of a kind that this version does not know. was: its old name, for the log."""

    was: str
    kind: Literal["unreadable"] = "unreadable"


ArrivalNotice = (
    Greeting
    | WelcomeBack
    | SeniorityAsked
    | SeniorityKept
    | ReadyToBegin
    | Help
    | HelpInGroup
    | OnlyInGroups
    | OnlyPrivate
    | NoAccess
    | Flooded
    | Invited
    | BandShareAsked
    | BandShareKept
    | InvitationWrong
    | OnlyAdmins
    | UnknownChatCommand
    | WentWrong
    | Unreadable
)


# -- choosing an interview -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChooseTopic:
    kind: Literal["choose_topic"] = "choose_topic"


@dataclass(frozen=True, slots=True)
class ChooseLevel:
    kind: Literal["choose_level"] = "choose_level"


@dataclass(frozen=True, slots=True)
class ChooseCount:
    kind: Literal["choose_count"] = "choose_count"


@dataclass(frozen=True, slots=True)
class ChooseMode:
    kind: Literal["choose_mode"] = "choose_mode"


@dataclass(frozen=True, slots=True)
class UnknownTopic:
    """near: topics that may have been meant."""

    name: str
    near: str
    kind: Literal["unknown_topic"] = "unknown_topic"


@dataclass(frozen=True, slots=True)
class InterviewStartedAlready:
    """The button that starts an interview was tapped a second time."""

    kind: Literal["started_already"] = "started_already"


@dataclass(frozen=True, slots=True)
class InterviewUsage:
    """most: questions of one interview."""

    most: int
    kind: Literal["interview_usage"] = "interview_usage"


@dataclass(frozen=True, slots=True)
class NoQuestions:
    kind: Literal["no_chat_questions"] = "no_chat_questions"


@dataclass(frozen=True, slots=True)
class NoSandbox:
    """Code cannot be run here. reason, advice: for whoever runs the program, in English."""

    reason: str
    advice: str
    kind: Literal["no_sandbox"] = "no_sandbox"


ChoosingNotice = (
    NoSandbox
    | ChooseTopic
    | ChooseLevel
    | ChooseCount
    | ChooseMode
    | UnknownTopic
    | InterviewStartedAlready
    | InterviewUsage
    | NoQuestions
)


# -- texts, voice and taps -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerHeld:
    """A text that came after a long pause. text: its beginning."""

    minutes: int
    text: str
    kind: Literal["held"] = "held"


@dataclass(frozen=True, slots=True)
class VoiceHeard:
    """text: the beginning of the transcript."""

    text: str
    kind: Literal["heard"] = "heard"


@dataclass(frozen=True, slots=True)
class HeldTaken:
    kind: Literal["held_used"] = "held_used"


@dataclass(frozen=True, slots=True)
class HeldDropped:
    kind: Literal["held_dropped"] = "held_dropped"


@dataclass(frozen=True, slots=True)
class StopAsked:
    kind: Literal["stop_ask"] = "stop_ask"


@dataclass(frozen=True, slots=True)
class StopConfirmed:
    kind: Literal["stop_yes"] = "stop_yes"


@dataclass(frozen=True, slots=True)
class StopDropped:
    kind: Literal["stop_no"] = "stop_no"


@dataclass(frozen=True, slots=True)
class NothingToTakeUp:
    kind: Literal["nothing_to_take_up"] = "nothing_to_take_up"


@dataclass(frozen=True, slots=True)
class NothingOpen:
    kind: Literal["nothing_open"] = "nothing_open"


@dataclass(frozen=True, slots=True)
class NothingHeard:
    kind: Literal["nothing_to_hear"] = "nothing_to_hear"


@dataclass(frozen=True, slots=True)
class VoiceOff:
    kind: Literal["voice_off"] = "voice_off"


@dataclass(frozen=True, slots=True)
class VoiceFailed:
    kind: Literal["voice_failed"] = "voice_failed"


@dataclass(frozen=True, slots=True)
class VoiceTooLong:
    megabytes: int
    kind: Literal["voice_too_long"] = "voice_too_long"


@dataclass(frozen=True, slots=True)
class TaskParked:
    """title: the first line of the task."""

    title: str
    question: str
    kind: Literal["task_parked"] = "task_parked"


@dataclass(frozen=True, slots=True)
class ProgramUnreadable:
    kilobytes: int
    kind: Literal["program_unreadable"] = "program_unreadable"


@dataclass(frozen=True, slots=True)
class OnlyText:
    kind: Literal["only_text"] = "only_text"


@dataclass(frozen=True, slots=True)
class TooLateToEdit:
    kind: Literal["too_late_to_edit"] = "too_late_to_edit"


@dataclass(frozen=True, slots=True)
class OlderQuestion:
    kind: Literal["older_question"] = "older_question"


@dataclass(frozen=True, slots=True)
class AppealWhich:
    kind: Literal["appeal_which"] = "appeal_which"


@dataclass(frozen=True, slots=True)
class AppealReason:
    """number: the point's place, from 1. point: its words."""

    number: int
    point: str
    kind: Literal["appeal_reason"] = "appeal_reason"


@dataclass(frozen=True, slots=True)
class StaleButton:
    kind: Literal["stale"] = "stale"


TalkNotice = (
    AnswerHeld
    | VoiceHeard
    | HeldTaken
    | HeldDropped
    | StopAsked
    | StopConfirmed
    | StopDropped
    | NothingToTakeUp
    | NothingOpen
    | NothingHeard
    | VoiceOff
    | VoiceFailed
    | VoiceTooLong
    | TaskParked
    | ProgramUnreadable
    | OnlyText
    | TooLateToEdit
    | OlderQuestion
    | AppealWhich
    | AppealReason
    | StaleButton
)
