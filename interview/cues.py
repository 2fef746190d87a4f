"""Turns of phrase of both languages by what they are a cue for, from `cues.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

ASIDES = frozenset(
    (
        "request",
        "clarify",
        "either",
        "easier",
        "reveal",
        "hint",
        "dispute",
        "wait",
        "announce",
        "repeat",
        "idk",
        "stop",
        "chat",
        "meta",
    )
)  # cues for asides; the others are cues for answers, or forms that both have


def cues(text: str) -> Iterator[str]:
    """The cues that stand in a plain text."""
    return (name for name, pattern in patterns().items() if pattern.search(text))


@cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """One pattern per cue."""
    written: dict[str, list[str]] = {}
    for line in files("interview").joinpath("cues.txt").read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[([a-z ]+)\]", line):
            written[heading[1]] = forms = []
        elif line and not line.startswith("#"):
            forms.append(line)
    return {name: re.compile("|".join(forms), re.MULTILINE) for name, forms in written.items()}
