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
    assert (await data(bot))[-3:] == ["lvl:starting", "lvl:working", "lvl:senior"]
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
    assert (await names(bot)).count("seniority_ask") == 1, "where one stands is asked once"
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


async def test_a_day_in_a_plain_message_answers_the_question_for_it(bot: Inside) -> None:
    await bot.say(ME, "12月21日")
    assert (await names(bot))[-1] == "nothing_open"
    await bot.take(bot.tap(ME, "date"))
    await bot.say(ME, "12月21日")
    assert (await names(bot))[-1] == "plan_empty"


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        ("/interview KV cache", None), ("/interview kv缓存 2题", None), ("/interview attention 1", {"attention"}),
        ("开始面试", None), ("再来一场面试吧", None), ("我想开始面试 KV cache", None), ("面试，推理", {"inference"}),
        ("start", None), ("Start an interview about RAG", {"rag"}), ("interview me on lora", {"finetuning"}),
    ],
)  # fmt: skip
async def test_an_interview_begins_with_words(bot: Inside, said: str, topics: set[str] | None) -> None:
    await bot.say(ME, said)
    (question,) = [one for one in await bot.said(ME) if one["event"] == "question"]
    assert topics is None or question["topic"] in topics
    if "kv" in said.casefold():
        asked = bot.app.bank.questions[question["question_id"]]
        assert "kv" in str(asked).casefold()
        assert [one["values"]["about"] for one in await bot.said(ME) if one.get("name") == "welcome"] != [""]


async def test_words_that_find_nothing_are_told_what_there_is(bot: Inside) -> None:
    await bot.say(ME, "/interview zzzyyyx")
    assert await names(bot) == ["unknown_topic"]
    for words in ("开始面试的时候我很紧张", "start with the loss", "hello"):
        await bot.say(ME, words)
        assert (await names(bot))[-1] == "nothing_open"


async def test_going_on_in_words(bot: Inside) -> None:
    await bot.say(ME, "继续")
    assert await names(bot) == ["nothing_open"]
    await bot.say(ME, "/interview attention 1")
    await bot.say(ME, "/stop")
    await bot.take(bot.tap(ME, (await data(bot))[0]))
    await bot.say(ME, "继续面试")
    assert (await names(bot))[-1] == "question"
