"""What stands between a person's code and the machine, as `doctor` says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SETTING = "INTERVIEWER_RUNNER"


class Level(StrEnum):
    """What stands between a person's code and the machine."""

    SANDBOX = "sandbox"
    BARE = "bare"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Protection:
    """What `doctor` says: the level, a sentence about it, and what to change ("" where nothing is to be changed)."""

    level: Level
    said: str
    do: str = ""
