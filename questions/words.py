"""Texts of two scripts as comparable pieces: English words by their stem, Chinese by runs of characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_PIECE = re.compile(rf"[a-z0-9][a-z0-9.+-]*|[{HAN}]+")
_HAN_RUN = re.compile(rf"[{HAN}]+")
STEM = 6  # letters after which English endings are taken to begin
COMMON_WORDS = """
    a about all also an and any are as at be both but by can do does each for from give given gives has
    have how if in into is it its keep let like made make makes may more most much must need needs no
    not of on one only or other out over per same should so than that the their them then these they
    this those to two under use used uses using was what when where which why will with would you your
"""
COMMON_HAN = """
    什么 有什 么区 区别 别是 怎么 为什 么是 么要 如何 哪些 有哪 为何 的作 作用 一下 介绍 请说 说说
"""
COMMON = frozenset((COMMON_WORDS + COMMON_HAN).split())


def normal(text: str) -> str:
    """The form that texts are compared in: NFKC, case folded, every run of blanks one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def prose(text: str) -> str:
    """The text without its blocks of code."""
    return CODE.sub(" ", text).strip()


def pieces(text: str, han: int = 2) -> Iterator[str]:
    """The comparable pieces of a text in their order, repeats included; `han` is the length of the Chinese ones."""
    for piece in _PIECE.findall(normal(text)):
        if not _HAN_RUN.match(piece):
            if (word := piece.strip(".+-")) and word not in COMMON:
                yield word if any(c.isdigit() for c in word) else word[:STEM]
        elif len(piece) <= han:
            yield piece
        else:
            runs = (piece[i : i + han] for i in range(len(piece) - han + 1))
            yield from (run for run in runs if run not in COMMON)


def has_han(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return _HAN_RUN.search(text) is not None


def place(text: str, term: str) -> int:
    """Where a term stands first in the normal form of a text, -1 if it doesn't.

    A Latin term must stand there as a whole word, a Chinese one anywhere.
    """
    wanted = normal(term)
    if has_han(wanted):
        return normal(text).find(wanted)
    found = re.search(rf"(?<![a-z0-9]){re.escape(wanted)}(?![a-z0-9])", normal(text)) if wanted else None
    return found.start() if found else -1


def mentions(text: str, term: str) -> bool:
    """Whether a term stands in a text."""
    return place(text, term) >= 0
