"""Judged answers per second through the grader, against a bare load generator with the same requests and the same server.

The load is that of `interviewer judge bench` (`serving/bench.py`); the server answers every request after a fixed time, in a
process of its own. Both sides take turns in one run; the median of the rounds is what counts.
Usage: python -m benchmarks.judge [--answers N] [--at-once N] [--latency S] [--rounds N] [--embedding NAME]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from benchmarks.line import line
from grader.grade import FULL, Job
from grader.judge.schema import ids
from questions.bank import load_bank
from questions.model import Task, task
from serving.bench import JudgeEndpoint, Round, figures, one_round

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


async def rounds(url: str, asked: Task, wanted: argparse.Namespace) -> list[Round]:
    """The rounds one after the other, each printed as it ends; every answer of each has its full mark."""
    at = JudgeEndpoint(url, MODEL)
    jobs: list[Job] = [(asked, f"{asked.reference.zh} {n}", "zh") for n in range(wanted.answers)]
    grader = at.grader(embedding_model=wanted.embedding, timeout=60)
    await grader.grade(*jobs[0])
    done = []
    for _ in range(wanted.rounds):
        one = await one_round(at, grader, jobs, wanted.at_once)
        assert len(one.grades) == len(jobs) and all(grade.score == FULL for grade in one.grades)
        done.append(one)
        print(f"bare {one.bare:6.1f}/s   grader {one.judged:6.1f}/s   ratio {one.judged / one.bare:.3f}", flush=True)
    await grader.close()
    return done


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
        done = asyncio.run(rounds(url, task(question), wanted))
    found = figures(done)
    rates = f"{found.judged:.1f}/s beside {found.bare:.1f}/s; the server answers after {wanted.latency:g} s"
    what, reach = "judged answers per second through the grader", f"≥ {GOAL} × a bare load generator"
    line(what, reach, f"{found.ratio:.3f} × ({rates})", found.ratio >= GOAL)


if __name__ == "__main__":
    main()
