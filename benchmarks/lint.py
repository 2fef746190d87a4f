"""Prints how long lint takes over 2,000 questions, copies of the packaged ones under other names. `python -m benchmarks.lint`"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace
from datetime import date
from itertools import cycle, islice

from benchmarks.line import line
from questions.bank import Bank, load_bank
from questions.lint import check_bank
from questions.model import Question

TODAY = date(2026, 12, 1)


def bank_of(size: int) -> Bank:
    """`size` questions; every copy is another one, so that nothing is remembered from the last."""
    packaged = cycle(load_bank().questions.values())
    return Bank({made.id: made for made in (_copy(question, n) for n, question in enumerate(islice(packaged, size)))})


def _copy(question: Question, n: int) -> Question:
    stem = replace(question.question, zh=f"{question.question.zh}（{n}）", en=f"{question.question.en} ({n})")
    return replace(question, id=f"{question.id[:50]}-{n}", question=stem)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--questions", type=int, default=2_000)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    took = []
    for _ in range(given.rounds):
        bank = bank_of(given.questions)
        started = time.process_time()
        check_bank(bank, today=TODAY)
        took.append(time.process_time() - started)
    seconds = statistics.median(took)
    line(f"lint of {given.questions:,} questions", "≤ 10 s", f"{seconds:.1f} s of one core", seconds <= 10)


if __name__ == "__main__":
    main()
