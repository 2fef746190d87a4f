"""Messages as Telegram shows them: HTML that reads well on a phone, and the buttons under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from app.messages.aims import AimAsked, AimNotice
from app.messages.answering import GradeReceipt, Listening
from app.messages.chatting import TaskParked
from app.messages.debriefs import DayNotice, DebriefAsked
from app.messages.drills import DrillOffered
from app.messages.groups import AssignmentTold
from app.messages.interview import (
    AppealMessage,
    AsideMessage,
    DebriefMessage,
    GradeMessage,
    HintMessage,
    JudgedPoint,
    ProbeMessage,
    QuestionMessage,
    ResultMessage,
    SummaryMessage,
    WithdrawnMessage,
)
from app.messages.loops import CardDimension, ScorecardMessage
from app.messages.plans import PlanNotice
from app.messages.projects import ProjectAsked, ProjectGoesOn, ProjectNotice, TellingHeard
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
from bot.columns import LINE, clipped
from bot.html import bold, escaped, folded, italic, link, paragraphs, prose, struck
from bot.split import AT_MOST, plain, split, units
from grader.grade import Contradicted, Verdict
from interview.marks import TOUCHED, MarkSource
from interview.model import Mode
from questions.model import Language
from texts import catalogue, messages, scorecards
from texts.messages import words

SYMBOL = {
    Verdict.COVERED: "✅",
    Verdict.PARTIAL: "🌗",
    Verdict.MISSING: "⚪",
    Verdict.CONTRADICTED: "❌",
    Verdict.UNJUDGED: "❔",
}
TOUCHED_SHOWN = 2
DIMENSION_POINTS = 5  # of a scorecard, under each dimension
CODE_LINES, CODE_LINE = 9, 120  # of a failed test, and characters of each


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
            exam = message.mode is Mode.EXAM
            code = isinstance(message, QuestionMessage) and message.hands_on
            back = exam and isinstance(message, ProbeMessage)
            about = (message.interview, message.turn, message.language)
            loop = message.stage is not None
            return keyboards.asked(*about, hints=not exam, code=code, take_back=back, loop=loop)
        case GradeMessage():
            return _under_grade(message)
        case AsideMessage():
            return keyboards.aside(message)
        case ResultMessage():
            return _under_result(message)
        case DebriefMessage():
            return keyboards.debrief(message)
        case SummaryMessage():
            return keyboards.summed_up(message.interview, message.language, finished=message.finished)
        case ScorecardMessage():
            return keyboards.scorecard(
                message.interview, message.language, band=not message.shown and bool(message.band)
            )
        case Notice(Listening(interview, turn, _, unclear), language):
            return keyboards.listening(interview, turn, language, unclear=unclear)
        case Notice(DrillOffered(drill), language):
            return keyboards.drill_offer(drill, language)
        case Notice(TaskParked(_, question), language):
            return keyboards.taken_up(question, language)
        case Notice(AssignmentTold(topic), language):
            return keyboards.assignment(topic, language)
        case Notice(TellingHeard() | ProjectAsked() | ProjectGoesOn() | AimAsked() | DebriefAsked(), language):
            return keyboards.telling(language)
        case Notice(content, language) if isinstance(content, ProjectNotice):
            return keyboards.project(content, language)
        case Notice(content, language) if isinstance(content, AimNotice):
            return keyboards.aim(content, language)
        case Notice(content, language) if isinstance(content, DayNotice):
            return keyboards.day(content, language)
        case Notice(content, language) if isinstance(content, PlanNotice):
            return keyboards.plan(content, language)
        case _:
            return []


def _under_grade(message: GradeMessage) -> Rows:
    """Of a verdict what contests it; of the answer given last what changes it. Ticks come when the question is through."""
    if message.failed or message.pending or message.is_triaged or message.marked_by is MarkSource.SELF:
        return []
    about = (message.interview, message.turn, message.language)
    judged = [] if message.provisional else keyboards.judged(*about)
    return [*judged, *([] if message.replaces else keyboards.second_thoughts(*about))]


def _under_result(message: ResultMessage) -> Rows:
    """Of a question without a judge the ticks; once they are there, a way to correct them."""
    own = message.marked_by is MarkSource.SELF or any(p.marked_by is MarkSource.SELF for p in message.probes)
    if message.to_tick or own:
        return keyboards.self_rating(message.interview, message.turn, message.language, done=not message.to_tick)
    if message.marked_by is MarkSource.JUDGE:
        return keyboards.judged(message.interview, message.turn, message.language)
    return []


# -- one function per kind of message --------------------------------------------------------------------------------


def _html(message: Message) -> str:
    match message:
        case QuestionMessage():
            return f"{bold(messages.question_title(message))}\n{prose(message.text)}"
        case ProbeMessage():
            return _probe(message)
        case HintMessage():
            return f"💡 {bold(words(message.language).HINT_TITLE)}\n{prose(message.text)}"
        case GradeMessage():
            return _grade(message)
        case ResultMessage():
            return _result(message)
        case DebriefMessage():
            return _debrief(message)
        case SummaryMessage():
            return _summary(message)
        case ScorecardMessage():
            return _scorecard(message)
        case AppealMessage():
            return escaped(messages.appeal(message))
        case AsideMessage():
            return paragraphs([escaped(messages.aside(message)), prose(message.text)])
        case Notice(GradeReceipt() as receipt, language):
            return _receipt(receipt, language)
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


def _probe(message: ProbeMessage) -> str:
    """A follow-up under its name, what leads to it on the same line; in a loop under the time that is left."""
    if message.stage is not None:
        title = bold(messages.probe_title(message))
        return "\n".join(filter(None, [title, escaped(messages.bridge(message)), prose(message.text)]))
    name = catalogue(message.language).telegram.probe_name(f"{message.number}.{message.probe}")
    led = " ".join(filter(None, [bold(name), escaped(messages.bridge(message))]))
    return f"{led}\n{prose(message.text)}"


def _receipt(receipt: GradeReceipt, language: Language) -> str:
    """What a grade rests on in words, its hashes folded away."""
    told = catalogue(language).told
    said, whole = told(replace(receipt, details=False)), told(replace(receipt, details=True))
    return f"{prose(said)}\n{folded(escaped(whole.removeprefix(said).strip()))}"


def _grade(message: GradeMessage) -> str:
    """A card of a few lines: while the question is open it shows what was talked about, the rest as a count."""
    if message.failed:
        return escaped(messages.grade_title(message))
    lines = [bold(_headline(message)), escaped(messages.grade_range(message)), _code(message)]
    if message.provisional:
        lines += [f"✓ {escaped(clipped(point.text, LINE - 2))}" for point in _touched(message)]
    if message.pending:
        lines.append(italic(words(message.language).GRADE_PENDING))
    elif (message.probe_id is None and message.code is None) or message.flags:
        lines.append(_remarks(message))  # of code the tests have named every point that failed
    else:
        lines.append(escaped(clipped(message.feedback, LINE)))  # the whole of it comes with the result
    return "\n".join(filter(None, lines))


def _code(message: GradeMessage) -> str:
    """What the tests said of code, and the first failure as a block."""
    if message.code is None:
        return ""
    told, shown = messages.code_lines(message)
    block = "\n".join(clipped(line, CODE_LINE) for line in shown[:CODE_LINES]).replace("```", '"""')
    return "\n".join(filter(None, [escaped(told), prose(f"```\n{block}\n```") if block else ""]))


def _headline(message: GradeMessage) -> str:
    """The title, of a verdict with how many points stand how."""
    counted = Counter(point.verdict for point in message.points)
    signs = " ".join(f"{SYMBOL[verdict]}{counted[verdict]}" for verdict in Verdict if counted[verdict])
    title = messages.grade_title(message)
    return title if message.provisional or message.is_triaged else f"{title} · {signs}"


def _touched(message: GradeMessage) -> list[JudgedPoint]:
    """The heaviest points that were talked about: two of a question, one of a follow-up."""
    found = sorted((p for p in message.points if p.verdict in TOUCHED), key=lambda p: -p.weight)
    return found[: TOUCHED_SHOWN if message.probe_id is None else 1]


def _remarks(message: GradeMessage) -> str:
    """What a judge said, folded away but for its first lines: feedback, the points with their proof, what was taken off."""
    if message.is_triaged:
        return ""
    flags = words(message.language).FLAGS
    said = [italic(flags[flag]) for flag in message.flags]
    if not message.provisional:
        said += [prose(message.feedback), *_proven(message), *_taken_off(message)]
    lines = [line for line in said if line]
    return folded("\n".join(lines)) if lines else ""


def _proven(message: GradeMessage) -> Iterator[str]:
    """The points that an answer has, in full or in part or wrong, each with the words that prove it."""
    say = words(message.language)
    for point in message.points:
        quote = escaped(say.evidence(point.quote)) if point.quote else ""
        if point.verdict is Verdict.COVERED:
            yield f"{SYMBOL[point.verdict]} " + " · ".join(filter(None, [prose(point.text), quote]))
        elif quote:
            yield f"{SYMBOL[point.verdict]} {quote}"


def _taken_off(message: GradeMessage) -> Iterator[str]:
    """Deductions; a point that was got wrong is not named before a follow-up can ask for it."""
    say = words(message.language)
    for found in message.penalties:
        named = say.VERDICTS[Verdict.CONTRADICTED]
        told = named if isinstance(found.reason, Contradicted) else messages.deduction(found, message)
        yield f"−{found.amount:.2g} {escaped(told)}"


def _result(message: ResultMessage) -> str:
    """A closed question in one message: what is longer than it can be is left out, what matters least first."""
    for probes, sources, reference in (
        (True, True, True),
        (False, True, True),
        (False, False, True),
        (False, False, False),
    ):
        html = _result_of(message, probes=probes, sources=sources, reference=reference)
        if units(plain(html)) <= AT_MOST:
            return html
    return html


def _result_of(message: ResultMessage, *, probes: bool, sources: bool, reference: bool) -> str:
    answers = [f"{bold(words(message.language).REFERENCE)}\n{prose(message.reference)}"] if reference else []
    answers += [f"{bold(p.name)} {prose(p.question)}\n{prose(p.reference)}" for p in message.probes if probes]
    answers += [f"• {link(source.title, source.url)}" for source in message.sources if sources]
    return "\n".join(
        filter(
            None,
            [
                bold(messages.result_title(message)),
                escaped(messages.two_marks(message)),
                folded("\n".join(_result_points(message, probes=probes))),
                folded("\n".join(answers)) if answers else "",
                escaped(catalogue(message.language).telegram.TICK_OFFER) if message.to_tick else "",
            ],
        )
    )


def _result_points(message: ResultMessage, *, probes: bool) -> Iterator[str]:
    """Where each point stands after probing, numbered as ticks and appeals number it; then those of the follow-ups."""
    marked = message.marked_by is not MarkSource.NONE
    for number, point in enumerate(message.points, 1):
        sign = "⚠️" if point.suspected else SYMBOL[point.stands or point.verdict] if marked else "•"
        yield f"{sign} {number}. {prose(point.text)}"
    for probe in message.probes if probes else ():
        yield bold(f"↳ {probe.name}")
        yield from (f"{SYMBOL[p.verdict]} {n}. {prose(p.text)}" for n, p in enumerate(probe.points, 1))
        if probe.feedback:
            yield prose(probe.feedback)


def _debrief(message: DebriefMessage) -> str:
    """One turn of an exam in one message; of what is longer the answer is cut first."""
    for at_most in (1200, 400, 100):
        html = _debrief_of(message, at_most)
        if units(plain(html)) <= AT_MOST:
            break
    return split(html)[0]


def _debrief_of(message: DebriefMessage, at_most: int) -> str:
    say, telegram = words(message.language), catalogue(message.language).telegram
    answer = message.answer if len(message.answer) <= at_most else f"{message.answer[:at_most]}…"
    grade = message.grade
    return "\n".join(
        filter(
            None,
            [
                bold(telegram.debrief_title(message.name, message.page, message.of)),
                prose(message.question),
                folded(f"{bold(telegram.YOUR_ANSWER)}\n{escaped(answer)}") if answer else italic(telegram.NO_ANSWER),
                bold(_headline(grade)) if grade else "",
                folded("\n".join(_debriefed_points(grade))) if grade and not grade.failed else "",
                folded(f"{bold(say.REFERENCE)}\n{prose(message.reference)}"),
            ],
        )
    )


def _debriefed_points(grade: GradeMessage) -> Iterator[str]:
    """Every point with its verdict, the words that prove it, and why; then the feedback and what was taken off."""
    say = words(grade.language)
    for number, point in enumerate(grade.points, 1):
        yield f"{SYMBOL[point.verdict]} {number}. {prose(point.text)}"
        yield from (escaped(part) for part in (point.quote and say.evidence(point.quote), point.why) if part)
    yield from filter(None, [prose(grade.feedback)])
    for found in grade.penalties:
        yield f"−{found.amount:.2g} {escaped(messages.deduction(found, grade))}"


def _summary(message: SummaryMessage) -> str:
    say, language = words(message.language), message.language
    title = f"🏁 {bold(say.summary_title(message.finished))}"
    if not message.answered and not message.skipped:
        return f"{title}\n{escaped(say.SUMMARY_NOTHING)}"
    estimated = any(whole.marked_by is MarkSource.ESTIMATE for whole in message.overall)
    return paragraphs(
        [
            "\n".join([title, escaped(messages.counts(message)), *map(bold, messages.overall(message))]),
            _listed(say.BY_TOPIC, [messages.topic_line(topic, language) for topic in message.topics]),
            _listed(say.STRONGEST, [point.text for point in message.strongest]),
            _listed(say.WEAKEST, [point.text for point in message.weakest]),
            _listed(say.UNTOUCHED, [point.text for point in message.untouched]),
            _listed(say.COMING, [messages.coming_line(due, language) for due in message.coming]),
            italic(catalogue(language).telegram.TICKS_COUNT) if estimated else "",
        ]
    )


def _scorecard(message: ScorecardMessage) -> str:
    """Strengths before everything else; the points behind a dimension are folded away; the band only where it was asked for."""
    say, language = catalogue(message.language).loop, message.language
    shows_band = message.shown or message.band is None
    first, *rest = scorecards.band(message)
    return paragraphs(
        [
            f"📋 {bold(scorecards.title(message))}",
            _listed(say.STRENGTHS, [scorecards.point(one, language) for one in message.strengths])
            or italic(say.NO_STRENGTHS),
            "\n".join(_dimension(one, language) for one in message.dimensions),
            _listed(say.GAPS, [scorecards.gap(one, language) for one in message.gaps]),
            italic(say.pending(message.pending)) if message.pending else "",
            "\n".join([f"{bold(say.BAND)} {escaped(first)}", *map(escaped, rest)]) if shows_band else "",
        ]
    )


def _dimension(one: CardDimension, language: Language) -> str:
    named, rests = scorecards.dimension(one, language)
    points = [
        f"{SYMBOL[point.verdict]} {prose(scorecards.point(point, language))}"
        for point in one.evidence
        if point.credit is not None
    ]
    return "\n".join([bold(named), escaped(rests), *([folded("\n".join(points[:DIMENSION_POINTS]))] if points else [])])


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
