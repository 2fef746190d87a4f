"""The drawn state machine is the one that runs."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_page_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = (Path(__file__).parents[3] / "docs" / "interview.md").read_text(encoding="utf-8")
    runpy.run_module("interview.diagram", run_name="__main__")
    assert drawn == capsys.readouterr().out, "run: python -m interview.diagram > docs/interview.md"
