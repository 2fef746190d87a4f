"""Backups: one file each, made while the program runs, and put back only where nothing is overwritten unasked."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from sqlalchemy import URL, delete, insert, text

from questions.errors import sentence
from storage import encryption
from storage.errors import StorageError, parsed, place
from storage.tables import leases
from storage.upgrade import check, connected, copy_file, known, private

BACKUP = "backup"  # the name under which its time is kept
FRESH = 10  # seconds since its last heartbeat in which a program counts as at work


def backup(
    url: str,
    target: Path | None = None,
    *,
    keep: int | None = None,
    recipient: str = "",
    now: datetime | None = None,
) -> Path:
    """Writes a backup and returns its path; `keep` leaves only that many of this database in the folder.

    `target` is a file that does not exist yet, or a folder; by default the folder "backups" beside a SQLite file, or in
    the current one. With a `recipient` (a public key of age) only an encrypted file stays, called so with .age behind it.
    """
    where = parsed(url)
    file = _target(where, target, now or datetime.now(UTC))
    written = file.with_name(file.name + encryption.ENDING) if recipient else file
    for one in {file, written}:
        if one.exists():
            raise StorageError(sentence("{file}: exists already; name another file.", file=one))
    if recipient:
        encryption.check_recipient(recipient)
    _make(file.parent)
    _write(where, file)
    if recipient:
        try:
            encryption.encrypt(file, written, recipient)
        finally:
            file.unlink()
    if keep is not None:
        _drop_older(where, written, keep)
    _note(where)
    return written


def _write(where: URL, file: Path) -> None:
    if where.get_backend_name() == "sqlite":
        _backup_sqlite(where, file)
    else:
        private(file)
        try:
            _run("pg_dump", where, "--format=custom", "--no-owner", f"--file={file}")
        except StorageError:
            file.unlink(missing_ok=True)
            raise


def _note(where: URL) -> None:
    """Keeps in the database when it was backed up last, for whoever watches that it is; an older schema keeps nothing."""
    row = {"name": BACKUP, "owner": BACKUP, "until": datetime.now(UTC)}
    with suppress(StorageError), connected(where) as connection:
        connection.execute(delete(leases).where(leases.c.name == BACKUP))
        connection.execute(insert(leases).values(row))


def _stem(where: URL) -> str:
    return Path(str(where.database)).stem


def _ending(where: URL) -> str:
    return ".db" if where.get_backend_name() == "sqlite" else ".dump"


def _target(where: URL, target: Path | None, now: datetime) -> Path:
    base = Path(str(where.database)).parent if where.get_backend_name() == "sqlite" else Path()
    folder = target if target is not None else base / "backups"
    if target is not None and target.suffix and not target.is_dir():
        return target
    return folder / f"{_stem(where)}-{now:%Y%m%d-%H%M%S}{_ending(where)}"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            sentence(
                "{folder}: cannot be made ({strerror}); name another folder.", folder=folder, strerror=error.strerror
            )
        ) from error


def _backup_sqlite(where: URL, file: Path) -> None:
    source = Path(str(where.database))
    if not source.exists():
        raise StorageError(sentence("{source}: does not exist, so there is nothing to back up.", source=source))
    part = file.with_name(file.name + ".part")
    copy_file(source, part)
    try:
        _examine(part)
    except StorageError:
        part.unlink()
        raise
    part.replace(file)


def _examine(file: Path) -> None:
    """Refuses a damaged copy, and makes a sound one a single file without a log beside it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if sound != "ok":
        raise StorageError(sentence("{file}: the copy is damaged ({sound}); check the disk.", file=file, sound=sound))


def _drop_older(where: URL, newest: Path, keep: int) -> None:
    """Backups are named by their time, so their names are in its order."""
    named = f"{escape(_stem(where))}-????????-??????{_ending(where)}"
    made = sorted([*newest.parent.glob(named), *newest.parent.glob(named + encryption.ENDING)])
    for old in made[: max(0, len(made) - keep)]:
        if old != newest:
            old.unlink()


def restore(url: str, source: Path, *, replace: bool = False, identity: Path | None = None) -> Path | None:
    """Puts a backup in the place of the database; where one is already, only with `replace`.

    identity: a file with the secret key of age, for an encrypted backup. Returns where the SQLite file went that was there
    before; nobody may have it open.
    """
    check_restore(url, source, replace=replace, identity=identity)
    with encryption.decrypted(source, identity) as plain:
        return _restore(url, plain)


def check_restore(url: str, source: Path, *, replace: bool = False, identity: Path | None = None) -> None:
    """Refuses what `restore` would refuse, and touches nothing."""
    where = parsed(url)
    if not source.is_file():
        raise StorageError(sentence("{source}: there is no such backup.", source=source))
    _refuse_at_work(url)
    if where.get_backend_name() == "sqlite":
        target = Path(str(where.database))
        with encryption.decrypted(source, identity) as plain:
            _check_backup(plain)
        if target.exists() and target.stat().st_size and not replace:
            raise _occupied(str(target))
    elif check(url).current is not None and not replace:
        raise _occupied(place(where))


def _restore(url: str, source: Path) -> Path | None:
    where = parsed(url)
    if where.get_backend_name() == "sqlite":
        return _restore_sqlite(where, source)
    _run(
        "pg_restore",
        where,
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
        str(source.resolve()),
    )
    return None


def _refuse_at_work(url: str) -> None:
    """StorageError while a program shows that it works with the database: what it writes from now on would be lost."""
    where, beats = parsed(url), "SELECT until FROM leases WHERE name LIKE 'present:%'"  # of storage.heartbeats
    try:
        if where.get_backend_name() == "sqlite":
            file = Path(str(where.database)).resolve()
            with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as held:
                seen = [datetime.fromisoformat(until).replace(tzinfo=UTC) for (until,) in held.execute(beats)]
        else:
            with connected(where) as connection:
                seen = [row.until for row in connection.execute(text(beats))]
    except (sqlite3.Error, StorageError, ValueError):  # nothing to work with is there
        return
    if any(abs((datetime.now(UTC) - beat).total_seconds()) < FRESH for beat in seen):
        raise StorageError(
            sentence(
                "{place}: a program is at work with this database; stop it, and restore {fresh} seconds later.",
                place=place(where),
                fresh=FRESH,
            )
        )


def people_in(url: str) -> dict[int, str]:
    """The names of the people in a database by their numbers; empty for one that is not there or cannot be read."""
    where, everybody = parsed(url), "SELECT id, name FROM people ORDER BY id"
    try:
        if where.get_backend_name() == "sqlite":
            file = Path(str(where.database)).resolve()
            with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as held:
                return dict(held.execute(everybody).fetchall())
        with connected(where) as connection:
            return {row.id: row.name for row in connection.execute(text(everybody))}
    except (sqlite3.Error, StorageError):
        return {}


def _occupied(where: str) -> StorageError:
    return StorageError(
        sentence("{where}: holds a database; say --replace to put the backup in its place.", where=where)
    )


def _restore_sqlite(where: URL, source: Path) -> Path | None:
    target = Path(str(where.database))
    _make(target.parent)
    part = target.with_name(f"{target.name}.part")  # whole before anything is moved: the disk may be full
    copy_file(source, part)
    before = _set_aside(target)
    part.replace(target)
    return before


def _check_backup(source: Path) -> None:
    """Refuses a file that is no backup of this program, or of a newer one."""
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    except (sqlite3.Error, TypeError) as error:
        raise StorageError(
            sentence("{source}: is no backup of this program ({error}).", source=source, error=error)
        ) from error
    if sound != "ok":
        raise StorageError(sentence("{source}: is damaged ({sound}); use another backup.", source=source, sound=sound))
    if revision not in known():
        raise StorageError(
            sentence(
                "{source}: its schema {revision} is newer than this program; install the newer version.",
                source=source,
                revision=revision,
            )
        )


def _set_aside(target: Path) -> Path | None:
    """Moves a database away with everything that belongs to it; nobody may have it open."""
    if not target.exists():
        return None
    number, aside = 1, target.with_name(f"{target.name}.replaced")
    while aside.exists():
        number += 1
        aside = target.with_name(f"{target.name}.replaced.{number}")
    for ending in ("-wal", "-shm", ""):
        part = target.with_name(target.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def _run(program: str, where: URL, *arguments: str) -> None:
    """Runs a program of Postgres; the password travels in its environment, where nobody else reads it."""
    found = shutil.which(program)
    if found is None:
        raise StorageError(
            sentence(
                "{program} is not on the PATH; install the client programs of Postgres (postgresql-client).",
                program=program,
            )
        )
    password = where.password or where.query.get("password")
    address = where.set(drivername="postgresql", password=None).difference_update_query(["password"]).render_as_string()
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [found, *arguments, f"--dbname={address}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # no shell
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error" in line.lower()] or done.stderr.splitlines()
        raise StorageError(
            sentence(
                "{place}: {why}",
                place=place(where),
                why="; ".join(line.strip() for line in said[:2]) or sentence("{program} failed", program=program),
            )
        )
