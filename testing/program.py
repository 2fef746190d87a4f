"""The installed program, started as a person starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from testing.until import DEADLINE

INTERVIEWER = str(Path(sys.executable).with_name("interviewer"))


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a person who has nothing set but these settings; all files go below `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INTERVIEWER_")}
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": str(folder / "cache")}
    words = {"LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", "HF_HUB_OFFLINE": "1", "COLUMNS": "100"}
    defaults = {"EMBEDDING_MODEL": "none", "DATABASE_URL": f"sqlite:///{folder / 'interviews.db'}"}
    return kept | own | words | {f"INTERVIEWER_{name}": value for name, value in (defaults | settings).items()}


@dataclass(frozen=True)
class Ran:
    """What came out of a finished program."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """Its output, read as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, event: str) -> list[dict[str, Any]]:
        """The events of one kind."""
        return [message for message in self.events if message["event"] == event]


def run(folder: Path, *arguments: str, stdin: str | bytes = "", seconds: float = DEADLINE, **settings: str) -> Ran:
    """Runs the program to its end; a traceback on stderr is a failure of the test."""
    said = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [INTERVIEWER, *arguments],
        input=said,
        capture_output=True,
        timeout=seconds,
        cwd=folder,
        env=environment(folder, **settings),
        check=False,
    )
    err = done.stderr.decode(errors="replace")
    assert "Traceback" not in err, err
    return Ran(done.returncode, done.stdout.decode(), err)
