"""`check` and `bench` against a scripted judge over real HTTP, whose model's name nobody has set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiohttp import web

from grader.errors import GradingError
from grader.evaluation import LabelledAnswer
from grader.grade import Job
from questions.model import Language
from serving.bench import JudgeEndpoint, measured
from serving.check import examined
from testing.judge_server import JudgeServer, Request, behaves, completed
from testing.kv_cache import ENGLISH, FULL, KV


async def _play(request: Request, server: JudgeServer) -> web.StreamResponse:
    """Judges answers, and gives `check` the small object it asks for, cut off where it must be."""
    if "QUESTION BLOCK" in request.prompt or "题目块" in request.prompt:
        return await behaves()(request, server)
    cut = request.body["max_tokens"] < 10
    return completed('{"wo' if cut else '{"word": "ok", "choice": "covered"}', "length" if cut else "stop")


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Iterator[JudgeServer]:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # for the world outside, and no way to a judge at home
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with JudgeServer(key="secret") as server:
        server.always(_play)
        yield server


async def test_check_finds_the_model_and_counts_what_it_writes(judge: JudgeServer) -> None:
    answers: list[tuple[str, Language]] = [(FULL, "zh"), (ENGLISH, "en")]
    credit = {"what": 1.0, "why": 1.0, "cost": 1.0}
    labelled = [LabelledAnswer(told, "kv", KV, told, it, "good", credit, 10.0, packaged=False) for told, it in answers]
    found = {f.tried: f async for f in examined(JudgeEndpoint(judge.url, "", "secret"), labelled)}
    assert [f"{f.tried}: {f.said}" for f in found.values() if f.state != "good"] == []
    assert found["1 labelled answers, zh"].said == "3 of 3 judged points as labelled (100%)"
    assert "200 tokens written per answer" in found["speed"].said


async def test_bench_sends_both_sides_the_same_requests(judge: JudgeServer) -> None:
    jobs: list[Job] = [(KV, f"{FULL} {n}", "zh") for n in range(8)]
    figures = await measured(JudgeEndpoint(judge.url, "", "secret"), jobs, at_once=4, rounds=1)
    assert (figures.failed, figures.hit_share) == (0, None)
    assert 0 < figures.p50 <= figures.p95 < 60
    assert len(judge.requests) == 2 * 2 * len(jobs)
    bare, judged = judge.requests[: len(jobs)], judge.requests[len(jobs) : 2 * len(jobs)]
    assert {r.prompt: r.body | {"seed": 0} for r in bare} == {r.prompt: r.body | {"seed": 0} for r in judged}


async def test_bench_says_in_words_that_the_judge_is_away() -> None:
    for model in ("", "judge-14b"):
        with pytest.raises(GradingError, match=r"The judge at .*127\.0\.0\.1:9"):
            await measured(JudgeEndpoint("http://127.0.0.1:9/v1", model), [(KV, FULL, "zh")], at_once=1, rounds=1)
