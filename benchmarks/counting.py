"""What became of every answer, message and drill of a run: read from the database, and from what people have on their screens."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, func, select

from app.messages.drills import DrillOffered
from app.messages.stored import unpack
from app.messages.values import Notice, NoticeContent
from benchmarks.crowd import NUMBERED, Candidate, Said, Town
from storage.tables import cards, chats, drills, grades, inbox, outbox, reviews, tasks, turns
from storage.transaction import Tx

LATE = 10.0  # seconds from an answer to whatever comes next


@dataclass(frozen=True)
class Account:
    """answers, taken_back: messages. amended: turns. lost, doubled: by name, what must all be zero. waits: seconds.

    twice: messages that a lost response made arrive twice.
    """

    answers: int
    taken_back: int
    amended: int
    lost: dict[str, int]
    doubled: dict[str, int]
    twice: int
    messages: int
    drills: int
    recomputed: int
    waits: list[float]

    @property
    def is_whole(self) -> bool:
        return not any(self.lost.values()) and not any(self.doubled.values())

    @property
    def late(self) -> int:
        return sum(wait > LATE for wait in self.waits)

    def share(self, part: float) -> float:
        """The wait that this share of the answers did not exceed."""
        return self.waits[min(int(part * len(self.waits)), len(self.waits) - 1)] if self.waits else 0.0


async def account(tx: Tx, town: Town, people: Sequence[Candidate]) -> Account:
    """The whole account, once everything has settled."""
    said = [one for person in people for one in person.said]
    kept = await _kept(tx, said)
    sent = (await tx.execute(select(outbox, chats.c.address).join(chats))).all()
    offers = [content.drill for m in sent if isinstance(content := _content(m.payload), DrillOffered)]
    planned = (await tx.execute(select(func.count()).select_from(drills))).scalar_one()
    shown, strange = _on_screens(town, sent)
    return Account(
        answers=len(said),
        taken_back=sum(one.taken_back for one in said),
        amended=await _count(tx, turns, turns.c.first.is_not(None) & turns.c.taken_back.is_(False)),
        lost={
            "answers": sum(not kept[one.words] and not one.taken_back for one in said),
            "answers that nobody went on from": sum(person.gave_up for person in people),
            "grades": await _ungraded(tx),
            "messages": sum(m.state != "sent" for m in sent) + _vanished(town, sent),
            "updates": await _count(tx, inbox, inbox.c.done_at.is_(None)),
            "tasks": await _count(tx, tasks, tasks.c.state == "failed"),
        },
        doubled={
            "answers": sum(max(0, kept[one.words] - 1) for one in said),
            "grades": await _graded_twice(tx),
            "reviews": await _reviewed_twice(tx),
            "messages": _said_twice([m.payload["message"] | {"to": m.address} for m in sent], await _taken_back(tx)),
            "drills": len(offers) - len(set(offers)),
            "messages nobody has said": strange,
        },
        twice=shown,
        messages=len(sent),
        drills=planned,
        recomputed=(await tx.execute(select(func.sum(tasks.c.attempts - 1)).where(tasks.c.kind == "grade"))).scalar()
        or 0,
        waits=sorted(one.heard for one in said if one.heard is not None),
    )


async def _count(tx: Tx, table: Table, condition: ColumnElement[bool]) -> int:
    return (await tx.execute(select(func.count()).select_from(table).where(condition))).scalar_one()


async def _kept(tx: Tx, said: Iterable[Said]) -> Counter[str]:
    """How often the words of an answer stand in the turns, several times in one turn too."""
    found: Counter[str] = Counter()
    for answer in (await tx.execute(select(turns.c.answer))).scalars():
        found.update(re.findall(NUMBERED, answer))
    return Counter({one.words: found[re.findall(NUMBERED, one.words)[0]] for one in said})


async def _ungraded(tx: Tx) -> int:
    """Answered turns without an accepted grade of the answer as it stands."""
    graded = select(grades.c.turn).where(
        grades.c.interview == turns.c.interview,
        grades.c.turn == turns.c.number,
        grades.c.revision == turns.c.revision,
        grades.c.generation > 0,
    )
    return await _count(tx, turns, (turns.c.state == "answered") & ~graded.exists())


async def _graded_twice(tx: Tx) -> int:
    key = (grades.c.interview, grades.c.turn, grades.c.revision)
    several = select(*key).where(grades.c.generation > 0).group_by(*key).having(func.count() > 1)
    return len((await tx.execute(several)).all())


async def _reviewed_twice(tx: Tx) -> int:
    """Cards that do not stand where their reviews, one per interview, put them."""
    key = (reviews.c.person, reviews.c.question, reviews.c.point)
    counted = Counter({tuple(row[:3]): row[3] for row in await tx.execute(select(*key, func.count()).group_by(*key))})
    rows = await tx.execute(select(cards.c.person, cards.c.question, cards.c.point, cards.c.reviews))
    return sum(row[3] != counted[tuple(row[:3])] for row in rows)


def _content(payload: dict[str, Any]) -> NoticeContent | None:
    message = unpack(payload).message
    return message.content if isinstance(message, Notice) else None


async def _taken_back(tx: Tx) -> set[tuple[str, int]]:
    """Interview and question (from 1) of every answer that was taken back: what is asked again may be said again."""
    query = select(turns.c.interview, turns.c.item).where(turns.c.taken_back)
    return {(interview, item + 1) for interview, item in await tx.execute(query)}


def _said_twice(messages: Sequence[dict[str, object]], again: Collection[tuple[str, int]]) -> int:
    """Outbox rows that say what another row of the same chat has said, of those that are said once."""
    kinds = ("question", "probe", "grade", "result", "summary")
    once = (p for p in messages if p.get("event") in kinds and (p["interview"], p.get("number")) not in again)
    said = Counter(json.dumps(payload, sort_keys=True, default=str) for payload in once)
    return sum(said.values()) - len(said)


def _on_screens(town: Town, sent: Sequence[Row[Any]]) -> tuple[int, int]:
    """Messages that arrived twice with the same words and buttons, and messages that no outbox row accounts for."""
    known = {id for row in sent for id in row.message_ids}
    twice = strange = 0
    for chat in [chat for chat in town.messages if chat]:
        words = Counter((m.text, json.dumps(m.markup)) for m in town.from_bot(chat) if m.id in known)
        ever = {text for m in town.messages[chat] if m.id in known for text in (m.text, *m.history)}  # removed ones too
        for message in town.from_bot(chat):
            if message.id not in known:
                same = (message.text, json.dumps(message.markup)) in words or message.text in ever
                twice, strange = twice + same, strange + (not same)
    return twice, strange


def _vanished(town: Town, sent: Sequence[Row[Any]]) -> int:
    """Messages that are said to be sent and are on no screen."""
    shown = {message.id for chat in town.messages for message in town.from_bot(chat)}
    removed = {message.id for chat in town.messages for message in town.messages[chat] if message.deleted}
    return sum(not set(row.message_ids) <= shown | removed for row in sent if row.state == "sent")
