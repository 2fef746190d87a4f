"""`make test`: runs every test this machine can run; its last lines name what was left out, and why.

Under INTERVIEWER_TESTS_STRICT=1 a test that was left out is a failure.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter

import pytest

from testing.needs import STRICT
from tests.spread import Spreading

WORKERS_PER_CORE = 4  # most of what takes long waits for another process


class LeftOut:
    """Collects the tests that were skipped, with their reasons."""

    def __init__(self) -> None:
        self.reasons: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            self.reasons[report.longrepr[2].removeprefix("Skipped: ")] += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            self.reasons[report.longrepr[2].removeprefix("Skipped: ")] += 1


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def main(arguments: list[str]) -> int:
    # a job in the background ignores Ctrl-C, and so would the programs that it starts
    signal.signal(signal.SIGINT, signal.default_int_handler)
    left_out = LeftOut()
    spread = ("-n", str(WORKERS_PER_CORE * cores()), "--dist", "loadscope", "--no-loadscope-reorder")
    code = int(pytest.main(["-q", *spread, *arguments], plugins=[left_out, Spreading()]))
    if not left_out.reasons:
        print("Everything could run on this machine.")
        return code
    print("Left out on this machine:")
    for reason, count in left_out.reasons.most_common():
        print(f"  {count} × {reason}")
    return code or (1 if STRICT else 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
