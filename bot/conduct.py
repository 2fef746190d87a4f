"""The use cases: each function is one transaction, without network inside.

Whatever people are to be told becomes outbox rows of the same transaction, and whatever takes long becomes a task row, so that
nothing is committed but unsaid and nothing is said but lost. Refusals are ordinary and are said as notices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import messages
from bot.house import House
from bot.messages import Message, notice
from grader.grade import Grade
from grader.triage import is_dont_know
from interview.effects import Ask, Effect, RecordReviews, Refuse, RequestAppeal, RequestGrade, ShowGrade
from interview.events import (
    Amended, Answered, Appealed, Estimated, Event, Graded, GradingFailed, HintAsked, Skipped, Started, Stopped, Ticked, Unknown,
    WaitedLong,
)  # fmt: skip
from interview.model import Interview, Mode, Phase, State, Tick, Turn
from interview.step import step
from questions.model import Language, task

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
GRADE, APPEAL = "grade", "appeal"  # kinds of task


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be asked."""

    language: Language
    topics: tuple[str, ...] = ()
    level: int | None = None
    count: int = 3
    mode: Mode = Mode.COACH
    seed: int | None = None


async def begin(house: House, chat: int, wish: Wish) -> Interview | None:
    """A new interview in this chat, its first question said; None when no question fits.

    One interview is open per chat: an unfinished one is stopped first, without a summary.
    """
    now = house.now()
    async with house.db.write() as tx:
        open_one = await _open(tx, house, chat)
        if open_one is not None:
            await _apply(tx, house, chat, open_one, Stopped(), quiet=True)
        person = await chats.person_of(tx, chat)
        drawn = await _drawn(tx, house, person, wish)
        if not drawn:
            return None
        interview = Interview(house.new_id(), person, wish.language, tuple(Item(q) for q in drawn), mode=wish.mode)
        await bank_rows.keep_revisions(tx, drawn, now)
        return await _apply(tx, house, chat, interview, Started(), new=True)


async def resume(house: House, chat: int) -> bool:
    """Says the open turn of the chat's unfinished interview again; False when there is none."""
    async with house.db.write() as tx:
        interview = await _open(tx, house, chat)
        if interview is None:
            return False
        if interview.phase is Phase.ASKING and interview.current is not None:
            await _say(tx, chat, messages.asked(interview, interview.current.number))
        return True


async def answer(house: House, chat: int, text: str, *, source: str = "") -> None:
    """An answer to the open question; a whole-message "I don't know" is taken as such. Control characters are dropped.

    `source` names the message it came from; the same one a second time changes nothing.
    """
    text = readable(text)
    async with house.db.write() as tx:
        if source and not await interviews.hear(tx, chat, source):
            return
        interview = await _open(tx, house, chat)
        if interview is None:
            await _refuse(tx, house, chat, "over")
            return
        number = len(interview.turns)
        event: Event = Unknown(number, text) if is_dont_know(text) else Answered(number, text)
        await _apply(tx, house, chat, interview, event)


async def amend(house: House, chat: int, turn: int, text: str) -> bool:
    """The answer to `turn` was edited or continued; False when it was graded already and stays as it was."""
    async with house.db.write() as tx:
        interview = await _open(tx, house, chat)
        if interview is None:
            return False
        _, effects = step(interview, Amended(turn, readable(text)))
        if any(isinstance(effect, Refuse) for effect in effects):
            return False
        await _apply(tx, house, chat, interview, Amended(turn, readable(text)))
        return True


async def unknown(house: House, chat: int, turn: int | None = None) -> None:
    """ "I don't know" by button."""
    await _on_current(house, chat, turn, lambda number: Unknown(number))


async def hint(house: House, chat: int, turn: int | None = None) -> None:
    await _on_current(house, chat, turn, lambda number: HintAsked(number))


async def skip(house: House, chat: int, turn: int | None = None) -> None:
    await _on_current(house, chat, turn, lambda number: Skipped(number))


async def stop(house: House, chat: int) -> None:
    await _on_current(house, chat, None, lambda _: Stopped())


async def _on_current(house: House, chat: int, turn: int | None, event: Callable[[int], Event]) -> None:
    """Applies an event to the open interview; `turn` is the one a button belongs to, None for the current one."""
    async with house.db.write() as tx:
        interview = await _open(tx, house, chat)
        if interview is None:
            await _refuse(tx, chat, Refusal.OVER, await _language(tx, chat))
            return
        await _apply(tx, house, chat, interview, event(turn if turn is not None else len(interview.turns)))


async def check(house: House, chat: int, ticks: dict[int, float] | None, turn: int | None = None) -> bool:
    """Confirms (None) or corrects the pre-ticks of the latest estimate, points counted from 1; False for a number that is none."""
    async with house.db.write() as tx:
        interview = await _latest(tx, house, chat)
        ticked = _to_check(interview, turn) if interview else None
        if interview is None or ticked is None:
            await _refuse(tx, chat, Refusal.NOT_GRADED, await _language(tx, chat))
            return True
        asked = task(interview.items[ticked.item].question, ticked.probe)
        grade = messages.effective(ticked)
        assert grade is not None
        if ticks and not all(1 <= n <= len(asked.key_points) for n in ticks):
            return False
        credits = {t.point: t.credit for t in ticked.ticks} or {v.id: round((v.credit or 0.0) * 2) / 2 for v in grade.verdicts}
        credits |= {asked.key_points[n - 1].id: credit for n, credit in (ticks or {}).items()}
        event = Ticked(ticked.number, tuple(Tick(point, credit) for point, credit in credits.items()))
        after = await _apply(tx, house, chat, interview, event)
        if after is not interview:
            mark = marks(after, ticked.item) if ticked.probe is None else None
            await _say(tx, chat, notice("checked", interview.language, first=mark_text(_self_mark(asked.key_points, credits))))
            del mark
        return True
