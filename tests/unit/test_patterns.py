"""No regular expression is slow on any text: people, models, servers and files write what they like."""

from __future__ import annotations

import re

import pytest

from testing import patterns

BOUNDED = {"grader.triage._CORE": 120}  # characters at most, compared whole


def test_no_pattern_is_slow_on_a_hostile_text() -> None:
    found = patterns.collected()
    assert len(found) > 100
    slow = list(patterns.report((one, where) for one, where in found.items() if where not in BOUNDED))
    assert not slow, "\n".join(slow)


def test_what_reads_only_short_texts_is_quick_on_them() -> None:
    known = {where: pattern for pattern, where in patterns.collected().items()}
    for where, length in BOUNDED.items():
        for pump, prefix in patterns.pumps(known[where]):
            assert patterns.seconds(known[where], patterns.hostile(pump, prefix, length)) <= patterns.SECONDS, pump


@pytest.mark.parametrize(
    "overlapping",
    [r"(?:a+)+$", r"```(?:json)?\s*\n(.*)\n\s*```", r"\s+$", r"(.+?)\s*\*\*", r"<[^>]*>", r"(?:x|\w)*y", r"\d+\d+z"],
)
def test_overlapping_repetition_is_found(overlapping: str) -> None:
    assert patterns.slow(re.compile(overlapping, re.DOTALL)), overlapping
