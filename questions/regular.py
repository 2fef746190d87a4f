"""The bytes of a regular file, of bounded size."""

from __future__ import annotations

import stat
from pathlib import Path

from questions.problem import FormatError, Problem

LARGEST_QUESTION = 1_000_000  # bytes of a file with one question


def content(path: Path, largest: int) -> bytes:
    """What a file holds; FormatError for one of more than `largest` bytes, and for what is no regular file.

    A pipe would be waited for, and a device may never end.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FormatError(Problem(str(path), "is no file that can be read; name a regular file."))
        if found.st_size > largest:
            sizes = f"is {found.st_size / 1e6:.1f} MB; at most {largest / 1e6:.0f} MB are read"
            raise FormatError(Problem(str(path), f"{sizes}: split it into several files."))
        return path.read_bytes()
    except OSError as error:
        raise FormatError(Problem(str(path), f"cannot be read: {error.strerror or error}.")) from error
