"""What can go wrong with a database is said in one line that tells what to do."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.errors import StorageError, parsed, place
from storage.upgrade import prepare
from testing.rows import NOW, someone


async def _said(url: str, statement: str = "SELECT 1 FROM people") -> str:
    """The error of one transaction, which must be a single line."""
    db = Database.open(url)
    with pytest.raises(StorageError) as caught:
        async with db.write() as tx:
            await tx.execute(text(statement))
    await db.close()
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("these are my notes, not a database\n" * 100)
    said = await _said(f"sqlite:///{file}")
    assert said.startswith(f"{file}: is not a SQLite database; name another file in INTERVIEWER_DATABASE_URL")
    with pytest.raises(StorageError, match="is not a SQLite database"):
        await prepare(f"sqlite:///{file}")
    assert file.read_text().startswith("these are my notes")


async def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    assert "cannot be opened; check that its folder exists" in await _said(f"sqlite:///{tmp_path}")
    with pytest.raises(StorageError, match="cannot be opened"):
        await prepare(f"sqlite:///{tmp_path}")


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"file/inner: cannot be made \(.*\); name another place"):
        await prepare(f"sqlite:///{tmp_path}/file/inner/interviews.db")


async def test_a_full_disk(sqlite_url: str) -> None:
    """The file may grow by one page only, which is what a full disk looks like to SQLite."""
    db = Database.open(sqlite_url)
    with pytest.raises(StorageError, match=r"interviews\.db: the disk is full; free some space and try again\."):
        async with db.write() as tx:
            pages = (await tx.execute(text("PRAGMA page_count"))).scalar_one()
            await tx.execute(text(f"PRAGMA max_page_count = {pages + 1}"))
            await tx.execute(text("CREATE TABLE big (content TEXT)"))
            await tx.execute(text("INSERT INTO big VALUES (zeroblob(100000))"))
    async with db.read() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM people"))).scalar_one() == 0
    await db.close()


def test_a_full_disk_under_an_upgrade(tmp_path: Path) -> None:
    """A file system of a size of its own would need rights; a limit on the size of files says the same to SQLite."""
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000));"
        "from storage.upgrade import upgrade; from storage.errors import StorageError\n"
        "try: upgrade(sys.argv[1])\n"
        "except StorageError as error: print(error)"
    )
    command = [sys.executable, "-c", program, f"sqlite:///{tmp_path / 'a.db'}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    assert done.stdout.count("\n") == 1
    assert "a.db: " in done.stdout
    assert "free" in done.stdout


async def test_a_damaged_file(sqlite_url: str) -> None:
    with open(sqlite_url.removeprefix("sqlite:///"), "r+b") as file:  # noqa: ASYNC230, PTH123  # nothing else waits
        file.seek(4096)
        file.write(b"\xff" * 100_000)
    assert "is damaged; put a backup in its place" in await _said(sqlite_url, "SELECT * FROM people")


async def test_a_file_without_tables(tmp_path: Path) -> None:
    assert "has no tables yet; run `interviewer db upgrade`." in await _said(f"sqlite:///{tmp_path / 'empty.db'}")


async def test_a_postgres_without_tables(empty_postgres_url: str) -> None:
    assert "has no tables yet; run `interviewer db upgrade`." in await _said(empty_postgres_url)


async def test_a_file_that_another_program_keeps(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.BUSY_MS", 200)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "is kept busy by another program; close it or try again." in await _said(sqlite_url)
    other.close()


async def test_a_postgres_that_is_not_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        url = f"postgresql://me:secret@127.0.0.1:{port}/interviews"
        said = await _said(url)
        with pytest.raises(StorageError) as caught:
            await prepare(url)
    for one in (said, str(caught.value)):
        assert one.startswith(f"127.0.0.1:{port}/interviews: cannot be reached (")
        assert "INTERVIEWER_DATABASE_URL" in one
        assert "secret" not in one


async def test_a_postgres_that_goes_away_and_comes_back(postgres_url: str, postgres_server: str) -> None:
    """A connection that was cut is an error of that transaction alone."""
    import psycopg

    db = Database.open(postgres_url)
    with pytest.raises(StorageError):
        async with db.write() as tx:
            await tx.execute(text("SELECT 1"))
            name = (
                postgres_url.rsplit("/", 1)[1]
                if "?" not in postgres_url
                else postgres_url.split("?")[0].rsplit("/", 1)[1]
            )
            cut = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            with psycopg.connect(postgres_server, autocommit=True) as admin:
                admin.execute(cut, [name])
            await tx.execute(text("SELECT 1"))
    async with db.write() as tx:
        await someone(tx)
    await db.close()


async def test_a_value_that_postgres_refuses_is_not_quoted(postgres_url: str) -> None:
    said = "my answer"
    db = Database.open(postgres_url)
    with pytest.raises(StorageError, match=r"a value does not fit \(InvalidTextRepresentation\)\.") as caught:
        async with db.read() as tx:
            await tx.execute(text("SELECT CAST(CAST(:said AS TEXT) AS INTEGER)"), {"said": said})
    await db.close()
    assert said not in "".join(traceback.format_exception(caught.value))


async def test_a_broken_constraint_is_no_fault_of_the_database(db: Database) -> None:
    with pytest.raises(IntegrityError):
        async with db.write() as tx:
            chat = await someone(tx)
            await tx.execute(text("INSERT INTO plans VALUES (:p, :d, :d)"), {"p": chat.person + 1, "d": NOW.date()})


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite://", "in memory"),
        ("sqlite:///", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("mysql://localhost/x", "is no known database"),
        ("interviews.db", "cannot be read"),
        ("postgresql://host:port/x", "cannot be read"),
    ],
)
def test_addresses_that_cannot_be_used(url: str, said: str) -> None:
    with pytest.raises(StorageError, match=said):
        parsed(url)


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("sqlite:///a/b.db", "a/b.db"),
        ("sqlite:////a/b.db", "/a/b.db"),
        ("postgresql://me:secret@db.example:5433/interviews", "db.example:5433/interviews"),
        ("postgresql:///interviews?host=/run/pg", "/run/pg/interviews"),
        ("postgresql+psycopg://db/interviews", "db/interviews"),
    ],
)
def test_a_place_is_named_without_its_password(url: str, where: str) -> None:
    assert place(parsed(url)) == where
