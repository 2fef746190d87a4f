"""Notices of Telegram alone, about arriving, choosing and talking: English."""

from __future__ import annotations

from typing import assert_never

from app.messages.chatting import (
    AnswerHeld,
    AppealReason,
    AppealWhich,
    ArrivalNotice,
    BandShareAsked,
    BandShareKept,
    ChooseCount,
    ChooseLevel,
    ChooseMode,
    ChooseTopic,
    ChoosingNotice,
    Flooded,
    Greeting,
    HeldDropped,
    HeldTaken,
    Help,
    HelpInGroup,
    InterviewStartedAlready,
    InterviewUsage,
    InvitationWrong,
    Invited,
    NoAccess,
    NoQuestions,
    NoSandbox,
    NothingHeard,
    NothingOpen,
    NothingToTakeUp,
    OlderQuestion,
    OnlyAdmins,
    OnlyInGroups,
    OnlyPrivate,
    OnlyText,
    ProgramUnreadable,
    ReadyToBegin,
    SeniorityAsked,
    SeniorityKept,
    StaleButton,
    StopAsked,
    StopConfirmed,
    StopDropped,
    TalkNotice,
    TaskParked,
    TooLateToEdit,
    UnknownChatCommand,
    UnknownTopic,
    Unreadable,
    VoiceFailed,
    VoiceHeard,
    VoiceOff,
    VoiceTooLong,
    WelcomeBack,
    WentWrong,
)
from interview.ramp import Seniority
from texts.en.menus import COMMANDS
from texts.en.plural import count
from texts.en.telegram import STALE

# -- first minutes and access ----------------------------------------------------------------------------------------


def arrival(notice: ArrivalNotice) -> str:
    match notice:
        case Greeting(host):
            return _greeting(host)
        case WelcomeBack(unfinished, points, days):
            return _welcome_back(unfinished, points, days)
        case SeniorityAsked():
            return "Where do you stand at the moment? Interviews will begin at the right difficulty."
        case SeniorityKept(seniority, dated):
            return _seniority(seniority, dated=dated)
        case ReadyToBegin():
            return "All right, let's begin:"
        case Help():
            return _help()
        case HelpInGroup():
            return (
                "/quiz asks one question for everybody here; answer by replying to it. Interviews are held in a private"
                " chat with me."
            )
        case OnlyInGroups():
            return "/quiz is for groups: add me to one and send it there."
        case OnlyPrivate():
            return "Please write to me in a private chat for that."
        case NoAccess(id):
            return (
                f"You have no access to this interviewer. Its administrator can let you in; your number is {id}."
                " Whatever is stored of you stays yours: /export gives it to you, /forget deletes it."
            )
        case Flooded():
            return (
                "Too many commands at once: I have left some of them aside. Wait five seconds, then send what you still need. "
                "/stop always works."
            )
        case BandShareAsked(group):
            return (
                f"Whole interviews end in a band. May the organisers of {group} see your last one? Your answers stay yours"
                " either way."
            )
        case BandShareKept(yes):
            return "Your band is shown to them." if yes else "Your band stays yours."
        case Invited(group):
            return f"Welcome to the group {group}." if group else "Welcome, your invitation is accepted."
        case InvitationWrong():
            return "This invitation is used up or was never valid. Ask for a new one."
        case OnlyAdmins():
            return "Only administrators can use that command."
        case UnknownChatCommand(command):
            return f"I don't know {command}. /help lists the commands."
        case WentWrong():
            return "Something went wrong with that message, and it has been logged. Please send it again."
        case Unreadable():
            return "(This message comes from another version of the program and cannot be shown.)"
        case _:
            assert_never(notice)


def _greeting(host: str) -> str:
    judged = f"Your answers are read by the judge model at {host}"
    reads = judged if host else "No model reads your answers: you see which points you touched and tick them yourself"
    return (
        "I interview you for LLM and ML-engineering jobs and ask after what your answer leaves out.\n"
        "Stored: your answers, marks, settings, and the projects and papers you bring along, which nobody else sees, until you"
        " delete them with /forget; /export gives you all of it.\n"
        f"{reads}. Tap below where you stand, and interviews begin at that level; else they begin easy."
    )


def _welcome_back(unfinished: bool, points: int, days: int) -> str:
    stands = [
        "your last interview is still open" if unfinished else "",
        f"{count(points, 'point')} to review today" if points else "",
        f"{count(days, 'day')} to your interview" if days > 0 else "",
    ]
    told = "; ".join(filter(None, stands))
    return f"Welcome back{': ' if told else ''}{told}. What's next?"


def _seniority(seniority: Seniority, *, dated: bool) -> str:
    starts = {
        Seniority.STARTING: "Good, we begin with the basics.",
        Seniority.WORKING: "Good, we begin a little easy and get harder as you do well.",
        Seniority.SENIOR: "Good, we begin in the middle and get harder as you do well.",
        Seniority.UNTOLD: "That's fine, we begin with something easy.",
    }
    when = "\nWhen is your interview? Just reply to this message: Dec 21, in 3 weeks, next Friday."
    return starts[seniority] + ("" if dated else when)


def _help() -> str:
    lines = [f"/{command} – {words}" for command, words in COMMANDS.items() if command != "help"]
    return "While a question is open, simply write your answer.\n\n" + "\n".join(lines)


# -- choosing an interview -------------------------------------------------------------------------------------------


def choosing(notice: ChoosingNotice) -> str:
    match notice:
        case NoSandbox(reason, advice):
            return f"Code cannot be run here ({reason}), so no tasks to write come up; questions about code do. {advice}".rstrip()
        case ChooseTopic():
            return "What should I ask about?"
        case ChooseLevel():
            return "How difficult? 1 is easy, 5 is hard."
        case ChooseCount():
            return "How many questions?"
        case ChooseMode():
            return "Coach gives feedback after every answer; exam is silent to the end, like the real thing."
        case UnknownTopic(name, near):
            meant = f" Did you mean {near}?" if near else ""
            return f"There is no topic “{name}”.{meant} /topics lists them all."
        case InterviewStartedAlready():
            return "It has started already, the question is below."
        case InterviewUsage(most):
            return f"Write /interview TOPIC COUNT, for example: /interview attention 3. The count is 1–{most}."
        case NoQuestions():
            return "No question fits; try another topic or level."
        case _:
            assert_never(notice)


# -- texts, voice and taps -------------------------------------------------------------------------------------------


def talk(notice: TalkNotice) -> str:
    match notice:
        case AnswerHeld(minutes, text):
            return f"{minutes} minutes have passed. Is this your answer to the open question?\n\n“{text}”"
        case VoiceHeard(text):
            return f"I understood:\n\n“{text}”\n\nIs that your answer? To correct it, write it instead."
        case HeldTaken():
            return "Taken as your answer."
        case HeldDropped():
            return "Not taken as an answer."
        case StopAsked():
            return "End this interview? Your answers are kept, and you can go on with it later."
        case StopConfirmed():
            return "The interview is over."
        case StopDropped():
            return "All right, go on."
        case NothingToTakeUp():
            return "There is no interview left to go on with; start a new one."
        case NothingOpen():
            return "No question is open. /interview starts an interview, /help lists the commands."
        case NothingHeard():
            return "I could not make out any words in that. Please write your answer."
        case VoiceOff():
            return "I cannot listen to voice messages here. Please write your answer."
        case VoiceFailed():
            return "I could not transcribe that just now. Please write your answer, or try again later."
        case VoiceTooLong(megabytes):
            return f"That recording is too large: at most {megabytes} MB."
        case TaskParked(title, _):
            return f"Put off: {title} Tap below when you are at a computer."
        case ProgramUnreadable(kilobytes):
            return f"I could not read that file. Send UTF-8 Python of at most {kilobytes} kB, or paste the code as a message."
        case OnlyText():
            return "I can only read text (and voice, where it is switched on). Please write your answer."
        case TooLateToEdit():
            return "That message was dealt with already; your change came too late and was not counted."
        case OlderQuestion():
            return "That was a reply to an earlier question, so it was not taken as an answer to the open one."
        case AppealWhich():
            return "Which point was judged wrongly?"
        case AppealReason(number, point):
            return (
                f"Point {number}: {point}\nReply to this message with your reason: which words of your answer say it?"
            )
        case StaleButton():
            return STALE
        case _:
            assert_never(notice)
