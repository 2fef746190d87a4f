"""Imported files: each read by its suffix, in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any, Final

from questions.bank import is_task
from questions.cache import put_together, taken_apart
from questions.documents import formats
from questions.documents.apart import Apart
from questions.documents.encoding import decode
from questions.documents.lines import TextLine
from questions.errors import sentence
from questions.imports.markdown import read_markdown
from questions.imports.reading import ImportedItem, Reading
from questions.imports.structured import read_csv, read_json, read_yaml
from questions.problem import FormatError, Problem
from questions.regular import content

LARGEST: Final = 20_000_000
STRUCTURED: Final = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
    ".jsonl": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
}
KNOWN: Final = (*formats.READERS, *STRUCTURED)
READER: Final = "questions.imports.files:as_json"
MOST_FILES: Final = 5_000  # of a folder


def read_all(path: Path) -> Iterator[Reading]:
    """Every file of questions at `path`; one that cannot be read at all is a reading with nothing but the reason.

    What begins with a dot is passed over: folders of editors and of Git hold no questions.
    """
    with Apart("questions.imports.files", "questions.format") as apart:
        if path.is_dir():
            for file in _files(path):
                yield read_file(file, apart)
        else:
            yield read_file(path, apart)


def read_text(data: bytes, name: str) -> Reading:
    """What was piped in: a text, or a document that its first bytes tell."""
    with Apart("questions.imports.files", "questions.format") as apart:
        return _read(data, name, apart)


def _files(folder: Path) -> list[Path]:
    found = []
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and file.suffix.casefold() in KNOWN and file.is_file():
            found.append(file)
        if len(found) > MOST_FILES:
            raise FormatError(
                Problem(
                    str(folder),
                    sentence("holds more than {most:,} files; import its folders one by one.", most=MOST_FILES),
                )
            )
    return sorted(found)


def read_file(path: Path, apart: Apart | None = None) -> Reading:
    """What one file holds; read in this process where no other is given."""
    try:
        if is_task(path):
            message = sentence("is a hands-on task; put its folder under one that INTERVIEWER_BANK names.")
            raise FormatError(Problem(str(path), message))
        if path.suffix.casefold() not in KNOWN:
            raise FormatError(
                Problem(
                    str(path),
                    sentence("is no kind of file that is read here; there are {names}.", names=", ".join(KNOWN)),
                )
            )
        return _read(content(path, LARGEST), str(path), apart)
    except FormatError as error:
        return Reading(str(path), "", unreadable=list(error.problems))


def _read(data: bytes, name: str, apart: Apart | None) -> Reading:
    try:
        return parsed(data, name) if apart is None else from_json(apart.read(READER, data, name), name)
    except FormatError as error:
        return Reading(name, "", unreadable=list(error.problems))


def parsed(data: bytes, name: str) -> Reading:
    """What the content of a file holds; FormatError where it cannot be read at all."""
    reading = Reading(name, "")
    suffix = PurePath(name).suffix.casefold()
    if suffix in STRUCTURED:
        text, reading.encoding = decode(data, name)
        try:
            STRUCTURED[suffix](text, reading)
        except FormatError as error:
            reading.unreadable.extend(error.problems)
    else:
        document = formats.read(data, name)
        reading.encoding, reading.lines = document.encoding, document.lines
        read_markdown(document.lines, reading, PurePath(name).stem)
    return reading


# -- from one process to another -------------------------------------------------------------------------------------


def as_json(data: bytes, name: str) -> dict[str, Any]:
    """`parsed` as plain data."""
    reading = parsed(data, name)
    return {
        "encoding": reading.encoding,
        "items": [
            [json.dumps(taken_apart(item.question)), item.where, item.form, list(item.lacks)] for item in reading.items
        ],
        "unreadable": [problem.as_plain() for problem in reading.unreadable],
        "unread": [problem.as_plain() for problem in reading.unread],
        "lines": [[line.text, line.number, line.page] for line in reading.lines],
    }


def from_json(made: dict[str, Any], name: str) -> Reading:
    """The reading of `as_json`."""
    items = [
        ImportedItem(json.loads(question, object_hook=put_together), where, form, tuple(lacks))
        for question, where, form, lacks in made["items"]
    ]
    return Reading(
        name,
        made["encoding"],
        items,
        [Problem.from_plain(one) for one in made["unreadable"]],
        [Problem.from_plain(one) for one in made["unread"]],
        {item.question.id: item.where for item in items},
        tuple(TextLine(*line) for line in made["lines"]),
    )
