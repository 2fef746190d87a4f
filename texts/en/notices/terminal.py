"""Notices of the terminal alone: English."""

from __future__ import annotations

from typing import assert_never

from app.messages.terminal import (
    CodeNotTaken,
    HowToAnswer,
    HowToAnswerOnPipe,
    JudgeIs,
    LevelKept,
    NoJudge,
    NoTaskOpen,
    NothingFits,
    NothingToResume,
    Resumed,
    ResumeOffered,
    StartAnyway,
    Stopping,
    TerminalNotice,
    TypedAhead,
    UnknownCommand,
    VerdictsLater,
    Watching,
    WhereYouStand,
)
from texts.en.interview import HOW_TO_ANSWER, place


def terminal(notice: TerminalNotice) -> str:
    match notice:
        case JudgeIs(host):
            return f"Answers are sent to the judge model at {host}."
        case NoJudge():
            return (
                "No judge model is set: you see which points you touched, correctness not verified, and tick them yourself"
                " at the end of each question. "
                "Set INTERVIEWER_JUDGE_URL to have every point judged."
            )
        case HowToAnswer():
            return HOW_TO_ANSWER
        case HowToAnswerOnPipe():
            return "An empty line ends an answer; /skip /hint /why /check /appeal /stop count only as its first line."
        case ResumeOffered(number, of):
            return f"Your interview stands at {place(number, of).lower()}. Go on with it? [Y/n]"
        case StartAnyway():
            return "There is no judge. Start anyway? [Y/n]"
        case Resumed():
            return "Going on with your last interview."
        case WhereYouStand():
            return (
                "We begin easy. To begin elsewhere: /level 1 new to it, /level 2 working in it, /level 3 senior."
                " Is there a day for your interview? /plan Dec 21"
            )
        case LevelKept(anew):
            return "All right, we begin there." if anew else "Noted: the next interview begins there."
        case NothingToResume():
            return "There is nothing to resume; this is a new interview."
        case VerdictsLater():
            return (
                "The judge has not answered yet: your answers are kept and judged when you come back "
                "(--resume or the next interview)."
            )
        case NothingFits():
            return "No question fits: try another topic or level."
        case Stopping():
            return "Saved. Go on with --resume."
        case UnknownCommand(command, near):
            meant = f"Did you mean /{near}?" if near else "/help lists the commands."
            return (
                f"There is no command {command}, and this was not taken as an answer. {meant} "
                "(↑ brings it back; with a space in front it counts as an answer.)"
            )
        case TypedAhead(text):
            return f"You typed this before the question appeared, so it was not taken as an answer (↑ brings it back):\n{text}"
        case NoTaskOpen():
            return "No coding task is open."
        case CodeNotTaken(why):
            return f"That was not taken: {why}"
        case Watching(path):
            return f"Write in {path}: every save runs the tests. Typing anything here ends it."
        case _:
            assert_never(notice)
