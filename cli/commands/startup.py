"""What every command needs: settings, the opened database, the bank, and how a failure is said."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from app.settings import Settings
    from questions.bank import Bank
    from questions.errors import InterviewerError
    from questions.model import Language
    from questions.problem import Problem
    from storage.database import Database
    from texts.parts import Catalogue

T = TypeVar("T")
FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def fail(sentence: str, code: int = FAILED) -> NoReturn:
    """Ends the command with one clear line on stderr."""
    print(sentence, file=sys.stderr)
    raise typer.Exit(code)


def fail_with(error: InterviewerError, code: int = FAILED) -> NoReturn:
    """Ends the command with what the error says, in the language of commands."""
    from texts.errors import told

    fail(told(error, language_of_terminal() if code == WRONG_USAGE else language()), code)


def shown(problem: Problem) -> str:
    """A fault of a question file, in the language of commands."""
    from texts.errors import fault

    return fault(problem, language())


def one_of(given: str, *known: str, option: str = "--format") -> str:
    """The value of an option, which the command knows; another one ends it."""
    if given in known:
        return given
    fail(words().commands.not_known(option, given, ", ".join(known)), WRONG_USAGE)


def words() -> Catalogue:
    """What commands say, in the language of the settings or of the terminal."""
    from texts import catalogue

    return catalogue(language())


def table(*rows: Sequence[str]) -> None:
    """Prints rows in columns."""
    for line in lined_up(*rows):
        print(line)


def lined_up(*rows: Sequence[str]) -> list[str]:
    """Rows as lines, in columns as wide as a terminal shows them; a Chinese character takes two."""
    from wcwidth import ljust, width

    wide = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(ljust(cell, size) for cell, size in zip(row, wide, strict=True)).rstrip() for row in rows]


def or_dash(mark: float | None) -> str:
    return "–" if mark is None else f"{mark:.1f}"


def prompted(question: str, take: Callable[[str], Any] = str, **more: Any) -> Any:
    """What a person types, as `take` reads it; on a pipe, where no Enter ends the line of the question, it is ended here."""

    def taken(typed: str) -> Any:
        if not sys.stdin.isatty():
            print()
        return take(typed)

    return typer.prompt(question, value_proc=taken, **more)


def words_of_terminal() -> Catalogue:
    """What commands say where the settings cannot be used."""
    from texts import catalogue

    return catalogue(language_of_terminal())


def language_of_terminal() -> Language:
    """The language that the environment names; no settings are read."""
    import os

    from texts import language_of_locale

    named = os.environ.get("INTERVIEWER_LANGUAGE", "")
    return "zh" if named == "zh" else "en" if named == "en" else language_of_locale()


def put_out(made: str | bytes, output: Path | None) -> None:
    """Writes what a command made to the file of --output, whole or not at all, else to standard output."""
    from questions.whole_files import write_whole

    data = made.encode() if isinstance(made, str) else made
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        write_whole(output, data)
    except OSError as error:
        fail(f"--output: {words().commands.unwritable(str(output), str(error.strerror))}", WRONG_USAGE)


def unforeseen(error: BaseException) -> str:
    """What nobody foresaw, in one line; under LOG_LEVEL=DEBUG with the traceback. Secrets are struck out."""
    import traceback

    from app.logs import without_secrets
    from app.settings import WrongSettings, load
    from app.supervisor import first_of

    cause = first_of(error)
    said = (str(cause).strip().splitlines() or [""])[0][:300]
    line = words_of_terminal().commands.unforeseen(type(cause).__name__, said)
    try:
        own = load()
    except WrongSettings:
        return f"{type(cause).__name__}: this should not have happened; run `interviewer doctor`."
    if own.log_level == "DEBUG":
        return without_secrets("".join(traceback.format_exception(error)) + line, own.secrets)
    return without_secrets(f"{line} (INTERVIEWER_LOG_LEVEL=DEBUG shows where)", own.secrets)


@cache
def settings() -> Settings:
    """The settings; a wrong one ends the command with exit 2 and one line per variable."""
    from app.settings import WrongSettings, load, unknown, unread

    for line in unread():
        print(words_of_terminal().commands.no_assignment(line), file=sys.stderr)
    for name in unknown():
        print(words_of_terminal().commands.no_setting(name), file=sys.stderr)
    try:
        return load()
    except WrongSettings as wrong:
        fail_with(wrong, WRONG_USAGE)


def language() -> Language:
    """The configured language, else that of the terminal's locale."""
    from texts import language_of_locale

    return settings().language or language_of_locale()


@asynccontextmanager
async def opened_database(*, dry_run: bool = False) -> AsyncIterator[Database]:
    """The database of the settings with a current schema. dry_run: every transaction is done, and taken back at its end.

    SQLite migrates itself after a copy; a Postgres with an older schema is refused with the command that upgrades it.
    """
    from storage.database import Database
    from storage.upgrade import prepare

    url = settings().database_url
    await prepare(url)
    db = Database.open(url, keeps=not dry_run)
    try:
        yield db
    finally:
        await db.close()


@cache
def packaged_bank() -> Bank:
    """The packaged questions and those of the operator's folders; what could not be read is told on stderr."""
    from questions.bank import load_bank

    bank = load_bank(settings().bank)
    for problem in bank.problems:
        print(shown(problem), file=sys.stderr)
    return bank


@cache
def interview_bank() -> Bank:
    """What interviews ask from: the bank, and the hands-on tasks."""
    from questions.handson.banked import with_tasks

    bank = with_tasks(packaged_bank(), settings().bank)
    for problem in bank.problems[len(packaged_bank().problems) :]:
        print(shown(problem), file=sys.stderr)
    return bank


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs a command's coroutine; a failure that a person can act on becomes one line and exit 1."""
    import asyncio

    from questions.errors import InterviewerError

    try:
        return asyncio.run(work)
    except InterviewerError as error:
        fail_with(error)
