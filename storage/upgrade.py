"""The schema: what it is, and how it becomes the newest, from a checkout and from an installed wheel alike."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, inspect, text

from questions.errors import sentence
from storage.database import BUSY_MS, folder_of, prepare_sqlite
from storage.errors import UPGRADE, StorageError, hide_rows, parsed, place, told

SAME_LOCK = 7_366_112_004  # any number, the same in every version of this program


@dataclass(frozen=True, slots=True)
class Schema:
    """current: the revision of the database, None when it is empty. newest: the one this program needs."""

    current: str | None
    newest: str

    @property
    def is_current(self) -> bool:
        return self.current == self.newest

    @property
    def is_newer(self) -> bool:
        """Whether a later version of this program made it."""
        return self.current is not None and self.current not in known()


def known() -> tuple[str, ...]:
    """Every revision of this program, oldest first: the dated names of their files."""
    versions = files("migrations").joinpath("versions")
    return tuple(sorted(f.name.removesuffix(".py") for f in versions.iterdir() if f.name[0].isdigit()))


async def prepare(url: str) -> Path | None:
    """Makes sure that the program and the database fit; the copy that was made of a SQLite file before it was changed.

    A SQLite file is made or upgraded here. A Postgres with an older schema is refused with the command that upgrades
    it; a newer schema than this program's is refused everywhere.
    """
    return await asyncio.to_thread(_prepare, parsed(url))


def _prepare(where: URL) -> Path | None:
    if where.get_backend_name() == "sqlite":
        return _upgrade(where)
    schema = _checked(where)
    if not schema.is_current:
        raise StorageError(
            sentence(
                "{place}: its schema is {current}, the program needs {newest}; run {upgrade}.",
                place=place(where),
                current=schema.current or sentence("empty"),
                newest=schema.newest,
                upgrade=UPGRADE,
            )
        )
    return None


def check(url: str) -> Schema:
    """The schema of the database as it is; nothing is changed, and no SQLite file is made."""
    where = parsed(url)
    if where.get_backend_name() == "sqlite" and not Path(str(where.database)).exists():
        return Schema(None, known()[-1])
    with connected(where) as connection:
        return _schema(connection)


def upgrade(url: str) -> Path | None:
    """Brings the schema up to date, on SQLite after a copy of the file, which is returned. Two at once do it once."""
    return _upgrade(parsed(url))


def _checked(where: URL) -> Schema:
    with connected(where) as connection:
        return _fitting(where, connection)


def _fitting(where: URL, connection: Connection) -> Schema:
    schema = _schema(connection)
    if schema.is_newer:
        raise StorageError(
            sentence(
                "{place}: its schema {current} is newer than this program; install the newer version.",
                place=place(where),
                current=schema.current,
            )
        )
    return schema


def _schema(connection: Connection) -> Schema:
    newest = known()[-1]
    if not inspect(connection).has_table("alembic_version"):
        return Schema(None, newest)
    return Schema(connection.execute(text("SELECT version_num FROM alembic_version")).scalar(), newest)


def _upgrade(where: URL) -> Path | None:
    is_file = where.get_backend_name() == "sqlite"
    if is_file:
        _make_folder(where)
        private(Path(str(where.database)))
    with connected(where) as connection:
        if not is_file:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({SAME_LOCK})"))
        schema = _fitting(where, connection)
        if schema.is_current:
            return None
        copy = _copy(where, schema.current) if is_file and schema.current else None
        migrate(connection, "head")
        if is_file:
            _check_keys(where, connection)
        return copy


def migrate(connection: Connection, target: str) -> None:
    """Runs the migrations to `target` ("head", "base", a revision) inside the transaction of `connection`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    if target == "base" or (target in known() and _is_behind(connection, target)):
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)


def _is_behind(connection: Connection, target: str) -> bool:
    current = _schema(connection).current
    return current is not None and target < current


def _check_keys(where: URL, connection: Connection) -> None:
    """Foreign keys are off while tables are rebuilt; none may point nowhere afterwards."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise StorageError(
            sentence(
                "{place}: rows in {tables} refer to rows that do not exist; nothing was changed.",
                place=place(where),
                tables=tables,
            )
        )


@contextmanager
def connected(where: URL) -> Iterator[Connection]:
    """One transaction on an engine of its own: with foreign keys off on SQLite, and the write lock from its start."""
    engine = _engine(where)
    try:
        with told(where), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _engine(where: URL) -> Engine:
    if where.get_backend_name() == "postgresql":
        driver, options = "postgresql+psycopg", {"connect_timeout": 10, "application_name": "mock-interviewer upgrade"}
    else:
        driver, options = "sqlite", {"timeout": BUSY_MS / 1000}
    engine = create_engine(where.set(drivername=driver), poolclass=NullPool, connect_args=options, hide_parameters=True)
    hide_rows(engine)
    if driver == "sqlite":
        prepare_sqlite(engine, "IMMEDIATE", foreign_keys=False)
    return engine


def _make_folder(where: URL) -> None:
    try:
        folder_of(where).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            sentence(
                "{folder}: cannot be made ({strerror}); name another place in INTERVIEWER_DATABASE_URL.",
                folder=folder_of(where),
                strerror=error.strerror,
            )
        ) from error


def _copy(where: URL, revision: str) -> Path:
    """A whole copy of a SQLite file beside it, named by the schema it has; an older copy is never written over."""
    source = Path(str(where.database))
    copy = source.with_name(f"{source.name}.{revision}")
    number = 1
    while copy.exists():
        number += 1
        copy = source.with_name(f"{source.name}.{revision}.{number}")
    copy_file(source, copy)
    return copy


def private(file: Path) -> None:
    """Leaves a file to its owner alone, and makes it where there is none: what people answer is nobody else's to read.

    What is beside a SQLite file gets its rights from it. Somebody else's file stays as it is.
    """
    with suppress(OSError):  # whoever opens the file says what is wrong
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        file.chmod(file.stat().st_mode & 0o600)


def copy_file(source: Path, target: Path) -> None:
    """Copies a SQLite database as it is at one moment, while others read and write it."""
    private(target)
    try:
        with closing(sqlite3.connect(source)) as from_, closing(sqlite3.connect(target)) as to:
            from_.backup(to)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise StorageError(
            sentence(
                "{target}: cannot be written ({error}); check the folder and its free space.",
                target=target,
                error=error,
            )
        ) from error
