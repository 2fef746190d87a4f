"""Voice messages: written down by a server, shown to be confirmed, and judged as what they are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from questions.bank import Bank
from testing.botapi import BotApi, Person
from testing.candidate import Candidate
from testing.judge_server import JudgeServer
from testing.running import Running

WORDS = "我觉得是除以根号低 k"


class Speech:
    """An OpenAI-compatible transcription server with a fixed ear; `fails` answers with errors first."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.fails = 0
        self.url = ""

    async def transcribe(self, request: web.Request) -> web.Response:
        form = await request.post()
        sound = form["file"]
        assert isinstance(sound, web.FileField)
        self.heard.append({"model": form.get("model"), "sound": sound.file.read()})
        if self.fails:
            self.fails -= 1
            return web.json_response({"error": "busy"}, status=503)
        return web.json_response({"text": WORDS})


@pytest.fixture
async def speech() -> AsyncIterator[Speech]:
    server = Speech()
    app = web.Application()
    app.router.add_post("/v1/audio/transcriptions", server.transcribe)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    yield server
    await runner.cleanup()


VOICE = {"file_id": "v1", "file_unique_id": "v1", "duration": 3, "mime_type": "audio/ogg", "file_size": 3}


async def test_a_voice_answer_is_confirmed_and_judged_as_spoken(
    api: BotApi, speech: Speech, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(71)
    with JudgeServer() as judge:
        settings = {"SPEECH_URL": speech.url, "SPEECH_MODEL": "ear", "JUDGE_URL": judge.url}
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, **settings):
            candidate = Candidate(api, person, "zh", bank)
            await api.say(person, "/interview 注意力 1")
            question = await candidate.next()
            speech.fails = 1
            await api.send(person, "voice", VOICE, b"ogg")
            shown = await api.next_message(person.id, question.id, WORDS)
            assert speech.heard[0] == {"model": "ear", "sound": b"ogg"}
            assert not judge.requests
            await api.tap(person, shown, "算我的回答")
            await api.next_message(person.id, shown.id, "得分")
            await api.wait(lambda: "已作为你的回答" in shown.text)
            assert judge.requests[0].answer == WORDS
            assert "听" in judge.requests[0].rules + judge.requests[0].prompt


async def test_what_cannot_be_written_down_gets_a_clear_word(
    api: BotApi, speech: Speech, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(72, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, SPEECH_URL=speech.url):
        await api.send(person, "voice", VOICE, b"ogg")
        nothing = await api.next_message(person.id, 0, "No question is open")
        candidate = Candidate(api, person, "en", bank, last=nothing.id)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        speech.fails = 9
        await api.send(person, "voice", VOICE, b"ogg")
        failed = await api.next_message(person.id, question.id, "could not transcribe")
        await api.send(person, "voice", VOICE | {"file_size": 30 * 2**20}, b"ogg")
        await api.next_message(person.id, failed.id, "at most 20 MB")
