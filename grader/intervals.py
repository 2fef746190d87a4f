"""Intervals of measured shares."""

from __future__ import annotations

from math import sqrt

CONFIDENCE = 1.959964  # standard deviations of a 95 % interval


def wilson(n: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval (0–1) of a share n/of (Wilson 1927); None without any case."""
    if of == 0:
        return None
    share, z = n / of, CONFIDENCE**2 / of
    middle = (share + z / 2) / (1 + z)
    half = CONFIDENCE * sqrt(share * (1 - share) / of + z / (4 * of)) / (1 + z)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)
