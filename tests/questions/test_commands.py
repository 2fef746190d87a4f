"""`interviewer bank`, run as a person runs it, over a database of its own."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands import context
from grader.grade import Verdict
from questions.bank import load_bank
from questions.format import dump, from_json, parse, to_json
from questions.model import Question, Text
from storage import bank_rows, interviews
from storage.database import Database
from tests.program import Ran, environment, run
from tests.questions.made import question
from tests.storage import world

Bank = Callable[..., Ran]
NOTES = Path(__file__).parent / "notes"
MINE = question("mine", question=Text("我的问题问什么新鲜事？", "What is new about mine, exactly?"))


def within(folder: Path, arguments: tuple[object, ...], stdin: str = "", **settings: str) -> Ran:
    """Runs `interviewer bank` within this process: as `run`, without the seconds that a start costs."""
    from bot.command import app

    for known in (context.settings, context.packaged_bank):
        known.cache_clear()
    env = environment(folder, **settings) | {"XDG_CACHE_HOME": str(folder.parent / "cache")}
    ran = CliRunner().invoke(app, ["bank", *map(str, arguments)], input=stdin, env=env)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


@pytest.fixture
def bank(tmp_path: Path, sqlite_url: str) -> Bank:
    """Runs `interviewer bank` with these arguments over an empty database."""
    return lambda *arguments, **settings: within(tmp_path, arguments, **({"DATABASE_URL": sqlite_url} | settings))


def put(folder: Path, made: Question, name: str = "q.yaml") -> Path:
    file = folder / name
    file.write_text(dump(made), encoding="utf-8")
    return file


def editor(folder: Path, script: str) -> str:
    """An editor that changes its file by a Python script in which `text` is the file's text."""
    file = folder / "editor.py"
    file.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text(encoding='utf-8')\n"
        f"{script}\npath.write_text(text, encoding='utf-8')\n"
    )
    return f"{sys.executable} {file}"


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
        (("list", "--kind", "riddle"), "there is no kind 'riddle'"),
        (("show", "rag-chunkin"), "Did you mean rag-chunking?"),
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


# -- changing --------------------------------------------------------------------------------------------------------


def test_a_question_is_added_changed_retired_and_brought_back(tmp_path: Path, bank: Bank) -> None:
    assert bank("add", "--file", put(tmp_path, MINE)).out == "mine is in the bank.\n"
    assert parse(bank("show", "mine").out) == MINE
    again = bank("add", "--file", put(tmp_path, MINE))
    assert (again.code, "bank edit mine" in again.err) == (1, True)
    changed = question("mine", level=4, question=MINE.question)
    assert bank("edit", "mine", "--file", put(tmp_path, changed)).code == 0
    assert parse(bank("show", "mine").out).level == 4
    assert "nothing changed" in bank("edit", "mine", "--file", put(tmp_path, changed)).out
    assert bank("retire", "mine", "--reason", "old").code == 0
    assert "mine" not in bank("list").out.split()
    assert "retired: mine" in bank("stats").out
    assert bank("retire", "mine", "--undo").code == 0
    assert "mine" in bank("list").out.split()


def test_an_edit_of_a_packaged_question_is_listed_exported_and_can_be_dropped(
    tmp_path: Path, bank: Bank, sqlite_url: str
) -> None:
    packaged = parse(bank("show", "rag-chunking").out)
    changed = from_json(to_json(packaged) | {"level": 5})
    bank("edit", "rag-chunking", "--file", put(tmp_path, changed))
    assert "*rag-chunking" in bank("list").out
    assert "changed or added here: rag-chunking" in bank("stats").out
    assert parse(bank("export", "--local").out) == changed
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as db:
        db.execute("UPDATE bank_edits SET based_on = 'older'")
    assert "changed here, and in the file since: rag-chunking" in bank("stats").out
    assert bank("edit", "rag-chunking", "--reset").code == 0
    assert parse(bank("show", "rag-chunking").out) == packaged
    assert bank("edit", "rag-chunking", "--reset").code == 1


def test_an_id_does_not_change_by_editing(tmp_path: Path, bank: Bank) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    ran = bank("edit", "mine", "--file", put(tmp_path, question("yours")))
    assert ran.code == 1
    assert "The id changed" in ran.err


def test_step_by_step_the_rest_in_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill = "text = text.replace(\"id: ''\", 'id: first', 1).replace(\"zh: ''\", 'zh: 一个要点', 1)"
    answers = "nonsense\n检索\n9\n3\n新问题是什么？\n答案在这里。\n"
    monkeypatch.setenv("EDITOR", editor(tmp_path, fill))
    ran = run(tmp_path, "bank", "add", stdin=answers)
    assert ran.code == 0, ran.err
    assert "is in the bank" in ran.out
    id = ran.out.split()[-5]
    made = parse(run(tmp_path, "bank", "show", id).out)
    assert (made.topic, made.level, made.question.zh, made.reference.zh) == ("rag", 3, "新问题是什么？", "答案在这里。")
    assert [point.id for point in made.key_points] == ["first"]


@pytest.mark.parametrize(
    ("script", "said"),
    [("text = text.replace('level: 3', 'level: 77')", "level"), ("sys.exit(3)", "ended with 3")],
)
def test_an_editor_that_leaves_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    ran = within(tmp_path, ("add",), stdin="rag\n3\nquestion?\nanswer\n")
    assert ran.code == 1
    assert said in ran.err
    if "is kept in" in ran.err:
        kept = Path(ran.err.strip().rstrip(".").rsplit(" ", 1)[-1])
        assert "level: 77" in kept.read_text(encoding="utf-8")
        kept.unlink()
    assert "0 drafts" in within(tmp_path, ("drafts",)).err


# -- drafts ----------------------------------------------------------------------------------------------------------


def test_notes_come_in_as_drafts_that_nobody_is_asked(tmp_path: Path, bank: Bank) -> None:
    trial = bank("import", NOTES / "notes.md", "--dry-run")
    assert trial.code == 0
    assert "9 items (3 note + 2 code + 2 chain + 2 practice); 9 new" in trial.out
    assert "nothing was written" in trial.out
    assert trial.err.count("unread: ") == 5
    assert "0 drafts" in bank("drafts").err
    before = bank("list").out
    assert bank("import", NOTES / "notes.md", "--topic", "rag", "--level", "2").code == 0
    assert bank("list").out == before
    drafts = bank("drafts")
    assert "9 drafts" in drafts.err
    assert all("lacks key_points)" in line for line in drafts.out.splitlines())
    assert "0 new, 0 changes, 9 same" in bank("import", NOTES / "notes.md", "--topic", "rag", "--level", "2").out


def test_items_that_cannot_be_imported_make_the_exit_code(bank: Bank) -> None:
    ran = bank("import", NOTES / "broken.md")
    assert ran.code == 1
    assert ran.err.count("not imported: ") == 4
    assert "3 items" in ran.out
    assert "3 drafts" in bank("drafts").err


def test_a_draft_is_approved_when_it_is_whole(tmp_path: Path, bank: Bank) -> None:
    bank("import", NOTES / "notes.md", "--topic", "rag")
    ran = bank("approve", "notes-1")
    assert ran.code == 1
    assert "notes-1: key_points: is missing" in ran.err
    whole = from_json(to_json(MINE) | {"id": "notes-1"})
    assert bank("edit", "notes-1", "--file", put(tmp_path, whole)).out.startswith("notes-1 is a draft")
    assert bank("approve", "notes-1").out == "notes-1 is in the bank.\n"
    assert bank("add", "--draft", "--file", put(tmp_path, MINE)).out.startswith("mine is a draft")
    assert "mine would be in the bank." in bank("approve", "--all", "--dry-run").out
    assert "mine" not in bank("list").out.split()
    assert bank("approve", "mine").out == "mine is in the bank.\n"
    assert "mine" in bank("list").out.split()
    assert bank("drafts", "--discard", "notes-2").code == 0
    assert "notes-2" not in bank("drafts").out


def test_what_is_retired_can_still_be_looked_up(tmp_path: Path, bank: Bank) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    assert bank("retire", "mine").code == 0
    assert parse(bank("show", "mine").out) == MINE


# -- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["all.yaml", "all.json", "all.csv", "all"])
def test_an_export_comes_back_as_nothing_new(tmp_path: Path, bank: Bank, name: str) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    target = tmp_path / "out" / name
    assert bank("export", target).code == 0
    ran = bank("import", target, "--dry-run")
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if " new: " in line or " changes: " in line] == []
    assert " 0 new, 0 changes, " in ran.out
    again = bank("export", target)
    assert (again.code, "--replace" in again.err) == (1, True)
    assert bank("export", target, "--replace").code == 0


def test_an_export_moves_to_another_machine(tmp_path: Path, bank: Bank) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    first = tmp_path / "first.csv"
    bank("export", "--local", first)
    other = tmp_path / "other"
    other.mkdir()
    assert within(other, ("import", first)).code == 0
    second = tmp_path / "second.csv"
    within(other, ("export", "--local", second))
    assert second.read_bytes() == first.read_bytes()
    rows = list(csv.DictReader(io.StringIO(first.read_text(encoding="utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == ["mine"]


def test_dry_runs_change_nothing(tmp_path: Path, bank: Bank) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    before = bank("export", "--local").out, bank("stats").out, bank("drafts").out
    yours = put(tmp_path, question("yours", question=Text("别的？", "Other?")), "y.yaml")
    for arguments in (
        ("add", "--file", yours), ("edit", "mine", "--file", put(tmp_path, question("mine"), "m.yaml")),
        ("edit", "mine", "--reset"), ("retire", "mine"), ("import", yours), ("export", tmp_path / "x.yaml"),
    ):  # fmt: skip
        ran = bank(*arguments, "--dry-run")
        assert ran.code == 0, ran.err
        assert "would be" in ran.out + ran.err or "nothing was written" in ran.out
    assert (bank("export", "--local").out, bank("stats").out, bank("drafts").out) == before
    assert not (tmp_path / "x.yaml").exists()


def test_an_unreachable_database_is_one_line(bank: Bank) -> None:
    ran = bank("list", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1


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
    assert "answers marked by judge" in told
    assert f"0.0 of    6 {asked.id}" in told
    assert f"hardly anybody gets {asked.id}/{asked.key_points[0].id}: 0% of 6" in told
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


def test_both_databases_keep_what_is_curated(tmp_path: Path, bank: Bank, database_url: str) -> None:
    for arguments in (("add", "--file", put(tmp_path, MINE)), ("retire", "rag-basics"), ("import", NOTES / "notes.md")):
        assert bank(*arguments, DATABASE_URL=database_url).code == 0
    listed = bank("list", DATABASE_URL=database_url).out.split()
    assert "mine" in listed
    assert "rag-basics" not in listed
    assert "9 drafts" in bank("drafts", DATABASE_URL=database_url).err
