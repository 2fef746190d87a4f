"""Quote verification: whether a quote stands in the answer.

Models copy words faithfully and punctuation not, above all in Chinese. Quotes and answers are compared as letters, digits
and meaningful signs, regardless of width, case, script variant, spacing and punctuation. A match is returned verbatim.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from questions.text import FILLER_CHARACTERS, FILLERS, normalise, simplified, words

SIGNS = {"+": "+", "×": "×", "=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "≠": "=", "→": ">", "⇒": "=>"}
MINUS = frozenset("-−–‐‑－")
FREE_ENDS = 12  # folded characters from which a quote may begin or end inside a word: a limit on length may have cut it
PIECE = 4  # folded characters that each side of an ellipsis needs
TELLING = 40  # folded characters from which a passage is never trivial
SPAN = 240  # characters up to which a quote with an ellipsis is returned as the whole passage
_ELLIPSIS = re.compile(r"(?:…+|\.{3,}|。{3,}|\[…\]|\[\.\.\.\])")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\n", '\\"': '"', "\\\\": "\\", "\\/": "/"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the form that is compared; places[i]: index in `original` of the i-th folded character."""

    original: str
    text: str
    places: tuple[int, ...]

    def passage(self, start: int, end: int) -> str:
        """The original text behind the folded characters [start, end)."""
        return self.original[self.places[start] : self.places[end - 1] + 1]


def fold(text: str) -> Folded:
    """NFKD, case folding, Traditional to Simplified; letters and digits and the signs + − × = < > stay, all else is dropped."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        kept = _sign(text, place) if character in MINUS or character == "*" else _kept(character)
        folded.append(kept)
        places.extend([place] * len(kept))
    return Folded(text, "".join(folded), tuple(places))


@lru_cache(maxsize=512)
def _folded(question: str) -> Folded:
    return fold(question)


@lru_cache(maxsize=1 << 14)
def _kept(character: str) -> str:
    if character in SIGNS:
        return SIGNS[character]
    plain = simplified(unicodedata.normalize("NFKD", character).casefold())
    return "".join(SIGNS.get(c, c if c.isalnum() else "") for c in plain)


def _sign(text: str, place: int) -> str:
    """The meaning of a dash (minus beside a digit) or star (times between operands); "" for hyphens, bullets, emphasis."""
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if text[place] == "*":
        operands = (before.isalnum() or before == ")") and (after.isalnum() or after == "(")
        return "×" if operands or before == after == " " else ""
    bullet = after == " " and before in ("", "\n")
    return "-" if not bullet and (_beside(text, place, -1).isdigit() or _beside(text, place, 1).isdigit()) else ""


def _beside(text: str, place: int, step: int) -> str:
    """The neighbouring character, skipping one space."""
    place += step
    if 0 <= place < len(text) and text[place] == " ":
        place += step
    return text[place] if 0 <= place < len(text) else ""


def locate(quote: str, answer: Folded) -> str | None:
    """The verbatim passage of the answer that `quote` copies; None when there is none."""
    unescaped = re.sub(r'\\[ntr"\\/]', lambda found: _ESCAPES[found[0]], quote)
    for attempt in dict.fromkeys((quote, unescaped)):
        found = _whole(attempt, answer) or _with_ellipsis(attempt, answer)
        if found:
            return found
    return None


def _whole(quote: str, answer: Folded) -> str | None:
    span = _find(fold(quote).text, answer)
    return answer.passage(*span) if span else None


def _with_ellipsis(quote: str, answer: Folded) -> str | None:
    """Passages of a quote split at ellipses, all in the answer in this order."""
    pieces = [fold(piece).text for piece in _ELLIPSIS.split(quote)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) < 2 or any(len(piece) < PIECE for piece in pieces):
        return None
    spans: list[tuple[int, int]] = []
    for piece in pieces:
        span = _find(piece, answer, spans[-1][1] if spans else 0)
        if span is None:
            return None
        spans.append(span)
    whole = answer.passage(spans[0][0], spans[-1][1])
    return whole if len(whole) <= SPAN else " … ".join(answer.passage(*span) for span in spans)


def _find(folded: str, answer: Folded, start: int = 0) -> tuple[int, int] | None:
    while folded and (at := answer.text.find(folded, start)) >= 0:
        span = (at, at + len(folded))
        if len(folded) >= FREE_ENDS or not _cuts_a_word(answer, *span):
            return span
        start = at + 1
    return None


def _cuts_a_word(answer: Folded, start: int, end: int) -> bool:
    """Whether a passage starts or ends inside a word or number ("rain" in "training")."""
    text, first, last = answer.original, answer.places[start], answer.places[end - 1]
    return _joined(text[max(first - 1, 0) : first + 1]) or _joined(text[last : last + 2])


def _joined(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and pair.isalnum() and pair[0].isdigit() == pair[1].isdigit()


class Evidence:
    """Decides which quotes prove something for one answer to one question."""

    def __init__(self, answer: str, question: Iterable[str]) -> None:
        self._answer = fold(answer)
        self._question = [_folded(text) for text in question]

    def passage(self, quote: str) -> str | None:
        """The verbatim passage; None when the quote is not in the answer, is trivial, or stands in the question."""
        found = locate(quote, self._answer)
        if found is None:
            return None
        folded = fold(found).text
        asked = any(_find(folded, question) for question in self._question)
        return None if asked or (len(folded) < TELLING and self._is_trivial(found, folded)) else found

    def _is_trivial(self, passage: str, folded: str) -> bool:
        said = "".join(content(passage))
        return not said or (len(said) < 2 and not said.isdigit() and folded != self._answer.text)


def content(text: str) -> list[str]:
    """Content words of a text: without function words and particles."""
    kept = (
        "".join(c for c in word if c not in FILLER_CHARACTERS) for word in words(normalise(text)) if word not in FILLERS
    )
    return [word for word in kept if word]
