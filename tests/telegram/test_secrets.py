"""Token, keys, webhook secret and database password never stand in what the program writes."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from telegram.error import NetworkError

from app import logs
from app.settings import WrongSettings, load, without_password
from bot.request import Request
from cli.commands import startup
from storage import outbox
from storage.backup import backup
from storage.database import Database
from testing.botapi import TOKEN, BotApi, Person
from testing.candidate import Candidate
from testing.context import ANSWER
from testing.judge_server import JudgeServer
from testing.program import run
from testing.rows import someone
from testing.running import SECRET, Running, by_webhook

KEY, PASSWORD, WORDS = "judge-key-0815", "p@ss/word-4711", "a sentence nobody but the judge may read"
DATABASE = "postgresql://me:p%40ss%2Fword-4711@127.0.0.1:1/interviews"
HIDDEN = (TOKEN, TOKEN.split(":")[1], KEY, SECRET, PASSWORD, "p%40ss", "word-4711")
SETTINGS = {
    "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://me:word-4711@127.0.0.1:1", "JUDGE_URL": "http://me:word-4711@127.0.0.1:1/v1",
    "JUDGE_API_KEY": KEY, "WEBHOOK_SECRET": SECRET, "SPEECH_URL": "http://me:word-4711@127.0.0.1:1/v1", "DATABASE_URL": DATABASE,
    "EMBEDDING_MODEL": "packaged", "EMBEDDING_URL": "http://me:word-4711@127.0.0.1:1/v1", "LOG_LEVEL": "DEBUG",
}  # fmt: skip
COMMANDS = (
    ("doctor", "--json"),
    ("bot",),
    ("db", "check"),
    ("judge", "check"),
    ("grade",),
)


def clean(text: str) -> bool:
    return not any(secret in text for secret in HIDDEN)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_prints_a_secret(tmp_path: Path, command: tuple[str, ...]) -> None:
    line = {"id": 1, "lang": "en", "question": "q?", "reference": "It is so.", "answer": "It is not so at all."}
    ran = run(tmp_path, *command, stdin=json.dumps(line) + "\n" if command == ("grade",) else "", **SETTINGS)
    assert clean(ran.out), ran.out
    assert clean(ran.err), ran.err
    assert ran.out or ran.err


def test_a_password_among_the_parameters_of_an_address_is_not_shown(tmp_path: Path) -> None:
    ran = run(tmp_path, "doctor", DATABASE_URL="postgresql://127.0.0.1:1/interviews?user=me&password=word-4711")
    assert "word-4711" not in ran.out + ran.err


@pytest.mark.parametrize("form", ["json"])
async def test_the_running_bot_logs_neither_secrets_nor_answers(
    api: BotApi, bank: Any, tmp_path: Path, sqlite_url: str, form: str
) -> None:
    """At DEBUG, with an update without a number, a judge that refuses the key, and Telegram gone for a moment."""
    person = Person(921, "en")
    hook = by_webhook()
    with JudgeServer(key="another") as judge:
        settings = {
            "JUDGE_URL": judge.url,
            "JUDGE_API_KEY": KEY,
            "LOG_LEVEL": "DEBUG",
            "LOG_FORMAT": form,
        } | hook
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, **settings) as running:
            candidate = Candidate(api, person, "en", bank)
            await api.say(person, "/interview attention 1")
            question = await candidate.next()
            await api.say(person, f"{ANSWER} {WORDS}.")
            await api.wait(lambda: "refuses the key" in running.log)
            sent = {"message": {"text": WORDS}, "update_id": "none"}
            known = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            async with aiohttp.ClientSession() as http:
                await http.post(hook["WEBHOOK_URL"], json=sent, headers=known)
            await api.wait(lambda: "an update without an id was dropped" in running.log)
            api.down = True
            await api.say(person, "/topics")
            await api.wait(lambda: "a message waits" in running.log or "cannot be reached" in running.log)
            api.down = False
            await api.say(person, "/why")
            await api.next_message(person.id, question.id, "")
            said = "\n".join(m.text for m in api.from_bot(person.id))
    assert clean(running.log)
    assert WORDS not in running.log
    assert clean(said)


async def test_an_error_of_the_database_does_not_hold_what_was_to_be_written(db: Database) -> None:
    """It would stand in the log."""
    with pytest.raises(IntegrityError) as caught:
        async with db.write() as tx:
            await outbox.say(tx, 4711, {"text": WORDS}, "reply", datetime.now(UTC))
    assert WORDS not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("wrong", ["attempts = NULL", "state = 'lost'"])
async def test_an_error_of_the_database_does_not_hold_the_row_that_breaks_a_rule(db: Database, wrong: str) -> None:
    """Postgres quotes the whole row; who is inside of the transaction may log the error as well."""
    async with db.write() as tx:
        chat = await someone(tx)
        await outbox.say(tx, chat.id, {"text": WORDS}, "reply", datetime.now(UTC))
    with pytest.raises(IntegrityError) as outside:
        async with db.write() as tx:
            with pytest.raises(IntegrityError) as inside:
                await tx.execute(text(f"UPDATE outbox SET {wrong}"))
            raise inside.value
    said = "".join(traceback.format_exception(outside.value))
    assert "constraint" in said and "outbox" in said
    assert WORDS not in said


def test_receipts_and_exports_hold_no_key(tmp_path: Path) -> None:
    with JudgeServer(key=KEY) as judge:
        ran = run(
            tmp_path, "chat", "--language", "en", "--format", "json", "--questions", "1", stdin=f"{ANSWER}\n\n/why\n",
            JUDGE_URL=judge.url, JUDGE_API_KEY=KEY,
        )  # fmt: skip
        exported = run(tmp_path, "people", "export", "me")
    assert ran.of("grade")[-1]["graded_by"].startswith("judge:")
    assert json.loads(exported.out)["grades"]
    assert clean(ran.out + ran.err + exported.out + exported.err)


@pytest.mark.parametrize(
    "reply", [b"HTTP/1.1 nonsense\r\n\r\n", b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"]
)
async def test_what_went_wrong_on_the_way_to_telegram_does_not_hold_the_token(reply: bytes) -> None:
    """It is kept in the outbox, and so in a person's export."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)
        writer.close()

    request = Request()
    await request.initialize()
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        with pytest.raises(NetworkError, match=r"ClientResponseError|TooManyRedirects") as caught:
            await request.do_request(f"http://{host}:{port}/bot{TOKEN}/sendMessage", "POST")
    await request.shutdown()
    assert clean(str(caught.value) + "".join(traceback.format_exception(caught.value)))


def test_no_password_stands_in_the_list_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, said = tmp_path / "pg_dump", tmp_path / "said"
    program.write_text(f'#!/bin/sh\necho "$@" >> {said}\necho "its password: $PGPASSWORD" >> {said}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    for number, address in enumerate((DATABASE, "postgresql://127.0.0.1:1/interviews?user=me&password=word-4711")):
        backup(address, tmp_path / f"{number}.dump")
    lines = said.read_text().splitlines()
    assert lines[1::2] == [f"its password: {PASSWORD}", "its password: word-4711"]
    assert clean("".join(lines[::2]))
    assert "user=me" in lines[2]


def test_wrong_settings_name_the_variable_and_not_its_value() -> None:
    values = {
        "judge_api_key": KEY,
        "telegram_token": TOKEN,
        "webhook_url": "http://h",
        "database_url": f"odd://{PASSWORD}",
    }
    with pytest.raises(WrongSettings) as caught:
        load(_env_file=None, **values)
    assert clean(str(caught.value))
    assert clean(str(caught.value.__cause__))
    assert clean(repr(load(_env_file=None, telegram_token=TOKEN, judge_api_key=KEY, webhook_secret=SECRET)))


def test_a_mistake_of_the_program_is_one_line_and_its_traceback_has_no_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEWER_JUDGE_API_KEY", KEY)
    monkeypatch.setenv("INTERVIEWER_DATABASE_URL", DATABASE)
    error = RuntimeError(f"connecting to {DATABASE} as {PASSWORD} with {KEY} and {TOKEN} failed\nin two lines")
    said = startup.unforeseen(ExceptionGroup("several", [error]))
    assert "\n" not in said
    assert said.startswith("This should not have happened: RuntimeError")
    assert clean(said)
    monkeypatch.setenv("INTERVIEWER_LOG_LEVEL", "DEBUG")
    told = startup.unforeseen(error)
    assert "Traceback" in told or "RuntimeError" in told
    assert clean(told)


def test_whatever_is_logged_is_struck(capsys: pytest.CaptureFixture[str]) -> None:
    import logging

    import structlog

    before = (logging.root.handlers, logging.root.level)
    try:
        logs.configure("DEBUG", "json", (KEY, PASSWORD))
        structlog.get_logger().warning("it failed", why=ValueError(KEY), held={"key": [KEY]}, url=DATABASE, n=3)
        logging.getLogger("a.library").warning("asked %s with %s", f"https://api/bot{TOKEN}/getMe", PASSWORD)
        try:
            raise RuntimeError(f"{PASSWORD} {TOKEN}")
        except RuntimeError:
            logging.getLogger("a.library").exception("failed")
        written = capsys.readouterr().err
    finally:
        logging.root.handlers, logging.root.level = before
        structlog.reset_defaults()
    assert "it failed" in written
    assert clean(written)
    assert json.loads(written.splitlines()[0])["n"] == 3


def test_an_address_is_shown_without_what_stands_before_its_host() -> None:
    assert without_password("http://a:b@c@host:1/v1?token=x#y") == "http://host:1/v1"
    assert without_password("sqlite:////data/a.db") == "sqlite:////data/a.db"
    assert without_password("http://[") == "?"


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of Unix")
def test_setup_writes_its_file_for_its_owner_alone(tmp_path: Path) -> None:
    answers = "\n".join([TOKEN, "", "", "", ""]) + "\n"
    ran = run(tmp_path, "setup", "--language", "en", stdin=answers, TELEGRAM_API_URL="http://127.0.0.1:1")
    written = tmp_path / ".env"
    assert TOKEN in written.read_text()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert TOKEN not in ran.out + ran.err
