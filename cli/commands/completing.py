"""What a shell offers behind Tab: ids, topics, people. Files and a SQLite file are looked at; nothing heavy is imported."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from cli.commands.surroundings import named

PACKAGED = Path(__file__).parents[2] / "questions"
SQLITE = "sqlite:///"
AT_MOST = 500  # words offered


def _database() -> Path | None:
    """The SQLite file of the settings; None for another database."""
    from platformdirs import user_data_path

    url = named("DATABASE_URL")
    if not url:
        return user_data_path("mock-interviewer", appauthor=False) / "interviews.db"
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def _rows(query: str) -> list[str]:
    """The first column of what a SQLite file answers; nothing where there is none."""
    file = _database()
    if file is None or not file.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=0.2)) as db:
            return [str(row[0]) for row in db.execute(query)]
    except sqlite3.Error:
        return []


def _of_folders(inside: str, pattern: str) -> Iterator[Path]:
    roots = [PACKAGED / inside, *(Path(root) for root in named("BANK").split(",") if root.strip())]
    return (path for root in roots for path in root.rglob(pattern))


def _beginning(incomplete: str, words: Iterable[str]) -> list[str]:
    return sorted({word for word in words if word.startswith(incomplete)})[:AT_MOST]


def questions(incomplete: str) -> list[str]:
    """Ids of questions and drafts."""
    files = (path.stem for path in _of_folders("bank", "*.yaml"))
    return _beginning(incomplete, [*files, *_rows("SELECT question FROM bank_edits")])


def drafts(incomplete: str) -> list[str]:
    return _beginning(incomplete, _rows("SELECT question FROM bank_edits WHERE state = 'draft'"))


def tasks(incomplete: str) -> list[str]:
    """Ids of hands-on tasks."""
    return _beginning(incomplete, (path.parent.name for path in _of_folders("handson", "task.yaml")))


def topics(incomplete: str) -> list[str]:
    """Topics by id, and by their Chinese name where one is begun."""
    from questions.topics import TOPICS

    return _beginning(incomplete, [t.id for t in TOPICS] + [t.name.zh for t in TOPICS if incomplete])


def topics_and_questions(incomplete: str) -> list[str]:
    return topics(incomplete) + questions(incomplete)


def people(incomplete: str) -> list[str]:
    """Names of people, and # with their numbers where that is begun."""
    if incomplete.startswith("#"):
        return _beginning(incomplete, (f"#{number}" for number in _rows("SELECT id FROM people")))
    return _beginning(incomplete, _rows("SELECT name FROM people"))


def groups(incomplete: str) -> list[str]:
    return _beginning(incomplete, _rows("SELECT name FROM groups"))


def appeals(incomplete: str) -> list[str]:
    """Numbers of appeals that wait."""
    return _beginning(incomplete, _rows("SELECT id FROM appeals WHERE outcome = 'pending'"))


def of(*words: str) -> Callable[[str], list[str]]:
    """Fixed words."""

    def complete(incomplete: str) -> list[str]:
        return _beginning(incomplete, words)

    return complete
