"""Words of the command line: English."""

from __future__ import annotations

NO_DRILLS = "There are no drills yet."


def forgotten(name: str, number: int) -> str:
    return f"{name} (#{number}) is deleted."
