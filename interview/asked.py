"""What is open, as sets of words: what its text says already, and what an answer would say beyond it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from questions.model import KeyPoint, Question, task
from questions.text import HAN, normalise, stem

_TOKEN = re.compile(rf"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[{HAN}]|[^\s\w]|\w")
_HAN = re.compile(rf"[{HAN}]")

# Words of talk, never of a subject: English words, and Chinese characters that start or end no term.
TALK = frozenset(
    """a an the and or but of to in on at by for with from as is are was were be been being am it its this that these those we
    you i me my your our us they them their he she his her not no nor so if then than because when while which who whom what
    how why where can could will would should may might must shall do does did done has have had having just only also too
    very more most much many some any all each every one two three first second last next other another same such about into
    over under up down out off again still even ever never now here there okay ok yes yeah yep nope hi hello hey thanks thank
    please pls plz sorry don't doesn't didn't isn't aren't wasn't can't couldn't won't wouldn't shouldn't i'm i'd i'll i've
    you're it's that's what's let's let get got give gave gonna gotta wanna want need know think guess say said says tell told
    ask asked asking answer answers answered question questions hint hints skip stop end pass wait moment minute sec min help
    show see look like make makes made go going come back well really actually maybe probably""".split()
)
TALK_HAN = frozenset(
    "的了吗呢吧啊呀嘛哦嗯我你您他她它们这那哪个些什么怎为是不没有会能可以要想请给再一下来去到说问答题先等好行就都也还又和"
    "与及在把被让对从上下中里后前多少几太很更最"
)

_WANTS = {
    "yes or no": re.compile(
        r"[吗么]\s*[?]|[吗吧](?=[。,.?]|$)|是否|能不能|会不会|是不是|够不够|值不值|对不对|还能"
        r"|(?:^|[.?!:,] )(?:is|are|does|do|did|can|could|would|should|will|may|must|has|have)\b"
    ),
    "number": re.compile(
        r"多少|几[个倍张步份层位条秒天台轮维次]|多大|多久|多长|占比|比例|算"
        r"|how (?:many|much|large|big|long|likely|wide|far|fast|high|often)|by what factor|calculate|estimate"
        r"|what (?:is the )?(?:share|fraction|percentage|factor|probability|size|chance|rate|number)"
        r"|what are the (?:shares|thresholds)"
    ),
    "reason": re.compile(r"为什么|为何|why|how come|原因|cause"),
}


def plain(text: str) -> str:
    """The form messages are read in: normalised, every run of blanks one blank, lines kept apart, one kind of apostrophe."""
    return "\n".join(" ".join(line.split()) for line in normalise(text).splitlines()).replace("’", "'")


def tokens(text: str) -> list[str]:
    """Words, numbers, single Han characters and signs of a plain text."""
    return _TOKEN.findall(text)


def is_number(token: str) -> bool:
    return token[0].isdigit()


def is_word(token: str) -> bool:
    """Whether a token is an English word that may belong to a subject."""
    return token[0].isascii() and token[0].isalpha() and len(token) > 1 and token not in TALK


def subject_words(text: str) -> frozenset[str]:
    """Words of a plain text that may belong to a subject: English stems, numbers, pairs of Han characters."""
    found = tokens(text)
    single = {token if is_number(token) else stem(token) for token in found if is_number(token) or is_word(token)}
    return frozenset(single | {a + b for a, b in itertools.pairwise(found) if is_pair(a, b)})


def is_pair(one: str, other: str) -> bool:
    """Whether two neighbouring tokens are Han characters of a subject."""
    return bool(_HAN.match(one) and _HAN.match(other)) and one not in TALK_HAN and other not in TALK_HAN


@dataclass(frozen=True, slots=True)
class Asked:
    """What is open. The sets hold subject words of both languages and share none.

    stem: words of the text that was put. points: further words of its reference and key points. wider: further words of
    the whole question, where a probe is open. wants: what the text asks for: "yes or no", "number", "reason".
    """

    stem: frozenset[str]
    points: frozenset[str]
    wider: frozenset[str]
    wants: frozenset[str]


@lru_cache(maxsize=512)
def asked(question: Question, probe: str | None = None) -> Asked:
    """The question itself as it is asked, or its probe; KeyError when it has no such probe."""
    root, put = task(question), task(question, probe)
    said = plain("\n".join(put.question.both()))
    put_already = subject_words(said) | _words(root.question.both())
    points = _words((*put.reference.both(), *_texts(put.key_points))) - put_already
    wider = _words((*root.reference.both(), *_texts(root.key_points))) - put_already - points
    wants = frozenset(name for name, pattern in _WANTS.items() if pattern.search(said))
    return Asked(put_already, points, wider, wants)


def _texts(points: tuple[KeyPoint, ...]) -> Iterator[str]:
    for point in points:
        yield from (*point.text.both(), *point.terms, *point.misconceptions.both())


def _words(texts: tuple[str, ...]) -> frozenset[str]:
    return subject_words(plain("\n".join(texts)))


def known_probe(question: Question, probe: str | None) -> str | None:
    """The probe's id if the question has it; a probe that is gone is read as its question."""
    ids: set[str] = {found.id for found in question.all_probes()}
    return probe if probe in ids else None
