"""Text analysis for Chinese and English: normal form, words, phrases, clauses, stop words.

Everything is linear in the length of the text; nothing here knows a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_WORD = re.compile(rf"[a-z]+\d+|[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?|[{HAN}]+|[^\W\d_a-z{HAN}]+")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_SENTENCE = re.compile(r"(?<=[。！？!?；;\n])|(?<=\.)(?=\s)")
_CLAUSE = re.compile(r"(?<=[，,：])|(?<=:)(?=\s)|(?=——| - | — )")
_ASKING = re.compile("为什么|什么|怎么样|怎么|怎样|如何|为何|哪些|哪个|哪种|请问|请说|说说|一下")
_SHORT = 5  # letters or Han characters: anything shorter is no clause of its own
_BREAKS = {ord(c): " " for c in "\n\t"}
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}

# Function words bind what is said, deny or count it. Fillers say nothing even as a passage of their own. Common words stand in
# texts about anything. The calibration of the estimate rests on the function words: after a change it is fitted anew.
_DENY_OR_COUNT = frozenset(
    """not no because when while which who what how why must into over about between each per only more most less such like
    up out""".split()
)
FUNCTION_WORDS = _DENY_OR_COUNT | frozenset(
    """a an the and or but of to in on at by for with from as is are was were be been being it its this that these those we
    you i they he she so if then than can could will would should may might do does did have has had also just""".split()
)
FILLERS = (FUNCTION_WORDS - _DENY_OR_COUNT) | {"here", "there", "too", "very"}
COMMON_WORDS = (
    FUNCTION_WORDS
    | FILLERS
    | frozenset(
        """all any both give given gives keep let made make makes much need needs one other same their them two under use used
    uses using where your""".split()
    )
)
FUNCTION_CHARACTERS = frozenset(
    "的了是在和与就都而及着或被把让给对将为从到会能可要用因以所这那它他我你们个不没有也还再又但则其时后先只每上下里中来去做"
)
FILLER_CHARACTERS = frozenset("的了是在和与就都而及着或也还又很这那它我你他们个吧呢啊嘛吗呃嗯哦把被")


@cache
def _traditional() -> dict[int, str]:
    """Traditional to simplified characters (from the table of OpenCC, Apache-2.0); several meanings fold into the first."""
    pairs = files("questions").joinpath("data/traditional.txt").read_text(encoding="utf-8").split()
    return {ord(pair[0]): pair[1] for pair in pairs}


def simplified(text: str) -> str:
    """The text with Traditional characters folded to Simplified; one character stays one character."""
    return text.translate(_traditional())


def readable(text: str) -> str:
    """The text without control, zero-width and direction characters and lone surrogates; newline and tab stay."""
    plain = text.isprintable() or text.translate(_BREAKS).isprintable()
    return text if plain else "".join(c for c in text if c in "\n\t" or _visible(c))


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
    first = word[:1]  # no regular expression: asked of every word of every text
    return "\u4e00" <= first <= "\u9fff" or "\u3400" <= first <= "\u4dbf" or "\uf900" <= first <= "\ufaff"


def has_han(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return _HAN_RUN.search(text) is not None


def phrases(text: str) -> frozenset[str]:
    """English words, numbers and Chinese character bigrams of a normalised text."""
    return frozenset(piece for word in words(text) for piece in _pieces(word))


def telling_words(text: str) -> list[str]:
    """The words of a normalised text, repeats included, without those that say little: common and question words."""
    return [word for word in words(_ASKING.sub(" ", text)) if word not in COMMON_WORDS]


def telling_phrases(text: str) -> list[str]:
    """The phrases of `telling_words` in their order, repeats included, without pairs of function characters."""
    found = (piece for word in telling_words(text) for piece in _pieces(word))
    return [piece for piece in found if not FUNCTION_CHARACTERS.issuperset(piece)]


def _pieces(word: str) -> Iterator[str]:
    if is_han(word):
        yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))
    else:
        yield stem(word)


def content(text: str) -> frozenset[str]:
    """English words, numbers and single Chinese characters of a normalised text, without function words."""
    found: set[str] = set()
    for word in words(text):
        if is_han(word):
            found.update(word)
        elif word not in FUNCTION_WORDS:
            found.add(stem(word))
    return frozenset(found - FUNCTION_CHARACTERS)


@lru_cache(maxsize=20_000)
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


def prose(text: str) -> str:
    """The text without its blocks of code."""
    return CODE.sub(" ", text).strip()


def place(text: str, term: str) -> int:
    """Where a term stands first in the normal form of a text, -1 if it doesn't.

    A Latin term must stand there as a whole word, a Chinese one anywhere; runs of blanks are one.
    """
    within, wanted = _spaced(text), _spaced(term)
    found = within.find(wanted) if wanted else -1
    while found >= 0 and not has_han(wanted) and _in_a_word(within, found, found + len(wanted)):
        found = within.find(wanted, found + 1)
    return found


def _in_a_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin letter or a digit stands before `start` or from `end` on."""
    return any(c.isascii() and c.isalnum() for c in text[max(0, start - 1) : start] + text[end : end + 1])


@lru_cache(maxsize=1024)  # one text is searched for many terms
def _spaced(text: str) -> str:
    return " ".join(normalise(text).split())


def mentions(text: str, term: str) -> bool:
    """Whether a term stands in a text."""
    return place(text, term) >= 0
