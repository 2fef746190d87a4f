"""Labels and sentences about an interview: English."""

from __future__ import annotations

from collections.abc import Sequence

from grader.grade import Flag, Verdict
from interview.aside_replies import AsideReply
from interview.asides import AsideKind
from questions.model import Kind
from texts.en import bridges

VERDICTS: dict[Verdict, str] = {
    Verdict.COVERED: "covered",
    Verdict.PARTIAL: "partly",
    Verdict.MISSING: "missing",
    Verdict.CONTRADICTED: "wrong",
    Verdict.UNJUDGED: "not judged (not counted)",
}
KINDS: dict[Kind, str] = {
    Kind.CONCEPT: "concept",
    Kind.COMPARISON: "comparison",
    Kind.TRADE_OFF: "trade-off",
    Kind.DESIGN: "design",
    Kind.DEBUGGING: "debugging",
    Kind.OPEN: "open",
    Kind.CODE: "code",
}
FLAGS: dict[Flag, str] = {
    Flag.BLANK: "no content",
    Flag.DONT_KNOW: "you said that you do not know",
    Flag.ECHO: "only repeats the question",
    Flag.KEYWORDS: "keywords without sentences",
    Flag.INJECTION: "says things to the grader; treated as plain text",
    Flag.TRUNCATED: "too long; only the first part was graded",
    Flag.UNREADABLE: "the embedding model cannot read this language; graded by words alone",
    Flag.UNCALIBRATED: "this embedding model is not calibrated; bands only",
    Flag.UNBELIEVABLE: "the answer cannot carry the mark that the judge gave; the administrator decides",
    Flag.NOT_ASSESSABLE: "this answer cannot be estimated automatically",
}


def place(number: int, of: int) -> str:
    return f"Question {number}/{of}" if of else f"Question {number}"


def question_title(number: int, of: int, topic: str, level: int, kind: Kind) -> str:
    return f"{place(number, of)} · {topic} · {KINDS[kind]} · level {level}"


def probe_title(number: int, of: int, probe: int) -> str:
    return f"{place(number, of)} · follow-up {probe}"


BRIDGES_QUOTING = bridges.QUOTING
BRIDGES = bridges.PLAIN
HINT_TITLE = "Hint"


def withdrawn(number: int, of: int, probe: int) -> str:
    asked = f"follow-up {probe}" if probe else "this question"
    return f"{place(number, of)} · no need to answer {asked} now"


def labelled(title: str, text: str) -> str:
    return f"{title}: {text}".rstrip()


def grade_title(mark: str, marked_by: str) -> str:
    return f"Self-rated {mark}" if marked_by == "self" else f"Mark {mark}"


def touched(count: int, of: int, suspected: Sequence[str], wrong: int) -> str:
    said = ["a wrong number" if wrong == 1 else f"{wrong} wrong numbers"] if wrong else []
    if suspected:
        more = f" and {len(suspected) - 1} more" if len(suspected) > 1 else ""
        quoted = f": “{suspected[0]}”" if suspected[0] else ""
        said.append(f"May contradict the reference{quoted}{more}")
    return " · ".join([*said, f"touched {count}/{of} · correctness not verified"])


TOUCHED = "touched"
NOT_KNOWN = "OK, noted as not known."


def hidden(count: int) -> str:
    return f"{'One more point' if count == 1 else f'{count} more points'}, shown when this question is through"


def grade_updated(mark: str) -> str:
    return f"The mark was updated: {mark}"


def grade_none(judged: int, of: int) -> str:
    return f"Not fully judged ({judged}/{of} points)"


def grade_range(low: str, high: str) -> str:
    return f"Some points are not judged: the mark lies between {low} and {high}"


GRADE_FAILED = "This answer could not be graded. It counts for nothing and is kept."
GRADE_PENDING = "The judge has not answered yet. Let's go on; the verdict will appear here."
NOT_VERIFIED = "correctness not verified"


def band(share: float) -> str:
    return (
        "mostly on the points" if share >= 0.66 else "partly on the points" if share >= 0.33 else "hardly on the points"
    )


PENALTIES = "Taken off"


def penalty_contradicted(point: str) -> str:
    return f"wrong: {point}"


def penalty_false(severity: str, why: str) -> str:
    return f"{severity} error: {why}"


def evidence(quote: str) -> str:
    return f"You said: “{quote}”"


FEEDBACK = "Feedback"


def result_title(number: int, of: int) -> str:
    return f"{place(number, of)} in short"


def two_marks(first: str, after: str, marked_by: str) -> str:
    return f"First {first} · after probing {after}{_source(marked_by)}"


def _source(marked_by: str) -> str:
    return {"judge": "", "self": " (self-rated)"}.get(marked_by, " (not graded)")


NOT_GRADED = "This question has no mark"


REFERENCE = "Model answer"
SOURCES = "Read more"


def summary_title(finished: bool) -> str:
    return "End of the interview" if finished else "Interview stopped"


def summary_counts(asked: int, answered: int, skipped: int, ungraded: int) -> str:
    said = f"{asked} asked, {answered} answered"
    if skipped:
        said += f", {skipped} skipped"
    if ungraded:
        said += f", {ungraded} not graded"
    return said


SUMMARY_NOTHING = "Nothing was answered, so there is no mark."
BY_TOPIC = "By topic"


def taken_back(count: int) -> str:
    return "1 answer was taken back" if count == 1 else f"{count} answers were taken back"


def topic_line(topic: str, first: str, after: str, questions: int, marked_by: str) -> str:
    return f"{topic}: first answer {first} → after probing {after} (n = {questions}){_source(marked_by)}"


def topic_touched(topic: str, count: int, of: int, questions: int) -> str:
    return f"{topic}: touched {count}/{of} · correctness not verified (n = {questions})"


STRONGEST = "Strongest points"
WEAKEST = "Points to work on"
UNTOUCHED = "Not touched yet"
COMING = "Coming back"


def coming_line(day: str, text: str) -> str:
    return f"{day}: {text}"


COMING_UNCONFIRMED = (
    "Only what was checked is scheduled for review: compare with the model answer, then confirm with /check."
)


def appeal_upheld(point: str, verdict: Verdict, why: str) -> str:
    return f"The second judgement agrees with the first ({VERDICTS[verdict]}): {point}. {why}"


def appeal_overturned(point: str, before: Verdict, after: Verdict, mark: str, why: str) -> str:
    return f"The second judgement changed it: {VERDICTS[before]} → {VERDICTS[after]}, now {mark}. {point}. {why}"


ASIDE_REPLIES: dict[AsideReply, str] = {
    AsideReply.SCOPE: "Good question. You can read it like this:",
    AsideReply.EXPLAINED: "Here is what the question means:",
    AsideReply.ASSUME: "Nothing is fixed there. Go with your own reading, and say what you assume.",
    AsideReply.HINT: "Here is something to go on:",
    AsideReply.NO_HINT: "I have no more hints for this one. Just say as much as comes to mind.",
    AsideReply.NO_HINT_IN_EXAM: "There are no hints in an exam. Just say as much as comes to mind.",
    AsideReply.EASIER: "If this one doesn't suit you, we can leave it and go on to the next question.",
    AsideReply.REVEAL: "You can see the model answer, but then this question is closed.",
    AsideReply.REVEAL_AFTER_EXAM: "No answers during an exam. Once it is over you will see every one of them.",
    AsideReply.GIVE_UP: "That's fine. If nothing comes to mind, I'll put it down as “don't know” and we go on.",
    AsideReply.STOP: "Do you want to end the interview here? Everything you have answered is kept.",
    AsideReply.APPEAL: "You don't agree with the last verdict? Tell me which point, and why; it will be looked at again.",
    AsideReply.RATE_YOURSELF: "What you saw was only a rough estimate; nobody checked it. Your own ticks are what counts.",
    AsideReply.NO_VERDICT: "Nothing has been graded yet. Let's talk about it once it has.",
    AsideReply.AFTER_EXAM: "There are no results during an exam. Afterwards you can go through each one, and contest it.",
    AsideReply.TAKE_YOUR_TIME: "Take your time. Write whenever you're ready.",
    AsideReply.QUESTION: "Here is the question again:",
    AsideReply.CHAT: "I'm with you. Carry on with the question whenever you're ready.",
    AsideReply.META: "I can't help with that; /help shows what I can do. The question is still open, answer when you like.",
}
LIKELY: dict[AsideKind, str] = {
    AsideKind.CLARIFY: "a question about the question",
    AsideKind.EASIER: "a wish for another question",
    AsideKind.REVEAL: "a wish to see the answer",
    AsideKind.HINT: "a wish for a hint",
    AsideKind.DISPUTE: "an objection to the verdict",
    AsideKind.WAIT: "a sign that you need a moment",
    AsideKind.REPEAT: "a wish to see the question again",
    AsideKind.IDK: "a way to say you don't know",
    AsideKind.STOP: "a wish to end the interview",
    AsideKind.CHAT: "just a remark",
    AsideKind.META: "a question about how this works",
}


def aside_asked(likely: AsideKind) -> str:
    return f"Is that your answer, or {LIKELY[likely]}?"


ASIDE_OFFERED = "(y does it; if that was your answer, type /answer)"
ASIDE_YES_OR_NO = "(y: it is my answer, n: it isn't)"
ASIDE_IS_ANSWER = "(if that was your answer, type /answer)"
ASIDE_APPEAL = "(/appeal NUMBER REASON; if that was your answer, type /answer)"
GRADING = "Grading…"
HOW_TO_SEND = "An empty line sends your answer; /help lists the commands"
EMPTY_LINE_SENDS = "← press Enter again to send"
HOW_TO_ANSWER = """Just type your answer, on as many lines as you like; an empty line (Enter twice) sends it.
Ctrl-C clears what you are typing, a second one leaves; --resume goes on with the interview later.
/hint gives you a hint
/skip moves on to the next question
/why tells why this was asked, and what the mark rests on
/check confirms which points you covered, for example /check 1=1 2=0.5 3=0
/appeal contests a verdict, for example /appeal 2 I did say that
/answer makes your last message an answer after all
/edit writes code in your $EDITOR, /watch FILE runs the tests at every save (tasks in code)
/why 2.1, /check 2.1 and /appeal 2.1 are about the first follow-up of question 2
/stop ends the interview, /resume goes on with it
/pause stops the clock, /band shows a scorecard's band (whole interview)
/level 1, 2 or 3: new to it, working in it, senior; /plan Dec 21 plans for the day of your interview
/give 2.1 gives an answer to be labelled by people; you can take it back"""
HOW_TO_LEAVE = "Press Enter to leave; /check, /appeal and /why still work"
CHECK_OFFER = (
    "Compare with the model answer: /check if all of it is right, /check 1=1 2=0.5 3=0 to correct points,"
    " /check 2.1 1=0 for those of a follow-up"
)
