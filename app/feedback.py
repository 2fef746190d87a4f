"""Second thoughts about answers that were graded: the person's own ticks, an appeal, why, and that the question is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.apply import Applied, notify, refuse, respond
from app.context import AppContext
from app.messages import build
from app.messages.answering import AppealOfEstimate, QuestionReported, SilentInExam
from app.messages.values import Notice
from grader.grade import CREDIT
from interview.effects import Refusal
from interview.events import Appealed, Ticked
from interview.marks import MarkSource, effective, standing
from interview.model import Interview, Mode, Phase, Tick, Turn
from interview.why import why as why_asked
from questions.model import task
from questions.text import readable
from storage import bank_rows, interviews

if TYPE_CHECKING:
    from storage.transaction import Tx


async def _of(tx: Tx, app: AppContext, chat: int, id: str | None) -> Interview | None:
    """The chat's interview called `id`, or its latest one."""
    if id is None:
        return await interviews.latest_of(tx, chat, app.bank)
    return await interviews.of_chat(tx, chat, id, app.bank)


async def _silent(tx: Tx, app: AppContext, chat: int, interview: Interview | None) -> bool:
    """Whether this is an exam that still goes on, which says nothing about answers before its end; says so."""
    silent = interview is not None and interview.mode is Mode.EXAM and interview.phase in (Phase.ASKING, Phase.GRADING)
    if interview is not None and silent:
        await notify(tx, app, chat, Notice(SilentInExam(), interview.language))
    return silent


async def check(
    app: AppContext,
    chat: int,
    ticks: dict[int, float] | None,
    *,
    turn: int | None = None,
    interview: str | None = None,
    only: bool = False,
) -> bool:
    """Confirms (None) or corrects the pre-ticks of an estimate, points counted from 1; False for a number that is none.

    `only`: the points named and no others; that everything is recorded is said when the last one is.
    """
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        if await _silent(tx, app, chat, found):
            return True
        ticked = _to_check(found, turn) if found else None
        if found is None or ticked is None:
            await refuse(tx, app, chat, Refusal.NOT_GRADED)
            return True
        ids = [p.id for p in task(found.items[ticked.item].question, ticked.probe).key_points]
        if ticks and not all(1 <= n <= len(ids) for n in ticks):
            return False
        credits = ({} if only else pre_ticks(ticked)) | {ids[n - 1]: credit for n, credit in (ticks or {}).items()}
        event = Ticked(ticked.number, tuple(Tick(point, credit) for point, credit in credits.items()))
        match await respond(tx, app, chat, found, event, quiet=only):
            case Applied(after) if standing(after.turns[ticked.number - 1]).source is MarkSource.SELF:
                await notify(tx, app, chat, build.checked(after, ticked.number))
        return True


def pre_ticks(turn: Turn) -> dict[str, float]:
    """What a person would confirm: their own ticks so far, else what the estimate says in words."""
    grade = effective(turn)
    said = {v.id: CREDIT[v.verdict] or 0.0 for v in grade.verdicts} if grade else {}
    return said | {tick.point: tick.credit for tick in turn.ticks}


def _to_check(interview: Interview, turn: int | None) -> Turn | None:
    """The turn called, or the latest one whose grade is an estimate."""
    turns = [interview.turn(turn)] if turn is not None else list(reversed(interview.turns))
    return next((t for t in turns if t and (grade := effective(t)) is not None and grade.is_estimate), None)


async def points_to_check(app: AppContext, chat: int) -> int:
    """How many points the latest graded answer has; 0 without one."""
    async with app.db.read() as tx:
        interview = await interviews.latest_of(tx, chat, app.bank)
    graded = _graded(interview, None) if interview else None
    grade = effective(graded) if graded else None
    return len(grade.verdicts) if grade else 0


def _graded(interview: Interview, turn: int | None) -> Turn | None:
    """The turn called, or the latest one; None unless it is graded."""
    turns = [interview.turn(turn)] if turn is not None else list(reversed(interview.turns))
    return next((t for t in turns if t and effective(t) is not None), None)


async def appeal(
    app: AppContext, chat: int, point: int, reason: str, *, turn: int | None = None, interview: str | None = None
) -> bool:
    """Contests the verdict on a point (counted from 1) of a graded answer, once; False for a number that is none."""
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        if await _silent(tx, app, chat, found):
            return True
        graded = _graded(found, turn) if found else None
        if found is None or graded is None:
            await refuse(tx, app, chat, Refusal.NOT_GRADED)
            return True
        ids = [p.id for p in task(found.items[graded.item].question, graded.probe).key_points]
        if not 1 <= point <= len(ids):
            return False
        if graded.grade is None or graded.grade.is_estimate:
            await notify(tx, app, chat, Notice(AppealOfEstimate(), found.language))
        elif any(appeal.point == ids[point - 1] for appeal in graded.appeals):
            await refuse(tx, app, chat, Refusal.ALREADY, found)
        else:
            await respond(tx, app, chat, found, Appealed(graded.number, ids[point - 1], readable(reason)[:1000]))
        return True


async def why(app: AppContext, chat: int, *, turn: int | None = None, interview: str | None = None) -> None:
    """Says why the turn called (or the latest one) was asked, and what the last grade up to it rests on."""
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        if await _silent(tx, app, chat, found):
            return
        number = turn if turn is not None else found.latest.number if found and found.latest else 0
        reason = why_asked(found, number) if found else None
        if found is None or reason is None:
            await refuse(tx, app, chat, Refusal.OUTDATED if found else Refusal.OVER)
            return
        await notify(tx, app, chat, build.reason(found, reason))
        graded = next((t for t in reversed(found.turns[:number]) if effective(t) is not None), None)
        if graded is not None:
            await notify(tx, app, chat, build.receipt(found, graded))


async def report_wrong(
    app: AppContext, chat: int, text: str = "", *, turn: int | None = None, interview: str | None = None
) -> None:
    """Tells the administrator that a question (the open one, or that of the turn called) is wrong."""
    async with app.db.write() as tx:
        found = await _of(tx, app, chat, interview)
        asked = (
            found.turn(turn if turn is not None else (found.latest.number if found.latest else 0)) if found else None
        )
        if found is None or asked is None:
            await refuse(tx, app, chat, Refusal.OUTDATED)
            return
        question = found.items[asked.item].question
        await bank_rows.report(tx, found.person, question, found.id, asked.number, readable(text)[:1000], app.now())
        await notify(tx, app, chat, Notice(QuestionReported(), found.language))
