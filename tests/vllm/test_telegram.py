"""A Telegram interview whose judge is a real vLLM server with a model of noise: it goes on, and noise earns nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from testing.botapi import BotApi, Person
from testing.running import Running
from tests.vllm.server import KEY
from tests.vllm.server import Running as Server

TOLD = re.compile("/10|correctness not verified|judged")


@pytest.mark.timeout(300)
async def test_an_interview_in_telegram(judge: Server, tmp_path: Path) -> None:
    settings = {"JUDGE_URL": judge.url, "JUDGE_API_KEY": KEY, "JUDGE_TIMEOUT": "10"}
    async with BotApi() as api:
        person = Person(7, "en")
        async with Running(api, tmp_path, **settings):
            await api.say(person, "/interview attention 1")
            question = await api.next_message(person.id, 0, "1/1", 30)
            said = await api.say(
                person, "The answer is that memory grows with the length of the context and the batch."
            )
            result = await api.wait(
                lambda: next((m for m in api.from_bot(7) if m.id > said.id and TOLD.search(m.text)), None), 90
            )
            await api.say(person, "/stop")
            asked = await api.next_message(person.id, result.id, "", 30)
            sure = await api.wait(lambda: next((m for m in api.from_bot(7) if "End it" in str(m.markup)), None), 30)
            await api.tap(person, sure, "End it")
            end = await api.next_message(person.id, asked.id - 1, "🏁", 30)
    assert question.id < result.id < end.id
    if "correctness not verified" not in result.text:
        assert "covered ·" not in result.text, "random words were taken for a proof"
