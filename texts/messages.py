"""Sentences of messages that read the same in every channel; how they look is the channel's."""

from __future__ import annotations

from collections.abc import Iterable

from app.messages.interview import (
    AppealMessage,
    AsideMessage,
    Deduction,
    DuePoint,
    GradeMessage,
    JudgedPoint,
    ProbeMessage,
    QuestionMessage,
    ResultMessage,
    ResultPoint,
    SummaryMessage,
    TopicSummary,
    WithdrawnMessage,
)
from app.messages.values import Notice
from grader.grade import Contradicted, FalseStatement, Flag, ShownFailure, Verdict
from interview.marks import MarkSource
from interview.model import Outcome
from questions.model import Language
from texts import catalogue, mark, scorecards, topic_name
from texts.parts import InterviewWords

SUSPECT_SHOWN = 40  # characters of a passage that may contradict the reference


def words(language: Language) -> InterviewWords:
    return catalogue(language).interview


def told(notice: Notice) -> str:
    return catalogue(notice.language).told(notice.content)


# -- titles ----------------------------------------------------------------------------------------------------------


def question_title(message: QuestionMessage) -> str:
    """Its place among the questions; in a loop under the stage, with the time it has left."""
    if message.stage is not None:
        return scorecards.stage_title(message.stage, message.number, message.language)
    topic = topic_name(message.topic, message.language)
    return words(message.language).question_title(message.number, message.of, topic, message.level, message.kind)


def probe_title(message: ProbeMessage) -> str:
    if message.stage is not None:
        say, where = (
            catalogue(message.language),
            scorecards.stage_title(message.stage, message.number, message.language),
        )
        return f"{where} · {say.telegram.probe_name(str(message.probe))}"
    return words(message.language).probe_title(message.number, message.of, message.probe)


def bridge(message: ProbeMessage) -> str:
    """The sentence that leads to a follow-up; "" for none."""
    leads, say = message.bridge, words(message.language)
    if leads is None:
        return ""
    sentences = say.BRIDGES_QUOTING if leads.quote else say.BRIDGES
    return sentences[leads.reason][leads.variant].replace("…", leads.quote) if leads.reason in sentences else ""


def withdrawn(message: WithdrawnMessage) -> str:
    return words(message.language).withdrawn(message.number, message.of, message.probe)


def grade_title(message: GradeMessage) -> str:
    """The mark where something was checked; else what was talked about, a band, or how many points were judged."""
    say = words(message.language)
    if message.failed:
        return say.GRADE_FAILED
    if message.is_triaged:
        return say.NOT_KNOWN
    judged = [point.credit for point in message.points if point.credit is not None]
    if message.provisional and Flag.UNCALIBRATED in message.flags and judged:
        return f"{say.band(sum(judged) / len(judged))} · {say.NOT_VERIFIED}"
    if message.provisional:
        return say.touched(message.touched, len(message.points), _suspects(message), _wrong(message.points))
    if message.score is not None:
        title = mark(message.score)
        return (
            say.grade_updated(title)
            if message.replaces and message.marked_by is not MarkSource.SELF
            else say.grade_title(title, message.marked_by)
        )
    return say.grade_none(len(judged), len(message.points))


def _suspects(message: GradeMessage | ResultMessage) -> list[str]:
    """What the person said that may contradict the reference, each passage once and short enough for a line."""
    ids = message.suspected if isinstance(message, GradeMessage) else [p.id for p in message.points if p.suspected]
    said = dict.fromkeys(" ".join(point.quote.split()) for point in message.points if point.id in ids)
    return [quote if len(quote) <= SUSPECT_SHOWN else f"{quote[: SUSPECT_SHOWN - 1]}…" for quote in said]


def _wrong(points: Iterable[JudgedPoint | ResultPoint]) -> int:
    """How many points a check found wrong."""
    return sum(point.verdict is Verdict.CONTRADICTED for point in points)


def result_title(message: ResultMessage) -> str:
    return words(message.language).result_title(message.number, message.of)


def code_lines(message: GradeMessage) -> tuple[str, list[str]]:
    """What the tests said of code: the sentence; then, line by line, the points that failed and the first failure to be shown."""
    run = message.code
    assert run is not None
    say = catalogue(message.language).code
    told = " ".join(filter(None, [say.passed(run.passed, run.total, run.seconds), say.ENDS.get(run.end, "")]))
    if run.failed is not None:
        return told, [
            say.LOAD_FAILED,
            say.raised(run.failed.kind, run.failed.message, run.failed.line or 0, run.failed.text),
        ]
    failed = [f"✗ {point.why} {point.text}" for point in message.points if point.verdict is not Verdict.COVERED]
    lines = _failure(run.failure, message) if run.failure is not None else []
    return told, [*failed, *lines, *([say.PRINTED, run.printed] if run.printed else [])]


def _failure(failure: ShownFailure, message: GradeMessage) -> list[str]:
    say, raised = catalogue(message.language).code, failure.raised
    lines = [say.FIRST_FAILURE, *failure.calls]
    if raised is not None:
        return [*lines, say.raised(raised.kind, raised.message, raised.line or 0, raised.text)]
    if not failure.got:
        return [*lines, say.NO_END]
    return [*lines, say.got(failure.got), say.wanted(failure.wanted.get(message.language))]


# -- sentences -------------------------------------------------------------------------------------------------------


def grade_range(message: GradeMessage) -> str:
    """Between which marks the grade lies; "" when that is one mark, or an estimate."""
    if message.low == message.high or message.provisional:
        return ""
    return words(message.language).grade_range(mark(message.low), mark(message.high))


def deduction(found: Deduction, message: GradeMessage) -> str:
    """A deduction's reason in the person's language."""
    say = words(message.language)
    match found.reason:
        case Contradicted(point):
            return say.penalty_contradicted(next((p.text for p in message.points if p.id == point), point))
        case FalseStatement(_, why, severity):
            return say.penalty_false(severity, why)


def two_marks(message: ResultMessage) -> str:
    """Both marks where something was checked, else what was talked about."""
    say = words(message.language)
    if message.provisional:
        return say.touched(message.touched, len(message.points), _suspects(message), _wrong(message.points))
    if message.first is None and message.marked_by is MarkSource.NONE:
        return say.NOT_GRADED
    return words(message.language).two_marks(mark(message.first), mark(message.after), message.marked_by)


def counts(message: SummaryMessage) -> str:
    say = words(message.language)
    counted = say.summary_counts(message.asked, message.answered, message.skipped, message.ungraded)
    return f"{counted} · {say.taken_back(message.taken_back)}" if message.taken_back else counted


def overall(message: SummaryMessage) -> list[str]:
    """Both marks of the interview, one line for each source; of estimates what was talked about."""
    say = words(message.language)
    return [
        say.touched(whole.touched, whole.of, (), 0)
        if whole.marked_by is MarkSource.ESTIMATE
        else say.two_marks(mark(whole.first), mark(whole.after), whole.marked_by)
        for whole in message.overall
    ]


def topic_line(topic: TopicSummary, language: Language) -> str:
    name = topic_name(topic.topic, language)
    if topic.marked_by is MarkSource.ESTIMATE:
        return words(language).topic_touched(name, topic.touched, topic.of, topic.questions)
    return words(language).topic_line(name, mark(topic.first), mark(topic.after), topic.questions, topic.marked_by)


def coming_line(due: DuePoint, language: Language) -> str:
    return words(language).coming_line(due.due, due.text)


def aside(message: AsideMessage) -> str:
    say = words(message.language)
    return say.aside_asked(message.kind) if message.asked else say.ASIDE_REPLIES[message.reply]


def appeal(message: AppealMessage) -> str:
    say = words(message.language)
    if message.outcome is Outcome.OVERTURNED:
        score = mark(message.score)
        return say.appeal_overturned(message.text, message.before, message.after, score, message.why)
    return say.appeal_upheld(message.text, message.before, message.why)
