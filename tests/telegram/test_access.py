"""Nobody sees or changes another's interview by any id, and who may not come in gets no further by any kind of update."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app import quiz
from app.chats import meet_group
from cli.commands.people import _invited
from storage import chats, groups, interviews, outbox, people
from storage.tables import drills
from testing.botapi import BotApi, Person
from testing.in_process import Inside, inside, place, user
from testing.running import Running, by_webhook

MINE, OTHER, GROUP = 501, 502, -77
NOW = datetime.now(UTC)
ANSWER = "It divides by the root of d_k."


@pytest.fixture
async def bot(api: BotApi, sqlite_url: str) -> AsyncIterator[Inside]:
    async with inside(api, sqlite_url) as world:
        yield world


async def delivered(bot: Inside, chat: int, message: int) -> None:
    """Everything said in a chat so far is on the screen, as this message."""
    async with bot.app.db.write() as tx:
        for row in await outbox.of_chat(tx, chat, unsent=True):
            await tx.exec_driver_sql(
                f"UPDATE outbox SET state = 'sent', attempts = 1, message_ids = '[{message}]' WHERE id = {row.id}"
            )


async def interviewed(bot: Inside, who: int) -> str:
    """An interview in which the first question has been answered; its id."""
    await bot.say(who, "/interview attention 1")
    assert await bot.last(who) == "question"
    await delivered(bot, 1, 1)
    await bot.say(who, ANSWER)
    async with bot.app.db.read() as tx:
        row = await people.by_telegram(tx, who)
        assert row is not None
        (held,) = await interviews.listed(tx, row.id)
    return held.id


def everything(interview: str) -> list[str]:
    """Every button that names an interview."""
    verbs = ["u", "h", "s", "x", "w", "r", "a", "k", "a:{}:1", "k:{}:1:1"]
    data = []
    for verb in verbs:
        name, _, more = verb.partition(":{}:")
        data += [":".join(filter(None, (name, id, "1", more))) for id in (interview, interview[:8], interview[:1], "")]
    return data


async def test_buttons_with_anothers_interview_do_nothing_and_show_nothing(bot: Inside) -> None:
    theirs = await interviewed(bot, MINE)
    await bot.say(OTHER, "/help")
    before = await bot.state()
    for where in (OTHER, GROUP):
        for data in everything(theirs):
            await bot.take(bot.tap(OTHER, data, chat=where))
    assert {t: rows for t, rows in (await bot.state()).items() if t != "chats"} == {
        t: rows for t, rows in before.items() if t != "chats"
    }
    assert "root of d_k" not in str(await bot.said(OTHER)) + str(await bot.said(GROUP))
    assert {m.get("name") for m in await bot.said(OTHER)} <= {"help_text", "refused", "stale"}
    assert await bot.said(GROUP) == []


async def test_a_prefix_of_an_id_finds_nothing_in_another_chat(bot: Inside) -> None:
    theirs = await interviewed(bot, MINE)
    await bot.say(OTHER, "/help")
    async with bot.app.db.read() as tx:
        mine, other = [await chats.ensure(tx, "telegram", str(who), language="en", now=NOW) for who in (MINE, OTHER)]
        for id in (theirs, theirs[:1], "", "%", "_", "\\"):
            assert await interviews.of_chat(tx, other.id, id, bot.app.bank, lock=False) is None
        found = [await interviews.of_chat(tx, mine.id, id, bot.app.bank, lock=False) for id in (theirs[:1], "%", "_")]
        assert [interview and interview.id for interview in found] == [theirs, None, None]


async def test_a_reply_to_anothers_message_reads_and_answers_nothing(bot: Inside) -> None:
    """A message's number says nothing outside its chat: the reply answers the sender's own question."""
    theirs = await interviewed(bot, MINE)
    await delivered(bot, 1, 4242)
    await bot.say(OTHER, "/interview attention 1")
    await delivered(bot, 2, 1)
    before = await bot.state()
    replied = {"message_id": 4242, "date": 1, "chat": place(OTHER), "text": "q", "from": user(9) | {"is_bot": True}}
    await bot.say(OTHER, "The cache grows with layers and heads, so memory runs out.", reply_to_message=replied)
    assert await bot.last(OTHER) == "question"
    before, after = before["turns"], (await bot.state())["turns"]
    assert [row for row in before if theirs in row] == [row for row in after if theirs in row]
    assert sum("memory runs out" in row for row in after) == 1


async def test_another_private_chat_is_another_person_whoever_claims_to_write(bot: Inside) -> None:
    """Telegram sends no such thing: whoever forges it, in either chat, is not heard."""
    await interviewed(bot, MINE)
    before, said = await bot.state(), await bot.said(MINE)
    for words in ("/why", "/stop", "an answer"):
        await bot.take(bot.message(MINE, words, chat=OTHER), bot.message(OTHER, words, chat=MINE))
    await bot.take(bot.tap(OTHER, "forget:y", chat=MINE))
    assert await bot.state() == before
    assert (await bot.said(MINE), await bot.said(OTHER)) == (said, [])


async def test_group_members_reach_nothing_of_a_persons_interview(bot: Inside) -> None:
    await interviewed(bot, MINE)
    before = await bot.state()
    for words in (
        "/why",
        "/history",
        "/export",
        "/forget",
        "/stop",
        "/skip",
        "/report",
        "/settings",
        "/stats",
        "an answer",
    ):
        await bot.say(OTHER, words, chat=GROUP)
        await bot.say(MINE, words, chat=GROUP)
    for data in (
        "forget:y",
        "warmup",
        "again",
        "hold:y",
        "lang:zh",
        "mode:exam",
        "drill",
        "drill:1:o",
        "date",
        "zone",
        "report",
    ):
        await bot.take(bot.tap(MINE, data, chat=GROUP))
    after = await bot.state()
    assert all(after[t] == before[t] for t in before if t != "chats")
    assert {m.get("name") for m in await bot.said(GROUP)} <= {"only_private", "help_in_group"}


async def test_in_a_group_commands_of_other_bots_and_unknown_ones_are_left_alone(bot: Inside) -> None:
    for words in ("/weather@other_bot Paris", "/weather", "/quiz@other_bot", "/report@other_bot"):
        await bot.say(MINE, words, chat=GROUP)
    assert await bot.said(GROUP) == []
    await bot.say(MINE, "/report@interviewer_test_bot", chat=GROUP)
    await bot.say(MINE, "/help@Interviewer_Test_Bot", chat=GROUP)
    assert [m["name"] for m in await bot.said(GROUP)] == ["only_private", "help_in_group"]


async def test_a_drill_of_another_is_not_opened_by_its_number(bot: Inside) -> None:
    await interviewed(bot, MINE)
    await bot.say(OTHER, "/help")
    async with bot.app.db.write() as tx:
        person = await people.by_telegram(tx, MINE)
        assert person is not None
        row = {"local_day": NOW.date(), "due_at": NOW, "state": "offered", "planned_at": NOW, "changed_at": NOW}
        made = await tx.execute(drills.insert().values(person=person.id, **row).returning(drills.c.id))
        number = made.scalar_one()
    for what in "ols":
        await bot.take(bot.tap(OTHER, f"drill:{number}:{what}"))
    assert [m.get("name") for m in await bot.said(OTHER)] == ["help_text"]
    async with bot.app.db.read() as tx:
        assert (await tx.execute(select(drills.c.state))).scalars().all() == ["offered"]


# -- who may come in -------------------------------------------------------------------------------------------------

STRANGER, FRIEND = 601, 602


def kinds(bot: Inside, who: int) -> list[dict[str, Any]]:
    """One update of every kind that Telegram sends about a person."""
    said = bot.message(who, "a word")["message"]
    wordless = {name: value for name, value in said.items() if name != "text"}
    moved = {"message_id": 1, "date": 1, "old_reaction": [], "new_reaction": []}
    return [
        {"message": said},
        bot.message(who, "/interview attention 1"),
        bot.message(who, "/start"),
        {"edited_message": bot.message(who, "another word")["message"] | {"edit_date": 2}},
        {"message": wordless | {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}},
        {"message": wordless | {"photo": []}},
        bot.tap(who, "warmup"),
        bot.tap(who, "lang:zh"),
        bot.tap(who, "forget:y"),
        bot.tap(who, "warmup", chat=GROUP),
        bot.message(who, "/quiz", chat=GROUP),
        bot.message(who, "/quiz attention", chat=GROUP),
        {"callback_query": {"id": "1", "from": user(who), "inline_message_id": "x", "chat_instance": "1", "data": "warmup"}},
        {"inline_query": {"id": "1", "from": user(who), "query": "attention", "offset": ""}},
        {"business_message": said | {"business_connection_id": "b"}},
        {"channel_post": said | {"chat": {"id": -5, "type": "channel", "title": "c"}}},
        {"message_reaction": moved | {"chat": place(who), "user": user(who)}},
        {"chat_join_request": {"chat": place(GROUP), "from": user(who), "user_chat_id": who, "date": 1}},
        {"poll_answer": {"poll_id": "1", "user": user(who), "option_ids": [1], "option_persistent_ids": ["1"]}},
    ]  # fmt: skip


async def test_a_stranger_gets_no_further_by_any_kind_of_update(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url, allowed_users=(FRIEND,)) as bot:
        for update in kinds(bot, STRANGER):
            await bot.take(update)
            state = await bot.state()
            assert (state["interviews"], state["turns"], state["tasks"]) == ([], [], []), update
            assert {m.get("name") for m in await bot.said(STRANGER)} <= {"no_access"}, update
        assert await bot.last(STRANGER) == "no_access"
        assert {m.get("name") for m in await bot.said(GROUP)} <= {"no_access"}
        await bot.say(FRIEND, "/interview attention 1")
        assert await bot.last(FRIEND) == "question"


async def test_a_start_link_opens_the_door_to_nothing_but_its_answer(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url, allowed_users=(FRIEND,)) as bot:
        for words in ("/start wrong", "/start  ", "/start \u00a0", "/start x y", "/start ' OR 1=1 --", "/start %"):
            await bot.say(STRANGER, words)
        unmarked = bot.message(STRANGER, "/start this is an answer")
        del unmarked["message"]["entities"]
        await bot.take(unmarked)
        assert {m.get("name") for m in await bot.said(STRANGER)} <= {"invitation_wrong", "no_access"}
        assert (await bot.state())["interviews"] == []


@pytest.mark.parametrize("transport", ["polling", "webhook"])
async def test_the_list_holds_however_updates_come(
    api: BotApi, tmp_path: Path, sqlite_url: str, transport: str
) -> None:
    stranger, friend = Person(STRANGER, "en"), Person(FRIEND, "en")
    settings = by_webhook() if transport == "webhook" else {}
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, ALLOWED_USERS=str(FRIEND), **settings):
        await api.say(friend, "/start")
        start = await api.next_message(FRIEND, 0)
        await api.tap(stranger, start, data="warmup")
        message = await api.say(stranger, "/interview attention 1")
        refused = await api.next_message(STRANGER, 0)
        await api.tap(stranger, replace(start, chat=STRANGER), data="warmup")
        await api.wait(lambda: len(api.from_bot(STRANGER)) == 2)  # the same reply is not queued beside itself
        await api.edit(stranger, message, "/topics")
        await api.wait(lambda: len(api.from_bot(STRANGER)) == 3)
    assert {m.text for m in api.from_bot(STRANGER)} == {refused.text}
    assert len(api.from_bot(FRIEND)) == 1
    assert str(STRANGER) in refused.text


async def test_newcomers_get_the_zone_of_the_settings_wherever_they_are_met(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url, timezone="Asia/Shanghai") as bot:
        await bot.say(MINE, "/help")
        await bot.say(OTHER, "/quiz attention", chat=GROUP)
        group = await meet_group(bot.app, str(GROUP), "en")
        await quiz.answer(bot.app, group.id, 1, quiz.Player(STRANGER, "x", "en"), "an answer", 1)
        async with bot.app.db.read() as tx:
            met = [await people.by_telegram(tx, who) for who in (MINE, OTHER, STRANGER)]
    assert [person and person.zone for person in met] == ["Asia/Shanghai"] * 3


# -- invitations -----------------------------------------------------------------------------------------------------


async def test_invitations_are_random_bounded_and_end(api: BotApi, sqlite_url: str) -> None:
    now = datetime.now(UTC)
    async with inside(api, sqlite_url) as bot:
        async with bot.app.db.write() as tx:
            await groups.invite(tx, "once", now, uses=1)
            await groups.invite(tx, "over", now, expires_at=now - timedelta(seconds=1))
        for who, code, name in (
            (701, "once", "invited"), (702, "once", "invitation_wrong"), (703, "over", "invitation_wrong"),
            (704, "ONCE", "invitation_wrong"), (705, "onc_", "invitation_wrong"), (706, "", "no_access"),
        ):  # fmt: skip
            await bot.say(who, f"/start {code}".strip())
            said = [m.get("name") for m in await bot.said(who)]
            assert name in said
            assert ("start" in said) == (name == "invited")


async def test_who_is_in_a_group_is_welcomed_to_the_one_they_are_invited_to(api: BotApi, sqlite_url: str) -> None:
    now = datetime.now(UTC)
    async with inside(api, sqlite_url) as bot:
        async with bot.app.db.write() as tx:
            for token, name in (("first", "Zoo"), ("second", "Ark")):
                await groups.invite(tx, token, now, group=await groups.ensure(tx, name, now))
            await groups.invite(tx, "none", now)
        for token in ("first", "second", "none"):
            await bot.say(707, f"/start {token}")
        said = await bot.said(707)
        assert [m["values"]["group"] for m in said if m.get("name") == "invited"] == ["Zoo", "Ark", ""]
        assert [m["values"]["group"] for m in said if m.get("name") == "band_share"] == ["Zoo", "Ark, Zoo"]


async def test_the_first_invitation_closes_the_door_to_newcomers_and_shuts_nobody_out(bot: Inside) -> None:
    await bot.say(STRANGER, "/help")
    assert await bot.last(STRANGER) == "help_text"
    async with bot.app.db.write() as tx:
        await groups.invite(tx, "once", datetime.now(UTC), uses=1)
    bot.app.invitations.looked_up_at = None  # which is a few seconds ago at most
    await bot.say(STRANGER, "/topics")
    assert await bot.last(STRANGER) == "topics_listed"
    await bot.say(FRIEND, "/help")
    assert await bot.last(FRIEND) == "no_access"
    await bot.say(FRIEND, "/start once")
    await bot.say(FRIEND, "/help")
    assert await bot.last(FRIEND) == "help_text"


async def test_where_a_list_kept_people_out_an_invitation_lets_none_of_them_in(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url, allowed_users=(FRIEND,)) as bot:
        await bot.say(STRANGER, "/help")
        async with bot.app.db.write() as tx:
            await groups.invite(tx, "once", datetime.now(UTC), was_open=False)
        await bot.say(STRANGER, "/help")
        assert await bot.last(STRANGER) == "no_access"


async def test_what_is_stored_is_ones_own_also_for_who_may_not_come_in(bot: Inside) -> None:
    await interviewed(bot, MINE)
    async with bot.app.db.write() as tx:
        person = await people.by_telegram(tx, MINE)
        assert person is not None
        await people.admit(tx, person.id, people.Access.BLOCKED)
    await bot.say(MINE, "/why")
    assert await bot.last(MINE) == "no_access"
    await bot.say(MINE, "/export")
    assert (await bot.said(MINE))[-1]["event"] == "export"
    await bot.say(MINE, "/forget")
    assert await bot.last(MINE) == "forget_question"
    await bot.take(bot.tap(MINE, "forget:n"))
    assert await bot.last(MINE) == "forget_not"
    await bot.take(bot.tap(MINE, "forget:y"))
    async with bot.app.db.read() as tx:
        assert await people.by_telegram(tx, MINE) is None


async def test_two_people_cannot_use_the_last_place_at_once(api: BotApi, postgres_url: str) -> None:
    now = datetime.now(UTC)
    async with inside(api, postgres_url) as bot:
        async with bot.app.db.write() as tx:
            await groups.invite(tx, "once", now, uses=1)
        await bot.take(*(bot.message(who, "/start once") for who in range(710, 722)))
        said = [[m.get("name") for m in await bot.said(who)] for who in range(710, 722)]
    assert sum("invited" in names for names in said) == 1


async def test_a_blocked_person_is_not_let_in_by_a_link(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url) as bot:
        await bot.say(STRANGER, "/help")
        async with bot.app.db.write() as tx:
            await groups.invite(tx, "open", datetime.now(UTC))
            person = await people.by_telegram(tx, STRANGER)
            assert person is not None
            await people.admit(tx, person.id, people.Access.BLOCKED)
        await bot.say(STRANGER, "/start open")
        assert await bot.last(STRANGER) == "no_access"
        await bot.say(STRANGER, "/interview attention 1")
        assert await bot.last(STRANGER) == "no_access"


async def test_codes_cannot_be_guessed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> None:
    from cli.commands import startup

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEWER_DATABASE_URL", sqlite_url)
    startup.settings.cache_clear()
    tokens = {(await _invited("", None, 30, dry_run=False)).token for _ in range(3)}
    startup.settings.cache_clear()
    assert len(tokens) == 3
    assert all(len(base64.urlsafe_b64decode(token)) >= 12 for token in tokens)  # bytes


# -- being forgotten -------------------------------------------------------------------------------------------------


async def test_forget_in_the_middle_of_everything_leaves_nothing(bot: Inside) -> None:
    """Updates, an answer to be graded and a reply of the same person are under way when they are forgotten."""
    await interviewed(bot, MINE)
    await bot.take(
        bot.message(MINE, "one more sentence"), bot.tap(MINE, "warmup"), bot.tap(MINE, "forget:y"),
    )  # fmt: skip
    state = await bot.state()
    assert all(rows == [] for rows in state.values())
    async with bot.app.db.read() as tx:
        kept = (
            await tx.exec_driver_sql("SELECT count(*) FROM inbox WHERE payload IS NOT NULL AND done_at IS NULL")
        ).scalar()
    assert kept == 0
