"""`interviewer bank review` in a real terminal: a question with what people say about it, and the keys that decide."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from app.curation import desks
from questions.format import from_json, parse, to_json
from storage import bank_rows
from storage.database import Database
from testing import rows as world
from testing.bank_command import MINE, Bank, put
from testing.program import INTERVIEWER, environment
from testing.rows import NOW
from testing.until import DEADLINE

KEYS = "space next"


@contextmanager
def desk(folder: Path, url: str, *arguments: str, columns: int = 100, **variables: str) -> Iterator[pexpect.spawn]:
    env = environment(folder, DATABASE_URL=url) | {"TERM": "xterm-256color"} | variables
    del env["COLUMNS"]
    child = pexpect.spawn(
        INTERVIEWER, ["bank", "review", *arguments], env=env, cwd=str(folder), encoding="utf-8",
        timeout=DEADLINE, dimensions=(60, columns),
    )  # fmt: skip
    try:
        child.expect_exact(KEYS)
        yield child
        child.expect(pexpect.EOF)
    finally:
        child.close(force=True)


async def _reported(url: str) -> None:
    db = Database.open(url)
    async with db.write() as tx:
        chat = await world.someone(tx, "ann")
        await bank_rows.report(tx, chat.person, world.packaged()[0], "i", 1, "the answer is old", NOW)
    await db.close()


def test_what_is_reported_is_shown_noted_and_closed(tmp_path: Path, bank: Bank, sqlite_url: str) -> None:
    asyncio.run(_reported(sqlite_url))
    asked = world.packaged()[0]
    with desk(tmp_path, sqlite_url) as review:
        assert asked.id in review.before and "ann: the answer is old" in review.before
        review.send("n")
        review.sendline("ask the author")
        review.expect_exact("ask the author")
        review.expect_exact(KEYS)
        review.send("c")
        review.expect_exact(KEYS)
        assert "the answer is old" not in review.before
        review.send(" ")
        review.expect_exact("The desk is clear")
    assert json.loads(bank("reports", "--json").out) == []
    db = Database.open(sqlite_url)
    (note,) = asyncio.run(desks(db))[asked.id].notes
    assert note.text == "ask the author"


def test_drafts_are_approved_edited_thrown_away(
    tmp_path: Path, bank: Bank, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for id in ("one", "two", "three"):
        stem = {"zh": f"{id} 问的是什么？", "en": f"What is {id} about?"}
        bank("add", "--draft", "--file", put(tmp_path, from_json(to_json(MINE) | {"id": id, "question": stem})))
    with desk(tmp_path, sqlite_url, "one", "two", "three", EDITOR="sed -i s/^level:.*/level:\\ 4/") as review:
        review.send("a")
        review.expect_exact("[1/3]")
        review.expect_exact(KEYS)
        review.send(" ")
        review.expect_exact(KEYS)
        review.send("e")
        review.expect_exact("L4")
        review.expect_exact(KEYS)
        review.send(" ")
        review.expect_exact(KEYS)
        review.send("r")
        review.expect_exact("[y/N]")
        review.sendline("y")
        review.expect_exact("The desk is clear")
    assert "one" in bank("list").out.split()
    left = json.loads(bank("drafts", "--json").out)
    assert [(draft["id"], draft["question"]["level"]) for draft in left] == [("two", 4)]


def test_reading_a_question_of_the_bank_is_kept_as_a_review(tmp_path: Path, bank: Bank, sqlite_url: str) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    with desk(tmp_path, sqlite_url, "mine", columns=40) as review:
        assert "│" not in review.before
        review.send("a")
        review.expect_exact(KEYS)
        review.send("q")
    assert len(parse(bank("show", "mine").out).reviewed) == len(MINE.reviewed) + 1


def test_both_languages_stand_side_by_side_where_there_is_room(tmp_path: Path, sqlite_url: str) -> None:
    with desk(tmp_path, sqlite_url, "rag-chunking") as review:
        beside = [line for line in review.before.splitlines() if "│" in line]
        assert any("文档切块" in line and "split documents" in line for line in beside)
        review.send("q")


def test_the_desk_wants_a_terminal_and_says_when_it_is_empty(bank: Bank) -> None:
    ran = bank("review")
    assert (ran.code, "terminal" in ran.err) == (2, True)


def test_stats_fit_one_screen(bank: Bank) -> None:
    lines = bank("stats").out.splitlines()
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80
