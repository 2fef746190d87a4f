"""Plain text: the answer to the open question, unless it replies to something else the bot has asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from telegram import MaybeInaccessibleMessage, Message, Update

from app import interviews as conduct
from bot import keyboards
from bot.context import AGAIN, NotYetError, Talk, source
from bot.handlers import prompts
from bot.message_text import worded
from grader.text import readable
from interview.model import Phase
from storage import interviews, outbox

if TYPE_CHECKING:
    from storage.interviews import About
IDLE = timedelta(minutes=30)
SNIPPET = 400  # characters of an answer that is shown again
SETTLES = timedelta(seconds=10)  # in which what was sent is surely written down


async def text(update: Update, talk: Talk) -> None:
    message = update.message
    assert message is not None
    if message.reply_to_message is None or await _is_answer(message.reply_to_message, message, talk):
        await take(message, talk, worded(message))


async def _is_answer(replied: Message, message: Message, talk: Talk) -> bool:
    """Whether a reply is meant for the open question; a reply to another prompt is dealt with here."""
    if replied.from_user is None or not replied.from_user.is_bot:
        return True
    payload = await said(talk, replied)
    if payload.get("prompt"):
        await prompts.answered(payload["prompt"], message.text or "", talk)
        return False
    about = talk.open
    asked = (payload.get("interview"), payload.get("turn"))
    if payload.get("event") not in ("question", "probe") or about is None or asked == (about.id, about.turn):
        return True
    await talk.say("older_question")
    return False


async def said(talk: Talk, message: MaybeInaccessibleMessage) -> dict[str, Any]:
    """The payload that a message of ours was made from; empty for one that is too old."""
    async with talk.house.db.read() as tx:
        row = await outbox.sent_as(tx, talk.chat.id, message.message_id)
    if row is None and datetime.now(UTC) - message.date < SETTLES:
        raise NotYetError
    return row.payload if row else {}


async def take(message: Message, talk: Talk, words: str) -> None:
    """An answer, the continuation of one that is being graded, or, after a long pause, one to be confirmed first.

    A message that was taken before, and comes again after a crash, changes nothing.
    """
    about = talk.open
    if AGAIN.get() and await _was_heard(talk, message):
        return
    if about is None:
        await talk.say("nothing_open")
    elif about.phase is Phase.GRADING:
        await amend(talk, about.turn, words, add=True, named=f"{source(message)}:part")
    elif await _was_before(talk, about, message.message_id):
        await talk.say("too_late_to_edit")
    elif talk.house.now() - about.idle_since > IDLE:
        await hold(talk, about, words, source(message))
    else:
        await conduct.answer(talk.house, talk.chat.id, words, source=source(message))
        talk.aside(prompts.typing(talk.channel, talk.house, talk.chat))


async def _was_before(talk: Talk, about: About, message_id: int) -> bool:
    """Whether a message was written before the open question was on the screen: then it cannot answer it."""
    async with talk.house.db.read() as tx:
        keys = (f"{kind}:{about.id}:{about.turn}" for kind in ("question", "probe"))
        shown = await outbox.shown(tx, talk.chat.id, *keys, at_once=True)
    return bool(shown) and message_id < shown[0]


async def amend(talk: Talk, turn: int, words: str, *, add: bool, named: str = "") -> None:
    if not await conduct.amend(talk.house, talk.chat.id, turn, words, add=add, source=named):
        await talk.say("too_late_to_edit")


async def hold(talk: Talk, about: About, words: str, named: str) -> None:
    """Asks whether a text that comes after a long pause is an answer; the text waits in the question's own row."""
    prompt = {
        "kind": "hold",
        "interview": about.id,
        "turn": about.turn,
        "text": words,
        "source": named,
        "spoken": False,
    }
    shown, minutes = words if len(words) <= SNIPPET else f"{words[:SNIPPET]}…", int(IDLE.total_seconds() // 60)
    await talk.say("held", text=shown, minutes=minutes, buttons=keyboards.held(talk.language), prompt=prompt)


async def edited(update: Update, talk: Talk) -> None:
    """An edited message counts when it is the answer that is being graded; an older one is left as it was."""
    message = update.edited_message
    assert message is not None
    about = talk.open
    if about is None or about.phase is not Phase.GRADING or await _was_before(talk, about, message.message_id):
        if await _was_heard(talk, message):
            await talk.say("too_late_to_edit")
        return
    words = readable(worded(message))
    whole = talk.heard.changed(message.chat_id, message.message_id, words, await _answer(talk, about))
    if whole is not None or await _was_heard(talk, message):
        await amend(talk, about.turn, whole or words, add=False)
    else:
        named = f"telegram:update:{update.update_id}"
        await amend(
            talk, about.turn, words, add=True, named=named
        )  # a part not known here: nothing of the rest is lost


async def _answer(talk: Talk, about: About) -> str:
    """What stands as the answer to the turn that is being graded."""
    async with talk.house.db.read() as tx:
        interview = await interviews.load(tx, about.id, talk.house.bank, lock=False)
    turn = interview.turn(about.turn) if interview else None
    return turn.answer if turn else ""


async def _was_heard(talk: Talk, message: Message) -> bool:
    async with talk.house.db.read() as tx:
        return await interviews.was_heard(tx, talk.chat.id, source(message))
