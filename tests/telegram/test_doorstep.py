"""Coming, stopping and coming back: /start for new and known people, one question before an end, a next step for the plan."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.render import show
from interview.model import Phase
from interview.ramp import Seniority
from storage import interviews, people, plans
from testing.botapi import BotApi
from testing.in_process import Inside, inside

ME = 801


@pytest.fixture
async def bot(api: BotApi, sqlite_url: str) -> AsyncIterator[Inside]:
    async with inside(api, sqlite_url) as world:
        yield world


async def names(bot: Inside) -> list[str]:
    return [str(message.get("name") or message["event"]) for message in await bot.said(ME)]


async def data(bot: Inside, back: int = 1) -> list[str]:
    """What the buttons of one of the latest messages say."""
    envelope = (await bot.envelopes(ME))[-back]
    return [told for row in show(envelope).rows for _, told in row]


async def phases(bot: Inside) -> list[Phase]:
    async with bot.app.db.read() as tx:
        person = await people.by_telegram(tx, ME)
        assert person is not None
        return [one.phase for one in await interviews.listed(tx, person.id)]


async def preferences(bot: Inside) -> Any:
    async with bot.app.db.read() as tx:
        person = await people.by_telegram(tx, ME)
        assert person is not None
        return person


async def test_a_newcomer_says_where_they_stand_and_when_and_the_first_question_is_as_hard(bot: Inside) -> None:
    await bot.say(ME, "/start")
    assert await names(bot) == ["start"]
    assert (await data(bot))[:3] == ["lvl:starting", "lvl:working", "lvl:senior"]
    await bot.take(bot.tap(ME, "lvl:senior"))
    assert await names(bot) == ["start", "seniority_kept"]
    assert await data(bot) == ["nodate"]
    await bot.take(bot.tap(ME, "nodate"))
    assert await data(bot) == ["warmup", "d:algorithms", "d:inference", "d:agents"]
    assert (await preferences(bot)).preferences.seniority is Seniority.SENIOR
    await bot.say(ME, "/interview 3")
    assert [one["level"] for one in await bot.said(ME) if one["event"] == "question"] == [3]
    await bot.say(ME, "/start")
    assert "lvl:starting" not in await data(bot), "it is asked once"


async def test_untold_the_first_question_is_easy(bot: Inside) -> None:
    await bot.say(ME, "/interview 3")
    assert [one["level"] for one in await bot.said(ME) if one["event"] == "question"] == [1]


async def test_whoever_is_known_is_offered_what_they_can_go_on_with(bot: Inside) -> None:
    await bot.say(ME, "/interview attention 1")
    await bot.say(ME, "/start")
    assert (await names(bot))[-2:] == ["welcome_back", "seniority_ask"]
    assert (await data(bot, 2))[0] == "go"
    await bot.take(bot.tap(ME, "go"))
    assert (await names(bot))[-1] == "question"
    await bot.say(ME, "/start")
    assert (await names(bot))[-1] == "welcome_back", "where one stands is asked once"
    assert (await preferences(bot)).preferences.seniority is Seniority.UNTOLD


async def test_stop_asks_once_and_can_be_taken_back(bot: Inside) -> None:
    await bot.say(ME, "/stop")
    assert (await names(bot))[-1] == "refused"
    await bot.say(ME, "/interview attention 1")
    await bot.say(ME, "/stop")
    assert (await names(bot))[-1] == "stop_ask"
    yes, no = await data(bot)
    await bot.take(bot.tap(ME, no))
    assert (await names(bot))[-1] == "stop_no"
    assert await phases(bot) == [Phase.ASKING]
    await bot.take(bot.tap(ME, yes))
    assert (await names(bot))[-2:] == ["summary", "stop_yes"]
    assert await phases(bot) == [Phase.ABANDONED]
    (take_up, *_) = await data(bot, 2)
    await bot.take(bot.tap(ME, yes))
    assert (await names(bot))[-1] == "stop_yes", "a second tap is no message"
    await bot.take(bot.tap(ME, take_up))
    assert (await names(bot))[-1] == "question"
    assert await phases(bot) == [Phase.ASKING]


async def test_what_is_over_cannot_be_taken_up(bot: Inside) -> None:
    await bot.say(ME, "/interview attention 1")
    await bot.say(ME, "/skip")
    assert await phases(bot) == [Phase.FINISHED]
    before = await names(bot)
    await bot.take(bot.tap(ME, "go"), bot.tap(ME, "go:nonsense"))
    assert await names(bot) == before
    assert await phases(bot) == [Phase.FINISHED]


async def test_a_plan_in_words_has_a_next_step(bot: Inside) -> None:
    await bot.say(ME, "/plan")
    assert await data(bot) == ["date"]
    await bot.say(ME, "/plan three weeks after never")
    assert await data(bot) == ["date"]
    await bot.say(ME, "/plan in 3 weeks")
    assert (await names(bot))[-1] == "plan_empty"
    assert await data(bot) == ["warmup", "i"]
    async with bot.app.db.read() as tx:
        assert (await plans.day_of(tx, (await preferences(bot)).id)) is not None
    await bot.say(ME, "/start")
    assert "date" not in await data(bot), "the day is known"
