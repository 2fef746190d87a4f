"""`/give`: a person gives an answer of theirs for labelling: shown word for word before, listed, taken back; and the export."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from app.apply import notify
from app.messages.giving import (
    GiveAsked,
    GiveBack,
    GivenAnswer,
    GivenListed,
    GiveRefused,
    GiveTaken,
    GiveUsage,
    GivingNotice,
)
from app.messages.values import Notice
from grader.lines import answer_line
from interview.names import name_of, turn_called
from questions.model import Kind, task
from storage import chats, given, idempotency, interviews

if TYPE_CHECKING:
    from app.context import AppContext
    from interview.model import Interview, Turn
    from questions.bank import Bank
    from storage.database import Database
    from storage.transaction import Tx

YES = ("yes", "y", "是", "给", "确定")
BACK = ("back", "收回")
SHOWN, SHORT = 10, 40  # given answers of a list, and characters of each
ANSWER_SHOWN = 3000  # characters; a longer answer is not given, because nobody has seen all of it
DIGITS = 18


async def command(app: AppContext, chat: int, said: str) -> None:
    """`/give`, `/give 2.1`, `/give 2.1 yes`, `/give back 3`; a yes to words that were not shown shows them."""
    words = said.casefold().split()
    async with app.db.write() as tx:
        told = await _told(tx, app, chat, words)
        await notify(tx, app, chat, Notice(told, (await chats.get(tx, chat)).language))


async def _told(tx: Tx, app: AppContext, chat: int, words: list[str]) -> GivingNotice:
    person = await chats.person_of(tx, chat)
    if len(words) == 2 and words[0] in BACK and words[1].isdecimal() and len(words[1]) <= DIGITS:
        number = int(words[1])
        return GiveBack(number, await given.take_back(tx, person, number))
    found = await interviews.latest_of(tx, chat, app.bank)
    if not words or words[0] in BACK:
        held = await given.of_person(tx, person)
        shown = tuple(GivenAnswer(one.number, one.question[:SHORT], one.answer[:SHORT]) for one in held[:SHOWN])
        return GivenListed(len(held), shown) if held else GiveUsage(_latest(found))
    turn = turn_called(found, words[0]) if found else None
    if found is None or turn is None or not can_be_given(found, turn):
        return GiveRefused(words[0][:8])
    asked = task(found.items[turn.item].question, turn.probe).question.get(found.language).strip()
    seen = _shown_as(found, turn)
    if words[1:2] and words[1] in YES and await idempotency.is_claimed(tx, chat, seen):
        number = await given.give(
            tx, found.id, turn.number, key=app.new_id(), question=asked, answer=turn.answer, now=app.now()
        )
        return GiveTaken(number)
    await idempotency.claim_once(tx, chat, seen, app.now())
    return GiveAsked(name_of(found, turn), asked, turn.answer)


def _shown_as(interview: Interview, turn: Turn) -> str:
    """By what it is known that these very words were shown: another answer under the same name was not."""
    words = f"{interview.id}:{turn.number}:{turn.answer}"
    return f"give:{sha256(words.encode()).hexdigest()}"


def can_be_given(interview: Interview, turn: Turn) -> bool:
    """Whether it is an answer in words to a question of the bank: no story of one's own, no code, nothing too long to show."""
    question = interview.items[turn.item].question
    is_words = question.kind is not Kind.OPEN and not (question.hands_on and turn.probe is None)
    return turn.is_answered and is_words and 0 < len(turn.answer) <= ANSWER_SHOWN


def _latest(found: Interview | None) -> str:
    turns = [turn for turn in found.turns if can_be_given(found, turn)] if found else []
    return name_of(found, turns[-1]) if found and turns else ""


async def exported(db: Database, bank: Bank) -> list[dict[str, Any]]:
    """Every given answer as a line that is graded and labelled: no name, no number of ours, no date."""
    async with db.read() as tx:
        found = await given.everybodys(tx, bank)
    return [
        answer_line(one.key, one.language, task(one.question, one.probe), one.answer, question_id=one.question.id)
        for one in found
    ]
