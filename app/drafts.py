"""Messages of an answer on their way to the engine: which turn each belongs to, and when silence ends a draft.

A turn is open for answers once its question is on the screen; what was written before belongs to the turn that was there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.apply import SETTLE, Applied, Refused, apply, notify, respond, settle_key
from app.messages.answering import Listening
from app.messages.values import Notice
from app.tasks import Handler, RetryPolicy
from grader.triage import is_dont_know
from interview.belonging import reads_like_more
from interview.effects import Refusal
from interview.events import Answered, Event, PartSaid, Settled, Unknown
from interview.model import Interview, Mode, Phase, Turn
from questions.errors import InterviewerError
from storage import interviews, outbox, tasks

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.tasks import QueuedTask
    from storage.transaction import Tx

MESSAGE_AT_MOST = 4096  # characters; a longer part is one that a client had cut
JUST_ASKED = timedelta(
    seconds=15
)  # after a follow-up's arrival, in which what comes may have been typed before it was seen
UNKNOWN_FATE = timedelta(seconds=60)  # in which a question that may be on the screen is found to be, or is sent again
RETRY = RetryPolicy((1, 5, 15))


class NotDelivered(InterviewerError):
    """Whether the open question is on the screen yet is not known; what refers to it is to be tried again in a moment."""

    def __init__(self) -> None:
        super().__init__("the question is on its way")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message. key: its name. order: its number in the channel, larger than that of every message before it; None
    where nothing can come too early. spoken: a transcript. whole: nothing more is waited for after it."""

    key: str
    text: str
    order: int | None = None
    spoken: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Addressed:
    """The turn a message belongs to. seen: a verdict on it or a follow-up to it was on the screen."""

    turn: Turn
    seen: bool


async def add(tx: Tx, app: AppContext, chat: int, interview: Interview, addressed: Addressed, heard: Heard) -> None:
    """Adds a message to an answer, or gives a whole one when it has no name; "I don't know" alone waits for nothing."""
    turn = addressed.turn
    event: Event = PartSaid(turn.number, heard.key, heard.text, heard.spoken, addressed.seen)
    if turn is interview.current and interview.phase is Phase.ASKING:
        if is_dont_know(heard.text) and not turn.draft.parts:
            event = Unknown(turn.number, heard.text, heard.spoken)
        elif not heard.key:
            event = Answered(turn.number, heard.text, heard.spoken)
    unclear = isinstance(event, PartSaid) and await _reads_like_more(tx, app, chat, interview, turn, heard.text)
    outcome = await respond(tx, app, chat, interview, event, quiet=unclear)
    if unclear and isinstance(outcome, Applied):
        asked = Listening(interview.id, turn.number, adding=False, unclear=part_code(heard.key))
        await notify(tx, app, chat, Notice(asked, interview.language))
    if heard.whole and isinstance(outcome, Applied):
        draft = outcome.interview.turns[turn.number - 1].draft
        if draft.open:
            await apply(tx, app, chat, outcome.interview, Settled(turn.number, draft.changes))


def part_code(key: str) -> str:
    """Eight characters that stand for the name of a message."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


async def _reads_like_more(tx: Tx, app: AppContext, chat: int, interview: Interview, turn: Turn, text: str) -> bool:
    """Whether the first message after a follow-up's arrival may belong to the answer before, so that its person is asked."""
    previous = interview.previous
    asks = turn is interview.current and interview.phase is Phase.ASKING and not turn.draft.parts and turn.probe
    if not asks or not app.settings.settle_seconds or interview.mode is Mode.EXAM:
        return False
    if previous is None or not previous.is_answered or previous.item != turn.item:
        return False
    question = interview.items[turn.item].question
    if not reads_like_more(text, (question, previous.probe), (question, turn.probe)):
        return False
    shown = await outbox.screened(tx, chat, *asked_as(interview, turn))
    return shown is not None and shown.done_at is not None and app.now() - shown.done_at <= JUST_ASKED


async def addressee(tx: Tx, app: AppContext, chat: int, interview: Interview, order: int | None) -> Addressed | None:
    """Whose answer a message is; None when no turn was on the screen. Raises NotDelivered."""
    current, previous = interview.current, interview.previous
    assert current is not None
    if interview.phase is Phase.ASKING and previous is not None and previous.draft.adding:
        return Addressed(previous, seen=True)
    if order is None or not await _came_before(tx, app, chat, asked_as(interview, current), order):
        return Addressed(current, seen=True)
    if previous is None or not previous.is_answered:
        return None
    verdict = await outbox.screened(tx, chat, f"grade:{interview.id}:{previous.number}")
    return Addressed(previous, seen=verdict is not None and verdict.state == "sent" and min(verdict.ids) < order)


def asked_as(interview: Interview, turn: Turn) -> tuple[str, str]:
    """The turn keys that the message of a turn's question may have."""
    return f"question:{interview.id}:{turn.number}", f"probe:{interview.id}:{turn.number}"


async def _came_before(tx: Tx, app: AppContext, chat: int, keys: tuple[str, str], order: int) -> bool:
    """Whether a message was written before the question was on the screen.

    Of a question that was sent more than once, the response having been lost, an earlier copy may have been there.
    """
    asked = await outbox.screened(tx, chat, *keys)
    if asked is None or asked.state == "failed":
        return False
    if asked.state == "sent":
        return asked.attempts == 1 and bool(asked.ids) and order < asked.ids[0]
    if asked.attempts and app.now() - asked.said_at < UNKNOWN_FATE:
        raise NotDelivered
    return True


async def edit(
    tx: Tx, app: AppContext, chat: int, interview: Interview, key: str, text: str, old: str | None
) -> Refusal | None:
    """A message was edited; `old` is what it said before, where that is known. Why nothing changed, or None.

    An edit of an answer that is graded already waits for nothing more.
    """
    for turn in (interview.current, interview.previous):
        part = next((p for p in turn.draft.parts if p.key == key or (old and old in p.text)), None) if turn else None
        if turn is None or part is None:
            continue
        whole, named = (part.text.replace(old, text, 1) if old and old in part.text else text), part.key
        if not old and len(part.text) > MESSAGE_AT_MOST:  # several messages in one, of which the others are not known
            named = f"{key}:edited"
        outcome = await apply(tx, app, chat, interview, PartSaid(turn.number, named, whole, part.spoken))
        if isinstance(outcome, Refused):
            return None if outcome.reason is Refusal.ALREADY else outcome.reason
        after = outcome.interview.turns[turn.number - 1]
        if turn is not interview.current and after.draft.open:
            await apply(tx, app, chat, outcome.interview, Settled(turn.number, after.draft.changes))
        return None
    return Refusal.OUTDATED


async def hold(tx: Tx, interview: Interview, turn: int) -> None:
    """Waits with this turn's draft until something more is said."""
    await tasks.call_off(tx, SETTLE, settle_key(interview.id, turn))


async def _settle(app: AppContext, one: QueuedTask) -> None:
    """Silence has ended a draft, unless something was said meanwhile."""
    async with app.db.write() as tx:
        if not await tasks.finish(tx, one, app.owner, app.now()):
            return
        interview = await interviews.load(tx, one.payload["interview"], app.bank)
        chat = await interviews.chat_of(tx, one.payload["interview"])
        if interview is not None and chat is not None:
            await apply(tx, app, chat, interview, Settled(one.payload["turn"], one.payload["changes"]))


async def _give_up(tx: Tx, app: AppContext, one: QueuedTask) -> None:
    """Never: a draft is settled however often that fails."""


HANDLER = Handler(SETTLE, _settle, RETRY, _give_up)
