"""Cache of parsed questions on disk, so that a start does not parse and check the whole bank again.

One JSON file in the person's cache folder, keyed by the content of every question file and by the code that reads them.
It may vanish, be broken or be unwritable at any time: then the files are read as if there had been no cache. It holds
the values as they were made, {class: [its fields in order]}, so that reading it takes neither YAML nor pydantic.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from questions.model import Check, KeyPoint, Kind, Lines, Probe, Purpose, Question, Source, Text

MADE: dict[str, Any] = {
    made.__name__: made for made in (Check, KeyPoint, Kind, Lines, Probe, Purpose, Question, Source, Text, date)
}


def taken_apart(value: Any) -> Any:
    """A value as JSON: {class: [the arguments that make it]}, tuples as lists."""
    match value:
        case tuple():
            return [taken_apart(part) for part in value]
        case Enum():
            return {type(value).__name__: [value.value]}
        case date():
            return {"date": [value.year, value.month, value.day]}
        case None | str() | int() | float():
            return value
        case _:
            return {type(value).__name__: [taken_apart(getattr(value, field.name)) for field in fields(value)]}


def put_together(data: dict[str, Any]) -> Any:
    """The inverse of `taken_apart` for one JSON object."""
    ((name, parts),) = data.items()
    return MADE[name](*(tuple(part) if isinstance(part, list) else part for part in parts))


def default_folder() -> Path:
    """The cache folder of the person who runs this."""
    from platformdirs import user_cache_path

    return user_cache_path("mock-interviewer", appauthor=False)


class Kept:
    """Plain data by key in one JSON file of the cache folder, for as long as `made_by`, the text of some code, stays."""

    def __init__(self, name: str, made_by: str, folder: Path | None = None) -> None:
        self.path = (folder or default_folder()) / name
        self._layout = hashlib.sha256(made_by.encode()).hexdigest()[:16]
        self.before = self._read()
        self.now: dict[str, Any] = {}

    def _read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, TypeError, AttributeError):
            layout, held = json.loads(self.path.read_bytes())
            if layout == self._layout and isinstance(held, dict):
                return held
        return {}

    def get(self, key: str) -> Any:
        """What is kept under a key, None if nothing is; it stays for the next time."""
        if key in self.before:
            self.now[key] = self.before[key]
        return self.now.get(key)

    def keep(self) -> None:
        """Writes what was asked for and put since, whole or not at all; a folder that cannot be written is no matter."""
        if self.now.keys() != self.before.keys():
            _written(self.path, json.dumps([self._layout, self.now], ensure_ascii=False, separators=(",", ":")))


def _written(path: Path, text: str) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)


@cache
def _layout() -> str:
    """A name for the code that reads questions; another code reads the files anew."""
    here = Path(__file__).parent
    code = b"".join((here / f"{name}.py").read_bytes() for name in ("model", "plainyaml", "format", "cache"))
    return hashlib.sha256(code).hexdigest()[:16]


class Known:
    """The questions known from an earlier start, by the content of their files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before = self._load()
        self.now: dict[str, Question] = {}

    def _load(self) -> dict[str, Question]:
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            layout, questions = json.loads(self.path.read_bytes(), object_hook=put_together)
            if layout == _layout():
                return dict(questions)
        return {}

    def get(self, content: bytes) -> Question | None:
        """The question that this content was read as."""
        key = hashlib.sha256(content).hexdigest()
        question = self.before.get(key)
        if question is not None:
            self.now[key] = question
        return question

    def put(self, content: bytes, question: Question) -> None:
        self.now[hashlib.sha256(content).hexdigest()] = question

    def keep(self) -> None:
        """Writes what is known now, whole or not at all; a folder that cannot be written is no matter."""
        if self.now.keys() == self.before.keys():
            return
        _written(self.path, json.dumps([_layout(), list(self.now.items())], ensure_ascii=False, default=taken_apart))
