"""Texts in columns, as a narrow phone shows them: a Chinese character takes two."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

LINE = 40  # columns


def columns(text: str) -> int:
    """The columns that a text takes on one line."""
    return sum(2 if east_asian_width(c) in "WF" else 0 if combining(c) else 1 for c in text)


def clipped(text: str, at_most: int) -> str:
    """The text on one line of at most so many columns, without marks of code; what is cut off is told by an ellipsis."""
    flat = " ".join(text.replace("`", "").split())
    if columns(flat) <= at_most:
        return flat
    kept = ""
    for character in flat:
        if columns(kept + character) > at_most - 1:
            break
        kept += character
    return f"{kept.rstrip()}…"
