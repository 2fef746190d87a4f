"""What is said about code that was run: English."""

from __future__ import annotations

from collections.abc import Mapping

LOAD_FAILED = "It cannot be loaded:"
FIRST_FAILURE = "The first test that failed:"
PRINTED = "It printed:"
NO_END = "did not come to an end"
ENDS: Mapping[str, str] = {
    "cpu": "It used up its processor time.",
    "wall": "It took too long.",
    "memory": "It used up its memory.",
    "output": "It wrote too much.",
    "died": "Its process ended before the tests did.",
    "forged": "It wrote where only the tests may write.",
    "refused": "It was not run.",
}


def passed(passed: int, total: int, seconds: float) -> str:
    return f"{passed} of {total} tests passed · {seconds:.1f} s"


def got(text: str) -> str:
    return f"got: {text}"


def wanted(text: str) -> str:
    return f"wanted: {text}"


def raised(kind: str, message: str, line: int, text: str) -> str:
    said = ": ".join(filter(None, (kind, message)))
    return f"{said} (line {line}: {text})" if line else said
