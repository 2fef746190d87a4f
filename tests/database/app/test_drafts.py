"""An answer gathers from messages until its person is done, on both databases, with a clock that stands still."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app import interviews
from app.drafts import NotDelivered
from app.messages.answering import Listening
from app.messages.interview import SummaryMessage
from app.messages.values import Notice
from interview.marks import marks
from interview.model import Mode, Phase, TurnState
from storage import outbox
from storage.database import Database
from testing.chatting import LEASE, Phone
from testing.context import ANSWER, QUESTION, Clock, running_app
from testing.judge_server import JudgeServer, behaves, verdicts

WHOLE = "A cross-encoder reads the query and the passage together, so its order is better."
BROKEN_OFF = "A cross-encoder reads the query and the passage together because the"


def none_said(reply: dict[str, Any]) -> None:
    """A judge that overlooked everything."""
    for point in reply["points"]:
        point.update(quote="", verdict="missing")


async def test_messages_are_one_answer_after_a_silence(db: Database) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        await phone.says(WHOLE)
        await phone.delivers()
        assert phone.events() == ["question", "listening"]
        clock.passes(seconds=7.9)
        await phone.works()
        await phone.says("It is slow, though.")
        clock.passes(seconds=7.9)
        await phone.works()
        assert (await phone.interview()).phase is Phase.ASKING, "the silence began anew"
        clock.passes(seconds=0.1)
        await phone.works()
        found = await phone.interview()
        assert found.turns[0].answer == f"{WHOLE}\nIt is slow, though."
        assert found.turns[0].generation == 1
        await phone.delivers()
        assert "listening" not in phone.events()


async def test_an_unfinished_answer_is_waited_for_half_as_long_again(db: Database) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        await phone.says(BROKEN_OFF)
        clock.passes(seconds=11.9)
        await phone.works()
        assert (await phone.interview()).phase is Phase.ASKING
        clock.passes(seconds=0.1)
        await phone.works()
        assert (await phone.interview()).turns[0].answer == BROKEN_OFF


async def test_a_tap_ends_the_draft_at_once_and_only_once(db: Database) -> None:
    async with running_app(db, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        assert not await interviews.done(app, phone.chat.id, (await phone.interview()).id, 1)
        await phone.says(WHOLE)
        id = (await phone.interview()).id
        assert await interviews.done(app, phone.chat.id, id, 1)
        assert not await interviews.done(app, phone.chat.id, id, 1)
        await phone.works()
        assert (await phone.interview()).turns[0].generation == 1
        assert await phone.delivers()
        assert phone.events()[0] == "question"
        assert "listening" not in phone.events(), "a card that nobody has seen is not sent"


async def test_a_repeated_message_is_no_second_part_and_an_edit_takes_its_place(db: Database) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        first = await phone.says("one")
        await phone.says("two")
        await phone.says("one", number=first)
        assert await phone.edits(first, "three")
        clock.passes(seconds=12)
        await phone.works()
        assert (await phone.interview()).turns[0].answer == "three\ntwo"


async def test_what_comes_while_it_is_graded_is_graded_with_it(db: Database, judge: JudgeServer) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, settle_seconds=8, judge_url=judge.url) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        await phone.says("one")
        assert await interviews.done(app, phone.chat.id, (await phone.interview()).id, 1)
        await phone.says("two")
        clock.passes(seconds=12)
        await phone.works()
        found = await phone.interview()
        assert (found.turns[0].answer, found.turns[0].generation, found.turns[0].first) == ("one\ntwo", 1, None)
        assert [request.answer for request in judge.requests] == ["one\ntwo"]


async def test_a_judge_that_answers_at_once_grades_no_sooner(db: Database, judge: JudgeServer) -> None:
    judge.latency = 0.05
    clock = Clock()
    async with running_app(db, clock=clock, settle_seconds=8, judge_url=judge.url) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        for words in ("first,", "second,", "and third"):
            await phone.says(words)
            clock.passes(seconds=5)
            await phone.works()
        assert not judge.requests
        clock.passes(seconds=12)
        await phone.works()
        assert [request.answer for request in judge.requests] == ["first,\nsecond,\nand third"]


async def test_buttons_do_not_wait_and_lose_no_draft(db: Database) -> None:
    async with running_app(db, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION, "attn-kv-cache")
        await phone.says(WHOLE)
        await interviews.hint(app, phone.chat.id)
        assert (await phone.interview()).turns[0].draft.text == WHOLE
        await interviews.stop(app, phone.chat.id)
        await phone.works()
        found = await phone.interview()
        assert found.phase is Phase.ABANDONED
        assert (found.turns[0].answer, found.turns[0].generation) == (WHOLE, 1)


# -- delivered before answered ---------------------------------------------------------------------------------------


async def graded(phone: Phone) -> int:
    """Answers the open question; its grade and the follow-up wait in the outbox. The number of a message before both."""
    await phone.says(ANSWER)
    early = phone.number()
    assert await interviews.done(phone.app, phone.chat.id, (await phone.interview()).id, 1)
    await phone.works()
    assert len((await phone.interview()).turns) == 2
    return early


async def test_a_question_is_open_once_it_is_on_the_screen(db: Database) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        early = await graded(phone)
        await phone.says("This belongs to it.")
        await phone.delivers()
        await phone.says("And this.", number=early)
        clock.passes(seconds=12)
        await phone.works()
        found = await phone.interview()
        assert found.turns[0].answer == f"{ANSWER}\nThis belongs to it.\nAnd this."
        assert found.turns[0].first is None, "nothing of a verdict had been seen"
        assert found.turns[1].state is not TurnState.ANSWERED
        await phone.delivers()
        await phone.says("To the follow-up.")
        clock.passes(seconds=12)
        await phone.works()
        now = await phone.interview()
        assert [turn.answer for turn in now.turns if turn.state is TurnState.ANSWERED][1] == "To the follow-up."


async def test_whether_a_question_on_its_way_is_there_is_found_out_first(db: Database) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        await graded(phone)
        await phone.delivers(most=1)
        async with app.db.write() as tx:
            rows = await outbox.of_chat(tx, phone.chat.id)
            assert len(rows) == 1
            [row] = await outbox.claim(tx, "telegram", "one", app.now(), LEASE, 1)
        with pytest.raises(NotDelivered):
            await phone.says("An answer?", number=50)
        async with app.db.write() as tx:
            await outbox.sent(tx, row, [40], app.now())
        await phone.says("An answer?", number=50)
        assert (await phone.interview()).turns[1].draft.text == "An answer?"


async def test_what_is_written_before_the_first_question_is_told_so(db: Database) -> None:
    async with running_app(db, settle_seconds=8) as app:
        phone = await Phone.of(app)
        early = phone.number()
        await phone.begins(QUESTION)
        await phone.says("hello", number=early)
        await phone.delivers()
        assert phone.events() == ["question", "written_too_early"]


# -- right after a follow-up -----------------------------------------------------------------------------------------


async def followed_up(phone: Phone) -> str:
    """A follow-up that has just arrived; the words of the question's own answer."""
    await graded(phone)
    await phone.delivers()
    return (await phone.interview()).items[0].question.reference.get("en")


def asked_with(phone: Phone) -> str:
    """The code of the message that the card on the screen asks about."""
    cards = [e.message.content for e in phone.shown.values() if isinstance(e.message, Notice)]
    return next((card.unclear for card in reversed(cards) if isinstance(card, Listening)), "")


async def test_what_reads_like_the_old_answer_is_asked_about_and_moved_by_a_tap(db: Database) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        more = await followed_up(phone)
        clock.passes(seconds=14)
        await phone.says(more)
        await phone.delivers()
        part = asked_with(phone)
        assert part
        id = (await phone.interview()).id
        assert await interviews.belongs_before(app, phone.chat.id, id, 2, part)
        assert not await interviews.belongs_before(app, phone.chat.id, id, 2, part), "the second tap changes nothing"
        clock.passes(seconds=12)
        await phone.works()
        found = await phone.interview()
        assert found.turns[0].answer == f"{ANSWER}\n{more}"
        assert found.turns[0].first is not None, "the follow-up had been seen"
        assert not found.turns[1].draft.parts


@pytest.mark.parametrize(("after", "asks"), [(14, True), (16, False)])
async def test_left_alone_it_answers_the_follow_up(db: Database, after: float, asks: bool) -> None:
    clock = Clock()
    async with running_app(db, clock=clock, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        more = await followed_up(phone)
        clock.passes(seconds=after)
        await phone.says(more)
        await phone.delivers()
        assert bool(asked_with(phone)) is asks
        clock.passes(seconds=12)
        await phone.works()
        assert (await phone.interview()).turns[1].answer == more
        await phone.delivers()
        assert "listening" not in phone.events()


# -- second thoughts -------------------------------------------------------------------------------------------------


async def test_in_an_exam_the_answer_before_is_taken_back_under_the_follow_up(db: Database) -> None:
    async with running_app(db, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION, mode=Mode.EXAM)
        await followed_up(phone)
        id = (await phone.interview()).id
        assert not await interviews.add(app, phone.chat.id, id, 1)
        assert await interviews.take_back(app, phone.chat.id, id, 2)
        assert not await interviews.take_back(app, phone.chat.id, id, 2), "its turn is over"
        assert not await interviews.take_back(app, phone.chat.id, id, 1), "once"
        found = await phone.interview()
        assert found.current is found.turns[0]
        assert found.turns[0].first is not None, "the follow-up had been seen"
        await phone.delivers()
        assert phone.events()[-2:] == ["withdrawn", "question"]


async def test_what_is_added_is_graded_with_the_whole_and_raises_no_first_mark(
    db: Database, judge: JudgeServer
) -> None:
    judge.always(verdicts(none_said))
    async with running_app(db, settle_seconds=8, judge_url=judge.url) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        more = await followed_up(phone)
        before = await phone.interview()
        judge.always(behaves())
        assert await interviews.add(app, phone.chat.id, before.id, 1)
        await phone.delivers()
        assert phone.events()[-1] == "listening"
        await phone.says(more)
        assert await interviews.done(app, phone.chat.id, before.id, 1)
        await phone.works()
        found = await phone.interview()
        assert judge.requests[-1].answer == f"{ANSWER}\n{more}"
        assert marks(found, 0).unprompted == marks(before, 0).unprompted == 0
        assert (marks(found, 0).after or 0) > 0


async def test_a_summary_says_that_something_was_taken_back(db: Database) -> None:
    async with running_app(db, settle_seconds=8) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        await followed_up(phone)
        assert await interviews.take_back(app, phone.chat.id, (await phone.interview()).id, 1)
        await interviews.stop(app, phone.chat.id)
        summed = [e.message for e in await phone.delivers() if isinstance(e.message, SummaryMessage)]
        assert [message.taken_back for message in summed] == [1]


# -- killed in every window ------------------------------------------------------------------------------------------


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    opened = Database.open(sqlite_url)
    yield opened
    await opened.close()


async def _settles(phone: Phone) -> None:
    current = (await phone.interview()).current
    assert current is not None
    assert await interviews.done(phone.app, phone.chat.id, (await phone.interview()).id, current.number)


STEPS = ("say", "say", "settle", "say", "settle", "grade", "say", "deliver", "say", "say", "settle", "grade", "deliver")


@pytest.mark.parametrize("killed_after", range(1, len(STEPS) + 1))
async def test_no_message_counts_twice_whenever_the_program_dies(sqlite: Database, killed_after: int) -> None:
    """What was handled and not yet noted as done comes again after a kill; here everything does, in every window."""
    async with running_app(sqlite, settle_seconds=600) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        said: dict[int, str] = {}
        for place, step in enumerate(STEPS, 1):
            match step:
                case "say":
                    words = f"{ANSWER} (message {len(said)})"
                    said[await phone.says(words)] = words
                case "settle":
                    await _settles(phone)
                case "grade":
                    await phone.works()
                case _:
                    await phone.delivers()
            if place == killed_after:
                for number, words in said.items():
                    await phone.says(words, number=number)
        found = await phone.interview()
        whole = "\n".join(turn.draft.text or turn.answer for turn in found.turns)
        assert [whole.count(words) for words in said.values()] == [1] * len(said)


@pytest.mark.parametrize("broken", ["storage.tasks.reschedule", "storage.outbox.say", "storage.interviews.save"])
@pytest.mark.parametrize("first", [True, False])
async def test_a_message_whose_transaction_dies_is_there_once_when_it_comes_again(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, broken: str, first: bool
) -> None:
    class KilledError(Exception):
        pass

    async with running_app(sqlite, settle_seconds=600) as app:
        phone = await Phone.of(app)
        await phone.begins(QUESTION)
        if not first:
            await phone.says("one")
            await phone.delivers()
        number = phone.number()
        module, name = broken.rsplit(".", 1)
        works = getattr(importlib.import_module(module), name)

        async def dies(*given: Any, **more: Any) -> None:
            await works(*given, **more)
            raise KilledError

        if first or name != "say":
            with monkeypatch.context() as patched, pytest.raises(KilledError):
                patched.setattr(broken, dies)
                await phone.says("two", number=number)
        for _ in range(2):
            await phone.says("two", number=number)
        assert (await phone.interview()).turns[0].draft.text == ("two" if first else "one\ntwo")
