"""Interviews at rest: loaded whole, saved by what changed, one open per chat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, func, or_, select, text, update

from interview.model import AbilityForm, Interview, Item, Loop, LoopRound, Mode, Phase, Ramp, Stage, TurnState
from questions.model import Language, Question
from storage import bank_rows
from storage.bank_rows import Questions
from storage.dialects import changed, insert, locked
from storage.tables import OPEN_INTERVIEW, interviews, items, question_marks, turns
from storage.transaction import Tx
from storage.turns import load_turns, save_turns

if TYPE_CHECKING:
    from questions.draw import Past

OPEN = (Phase.ASKING, Phase.GRADING)


# -- reading ---------------------------------------------------------------------------------------------------------


async def load(tx: Tx, id: str, bank: Questions, *, lock: bool = True) -> Interview | None:
    """The interview called `id`, None when there is none (any more); locked until the end of a writing transaction."""
    return await _found(tx, interviews.c.id == id, bank, lock)


async def open_of(tx: Tx, chat: int, bank: Questions, *, lock: bool = True) -> Interview | None:
    """The chat's unfinished interview. An answer to a group's quiz is none: many are open there at once."""
    return await _found(tx, and_(interviews.c.chat == chat, text(OPEN_INTERVIEW)), bank, lock)


async def latest_of(tx: Tx, chat: int, bank: Questions, *, lock: bool = True) -> Interview | None:
    """The chat's interview that was begun last."""
    return await _found(tx, interviews.c.chat == chat, bank, lock)


async def of_chat(tx: Tx, chat: int, id: str, bank: Questions, *, lock: bool = True) -> Interview | None:
    """The interview called `id` if it belongs to this chat, or begins with `id` (buttons carry only a part)."""
    named = or_(interviews.c.id == id, interviews.c.id.startswith(id, autoescape=True))
    return await _found(tx, and_(interviews.c.chat == chat, named), bank, lock)


async def loops_of(tx: Tx, person: int, *, until: str = "") -> list[str]:
    """Ids of a person's loops that are over and had an answer, the first first; `until`: those begun before that one."""
    query = select(interviews.c.id).where(
        interviews.c.person == person, interviews.c.loop.is_not(None), interviews.c.ended_at.is_not(None)
    )
    if until:
        begun = select(interviews.c.started_at).where(interviews.c.id == until).scalar_subquery()
        query = query.where(interviews.c.id != until, interviews.c.started_at <= begun)
    answered = exists(select(turns.c.number).where(turns.c.interview == interviews.c.id, turns.c.revision > 0))
    rows = await tx.execute(query.where(answered).order_by(interviews.c.started_at, interviews.c.id))
    return [row.id for row in rows]


async def latest_loop(tx: Tx, person: int, bank: Questions, *, until: str = "") -> Interview | None:
    """A person's latest loop that is over and had an answer, begun before `until` if that is told; None without one."""
    found = await loops_of(tx, person, until=until)
    return await load(tx, found[-1], bank, lock=False) if found else None


async def _found(tx: Tx, condition: ColumnElement[bool], bank: Questions, lock: bool) -> Interview | None:
    latest = [interviews.c.started_at.desc(), interviews.c.id.desc()]
    query = select(interviews).where(condition).order_by(*latest).limit(1)
    row = (await tx.execute(locked(tx, query, interviews) if lock else query)).first()
    return await _interview(tx, row, bank) if row else None


async def _interview(tx: Tx, row: Row[Any], bank: Questions) -> Interview:
    return Interview(
        id=row.id,
        person=row.person,
        language=row.language,
        items=await _items(tx, row.id, bank),
        mode=Mode(row.mode),
        depth=row.depth,
        phase=Phase(row.phase),
        turns=await load_turns(tx, row.id),
        ramp=_ramp(row.ramp, bank) if row.ramp is not None else None,
        loop=_loop(row.loop, bank) if row.loop is not None else None,
    )


def _ramp(stored: dict[str, Any], bank: Questions) -> Ramp:
    """Candidates as the bank has them now; what it has no more is not asked."""
    owed, free = ([q for id in stored[name] if (q := bank.get(id)) is not None] for name in ("owed", "free"))
    return Ramp(stored["start"], stored["count"], tuple(owed), tuple(free), _form(stored.get("test")))


def _form(stored: dict[str, Any] | None) -> AbilityForm | None:
    if stored is None:
        return None
    return AbilityForm(stored["number"], {id: (marks, sd) for id, (marks, sd) in stored["difficulties"].items()})


def _ramp_values(ramp: Ramp) -> dict[str, Any]:
    owed, free = ([question.id for question in listed] for listed in (ramp.owed, ramp.free))
    kept = {"start": ramp.start, "count": ramp.count, "owed": owed, "free": free}
    if ramp.test is not None:
        difficulties = {id: list(known) for id, known in ramp.test.difficulties.items()}
        kept["test"] = {"number": ramp.test.number, "difficulties": difficulties}
    return kept


def _loop(stored: dict[str, Any], bank: Questions) -> Loop:
    rounds = tuple(LoopRound(Stage(one["stage"]), one["seconds"], _ramp(one["ramp"], bank)) for one in stored["rounds"])
    since = datetime.fromisoformat(stored["since"]) if stored["since"] else None
    return Loop(rounds, stored["begun"], stored["spent"], since, stored["told"], stored["pressure"])


def _loop_values(loop: Loop) -> dict[str, Any]:
    rounds = [{"stage": one.stage.value, "seconds": one.seconds, "ramp": _ramp_values(one.ramp)} for one in loop.rounds]
    since = loop.since.isoformat() if loop.since else None
    kept = {"begun": loop.begun, "spent": round(loop.spent, 3), "since": since}
    return {"rounds": rounds, **kept, "told": loop.told, "pressure": loop.pressure}


async def _items(tx: Tx, id: str, bank: Questions) -> tuple[Item, ...]:
    rows = (await tx.execute(select(items).where(items.c.interview == id).order_by(items.c.place))).all()
    questions = await bank_rows.revised(tx, [(row.question, row.revision) for row in rows], bank)
    return tuple(_item(row, questions[row.question, row.revision]) for row in rows)


def _item(row: Row[Any], question: Question) -> Item:
    return Item(question, row.probe, Stage(row.stage) if row.stage else None)


# -- writing ---------------------------------------------------------------------------------------------------------


async def create(tx: Tx, chat: int, interview: Interview, now: datetime, *, kind: str = "interview") -> None:
    """Stores a new interview and the revisions of its questions. A second open one in a chat is an IntegrityError."""
    row = _head(interview) | {"id": interview.id, "chat": chat, "person": interview.person, "kind": kind}
    row |= {"language": interview.language, "mode": interview.mode.value, "depth": interview.depth}
    await tx.execute(insert(tx, interviews).values(row | {"started_at": now, "touched_at": now}))
    await _save_items(tx, interview, 0, now)
    await save_turns(tx, interview, (), now)


async def _save_items(tx: Tx, interview: Interview, known: int, now: datetime) -> None:
    """Stores the items after the first `known`, and the revisions of their questions."""
    new = interview.items[known:]
    if not new:
        return
    await bank_rows.keep_revisions(tx, [item.question for item in new], now)
    rows = [
        {
            "interview": interview.id,
            "place": place,
            "question": item.question.id,
            "revision": item.question.revision,
            "probe": item.probe,
            "stage": item.stage.value if item.stage else None,
        }
        for place, item in enumerate(new, known)
    ]
    await tx.execute(insert(tx, items), rows)


def _head(interview: Interview) -> dict[str, Any]:
    return {
        "phase": interview.phase.value,
        "ramp": _ramp_values(interview.ramp) if interview.ramp else None,
        "loop": _loop_values(interview.loop) if interview.loop else None,
    }


async def save(tx: Tx, before: Interview, after: Interview, now: datetime) -> None:
    """Writes what `after` has changed; `before` is what was loaded (or created) in this transaction."""
    if after == before:
        return
    values: dict[str, Any] = changed(_head(before), _head(after)) | {"touched_at": now}
    if (before.phase in OPEN) != (after.phase in OPEN):
        values["ended_at"] = None if after.phase in OPEN else now
    await tx.execute(update(interviews).where(interviews.c.id == after.id).values(values))
    await _save_items(tx, after, len(before.items), now)
    await save_turns(tx, after, before.turns, now)


# -- about -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class About:
    """An interview without its turns. idle_since: when its person last did something, or was last asked.

    turn: number of the latest one that was not withdrawn, 0 before the first.
    """

    id: str
    chat: int
    person: int
    kind: str
    language: Language
    phase: Phase
    started_at: datetime
    ended_at: datetime | None
    idle_since: datetime
    turn: int


async def tests_of(tx: Tx, person: int, bank: Questions) -> list[Interview]:
    """A person's tests of ability, oldest first."""
    query = select(interviews).where(interviews.c.person == person, interviews.c.ramp.is_not(None))
    found = (await tx.execute(query.order_by(interviews.c.started_at, interviews.c.id))).all()
    return [await _interview(tx, row, bank) for row in found if "test" in row.ramp]


async def about_open(tx: Tx, chat: int) -> About | None:
    """The chat's unfinished interview without its turns; None without one."""
    row = (await tx.execute(_ABOUT_OPEN, {"of_chat": chat})).first()
    return _about(row) if row else None


_LAST = (
    select(func.max(func.coalesce(turns.c.answered_at, turns.c.asked_at), type_=turns.c.asked_at.type))
    .where(turns.c.interview == interviews.c.id)
    .scalar_subquery()
)
_NUMBER = (
    select(func.coalesce(func.max(turns.c.number), 0))
    .where(turns.c.interview == interviews.c.id, turns.c.state != TurnState.WITHDRAWN.value)
    .scalar_subquery()
)
_ABOUT_OPEN = select(interviews, _LAST.label("last"), _NUMBER.label("turn")).where(
    interviews.c.chat == bindparam("of_chat"), text(OPEN_INTERVIEW)
)


def _about(row: Row[Any]) -> About:
    idle = row.last or row.started_at
    phase = Phase(row.phase)
    return About(
        row.id, row.chat, row.person, row.kind, row.language, phase, row.started_at, row.ended_at, idle, row.turn
    )


async def chat_of(tx: Tx, id: str) -> int | None:
    """The chat of an interview; None when there is none (any more)."""
    return (await tx.execute(select(interviews.c.chat).where(interviews.c.id == id))).scalar()


async def phase_of(tx: Tx, chat: int) -> Phase | None:
    """The phase of the chat's latest interview; None when there was none."""
    query = select(interviews.c.phase).where(interviews.c.chat == chat).order_by(interviews.c.started_at.desc())
    phase = (await tx.execute(query.limit(1))).scalar()
    return Phase(phase) if phase else None


async def touched(tx: Tx, of_chats: Collection[int]) -> dict[int, datetime]:
    """By chat: when any of its interviews changed last; chats without one are left out."""
    query = select(interviews.c.chat, func.max(interviews.c.touched_at, type_=interviews.c.touched_at.type))
    rows = await tx.execute(query.where(interviews.c.chat.in_(of_chats)).group_by(interviews.c.chat))
    return {row[0]: row[1] for row in rows}


async def past(tx: Tx, person: int) -> list[Past]:
    """Every question a person was asked, oldest first, with its first mark (0–10) by a judge or by their own ticks."""
    from questions.draw import Past

    decided = question_marks.c.source.in_(("judge", "self"))
    here = and_(question_marks.c.interview == items.c.interview, question_marks.c.item == items.c.place, decided)
    query = (
        select(items.c.question, items.c.asked_at, question_marks.c.first)
        .select_from(interviews.join(items, items.c.interview == interviews.c.id).outerjoin(question_marks, here))
        .where(interviews.c.person == person, items.c.asked_at.is_not(None))
        .order_by(items.c.asked_at)
    )
    return [Past(question, at, mark) for question, at, mark in await tx.execute(query)]


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a person's history. first: mean of the first marks that have the weakest source among them."""

    id: str
    kind: str
    phase: Phase
    started_at: datetime
    asked: int
    questions: int


async def listed(tx: Tx, person: int, *, limit: int = 20, but: str = "", skip: int = 0) -> list[Listed]:
    """A person's interviews, the latest first, after the first `skip`; without those of the kind `but`."""
    asked = func.count(items.c.asked_at).label("asked")
    query = (
        select(interviews, asked, func.count(items.c.place).label("questions"))
        .select_from(interviews.outerjoin(items, items.c.interview == interviews.c.id))
        .where(interviews.c.person == person, interviews.c.kind != but)
        .group_by(interviews.c.id)
        .order_by(interviews.c.started_at.desc(), interviews.c.id)
        .limit(limit)
        .offset(skip)
    )
    rows = await tx.execute(query)
    return [Listed(r.id, r.kind, Phase(r.phase), r.started_at, r.asked, _of_ramp(r) or r.questions) for r in rows]


def _of_ramp(row: Row[Any]) -> int:
    """Questions in all of an interview that climbs, 0 for any other."""
    ramp = row.ramp or {}
    return min(ramp["count"], row.questions + len(ramp["owed"]) + len(ramp["free"])) if ramp else 0
