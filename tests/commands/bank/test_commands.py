"""`interviewer bank`, run as a person runs it, over a database of its own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from grader.grade import Verdict
from questions.bank import load_bank
from questions.format import from_json, parse
from storage import bank_rows, interviews
from storage.database import Database
from testing import rows as world
from testing.bank_command import MINE, Bank, put, within
from testing.program import run
from testing.questions import question

# -- looking ---------------------------------------------------------------------------------------------------------


def test_looking_makes_no_database(tmp_path: Path) -> None:
    for arguments in (("list",), ("show", "rag-chunking"), ("stats",), ("similar", "RAG"), ("export",), ("lint",)):
        assert within(tmp_path, arguments).code in (0, 1)
    assert run(tmp_path, "bank", "list").code == 0
    assert not (tmp_path / "interviews.db").exists()


def test_list_by_topic_level_and_kind(bank: Bank) -> None:
    ran = bank("list", "--topic", "检索", "--level", "2", "--kind", "trade-off")
    lines = ran.out.splitlines()
    assert any(line.split()[0] == "rag-chunking" for line in lines)
    assert all(line.split()[1:3] == ["2", "trade-off"] for line in lines)
    found = json.loads(bank("list", "--topic", "rag", "--format", "json").out)
    assert {one["topic"] for one in found} == {"rag"}
    assert from_json(found[0]).id == found[0]["id"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "--topic", "ragg"), "Did you mean rag"),
        (("list", "--kind", "riddle"), "'riddle' is not known here"),
        (("show", "rag-chunkin"), "Did you mean rag-chunking"),
        (("retire", "nothing-like-it"), "There is no question"),
        (("import", "missing.md"), "no such file"),
        (("approve",), "Name the drafts"),
        (("approve", "nothing"), "There is no question"),
        (("export", "--format", "folder"), "needs a folder"),
        (("reports", "--close", "7"), "There is no open report 7"),
    ],
)
def test_wrong_usage_is_one_line_and_two(bank: Bank, arguments: tuple[str, ...], said: str) -> None:
    ran = bank(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_show_prints_the_file(bank: Bank) -> None:
    ran = bank("show", "rag-chunking")
    assert parse(ran.out).id == "rag-chunking"
    assert from_json(json.loads(bank("show", "rag-chunking", "--format", "json").out)) == parse(ran.out)


def test_lint_of_files_and_its_exit_code(tmp_path: Path, bank: Bank) -> None:
    good = put(tmp_path, question("q"))
    ran = bank("lint", good)
    assert (ran.code, ran.out) == (0, "")
    bad = put(tmp_path, question("bad", sources=()), "bad.yaml")
    (tmp_path / "broken.yaml").write_text("id: [\n")
    ran = bank("lint", good, bad, tmp_path / "broken.yaml")
    assert ran.code == 1
    assert f"error: {bad}: sources: are missing" in ran.out
    assert "broken.yaml:" in ran.out
    assert "errors" in ran.err


def test_similar_takes_a_pasted_report(tmp_path: Path) -> None:
    ran = run(tmp_path, "bank", "similar", stdin="1. 自我介绍\n2. RAG 切块的大小和重叠怎么定\n")
    assert ran.out.splitlines()[:2] == ["自我介绍", "  nothing like it"]
    assert "rag-chunking" in ran.out


def test_a_folder_of_one_s_own_is_seen(tmp_path: Path, bank: Bank) -> None:
    own = tmp_path / "own"
    own.mkdir()
    put(own, MINE, "mine.yaml")
    (own / "broken.yaml").write_text("id: [\n")
    ran = bank("list", BANK=str(own))
    assert "mine" in ran.out
    assert "broken.yaml" in ran.err
    assert "changed or added here: mine" in bank("stats", BANK=str(own)).out


# -- what answers say ------------------------------------------------------------------------------------------------


async def _answer(url: str, people: int) -> None:
    """A few people miss everything about the first packaged question, and one of them reports it."""
    db = Database.open(url)
    try:
        async with db.write() as tx:
            for n in range(people):
                chat = await world.someone(tx, f"person-{n}")
                interview = await world.begun(tx, chat, f"i{n}")
                await world.answered(tx, interview, Verdict.MISSING)
            await bank_rows.report(tx, chat.person, world.packaged()[0], f"i{n}", 1, "答案不对", world.NOW)
    finally:
        await db.close()


def test_stats_tell_what_the_answers_say(bank: Bank, sqlite_url: str) -> None:
    asyncio.run(_answer(sqlite_url, 6))
    asked = world.packaged()[0]
    told = bank("stats").out
    assert "answers marked by the judge" in told
    assert f"0.0 of 6 marks {asked.id}" in told
    assert f"hardly anybody gets {asked.id}/{asked.key_points[0].id}: 0% of 6 marks" in told
    assert f"{asked.id}: 0 verdicts contested, 0 overturned, 1 open reports" in told
    found = json.loads(bank("stats", "--format", "json").out)
    assert found["answers"][0]["questions"][0] | {"marks": 6, "mean": 0.0} == found["answers"][0]["questions"][0]
    assert found["complaints"][0]["reported"] == 1


def test_reports_are_listed_and_closed(bank: Bank, sqlite_url: str) -> None:
    asyncio.run(_answer(sqlite_url, 1))
    listed = bank("reports").out
    assert world.packaged()[0].id in listed
    assert "答案不对" in listed
    number = listed.split()[0]
    assert bank("reports", "--close", number, "--dry-run").code == 0
    assert bank("reports").out == listed
    assert bank("reports", "--close", number).code == 0
    assert bank("reports").out == ""
    assert "(closed)" in bank("reports", "--all").out


async def _asked_after_retirement(url: str) -> tuple[str, str]:
    db = Database.open(url)
    try:
        async with db.write() as tx:
            chat = await world.someone(tx)
            asked = (await world.begun(tx, chat)).items[0].question
            await bank_rows.retire(tx, asked.id, world.NOW)
        async with db.write() as tx:
            bank = load_bank().with_edits((), await bank_rows.retirements(tx))
            found = await interviews.open_of(tx, chat.id, bank)
    finally:
        await db.close()
    assert bank.get(asked.id) is None
    assert found is not None
    return asked.revision, found.items[0].question.revision


def test_a_question_retired_while_it_is_asked_stays_the_question(sqlite_url: str) -> None:
    asked, found = asyncio.run(_asked_after_retirement(sqlite_url))
    assert asked == found
