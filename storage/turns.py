"""Turns, grades and appeals of an interview: loaded as values, saved as the difference to what was loaded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, update

from grader.grade import Grade
from interview.model import Appeal, Draft, Interview, Outcome, Part, Reason, Tick, Turn, TurnState
from storage.dialects import changed, insert
from storage.serialize import grade_from_json, grade_to_json, verdict_from_json, verdict_to_json
from storage.tables import appeals, grades, items, turns
from storage.transaction import Tx

DRAFTED = ("changes", "open", "adding", "seen", "amends")  # fields of a draft beside its parts


# -- reading ---------------------------------------------------------------------------------------------------------

_ACCEPTED, _ESTIMATE = grades.alias("accepted"), grades.alias("estimate")


def _grade_of(table: Any, revision: Any, generation: Any) -> ColumnElement[bool]:
    same = and_(table.c.interview == turns.c.interview, table.c.turn == turns.c.number)
    return and_(same, table.c.revision == revision, table.c.generation == generation)


_TURNS = (
    select(turns, _ACCEPTED.c.content.label("grade"), _ESTIMATE.c.content.label("estimate"))
    .outerjoin(_ACCEPTED, and_(_grade_of(_ACCEPTED, turns.c.graded, turns.c.generation), turns.c.generation > 0))
    .outerjoin(_ESTIMATE, _grade_of(_ESTIMATE, turns.c.revision, 0))
)


async def load_turns(tx: Tx, id: str) -> tuple[Turn, ...]:
    """Every turn of an interview, by number, with the grade and the estimate in force for its answer."""
    contested: dict[int, list[Appeal]] = {}
    query = select(appeals).where(appeals.c.interview == id).order_by(appeals.c.turn, appeals.c.place)
    for row in await tx.execute(query):
        contested.setdefault(row.turn, []).append(_appeal(row))
    rows = await tx.execute(_TURNS.where(turns.c.interview == id).order_by(turns.c.number))
    return tuple(_turn(row, contested.get(row.number, ())) for row in rows)


def _appeal(row: Row[Any]) -> Appeal:
    after = verdict_from_json(row.after) if row.after is not None else None
    return Appeal(row.point, row.reason, verdict_from_json(row.before), Outcome(row.outcome), after)


def _turn(row: Row[Any], contested: Iterable[Appeal]) -> Turn:
    return Turn(
        number=row.number,
        item=row.item,
        probe=row.probe,
        aims_at=row.aims_at,
        reason=Reason(row.reason),
        state=TurnState(row.state),
        hints=tuple(row.hints),
        answer=row.answer,
        spoken=row.spoken,
        draft=_draft(row.draft) if row.draft is not None else Draft(),
        revision=row.revision,
        generation=row.generation,
        graded=row.graded,
        first=grade_from_json(row.first) if row.first is not None else None,
        taken_back=row.taken_back,
        failed=row.failed,
        estimate=grade_from_json(row.estimate) if row.estimate is not None else None,
        grade=grade_from_json(row.grade) if row.grade is not None else None,
        ticks=tuple(Tick(point, credit) for point, credit in row.ticks),
        appeals=tuple(contested),
    )


def _draft(kept: dict[str, Any]) -> Draft:
    parts = tuple(Part(key, text, spoken) for key, text, spoken in kept["parts"])
    return Draft(parts, **{name: kept[name] for name in DRAFTED})


# -- writing ---------------------------------------------------------------------------------------------------------


async def save_turns(tx: Tx, interview: Interview, before: tuple[Turn, ...], now: datetime) -> None:
    """Writes the turns that differ from `before`, with new grades and appeals."""
    for turn in interview.turns:
        old = before[turn.number - 1] if turn.number <= len(before) else None
        if old is not turn:
            await _save_turn(tx, interview.id, old, turn, now)


async def _save_turn(tx: Tx, id: str, before: Turn | None, turn: Turn, now: datetime) -> None:
    values = _columns(turn)
    if (before.revision, before.draft) != (turn.revision, turn.draft) if before else turn.revision > 0:
        values["answered_at"] = now if turn.is_answered or turn.draft.parts else None
    if before is None:
        row = {"interview": id, "number": turn.number, "asked_at": now} | values
        await tx.execute(insert(tx, turns).values(row))
        first = (items.c.interview == id) & (items.c.place == turn.item) & items.c.asked_at.is_(None)
        await tx.execute(update(items).where(first).values(asked_at=now))
    elif differing := changed(_columns(before), values):
        here = (turns.c.interview == id) & (turns.c.number == turn.number)
        await tx.execute(update(turns).where(here).values(differing))
    await _save_grades(tx, id, before, turn, now)
    await _save_appeals(tx, id, before.appeals if before else (), turn, now)


def _columns(turn: Turn) -> dict[str, Any]:
    return {
        "item": turn.item,
        "probe": turn.probe,
        "aims_at": turn.aims_at,
        "reason": turn.reason.value,
        "state": turn.state.value,
        "hints": list(turn.hints),
        "answer": turn.answer,
        "spoken": turn.spoken,
        "draft": _kept(turn.draft) if turn.draft != Draft() else None,
        "revision": turn.revision,
        "generation": turn.generation,
        "graded": turn.graded,
        "first": grade_to_json(turn.first) if turn.first is not None else None,
        "taken_back": turn.taken_back,
        "failed": turn.failed,
        "ticks": [[tick.point, tick.credit] for tick in turn.ticks],
    }


def _kept(draft: Draft) -> dict[str, Any]:
    parts = [[part.key, part.text, part.spoken] for part in draft.parts]
    return {"parts": parts} | {name: getattr(draft, name) for name in DRAFTED}


async def _save_grades(tx: Tx, id: str, before: Turn | None, turn: Turn, now: datetime) -> None:
    if turn.estimate is not None and (before is None or before.estimate is not turn.estimate):
        await _save_grade(tx, id, turn.number, turn.revision, 0, turn.estimate, now)
    if turn.grade is not None and (before is None or before.generation != turn.generation):
        await _save_grade(tx, id, turn.number, turn.graded, turn.generation, turn.grade, now)


async def _save_grade(tx: Tx, id: str, turn: int, revision: int, generation: int, grade: Grade, now: datetime) -> None:
    """Inserts a grade; accepted grades are kept per generation, an estimate (generation 0) is replaced."""
    key = {"interview": id, "turn": turn, "revision": revision, "generation": generation}
    row: dict[str, Any] = {
        "method": grade.graded_by.method.value,
        "provisional": grade.provisional,
        "score": grade.score,
    }
    row |= {"content": grade_to_json(grade), "at": now}
    kept = insert(tx, grades).values(key | row)
    await tx.execute(kept.on_conflict_do_update(index_elements=list(key), set_={n: kept.excluded[n] for n in row}))


async def _save_appeals(tx: Tx, id: str, before: tuple[Appeal, ...], turn: Turn, now: datetime) -> None:
    for place, appeal in enumerate(turn.appeals):
        if place >= len(before):
            row = {"interview": id, "turn": turn.number, "place": place, "point": appeal.point, "reason": appeal.reason}
            row |= {"before": verdict_to_json(appeal.before), "at": now} | _outcome(appeal, now)
            await tx.execute(insert(tx, appeals).values(row))
        elif before[place] != appeal:
            here = (appeals.c.interview == id) & (appeals.c.turn == turn.number) & (appeals.c.place == place)
            await tx.execute(update(appeals).where(here).values(_outcome(appeal, now)))


def _outcome(appeal: Appeal, now: datetime) -> dict[str, Any]:
    decided = appeal.after is not None
    after = verdict_to_json(appeal.after) if appeal.after is not None else None
    return {"outcome": appeal.outcome.value, "after": after, "decided_at": now if decided else None}
