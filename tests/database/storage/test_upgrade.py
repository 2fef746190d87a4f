"""The schema and its upgrades: up, down and up, two at once, with rows, from a file that is older or newer."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import migrations
from grader.grade import Contradicted, FalseStatement, GradedBy, Method, Penalty, Verdict
from storage import turns
from storage import upgrade as upgrades
from storage.database import Database
from storage.errors import StorageError, parsed
from storage.tables import metadata
from storage.tables import turns as turn_rows
from storage.upgrade import Schema, check, known, migrate, prepare, upgrade
from testing.rows import begun, someone

FOLDER = Path(migrations.__file__).parent
ALLOWED = {"__future__", "alembic", "collections", "datetime", "json", "logging", "re", "sqlalchemy", "typing"}


@contextmanager
def _connection(url: str) -> Iterator[sa.Connection]:
    with upgrades.connected(parsed(url)) as connection:
        yield connection


@pytest.fixture
def fresh_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new folder' / 'interviews.db'}"


@pytest.fixture(params=["fresh_sqlite_url", "empty_postgres_url"])
def fresh_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def _tables(connection: sa.Connection) -> dict[str, object]:
    found = sa.inspect(connection)
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)),
            sorted(str(i["name"]) for i in found.get_indexes(name)),
            sorted((str(k["name"]), str(k["options"])) for k in found.get_foreign_keys(name)),
            sorted(str(c["name"]) for c in found.get_check_constraints(name)),
        )
        for name in found.get_table_names()
        if name != "alembic_version"
    }


# -- the files -------------------------------------------------------------------------------------------------------


def test_file_names_are_revisions_in_one_line_and_in_order() -> None:
    script = ScriptDirectory(str(FOLDER))
    in_order = [revision.revision for revision in reversed(list(script.walk_revisions()))]
    assert tuple(in_order) == known()
    assert script.get_heads() == [known()[-1]]
    assert all(re.fullmatch(r"\d{4}_\d\d_\d\d_[a-z0-9_]+", name) and len(name) <= 32 for name in known())


def test_revisions_import_nothing_of_ours() -> None:
    for path in (FOLDER / "versions").glob("*.py"):
        imported = re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.MULTILINE)
        assert set(imported) <= ALLOWED, path.name


# -- the schema ------------------------------------------------------------------------------------------------------


def test_models_are_what_the_migrations_make(fresh_url: str) -> None:
    upgrade(fresh_url)
    with _connection(fresh_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        made = _tables(connection)
        connection.rollback()
    with _connection(fresh_url) as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
        assert _tables(connection) == made


def test_every_revision_goes_up_down_and_up(fresh_url: str) -> None:
    if fresh_url.startswith("sqlite"):
        Path(fresh_url.removeprefix("sqlite:///")).parent.mkdir()
    for revision in known():
        with _connection(fresh_url) as connection:
            before = _tables(connection)
            migrate(connection, revision)
            after = _tables(connection)
        with _connection(fresh_url) as connection:
            migrate(connection, known()[known().index(revision) - 1] if revision != known()[0] else "base")
            assert _tables(connection) == before
        with _connection(fresh_url) as connection:
            migrate(connection, revision)
            assert _tables(connection) == after
    assert check(fresh_url).is_current


async def test_rows_of_the_first_revision_outlive_the_upgrade(fresh_url: str) -> None:
    """Rows as the first program wrote them, spelt out; everything of theirs is there afterwards."""
    if fresh_url.startswith("sqlite"):
        Path(fresh_url.removeprefix("sqlite:///")).parent.mkdir()
    with _connection(fresh_url) as connection:
        migrate(connection, known()[0])
        for statement in FIRST_ROWS:
            connection.execute(sa.text(statement))
    upgrade(fresh_url)
    db = Database.open(fresh_url)
    async with db.read() as tx:
        rows = await tx.execute(sa.text("SELECT t.answer, c.address FROM turns t JOIN interviews i ON i.id = t.interview"
                                        " JOIN chats c ON c.id = i.chat"))  # fmt: skip
        assert [tuple(row) for row in rows] == [("my words", "me")]
    await db.close()


AT = "'2026-11-24 12:00:00+00:00'"
FIRST_ROWS = (
    "INSERT INTO people (id, name, language, zone, access, mode, drill_days, drill_minutes, created_at, seen_at)"
    f" VALUES (1, 'me', 'zh', 'UTC', 'new', 'coach', '0123456', 10, {AT}, {AT})",
    "INSERT INTO chats (id, channel, address, person, language, gone, created_at)"
    f" VALUES (1, 'terminal', 'me', 1, 'zh', false, {AT})",
    "INSERT INTO interviews (id, chat, person, kind, language, mode, depth, phase, started_at, touched_at)"
    f" VALUES ('i', 1, 1, 'interview', 'zh', 'coach', 3, 'grading', {AT}, {AT})",
    f"INSERT INTO revisions (question, revision, content, kept_at) VALUES ('q', 'r', '{{}}', {AT})",
    "INSERT INTO items (interview, place, question, revision) VALUES ('i', 0, 'q', 'r')",
    "INSERT INTO turns (interview, number, item, reason, state, hints, answer, revision, generation, failed, ticks, asked_at)"
    f" VALUES ('i', 1, 0, 'drawn', 'answered', '[]', 'my words', 1, 0, false, '[]', {AT})",
)


async def test_grades_with_sentences_for_penalties_outlive_the_upgrade(fresh_url: str) -> None:
    """Grades as they were written before causes were objects: penalties, receipts, methods, and back again."""
    if fresh_url.startswith("sqlite"):
        Path(fresh_url.removeprefix("sqlite:///")).parent.mkdir()
    insert = sa.text(
        "INSERT INTO grades (interview, turn, revision, generation, graded_by, provisional, score, content, at)"
        f" VALUES ('i', 1, 1, :generation, :by, :provisional, 1.0, :content, {AT})"
    )
    with _connection(fresh_url) as connection:
        migrate(connection, "2026_11_24_self_ratings")
        for statement in FIRST_ROWS:
            connection.execute(sa.text(statement))
        connection.execute(sa.text("UPDATE turns SET generation = 1"))
        for generation, content in ((0, OLD_ESTIMATE), (1, OLD_GRADE)):
            by, provisional = content["graded_by"], content["provisional"]
            values = {"generation": generation, "by": by, "provisional": provisional, "content": json.dumps(content)}
            connection.execute(insert, values)
    upgrade(fresh_url)
    db = Database.open(fresh_url)
    async with db.read() as tx:
        (turn,) = await turns.load_turns(tx, "i")
        methods = (await tx.execute(sa.text("SELECT method FROM grades ORDER BY generation"))).scalars().all()
    await db.close()
    assert methods == ["similarity", "judge"]
    assert turn.estimate is not None and turn.grade is not None and turn.grade.receipt is not None
    assert (turn.estimate.graded_by, turn.estimate.receipt) == (GradedBy(Method.SIMILARITY, "e:5"), None)
    assert turn.grade.graded_by == GradedBy(Method.JUDGE, "m:1")
    assert turn.grade.penalties == (
        Penalty(Contradicted("p1"), 2.5),
        Penalty(FalseStatement("said", "it is not", "major"), 1.5),
        Penalty(FalseStatement("said: so", "", "minor"), 0.5),
    )
    assert (turn.grade.receipt.appeals[0].after, turn.grade.receipt.second) == (Verdict.PARTIAL, None)
    with _connection(fresh_url) as connection:
        migrate(connection, "2026_11_24_self_ratings")
        rows = connection.execute(sa.text("SELECT graded_by, content FROM grades ORDER BY generation")).all()
    contents = [row.content if isinstance(row.content, dict) else json.loads(row.content) for row in rows]
    assert ([row.graded_by for row in rows], contents) == (["similarity:e:5", "judge:m:1"], [OLD_ESTIMATE, OLD_GRADE])


async def test_what_was_dictated_outlives_the_upgrade(fresh_url: str) -> None:
    """The flag stood in the payload of the task that waits, or in the receipt of a grade; here each says it of one turn."""
    if fresh_url.startswith("sqlite"):
        Path(fresh_url.removeprefix("sqlite:///")).parent.mkdir()
    with _connection(fresh_url) as connection:
        migrate(connection, "2026_11_30_typed_grades")
        for statement in FIRST_ROWS:
            connection.execute(sa.text(statement))
        for number in range(2, 6):
            connection.execute(sa.text(A_TURN), {"number": number})
        for number, spoken in ((2, True), (3, False)):
            payload = {"interview": "i", "turn": number, "revision": 1, "generation": 1, "spoken": spoken}
            connection.execute(sa.text(A_TASK), {"key": f"i:{number}:1:1", "payload": json.dumps(payload)})
        for number, answer in ((4, {"spoken": True}), (5, {"spoken": False})):
            content = json.dumps(OLD_GRADE | {"receipt": {"answer": answer}})
            connection.execute(sa.text(A_GRADE), {"number": number, "content": content})
    upgrade(fresh_url)
    with _connection(fresh_url) as connection:
        found = connection.execute(sa.select(turn_rows.c.number, turn_rows.c.spoken).order_by(turn_rows.c.number)).all()
    assert [tuple(row) for row in found] == [(1, False), (2, True), (3, False), (4, True), (5, False)]


@pytest.mark.parametrize("invited", [False, True])
async def test_who_was_in_before_the_first_invitation_is_in_again(fresh_url: str, invited: bool) -> None:
    if fresh_url.startswith("sqlite"):
        Path(fresh_url.removeprefix("sqlite:///")).parent.mkdir()
    with _connection(fresh_url) as connection:
        migrate(connection, "2026_12_02_asides")
        for statement in (*FIRST_ROWS, FIRST_ROWS[0].replace("(1, 'me'", "(2, 'only knocked'")):
            connection.execute(sa.text(statement))
        if invited:
            connection.execute(sa.text(f"INSERT INTO invitations (token, made_at) VALUES ('t', {AT})"))
    upgrade(fresh_url)
    with _connection(fresh_url) as connection:
        found = connection.execute(sa.text("SELECT access FROM people ORDER BY id")).scalars().all()
    assert found == ["admitted" if invited else "new", "new"]


A_TURN = (
    "INSERT INTO turns (interview, number, item, reason, state, hints, answer, revision, generation, failed, ticks,"
    f" asked_at) VALUES ('i', :number, 0, 'drawn', 'answered', '[]', '', 1, 0, false, '[]', {AT})"
)
A_TASK = (
    "INSERT INTO tasks (kind, key, person, payload, state, attempts, run_at, error, created_at)"
    f" VALUES ('grade', :key, 1, :payload, 'waiting', 0, {AT}, '', {AT})"
)
A_GRADE = (
    "INSERT INTO grades (interview, turn, revision, generation, method, provisional, content, at)"
    f" VALUES ('i', :number, 1, 1, 'judge', false, :content, {AT})"
)
OLD_ESTIMATE = {
    "verdicts": [{"id": "p1", "verdict": "partial", "credit": 0.41, "quote": "my", "why": ""}],
    "graded_by": "similarity:e:5", "provisional": True, "score": 4.1, "low": 4.1, "high": 4.1, "errors": [],
    "penalties": [], "flags": ["echo"], "suspected": ["p1"], "feedback": "", "receipt": {},
}  # fmt: skip
OLD_SAMPLE = {
    "model": "m", "mode": "json_schema", "template": "abc",
    "verdicts": [{"id": "p1", "verdict": "contradicted", "quote": "my", "why": "w"}],
    "errors": [{"quote": "said", "why": "it is not", "severity": "major"}], "unproven": [], "replies": 1, "usage": {"prompt": 9},
}  # fmt: skip
OLD_GRADE = {
    "verdicts": [{"id": "p1", "verdict": "contradicted", "credit": 0.0, "quote": "my", "why": "w"}],
    "graded_by": "judge:m:1", "provisional": False, "score": 0.0, "low": 0.0, "high": 0.0,
    "errors": [
        {"quote": "said", "why": "it is not", "severity": "major"},
        {"quote": "said: so", "why": "", "severity": "minor"},
    ],
    "penalties": [
        {"reason": "contradicted: p1", "amount": 2.5},
        {"reason": "major: it is not", "amount": 1.5},
        {"reason": "minor: said: so", "amount": 0.5},
    ],
    "flags": [], "suspected": [], "feedback": "f",
    "receipt": {
        "judge": "m:1", "mode": "json_schema", "template": "abc", "question": "r", "version": 1, "graded_by": "judge:m:1",
        "answer": {"sha256": "0", "length": 8, "judged": 8, "spoken": False},
        "estimate": {"graded_by": "similarity:e:5", "score": 4.1, "credits": {"p1": 0.41}},
        "samples": [OLD_SAMPLE], "verdicts": [], "errors": [], "flags": [], "feedback": "f",
        "appeals": [
            {"point": "p1", "reason": "I said it", "before": "contradicted", "after": "partial", "sample": OLD_SAMPLE}
        ],
    },
}  # fmt: skip


def test_a_table_can_be_rebuilt_without_losing_what_refers_to_it(sqlite_url: str) -> None:
    """Batch mode drops the old table; with foreign keys on, that would delete everybody's interviews."""
    from alembic.operations import Operations

    with _connection(sqlite_url) as connection:
        for statement in FIRST_ROWS:
            connection.execute(sa.text(statement))
    with _connection(sqlite_url) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("people", recreate="always") as batch:
            batch.add_column(sa.Column("added", sa.Integer()))
        upgrades._check_keys(parsed(sqlite_url), connection)
        count = connection.execute(sa.text("SELECT count(*) FROM turns")).scalar_one()
        checks = {c["name"] for c in sa.inspect(connection).get_check_constraints("people")}
    assert count == 1
    assert {"ck_people_access", "ck_people_mode"} <= checks


def test_rows_that_refer_to_nothing_undo_an_upgrade(fresh_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(fresh_sqlite_url)
    with _connection(fresh_sqlite_url) as connection:
        connection.execute(sa.text(f"INSERT INTO plans VALUES (99, '2026-12-24', {AT})"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": known()[0]})
    monkeypatch.setattr(upgrades, "known", lambda: (*known(), "2099_01_01_later"))
    monkeypatch.setattr(
        upgrades, "migrate", lambda connection, _: connection.execute(sa.text("CREATE TABLE later (id INTEGER)"))
    )
    with pytest.raises(StorageError, match=r"rows in plans refer to rows that do not exist; nothing was changed"):
        upgrade(fresh_sqlite_url)
    with _connection(fresh_sqlite_url) as connection:
        assert not sa.inspect(connection).has_table("later")


# -- who upgrades when -----------------------------------------------------------------------------------------------


def test_sqlite_makes_itself_and_needs_no_copy(fresh_sqlite_url: str) -> None:
    file = Path(fresh_sqlite_url.removeprefix("sqlite:///"))
    assert check(fresh_sqlite_url).current is None
    assert not file.parent.exists()
    assert asyncio.run(prepare(fresh_sqlite_url)) is None
    assert check(fresh_sqlite_url) == Schema(known()[-1], known()[-1])
    assert asyncio.run(prepare(fresh_sqlite_url)) is None
    assert {path.name for path in file.parent.iterdir()} <= {"interviews.db", "interviews.db-wal", "interviews.db-shm"}


async def test_sqlite_upgrades_itself_after_a_copy(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    db = Database.open(sqlite_url)
    async with db.write() as tx:
        await begun(tx, await someone(tx))
    await db.close()
    old = known()[-1]
    monkeypatch.setattr(upgrades, "known", lambda: (*known(), "2099_01_01_later"))
    monkeypatch.setattr(upgrades, "migrate", lambda connection, _: connection.execute(sa.text("DELETE FROM people")))
    monkeypatch.setattr(upgrades, "_check_keys", lambda *_: None)
    first, second = await prepare(sqlite_url), await prepare(sqlite_url)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    assert [first, second] == [file.with_name(f"interviews.db.{old}"), file.with_name(f"interviews.db.{old}.2")]
    with _connection(f"sqlite:///{first}") as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM turns")).scalar_one() == 1
        assert connection.execute(sa.text("SELECT count(*) FROM people")).scalar_one() == 1


async def test_an_older_postgres_is_refused_with_the_command(empty_postgres_url: str) -> None:
    with pytest.raises(StorageError, match=r"its schema is empty, .*; run `interviewer db upgrade`\."):
        await prepare(empty_postgres_url)
    upgrade(empty_postgres_url)
    assert await prepare(empty_postgres_url) is None


async def test_a_newer_schema_is_refused(database_url: str) -> None:
    with _connection(database_url) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '2099_01_01_later'"))
    with pytest.raises(StorageError, match=r"2099_01_01_later is newer than this program; install the newer version\."):
        await prepare(database_url)
    with pytest.raises(StorageError, match="newer"):
        upgrade(database_url)
    assert check(database_url).is_newer


def test_three_upgrades_at_once_do_it_once(fresh_url: str) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            upgrade(fresh_url)
        except BaseException as error:  # whatever it is, the test is to show it
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert check(fresh_url).is_current


async def test_an_upgrade_works_inside_a_running_loop_and_leaves_the_log_alone(fresh_url: str) -> None:
    import logging

    log = logging.getLogger("somebody's")
    await asyncio.to_thread(upgrade, fresh_url)
    assert not log.disabled


def test_migrations_work_from_an_installed_wheel(tmp_path: Path, fresh_sqlite_url: str) -> None:
    """Built, unpacked elsewhere, and run from there."""
    import zipfile

    built = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(built, cwd=FOLDER.parent, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    program = "from storage.upgrade import *; import migrations, sys; print(migrations.__file__); upgrade(sys.argv[1])"
    clean = os.environ | {"PYTHONPATH": str(tmp_path / "installed")}
    command = [sys.executable, "-P", "-c", program, fresh_sqlite_url]
    done = subprocess.run(command, cwd=tmp_path, env=clean, check=True, capture_output=True, text=True)
    assert done.stdout.startswith(str(tmp_path / "installed"))
    assert check(fresh_sqlite_url).is_current
    assert files("migrations").joinpath("script.py.mako").is_file()
