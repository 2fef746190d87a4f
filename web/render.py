"""Messages as cards of the page. What stands in a card is decided by the messages; templates only lay it out."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from app.feedback import is_estimated, is_silent, pre_ticks
from app.messages import build
from app.messages.answering import GradeReceipt, Listening
from app.messages.chatting import TaskParked
from app.messages.drills import DrillSettingNotice
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
from app.messages.loops import ScorecardMessage
from app.messages.plans import PlanNotice
from app.messages.values import ExportFile, Message, NewButtons, Notice, Removal, ReportMessage
from grader.grade import Contradicted, Verdict
from interview.aside_replies import OFFERS, AsideReply
from interview.marks import MarkSource, asked_points
from interview.model import Mode, Phase, TurnState
from interview.names import name_of
from reports.html import linked
from storage.asides import AsideState
from texts import LANGUAGE_NAMES, catalogue, messages, scorecards, topic_name
from web.cards import Placed, placed
from web.prose import prose

if TYPE_CHECKING:
    from app.page import Talk
    from interview.model import Interview, Turn
    from storage.asides import HeardAside
    from texts.parts import Catalogue

TONES = {
    Verdict.COVERED: "covered",
    Verdict.PARTIAL: "partial",
    Verdict.MISSING: "missing",
    Verdict.CONTRADICTED: "wrong",
    Verdict.UNJUDGED: "unjudged",
}
SIGNS = {
    Verdict.COVERED: "✓",
    Verdict.PARTIAL: "◐",
    Verdict.MISSING: "○",
    Verdict.CONTRADICTED: "✗",
    Verdict.UNJUDGED: "?",
}
TOLD = (Verdict.COVERED, Verdict.PARTIAL, Verdict.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class Card:
    """A piece of the conversation. id: of its element, the same as long as it is the same piece."""

    id: str
    html: Markup


@dataclass(frozen=True, slots=True)
class PointLine:
    """A key point in a card. number: by which it is ticked and contested. said: its verdict in words."""

    number: int
    tone: str
    sign: str
    said: str
    text: str
    quote: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class TickRow:
    """A point to be ticked. credit: as it stands, "1", "h" or "0". own: by the person, not by the estimate."""

    number: int
    text: str
    credit: str
    own: bool


@dataclass(frozen=True, slots=True)
class Ticks:
    """The points of one turn to be ticked."""

    turn: int
    name: str
    rows: tuple[TickRow, ...]


@cache
def environment() -> Environment:
    """The templates; whatever is put into one is escaped."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("web"), PrefixLoader({"reports": PackageLoader("reports", "")})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
        lstrip_blocks=True,
    )
    made.globals |= {
        "messages": messages,
        "scorecards": scorecards,
        "topic_name": topic_name,
        "LANGUAGE_NAMES": LANGUAGE_NAMES,
    }
    made.filters["prose"], made.filters["linked"] = prose, linked
    return made


def once() -> str:
    """A name for something that is to happen once."""
    return secrets.token_hex(16)


def page(name: str, **values: Any) -> str:
    """A whole page."""
    return environment().get_template(name).render(values)


def cards(talk: Talk) -> list[Card]:
    """The conversation, oldest first."""
    interview = talk.interview
    if interview is None:
        return []
    made = environment().get_template("cards.html.j2").module
    return [card for piece in placed(talk) if (card := _card(made, talk, interview, piece)) is not None]


def _card(made: Any, talk: Talk, interview: Interview, piece: Placed) -> Card | None:
    if piece.envelope is None:
        assert piece.turn is not None
        return Card(piece.id, made.answer(_answer(interview, piece.turn), catalogue(interview.language)))
    message = piece.envelope.message
    say = catalogue(getattr(message, "language", interview.language))
    html = _html(made, talk, interview, message, say)
    return Card(piece.id, html) if html is not None else None


def _html(made: Any, talk: Talk, interview: Interview, message: Message, say: Catalogue) -> Markup | None:
    """The inside of a card; None for what the page does not show."""
    html: Markup | None
    match message:
        case QuestionMessage() | ProbeMessage():
            html = made.asked(message, say, is_current=_is_current(interview, message))
        case WithdrawnMessage():
            html = made.withdrawn(message, say)
        case HintMessage():
            html = made.hint(message, say)
        case GradeMessage():
            html = made.grade(message, say, grade_view(message), _second_thoughts(interview, message))
        case ResultMessage():
            html = made.result(message, say, result_view(interview, message))
        case DebriefMessage():
            html = made.debrief(list(debriefed(interview)), say)
        case SummaryMessage():
            resumable = interview.id == message.interview and interview.phase is Phase.ABANDONED
            html = made.summary(message, say, resumable)
        case ScorecardMessage():
            html = made.scorecard(message, say)
        case AppealMessage():
            html = made.notice(messages.appeal(message))
        case AsideMessage():
            html = made.aside(message, say, _aside(talk, interview, message))
        case Notice(GradeReceipt() as receipt, language):
            told = catalogue(language).told
            said, whole = told(replace(receipt, details=False)), told(replace(receipt, details=True))
            html = made.receipt(said, whole.removeprefix(said).strip(), say)
        case Notice(Listening()):
            html = None  # the answer itself is shown
        case Notice(content) if isinstance(content, PlanNotice | DrillSettingNotice):
            html = None  # said over the page that it was asked on
        case Notice(TaskParked(_, question)):
            html = made.parked(messages.told(message), question, say)
        case Notice():
            html = made.notice(messages.told(message))
        case ReportMessage() | NewButtons() | Removal() | ExportFile():
            html = None
    return html


# -- what templates are told -----------------------------------------------------------------------------------------


def _is_current(interview: Interview, message: QuestionMessage | ProbeMessage) -> bool:
    current = interview.current
    return current is not None and interview.id == message.interview and current.number == message.turn


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The person's own words. state: what became of the turn. pending: more is still to be said or graded."""

    name: str
    text: str
    state: TurnState


def _answer(interview: Interview, turn: Turn) -> AnswerView:
    return AnswerView(name_of(interview, turn), turn.draft.text or turn.answer, turn.state)


def grade_view(message: GradeMessage) -> dict[str, Any]:
    """The title, the points that may be named already, and the rest as a count."""
    say = catalogue(message.language).interview
    told = [(n, p) for n, p in enumerate(message.points, 1) if p.verdict in TOLD]
    counted = Counter(point.verdict for point in message.points)
    is_judged = not message.provisional and not message.is_triaged and not message.failed
    code, failures = messages.code_lines(message) if message.code is not None else ("", [])
    return {
        "title": messages.grade_title(message),
        "counts": [(SIGNS[v], TONES[v], say.VERDICTS[v], counted[v]) for v in Verdict if counted[v]]
        if is_judged
        else [],
        "between": messages.grade_range(message),
        "code": code,
        "failures": "\n".join(failures),
        "points": [] if message.is_triaged or message.code else [_grade_point(n, p, message) for n, p in told],
        "hidden": say.hidden(len(message.points) - len(told))
        if len(told) < len(message.points)
        and not (message.closed or message.is_triaged or message.code or message.failed)
        else "",
        "deductions": [(d.amount, _deduction(d.reason, message, d)) for d in message.penalties],
        "flags": [say.FLAGS[flag] for flag in message.flags if not message.is_triaged],
        "pending": message.pending,
        "feedback": message.feedback if not message.is_triaged else "",
        "contested": len(message.points) if is_judged and message.marked_by is not MarkSource.SELF else 0,
    }


def _deduction(reason: object, message: GradeMessage, found: Any) -> str:
    """A point that was got wrong is not named before a follow-up can ask for it."""
    if isinstance(reason, Contradicted) and not message.closed:
        return catalogue(message.language).interview.VERDICTS[Verdict.CONTRADICTED]
    return messages.deduction(found, message)


def _grade_point(number: int, point: JudgedPoint, message: GradeMessage) -> PointLine:
    """A point with its evidence; one that was got half right or wrong is shown by the person's own words alone."""
    say = catalogue(message.language).interview
    whole = message.provisional or message.closed or point.verdict is Verdict.COVERED
    said = say.TOUCHED if message.provisional else say.VERDICTS[point.verdict]
    tone = "touched" if message.provisional else TONES[point.verdict]
    sign = "·" if message.provisional else SIGNS[point.verdict]
    quote = say.evidence(point.quote) if point.quote else ""
    return PointLine(number, tone, sign, said, point.text if whole else "", quote, point.why if whole else "")


def _second_thoughts(interview: Interview, message: GradeMessage) -> dict[str, bool]:
    """Whether the answer can still be added to or taken back: that before the open question, nothing having been said since."""
    previous = interview.previous
    mine = previous is not None and message.interview == interview.id and previous.number == message.turn
    if previous is None or not mine or not previous.is_answered or interview.phase is not Phase.ASKING:
        return {"add": False, "back": False}
    coach = interview.mode is Mode.COACH
    return {"add": coach and not previous.draft.open, "back": not previous.taken_back}


def result_view(interview: Interview, message: ResultMessage) -> dict[str, Any]:
    """Where each point stands after probing, those of the follow-ups, and what can be ticked or contested."""
    marked = message.marked_by is not MarkSource.NONE
    of_turn = interview.turn(message.turn) if interview.id == message.interview else None
    ticks = tuple(ticks_of(interview, of_turn.item)) if of_turn is not None else ()
    return {
        "title": messages.result_title(message),
        "marks": messages.two_marks(message),
        "points": [
            _standing(n, p.stands or p.verdict, p.text, marked=marked, suspected=p.suspected)
            for n, p in enumerate(message.points, 1)
        ],
        "probes": [
            (probe, [_standing(n, p.verdict, p.text, marked=True) for n, p in enumerate(probe.points, 1)])
            for probe in message.probes
        ],
        "ticks": ticks,
        "to_tick": of_turn is not None and any(map(build.is_to_tick, interview.turns_of(of_turn.item))),
    }


def _standing(number: int, verdict: Verdict, text: str, *, marked: bool, suspected: bool = False) -> PointLine:
    if suspected:
        return PointLine(number, "partial", "!", "", text)
    return PointLine(number, TONES[verdict] if marked else "none", SIGNS[verdict] if marked else "·", "", text)


def ticks_of(interview: Interview, item: int) -> Iterator[Ticks]:
    """What nobody judged of a question that is through, to be ticked point by point."""
    if not interview.is_closed(item) or (interview.mode is Mode.EXAM and interview.current is not None):
        return
    for turn in interview.turns_of(item):
        if is_estimated(turn):
            stands, own = pre_ticks(turn), {tick.point for tick in turn.ticks}
            rows = (
                TickRow(n, p.text.get(interview.language), _credit(stands.get(p.id)), p.id in own)
                for n, p in enumerate(asked_points(interview, turn), 1)
            )
            yield Ticks(turn.number, name_of(interview, turn), tuple(rows))


def _credit(stands: float | None) -> str:
    return {0: "0", 1: "h", 2: "1"}[round((stands or 0.0) * 2)]


def debriefed(interview: Interview, *, acts: bool = True) -> Iterator[dict[str, Any]]:
    """Every turn of the questions that are through, with all that is known of it; `acts`: it can be ticked and contested."""
    shown: set[int] = set()
    if is_silent(interview):
        return
    for turn in interview.turns:
        if turn.state is TurnState.WITHDRAWN or not interview.is_closed(turn.item):
            continue
        message = build.debrief(interview, turn.number)
        grade = message.grade
        say = catalogue(message.language).interview
        points = [
            PointLine(
                n, TONES[p.verdict], SIGNS[p.verdict], say.VERDICTS[p.verdict], p.text,
                say.evidence(p.quote) if p.quote else "", p.why,
            )
            for n, p in enumerate(grade.points if grade and not grade.failed else (), 1)
        ]  # fmt: skip
        ticks = tuple(ticks_of(interview, turn.item)) if acts and turn.item not in shown else ()
        shown.add(turn.item)
        to_tick = any(map(build.is_to_tick, interview.turns_of(turn.item)))
        yield {
            "message": message,
            "title": messages.grade_title(grade) if grade else "",
            "points": points,
            "deductions": [(d.amount, messages.deduction(d, grade)) for d in grade.penalties] if grade else [],
            "contested": len(points) if acts and grade and grade.marked_by is MarkSource.JUDGE else 0,
            "ticks": ticks,
            "to_tick": to_tick,
        }


def _aside(talk: Talk, interview: Interview, message: AsideMessage) -> dict[str, Any]:
    """The person's message, and what can be made of it as long as its turn is open."""
    heard: HeardAside | None = talk.asides.get(message.aside)
    open_for = {turn.number for turn in (interview.current, interview.previous) if turn is not None}
    live = (
        heard is not None
        and heard.state is not AsideState.ANSWER
        and interview.id == message.interview
        and message.turn in open_for
    )
    current = interview.current is not None and interview.current.number == message.turn
    menus = catalogue(message.language).menus
    confirm = ""
    if live and current and message.asked and heard is not None and heard.state is AsideState.ASKED:
        confirm = menus.ASIDES[message.kind]
    elif live and current and not message.asked and message.reply in OFFERS:
        confirm = menus.OFFERS[message.reply]
    appeals = message.points if message.reply is AsideReply.APPEAL and message.verdict_of is not None else 0
    return {
        "text": heard.text if heard else "",
        "asked": message.asked and heard is not None and heard.state is AsideState.ASKED,
        "answer": (menus.AN_ANSWER_BUTTON if message.asked else menus.REALLY_AN_ANSWER_BUTTON) if live else "",
        "confirm": confirm,
        "contested": appeals,
    }
