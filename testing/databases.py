"""Real databases for tests: a SQLite file, and a Postgres server for the session with one cloned database per test."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage.database import Database
from storage.upgrade import upgrade
from testing.needs import needs
from testing.postgres import database, execute, started

ALTERED = ("fsync", "synchronous_commit", "full_page_writes")  # a test server may lose everything when it crashes


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a Postgres in which databases may be made: TEST_POSTGRES_URL, or one started here.

    Its files are outside of pytest's folder: every other run of pytest closes that to the user the server runs as.
    """
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    with ExitStack() as stack:
        try:
            server = stack.enter_context(started())
        except Exception as error:  # no wheel for this machine, no right to start a server: all the same here
            needs("postgres", f"{type(error).__name__}: {error}")
        for name in ALTERED:
            execute(server.get_uri(), f"ALTER SYSTEM SET {name} = off")
        execute(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a database with the newest schema and no rows."""
    with database(postgres_server) as url:
        upgrade(url)
        yield urlsplit(url).path.removeprefix("/")


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A Postgres database without any schema."""
    with database(postgres_server) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A Postgres database of this test's own, with the newest schema."""
    with database(postgres_server, postgres_template) as url:
        yield url


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
