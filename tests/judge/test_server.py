"""The judge over real HTTP: servers that are busy, away, slow, wrong or know less than others."""

from __future__ import annotations

import asyncio

import pytest

from grader.errors import JudgeUnavailable, Unusable
from grader.judge.client import JudgeClient
from grader.judge.judge import Judge
from testing.judge_server import Held, JudgeServer, Play, drops, hangs, says, status, verdicts
from testing.until import DEADLINE, until
from tests.judge.asking import ALL_COVERED, asked, found


@pytest.mark.parametrize(
    "play", [status(500), status(503), status(502, "Bad Gateway"), status(429, "slow down"), status(408), drops()]
)
async def test_a_busy_server_is_tried_again(play: Play, server: JudgeServer, judge: Judge) -> None:
    server.plays(play, play)
    assert found(await asked(judge)) == ALL_COVERED
    server.always(play)
    with pytest.raises(JudgeUnavailable):
        await asked(judge)
    assert len(server.requests) == 6


async def test_a_server_that_asks_for_time_is_given_it(server: JudgeServer, judge: Judge) -> None:
    server.always(status(429, "slow down", Retry_After="30"))
    with pytest.raises(JudgeUnavailable) as unavailable:
        await asked(judge)
    assert unavailable.value.retry_after == 30
    assert len(server.requests) == 1


async def test_a_judge_at_home_is_reached_past_a_proxy(server: JudgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    judge = Judge(JudgeClient(server.url), timeout=DEADLINE)
    assert found(await asked(judge)) == ALL_COVERED
    await judge.close()


async def test_nobody_there(judge: Judge) -> None:
    away = Judge(JudgeClient("http://127.0.0.1:9/v1"), "m", timeout=DEADLINE)
    with pytest.raises(JudgeUnavailable, match=r"127\.0\.0\.1:9 cannot be reached"):
        await asked(away)
    await away.close()


@pytest.mark.parametrize("play", [hangs(), status(503, "busy", Retry_After="0.001")], ids=["hangs", "busy"])
async def test_the_deadline_holds(play: Play, server: JudgeServer) -> None:
    judge = Judge(JudgeClient(server.url), timeout=0.4)
    server.always(play)
    async with asyncio.timeout(DEADLINE):
        with pytest.raises(JudgeUnavailable):
            await asked(judge)
    await judge.close()


async def test_a_slow_judge_is_waited_for(server: JudgeServer, judge: Judge) -> None:
    held = Held()
    server.plays(held)
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(asked(judge))
        await until(lambda: server.requests)
        assert not asking.done()
        held.release()
    assert found(asking.result()) == ALL_COVERED


async def test_wrong_key(server: JudgeServer) -> None:
    server.key = "right"
    for key, model in (("", ""), ("wrong", "judge-14b")):
        judge = Judge(JudgeClient(server.url, key), model)
        with pytest.raises(Unusable, match="INTERVIEWER_JUDGE_API_KEY"):
            await asked(judge)
        await judge.close()
    good = Judge(JudgeClient(server.url, "right"))
    assert found(await asked(good)) == ALL_COVERED
    await good.close()


async def test_wrong_model(server: JudgeServer) -> None:
    judge = Judge(JudgeClient(server.url), "gpt-9")
    with pytest.raises(Unusable, match=r"does not serve the model gpt-9.*INTERVIEWER_JUDGE_MODEL"):
        await asked(judge)
    await judge.close()


async def test_wrong_address(server: JudgeServer) -> None:
    judge = Judge(JudgeClient(server.url + "/v2"))
    with pytest.raises(Unusable, match="INTERVIEWER_JUDGE_URL"):
        await asked(judge)
    await judge.close()


async def test_several_models_need_a_choice(server: JudgeServer, judge: Judge) -> None:
    server.models = ("a", "b")
    with pytest.raises(Unusable, match=r"lists 2 models \(a, b\)"):
        await asked(judge)


async def test_a_server_restarted_with_another_model(server: JudgeServer, judge: Judge) -> None:
    await asked(judge)
    server.models = ("judge-32b",)
    with pytest.raises(Unusable):
        await asked(judge)
    assert (await asked(judge)).model == "judge-32b"


@pytest.mark.parametrize("code", [400, 413, 422, 302])
async def test_refused_requests_are_not_repeated_for_ever(code: int, server: JudgeServer, judge: Judge) -> None:
    server.always(status(code, "No."))
    with pytest.raises(Unusable):
        await asked(judge)
    assert len(server.requests) <= 2


async def test_a_prompt_too_long_for_the_context_is_said(server: JudgeServer, judge: Judge) -> None:
    server.always(status(400, "This model's maximum context length is 2048 tokens."))
    with pytest.raises(Unusable, match="maximum context length is 2048"):
        await asked(judge)
    assert len(server.requests) == 1


async def test_a_server_without_schemas_is_held_to_it_by_code(server: JudgeServer, judge: Judge) -> None:
    server.mode = "json_object"
    opinion = await asked(judge)
    assert (found(opinion), opinion.mode) == (ALL_COVERED, "json_object")
    server.plays(verdicts(lambda reply: reply["points"].pop()))
    assert found(await asked(judge)) == ALL_COVERED
    assert {r.body["response_format"]["type"] for r in server.requests} == {"json_object"}


async def test_a_server_that_takes_schemas_and_ignores_them(server: JudgeServer, judge: Judge) -> None:
    server.always(says("Sure! Here are my verdicts: all covered."))
    with pytest.raises(JudgeUnavailable):
        await asked(judge)


async def test_parameters_a_server_does_not_know_are_left_out_from_then_on(server: JudgeServer, judge: Judge) -> None:
    server.refuses = ("temperature", "seed")
    for _ in range(2):
        assert found(await asked(judge)) == ALL_COVERED
    assert len(server.requests) == 2
    assert all("seed" not in r.body and "temperature" not in r.body for r in server.requests)
    assert server.requests[1].body["response_format"]["type"] == "json_schema"
