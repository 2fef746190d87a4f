"""Numbers of things in English."""

from __future__ import annotations


def count(number: int, one: str, many: str = "") -> str:
    """The number and the noun: `many` where it is not `one` with an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"
