"""Files and texts that are made to do harm: SQL, HTML, YAML, formulas, paths, sizes."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import update

from questions import plainyaml
from questions.bank import load_bank
from questions.exports import as_csv
from questions.format import from_json
from questions.imports.files import read_file
from questions.problem import FormatError
from storage.backup import backup, restore
from storage.tables import outbox
from testing.botapi import BotApi, parse_html
from testing.in_process import inside
from testing.program import run

SQL = "'; DROP TABLE people; --"
PATHS = ("../../escape", "/etc/escape", "a/b", "..", "a\x00b", "a\\..\\b", ".hidden", "CON:", "a b", "-rf")
FORMULAS = ("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x")


def question(**changes: object) -> dict[str, object]:
    made: dict[str, object] = {
        "id": "q", "topic": "rag", "level": 1, "kind": "concept", "question": {"en": "Why?"}, "reference": {"en": "So."},
        "key_points": [{"id": "p", "weight": 1, "text": {"en": "So it is."}}],
    }  # fmt: skip
    return made | changes


# -- SQL and HTML ----------------------------------------------------------------------------------------------------


async def test_whatever_a_person_writes_is_text(api: BotApi, sqlite_url: str) -> None:
    from bot.render import show

    nasty = f"{SQL}<script>alert(1)</script><a href='x'>&amp; ${{7*7}} {{{{7*7}}}} %s %n \\' \" /*"
    async with inside(api, sqlite_url) as bot:
        for words in (
            f"/interview {nasty}",
            f"/timezone {nasty}",
            f"/plan {nasty}",
            f"/drill {nasty}",
            f"/{nasty}",
            nasty,
        ):
            await bot.say(7, words)
        await bot.say(7, "/interview attn-what-is-attention 1")
        async with bot.app.db.write() as tx:  # the question was on the screen
            await tx.execute(update(outbox).values(state="sent", message_ids=[1]))
        await bot.say(7, f"Attention weighs the values by how well the query matches each key. {nasty}")
        await bot.say(7, "/why")
        for envelope in await bot.envelopes(7):
            for part in show(envelope).parts:
                parse_html(part)
                assert "<script" not in part
        state = await bot.state()
    assert len(state["people"]) == 1
    assert SQL in state["turns"][0] or SQL.replace("'", "\\'") in state["turns"][0]


@pytest.mark.parametrize("name", [SQL, "%", "_", "#1 OR 1=1", "\\"])
def test_names_on_the_command_line_are_values(tmp_path: Path, sqlite_url: str, name: str) -> None:
    assert run(tmp_path, "people", "forget", name, "--yes", DATABASE_URL=sqlite_url).code in (1, 2)
    held = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    assert held.execute("SELECT count(*) FROM people").fetchone() == (0,)
    held.close()


# -- YAML and JSON ---------------------------------------------------------------------------------------------------

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
HARMFUL = {
    "object": "!!python/object/apply:os.system ['touch {marker}']\n",
    "name": "id: !!python/name:os.system x\n",
    "new": "question: !!python/object/new:subprocess.Popen [['touch', '{marker}']]\n",
    "bomb": BOMB,
    "merge": "a: &a {{b: c}}\nd: {{<<: *a}}\n",
    "deep flow": "[" * 100_000,
    "deep block": "".join(" " * n + "-\n" for n in range(1, 300)),
    "tag": "id: !include /etc/passwd\n",
    "directive": "%YAML 9.9\n%TAG ! tag:evil,2000:\n---\n!x a: b\n",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_yaml_runs_nothing_and_grows_nothing(tmp_path: Path, name: str) -> None:
    marker = tmp_path / "ran"
    text = HARMFUL[name].replace("{marker}", str(marker)).replace("{{", "{").replace("}}", "}")
    with pytest.raises(FormatError):
        list(plainyaml.documents(text, "file"))
    file = tmp_path / "bank" / "q.yaml"
    file.parent.mkdir()
    file.write_text(text)
    found = load_bank((file.parent,), cache=tmp_path)
    assert any(str(file) in str(problem) for problem in found.problems)
    assert read_file(file).items == []
    assert not marker.exists()


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 50_000, "1" * 5000, '{"id": NaN}', '{"a": 1, "a": 2}', "\ufeff[]", "null"]
)
def test_json_is_read_or_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "q.json"
    file.write_text(text)
    assert read_file(file).items == []


def test_files_that_are_too_large_or_no_files_are_refused(tmp_path: Path) -> None:
    """A pipe in a bank folder would wait for ever, a device would never end."""
    folder = tmp_path / "bank"
    folder.mkdir()
    os.mkfifo(folder / "pipe.yaml")
    (folder / "device.yaml").symlink_to("/dev/zero")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "again").symlink_to(folder)
    (folder / "large.yaml").write_bytes(b"#" * 1_000_001)
    found = load_bank((folder,), cache=tmp_path)
    assert [p for p in found.problems if "large.yaml" in str(p)]
    os.mkfifo(tmp_path / "pipe.md")
    (problem,) = read_file(tmp_path / "pipe.md").unreadable
    assert "name a regular file" in str(problem)
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(20_000_001)
    (problem,) = read_file(huge).unreadable
    assert "split it" in str(problem)


# -- formulas --------------------------------------------------------------------------------------------------------


def test_no_cell_of_an_export_is_a_formula() -> None:
    texts = [from_json(question(id=f"q{n}", question={"en": f"{start} text"})) for n, start in enumerate(FORMULAS)]
    rows = list(csv.reader(io.StringIO(as_csv(texts).removeprefix("\ufeff"))))
    for cell in (cell for row in rows[1:] for cell in row):
        assert not cell.startswith(tuple(f[0] for f in FORMULAS)), cell


# -- paths -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PATHS)
def test_ids_and_topics_name_no_place(name: str) -> None:
    for field in ("id", "topic"):
        for draft in (False, True):
            with pytest.raises(FormatError):
                from_json(question(**{field: name}), draft=draft)


def test_an_import_that_names_places_writes_only_below_its_folder(tmp_path: Path, sqlite_url: str) -> None:
    table = tmp_path / "t.csv"
    rows = [["id", "topic", "level", "question", "answer"]] + [
        [n, n, "1", f"Why {i}?", "So."] for i, n in enumerate(PATHS[:4])
    ]
    with table.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    run(tmp_path, "bank", "import", str(table), DATABASE_URL=sqlite_url)
    out = tmp_path / "deep" / "out"
    ran = run(tmp_path, "bank", "export", str(out), "--drafts", DATABASE_URL=sqlite_url)
    assert ran.code == 0
    written = [file for file in tmp_path.rglob("*.yaml") if file.is_file()]
    assert all(out in file.parents for file in written)


@pytest.mark.parametrize("output", ["missing/folder/x.json", "x" * 300])
def test_an_output_that_cannot_be_is_one_line(tmp_path: Path, sqlite_url: str, output: str) -> None:
    run(tmp_path, "chat", "--language", "en", DATABASE_URL=sqlite_url)
    ran = run(tmp_path, "people", "export", "me", "--output", output, DATABASE_URL=sqlite_url)
    assert ran.code in (1, 2)
    assert len(ran.err.splitlines()) == 1


def test_backups_of_oddly_named_databases_keep_to_themselves(tmp_path: Path, sqlite_template: Path) -> None:
    """A name is no pattern and no address: `[a-z]*.db` is one file, and `#?mode=rwc` is part of a name."""
    kept = []
    for name in ("[a-z]*.db", "a.db"):
        file = tmp_path / name
        file.write_bytes(sqlite_template.read_bytes())
        kept.append(backup(f"sqlite:///{file}", tmp_path / "backups"))
    backup(f"sqlite:///{tmp_path / '[a-z]*.db'}", tmp_path / "backups" / "x.db", keep=1)
    assert all(file.exists() for file in kept)
    odd = tmp_path / "b#?mode=rwc&x=%41.db"
    odd.write_bytes(sqlite_template.read_bytes())
    assert restore(f"sqlite:///{tmp_path / 'restored.db'}", odd) is None
    assert {f.name for f in tmp_path.iterdir() if f.is_file()} == {"[a-z]*.db", "a.db", odd.name, "restored.db"}


def test_a_grade_line_cannot_exhaust_anything(tmp_path: Path) -> None:
    base = {"lang": "en", "question": "Why?", "reference": "It is so. It was so."}
    lines = [
        json.dumps(base | {"id": 1, "answer": "a " * 500_000}),
        json.dumps(base | {"id": 2, "answer": "x" * 1_000_000}),
        json.dumps(base | {"id": 3, "answer": "(" * 100_000}),
        '{"id": 4, "lang": "en", "answer": ' + "[" * 100_000,
        json.dumps(base | {"id": 5, "answer": "so", "key_points": [{"id": "p", "text": "x", "weight": 10**400}]}),
        '{"id": 1e999, "lang": "en", "question": "q", "reference": "r", "answer": "a"}',
    ]
    ran = run(tmp_path, "grade", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line, parse_constant=pytest.fail) for line in ran.out.splitlines()]
    assert [("error" in a) for a in answers] == [False, False, False, True, True, True]
