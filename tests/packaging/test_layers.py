"""The picture of the layout is the layout: drawn anew from the imports, it is the one in the documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from testing.layers import PAGES, picture, reduced, with_picture


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_documents_show_the_imports_as_they_are(page: Path) -> None:
    held = page.read_text(encoding="utf-8")
    assert with_picture(held, picture()) == held, "run `python -m testing.layers --write`"


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    assert reduced({("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")}) == {("a", "b"), ("b", "c"), ("a", "d")}
