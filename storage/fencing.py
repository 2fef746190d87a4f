"""Fencing: whoever handles an update may write only while the update is still theirs.

Every claim counts the update's `attempts` up; that count is the fencing token. A process that slept through its lease
finds the token of whoever came after it, in the transaction that would have had an effect, and has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from questions.errors import InterviewerError
from storage.tables import inbox
from storage.transaction import Tx


class LeaseLostError(InterviewerError):
    """Somebody else handles this update now; what was about to be written is not."""


@dataclass(slots=True, eq=False)
class Holding:
    """An update in one's hands. said: replies that an earlier try wrote down; posted: replies of this try."""

    bot: int
    id: int
    attempts: int
    said: int = 0
    posted: int = 0
    over: bool = False


_holding: ContextVar[Holding | None] = ContextVar("holding", default=None)


@contextmanager
def holding(one: Holding) -> Iterator[None]:
    """Every transaction of this task that writes, and of those it starts, is the update's, until the block ends."""
    before = _holding.set(one)
    try:
        yield
    finally:
        one.over = True
        _holding.reset(before)


def held() -> Holding | None:
    """The update that this task handles."""
    one = _holding.get()
    return None if one is None or one.over else one


_ROW = (
    select(inbox.c.update_id)
    .where(inbox.c.update_id == bindparam("of_id"), inbox.c.bot == bindparam("of_bot"))
    .where(inbox.c.attempts == bindparam("token"))
    .with_for_update()
)
_SAID = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("of_id"), inbox.c.bot == bindparam("of_bot"))
    .values(said=bindparam("number"))
)


async def check(tx: Tx, one: Holding) -> None:
    """LeaseLostError unless the update is still ours; it stays so until the transaction ends."""
    wanted = {"of_id": one.id, "of_bot": one.bot, "token": one.attempts}
    if (await tx.execute(_ROW, wanted)).first() is None:
        raise LeaseLostError(f"update {one.id} is handled by somebody else")


async def lost(tx: Tx, held: Collection[Holding]) -> set[Holding]:
    """Those of these updates that are not ours any more; the others stay so until the transaction ends."""
    if not held:
        return set()
    query = select(inbox.c.bot, inbox.c.update_id, inbox.c.attempts).with_for_update()
    query = query.where(inbox.c.update_id.in_({one.id for one in held})).order_by(inbox.c.update_id)
    ours = {(row.bot, row.update_id, row.attempts) for row in await tx.execute(query)}
    return {one for one in held if (one.bot, one.id, one.attempts) not in ours}


async def note_replies(tx: Tx, replies: Sequence[tuple[Holding, int]]) -> set[Holding]:
    """Counts replies to updates, which are written down in this transaction; the updates that are not ours any more."""
    gone = await lost(tx, {one for one, _ in replies})
    if counted := [
        {"of_id": one.id, "of_bot": one.bot, "number": number} for one, number in replies if one not in gone
    ]:
        await tx.execute(_SAID, counted)
    return gone
