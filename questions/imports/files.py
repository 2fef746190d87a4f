"""Dispatch of imported files to readers by their suffix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from questions.bank import is_task
from questions.imports.encoding import decode
from questions.imports.markdown import read_markdown
from questions.imports.reading import Reading
from questions.imports.structured import read_csv, read_json, read_yaml
from questions.problem import FormatError, Problem
from questions.regular import content

LARGEST = 20_000_000
MARKDOWN = (".md", ".markdown", ".txt")
READERS = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
    ".jsonl": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
}
KNOWN = (*MARKDOWN, *READERS)


def read_all(path: Path) -> Iterator[Reading]:
    """Every file of questions at `path`; one that cannot be read at all is a reading with nothing but the reason."""
    if path.is_dir():
        found = sorted(one for one in path.rglob("*") if one.suffix.lower() in KNOWN and one.is_file())
        yield from map(read_file, found)
    else:
        yield read_file(path)


def read_file(path: Path) -> Reading:
    """What one file holds."""
    reading = Reading(str(path), "")
    try:
        if is_task(path):
            message = "is a hands-on task; put its folder under one that INTERVIEWER_BANK names."
            raise FormatError(Problem(str(path), message))
        text, reading.encoding = decode(_bytes(path), str(path))
        if path.suffix.lower() in MARKDOWN:
            read_markdown(text, reading, path.stem)
        else:
            READERS[path.suffix.lower()](text, reading)
    except FormatError as error:
        reading.unreadable.extend(error.problems)
    return reading


def _bytes(path: Path) -> bytes:
    if path.suffix.lower() not in KNOWN:
        raise FormatError(Problem(str(path), f"is no kind of file that is read here; there are {', '.join(KNOWN)}."))
    return content(path, LARGEST)
