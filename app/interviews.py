"""The use cases: each function is one transaction, without network inside.

Whatever people are to be told becomes outbox rows of the same transaction, and whatever takes long becomes a task row:
nothing is committed but unsaid, nothing is said but lost. Refusals are ordinary and are said as notices.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app import asides, drafts, selection
from app.apply import (
    APPEAL,
    GRADE,
    RUN,
    SETTLE,
    Applied,
    Refused,
    apply,
    is_code,
    notify,
    refusal,
    refuse,
    run_clock,
    scorecard,
)
from app.asides import Unclear
from app.code_runs import protection_for
from app.context import AppContext
from app.messages import build
from app.messages.answering import AnsweringTooFast, AnswerTooLong, WrittenTooEarly
from app.messages.chatting import NoSandbox, Unreadable
from app.messages.stored import pack, read
from app.messages.values import Envelope, Message, Notice, NoticeContent
from app.selection import Wish
from grader.triage import is_dont_know, looks_like_code
from interview.effects import Refusal
from interview.events import (
    Adding,
    Event,
    HintAsked,
    PartMoved,
    PartSaid,
    Settled,
    Skipped,
    Started,
    Stopped,
    TakenBack,
    TakenUp,
    Unknown,
)
from interview.loop import standing
from interview.model import WHOLE, Interview, Item, Loop, Phase, Ramp, Turn, TurnState
from questions.model import Language
from questions.text import readable
from runner.protection import Level
from storage import chats, idempotency, interviews, limits, outbox, people, tasks, tellings

if TYPE_CHECKING:
    from storage.chats import Chat
    from storage.transaction import Tx

_DEFINITION = re.compile(r"^ *((?:def|class) \w+)", re.MULTILINE)
TAP = "tap:"  # begins the source of a wish that a button made
ANSWER_AT_MOST = 100_000  # characters; a longer message is refused whole, the question stays open


async def terminal(app: AppContext, name: str, language: Language, zone: str = "") -> Chat:
    """The chat of a person at this terminal, made on first use; language and zone (if told) hold from now on."""
    async with app.db.write() as tx:
        chat = await chats.ensure(tx, "terminal", name, language=language, now=app.now(), zone=zone)
        person = await people.get(tx, chat.person)
        assert person is not None
        wishes = replace(person.preferences, language=language, zone=zone or person.zone)
        if wishes != person.preferences:
            await people.prefer(tx, person.id, wishes)
        return replace(chat, language=language)


# -- beginning and ending --------------------------------------------------------------------------------------------


async def begin(
    app: AppContext, chat: int, wish: Wish, *, source: str = "", opening: Message | None = None
) -> Interview | None:
    """A new interview in this chat, its first question said (after `opening`); None when no question fits.

    One interview is open per chat: an unfinished one is stopped first, without a summary. `source` names the wish: the
    same one a second time changes nothing; that of a button (`TAP`) may come again once no interview is open.
    """
    guarded = await protection_for(app, wish.topics, wish.among)
    wish = replace(wish, hands_on=guarded is not None and guarded.level is not Level.NONE)
    async with app.db.write() as tx:
        person = (await chats.get(tx, chat)).person
        ramp = await selection.ramp_for(tx, app, person, wish)
        if ramp is None:
            return None
        if source and not await idempotency.claim_once(tx, chat, source, app.now()):
            latest = await interviews.latest_of(tx, chat, app.bank)
            if not source.startswith(TAP) or (latest is not None and latest.current is not None):
                return latest
        if opening is not None:
            await notify(tx, app, chat, opening)
        if guarded is not None and not wish.hands_on:
            await notify(tx, app, chat, Notice(NoSandbox(guarded.said, guarded.do), wish.language))
        return await begin_with(tx, app, chat, wish, [], ramp)


async def begin_with(
    tx: Tx,
    app: AppContext,
    chat: int,
    wish: Wish,
    items: list[Item],
    ramp: Ramp | None = None,
    *,
    loop: Loop | None = None,
) -> Interview:
    """Starts an interview of these items, or of what the ramp or the stages of the loop choose, inside the caller's transaction.

    An unfinished one is stopped first, and what is written from now on is no longer told.
    """
    await tellings.pause(tx, chat)
    open_one = await interviews.open_of(tx, chat, app.bank)
    if open_one is not None:
        await apply(tx, app, chat, open_one, Stopped(), quiet=True)
    person = (await chats.get(tx, chat)).person
    planned = Interview(
        app.new_id(), person, wish.language, tuple(items), mode=wish.mode, depth=wish.depth, ramp=ramp, loop=loop
    )
    await interviews.create(tx, chat, planned, app.now(), kind=wish.kind)
    started = await apply(tx, app, chat, planned, Started())
    assert isinstance(started, Applied)  # an interview that was just planned can be started
    return started.interview


async def resume(app: AppContext, chat: int, *, whole: bool = False) -> bool:
    """Says the open turn of the chat's unfinished interview again; False when there is none.

    whole: for a reader who has lost sight of what was said; a follow-up's question stands before it, and both are said also
    while the answer is graded.
    """
    async with app.db.write() as tx:
        found = await interviews.open_of(tx, chat, app.bank)
        if found is None:
            return False
        interview = standing(found)  # while nobody was there no time of a loop passed
        await interviews.save(tx, found, interview, app.now())
        await run_clock(tx, app, interview)
        current = interview.latest if whole else interview.current
        if current is None or (interview.phase is not Phase.ASKING and not whole):
            return True
        if whole and current.probe is not None:
            await notify(tx, app, chat, build.asked(interview, interview.turns_of(current.item)[0].number))
        await notify(tx, app, chat, build.asked(interview, current.number))
        return True


async def stop(app: AppContext, chat: int, *, interview: str | None = None) -> NoticeContent | None:
    return await _on_current(app, chat, None, lambda _: Stopped(), interview)


async def take_up(app: AppContext, chat: int, *, interview: str | None = None) -> bool:
    """Goes on with the chat's unfinished interview, else with this stopped one, or the latest; False when none can go on."""
    if await resume(app, chat):
        return True
    async with app.db.write() as tx:
        if interview is None:
            stopped = await interviews.latest_of(tx, chat, app.bank)
        else:
            stopped = await interviews.of_chat(tx, chat, interview, app.bank)
        return stopped is not None and isinstance(await apply(tx, app, chat, stopped, TakenUp()), Applied)


async def sum_up(app: AppContext, chat: int) -> None:
    """Says the summary of the chat's latest interview again, as it stands now."""
    async with app.db.write() as tx:
        interview = await interviews.latest_of(tx, chat, app.bank)
        if interview is not None:
            coming = await selection.coming(tx, interview)
            await notify(tx, app, chat, build.summed_up(interview, coming))
            for card in await scorecard(tx, app, interview):
                await notify(tx, app, chat, card)


# -- answering -------------------------------------------------------------------------------------------------------


async def answer(
    app: AppContext,
    chat: int,
    text: str,
    *,
    source: str = "",
    order: int | None = None,
    spoken: bool = False,
    confirmed: bool = False,
    whole: bool = False,
    unclear: Unclear = Unclear.JUDGE,
) -> None:
    """A text while a question is open: an answer or a part of one, or an aside, which is replied to.

    Control characters are dropped; a whole-message "I don't know" is taken as such. `source` names the message it came
    from: it gathers with others until their draft settles, and a second time changes nothing; without one the text is a
    whole answer. `order`: its number in the chat, as in `drafts.Heard`. `spoken`: a transcript, whose terms may be
    misheard. `confirmed`: the person said that it is an answer. `whole`: nothing more of it is to come, although it has a
    source. Raises `drafts.NotDelivered`.
    """
    async with app.db.write() as tx:
        if source and not await idempotency.claim_once(tx, chat, source, app.now()):
            return
        interview = await interviews.open_of(tx, chat, app.bank)
        if interview is None or interview.current is None:
            await refuse(tx, app, chat, Refusal.OVER)
        elif len(text) + len(interview.current.draft.text) > ANSWER_AT_MOST:
            await notify(tx, app, chat, Notice(AnswerTooLong(ANSWER_AT_MOST), interview.language))
        elif not await _too_fast(tx, app, chat, interview):
            heard = drafts.Heard("" if whole else source, readable(text), order, spoken, whole)
            await _take(tx, app, chat, interview, heard, None if confirmed else unclear)


def _is_program(interview: Interview, turn: Turn, said: str) -> bool:
    """Whether a text is code where code is asked for, which no aside is."""
    written = "```" in said or "def " in said or "class " in said or looks_like_code(said)
    return written and is_code(interview, turn.number)


def _written_again(interview: Interview, said: str) -> Turn | None:
    """The task that a text is another solution of, while its first follow-up is open; None for a text that is none."""
    before, current = interview.previous, interview.current
    if before is None or current is None or current.probe is None or not before.is_answered:
        return None
    if before.item != current.item or not is_code(interview, before.number):
        return None
    asked = interview.items[before.item].question.question.get(interview.language)
    return before if any(definition in said for definition in _DEFINITION.findall(asked)) else None


async def _take(
    tx: Tx, app: AppContext, chat: int, interview: Interview, heard: drafts.Heard, unclear: Unclear | None
) -> None:
    """A text goes to the turn it belongs to, unless it is an aside; None for `unclear`: it is known to be none."""
    if (again := _written_again(interview, heard.text)) is not None:
        await put_whole(tx, app, chat, interview, again.number, heard.text)
        return
    addressed = await drafts.addressee(tx, app, chat, interview, heard.order)
    if addressed is None:
        await notify(tx, app, chat, Notice(WrittenTooEarly(), interview.language))
        return
    said: tuple[str, ...] = (heard.text,)
    turn = addressed.turn
    confirmed = is_dont_know(heard.text) or _is_program(interview, turn, heard.text)
    if unclear is not None and not confirmed and turn is interview.current:
        before = tuple(part.text for part in turn.draft.parts)
        said = await asides.answers_in(
            tx, app, chat, interview, heard.text, before=before, source=heard.key, unclear=unclear
        )
    if said:
        await drafts.add(tx, app, chat, interview, addressed, replace(heard, text="\n".join(said)))


async def answer_aside(app: AppContext, chat: int, aside: int, *, whole: bool = False) -> bool:
    """A message that was taken for an aside, or asked about, is an answer to its question; False when that has passed.

    It is added to an answer that was given already, until the next one is given. whole: nothing more is waited for.
    """
    async with app.db.write() as tx:
        return await take_aside(tx, app, chat, aside, whole=whole)


async def take_aside(tx: Tx, app: AppContext, chat: int, aside: int, *, whole: bool = False) -> bool:
    """The same inside the caller's transaction."""
    interview = await interviews.open_of(tx, chat, app.bank)
    heard = await asides.taken(tx, chat, aside, interview) if interview else None
    if interview is None or heard is None:
        return False
    turn, said = interview.turns[heard.turn - 1], drafts.Heard(heard.source, heard.text, whole=whole)
    await drafts.add(tx, app, chat, interview, drafts.Addressed(turn, seen=True), said)
    return True


async def _too_fast(tx: Tx, app: AppContext, chat: int, interview: Interview) -> bool:
    """Whether the person's answers of this minute are used up; says so. Amendments count: each is judged anew."""
    if (await chats.get(tx, chat)).channel == "terminal":
        return False
    since, minute = app.now() - timedelta(minutes=1), app.settings.answers_per_minute
    if await limits.answers_since(tx, interview.person, since) < minute:
        return False
    notice = Notice(AnsweringTooFast(minute), interview.language)
    if (chat, outbox.text_of(pack(Envelope(notice)))) not in await outbox.unsent(tx, [chat], "reply"):
        await notify(tx, app, chat, notice)
    return True


async def edit(app: AppContext, chat: int, source: str, text: str, *, old: str | None, edit: str) -> bool:
    """Message `source` reads otherwise now; False when it is no part of an answer that can still be changed.

    `old` is what it said before, where that is known. `edit` names the edit: the same one a second time changes nothing.
    """
    async with app.db.write() as tx:
        if not await idempotency.claim_once(tx, chat, edit, app.now()):
            return True
        interview = await interviews.open_of(tx, chat, app.bank)
        if interview is None:
            return not await idempotency.is_claimed(tx, chat, source)
        if await _too_fast(tx, app, chat, interview):
            return True
        if await drafts.edit(tx, app, chat, interview, source, readable(text), old) is None:
            return True
        return not await idempotency.is_claimed(tx, chat, source)


async def amend(app: AppContext, chat: int, turn: int, text: str, *, graded: bool = False) -> bool:
    """Another text is the whole answer to a turn, graded at once; False when the answer cannot be changed any more.

    graded: also when it was graded, as long as nothing was answered after it.
    """
    async with app.db.write() as tx:
        interview = await interviews.open_of(tx, chat, app.bank)
        if interview is None or (interview.phase is not Phase.GRADING and not graded):
            return False
        return await put_whole(tx, app, chat, interview, turn, readable(text))


async def put_whole(tx: Tx, app: AppContext, chat: int, interview: Interview, turn: int, text: str) -> bool:
    """A text is the whole answer to a turn, graded at once; False when it cannot be any more."""
    said = await apply(tx, app, chat, interview, PartSaid(turn, WHOLE, text))
    if isinstance(said, Refused):
        return said.reason is Refusal.ALREADY
    draft = said.interview.turns[turn - 1].draft
    await apply(tx, app, chat, said.interview, Settled(turn, draft.changes))
    return True


async def done(app: AppContext, chat: int, interview: str, turn: int) -> bool:
    """The person has said all they want to say; False when nothing of this turn is waited for."""
    async with app.db.write() as tx:
        found = await interviews.open_of(tx, chat, app.bank)
        about = found.turn(turn) if found is not None and found.id.startswith(interview) else None
        if found is None or about is None or not about.draft.open:
            return False
        waiting = await asides.waiting(tx, found) if about is found.current else ()
        for text in waiting:
            said = await apply(tx, app, chat, found, PartSaid(turn, "", text))
            found = said.interview if isinstance(said, Applied) else found
        changes = found.turns[turn - 1].draft.changes
        return isinstance(await apply(tx, app, chat, found, Settled(turn, changes)), Applied)


async def add(app: AppContext, chat: int, interview: str, turn: int) -> bool:
    """The person wants to add to the answer given last; False when it is too late."""
    return await _second_thought(app, chat, interview, turn, lambda *_: Adding(turn))


async def belongs_before(app: AppContext, chat: int, interview: str, turn: int, part: str) -> bool:
    """A message of the open turn's draft (by its `drafts.part_code`) belongs to the answer before; False when it is too late."""

    def moved(_: Interview, about: Turn) -> Event:
        keys = (one.key for one in about.draft.parts)
        return PartMoved(turn, next((key for key in keys if drafts.part_code(key) == part), ""))

    return await _second_thought(app, chat, interview, turn, moved)


async def take_back(app: AppContext, chat: int, interview: str, turn: int) -> bool:
    """The answer to `turn`, or, while that is the open follow-up, the one before is taken back; False when it is too late."""

    def taken_back(found: Interview, about: Turn) -> Event:
        asked_again = about.taken_back or about.probe is None or about.is_answered
        previous = found.previous if about is found.current and not asked_again else None
        return TakenBack(previous.number if previous else turn)

    return await _second_thought(app, chat, interview, turn, taken_back)


async def _second_thought(
    app: AppContext, chat: int, interview: str, turn: int, event: Callable[[Interview, Turn], Event]
) -> bool:
    """Applies an event about a turn of the open interview; False when it changes nothing."""
    async with app.db.write() as tx:
        found = await interviews.open_of(tx, chat, app.bank)
        about = found.turn(turn) if found is not None and found.id.startswith(interview) else None
        if found is None or about is None:
            return False
        return isinstance(await apply(tx, app, chat, found, event(found, about)), Applied)


async def unknown(
    app: AppContext, chat: int, turn: int | None = None, *, interview: str | None = None
) -> NoticeContent | None:
    """ "I don't know" by button."""
    return await _on_current(app, chat, turn, Unknown, interview)


async def hint(
    app: AppContext, chat: int, turn: int | None = None, *, interview: str | None = None, source: str = ""
) -> NoticeContent | None:
    return await _on_current(app, chat, turn, HintAsked, interview, source)


async def skip(
    app: AppContext, chat: int, turn: int | None = None, *, interview: str | None = None, source: str = ""
) -> NoticeContent | None:
    return await _on_current(app, chat, turn, Skipped, interview, source)


async def _on_current(
    app: AppContext,
    chat: int,
    turn: int | None,
    event: Callable[[int], Event],
    interview: str | None = None,
    source: str = "",
) -> NoticeContent | None:
    """Applies an event to the open interview; `turn` and `interview` are those a button belongs to, None for the current.

    `source` names the message of a command, which names no turn: the same one a second time changes nothing. Why a button
    changed nothing is returned, to be told over the chat; a command is answered.
    """
    async with app.db.write() as tx:
        if source and not await idempotency.claim_once(tx, chat, source, app.now()):
            return None
        found = await interviews.open_of(tx, chat, app.bank)
        if found is None:
            reason: Refusal | None = Refusal.OVER
        elif interview not in (None, found.id):
            reason = Refusal.OUTDATED
        else:
            latest = found.latest.number if found.latest else 0
            outcome = await apply(tx, app, chat, found, event(turn if turn is not None else latest))
            reason = outcome.reason if isinstance(outcome, Refused) else None
        if reason is None or interview is not None:
            return refusal(reason, found) if reason is not None else None
        await refuse(tx, app, chat, reason, found)
        return None


# -- for a channel that shows messages itself ------------------------------------------------------------------------


async def phase(app: AppContext, chat: int) -> Phase | None:
    """The phase of the chat's latest interview; None when there was none."""
    async with app.db.read() as tx:
        return await interviews.phase_of(tx, chat)


async def unfinished(app: AppContext, chat: int) -> tuple[int, int] | None:
    """At which question of how many (0: time decides) the chat's open interview stands; None without one."""
    async with app.db.read() as tx:
        interview = await interviews.open_of(tx, chat, app.bank)
    latest = interview.latest if interview else None
    return (latest.item + 1, interview.total) if interview and latest else None


async def unsaid(app: AppContext, chat: int) -> list[tuple[int, Message]]:
    """What is still to be shown in this chat, with the numbers to be `printed` afterwards."""
    async with app.db.read() as tx:
        found = [(row.id, read(row.payload)) for row in await outbox.of_chat(tx, chat)]
        language = (await chats.get(tx, chat)).language if found else "en"
    return [(number, card.message if card else Notice(Unreadable(""), language)) for number, card in found]


async def printed(app: AppContext, numbers: list[int]) -> None:
    """These messages were shown."""
    async with app.db.write() as tx:
        await outbox.printed(tx, numbers, app.now())


async def is_untouched(app: AppContext, chat: int) -> bool:
    """Whether nothing was answered in the chat's open interview yet."""
    async with app.db.read() as tx:
        found = await interviews.open_of(tx, chat, app.bank)
    return found is not None and [(t.state, t.hints, t.draft.parts) for t in found.turns] == [(TurnState.OPEN, (), ())]


async def was_taken(app: AppContext, chat: int, source: str) -> bool:
    """Whether a message of this chat was taken as an answer."""
    async with app.db.read() as tx:
        return await idempotency.is_claimed(tx, chat, source)


async def turn_of(app: AppContext, chat: int, interview: str, turn: int) -> tuple[Interview, Turn] | None:
    """A turn of one of the chat's interviews; None when the chat has no such interview or turn."""
    async with app.db.read() as tx:
        found = await interviews.of_chat(tx, chat, interview, app.bank, lock=False)
    asked = found.turn(turn) if found else None
    return (found, asked) if found and asked else None


async def is_heard(app: AppContext, person: int) -> bool:
    """Whether an answer of this person is gathered or worked on."""
    async with app.db.read() as tx:
        graded = await tasks.is_waiting(tx, person, (GRADE,), due=app.now())
        return graded or await tasks.is_waiting(tx, person, (SETTLE,))


async def waits(app: AppContext, person: int, *, now: bool = False) -> bool:
    """Whether a verdict is still to come for this person; `now`: one that is worked on, not put off for want of a judge."""
    async with app.db.read() as tx:
        return await tasks.is_waiting(tx, person, (GRADE, RUN, APPEAL), due=app.now() if now else None)
