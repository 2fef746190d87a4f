"""What tests share: how a missing part of the machine is told, and values they build from."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

STRICT = os.environ.get("INTERVIEWER_TESTS_STRICT") == "1"


def needs(what: str, why: str) -> NoReturn:
    """Ends a test that needs what this machine lacks: skipped with the reason, a failure where nothing may be left out."""
    if STRICT:
        pytest.fail(f"needs {what}: {why}")
    pytest.skip(f"needs {what}: {why}")
