"""The judge against a real vLLM server: what its model writes is noise, so verdicts must not come from noise."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from grader.errors import GradingError, JudgeUnavailable, Unusable
from grader.grade import Grade, Verdict
from grader.grading import Grader
from grader.judge.prompt import JudgeRequest, messages
from grader.judge.schema import response_format, tokens_at_most
from questions.bank import load_bank
from questions.model import Task, task
from serving.bench import JudgeEndpoint, measured
from serving.check import examined
from serving.launch import embedding
from testing.program import run
from tests.vllm.server import KEY, ON_A_CPU, SERVED_AS, Running, judge_flags, started

pytestmark = pytest.mark.timeout(600)
ANSWER = "A cross-encoder reads query and passage together, so it is more accurate and cannot be computed beforehand."


@pytest.fixture(scope="module")
def asked() -> Task:
    """A probe with one key point: noise fills every string of the schema to its bound, and a long reply takes a minute."""
    question = load_bank().get("rag-reranking")
    assert question is not None
    return next(task(question, probe.id) for probe in question.all_probes() if len(probe.key_points) == 1)


@pytest.fixture
async def grader(judge: Running) -> AsyncIterator[Grader]:
    made = Grader.build(judge_url=judge.url, api_key=KEY, embedding_model="none", timeout=120, second_share=0.0)
    yield made
    await made.close()


async def test_a_reply_keeps_the_schema_and_noise_earns_nothing(grader: Grader, asked: Task) -> None:
    """Random weights write random quotes; none of them stands in the answer, so no point may be credited."""
    outcomes: list[Grade | GradingError] = [
        outcome async for _, outcome in grader.grade_many([(asked, f"{ANSWER} {n}", "en") for n in range(6)], 6)
    ]
    for outcome in outcomes:
        if isinstance(outcome, Grade):
            assert str(outcome.graded_by) == f"judge:{SERVED_AS}"
            for verdict in outcome.verdicts:
                assert verdict.verdict in (Verdict.MISSING, Verdict.UNJUDGED) or verdict.quote in ANSWER
        else:
            assert isinstance(outcome, JudgeUnavailable)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_server_holds_replies_to_the_grader_s_schema(judge: Running, asked: Task, language: str) -> None:
    points = len(asked.key_points)
    request: dict[str, Any] = {
        "model": SERVED_AS, "messages": messages(JudgeRequest(asked, ANSWER, "zh" if language == "zh" else "en")),
        "response_format": response_format(points, "json_schema"), "max_tokens": 2000, "temperature": 1.0,
    }  # fmt: skip
    schema = request["response_format"]["json_schema"]["schema"]
    finished = 0
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {KEY}"}, timeout=300) as client:
        for seed in range(2):
            sent = await client.post(f"{judge.url}/chat/completions", json=request | {"seed": seed})
            choice = sent.raise_for_status().json()["choices"][0]
            if choice["finish_reason"] == "stop":
                finished += 1
                jsonschema.validate(json.loads(choice["message"]["content"]), schema)
    assert finished, "no reply came to its end within the bounds of the schema"


async def test_tokens_at_most_are_enough_for_the_longest_reply(judge: Running, asked: Task) -> None:
    """A bound on every string of the schema is a bound on the reply; noise that fills them all must still fit."""
    points = len(asked.key_points)
    assert tokens_at_most(points) >= 300
    request = {
        "model": SERVED_AS, "messages": messages(JudgeRequest(asked, ANSWER, "en")), "temperature": 0.0,
        "response_format": response_format(points, "json_schema"), "max_tokens": tokens_at_most(points),
    }  # fmt: skip
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {KEY}"}, timeout=300) as client:
        sent = (await client.post(f"{judge.url}/chat/completions", json=request)).raise_for_status().json()
    assert sent["choices"][0]["finish_reason"] in ("stop", "length")
    assert sent["usage"]["completion_tokens"] <= tokens_at_most(points)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"api_key": "wrong"}, "key"), ({"judge_model": "another"}, "another"), ({"api_key": ""}, "key")],
    ids=["wrong key", "wrong model", "no key"],
)
async def test_a_wrong_set_up_is_told_in_words(judge: Running, asked: Task, change: dict[str, str], said: str) -> None:
    values = {"api_key": KEY} | change
    grader = Grader.build(judge_url=judge.url, embedding_model="none", timeout=60, **values)  # type: ignore[arg-type]  # strings only
    with pytest.raises(Unusable, match=said):
        await grader.grade(asked, ANSWER, "en")
    await grader.close()


async def test_an_answer_that_is_too_long_for_the_server_is_no_zero(judge: Running, asked: Task) -> None:
    grader = Grader.build(judge_url=judge.url, api_key=KEY, embedding_model="none", timeout=60)
    with pytest.raises(GradingError):
        await grader.grade(asked, "🙂a" * 4000, "zh")
    await grader.close()


async def test_people_on_one_question_share_the_prefix(judge: Running, asked: Task) -> None:
    jobs = [(asked, f"{ANSWER} Said by person {n}.", "en") for n in range(8)]
    figures = await measured(JudgeEndpoint(judge.url, SERVED_AS, KEY), jobs, at_once=4, rounds=1)
    assert figures.hit_share is not None
    assert figures.hit_share >= 0.8, "whole blocks of the shared beginning are not computed again"
    assert figures.judged > 0


async def test_check_says_what_the_server_does_and_that_noise_is_no_judge(judge: Running) -> None:
    findings = {f.tried: f async for f in examined(JudgeEndpoint(judge.url, "", KEY), [])}
    assert findings["address, key and model"].state == "good"
    assert findings["JSON schema"].state == "good"
    assert findings["a reply that is cut off"].state == "good"
    assert findings["without the key"].state == "good"


def test_the_check_command_fails_on_a_model_of_noise(judge: Running, tmp_path: Path) -> None:
    ran = run(tmp_path, "judge", "check", "--answers", "1", JUDGE_URL=judge.url, JUDGE_API_KEY=KEY, seconds=500)
    assert ran.code == 1
    assert "✓ JSON schema" in ran.out
    assert "do not rely" in ran.out or "none was graded" in ran.out


def test_an_interview_in_the_terminal_goes_on_whatever_the_judge_writes(judge: Running, tmp_path: Path) -> None:
    arguments = ("chat", "--language", "en", "--questions", "1", "--format", "json", "--seed", "3")
    ran = run(
        tmp_path,
        *arguments,
        stdin=f"{ANSWER}\n\n/stop\n",
        JUDGE_URL=judge.url,
        JUDGE_API_KEY=KEY,
        JUDGE_TIMEOUT="8",
        seconds=300,
    )
    assert ran.code == 0
    assert ran.events[-1]["event"] == "summary"
    for grade in ran.of("grade"):
        assert grade["provisional"] or all(p["credit"] in (None, 0.0) or p["quote"] in ANSWER for p in grade["points"])


async def test_a_server_killed_in_the_middle_leaves_the_answer_ungraded(
    tiny_model: Path, asked: Task, tmp_path: Path
) -> None:
    with started(tiny_model, judge_flags(), tmp_path / "vllm.log") as running:
        grader = Grader.build(judge_url=running.url, api_key=KEY, embedding_model="none", timeout=60)

        async def grading(person: int) -> None:
            for n in itertools.count():  # so that the server is at work whenever it is killed
                await grader.grade(asked, f"{ANSWER} {person} {n}", "en")

        waiting = asyncio.gather(*(grading(person) for person in range(6)), return_exceptions=True)
        await _busy(running)
        os.killpg(running.process.pid, signal.SIGKILL)
        outcomes = await waiting
        await grader.close()
    assert all(isinstance(outcome, JudgeUnavailable) for outcome in outcomes), outcomes
    assert running.group() == []


async def _busy(running: Running) -> None:
    """Until the server is at work on a request."""
    async with asyncio.timeout(60), httpx.AsyncClient() as http:
        while True:
            said = (await http.get(running.url.removesuffix("/v1") + "/metrics")).text
            if any(re.match(r"vllm:num_requests_running\{.*\} [1-9]", line) for line in said.splitlines()):
                return


async def test_a_server_told_to_stop_finishes_what_it_has_begun(tiny_model: Path, tmp_path: Path) -> None:
    """SIGTERM with --shutdown-timeout: the running request ends by itself, and no process is left."""
    with started(tiny_model, judge_flags(), tmp_path / "vllm.log") as running:
        request = {
            "model": SERVED_AS, "messages": [{"role": "user", "content": "go on"}], "max_tokens": 400, "ignore_eos": True,
        }  # fmt: skip
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {KEY}"}, timeout=120) as client:
            address = f"{running.url}/chat/completions"
            sending = asyncio.gather(*(client.post(address, json=request) for _ in range(8)))  # for a busy machine
            await _busy(running)
            running.process.terminate()
            sent = await sending
        assert {json.loads(one.content)["choices"][0]["finish_reason"] for one in sent} == {"length"}
        await asyncio.to_thread(running.process.wait, 60)
    assert running.group() == []


async def test_embeddings_come_from_a_pooling_server(tiny_model: Path, tmp_path: Path) -> None:
    from grader.embedding import load_embedder

    flags = [*embedding("-")[3:7], *ON_A_CPU]
    with started(tiny_model, flags, tmp_path / "vllm.log", key="") as running:
        embedder = await asyncio.to_thread(load_embedder, "embedding", running.url)
        assert embedder is not None
        rows = await asyncio.to_thread(embedder.encode, ["显存随长度增长", "memory grows", "memory grows"])
    assert rows.shape[0] == 3
    assert abs(float((rows[1] * rows[2]).sum()) - 1) < 0.01
