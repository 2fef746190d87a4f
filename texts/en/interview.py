"""The program's own words: English."""

from __future__ import annotations

VERDICTS = {
    "covered": "covered",
    "partial": "partly",
    "missing": "missing",
    "contradicted": "wrong",
    "unjudged": "not judged (not counted)",
}
KINDS = {
    "concept": "concept",
    "comparison": "comparison",
    "trade-off": "trade-off",
    "design": "design",
    "debugging": "debugging",
    "code": "code",
}
REASONS = {
    "drawn": "A question drawn for this interview",
    "contradicted": "Your answer got this point wrong",
    "suspected": "This sounded like a common misconception",
    "missing": "Your answer left this point out",
    "partial": "Your answer covered half of this point",
    "deeper": "A good answer: one step deeper",
    "unknown": "An easier way in",
    "due": "This point is due for review today",
}
FLAGS = {
    "blank": "no content",
    "dont_know": "you said that you do not know",
    "echo": "only repeats the question",
    "keywords": "keywords without sentences",
    "injection": "says things to the grader; treated as plain text",
    "truncated": "too long; only the first part was graded",
    "unreadable": "the embedding model cannot read this language; graded by words alone",
    "uncalibrated": "this embedding model is not calibrated; bands only",
    "not_assessable": "this answer cannot be estimated automatically",
}


def verdict(name: str) -> str:
    return VERDICTS[name]


def kind(name: str) -> str:
    return KINDS[name]


def reason(name: str) -> str:
    return REASONS[name]


def flag(name: str) -> str:
    return FLAGS.get(name, name)


def question_title(number: int, of: int, topic: str, level: int, kind: str) -> str:
    return f"Question {number}/{of} · {topic} · {KINDS[kind]} · level {level}"


def probe_title(number: int, of: int, probe: int) -> str:
    return f"Question {number}/{of} · follow-up {probe}"


HINT_TITLE = "Hint"


def labelled(title: str, text: str) -> str:
    return f"{title}: {text}".rstrip()


def grade_title(mark: str, provisional: bool) -> str:
    return f"Provisional {mark}" if provisional else f"Mark {mark}"


def grade_updated(mark: str) -> str:
    return f"The mark was updated: {mark}"


def grade_none(judged: int, of: int) -> str:
    return f"Not fully judged ({judged}/{of} points)"


def grade_range(low: str, high: str) -> str:
    return f"Some points are not judged: the mark lies between {low} and {high}"


GRADE_FAILED = "This answer could not be graded. It counts for nothing and is kept."
GRADE_PENDING = "The judge has not answered yet; we go on with an estimate, and the mark will be updated."
NOT_VERIFIED = "Correctness not verified: this only sees what was talked about. Compare with the model answer."


def band(share: float) -> str:
    return (
        "mostly on the points" if share >= 0.66 else "partly on the points" if share >= 0.33 else "hardly on the points"
    )


PENALTIES = "Taken off"


def penalty_contradicted(point: str) -> str:
    return f"wrong: {point}"


def penalty_false(severity: str, why: str) -> str:
    return f"{severity} error: {why}"


TOLD_AT_THE_END = "(shown when this question is done)"


def evidence(quote: str) -> str:
    return f"You said: “{quote}”"


FEEDBACK = "Feedback"


def result_title(number: int, of: int) -> str:
    return f"Question {number}/{of} in short"


def two_marks(first: str, after: str, marked_by: str) -> str:
    return f"First answer {first} · after probing {after}{_source(marked_by)}"


def _source(marked_by: str) -> str:
    return {"judge": "", "self": " (self-rated)", "estimate": " (estimate, correctness not verified)"}.get(
        marked_by, " (not graded)"
    )


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


def topic_line(topic: str, first: str, after: str, questions: int, marked_by: str) -> str:
    return f"{topic}: first answer {first} → after probing {after} (n = {questions}){_source(marked_by)}"


STRONGEST = "Strongest points"
WEAKEST = "Points to work on"
COMING = "Coming back"


def coming_line(day: str, text: str) -> str:
    return f"{day}: {text}"


COMING_UNCONFIRMED = "Estimates schedule no reviews; confirm the points with /check to have them remembered."


def appeal_upheld(point: str, verdict: str, why: str) -> str:
    return f"The second judgement agrees with the first ({VERDICTS[verdict]}): {point}. {why}"


def appeal_overturned(point: str, before: str, after: str, mark: str, why: str) -> str:
    return f"The second judgement changed it: {VERDICTS[before]} → {VERDICTS[after]}, now {mark}. {point}. {why}"


def appeal_received() -> str:
    return "Your appeal is recorded; a second, independent judgement follows."


def appeal_waiting() -> str:
    return "Your appeal is recorded; there is no judge now, so it waits for one or for the administrator."


def appeal_unjudged() -> str:
    return "No second judgement of your appeal could be had; the administrator can still decide it."


def refused(reason: str) -> str:
    return {
        "outdated": "That question has passed.",
        "grading": "Your answer is being graded, one moment.",
        "graded": "That answer has been graded and cannot be changed.",
        "over": "There is no open interview.",
        "no_hint": "There are no more hints.",
        "no_point": "There is no such point; use a number from the list.",
        "not_graded": "There is no grade to confirm or to appeal yet.",
        "already": "That is recorded already.",
    }[reason]


def no_hint_in_exam() -> str:
    return "There are no hints in exam mode."


def after_exam() -> str:
    return "In exam mode, reasons, marks and appeals come after the end."


GRADING = "Grading…"


def welcome(questions: int, mode: str) -> str:
    way = "Exam: results at the end" if mode == "exam" else "Coach: feedback after each answer"
    asked = "one question" if questions == 1 else f"{questions} questions"
    return f"A mock interview of {asked}. {way}."


def how_to_answer() -> str:
    return "Enter sends, Alt+Enter starts a new line. Commands: /skip /hint /why /check /appeal /stop /help"


HOW_TO_LEAVE = "Enter alone leaves; /check, /appeal and /why still work."


def how_to_answer_on_a_pipe() -> str:
    return "An empty line ends an answer; /skip /hint /why /check /appeal /stop count only as its first line."


def resumed() -> str:
    return "Going on with your last interview."


def resume_question(number: int, of: int) -> str:
    return f"Your interview stands at question {number}/{of}. Go on with it? [Y/n]"


def verdicts_later() -> str:
    return "The judge has not answered yet: your answers are kept and judged when you come back (--resume or the next interview)."


def nothing_to_resume() -> str:
    return "There is nothing to resume; this is a new interview."


def no_judge() -> str:
    return (
        "No judge model is set: marks are estimates, correctness not verified. "
        "Set INTERVIEWER_JUDGE_URL to have every point judged."
    )


def judge_is(host: str) -> str:
    return f"Answers are sent to the judge model at {host}."


def why(reason: str, point: str, probe: int, depth: int) -> str:
    return f"{REASONS[reason]}: {point} (follow-up {probe}/{depth})"


def why_question(reason: str, topic: str) -> str:
    return f"{REASONS[reason]}; topic: {topic}."


def receipt(graded_by: str, prompt: str, samples: int, revision: str) -> str:
    parts = [f"Graded by {_grader(graded_by)}"]
    parts += [f"prompt {prompt}"] if prompt else []
    parts += [f"{samples} judgements"] if samples > 1 else []
    return " · ".join([*parts, f"question revision {revision}"])


def _grader(graded_by: str) -> str:
    kind, _, model = graded_by.partition(":")
    plain = {"triage": "triage", "words": "words alone", "similarity": "similarity", "judge": "judge"}.get(kind, kind)
    return f"{plain} {model}".rstrip()


CHECK_OFFER = "/check accepts the ticks above; to correct them: /check 1=1 2=0.5 3=0"


def checked(mark: float) -> str:
    return f"Recorded as self-rated: {mark:.1f}/10."


def check_wrong(count: int) -> str:
    return f"Write /check or /check 1=1 2=0.5 3=0: numbers 1–{count}, each 1, 0.5 or 0."


def appeal_usage(count: int) -> str:
    return f"Write /appeal NUMBER REASON, numbers 1–{count}, for example: /appeal 2 scaling is what I meant by that"


def appeal_estimate() -> str:
    return "This is an estimate, not a verdict: correct it yourself with /check."


def reported() -> str:
    return "Thank you, the question was reported to the administrator."


def unknown_command(command: str) -> str:
    return f"There is no command {command}. Commands: /skip /hint /why /check /appeal /stop /help"


def stopping() -> str:
    return "Saved. Go on with --resume."


def too_long(characters: int) -> str:
    return f"That answer is too long: at most {characters} characters; it was not saved. Please shorten it."


def too_many(minute: int) -> str:
    return f"Too fast: at most {minute} answers a minute, please wait a moment."


def judged_enough(count: int) -> str:
    return f"Today's {count} judged answers are used up; we go on with estimates."


def no_questions() -> str:
    return "No question fits: try another topic or level."
