"""How texts are read: one normal form for both scripts, clauses, tokens.

Everything is linear in the length of the text; nothing here knows a question.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from questions.words import HAN

GRADED_AT_MOST = 12_000  # characters; the rest of a longer answer is kept, and flagged as not graded

_WORD = re.compile(rf"[a-z]+\d+|[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?|[{HAN}]+|[^\W\d_a-z{HAN}]+")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_SENTENCE = re.compile(r"(?<=[。！？!?；;\n])|(?<=\.)(?=\s)")
_CLAUSE = re.compile(r"(?<=[，,：])|(?<=:)(?=\s)|(?=——| - | — )")
_RARE = 0.004  # share of texts assumed for a word that the table of common words lacks
_SHORT = 5  # letters or Han characters: anything shorter is no clause of its own
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}

FUNCTION_WORDS = frozenset(
    """a an the and or but of to in on at by for with from as is are was were be been being it its this that these those we
    you i they he she not no so if then than because when while which who what how why can could will would should may might
    must do does did have has had into over about between each per also only more most less such just like up out""".split()
)
FUNCTION_CHARACTERS = frozenset(
    "的了是在和与就都而及着或被把让给对将为从到会能可要用因以所这那它他我你们个不没有也还再又但则其时后先只每上下里中来去做"
)


@cache
def _traditional() -> dict[int, str]:
    """Traditional to simplified characters (from the table of OpenCC, Apache-2.0); several meanings fold into the first."""
    pairs = files("grader").joinpath("data/traditional.txt").read_text(encoding="utf-8").split()
    return {ord(pair[0]): pair[1] for pair in pairs}


def simplified(text: str) -> str:
    """The text with Traditional characters folded to Simplified; one character stays one character."""
    return text.translate(_traditional())


def readable(text: str) -> str:
    """The text without control, zero-width and direction characters and lone surrogates; newline and tab stay."""
    return text if text.isascii() and text.isprintable() else "".join(c for c in text if c in "\n\t" or _visible(c))


@cache
def _visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


def normalise(text: str) -> str:
    """The form texts are compared in: readable, NFKC, case folded, Traditional folded to Simplified."""
    return simplified(unicodedata.normalize("NFKC", readable(text)).casefold())


def words(text: str) -> list[str]:
    """Words, numbers and runs of Han characters of a normalised text."""
    return _WORD.findall(text)


def is_han(word: str) -> bool:
    """Whether a word of `words` is Chinese."""
    return bool(_HAN_RUN.match(word))


def phrases(text: str) -> frozenset[str]:
    """English words, numbers and Chinese character bigrams of a normalised text."""
    found: set[str] = set()
    for word in words(text):
        if not is_han(word):
            found.add(stem(word))
        elif len(word) == 1:
            found.add(word)
        else:
            found.update(word[i : i + 2] for i in range(len(word) - 1))
    return frozenset(found)


def content(text: str) -> frozenset[str]:
    """English words, numbers and single Chinese characters of a normalised text, without function words."""
    found: set[str] = set()
    for word in words(text):
        if is_han(word):
            found.update(word)
        elif word not in FUNCTION_WORDS:
            found.add(stem(word))
    return frozenset(found - FUNCTION_CHARACTERS)


def stem(word: str) -> str:
    """An English word without its commonest endings, so that "caches", "cached" and "caching" are one."""
    for ending in ("ations", "ation", "ings", "ing", "edly", "ies", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            return word + "y" if ending == "ies" else word
    return word


def han_share(text: str) -> float:
    """Share (0–1) of Han characters among the words of all scripts; any other word counts as two characters."""
    return _share(text, is_han)


def latin_share(text: str) -> float:
    """Share (0–1) of English words among the words of all scripts, counted as in `han_share`; numbers are of every language."""
    return _share(text, lambda word: word.isascii())


def _share(text: str, wanted: Callable[[str], bool]) -> float:
    sizes = [(len(word) if is_han(word) else 2, wanted(word)) for word in words(text.casefold())]
    total = sum(size for size, _ in sizes)
    return sum(size for size, there in sizes if there) / total if total else 0.0


def clauses(text: str) -> list[str]:
    """The text taken apart at sentence ends and commas, verbatim; a piece too short to say something joins its neighbour."""
    return [clause for sentence in _SENTENCE.split(text) for clause in _within(sentence)]


def _within(sentence: str) -> list[str]:
    found: list[list[str]] = []
    enough = True
    for piece in _CLAUSE.split(sentence):
        if enough:
            found.append([])
            letters = 0
        found[-1].append(piece)
        letters += _letters(piece)
        enough = letters >= _SHORT
    if not enough and len(found) > 1:
        found[-2:] = [found[-2] + found[-1]]
    joined = ("".join(pieces).strip() for pieces in found)
    return [clause for clause in joined if _letters(clause)]


def _letters(text: str) -> int:
    return sum(c.isalnum() for c in text)


def sentences(text: str) -> list[str]:
    """The text taken apart at sentence ends only, verbatim."""
    return [s.strip() for s in _SENTENCE.split(text) if _letters(s)]


def weight(word: str, common: Mapping[str, float]) -> float:
    """Inverse document frequency; `common` gives the share (0–1) of texts that a common word stands in."""
    return -math.log(common.get(word, _RARE))
