"""What a database can do to us, in one line that a person can act on: what, where, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError, TimeoutError

from questions.errors import InterviewerError, sentence

UPGRADE = "`interviewer db upgrade`"
SQLITE = {
    "disk is full": "the disk is full; free some space and try again.",
    "unable to open": "cannot be opened; check that its folder exists and that you may write there.",
    "readonly": "is read-only; make the file and its folder writable.",
    "not a database": "is not a SQLite database; name another file in INTERVIEWER_DATABASE_URL, or put a backup in its"
    " place with `interviewer db restore --replace`.",
    "malformed": "is damaged; put a backup in its place with `interviewer db restore --replace`.",
    "locked": "is kept busy by another program; close it or try again.",
    "disk i/o error": "cannot be read or written (disk error); check the disk and its free space.",
    "no such table": f"has no tables yet; run {UPGRADE}.",
    "no such column": f"has an older schema; run {UPGRADE}.",
}
POSTGRES = {
    "53100": "its disk is full; free some space there and try again.",
    "53300": "has no connection free; raise max_connections or run fewer processes.",
    "42P01": f"has no tables yet; run {UPGRADE}.",
    "42703": f"has an older schema; run {UPGRADE}.",
    "42501": "does not let this user do that; grant it the rights, or name another user in INTERVIEWER_DATABASE_URL.",
    "25006": "is read-only now; try again when it takes writes.",
    "40P01": "two transactions waited for each other; try again.",
    "40001": "two transactions changed the same rows; try again.",
}


class StorageError(InterviewerError):
    """The database cannot be used; the message says what failed, at which address, and what to do."""


def parsed(url: str) -> URL:
    """A `sqlite:///FILE` or `postgresql://` address; StorageError for anything else, and for a database in memory."""
    found = _made(url)
    if found.get_backend_name() not in ("sqlite", "postgresql"):
        raise StorageError(
            sentence(
                "{drivername}:// is no known database; use sqlite:///FILE or postgresql://…",
                drivername=found.drivername,
            )
        )
    if found.get_backend_name() == "sqlite" and found.database in (None, "", ":memory:"):
        raise StorageError(sentence("A database in memory forgets everything; name a file: sqlite:///FILE"))
    return found


def _made(url: str) -> URL:
    if url.startswith("sqlite:///"):
        return URL.create("sqlite", database=url.removeprefix("sqlite:///"))  # in a path, % and ? are letters
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StorageError(
            sentence("The database address cannot be read; write sqlite:///FILE or postgresql://…")
        ) from error


def place(url: URL) -> str:
    """Where the database is, without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    host = url.host or str(url.query.get("host", "localhost"))
    return f"{host}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def hide_rows(engine: Engine) -> None:
    """Takes out of the engine's errors what Postgres tells of rows and values: people wrote them, and errors are logged."""

    @event.listens_for(engine, "handle_error")
    def failed(context: ExceptionContext) -> None:
        error, cause = context.sqlalchemy_exception, context.original_exception
        if isinstance(error, DBAPIError):
            said = _without_values(cause)
            error.args = (f"({type(cause).__name__}) {said}",)
            cause.args = (said,)


def _without_values(cause: BaseException) -> str:
    """The first line of what a driver says: the others quote rows, and so does the first where a value was no good."""
    if (getattr(cause, "sqlstate", None) or "").startswith("22"):
        return f"a value does not fit ({type(cause).__name__})"
    return (str(cause).strip().splitlines() or ["no reason given"])[0]


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Turns what the driver raises inside into StorageError; rows that break a constraint are left to the caller."""
    try:
        yield
    except IntegrityError:
        raise
    except TimeoutError as error:
        raise StorageError(
            sentence("{place}: no connection became free in time; try again.", place=place(url))
        ) from error
    except DBAPIError as error:
        raise StorageError(sentence("{place}: {fault}", place=place(url), fault=_fault(error))) from error
    except SQLAlchemyError:
        raise
    except OSError as error:
        raise StorageError(
            sentence("{place}: {why}; check that it exists and runs.", place=place(url), why=error.strerror or error)
        ) from error


def _fault(error: DBAPIError) -> str:
    cause = error.orig
    assert cause is not None
    first = _without_values(cause)
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return sentence(POSTGRES[state]) if state in POSTGRES else f"{first}."
    if type(cause).__module__.startswith("psycopg"):
        return sentence(
            "cannot be reached ({first}); check that it runs and that INTERVIEWER_DATABASE_URL is right.", first=first
        )
    return next((sentence(text) for sign, text in SQLITE.items() if sign in first.lower()), f"{first}.")
