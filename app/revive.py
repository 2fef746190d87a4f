"""A container's health check that ends what has failed it several times in a row, because Docker restarts only what has ended.

`python -m app.revive COMMAND…` runs the check; its exit code is the check's. The container's first process must be an init
(`init: true`), whose children are killed: SIGKILL does not reach a container's first process from inside.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

IN_A_ROW = 3
SECONDS = 8.0  # that one check may take
COUNT = Path(tempfile.gettempdir()) / "failed-checks"
OF_INIT = Path("/proc/1/task/1/children")


def is_well(command: list[str]) -> bool:
    """Whether the check passes, in time."""
    try:
        return subprocess.run(command, timeout=SECONDS, check=False).returncode == 0  # noqa: S603 - the words of compose.yaml, no shell
    except (OSError, subprocess.TimeoutExpired):
        return False


def checked(command: list[str], count: Path, children: Path) -> int:
    """The exit code of this check; the last of several failures in a row ends the processes that `children` names."""
    if is_well(command):
        count.unlink(missing_ok=True)
        return 0
    failed = int(count.read_text() or 0) + 1 if count.exists() else 1
    count.write_text(str(failed))
    if failed >= IN_A_ROW:
        count.unlink()
        _end([int(pid) for pid in children.read_text().split()])
    return 1


def _end(processes: list[int]) -> None:
    for pid in processes:
        if pid not in (1, os.getpid(), os.getppid()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(checked(sys.argv[1:], COUNT, OF_INIT))
