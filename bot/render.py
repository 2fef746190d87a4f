"""Messages as Telegram shows them: HTML that reads well on a phone, and the buttons under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from app.messages.answering import Listening
from app.messages.drills import DrillOffered
from app.messages.groups import AssignmentTold
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
from app.messages.values import (
    Envelope,
    ExportFile,
    Message,
    NewButtons,
    Notice,
    Removal,
    ReportMessage,
    ReportSection,
    Rows,
)
from bot import keyboards
from bot.html import bold, escaped, folded, italic, link, paragraphs, prose, struck, veiled
from bot.split import split
from grader.grade import CREDIT, Verdict
from interview.marks import MarkSource
from interview.model import Mode
from texts import catalogue, messages
from texts.messages import words

SYMBOL = {
    Verdict.COVERED: "✅",
    Verdict.PARTIAL: "🌗",
    Verdict.MISSING: "⚪",
    Verdict.CONTRADICTED: "❌",
    Verdict.UNJUDGED: "❔",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What goes out for one message: one text or several, the buttons under the last one, or a field to reply in."""

    parts: tuple[str, ...]
    rows: Rows
    reply: bool = False


def show(envelope: Envelope) -> Shown:
    """A message as Telegram shows it; a prompt without buttons opens a field to reply in."""
    rows = _rows(envelope.message) if envelope.buttons is None else envelope.buttons
    return Shown(
        tuple(split(_html(envelope.message))), rows, reply=envelope.prompt is not None and envelope.buttons is None
    )


def digest(grades: Iterable[GradeMessage]) -> Shown:
    """Several late verdicts in one message, without buttons; each keeps its own receipt under /why."""
    found = list(grades)
    say = catalogue(found[0].language).telegram
    lines = [f"{say.of_question(g.number, g.of, g.probe_id is not None)} · {messages.grade_title(g)}" for g in found]
    return Shown(tuple(split(paragraphs([bold(say.digest_title(len(found))), "\n".join(map(escaped, lines))]))), [])


def _rows(message: Message) -> Rows:
    """The buttons that belong to a kind of message."""
    match message:
        case QuestionMessage() | ProbeMessage():
            hints = message.mode is not Mode.EXAM
            return keyboards.asked(message.interview, message.turn, message.language, hints=hints)
        case GradeMessage():
            return _under_grade(message)
        case AsideMessage():
            return keyboards.aside(message)
        case SummaryMessage():
            return keyboards.summed_up(message.language)
        case Notice(Listening(interview, turn), language):
            return keyboards.listening(interview, turn, language)
        case Notice(DrillOffered(drill), language):
            return keyboards.drill_offer(drill, language)
        case Notice(AssignmentTold(topic), language):
            return keyboards.assignment(topic, language)
        case _:
            return []


def _under_grade(message: GradeMessage) -> Rows:
    if message.failed or message.pending or message.is_triaged:
        return []  # nothing to confirm or to contest
    if not message.provisional:
        return keyboards.judged(message.interview, message.turn, message.language)
    credits = [CREDIT[point.verdict] for point in message.points]
    return keyboards.ticks(message.interview, message.turn, credits, message.language)


# -- one function per kind of message --------------------------------------------------------------------------------


def _html(message: Message) -> str:
    match message:
        case QuestionMessage():
            return paragraphs([bold(messages.question_title(message)), prose(message.text)])
        case ProbeMessage():
            return paragraphs([bold(messages.probe_title(message)), _after_bridge(message)])
        case HintMessage():
            return f"💡 {bold(words(message.language).HINT_TITLE)}\n{prose(message.text)}"
        case GradeMessage():
            return _grade(message)
        case ResultMessage():
            return _result(message)
        case SummaryMessage():
            return _summary(message)
        case AppealMessage():
            return escaped(messages.appeal(message))
        case AsideMessage():
            return paragraphs([escaped(messages.aside(message)), prose(message.text)])
        case Notice():
            return prose(messages.told(message))
        case ReportMessage():
            return paragraphs([bold(message.title), *map(_section, message.sections)])
        case WithdrawnMessage():
            return paragraphs([italic(messages.withdrawn(message)), struck(message.text)])
        case NewButtons() | Removal() | ExportFile():
            return ""  # nothing is said: the channel does what they ask for
        case _:
            assert_never(message)


def _after_bridge(message: ProbeMessage) -> str:
    return "\n".join(filter(None, [escaped(messages.bridge(message)), prose(message.text)]))


def _grade(message: GradeMessage) -> str:
    if message.failed:
        return escaped(messages.grade_title(message))
    flags = words(message.language).FLAGS
    return paragraphs(
        [
            "\n".join(filter(None, [bold(messages.grade_title(message)), escaped(messages.grade_range(message))])),
            "\n".join(_point(n, point, message) for n, point in enumerate(message.points, 1)),
            _taken_off(message),
            "\n".join(italic(flags[flag]) for flag in message.flags),
            prose(message.feedback),
            _evidence(message),
            _standing(message),
        ]
    )


def _point(number: int, point: JudgedPoint, message: GradeMessage) -> str:
    """One point and its verdict; what was not covered is veiled, because the next probe may ask for it."""
    verdict = words(message.language).VERDICTS[point.verdict]
    text = prose(point.text) if point.verdict is Verdict.COVERED else veiled(prose(point.text))
    return f"{SYMBOL[point.verdict]} {number}. {italic(verdict)} · {text}"


def _taken_off(message: GradeMessage) -> str:
    if not message.penalties:
        return ""
    lines = [f"−{found.amount:.2g} {escaped(messages.deduction(found, message))}" for found in message.penalties]
    return "\n".join([bold(words(message.language).PENALTIES), *lines])


def _evidence(message: GradeMessage) -> str:
    """What each verdict rests on, folded away."""
    say = words(message.language)
    lines = [
        f"{number}. "
        + " ".join(escaped(part) for part in (point.quote and say.evidence(point.quote), point.why) if part)
        for number, point in enumerate(message.points, 1)
        if point.quote or point.why
    ]
    return folded("\n".join(lines)) if lines else ""


def _standing(message: GradeMessage) -> str:
    say = words(message.language)
    if message.pending:
        return italic(say.GRADE_PENDING)
    if not message.provisional or message.is_triaged:
        return ""
    return f"{italic(say.NOT_VERIFIED)}\n{escaped(catalogue(message.language).telegram.TICK_OFFER)}"


def _result(message: ResultMessage) -> str:
    say, marked = words(message.language), message.marked_by is not MarkSource.NONE
    points = [f"{SYMBOL[point.verdict]} {prose(point.text)}" for point in message.points if marked]
    sources = [f"• {link(source.title, source.url)}" for source in message.sources]
    return paragraphs(
        [
            f"{bold(messages.result_title(message))}\n{escaped(messages.two_marks(message))}",
            "\n".join(points),
            f"{bold(say.REFERENCE)}\n{folded(prose(message.reference))}",
            "\n".join([bold(say.SOURCES), *sources]) if sources else "",
        ]
    )


def _summary(message: SummaryMessage) -> str:
    say, language = words(message.language), message.language
    title = f"🏁 {bold(say.summary_title(message.finished))}"
    if not message.answered and not message.skipped:
        return f"{title}\n{escaped(say.SUMMARY_NOTHING)}"
    estimated = message.marked_by == MarkSource.ESTIMATE
    return paragraphs(
        [
            "\n".join([title, escaped(messages.counts(message)), *map(bold, messages.overall(message))]),
            _listed(say.BY_TOPIC, [messages.topic_line(topic, language) for topic in message.topics]),
            _listed(say.STRONGEST, [point.text for point in message.strongest]),
            _listed(say.WEAKEST, [point.text for point in message.weakest]),
            _listed(say.COMING, [messages.coming_line(due, language) for due in message.coming]),
            italic(catalogue(language).telegram.TICKS_COUNT) if estimated else "",
        ]
    )


def _listed(title: str, lines: list[str]) -> str:
    return "\n".join([bold(title), *(f"• {prose(line)}" for line in lines)]) if lines else ""


def _section(section: ReportSection) -> str:
    """A title and its entries; what stands behind one is folded away below it."""
    lines = [bold(section.title)] if section.title else []
    for number, (first, *details) in enumerate(section.entries, 1):
        lines.append(prose(f"{number}. {first}" if details else first))
        if details:
            lines.append(folded("\n".join(escaped(line) for line in details)))
    return "\n".join(lines)
