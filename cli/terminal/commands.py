"""Which lines are commands: `/name` in any case, with what follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

NAMES = (
    "skip",
    "hint",
    "why",
    "check",
    "appeal",
    "stop",
    "help",
    "answer",
    "edit",
    "watch",
    "resume",
    "level",
    "plan",
    "pause",
    "band",
    "give",
)
_SAME = {"quit": "stop", "exit": "stop", "q": "stop"}
_FORM = re.compile(r"(?<!\s)(\s*+)[/／]([A-Za-z]+|[?？])(?:\s+(.*))?")


@dataclass(frozen=True, slots=True)
class Command:
    """name: lower case, one of NAMES or an unknown one. rest: what stands behind it on the first line."""

    name: str
    rest: str = ""

    @property
    def is_known(self) -> bool:
        return self.name in NAMES

    @property
    def near(self) -> str:
        """The known name that an unknown one was probably meant to be, or ""."""
        return next(iter(get_close_matches(self.name, NAMES, n=1, cutoff=0.6)), "")


def command(said: str) -> Command | None:
    """The command that a text begins with; None for an answer, to which a path such as /v1/models belongs.

    A word that is no command is one only at the very beginning: after a space it begins an answer.
    """
    found = _FORM.fullmatch(said.strip("\n").partition("\n")[0].rstrip())
    if found is None:
        return None
    name = found[2].lower()
    named = Command(_SAME.get(name, "help" if name in "?？" else name), (found[3] or "").strip())
    return named if named.is_known or not found[1] else None
