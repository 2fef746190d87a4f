"""What the command line knows of settings before it reads them: the variable, or the line of .env; nothing is loaded for it."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

PREFIX = "INTERVIEWER_"


def named(setting: str) -> str:
    """The value of a setting such as "LANGUAGE" in the environment, else in .env; "" where none is set."""
    if value := os.environ.get(PREFIX + setting, ""):
        return value
    with contextlib.suppress(OSError):
        found = re.findall(
            rf"^[ \t]*+{PREFIX}{setting}[ \t]*+=[ \t]*+['\"]?([^'\"\n]*)",
            Path(".env").read_text("utf-8", "replace"),
            re.M,
        )
        return found[-1].strip() if found else ""
    return ""
