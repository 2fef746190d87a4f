"""Messages: in order and in their lanes, whoever dies in between."""

from __future__ import annotations

from datetime import timedelta

from storage import chats, outbox
from storage.database import Database
from testing.rows import NOW, begun, someone, texts

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)


async def test_lanes_have_the_right_of_way(db: Database) -> None:
    async with db.write() as tx:
        spoken = {}
        for number, lane in enumerate(("report", "drill", "result", "reply"), 1):
            chat = await someone(tx, str(number))
            spoken[lane] = await outbox.say(tx, chat.id, {"text": lane}, lane, NOW)  # type: ignore[arg-type]  # a Lane
        found = await outbox.claim(tx, "telegram", "me", NOW, LEASE, 3)
        assert texts(found) == ["reply", "result", "drill"]
        assert (found[0].channel, found[0].address, found[0].lane) == ("telegram", "4", "reply")
        assert await outbox.waiting(tx, NOW) == dict.fromkeys(spoken, (1, NOW))


async def test_only_urgent_ones_are_taken_when_asked_for(db: Database) -> None:
    async with db.write() as tx:
        for number, lane in enumerate(("drill", "result", "reply"), 1):
            chat = await someone(tx, str(number))
            await outbox.say(tx, chat.id, {"text": lane}, lane, NOW)  # type: ignore[arg-type]  # a Lane
        assert texts(await outbox.claim(tx, "telegram", "me", NOW, LEASE, 9, "reply")) == ["reply"]
        assert texts(await outbox.claim(tx, "telegram", "me", NOW, LEASE, 9, "result")) == ["result"]
        assert texts(await outbox.claim(tx, "telegram", "me", NOW, LEASE, 9)) == ["drill"]


async def test_one_message_of_a_chat_is_on_its_way_and_the_order_holds(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx, "1")
        for text in ("one", "two", "three"):
            await outbox.say(tx, chat.id, {"text": text}, "reply", NOW)
        heard = []
        for number in range(3):
            (row,) = await outbox.claim(tx, "telegram", "me", NOW, LEASE, 10)
            assert await outbox.claim(tx, "telegram", "me", NOW, LEASE, 10) == []
            assert await outbox.sent(tx, row, [100 + number], NOW)
            heard.append(row.payload["text"])
        assert heard == ["one", "two", "three"]
        assert await outbox.claim(tx, "telegram", "me", NOW, LEASE, 10) == []


async def test_an_urgent_message_takes_what_is_before_it_along(db: Database) -> None:
    """A reply behind a report of its own chat: neither overtakes, both go before another chat's drill."""
    async with db.write() as tx:
        other, mine = await someone(tx, "1"), await someone(tx, "2")
        await outbox.say(tx, other.id, {"text": "drill"}, "drill", NOW)
        await outbox.say(tx, mine.id, {"text": "report"}, "report", NOW)
        await outbox.say(tx, mine.id, {"text": "reply"}, "reply", NOW)
        (first,) = await outbox.claim(tx, "telegram", "me", NOW, LEASE, 1)
        await outbox.sent(tx, first, [1], NOW)
        (second,) = await outbox.claim(tx, "telegram", "me", NOW, LEASE, 1)
    assert texts([first, second]) == ["report", "reply"]


async def test_a_deferred_message_holds_up_nobody(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx, "1")
        await outbox.say(tx, chat.id, {"text": "in the morning"}, "result", NOW, not_before=NOW + 8 * LEASE)
        await outbox.say(tx, chat.id, {"text": "now"}, "reply", NOW)
        (row,) = await outbox.claim(tx, "telegram", "me", NOW, LEASE, 10)
        assert row.payload["text"] == "now"
        await outbox.sent(tx, row, [1], NOW)
        (later,) = await outbox.claim(tx, "telegram", "me", NOW + 8 * LEASE, LEASE, 10)
        assert later.payload["text"] == "in the morning"
        assert later.lane == "result"
        assert await outbox.defer(tx, later, NOW + 9 * LEASE)
        assert await outbox.claim(tx, "telegram", "me", NOW + 8 * LEASE, LEASE, 10) == []


async def test_a_postponed_message_holds_up_its_chat_alone(db: Database) -> None:
    async with db.write() as tx:
        slow, quick = await someone(tx, "1"), await someone(tx, "2")
        for text in ("one", "two"):
            await outbox.say(tx, slow.id, {"text": text}, "reply", NOW)
        (row,) = await outbox.claim(tx, "telegram", "me", NOW, LEASE, 1)
        assert await outbox.postpone(tx, row, NOW + 30 * SECOND, "too many requests")
        await outbox.say(tx, quick.id, {"text": "other"}, "reply", NOW)
        assert texts(await outbox.claim(tx, "telegram", "me", NOW + SECOND, LEASE, 10)) == ["other"]
        assert texts(await outbox.claim(tx, "telegram", "me", NOW + 30 * SECOND, LEASE, 10)) == ["one"]


async def test_a_message_whose_deliverer_died_is_sent_by_the_next(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx, "1")
        for text in ("one", "two"):
            await outbox.say(tx, chat.id, {"text": text}, "reply", NOW)
        (lost,) = await outbox.claim(tx, "telegram", "dead", NOW, LEASE, 10)
        (again,) = await outbox.claim(tx, "telegram", "me", NOW + LEASE, LEASE, 10)
        assert (again.id, again.attempts) == (lost.id, 2)
        assert not await outbox.sent(tx, lost, [1], NOW)
        assert await outbox.fail(tx, again, "refused", NOW)
        assert texts(await outbox.claim(tx, "telegram", "me", NOW + LEASE, LEASE, 10)) == ["two"]


async def test_nothing_goes_to_a_chat_that_is_gone_until_it_is_back(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx, "1")
        await outbox.say(tx, chat.id, {"text": "lost"}, "reply", NOW)
        await chats.gone(tx, chat.id, NOW, "blocked by the person")
        await outbox.say(tx, chat.id, {"text": "kept"}, "reply", NOW)
        assert await outbox.claim(tx, "telegram", "me", NOW, LEASE, 10) == []
        assert not (await someone(tx, "1")).gone
        assert texts(await outbox.claim(tx, "telegram", "me", NOW, LEASE, 10)) == ["kept"]


async def test_the_terminal_has_its_own_messages(db: Database) -> None:
    async with db.write() as tx:
        terminal, telegram = await someone(tx, "me"), await someone(tx, "1")
        await outbox.say(tx, terminal.id, {"text": "here"}, "reply", NOW)
        await outbox.say(tx, telegram.id, {"text": "there"}, "reply", NOW)
        assert texts(await outbox.claim(tx, "telegram", "me", NOW, LEASE, 10)) == ["there"]
        found = await outbox.of_chat(tx, terminal.id)
        assert texts(found) == ["here"]
        await outbox.printed(tx, [row.id for row in found], NOW)
        assert await outbox.of_chat(tx, terminal.id) == []
        assert texts(await outbox.of_chat(tx, terminal.id, unsent=False)) == ["here"]


async def test_what_was_shown_is_found_again(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx, "1")
        for ids in ([1], [2, 3]):
            await outbox.say(tx, chat.id, {"text": "grade"}, "reply", NOW, turn_key="grade:i1:1")
            (row,) = await outbox.claim(tx, "telegram", "me", NOW, LEASE, 1)
            await outbox.sent(tx, row, ids, NOW)
        assert await outbox.shown(tx, chat.id, "grade:i1:1") == [2, 3]
        assert await outbox.shown(tx, chat.id, "grade:i1:1", since=NOW + SECOND) == []
        assert await outbox.shown(tx, chat.id, "grade:i1:2") == []
        found = await outbox.sent_as(tx, chat.id, 1)
        assert found is not None
        assert found.turn_key == "grade:i1:1"
        assert await outbox.sent_as(tx, chat.id, 9) is None
        assert await outbox.tidy(tx, NOW + SECOND) == 2


async def test_what_came_of_a_quiz_waits_for_somebody_who_never_wrote(db: Database) -> None:
    async with db.write() as tx:
        chat = await someone(tx, "1")
        await begun(tx, chat, "quiz1", kind="quiz")
        for event, interview in (("result", "quiz1"), ("question", "other"), ("summary", "quiz1")):
            await outbox.say(tx, chat.id, {"text": event, "message": {"interview": interview}}, "reply", NOW)
        await outbox.say(tx, chat.id, {"text": "notice", "message": {}}, "reply", NOW)
        assert texts(await outbox.claim(tx, "telegram", "me", NOW, LEASE, 9)) == ["result"]
        await chats.gone(tx, chat.id, NOW, "bot can't initiate conversation with a user")
        assert texts(await outbox.of_chat(tx, chat.id)) == ["result", "summary"]
        assert await outbox.waiting(tx, NOW) == {}, "nobody is alarmed"
        assert await outbox.claim(tx, "telegram", "me", NOW, LEASE, 9) == []
        await someone(tx, "1")
        assert texts(await outbox.claim(tx, "telegram", "me", NOW, LEASE, 9)) == ["result"]
        await chats.gone(tx, chat.id, NOW, "blocked by the person")
        assert await outbox.tidy(tx, NOW) == 0
        assert await outbox.tidy(tx, NOW + SECOND) == 4
