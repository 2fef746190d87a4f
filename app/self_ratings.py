"""Second thoughts as people type them: `1=1 2=0.5 3=0`, `2.1 1=0`, `2.1 3 but I said it`, `2.1 details`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interview.names import read_name

TICK = re.compile(r"(\d{1,3})\s*[=＝]\s*(1(?:\.0)?|0?\.5|½|0(?:\.0)?)(?![\d.])")
APPEAL = re.compile(r"(?<!\s)\s*+(?:(\d{1,3}(?:[.．]\d{1,2})?)\s++)?(\d{1,3})(?:\s++(.*))?", re.DOTALL)
DETAILS = ("details", "detail", "细节", "详情")


def read_ticks(typed: str) -> dict[int, float] | None:
    """Credit (0, ½ or 1) by a point's number, empty when nothing was typed; None for anything else."""
    ticks = {
        int(number): 0.5 if credit in ("½", ".5", "0.5") else float(credit) for number, credit in TICK.findall(typed)
    }
    return None if TICK.sub("", typed).strip(" ,，;；\n") else ticks


def read_check(typed: str) -> tuple[str, dict[int, float] | None]:
    """The name of a turn, "" without one, and the ticks of its points."""
    name, rest = read_name(typed)
    return name, read_ticks(rest)


@dataclass(frozen=True, slots=True)
class TypedAppeal:
    """turn: its name, "" for the latest. point: its number, from 1."""

    turn: str
    point: int
    reason: str


def read_appeal(typed: str) -> TypedAppeal | None:
    """What an appeal is about; None for anything else. Of two numbers the first names the turn."""
    found = APPEAL.fullmatch(typed)
    return TypedAppeal(found[1] or "", int(found[2]), (found[3] or "").strip()) if found else None


def read_why(typed: str) -> tuple[str, bool]:
    """The name of a turn, "" without one, and whether its details are wanted."""
    name, rest = read_name(typed)
    return name, rest.strip().lower() in DETAILS
