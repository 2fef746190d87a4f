"""Messages that are no answer: told from answers before anything is graded, replied to, and made answers by one tap.

A message that is not clear waits behind two buttons. Whoever goes on with an answer in the same turn takes it along; left
alone it is graded by nobody.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app import drafts
from app.apply import Accepted, carry_out, decide, notify, respond
from app.messages import build
from interview import aside_replies
from interview.aside_replies import AsideReply, Spoken, reply_to
from interview.asides import Answer, Aside, AsideKind, Unsure, judge
from interview.effects import ShowHint
from storage import asides, idempotency, interviews, tasks
from storage.asides import AsideState, HeardAside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.context import AppContext
    from interview.events import HintAsked
    from interview.model import Interview, Turn
    from storage.transaction import Tx


ASIDE = "aside"  # a kind of task: a judge is asked about a message


class Unclear(StrEnum):
    """What becomes of a message that is not clear."""

    JUDGE = "judge"  # a judge is asked where there is one, and the person where it does not know either
    ASK = "ask"  # the person is asked
    ANSWER = "answer"  # it is an answer: nobody is there to be asked


async def answers_in(
    tx: Tx,
    app: AppContext,
    chat: int,
    interview: Interview,
    text: str,
    *,
    before: Sequence[str] = (),
    source: str = "",
    unclear: Unclear = Unclear.JUDGE,
) -> tuple[str, ...]:
    """What counts as an answer, oldest first, when `text` comes in the turn on the screen; empty: it was replied to.

    before: what counts as an answer of this turn already, oldest first. Messages that were asked about and left alone go
    along with an answer.
    """
    turn = interview.current
    assert turn is not None
    heard = await asides.of_turn(tx, interview.id, turn.number)
    said = (*before, *(one.text for one in heard if one.state is not AsideState.ANSWER))
    question = interview.items[turn.item].question
    match judge(text, question, turn.probe, said):
        case Answer():
            return (*await _taken_along(tx, heard), text)
        case Unsure() if unclear is Unclear.ANSWER:
            return (*await _taken_along(tx, heard), text)
        case Aside(kind):
            id = await asides.keep(tx, interview.id, turn.number, kind, AsideState.ASIDE, text, source, app.now())
            await _reply(tx, app, chat, interview, turn, kind, id)
        case Unsure(likely):
            id = await asides.keep(tx, interview.id, turn.number, likely, AsideState.ASKED, text, source, app.now())
            if unclear is Unclear.JUDGE and app.judged:
                await _ask_judge(tx, app, interview, turn, id)
            else:
                await notify(tx, app, chat, build.aside(interview, turn, likely, id, Spoken(AsideReply.WHICH)))
    return ()


async def _ask_judge(tx: Tx, app: AppContext, interview: Interview, turn: Turn, id: int) -> None:
    payload = {"interview": interview.id, "turn": turn.number, "aside": id}
    await tasks.put(tx, ASIDE, str(id), payload, app.now(), person=interview.person)


async def _taken_along(tx: Tx, heard: Sequence[HeardAside]) -> tuple[str, ...]:
    """The messages that were asked about and left alone, which are answers from now on."""
    waiting = [one for one in heard if one.state is AsideState.ASKED]
    for one in waiting:
        await asides.become(tx, one.id, AsideState.ANSWER)
    return tuple(one.text for one in waiting)


async def waiting(tx: Tx, interview: Interview) -> tuple[str, ...]:
    """Takes along what was asked about in the turn on the screen and left alone: the person says that they are done."""
    assert interview.latest is not None
    return await _taken_along(tx, await asides.of_turn(tx, interview.id, interview.latest.number))


async def taken(tx: Tx, chat: int, id: int, interview: Interview) -> HeardAside | None:
    """Makes an answer of a message that was taken for an aside, or asked about; None when it is one, or its turn has passed."""
    heard = await asides.of_chat(tx, chat, id)
    open_for = {turn.number for turn in (interview.current, interview.previous) if turn is not None}
    if heard is None or heard.state is AsideState.ANSWER or heard.interview != interview.id:
        return None
    if heard.turn not in open_for:
        return None
    await asides.become(tx, id, AsideState.ANSWER)
    return heard


async def confirm(app: AppContext, chat: int, id: int) -> bool:
    """The person says that a message is the aside it seems to be, and that what it wants be done; False when that is over."""
    async with app.db.write() as tx:
        heard = await asides.of_chat(tx, chat, id)
        interview = await interviews.open_of(tx, chat, app.bank)
        turn = interview.current if interview else None
        if heard is None or heard.state is AsideState.ANSWER or interview is None or turn is None:
            return False
        if (heard.interview, heard.turn) != (interview.id, turn.number):
            return False
        if not await idempotency.claim_once(tx, chat, f"aside:{id}", app.now()):
            return False
        await asides.become(tx, id, AsideState.ASIDE)
        event = aside_replies.confirmed(interview, turn, heard.kind)
        if event is None:
            await _reply(tx, app, chat, interview, turn, heard.kind, id)
        else:
            await respond(tx, app, chat, interview, event)
        return True


async def decide_kind(
    tx: Tx, app: AppContext, chat: int, interview: Interview, id: int, kind: AsideKind | None, explained: str = ""
) -> None:
    """What a judge made of a message that was not clear: replies to it as that kind, or (None) asks the person.

    explained: the judge's answer to somebody who asks what the question means, looked through already.
    """
    heard, turn = await asides.of_chat(tx, chat, id), interview.current
    if heard is None or turn is None or heard.state is AsideState.ANSWER or heard.turn != turn.number:
        return
    if kind is None:
        await notify(tx, app, chat, build.aside(interview, turn, heard.kind, id, Spoken(AsideReply.WHICH)))
        return
    await asides.become(tx, id, AsideState.ASIDE, kind)
    if explained:
        await notify(tx, app, chat, build.aside(interview, turn, kind, id, Spoken(AsideReply.EXPLAINED, explained)))
    else:
        await _reply(tx, app, chat, interview, turn, kind, id, explain=False)


async def _reply(
    tx: Tx,
    app: AppContext,
    chat: int,
    interview: Interview,
    turn: Turn,
    kind: AsideKind,
    id: int,
    *,
    explain: bool = True,
) -> None:
    """explain: a judge may be asked what the question means, where nobody wrote that down."""
    if kind is AsideKind.WAIT:
        await drafts.hold(tx, interview, turn.number)
    said = reply_to(interview, turn, kind)
    if not isinstance(said, Spoken):
        said = await _hint(tx, app, chat, interview, said, kind)
    if explain and app.judged and said.reply is AsideReply.ASSUME:
        await _ask_judge(tx, app, interview, turn, id)
    else:
        await notify(tx, app, chat, build.aside(interview, turn, kind, id, said))


async def _hint(tx: Tx, app: AppContext, chat: int, interview: Interview, event: HintAsked, kind: AsideKind) -> Spoken:
    """A hint inside the reply, so that it is one message with one button."""
    match decide(app, interview, event):
        case Accepted(_, after, (ShowHint(turn, point), *_)) as accepted:
            await carry_out(tx, app, chat, accepted, quiet=True)
            return Spoken(AsideReply.HINT, build.hint(after, turn, point).text)
        case _:
            return aside_replies.without_hint(kind)
