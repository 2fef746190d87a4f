"""Names of turns as people type them: `2` is the second question itself, `2.1` its first follow-up."""

from __future__ import annotations

import re

from interview.model import Interview, Turn

NAMED = re.compile(r"(?<!\s)\s*+#?(\d{1,3})(?:[.．](\d{1,2}))?(?![\d.．])(?!\s*[=＝])\s*")


def name_of(interview: Interview, turn: Turn) -> str:
    """The name of a turn; one that was withdrawn is called by its question."""
    numbers = [asked.number for asked in interview.turns_of(turn.item)]
    place = numbers.index(turn.number) if turn.number in numbers else 0
    return f"{turn.item + 1}.{place}" if place else f"{turn.item + 1}"


def turn_called(interview: Interview, name: str) -> Turn | None:
    """The turn with this name; None when there is none."""
    found = NAMED.fullmatch(name)
    turns = interview.turns_of(int(found[1]) - 1) if found else ()
    place = int(found[2] or 0) if found else 0
    return turns[place] if place < len(turns) else None


def read_name(typed: str) -> tuple[str, str]:
    """A turn's name at the beginning of what was typed ("" without one), and the rest; `2=1` is a tick and no name."""
    found = NAMED.match(typed)
    return (typed[: found.end()].strip().lstrip("#"), typed[found.end() :]) if found else ("", typed.strip())
