"""One line of the table that `python -m benchmarks` prints."""

from __future__ import annotations


def line(what: str, reach: str, reached: str, met: bool) -> None:
    """Prints the line; the table collects what begins so."""
    print(f"| {what} | {reach} | {reached} | {'yes' if met else '**no**'} |", flush=True)
