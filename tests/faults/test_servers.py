"""Judge, embedding server and speech server fail in every way they can: the person is told, the operator reads why, it heals."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from app import interviews
from grader import embedding
from grader import grading as grader_of_answers
from grader.grade import Grade
from grader.grading import Grader
from questions.bank import Bank
from questions.model import Task, task
from storage.database import Database
from testing.botapi import BotApi, Person
from testing.candidate import Candidate
from testing.context import (
    ANSWER,
    QUESTION,
    START,
    Clock,
    Conversation,
    bank,
    running_app,
    settled,
    settled_as_time_passes,
    working,
)
from testing.judge_server import JudgeServer, Play, behaves, body, drops, hangs, status
from testing.running import Running
from testing.until import DEADLINE, until

# -- this program ----------------------------------------------------------------------------------------------------


async def test_a_mistake_of_the_program_in_one_answer_stops_no_other(
    db: Database, judge: JudgeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, real = Clock(), Grader.grade

    async def mistaken(self: Grader, task: Task, answer: str, *more: Any, **named: Any) -> Grade:
        if answer == "mine" and clock() == START:
            raise ZeroDivisionError
        return await real(self, task, answer, *more, **named)

    monkeypatch.setattr(Grader, "grade", mistaken)
    with capture_logs() as logs:
        async with running_app(db, clock=clock, judge_url=judge.url) as here, working(here):
            mine, other = await Conversation.of(here, "mine"), await Conversation.of(here, "other")
            for context, answer in ((mine, "mine"), (other, ANSWER)):
                await context.begins(QUESTION)
                await interviews.answer(here, context.chat.id, answer)
            await settled(other)
            assert [line["event"] for line in logs if "exc_info" in line] == ["task failed"]
            await settled_as_time_passes(mine, clock, minutes=10)
    assert [grade["provisional"] for context in (mine, other) for grade in context.of_kind("grade")][-2:] == [
        False,
        False,
    ]


# -- the judge -------------------------------------------------------------------------------------------------------


@pytest.fixture
def judge() -> Iterator[JudgeServer]:
    with JudgeServer() as server:
        yield server


FAILURES: dict[str, tuple[Play, str]] = {
    "down": (drops(), "cannot be reached"),
    "busy": (status(503), "cannot grade now (503"),
    "hanging": (hangs(), "did not answer in"),
    "garbage": (body(b"\xff{not json"), "judge"),
    "wrong model": (status(404, "no such model"), "does not serve"),
}


@pytest.mark.parametrize("name", FAILURES)
async def test_an_answer_waits_for_a_failing_judge_and_is_judged_once_it_works(
    sqlite_url: str, judge: JudgeServer, name: str
) -> None:
    play, why = FAILURES[name]
    seconds = 2.0 if name == "hanging" else DEADLINE
    judge.always(play)
    clock, db = Clock(), Database.open(sqlite_url)
    with capture_logs() as logs:
        async with running_app(db, clock=clock, judge_url=judge.url, judge_timeout=seconds) as here, working(here):
            context = await Conversation.of(here)
            await context.begins(QUESTION)
            await interviews.answer(here, context.chat.id, ANSWER)
            await until(lambda: any(line["event"] == "task failed" for line in logs))
            (said,) = {line["why"] for line in logs if line["event"] == "task failed"}
            assert why in said
            await context.listens()
            assert not [grade for grade in context.of_kind("grade") if not grade["provisional"]]
            judge.always(behaves())
            await settled_as_time_passes(context, clock, minutes=10)
    await db.close()
    (grade,) = [grade for grade in context.of_kind("grade") if not grade["provisional"]]
    assert grade["graded_by"] == "judge:judge-14b"
    assert not [line for line in logs if "exception" in line]


async def test_a_wrong_key_is_told_to_the_operator_and_heals_when_the_server_takes_it(sqlite_url: str) -> None:
    clock, db = Clock(), Database.open(sqlite_url)
    with JudgeServer(key="right-key") as judge, capture_logs() as logs:
        async with running_app(db, clock=clock, judge_url=judge.url, judge_api_key="wrong-key") as here, working(here):
            context = await Conversation.of(here)
            await context.begins(QUESTION)
            await interviews.answer(here, context.chat.id, ANSWER)
            await until(lambda: any("refuses the key" in str(line.get("why")) for line in logs))
            judge.key = "wrong-key"
            await settled_as_time_passes(context, clock, minutes=10)
    await db.close()
    assert context.of_kind("grade")[-1]["graded_by"].startswith("judge:")
    assert "wrong-key" not in str(logs)
    assert "wrong-key" not in str(context.heard)


# -- the embedding server --------------------------------------------------------------------------------------------


@dataclass
class Vectors:
    """An embedding server that answers every request with what `reply` makes of its texts."""

    reply: Callable[[list[str]], Any]
    url: str = ""
    asked: list[str] = field(default_factory=list)


def even(texts: list[str]) -> Any:
    return {"data": [{"index": n, "embedding": [float(len(text) % 7) + 1, 2.0, 3.0]} for n, text in enumerate(texts)]}


@pytest.fixture
def vectors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vectors]:
    """An embedding server that answers with `reply`; how long that may take is not what these tests are about."""
    monkeypatch.setattr(embedding, "_SERVER_SECONDS", DEADLINE)
    world = Vectors(even)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send({"data": [{"id": "vectors"}]})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            world.asked += asked["input"]
            self._send(world.reply(asked["input"]))

        def _send(self, value: Any) -> None:
            sent = value if isinstance(value, bytes) else json.dumps(value).encode()
            self.send_response(200 if value != b"" else 500)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    world.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield world
    server.shutdown()
    server.server_close()


BROKEN: dict[str, Callable[[list[str]], Any]] = {
    "HTTP 500": lambda texts: b"",
    "no JSON": lambda texts: b"<html>",
    "JSON without end": lambda texts: b"[" * 200_000,
    "not a number": lambda texts: {
        "data": [{"index": n, "embedding": [float("nan"), 1, 2]} for n in range(len(texts))]
    },
    "too few": lambda texts: {"data": even(texts)["data"][:-1]},
    "ragged": lambda texts: {"data": [{"index": n, "embedding": [1.0] * (n + 1)} for n in range(len(texts))]},
    "another shape": lambda texts: {"data": [{"index": n, "embedding": [1.0] * 5} for n in range(len(texts))]},
    "no list": lambda texts: {"data": "vectors"},
    "an error": lambda texts: {"error": {"message": "out of memory"}},
}


@pytest.mark.parametrize("name", BROKEN)
async def test_an_embedding_server_that_breaks_costs_precision_only(
    vectors: Vectors, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked = task(bank().questions[QUESTION])
    grader = Grader.build(embedding_url=vectors.url)
    try:
        assert str((await grader.estimate(asked, ANSWER, "en")).graded_by) == "similarity:vectors"
        vectors.reply = BROKEN[name]
        with caplog.at_level(logging.WARNING):
            broken = await grader.estimate(asked, f"{ANSWER} And more.", "en")
        assert str(broken.graded_by) == "words"
        assert "this estimate uses words alone" in caplog.text
        vectors.reply = even
        assert str((await grader.estimate(asked, f"{ANSWER} And yet more.", "en")).graded_by) == "similarity:vectors"
    finally:
        await grader.close()


async def test_an_embedding_server_that_is_down_at_the_start_is_looked_for_again(
    vectors: Vectors, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked, working = task(bank().questions[QUESTION]), vectors.reply
    vectors.reply = BROKEN["not a number"]
    monkeypatch.setattr(grader_of_answers, "LOOK_AGAIN", 0.0)
    grader = Grader.build(embedding_url=vectors.url)
    try:
        assert str((await grader.estimate(asked, ANSWER, "en")).graded_by) == "words"
        assert "answers are compared by words alone" in caplog.text
        vectors.reply = working
        assert str((await grader.estimate(asked, ANSWER, "en")).graded_by) == "similarity:vectors"
    finally:
        await grader.close()


# -- speech, and a judge that comes late, in the running bot -----------------------------------------------------------


async def test_a_speech_server_that_is_down_is_told_after_three_tries(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(911, "en")
    voice = {"file_id": "v1", "file_unique_id": "v1", "duration": 3, "mime_type": "audio/ogg", "file_size": 3}
    url = "http://me:spoken-secret@127.0.0.1:1/v1"
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, SPEECH_URL=url, LOG_LEVEL="DEBUG") as running:
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        await api.send(person, "voice", voice, b"ogg")
        told = await api.next_message(person.id, question.id, "could not")
        assert running.log.count("a voice message was not written down") == 3
        await api.say(person, candidate.model_answer(question))
        await api.next_message(person.id, told.id, "correctness not verified")
        await api.say(person, "/export")
        held = await api.next_message(person.id, told.id, "All that is stored")
        assert "spoken-secret" not in running.log
    assert b"127.0.0.1:1" not in held.file


async def test_a_speech_server_that_sends_garbage_stops_nothing_else(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    async def transcribe(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=b"[" * 200_000)

    app = web.Application()
    app.router.add_post("/v1/audio/transcriptions", transcribe)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url, person = f"http://127.0.0.1:{runner.addresses[0][1]}/v1", Person(913, "en")
    voice = {"file_id": "v1", "file_unique_id": "v1", "duration": 3, "mime_type": "audio/ogg", "file_size": 3}
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, SPEECH_URL=url):
        await api.say(person, "/interview attention 1")
        question = await Candidate(api, person, "en", bank).next()
        await api.send(person, "voice", voice, b"ogg")
        await api.next_message(person.id, question.id, "could not")
    await runner.cleanup()


async def test_telegram_goes_away_in_the_middle_and_everything_arrives_later(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(912, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url) as running:
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        await api.say(person, candidate.model_answer(question))
        await api.wait(lambda: api.pending() == 0)
        api.down = True
        await api.say(person, "/topics")
        await api.wait(lambda: "updates could not be fetched" in running.log)
        api.down = False
        await api.next_message(person.id, question.id, "correctness not verified")
        await api.next_message(person.id, question.id, "Topics")
    assert sum("Topics" in m.text for m in api.from_bot(person.id)) == 1


async def test_a_taken_address_for_metrics_names_its_variable(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    taken = api.url.removeprefix("http://")
    running = await Running(api, tmp_path, DATABASE_URL=sqlite_url, METRICS_LISTEN=taken).start()
    assert await running.ended() == 1
    assert running.log.splitlines()[-1].startswith(f"INTERVIEWER_METRICS_LISTEN: cannot listen on {taken}")
