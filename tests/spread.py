"""How tests are spread over the workers of `make test`: the slow first, each where there is room; some stay together.

xdist's own `--dist loadgroup` writes its group into the id of a test, which pytest 9 no longer reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent
SLOW = ("models", "vllm", "faults", "telegram", "commands", "web", "packaging", "runner", "judge", "database")
ONE_WORKER = ("models/", "vllm/")  # each a unit: what loads gigabytes is loaded once
TOGETHER = (
    "packaging/",
    "runner/test_container.py",
    "runner/test_service.py",
    "commands/test_documents.py",
    "telegram/test_any_update.py",
    "unit/",
)
SHARED = {"module", "package", "class"}


def unit(nodeid: str) -> str:
    """What goes to one worker in one piece, by the id of a test in it: a folder, a file, or the test alone."""
    path = nodeid.partition("::")[0].removeprefix("tests/")
    folder = next((folder for folder in ONE_WORKER if path.startswith(folder)), "")
    return folder or (path if path.startswith(TOGETHER) else nodeid)


def stays(path: str) -> bool:
    """Whether the tests of a file (its path below tests/) run in one worker, one after the other."""
    return path.startswith((*ONE_WORKER, *TOGETHER))


def rank(item: pytest.Item) -> tuple[bool, bool, int]:
    """Where an item stands: files in one piece before single tests, slow folders first, unit tests last."""
    path = item.path.relative_to(TESTS)
    place = SLOW.index(path.parts[0]) if path.parts[0] in SLOW else len(SLOW)
    return path.parts[0] == "unit", not stays(path.as_posix()), place


def check(item: pytest.Item) -> None:
    """UsageError for a test whose module makes something for several tests, in a file that is spread."""
    made = getattr(item, "_fixtureinfo", None)
    scopes = {one.scope for found in (made.name2fixturedefs.values() if made else ()) for one in found}
    path = item.path.relative_to(TESTS).as_posix()
    if not scopes.isdisjoint(SHARED) and not stays(path):
        raise pytest.UsageError(f"tests/{path} has a fixture for several tests: name it in TOGETHER, tests/spread.py")


class Spreading:
    """The plugin that gives xdist this schedule."""

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> object:
        from tests.scheduler import Spread  # not earlier: pytest has to load xdist itself

        return Spread(config, log)
