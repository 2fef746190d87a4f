"""Ticks as people type them: `1=1 2=0.5 3=0`."""

from __future__ import annotations

import re

TICK = re.compile(r"(\d{1,3})\s*[=＝]\s*(1(?:\.0)?|0?\.5|½|0(?:\.0)?)(?![\d.])")


def read_ticks(typed: str) -> dict[int, float] | None:
    """Credit (0, ½ or 1) by a point's number, empty when nothing was typed; None for anything else."""
    ticks = {
        int(number): 0.5 if credit in ("½", ".5", "0.5") else float(credit) for number, credit in TICK.findall(typed)
    }
    return None if TICK.sub("", typed).strip(" ,，;；\n") else ticks
