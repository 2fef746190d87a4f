"""The bytes of a regular file, of bounded size."""

from __future__ import annotations

import stat
from pathlib import Path

from questions.errors import sentence
from questions.problem import FormatError, Problem

LARGEST_QUESTION = 1_000_000  # bytes of a file with one question


def content(path: Path, largest: int) -> bytes:
    """What a file holds; FormatError for one of more than `largest` bytes, and for what is no regular file.

    A pipe would be waited for, and a device may never end.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FormatError(Problem(str(path), sentence("is no file that can be read; name a regular file.")))
        if found.st_size > largest:
            size, most = found.st_size / 1e6, largest / 1e6
            told = sentence(
                "is {size:.1f} MB; at most {most:.0f} MB are read: split it into several files.", size=size, most=most
            )
            raise FormatError(Problem(str(path), told))
        return path.read_bytes()
    except OSError as error:
        raise FormatError(
            Problem(str(path), sentence("cannot be read: {said}.", said=error.strerror or error))
        ) from error
