"""Second thoughts about answers that were graded: the person's own ticks, an appeal, why, and that the question is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.apply import Applied, Refused, apply, correct, notify, refuse, respond
from app.context import AppContext
from app.messages import build
from app.messages.answering import (
    AppealOfEstimate,
    NoSuchTurn,
    QuestionReported,
    RefusalTold,
    SilentInExam,
    TicksRecorded,
)
from app.messages.values import Notice, NoticeContent
from grader.grade import CREDIT
from interview.effects import Refusal
from interview.events import Appealed, Ticked
from interview.marks import asked_points, effective
from interview.model import Interview, Mode, Phase, Tick, Turn
from interview.names import name_of, turn_called
from interview.why import why as why_asked
from questions.text import readable
from storage import bank_rows, idempotency, interviews

if TYPE_CHECKING:
    from storage.transaction import Tx


async def _of(tx: Tx, app: AppContext, chat: int, id: str | None) -> Interview | None:
    """The chat's interview called `id`, or its latest one."""
    if id is None:
        return await interviews.latest_of(tx, chat, app.bank)
    return await interviews.of_chat(tx, chat, id, app.bank)


def is_silent(interview: Interview) -> bool:
    """Whether this is an exam that still goes on, which says nothing about answers before its end."""
    return interview.mode is Mode.EXAM and interview.phase in (Phase.ASKING, Phase.GRADING)


async def _silent(tx: Tx, app: AppContext, chat: int, interview: Interview | None) -> bool:
    """The same; says so."""
    silent = interview is not None and is_silent(interview)
    if interview is not None and silent:
        await notify(tx, app, chat, Notice(SilentInExam(), interview.language))
    return silent


async def _called(tx: Tx, app: AppContext, chat: int, interview: Interview, name: str) -> Turn | None:
    """The turn with this name; says so when there is none."""
    turn = turn_called(interview, name)
    if turn is None:
        await notify(
            tx, app, chat, Notice(NoSuchTurn(name, name_of(interview, interview.turns[-1])), interview.language)
        )
    return turn


# -- ticks -----------------------------------------------------------------------------------------------------------


async def check(
    app: AppContext, chat: int, ticks: dict[int, float] | None, *, name: str = "", interview: str | None = None
) -> bool:
    """Confirms (None) or corrects the pre-ticks of an estimate, points counted from 1; False for a number that is none.

    `name`: of the turn. Without one it is the latest turn that nobody judged or, once its question is through, the whole
    question: numbers are then those of the question itself, and its follow-ups are confirmed as they are marked.
    """
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        if await _silent(tx, app, chat, found):
            return True
        if found is None or not found.turns:
            await refuse(tx, app, chat, Refusal.NOT_GRADED)
            return True
        turn = await _called(tx, app, chat, found, name) if name else _to_check(found)
        if name and turn is None:
            return True
        if turn is None or not is_estimated(turn):
            await refuse(tx, app, chat, Refusal.NOT_GRADED, found)
            return True
        along = [] if name or not found.is_closed(turn.item) else _estimated(found, turn.item)
        turn, *along = along or [turn]
        ids = [point.id for point in asked_points(found, turn)]
        if ticks and not all(1 <= n <= len(ids) for n in ticks):
            return False
        credits = pre_ticks(turn) | {ids[n - 1]: credit for n, credit in (ticks or {}).items()}
        match await _tick(tx, app, chat, found, {turn.number: credits} | {t.number: pre_ticks(t) for t in along}):
            case Refusal() as reason:
                await refuse(tx, app, chat, reason, found)
            case after:
                recorded = build.checked(after, turn.number, [t.number for t in along])
                await notify(tx, app, chat, Notice(recorded, found.language))
        return True


async def tick(
    app: AppContext, chat: int, interview: str, turn: int, ticks: dict[int, float], *, card: bool = False
) -> RefusalTold | None:
    """Ticks these points of a turn and no others, by button; why nothing changed. `card`: the result is said anew, too."""
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        asked = found.turn(turn) if found else None
        if found is None or asked is None or not is_estimated(asked):
            return RefusalTold(Refusal.NOT_GRADED)
        ids = [point.id for point in asked_points(found, asked)]
        if not all(1 <= n <= len(ids) for n in ticks):
            return RefusalTold(Refusal.NO_POINT)
        ticked = await _tick(
            tx, app, chat, found, {turn: {ids[n - 1]: credit for n, credit in ticks.items()}}, card=card
        )
        return RefusalTold(ticked) if isinstance(ticked, Refusal) else None


async def all_right(app: AppContext, chat: int, interview: str, turn: int) -> TicksRecorded | RefusalTold:
    """Confirms everything that nobody judged of the question that a turn belongs to, as it is marked, by button."""
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        asked = found.turn(turn) if found else None
        estimated = _estimated(found, asked.item) if found and asked else []
        if found is None or asked is None or not estimated:
            return RefusalTold(Refusal.NOT_GRADED)
        ticked = await _tick(tx, app, chat, found, {t.number: pre_ticks(t) for t in estimated})
        if isinstance(ticked, Refusal):
            return RefusalTold(ticked)
        return build.checked(ticked, estimated[0].number, [t.number for t in estimated[1:]])


async def _tick(
    tx: Tx,
    app: AppContext,
    chat: int,
    interview: Interview,
    by_turn: Mapping[int, Mapping[str, float]],
    *,
    card: bool = True,
) -> Interview | Refusal:
    """The interview with these ticks, its cards corrected; why nothing changed. `card`: also that of the whole question."""
    if is_silent(interview):
        return Refusal.NOT_GRADED
    changed: list[int] = []
    refused = Refusal.ALREADY
    for number, credits in by_turn.items():
        event = Ticked(number, tuple(Tick(point, credit) for point, credit in credits.items()))
        match await apply(tx, app, chat, interview, event, quiet=True):
            case Applied(after):
                interview = after
                changed.append(number)
            case Refused(reason):
                refused = reason
    if not changed:
        return refused
    items = [interview.turns[number - 1].item for number in changed] if card else []
    await correct(tx, app, chat, interview, changed, items)
    return interview


def pre_ticks(turn: Turn) -> dict[str, float]:
    """What a person would confirm: their own ticks so far, else what the estimate says in words."""
    grade = effective(turn)
    said = {v.id: CREDIT[v.verdict] or 0.0 for v in grade.verdicts} if grade else {}
    return said | {tick.point: tick.credit for tick in turn.ticks}


def is_estimated(turn: Turn) -> bool:
    """Whether nobody judged the answer of a turn."""
    grade = effective(turn)
    return grade is not None and grade.is_estimate


def _estimated(interview: Interview, item: int) -> list[Turn]:
    """The turns of a question that nobody judged."""
    return [turn for turn in interview.turns_of(item) if is_estimated(turn)]


def _to_check(interview: Interview) -> Turn | None:
    """The latest turn whose grade is an estimate."""
    return next((turn for turn in reversed(interview.turns) if is_estimated(turn)), None)


async def points_to_check(app: AppContext, chat: int, name: str = "") -> int:
    """How many points the turn called (else the latest graded one) has; 0 without one."""
    async with app.db.read() as tx:
        interview = await interviews.latest_of(tx, chat, app.bank)
    if interview is None:
        return 0
    graded = turn_called(interview, name) if name else _graded(interview, None)
    return len(asked_points(interview, graded)) if graded else 0


def _graded(interview: Interview, turn: int | None) -> Turn | None:
    """The turn called, or the latest one; None unless it is graded."""
    turns = [interview.turn(turn)] if turn is not None else list(reversed(interview.turns))
    return next((t for t in turns if t and effective(t) is not None), None)


# -- appeals ---------------------------------------------------------------------------------------------------------


async def appeal(
    app: AppContext,
    chat: int,
    point: int,
    reason: str,
    *,
    name: str = "",
    turn: int | None = None,
    interview: str | None = None,
) -> bool:
    """Contests the verdict on a point (counted from 1) of a graded answer, once; False for a number that is none.

    The answer is that of the turn called, by number or `name`, else the latest graded one.
    """
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        if await _silent(tx, app, chat, found):
            return True
        if found is not None and name.isdecimal() and turn_called(found, name) is None:
            point, reason, name = int(name), f"{point} {reason}", ""  # a reason that begins with a number
        if found is not None and name:
            called = await _called(tx, app, chat, found, name)
            if called is None:
                return True
            turn = called.number
        graded = _graded(found, turn) if found else None
        if found is None or graded is None:
            await refuse(tx, app, chat, Refusal.NOT_GRADED)
            return True
        ids = [p.id for p in asked_points(found, graded)]
        if not 1 <= point <= len(ids):
            return False
        if graded.grade is None or graded.grade.is_estimate:
            await notify(tx, app, chat, Notice(AppealOfEstimate(), found.language))
        elif any(appeal.point == ids[point - 1] for appeal in graded.appeals):
            await refuse(tx, app, chat, Refusal.ALREADY, found)
        else:
            await respond(tx, app, chat, found, Appealed(graded.number, ids[point - 1], readable(reason)[:1000]))
        return True


async def why(
    app: AppContext,
    chat: int,
    *,
    name: str = "",
    turn: int | None = None,
    interview: str | None = None,
    details: bool = False,
) -> NoticeContent | None:
    """Says why the turn called (or the latest one) was asked, and what the last grade up to it rests on.

    `details`: with hashes and versions, by which a grade can be made again. With `interview` (a button's) a refusal is
    returned instead of said.
    """
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        if interview is not None and found is not None and is_silent(found):
            return SilentInExam()
        if await _silent(tx, app, chat, found):
            return None
        if found is not None and name:
            called = await _called(tx, app, chat, found, name)
            if called is None:
                return None
            turn = called.number
        number = turn if turn is not None else found.latest.number if found and found.latest else 0
        reason = why_asked(found, number) if found else None
        if found is None or reason is None:
            refused = Refusal.OUTDATED if found or interview else Refusal.OVER
            if interview is not None:
                return RefusalTold(refused)
            await refuse(tx, app, chat, refused)
            return None
        await notify(tx, app, chat, build.reason(found, reason))
        graded = next((t for t in reversed(found.turns[:number]) if effective(t) is not None), None)
        if graded is not None:
            await notify(tx, app, chat, build.receipt(found, graded, details=details))
        return None


async def report_wrong(
    app: AppContext, chat: int, text: str = "", *, turn: int | None = None, interview: str | None = None
) -> NoticeContent | None:
    """Tells the administrator that a question (the open one, or that of the turn called) is wrong.

    With `interview` (a button's) what is to be told is returned instead of said; a second tap reports nothing.
    """
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        asked = (
            found.turn(turn if turn is not None else (found.latest.number if found.latest else 0)) if found else None
        )
        if found is None or asked is None:
            if interview is not None:
                return RefusalTold(Refusal.OUTDATED)
            await refuse(tx, app, chat, Refusal.OUTDATED)
            return None
        if interview is not None and not await idempotency.claim_once(
            tx, chat, f"wrong:{found.id}:{asked.number}", app.now()
        ):
            return RefusalTold(Refusal.ALREADY)
        question = found.items[asked.item].question
        await bank_rows.report(tx, found.person, question, found.id, asked.number, readable(text)[:1000], app.now())
        if interview is not None:
            return QuestionReported()
        await notify(tx, app, chat, Notice(QuestionReported(), found.language))
        return None
