"""Garbage through the real application: no traceback, no hang, and nobody's interview moves."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.render import show
from bot.split import AT_MOST, units
from testing.botapi import BotApi, parse_html
from testing.garbage import bounded, garbled, texts
from testing.in_process import Inside, inside, place, user

VICTIM, SENDER, GROUP = 7, 900, -900
UNMOVED = ("interviews", "items", "turns", "appeals")


@dataclass
class World:
    """The application on a loop of this module, with somebody in the middle of an interview."""

    runner: asyncio.Runner
    bot: Inside
    interview: str = ""

    def take(self, *updates: Any) -> list[Any]:
        """Takes updates in; what was logged as an error."""
        with capture_logs() as logs:
            self.runner.run(self.bot.take(*updates))
        return [line for line in logs if line["log_level"] in ("error", "critical")]

    def state(self) -> dict[str, list[Any]]:
        held = self.runner.run(self.bot.state())
        return {table: [row for row in held[table] if f"'{self.interview}'" in row] for table in UNMOVED}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with asyncio.Runner() as runner:
        if request.param == "sqlite":
            file = tmp_path_factory.mktemp("fuzz") / "interviews.db"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
            url = f"sqlite:///{file}"
        else:
            url = request.getfixturevalue("shared_postgres_url")
        stack = AsyncExitStack()

        async def begin() -> World:
            api = await stack.enter_async_context(BotApi())
            bot = await stack.enter_async_context(inside(api, url, answers_per_minute=1_000_000))
            made = World(runner, bot)
            await bot.say(VICTIM, "/interview attention 1")
            made.interview = (await bot.said(VICTIM))[-1]["interview"]
            return made

        yield runner.run(begin())
        runner.run(stack.aclose())


def message(**more: Any) -> dict[str, Any]:
    made = {"message_id": 5, "date": 1, "chat": place(SENDER), "from": user(SENDER), "text": "/interview attention 1"}
    return made | {"entities": [{"type": "bot_command", "offset": 0, "length": 10}]} | more


TAP = {"id": "1", "from": user(SENDER), "chat_instance": "1"}
VALID = (
    {"message": message()},
    {"message": message(chat=place(GROUP), text="/quiz")},
    {"message": message(text="a `word`", entities=[{"type": "code", "offset": 2, "length": 4}], reply_to_message=message())},
    {"edited_message": message(text="edited", edit_date=2)},
    {"message": message(text=None, voice={"file_id": "v", "file_unique_id": "v", "duration": 1, "file_size": 10})},
    {"message": message(text=None, caption="c", photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])},
    {"callback_query": TAP | {"message": message(), "data": "warmup"}},
    {"callback_query": TAP | {"message": message(chat=place(GROUP)), "data": "forget:y"}},
    {
        "my_chat_member": {
            "chat": place(SENDER), "from": user(SENDER), "date": 1,
            "old_chat_member": {"user": user(1), "status": "member"},
            "new_chat_member": {"user": user(1), "status": "kicked", "until_date": 0},
        }
    },
)  # fmt: skip


def test_malformed_updates_move_nothing_and_stop_nothing(world: World) -> None:
    before = world.state()

    @bounded(120)
    @given(st.lists(garbled(*VALID), min_size=1, max_size=4))
    def fuzz(updates: list[Any]) -> None:
        assert world.take(*(one for one in updates if isinstance(one, dict))) == []

    fuzz()
    assert world.state() == before
    assert world.take(world.bot.message(SENDER + 1, "/help")) == []
    assert world.runner.run(world.bot.last(SENDER + 1)) == "help_text"


def test_every_text_is_taken_and_can_be_shown(world: World) -> None:
    """As an answer, as words behind each command, and as a name: all that is said about it is HTML that Telegram reads."""
    verbs = "interview appeal check drill plan timezone language report start history x".split()
    heads = ["", "/appeal 1 ", *(f"/{verb} " for verb in verbs)]
    before = world.state()
    shown = 0

    @bounded(150)
    @given(st.sampled_from(heads), texts, texts)
    def fuzz(head: str, words: str, name: str) -> None:
        nonlocal shown
        sent = world.bot.message(SENDER, f"{head}{words}" or "x")
        sent["message"]["from"] = user(SENDER) | {"first_name": name}
        assert world.take(sent) == []
        said = world.runner.run(world.bot.envelopes(SENDER))
        for one in said[shown:]:
            for part in show(one).parts:
                assert 0 < units(parse_html(part)) <= AT_MOST
        shown = len(said)

    fuzz()
    assert world.state() == before


def test_made_up_taps_touch_no_interview_of_another(world: World) -> None:
    verbs = st.sampled_from("u h s x w r a k i d hold lang mode zone drill forget warmup again report n q".split())
    words = st.one_of(
        texts,
        st.sampled_from(
            [world.interview, world.interview[:8], "", "1", "0", "-1", "99999", "٣", "y", "zh", "exam", "%", "_"]
        ),
    )
    data = st.one_of(texts, st.builds(lambda verb, rest: ":".join([verb, *rest]), verbs, st.lists(words, max_size=4)))
    before = world.state()

    @bounded(150)
    @given(data, st.sampled_from([SENDER, GROUP]))
    def fuzz(data: str, chat: int) -> None:
        assert world.take(world.bot.tap(SENDER, data, chat=chat)) == []

    fuzz()
    assert world.state() == before
