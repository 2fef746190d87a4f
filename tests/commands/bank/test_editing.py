"""`interviewer bank` changing questions, drafts and files, run as a person runs it."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import sys
from pathlib import Path

import pytest

from questions.format import from_json, parse, to_json
from questions.model import Text
from testing.bank_command import MINE, Bank, put, within
from testing.program import run
from testing.questions import question

SOME = ("--topic", "attention")  # with the one that is added
NOTES = Path(__file__).parents[3] / "testing" / "notes"


def editor(folder: Path, script: str) -> str:
    """An editor that changes its file by a Python script in which `text` is the file's text."""
    file = folder / "editor.py"
    file.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text(encoding='utf-8')\n"
        f"{script}\npath.write_text(text, encoding='utf-8')\n"
    )
    return f"{sys.executable} {file}"


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
    assert ran.code == 1, "a question without sources is no question of the bank"
    assert "error: " in ran.err and "stays a draft" in ran.err
    (id,) = re.findall(r"^(\S+) is a draft", ran.out, re.M)
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


@pytest.mark.parametrize("of", [("all.yaml",), ("some.json", *SOME), ("some.csv", *SOME), ("some", *SOME)])
def test_an_export_comes_back_as_nothing_new(tmp_path: Path, bank: Bank, of: tuple[str, ...]) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    target, chosen = tmp_path / "out" / of[0], of[1:]
    assert bank("export", target, *chosen).code == 0
    ran = bank("import", target, "--dry-run")
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if " new: " in line or " changes: " in line] == []
    assert " 0 new, 0 changes, " in ran.out
    again = bank("export", target, *chosen)
    assert (again.code, "--replace" in again.err) == (1, True)
    assert bank("export", target, *chosen, "--replace").code == 0


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


def test_both_databases_keep_what_is_curated(tmp_path: Path, bank: Bank, database_url: str) -> None:
    for arguments in (("add", "--file", put(tmp_path, MINE)), ("retire", "rag-basics"), ("import", NOTES / "notes.md")):
        assert bank(*arguments, DATABASE_URL=database_url).code == 0
    listed = bank("list", DATABASE_URL=database_url).out.split()
    assert "mine" in listed
    assert "rag-basics" not in listed
    assert "9 drafts" in bank("drafts", DATABASE_URL=database_url).err
