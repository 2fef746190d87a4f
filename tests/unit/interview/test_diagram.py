"""The drawn state machine is the one that runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview.diagram import page


@pytest.mark.slow
def test_the_page_is_current() -> None:
    drawn = (Path(__file__).parents[3] / "docs" / "interview.md").read_text(encoding="utf-8")
    assert drawn == page(), "run: python -m interview.diagram > docs/interview.md"
