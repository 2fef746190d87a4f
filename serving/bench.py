"""Throughput of a judge through the grader, beside a bare load of the same requests to the same server, in alternation."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import httpx

from grader.errors import GradingError, JudgeUnavailable
from grader.grade import Grade, Job
from grader.grading import Grader
from grader.judge.client import JudgeClient
from grader.judge.judge import Judge
from grader.judge.prompt import JudgeRequest, messages
from grader.judge.schema import response_format, tokens_at_most
from grader.proxies import is_public

HITS, QUERIES = "vllm:prefix_cache_hits_total", "vllm:prefix_cache_queries_total"  # tokens, counters of vLLM's /metrics
LISTED_WITHIN = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class JudgeEndpoint:
    """Address of a judge; `url` ends in /v1. An empty `model` is the only one that the server lists."""

    url: str
    model: str
    api_key: str = ""

    def client(self, timeout: float, *, at_once: int = 1) -> httpx.AsyncClient:
        """An HTTP client with the key and the proxy rule of the grader."""
        return httpx.AsyncClient(
            base_url=self.url + "/",
            headers={"Authorization": f"Bearer {self.api_key}"} if self.api_key else {},
            timeout=timeout,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=at_once),
            trust_env=is_public(self.url),
        )

    async def known(self) -> JudgeEndpoint:
        """The address with the model's name; GradingError when the server does not give one."""
        server = JudgeClient(self.url, self.api_key)
        try:
            judge = Judge(server, self.model, LISTED_WITHIN)
            return replace(self, model=await judge.model(judge.deadline()))
        finally:
            await server.close()

    def grader(self, **values: Any) -> Grader:
        """A grader for this judge without second opinions, with estimates by words unless `values` say otherwise."""
        alone: dict[str, Any] = {"second_share": 0.0, "embedding_model": "none"}
        return Grader.build(judge_url=self.url, judge_model=self.model, api_key=self.api_key, **(alone | values))


Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Round:
    """One round: answers per second bare and through the grader, grades with their seconds, number of answers without one."""

    bare: float
    judged: float
    grades: tuple[Grade, ...]
    seconds: tuple[float, ...]
    failed: int


@dataclass(frozen=True, slots=True)
class Throughput:
    """Medians over rounds, in answers/s and s; `…_range` is the least and the most of a round.

    hit_share: share (0–1) of prompt tokens in the prefix cache, or None.
    """

    bare: float
    judged: float
    ratio: float
    p50: float
    p95: float
    failed: int
    hit_share: float | None
    bare_range: Range
    judged_range: Range
    ratio_range: Range


async def measured(at: JudgeEndpoint, jobs: Sequence[Job], *, at_once: int, rounds: int) -> Throughput:
    """Throughput for these answers, `at_once` in flight; one uncounted round warms the caches.

    GradingError when the server cannot be reached or refuses the bare load.
    """
    at = await at.known()
    grader = at.grader()
    try:
        await one_round(at, grader, jobs, at_once)
        before = await _counters(at)
        found = [await one_round(at, grader, jobs, at_once) for _ in range(rounds)]
        after = await _counters(at)
    finally:
        await grader.close()
    return figures(found, _share(before, after))


async def one_round(at: JudgeEndpoint, grader: Grader, jobs: Sequence[Job], at_once: int) -> Round:
    """The bare load, then the grader, with the same answers."""
    without = len(jobs) / await _bare(at, [_body(at.model, job) for job in jobs], at_once)
    started = time.perf_counter()
    graded, failed = await _judged(grader, jobs, at_once)
    judged = len(jobs) / (time.perf_counter() - started)
    return Round(without, judged, tuple(grade for grade, _ in graded), tuple(took for _, took in graded), failed)


def _body(model: str, job: Job) -> dict[str, Any]:
    """The request that the grader sends for an answer."""
    task, answer, language = job
    points = len(task.key_points)
    return {
        "model": model,
        "messages": messages(JudgeRequest(task, answer, language)),
        "temperature": 0.0,
        "seed": 1,
        "response_format": response_format(points, "json_schema"),
        "max_tokens": tokens_at_most(points),
    }


async def _bare(at: JudgeEndpoint, requests: Sequence[dict[str, Any]], at_once: int) -> float:
    """Seconds to send all requests, so many at once, and read every body, nothing else; Unavailable when one fails."""
    waiting = iter(requests)
    async with at.client(600, at_once=at_once) as client:

        async def work() -> None:
            for request in waiting:
                (await client.post("chat/completions", json=request)).raise_for_status().json()

        started = time.perf_counter()
        try:
            await asyncio.gather(*(work() for _ in range(at_once)))
        except httpx.HTTPError as error:
            host, why = urlsplit(at.url).netloc.rpartition("@")[2], str(error) or type(error).__name__
            raise JudgeUnavailable(f"The judge at {host} fails under a bare load ({why}).") from error
        return time.perf_counter() - started


async def _judged(grader: Grader, jobs: Sequence[Job], at_once: int) -> tuple[list[tuple[Grade, float]], int]:
    """Grades with their seconds, and the number of answers without one."""
    waiting, graded, failed = iter(jobs), [], 0

    async def work() -> None:
        nonlocal failed
        for task, answer, language in waiting:
            started = time.perf_counter()
            try:
                grade = await grader.grade(task, answer, language)
            except GradingError:
                failed += 1
            else:
                graded.append((grade, time.perf_counter() - started))

    await asyncio.gather(*(work() for _ in range(at_once)))
    return graded, failed


def figures(rounds: Sequence[Round], hit_share: float | None = None) -> Throughput:
    """The medians of these rounds."""
    seconds = sorted(second for one in rounds for second in one.seconds)
    bare, judged = [one.bare for one in rounds], [one.judged for one in rounds]
    ratios = [one.judged / one.bare for one in rounds]
    return Throughput(
        bare=statistics.median(bare),
        judged=statistics.median(judged),
        ratio=statistics.median(ratios),
        p50=_quantile(seconds, 0.5),
        p95=_quantile(seconds, 0.95),
        failed=sum(one.failed for one in rounds),
        hit_share=hit_share,
        bare_range=(min(bare), max(bare)),
        judged_range=(min(judged), max(judged)),
        ratio_range=(min(ratios), max(ratios)),
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


async def _counters(at: JudgeEndpoint) -> tuple[float, float] | None:
    """Hits and queries of vLLM's prefix cache in tokens; None where the server shows no metrics."""
    try:
        async with at.client(10) as client:
            text = (await client.get(at.url.removesuffix("/v1") + "/metrics")).text
    except httpx.HTTPError:
        return None
    found = {name: _total(text, name) for name in (HITS, QUERIES)}
    return (found[HITS], found[QUERIES]) if found[QUERIES] else None


def _total(exposition: str, name: str) -> float:
    lines = (line for line in exposition.splitlines() if line.startswith((f"{name}{{", f"{name} ")))
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines)


def _share(before: tuple[float, float] | None, after: tuple[float, float] | None) -> float | None:
    if before is None or after is None or after[1] == before[1]:
        return None
    return (after[0] - before[0]) / (after[1] - before[1])
