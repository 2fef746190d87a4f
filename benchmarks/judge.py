"""Judged answers per second through the grader, against a bare load generator with the same requests and the same server.

The server answers every request after a fixed time, in a process of its own. Both sides take turns in one run; the median
of the rounds is what counts. Usage: python -m benchmarks.judge [--answers N] [--at-once N] [--latency S] [--rounds N]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
from aiohttp import web

from benchmarks.line import line
from grader.grade import Grade
from grader.grading import Grader
from grader.judge.prompt import Asked, messages
from grader.judge.schema import ids, response_format, tokens_at_most
from questions.bank import load_bank
from questions.model import Task, task

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

GOAL = 0.95
QUESTION = "rag-reranking"
MODEL = "fixed"


def serve(latency: float, reply: str, ready: Connection) -> None:
    """A chat server that sends the same completion after `latency` seconds."""
    choice = {"index": 0, "message": {"role": "assistant", "content": reply}, "finish_reason": "stop"}
    sent = json.dumps({"model": MODEL, "choices": [choice], "usage": {}}).encode()

    async def chat(request: web.Request) -> web.Response:
        await request.read()
        await asyncio.sleep(latency)
        return web.Response(body=sent, content_type="application/json")

    async def run() -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", chat)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
        ready.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


@contextmanager
def served(latency: float, reply: str) -> Iterator[str]:
    """The address of the server, while it runs."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(latency, reply, there), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}/v1"
    finally:
        process.terminate()
        process.join()


def canned(asked: Task) -> str:
    """A whole reply whose quotes stand in every answer of the run."""
    quote = asked.reference.zh[:40]
    points = [{"id": i, "quote": quote, "why": "说到了", "verdict": "covered"} for i in ids(len(asked.key_points))]
    return json.dumps({"points": points, "errors": [], "feedback": "说得对，请再补充一点细节。"}, ensure_ascii=False)


def bodies(asked: Task, answers: list[str]) -> list[dict[str, Any]]:
    """The requests that the grader makes for these answers."""
    points = len(asked.key_points)
    return [
        {
            "model": MODEL, "messages": messages(Asked(asked, answer, "zh")), "temperature": 0.0, "seed": 1,
            "response_format": response_format(points, "json_schema"), "max_tokens": tokens_at_most(points),
        }
        for answer in answers
    ]  # fmt: skip


async def bare(url: str, requests: list[dict[str, Any]], at_once: int) -> float:
    """Seconds to send all requests and read every body, nothing else."""
    waiting = iter(requests)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=at_once)
    async with httpx.AsyncClient(base_url=url + "/", timeout=60, limits=limits) as client:

        async def work() -> None:
            for body in waiting:
                (await client.post("chat/completions", json=body)).raise_for_status().json()

        started = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(at_once)))
        return time.perf_counter() - started


async def judged(grader: Grader, asked: Task, answers: list[str], at_once: int) -> float:
    """Seconds to grade all answers, every one of them with a verdict."""
    started = time.perf_counter()
    graded = [grade async for _, grade in grader.grade_many(((asked, answer, "zh") for answer in answers), at_once)]
    spent = time.perf_counter() - started
    assert all(isinstance(grade, Grade) and grade.score == 10.0 for grade in graded)
    return spent


async def rounds(url: str, asked: Task, wanted: argparse.Namespace) -> list[tuple[float, float]]:
    """Answers per second of the bare generator and of the grader, round by round."""
    answers = [f"{asked.reference.zh} {n}" for n in range(wanted.answers)]
    requests = bodies(asked, answers)
    grader = Grader.build(
        judge_url=url, judge_model=MODEL, second_share=0, embedding_model=wanted.embedding, timeout=60
    )
    await grader.grade(asked, answers[0], "zh")
    rates = []
    for _ in range(wanted.rounds):
        without = wanted.answers / await bare(url, requests, wanted.at_once)
        through = wanted.answers / await judged(grader, asked, answers, wanted.at_once)
        rates.append((without, through))
        print(f"bare {without:6.1f}/s   grader {through:6.1f}/s   ratio {through / without:.3f}", flush=True)
    await grader.close()
    return rates


def main() -> None:
    """Prints every round and the medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--answers", type=int, default=160)
    options.add_argument("--at-once", type=int, default=32)
    options.add_argument("--latency", type=float, default=2.0, help="seconds per request; a judge writes for longer")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--embedding", default="none", help="embedder of the estimate beside the judge, or packaged")
    wanted = options.parse_args()
    question = load_bank().get(QUESTION)
    assert question is not None
    with served(wanted.latency, canned(task(question))) as url:
        rates = asyncio.run(rounds(url, task(question), wanted))
    without, through = (statistics.median(side) for side in zip(*rates, strict=True))
    ratio = statistics.median(b / a for a, b in rates)
    reached = f"{ratio:.3f} × ({through:.1f}/s beside {without:.1f}/s; the server answers after {wanted.latency:g} s)"
    line("judged answers per second through the grader", f"≥ {GOAL} × a bare load generator", reached, ratio >= GOAL)


if __name__ == "__main__":
    main()
