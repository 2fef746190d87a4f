"""Messages as lines with styles. Rich drops the styles on a pipe and under NO_COLOR; only colours that read on dark and light."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from app.messages.interview import (
    AppealMessage,
    AsideMessage,
    DebriefMessage,
    Deduction,
    GradeMessage,
    HintMessage,
    JudgedPoint,
    ProbeMessage,
    QuestionMessage,
    ResultMessage,
    SummaryMessage,
    WithdrawnMessage,
)
from app.messages.loops import ScorecardMessage
from app.messages.values import ExportFile, Message, NewButtons, Notice, Removal, ReportMessage
from cli.terminal.layout import Line, laid_out
from grader.grade import Contradicted, Verdict
from interview.aside_replies import OFFERS, AsideReply
from interview.marks import MarkSource
from interview.model import Outcome
from texts import catalogue, messages, scorecards
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
TOLD = (Verdict.COVERED, Verdict.PARTIAL, Verdict.CONTRADICTED)


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
        case ScorecardMessage():
            yield from _scorecard(message)
        case AppealMessage():
            yield messages.appeal(message), "green" if message.outcome is Outcome.OVERTURNED else ""
        case AsideMessage():
            yield from _aside(message)
        case Notice():
            yield messages.told(message), "dim"
        case WithdrawnMessage():
            yield messages.withdrawn(message), "dim"
        case DebriefMessage() | ReportMessage() | NewButtons() | Removal() | ExportFile():
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
    """A turn's grade: what was talked about, the rest as a count, since a follow-up may still ask for it."""
    yield "", ""
    if message.failed:
        yield messages.grade_title(message), "red"
        return
    title = messages.grade_title(message)
    yield f"{message.name} · {title}" if message.closed else title, "bold"
    if message.is_triaged:
        return
    if between := messages.grade_range(message):
        yield between, ""
    if message.code is not None:  # it names every point that failed
        yield from _code(message)
        return
    told = [(n, p) for n, p in enumerate(message.points, 1) if p.verdict in TOLD]
    for number, point in told:
        yield from _point(number, point, message)
    if len(told) < len(message.points) and not message.closed:
        yield words(message.language).hidden(len(message.points) - len(told)), "dim"
    yield from _remarks(message)
    if message.pending:
        yield words(message.language).GRADE_PENDING, "dim"


def _code(message: GradeMessage) -> Iterator[Line]:
    """What the tests said of code, and the first failure that may be shown."""
    if message.code is not None:
        told, shown = messages.code_lines(message)
        yield told, ""
        yield from ((f"    {line}", "dim") for part in shown for line in part.splitlines())


def _point(number: int, point: JudgedPoint, message: GradeMessage) -> Iterator[Line]:
    """A point with its evidence; one that was got half right or wrong is shown by the person's own words alone."""
    say, whole = words(message.language), message.provisional or point.verdict is Verdict.COVERED
    said = say.TOUCHED if message.provisional else say.VERDICTS[point.verdict]
    yield f"{number}. {SYMBOL[point.verdict]} {said}  {point.text if whole else ''}".rstrip(), STYLE[point.verdict]
    if point.quote:
        yield f"     {say.evidence(point.quote)}", "dim"
    if point.why and whole:
        yield f"     {point.why}", "dim"


def _remarks(message: GradeMessage) -> Iterator[Line]:
    """What was taken off, what was noticed, and the judge's feedback; a point that was got wrong is not named yet."""
    say = words(message.language)
    if message.penalties:
        yield say.labelled(say.PENALTIES, ""), ""
        yield from ((f"  −{d.amount:.1f}  {_deduction(d, message)}", "red") for d in message.penalties)
    yield from ((f"· {say.FLAGS[flag]}", "dim") for flag in message.flags)
    if message.feedback:
        yield say.labelled(say.FEEDBACK, message.feedback), ""


def _deduction(found: Deduction, message: GradeMessage) -> str:
    if isinstance(found.reason, Contradicted):
        return words(message.language).VERDICTS[Verdict.CONTRADICTED]
    return messages.deduction(found, message)


def _result(message: ResultMessage) -> Iterator[Line]:
    """A question that is through: its points and those of its follow-ups, numbered as /check and /appeal number them."""
    if message.replaces:
        return
    say = words(message.language)
    yield "", ""
    yield f"{messages.result_title(message)} · {messages.two_marks(message)}", "bold"
    for number, point in enumerate(message.points, 1):
        yield _standing(number, point.stands or point.verdict, point.text, message.marked_by)
    yield say.labelled(say.REFERENCE, ""), "bold"
    yield message.reference.strip("\n"), ""
    for probe in message.probes:
        yield f"↳ {probe.name} {probe.question}".strip("\n"), "bold"
        yield from (_standing(n, p.verdict, p.text, probe.marked_by) for n, p in enumerate(probe.points, 1))
        yield probe.reference.strip("\n"), ""
    if message.sources:
        yield say.labelled(say.SOURCES, ""), "bold"
        yield from ((f"  {s.title} {s.url}".rstrip(), "dim") for s in message.sources)
    if message.to_tick:
        yield say.CHECK_OFFER, "dim"


def _standing(number: int, verdict: Verdict, text: str, marked_by: MarkSource) -> Line:
    """A point with its sign, which nothing has where nobody marked it."""
    sign = "·" if marked_by is MarkSource.NONE else SYMBOL[verdict]
    return f"  {number}. {sign} {text}", "" if marked_by is MarkSource.NONE else STYLE[verdict]


def _summary(message: SummaryMessage) -> Iterator[Line]:
    if message.replaces:
        return
    say = words(message.language)
    yield "", ""
    yield f"━━ {say.summary_title(message.finished)} ━━", "bold cyan"
    if not message.answered and not message.skipped:
        yield say.SUMMARY_NOTHING, ""
        return
    yield messages.counts(message), ""
    yield from ((line, "bold") for line in messages.overall(message))
    topics = [messages.topic_line(topic, message.language) for topic in message.topics]
    yield from _titled(say.labelled(say.BY_TOPIC, ""), topics, "")
    yield from _titled(say.labelled(say.STRONGEST, ""), [p.text for p in message.strongest], "green")
    yield from _titled(say.labelled(say.WEAKEST, ""), [p.text for p in message.weakest], "magenta")
    yield from _titled(say.labelled(say.UNTOUCHED, ""), [p.text for p in message.untouched], "")
    coming = [messages.coming_line(due, message.language) for due in message.coming]
    yield from _titled(say.labelled(say.COMING, ""), coming, "")
    if not coming and any(whole.marked_by is MarkSource.ESTIMATE for whole in message.overall):
        yield say.COMING_UNCONFIRMED, "dim"


def _scorecard(message: ScorecardMessage) -> Iterator[Line]:
    """Strengths before everything else; the band alone once it is asked for."""
    if message.replaces:
        return
    say, language = catalogue(message.language).loop, message.language
    if not message.shown:
        yield from _card(message)
    if message.shown or message.band is None:
        first, *rest = scorecards.band(message)
        yield words(language).labelled(say.BAND, first), "bold"
        yield from _listed(rest, "")
    else:
        yield say.BAND_HIDDEN, "dim"


def _card(message: ScorecardMessage) -> Iterator[Line]:
    say, language = catalogue(message.language).loop, message.language
    labelled = words(language).labelled
    yield "", ""
    yield f"━━ {scorecards.title(message)} ━━", "bold cyan"
    strengths = [scorecards.point(one, language) for one in message.strengths]
    yield from _titled(labelled(say.STRENGTHS, ""), strengths, "green")
    if not strengths:
        yield say.NO_STRENGTHS, "dim"
    for one in message.dimensions:
        named, rests = scorecards.dimension(one, language)
        yield named, "bold"
        yield f"  {rests}", ""
    yield from _titled(labelled(say.GAPS, ""), [scorecards.gap(one, language) for one in message.gaps], "magenta")
    if message.pending:
        yield say.pending(message.pending), "dim"


def _titled(title: str, found: list[str], style: str) -> Iterator[Line]:
    """A title and its lines; nothing without lines."""
    if found:
        yield title, "bold"
        yield from _listed(found, style)


def _listed(found: list[str], style: str) -> Iterator[Line]:
    yield from ((f"  {line}", style) for line in found)
