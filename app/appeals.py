"""The administrator's word on a contested verdict: the same step as a second judgement, with the same consequences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.apply import APPEAL, Applied, Refused, respond
from app.context import AppContext
from grader.grade import Decision, Flag, Grade, PointVerdict, Verdict, marked, verdict_of
from interview.events import AppealDecided, Appealed
from interview.model import Interview, Outcome, Turn
from interview.step import step
from questions.errors import InterviewerError, sentence
from questions.model import Text, task
from storage import appeals, interviews, tasks

if TYPE_CHECKING:
    from storage.appeals import Contested
    from storage.database import Database
    from storage.transaction import Tx


class NoSuchAppealError(InterviewerError):
    """There is no appeal of this number, or its interview is gone."""


async def listed(db: Database, *, every: bool) -> list[Contested]:
    """Appeals, the oldest first: those that wait for a decision, or every one."""
    async with db.read() as tx:
        return await appeals.listed(tx, None if every else Outcome.PENDING)


async def numbered(db: Database, number: int) -> Contested:
    """Raises NoSuchAppealError."""
    async with db.read() as tx:
        return await _numbered(tx, number)


async def _numbered(tx: Tx, number: int) -> Contested:
    found = await appeals.get(tx, number)
    if found is None:
        raise NoSuchAppealError(
            sentence("There is no appeal {number}; `interviewer appeals list --all` shows every one.", number=number)
        )
    return found


async def decide_numbered(
    app: AppContext, number: int, verdict: Verdict, why: Text
) -> tuple[float | None, float | None]:
    """Decides an appeal: the answer's mark before and after. Raises NoSuchAppealError."""
    async with app.db.write() as tx:
        contested = await _numbered(tx, number)
        before = await interviews.load(tx, contested.interview, app.bank)
        after = await decide(tx, app, contested, verdict, why)
        if before is None or after is None:
            raise NoSuchAppealError(sentence("The interview of appeal {number} is gone.", number=number))
    turns = [interview.turn(contested.turn) for interview in (before, after)]
    old, new = (turn.grade.score if turn and turn.grade else None for turn in turns)
    return old, new


async def decide(tx: Tx, app: AppContext, contested: Contested, verdict: Verdict, why: Text) -> Interview | None:
    """Puts a verdict in force and tells the person; `why` says it in their language. None when the interview is gone.

    A judgement of the same appeal that is still under way is called off. One that was decided before is opened again,
    so that both decisions stay on record.
    """
    # Tasks before the interview, in the order in which a worker locks them: the other way round both could wait for ever.
    await tasks.call_off(tx, APPEAL, f"{contested.interview}:{contested.turn}:{contested.point}:")
    interview = await interviews.load(tx, contested.interview, app.bank)
    chat = await interviews.chat_of(tx, contested.interview)
    turn = interview.turn(contested.turn) if interview else None
    if interview is None or chat is None or turn is None or turn.grade is None:
        return None
    interview = await _open(tx, app, interview, turn, contested)
    quote, said = _quote(turn.grade, contested.point, verdict), why.get(interview.language)
    settled = replace(verdict_of(contested.point, verdict), quote=quote, why=said)
    event = AppealDecided(turn.number, contested.point, settled, _grade(interview, turn, settled))
    match await respond(tx, app, chat, interview, event):
        case Applied(after):
            return after
        case Refused():
            return interview


async def _open(tx: Tx, app: AppContext, interview: Interview, turn: Turn, contested: Contested) -> Interview:
    """The interview with a pending appeal on that point."""
    if any(a.point == contested.point and a.outcome is Outcome.PENDING for a in turn.appeals):
        return interview
    after, _ = step(interview, Appealed(turn.number, contested.point, contested.reason))
    await interviews.save(tx, interview, after, app.now())
    return after


def _quote(grade: Grade, point: str, verdict: Verdict) -> str:
    """The sentence that the standing verdict hangs on; a point that is missing hangs on none."""
    standing = grade.verdict(point)
    return standing.quote if standing and verdict is not Verdict.MISSING else ""


def _grade(interview: Interview, turn: Turn, settled: PointVerdict) -> Grade:
    """The turn's grade with the one verdict changed; its receipt names the decision."""
    assert turn.grade is not None
    points = task(interview.items[turn.item].question, turn.probe).key_points
    verdicts = tuple(settled if v.id == settled.id else v for v in turn.grade.verdicts)
    decided, receipt = Decision("administrator", settled.id, settled.verdict), turn.grade.receipt
    kept = replace(receipt, decided=decided) if receipt else None
    flags = tuple(flag for flag in turn.grade.flags if flag is not Flag.UNBELIEVABLE)  # a person has looked
    return marked(points, replace(turn.grade, verdicts=verdicts, receipt=kept, flags=flags))
