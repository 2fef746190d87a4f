"""Hands-on tasks in Telegram: a program file is run, and a task is put off and taken up by its buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from questions.handson.load import find
from runner.sandbox import Launch
from testing.botapi import BotApi, Message, Person
from testing.running import Running

CANDIDATE = Person(81, "en")
TASK = "hand-rmsnorm"
BROKEN = b"def rms_norm(x, gamma, eps=1e-6):\n    return gamma * undefined\n"


@pytest.fixture
def solution(launch: Launch) -> Iterator[bytes]:
    task = find(TASK)
    assert task is not None
    yield task.solution.encode()


def document(name: str, content: bytes) -> dict[str, Any]:
    """The API's object for a file."""
    return {"file_id": name, "file_unique_id": name, "file_name": name, "file_size": len(content)}


async def send(api: BotApi, name: str, content: bytes) -> Message:
    return await api.send(CANDIDATE, "document", document(name, content), content)


async def asked(api: BotApi) -> Message:
    """The task as it is asked in an interview about it alone."""
    await api.say(CANDIDATE, "/interview hand-rmsnorm 1")
    return await api.next_message(CANDIDATE.id, 0, "def rms_norm")


async def test_a_program_file_is_run_and_another_one_is_run_again(
    api: BotApi, tmp_path: Path, sqlite_url: str, solution: bytes
) -> None:
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await asked(api)
        sent = await send(api, "first.py", BROKEN)
        card = await api.next_message(CANDIDATE.id, sent.id, "0 of ")
        assert "NameError" in card.text
        assert "(line 2: return gamma * undefined)" in card.text
        await send(api, "second.py", solution)
        await api.wait(lambda: any(re.search(r"(\d+) of \1 tests passed", m.text) for m in api.from_bot(CANDIDATE.id)))


@pytest.mark.parametrize(
    "name, content, told",
    [("large.py", b"#" * 70_000, "64"), ("latin.py", "é".encode("latin-1"), "64")],
)
async def test_a_file_that_cannot_be_read_is_told(
    api: BotApi, tmp_path: Path, sqlite_url: str, solution: bytes, name: str, content: bytes, told: str
) -> None:
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await asked(api)
        sent = await send(api, name, content)
        await api.next_message(CANDIDATE.id, sent.id, told)
        after = await send(api, "good.py", solution)
        await api.next_message(CANDIDATE.id, after.id, "tests passed")


async def test_a_task_is_put_off_and_taken_up_again(
    api: BotApi, tmp_path: Path, sqlite_url: str, solution: bytes
) -> None:
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        question = await asked(api)
        await api.tap(CANDIDATE, question, "💻 Later, at a computer")
        later = await api.wait(
            lambda: next((m for m in api.from_bot(CANDIDATE.id) if labelled(m, "▶ Do it now")), None)
        )
        await api.tap(CANDIDATE, later, "▶ Do it now")
        again = await api.next_message(CANDIDATE.id, later.id, "def rms_norm")
        sent = await send(api, "solution.py", solution)
        await api.next_message(CANDIDATE.id, sent.id, "tests passed")
        assert again.id > question.id


def labelled(message: Message, label: str) -> bool:
    return any(button["text"] == label for button in message.buttons)
