"""Long lists: through a pager on a terminal, as they are anywhere else."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable

USUAL = "less"


def show(lines: Iterable[str]) -> None:
    """Prints lines; on a terminal what does not fit goes through $PAGER, `less` unless it is set, none for "" or "cat"."""
    text = "".join(f"{line}\n" for line in lines)
    command = shlex.split(os.environ.get("PAGER", USUAL))
    fits = text.count("\n") < shutil.get_terminal_size().lines
    if not sys.stdout.isatty() or fits or command in ([], ["cat"]) or shutil.which(command[0]) is None:
        sys.stdout.write(text)
        return
    environment = {"LESS": "FRX"} | os.environ  # as git does: ends by itself, keeps colours, leaves the text standing
    sys.stdout.flush()
    subprocess.run(command, input=text.encode(), env=environment, check=False)  # noqa: S603 - the person's own pager
