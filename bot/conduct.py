"""The use cases: each function is one transaction, without network inside.

Whatever people are to be told becomes outbox rows of the same transaction, and whatever takes long becomes a task row:
nothing is committed but unsaid, nothing is said but lost. Refusals are ordinary and are said as notices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from bot import drawing, say
from bot.carry import APPEAL, GRADE, apply, notify, refuse
from bot.house import House
from bot.messages import Message, notice
from grader.grade import CREDIT
from grader.text import readable
from grader.triage import is_dont_know
from interview.effects import Refusal
from interview.events import (
    Amended,
    Answered,
    Appealed,
    Event,
    HintAsked,
    Skipped,
    Started,
    Stopped,
    Ticked,
    Unknown,
)  # fmt: skip
from interview.marks import Source, effective, standing
from interview.model import Interview, Item, Mode, Phase, Tick, Turn
from interview.step import step
from interview.why import why as why_asked
from questions.model import Language, task
from storage import bank_rows, chats, interviews, limits, outbox, people, tasks

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.chats import Chat

ANSWER_AT_MOST = 100_000  # characters; a longer message is refused whole, the question stays open


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be asked."""

    language: Language
    topics: tuple[str, ...] = ()
    level: int | None = None
    count: int = 3
    mode: Mode = Mode.COACH
    seed: int | None = None
    kind: str = "interview"


async def terminal(house: House, name: str, language: Language) -> Chat:
    """The chat of a person at this terminal, made on first use; from now on the person reads `language`."""
    async with house.db.write() as tx:
        chat = await chats.ensure(tx, "terminal", name, language=language, now=house.now())
        person = await people.get(tx, chat.person) if chat.language != language else None
        if person is None:
            return chat
        await people.prefer(tx, person.id, replace(person.preferences, language=language))
        return replace(chat, language=language)


# -- beginning and ending --------------------------------------------------------------------------------------------


async def begin(
    house: House, chat: int, wish: Wish, *, source: str = "", opening: Message | None = None
) -> Interview | None:
    """A new interview in this chat, its first question said (after `opening`); None when no question fits.

    One interview is open per chat: an unfinished one is stopped first, without a summary. `source` names the wish: the
    same one a second time changes nothing.
    """
    async with house.db.write() as tx:
        if source and not await interviews.hear(tx, chat, source, house.now()):
            return await interviews.latest_of(tx, chat, house.bank)
        person = (await chats.get(tx, chat)).person
        drawn = await drawing.draw_for(tx, house, person, wish)
        if drawn and opening is not None:
            await notify(tx, house, chat, opening)
        return await begin_with(tx, house, chat, wish, [Item(q) for q in drawn]) if drawn else None


async def begin_with(tx: AsyncConnection, house: House, chat: int, wish: Wish, items: list[Item]) -> Interview:
    """Starts an interview of these items inside the caller's transaction; an unfinished one is stopped first."""
    open_one = await interviews.open_of(tx, chat, house.bank)
    if open_one is not None:
        await apply(tx, house, chat, open_one, Stopped(), quiet=True)
    person = (await chats.get(tx, chat)).person
    planned = Interview(house.new_id(), person, wish.language, tuple(items), mode=wish.mode)
    await interviews.create(tx, chat, planned, house.now(), kind=wish.kind)
    return await apply(tx, house, chat, planned, Started())


async def resume(house: House, chat: int) -> bool:
    """Says the open turn of the chat's unfinished interview again; False when there is none."""
    async with house.db.write() as tx:
        interview = await interviews.open_of(tx, chat, house.bank)
        if interview is None:
            return False
        if interview.phase is Phase.ASKING and interview.current is not None:
            await notify(tx, house, chat, say.asked(interview, interview.current.number))
        return True


async def stop(house: House, chat: int, *, interview: str | None = None) -> None:
    await _on_current(house, chat, None, lambda _: Stopped(), interview)


async def sum_up(house: House, chat: int) -> None:
    """Says the summary of the chat's latest interview again, as it stands now."""
    async with house.db.write() as tx:
        interview = await interviews.latest_of(tx, chat, house.bank)
        if interview is not None:
            coming = await drawing.coming(tx, interview)
            await notify(tx, house, chat, say.summed_up(interview, coming))


# -- answering -------------------------------------------------------------------------------------------------------


async def answer(house: House, chat: int, text: str, *, source: str = "", spoken: bool = False) -> None:
    """An answer to the open question; a whole-message "I don't know" is taken as such. Control characters are dropped.

    `source` names the message it came from; the same one a second time changes nothing. `spoken`: a transcript, whose
    terms may be misheard.
    """
    async with house.db.write() as tx:
        if source and not await interviews.hear(tx, chat, source, house.now()):
            return
        interview = await interviews.open_of(tx, chat, house.bank)
        if interview is None:
            await refuse(tx, house, chat, Refusal.OVER)
        elif len(text) > ANSWER_AT_MOST:
            await notify(tx, house, chat, notice("too_long", interview.language, characters=ANSWER_AT_MOST))
        elif await _too_fast(tx, house, chat, interview):
            minute = house.settings.answers_per_minute
            await notify(tx, house, chat, notice("too_many", interview.language, minute=minute))
        else:
            number, said = len(interview.turns), readable(text)
            event: Event = Unknown(number, said) if is_dont_know(said) else Answered(number, said)
            await apply(tx, house, chat, interview, event, spoken=spoken)


async def _too_fast(tx: AsyncConnection, house: House, chat: int, interview: Interview) -> bool:
    if (await chats.get(tx, chat)).channel == "terminal":
        return False
    since = house.now() - timedelta(minutes=1)
    return await limits.answers_since(tx, interview.person, since) >= house.settings.answers_per_minute


async def amend(house: House, chat: int, turn: int, text: str, *, add: bool = False, source: str = "") -> bool:
    """The answer to `turn` was edited, or (`add`) goes on in another message; False when it was graded already.

    `source` names the message: the same one a second time changes nothing.
    """
    async with house.db.write() as tx:
        if source and not await interviews.hear(tx, chat, source, house.now()):
            return True
        interview = await interviews.open_of(tx, chat, house.bank)
        said = interview.turn(turn) if interview else None
        if interview is None or said is None:
            return False
        whole = f"{said.answer}\n{readable(text)}" if add else readable(text)
        after, _ = step(interview, Amended(turn, whole))
        if after is interview or len(whole) > ANSWER_AT_MOST:
            return False
        await apply(tx, house, chat, interview, Amended(turn, whole))
        return True


async def unknown(house: House, chat: int, turn: int | None = None, *, interview: str | None = None) -> None:
    """ "I don't know" by button."""
    await _on_current(house, chat, turn, Unknown, interview)


async def hint(house: House, chat: int, turn: int | None = None, *, interview: str | None = None) -> None:
    await _on_current(house, chat, turn, HintAsked, interview)


async def skip(house: House, chat: int, turn: int | None = None, *, interview: str | None = None) -> None:
    await _on_current(house, chat, turn, Skipped, interview)


async def _on_current(
    house: House, chat: int, turn: int | None, event: Callable[[int], Event], interview: str | None = None
) -> None:
    """Applies an event to the open interview; `turn` and `interview` are those a button belongs to, None for the current."""
    async with house.db.write() as tx:
        found = await interviews.open_of(tx, chat, house.bank)
        if found is None:
            await refuse(tx, house, chat, Refusal.OVER)
        elif interview not in (None, found.id):
            await refuse(tx, house, chat, Refusal.OUTDATED, found)
        else:
            await apply(tx, house, chat, found, event(turn if turn is not None else len(found.turns)))


# -- second thoughts -------------------------------------------------------------------------------------------------


async def _of(tx: AsyncConnection, house: House, chat: int, id: str | None) -> Interview | None:
    """The chat's interview called `id`, or its latest one."""
    if id is None:
        return await interviews.latest_of(tx, chat, house.bank)
    return await interviews.of_chat(tx, chat, id, house.bank)


async def _silent(tx: AsyncConnection, house: House, chat: int, interview: Interview | None) -> bool:
    """Whether this is an exam that still goes on, which says nothing about answers before its end; says so."""
    silent = interview is not None and interview.mode is Mode.EXAM and interview.phase in (Phase.ASKING, Phase.GRADING)
    if interview is not None and silent:
        await notify(tx, house, chat, notice("after_exam", interview.language))
    return silent


async def check(
    house: House,
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
    async with house.db.write() as tx:
        found = await _of(tx, house, chat, interview)
        if await _silent(tx, house, chat, found):
            return True
        ticked = _to_check(found, turn) if found else None
        if found is None or ticked is None:
            await refuse(tx, house, chat, Refusal.NOT_GRADED)
            return True
        ids = [p.id for p in task(found.items[ticked.item].question, ticked.probe).key_points]
        if ticks and not all(1 <= n <= len(ids) for n in ticks):
            return False
        credits = ({} if only else pre_ticks(ticked)) | {ids[n - 1]: credit for n, credit in (ticks or {}).items()}
        event = Ticked(ticked.number, tuple(Tick(point, credit) for point, credit in credits.items()))
        after = await apply(tx, house, chat, found, event, quiet=only)
        if after is not found and standing(after.turns[ticked.number - 1]).source is Source.SELF:
            await notify(tx, house, chat, say.checked(after, ticked.number))
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


async def points_to_check(house: House, chat: int) -> int:
    """How many points the latest graded answer has; 0 without one."""
    async with house.db.read() as tx:
        interview = await interviews.latest_of(tx, chat, house.bank)
    graded = _graded(interview, None) if interview else None
    grade = effective(graded) if graded else None
    return len(grade.verdicts) if grade else 0


def _graded(interview: Interview, turn: int | None) -> Turn | None:
    """The turn called, or the latest one; None unless it is graded."""
    turns = [interview.turn(turn)] if turn is not None else list(reversed(interview.turns))
    return next((t for t in turns if t and effective(t) is not None), None)


async def appeal(
    house: House, chat: int, point: int, reason: str, *, turn: int | None = None, interview: str | None = None
) -> bool:
    """Contests the verdict on a point (counted from 1) of a graded answer; False for a number that is none."""
    async with house.db.write() as tx:
        found = await _of(tx, house, chat, interview)
        if await _silent(tx, house, chat, found):
            return True
        graded = _graded(found, turn) if found else None
        if found is None or graded is None:
            await refuse(tx, house, chat, Refusal.NOT_GRADED)
            return True
        ids = [p.id for p in task(found.items[graded.item].question, graded.probe).key_points]
        if not 1 <= point <= len(ids):
            return False
        if graded.grade is None or graded.grade.is_estimate:
            await notify(tx, house, chat, notice("appeal_estimate", found.language))
            return True
        await apply(tx, house, chat, found, Appealed(graded.number, ids[point - 1], readable(reason)[:1000]))
        return True


async def why(house: House, chat: int, *, turn: int | None = None, interview: str | None = None) -> None:
    """Says why the turn called (or the latest one) was asked, and what the last grade up to it rests on."""
    async with house.db.write() as tx:
        found = await _of(tx, house, chat, interview)
        if await _silent(tx, house, chat, found):
            return
        number = turn if turn is not None else len(found.turns) if found else 0
        reason = why_asked(found, number) if found else None
        if found is None or reason is None:
            await refuse(tx, house, chat, Refusal.OUTDATED if found else Refusal.OVER)
            return
        await notify(tx, house, chat, say.reason(found, reason))
        graded = next((t for t in reversed(found.turns[:number]) if effective(t) is not None), None)
        if graded is not None:
            await notify(tx, house, chat, say.receipt(found, graded))


async def report_wrong(
    house: House, chat: int, text: str = "", *, turn: int | None = None, interview: str | None = None
) -> None:
    """Tells the administrator that a question (the open one, or that of the turn called) is wrong."""
    async with house.db.write() as tx:
        found = await _of(tx, house, chat, interview)
        asked = found.turn(turn if turn is not None else len(found.turns)) if found else None
        if found is None or asked is None:
            await refuse(tx, house, chat, Refusal.OUTDATED)
            return
        question = found.items[asked.item].question
        await bank_rows.report(tx, found.person, question, found.id, asked.number, readable(text)[:1000], house.now())
        await notify(tx, house, chat, notice("reported", found.language))


# -- for a channel that shows messages itself ------------------------------------------------------------------------


async def phase(house: House, chat: int) -> Phase | None:
    """The phase of the chat's latest interview; None when there was none."""
    async with house.db.read() as tx:
        return await interviews.phase_of(tx, chat)


async def unfinished(house: House, chat: int) -> tuple[int, int] | None:
    """At which question of how many the chat's open interview stands; None without one."""
    async with house.db.read() as tx:
        interview = await interviews.open_of(tx, chat, house.bank)
    return (interview.turns[-1].item + 1, len(interview.items)) if interview and interview.turns else None


async def unsaid(house: House, chat: int) -> list[tuple[int, Message]]:
    """What is still to be shown in this chat, with the numbers to be `printed` afterwards."""
    async with house.db.read() as tx:
        return [(row.id, cast("Message", row.payload)) for row in await outbox.of_chat(tx, chat)]


async def printed(house: House, numbers: list[int]) -> None:
    """These messages were shown."""
    async with house.db.write() as tx:
        await outbox.printed(tx, numbers, house.now())


async def waits(house: House, person: int, *, now: bool = False) -> bool:
    """Whether a verdict is still to come for this person; `now`: one that is worked on, not put off for want of a judge."""
    async with house.db.read() as tx:
        return await tasks.is_waiting(tx, person, (GRADE, APPEAL), due=house.now() if now else None)
