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
    Listening,
    NoHintInExam,
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
    Reason.SUSPECTED: "This sounded like a common misconception",
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
        case Welcome(questions, mode):
            way = "Exam: results at the end" if mode is Mode.EXAM else "Coach: feedback after each answer"
            return f"A mock interview of {'one question' if questions == 1 else f'{questions} questions'}. {way}."
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
        case Listening():
            return "I'm listening: send as many messages as you like, then tap ✅. If you go quiet, I'll take it as complete."
        case WrittenTooEarly():
            return "You sent that before the question arrived. Once you have read the question, please send it again."
        case VerdictsUnchanged():
            return "I've read what you added; the verdicts stay as they were."
        case JudgedEnough(count):
            return f"Today's {count} judged answers are used up; we go on with estimates."
        case QuestionReported():
            return "Thank you, the question was reported to the administrator."
        case _:
            assert_never(notice)


def feedback(notice: FeedbackNotice) -> str:
    match notice:
        case CheckUsage(count):
            return f"Write /check or /check 1=1 2=0.5 3=0: numbers 1–{count}, each 1, 0.5 or 0."
        case TicksRecorded(mark):
            return f"Recorded as self-rated: {mark:.1f}/10."
        case AppealUsage(count):
            return f"Write /appeal NUMBER REASON, numbers 1–{count}, for example: /appeal 2 scaling is what I meant by that"
        case AppealReceived():
            return "Your appeal is recorded; a second, independent judgement follows."
        case AppealWaiting():
            return "Your appeal is recorded; there is no judge now, so it waits for one or for the administrator."
        case AppealUnjudged():
            return "No second judgement of your appeal could be had; the administrator can still decide it."
        case AppealOfEstimate():
            return "This is an estimate, not a verdict: correct it yourself with /check."
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


def _receipt(notice: GradeReceipt) -> str:
    parts = [f"Graded by {METHODS[notice.graded_by.method]} {notice.graded_by.model}".rstrip()]
    parts += [f"prompt {notice.prompt}"] if notice.prompt else []
    parts += [f"{notice.samples} judgements"] if notice.samples > 1 else []
    return " · ".join([*parts, f"question revision {notice.revision}"])
