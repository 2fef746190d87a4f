"""Notices about answers, grades, ticks and appeals: English."""

from __future__ import annotations

from typing import assert_never

from app.messages.answering import (
    AnsweringTooFast,
    AnswerNotice,
    AnswerTooLong,
    AppealOfEstimate,
    AppealReceived,
    AppealUnjudged,
    AppealUsage,
    AppealWaiting,
    CheckUsage,
    FeedbackNotice,
    GradeReceipt,
    JudgedEnough,
    JudgeSpent,
    Listening,
    NoHintInExam,
    NoSuchTurn,
    QuestionReported,
    RefusalTold,
    SilentInExam,
    TicksRecorded,
    VerdictsUnchanged,
    Welcome,
    WhyOpenProbe,
    WhyProbe,
    WhyQuestion,
    WrittenTooEarly,
)
from grader.grade import Method
from interview.effects import Refusal
from interview.model import Mode, Reason
from questions.model import Purpose
from texts import topic_name

REASONS = {
    Reason.DRAWN: "A question drawn for this interview",
    Reason.CONTRADICTED: "Your answer got this point wrong",
    Reason.SUSPECTED: "This may contradict the reference (not checked)",
    Reason.MISSING: "Your answer left this point out",
    Reason.PARTIAL: "Your answer covered half of this point",
    Reason.DEEPER: "A good answer: one step deeper",
    Reason.UNKNOWN: "An easier way in",
    Reason.DUE: "This point is due for review today",
}
PURPOSES = {
    Purpose.DETAIL: "it asks for something more specific",
    Purpose.CAUSE: "it asks for the reason behind it",
    Purpose.COUNTERFACTUAL: "it asks what you would make of it if things were different",
    Purpose.TRADE_OFF: "it asks how you weigh one thing against another",
    Purpose.MEASURE: "it asks whether you can put a number on it",
    Purpose.CHALLENGE: "it asks whether what you said holds up",
}
OPEN_REASONS = REASONS | {
    Reason.CONTRADICTED: "Something you said may not be right",
    Reason.SUSPECTED: "Something you said is easily misunderstood",
    Reason.MISSING: "There is a part you left out",
    Reason.PARTIAL: "Something was only half said",
    Reason.DUE: "A point is due for review",
}
REFUSALS = {
    Refusal.OUTDATED: "That question has passed.",
    Refusal.GRADING: "Your answer is being graded, one moment.",
    Refusal.GRADED: "That answer has been graded and cannot be changed.",
    Refusal.OVER: "There is no open interview.",
    Refusal.NO_HINT: "There are no more hints.",
    Refusal.NO_POINT: "There is no such point; use a number from the list.",
    Refusal.NOT_GRADED: "There is no grade to confirm or to appeal yet.",
    Refusal.ALREADY: "That is recorded already.",
    Refusal.ONCE: "You have already taken this answer back once.",
}
METHODS = {
    Method.TRIAGE: "triage",
    Method.WORDS: "words alone",
    Method.SIMILARITY: "similarity",
    Method.JUDGE: "judge",
    Method.TESTS: "tests",
    Method.CHECK: "quantity check",
}


def answer(notice: AnswerNotice) -> str:
    match notice:
        case Welcome(questions, mode, about):
            way = "Exam: results at the end" if mode is Mode.EXAM else "Coach: feedback after each answer"
            many = "one question" if questions == 1 else f"{questions} questions"
            return f"A mock interview of {many}{f' about “{about}”' if about else ''}. {way}."
        case AnswerTooLong(characters):
            return f"That answer is too long: at most {characters} characters; it was not saved. Please shorten it."
        case AnsweringTooFast(minute):
            return f"That was too fast: at most {minute} answers a minute. Please wait a moment."
        case RefusalTold(reason):
            return REFUSALS[reason]
        case NoHintInExam():
            return "There are no hints in exam mode."
        case SilentInExam():
            return "In exam mode, reasons and marks come after the end, and so do appeals."
        case Listening(adding=True):
            return "Go ahead, what would you like to add? Tap ✅ when you're done, and I'll look at the whole answer again."
        case Listening(unclear=part) if part:
            return "That sounds like more of your last answer. Is it? If you don't tap, I'll take it for the follow-up."
        case Listening():
            return "I'm listening… Use as many messages as you like; tap ✅ when you're done, or just pause."
        case WrittenTooEarly():
            return "You sent that before the question arrived. Once you have read the question, please send it again."
        case VerdictsUnchanged():
            return "I've read what you added; the verdicts stay as they were."
        case JudgedEnough(count):
            used = f"Today's {count} judged answers are used up"
            return f"{used}; from here on only what you touch is seen, not whether it is right."
        case JudgeSpent():
            return "The judge has done its share for today; until tomorrow only what you touch is seen, not whether it is right."
        case QuestionReported():
            return "Thank you, the question was reported to the administrator."
        case _:
            assert_never(notice)


def feedback(notice: FeedbackNotice) -> str:
    match notice:
        case CheckUsage(count):
            return f"Write /check or /check 1=1 2=0.5 3=0: numbers 1–{count}, each 1, 0.5 or 0."
        case TicksRecorded():
            return _recorded(notice)
        case AppealUsage(count):
            return f"Write /appeal NUMBER REASON, numbers 1–{count}, for example: /appeal 2 scaling is what I meant by that"
        case NoSuchTurn(name, last):
            return f"There is no {name}. Turns are named like {last}: 2 is question 2, 2.1 its first follow-up."
        case AppealReceived(turn, point):
            return f"{_named(turn)}, point {point}: your appeal is recorded; a second, independent judgement follows."
        case AppealWaiting(turn, point):
            waits = "there is no judge now, so it waits for one or for the administrator"
            return f"{_named(turn)}, point {point}: your appeal is recorded; {waits}."
        case AppealUnjudged():
            return "No second judgement of your appeal could be had; the administrator can still decide it."
        case AppealOfEstimate():
            return "Nobody has judged this yet, so there is nothing to appeal: confirm the points yourself with /check."
        case WhyQuestion(reason, topic):
            return f"{REASONS[reason]}; topic: {topic_name(topic, 'en')}."
        case WhyProbe(reason, point, probe, depth):
            return f"{REASONS[reason]}: {point} (follow-up {probe}/{depth})"
        case WhyOpenProbe(reason, purpose, probe, depth):
            return f"{OPEN_REASONS[reason]}; {PURPOSES[purpose]} (follow-up {probe}/{depth})."
        case GradeReceipt():
            return _receipt(notice)
        case _:
            assert_never(notice)


def _named(turn: str) -> str:
    return f"Follow-up {turn}" if "." in turn else f"Question {turn}" if turn else "This question"


def _recorded(notice: TicksRecorded) -> str:
    asked = _named(notice.turn)
    if notice.mark is None:
        return f"{asked}: your ticks are recorded; too few points were ticked for a mark."
    along = f", with {' and '.join(notice.probes)}" if notice.probes else ""
    return f"{asked} is recorded as self-rated{along}: {notice.mark:.1f}/10."


def _receipt(notice: GradeReceipt) -> str:
    said = f"{_named(notice.turn)}: {_how(notice)}"
    return f"{said}\n{receipt_details(notice)}" if notice.details else said


def _how(notice: GradeReceipt) -> str:
    """What was looked at, in words."""
    if notice.own:
        return "you ticked this yourself against the model answer."
    match notice.graded_by.method:
        case Method.JUDGE:
            again = f", in {notice.samples} judgements" if notice.samples > 1 else ""
            proven = f"{notice.proven} of its {notice.points} points proven by your own words"
            return f"the judge read the answer point by point{again}, {proven}. The mark is computed from the points."
        case Method.TESTS:
            return "your code was run; each test stands for a point."
        case Method.CHECK:
            return "the quantity you gave was compared with the reference, units converted."
        case Method.TRIAGE:
            return "you said that you do not know, so there was nothing to read."
        case Method.SIMILARITY | Method.WORDS:
            return f"only wording was compared, to see which of {notice.points} points you touched; correctness was not verified."


def receipt_details(notice: GradeReceipt) -> str:
    """Versions and hashes, by which a grade can be made again."""
    parts = [f"by {METHODS[notice.graded_by.method]} {notice.graded_by.model}".rstrip()]
    parts += [f"prompt {notice.prompt}"] if notice.prompt else []
    return " · ".join([*parts, f"question revision {notice.revision}"])
