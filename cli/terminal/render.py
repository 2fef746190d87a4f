"""Messages as lines with styles. Rich drops the styles on a pipe and under NO_COLOR; only colours that read on dark and light."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from app.messages.interview import (
    AppealMessage,
    AsideMessage,
    GradeMessage,
    HintMessage,
    JudgedPoint,
    ProbeMessage,
    QuestionMessage,
    ResultMessage,
    SummaryMessage,
    WithdrawnMessage,
)
from app.messages.values import ExportFile, Message, NewButtons, Notice, Removal, ReportMessage
from cli.terminal.layout import Line, laid_out
from grader.grade import Verdict
from interview.aside_replies import OFFERS, AsideReply
from interview.marks import MarkSource
from interview.model import Outcome
from texts import messages
from texts.messages import words

if TYPE_CHECKING:
    from rich.text import Text

SYMBOL = {
    Verdict.COVERED: "✓",
    Verdict.PARTIAL: "◐",
    Verdict.MISSING: "○",
    Verdict.CONTRADICTED: "✗",
    Verdict.UNJUDGED: "?",
}
STYLE = {
    Verdict.COVERED: "green",
    Verdict.PARTIAL: "magenta",
    Verdict.MISSING: "dim",
    Verdict.CONTRADICTED: "red",
    Verdict.UNJUDGED: "dim",
}


def text(message: Message, columns: int | None = None) -> Text:
    """The message as one styled text without a final line break, broken to `columns` where they are told."""
    return laid_out(lines(message), columns)


def lines(message: Message) -> Iterator[Line]:
    """The message piece by piece, each with its style; a text of several lines is one piece. Nothing of Telegram's alone."""
    match message:
        case QuestionMessage():
            yield from _asked(messages.question_title(message), message.text)
        case ProbeMessage():
            yield from _asked(messages.probe_title(message), message.text, messages.bridge(message))
        case HintMessage():
            yield from _hint(message)
        case GradeMessage():
            yield from _grade(message)
        case ResultMessage():
            yield from _result(message)
        case SummaryMessage():
            yield from _summary(message)
        case AppealMessage():
            yield messages.appeal(message), "green" if message.outcome is Outcome.OVERTURNED else ""
        case AsideMessage():
            yield from _aside(message)
        case Notice():
            yield messages.told(message), "dim"
        case WithdrawnMessage():
            yield messages.withdrawn(message), "dim"
        case ReportMessage() | NewButtons() | Removal() | ExportFile():
            pass
        case _:
            assert_never(message)


def _asked(title: str, text: str, bridge: str = "") -> Iterator[Line]:
    yield "", ""
    yield title, "bold cyan"
    if bridge:
        yield bridge, ""
    yield text.strip("\n"), "bold"


def _hint(message: HintMessage) -> Iterator[Line]:
    say = words(message.language)
    yield say.labelled(say.HINT_TITLE, message.text), "magenta"


def _aside(message: AsideMessage) -> Iterator[Line]:
    say = words(message.language)
    yield messages.aside(message), "magenta"
    yield from ((line, "bold") for line in message.text.splitlines())
    if message.asked:
        yield say.ASIDE_YES_OR_NO, "dim"
    elif message.reply in OFFERS:
        yield say.ASIDE_OFFERED, "dim"
    else:
        yield say.ASIDE_APPEAL if message.reply is AsideReply.APPEAL else say.ASIDE_IS_ANSWER, "dim"


def _grade(message: GradeMessage) -> Iterator[Line]:
    yield "", ""
    if message.failed:
        yield messages.grade_title(message), "red"
        return
    yield messages.grade_title(message), "bold"
    if between := messages.grade_range(message):
        yield between, ""
    for number, point in enumerate(message.points, 1):
        yield from _point(number, point, message)
    yield from _remarks(message)
    yield from _standing(message)


def _point(number: int, point: JudgedPoint, message: GradeMessage) -> Iterator[Line]:
    """A point with its evidence; what a judge found lacking is not named before a follow-up can ask for it."""
    say, lacking = words(message.language), point.verdict in (Verdict.MISSING, Verdict.PARTIAL)
    asked_next = lacking and not message.provisional and message.probe_id is None
    text = say.TOLD_AT_THE_END if asked_next else point.text
    yield f"{number}. {SYMBOL[point.verdict]} {say.VERDICTS[point.verdict]}  {text}", STYLE[point.verdict]
    if point.quote:
        yield f"     {say.evidence(point.quote)}", "dim"
    if point.why and not asked_next:
        yield f"     {point.why}", "dim"


def _remarks(message: GradeMessage) -> Iterator[Line]:
    """What was taken off, what was noticed, and the judge's feedback."""
    say = words(message.language)
    if message.penalties:
        yield say.labelled(say.PENALTIES, ""), ""
        yield from ((f"  −{d.amount:.1f}  {messages.deduction(d, message)}", "red") for d in message.penalties)
    yield from ((f"· {say.FLAGS[flag]}", "dim") for flag in message.flags)
    if message.feedback:
        yield say.labelled(say.FEEDBACK, message.feedback), ""


def _standing(message: GradeMessage) -> Iterator[Line]:
    say = words(message.language)
    if message.pending:
        yield say.GRADE_PENDING, "dim"
    elif message.provisional:
        yield say.NOT_VERIFIED, "dim"
        yield say.CHECK_OFFER, "dim"


def _result(message: ResultMessage) -> Iterator[Line]:
    say = words(message.language)
    yield "", ""
    yield f"{messages.result_title(message)} · {messages.two_marks(message)}", "bold"
    if message.marked_by is not MarkSource.NONE:
        yield from ((f"  {SYMBOL[p.verdict]} {p.text}", STYLE[p.verdict]) for p in message.points)
    yield say.labelled(say.REFERENCE, ""), "bold"
    yield message.reference.strip("\n"), ""
    if message.sources:
        yield say.labelled(say.SOURCES, ""), "bold"
        yield from ((f"  {s.title} {s.url}".rstrip(), "dim") for s in message.sources)


def _summary(message: SummaryMessage) -> Iterator[Line]:
    say = words(message.language)
    yield "", ""
    yield f"━━ {say.summary_title(message.finished)} ━━", "bold cyan"
    if not message.answered and not message.skipped:
        yield say.SUMMARY_NOTHING, ""
        return
    yield messages.counts(message), ""
    yield from ((line, "bold") for line in messages.overall(message))
    topics = [messages.topic_line(topic, message.language) for topic in message.topics]
    yield from [(say.labelled(say.BY_TOPIC, ""), "bold"), *_listed(topics, "")]
    yield from _titled(say.labelled(say.STRONGEST, ""), [p.text for p in message.strongest], "green")
    yield from _titled(say.labelled(say.WEAKEST, ""), [p.text for p in message.weakest], "magenta")
    coming = [messages.coming_line(due, message.language) for due in message.coming]
    yield from _titled(say.labelled(say.COMING, ""), coming, "")
    if not coming and message.marked_by == MarkSource.ESTIMATE:
        yield say.COMING_UNCONFIRMED, "dim"


def _titled(title: str, found: list[str], style: str) -> Iterator[Line]:
    """A title and its lines; nothing without lines."""
    if found:
        yield title, "bold"
        yield from _listed(found, style)


def _listed(found: list[str], style: str) -> Iterator[Line]:
    yield from ((f"  {line}", style) for line in found)
