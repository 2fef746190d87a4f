"""Questions that were read and checked before, so that a start does not check the whole bank again.

One JSON file in the person's cache folder, keyed by the content of every question file and by the code that reads them.
It may vanish, be broken or be unwritable at any time: then the files are read as if there had been no cache.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from questions.format import to_json, trusted
from questions.model import Question


def default_folder() -> Path:
    """The cache folder of the person who runs this."""
    from platformdirs import user_cache_path

    return user_cache_path("mock-interviewer", appauthor=False)


@cache
def _layout() -> str:
    """A name for the code that reads questions; another code reads the files anew."""
    here = Path(__file__).parent
    code = b"".join((here / name).read_bytes() for name in ("model.py", "plainyaml.py", "shape.py", "format.py"))
    return hashlib.sha256(code).hexdigest()[:16]


class Known:
    """The questions known from an earlier start, by the content of their files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before = self._load()
        self.now: dict[str, dict[str, Any]] = {}

    def _load(self) -> dict[str, dict[str, Any]]:
        with suppress(OSError, ValueError, KeyError, TypeError):
            found = json.loads(self.path.read_bytes())
            if found["layout"] == _layout():
                return dict(found["questions"])
        return {}

    def get(self, content: bytes) -> Question | None:
        """The question that this content was read as."""
        key = hashlib.sha256(content).hexdigest()
        entry = self.before.get(key)
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            if entry is not None:
                question = replace(trusted(entry["question"]), revision=entry["revision"])
                self.now[key] = entry
                return question
        return None

    def put(self, content: bytes, question: Question) -> None:
        key = hashlib.sha256(content).hexdigest()
        self.now[key] = {"question": to_json(question), "revision": question.revision}

    def keep(self) -> None:
        """Writes what is known now, whole or not at all; a folder that cannot be written is no matter."""
        if self.now.keys() == self.before.keys():
            return
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"layout": _layout(), "questions": self.now}, file, ensure_ascii=False)
            Path(name).replace(self.path)
