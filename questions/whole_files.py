"""Files written whole or not at all: beside their place first, then put there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Puts `data` in the place of a file, which keeps its permissions; what stood there stays until all is on the disk.

    A link keeps pointing where it does; a device or a pipe is written to as it is. Raises OSError.
    """
    if not is_replaceable(path):
        path.write_bytes(data)
        return
    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    made, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(made, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def is_replaceable(path: Path) -> bool:
    """Whether a file can be put in this place: one is there, or nothing; a name below /dev may stand for an open file."""
    return not str(path).startswith(("/dev/", "/proc/")) and (path.is_file() or not path.exists())


def _umask() -> int:
    """The permissions that new files do not get; it can be read only by setting it."""
    found = os.umask(0o077)
    os.umask(found)
    return found
