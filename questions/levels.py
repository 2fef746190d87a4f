"""What a level holds at most and at least: length, key points, numbers. `docs/levels.md` says what each level knows.

Of an open question only the length counts: its key points are criteria, and its numbers are the person's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questions.errors import sentence
from questions.model import LANGUAGES, Kind, Purpose, Question
from questions.problem import Severity
from questions.text import prose

Found = tuple[str, str, Severity]  # place, message, severity


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a reference: Chinese characters and English words; fewest and most key points; probes that ask for a number."""

    zh: int
    en: int
    points: tuple[int, int]  # fewest, most
    numbers: int


LIMITS = {
    1: Limits(zh=280, en=150, points=(2, 4), numbers=2),
    2: Limits(zh=410, en=180, points=(2, 5), numbers=3),
    3: Limits(zh=420, en=190, points=(3, 6), numbers=4),
    4: Limits(zh=450, en=205, points=(4, 6), numbers=4),
    5: Limits(zh=570, en=220, points=(4, 6), numbers=4),
}


def beyond(question: Question) -> Iterator[Found]:
    """Where a question is longer, wider or fuller of numbers than its level allows."""
    level = LIMITS[question.level]
    for language in LANGUAGES:
        size, most = length(getattr(question.reference, language), language), getattr(level, language)
        if size > most:
            unit = sentence("characters") if language == "zh" else sentence("words")
            message = sentence(
                "has {size} {unit}, more than the {most} of level {level}; shorten it or raise the level",
                size=size,
                unit=unit,
                most=most,
                level=question.level,
            )
            yield f"reference.{language}", message, Severity.WARNING
    fewest, points = level.points
    if question.kind is not Kind.OPEN and not fewest <= len(question.key_points) <= points:
        message = sentence(
            "are {count}; level {level} has {fewest}–{points}",
            count=len(question.key_points),
            level=question.level,
            fewest=fewest,
            points=points,
        )
        yield "key_points", message, Severity.WARNING
    if question.kind is not Kind.OPEN and (numbers := measures(question)) > level.numbers:
        message = sentence(
            "ask for {count} numbers, more than the {most} of level {level}",
            count=numbers,
            most=level.numbers,
            level=question.level,
        )
        yield "probes", message, Severity.WARNING


def length(text: str, language: str) -> int:
    """Characters of a Chinese, words of an English text, code left out."""
    return len(prose(text)) if language == "zh" else len(prose(text).split())


def measures(question: Question) -> int:
    """How many probes ask for a number."""
    return sum(probe.purpose is Purpose.MEASURE for probe in question.all_probes())
