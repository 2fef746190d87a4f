"""What a posting, a CV or a report of an interview is about: weights over the topics of the bank.

Terms of `questions/data/topic_terms.txt` count, the more often one stands there the less each time; what the bank itself says
on one topic alone counts a little, so that words nobody listed and topics of an operator's own are seen. What is said to be
no matter counts nothing, what would be nice half. In a report every question counts for the topic of its match.
"""

# ruff: noqa: E501 - words in alternatives; ruff counts a Chinese character twice
from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Final

from questions.aim.asked import AskedQuestion, asks, passages
from questions.documents.lines import TextLine
from questions.matching import Matcher, pieces
from questions.text import has_han, normalise

SATURATION: Final = 0.35  # of a term that stands there again and again
TITLE: Final = 1.5  # what the first line counts
NICE: Final = 0.5  # what counts what would be nice
FROM_BANK: Final = 0.07  # what a piece of the bank counts beside a term
ALONE: Final = 0.5  # share of a piece in one topic from which it speaks for that one
PER_QUESTION: Final = 1.0  # what a matched question counts for its topic
MOST_SIGNS: Final = 3  # of one line
MOST_ASKING: Final = 6  # questions that speak for a report
LEAST: Final = 0.03  # share below which a topic is not named
NOT_NEEDED: Final = re.compile(
    r"不需要|不看重|不要求|无需|不必|不卷|not needed|not required|don't need|do not need|don't require|do not require|no need"
)
WOULD_BE_NICE: Final = re.compile(
    r"加分|优先|偶尔|了解|不是重点|nice to have|good to have|\bplus\b|bonus|occasional|preferred|some exposure|familiar with|\bsome\b"
)
_PHRASE = re.compile(r"(?<=[。；;])|(?<=\.)(?=\s)")


class DocumentKind(StrEnum):
    """What a document is."""

    POSTING = "jd"
    CV = "cv"
    REPORT = "mianjing"


# What a kind of document says and the others do not.
SIGNS: Final = {
    DocumentKind.POSTING: re.compile(
        r"(?:岗位|工作)?职责[:：]?|要求[:：]|任职要求|任职资格|职位描述|职位要求|岗位要求|工作职责|我们提供|加分项|招聘|社招|校招岗|你将|你需要|希望你|福利|团队介绍|研究员(?:（|\()|薪酬|"
        r"\b(?:responsibilities|requirements|qualifications|what you'll do|you will|you'll|you have|you are|we offer|we're looking|nice to have|good to have|must have|"
        r"about the role|about us|benefits|equity|salary|equal opportunity|you might be a fit|years of|years in|remote-first)\b"
    ),
    DocumentKind.CV: re.compile(
        r"教育背景|教育经历|教育[:：]|工作经历|实习经历|项目经历|实习[:：]|项目[:：]|技能[:：]?|求职意向|应聘|个人优势|自我评价|邮箱|电话|gpa|获奖|绩点|姓名|硕士|本科|英语六级|现居|"
        r"^(?:education|(?:work )?experience|skills|profile|summary|hobbies|languages|references|interests|other|awards|publications|talks)\b|"
        r"\b(?:curriculum vitae|résumé|b\.?sc|m\.?sc|beng|speaks|references on request|(?:19|20)\d\d ?[–-] ?(?:(?:19|20)\d\d|now|present)?)(?!\w)"
    ),
    DocumentKind.REPORT: re.compile(
        r"面经|一面|二面|三面|面试官|手撕|凉经|反问|八股|挂了|感谢信|面试体验|自我介绍|问了|追问|"
        r"\b(?:interviewer|interviewers|interviewed|interview experiences?|interview(?:ed)? for|reddit|onsite|phone screen|asked me|they asked|he asked|she asked|round \d|recruiter|rejected|leetcode|lc \d|ghosted)\b"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighted:
    """A topic and its share (0–1) of a profile."""

    topic: str
    weight: float


# -- terms -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Terms:
    """The listed terms: by their first words, what each is worth to which topics."""

    latin: Mapping[str, Mapping[str, float]]
    han: Mapping[str, tuple[tuple[str, Mapping[str, float]], ...]]

    @classmethod
    @cache
    def read(cls) -> _Terms:
        worth: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for line in files("questions").joinpath("data/topic_terms.txt").read_text(encoding="utf-8").splitlines():
            topic, _, listed = line.partition(":")
            if listed and not line.startswith("#"):
                for term, value in map(_valued, listed.split(",")):
                    worth[term][topic] = value
        han: defaultdict[str, list[tuple[str, Mapping[str, float]]]] = defaultdict(list)
        for term, topics in worth.items():
            if has_han(term):
                han[term[0]].append((term, topics))
        latin = {term: topics for term, topics in worth.items() if not has_han(term)}
        return cls(latin, {first: tuple(terms) for first, terms in han.items()})

    def standing_in(self, plain: str) -> Iterator[tuple[str, Mapping[str, float]]]:
        """The terms in a normalised text, repeats included, with what each is worth."""
        said = [(word.start(), word.end()) for word in _LATIN_WORD.finditer(plain)]
        for n, (start, _) in enumerate(said):
            for _, end in said[n : n + MOST_WORDS]:
                if found := self.latin.get(plain[start:end]):
                    yield plain[start:end], found
        for place, first in enumerate(plain):
            for term, topics in self.han.get(first, ()):
                if plain.startswith(term, place):
                    yield term, topics


MOST_WORDS: Final = 4  # of a Latin term
_LATIN_WORD = re.compile(r"[a-z0-9]+")


def _valued(written: str) -> tuple[str, float]:
    term, _, value = written.partition("*")
    return normalise(term.strip()), float(value) if value else 1.0


# -- the profile -----------------------------------------------------------------------------------------------------


class Profiler:
    """Weighs the topics of a bank in documents."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.topics = frozenset(question.topic for question in matcher.questions)
        self._speaks_for = _speaks_for(matcher)

    def topics_of(self, lines: Sequence[TextLine], asked: Sequence[AskedQuestion] = ()) -> list[Weighted]:
        """The topics of a document, the weightiest first; with what a report asked, where it is one."""
        found: defaultdict[str, float] = defaultdict(float)
        terms: defaultdict[str, float] = defaultdict(float)
        worth: dict[str, Mapping[str, float]] = {}
        seen: Counter[str] = Counter()
        for text, counts in _phrases(lines):
            for term, topics in _Terms.read().standing_in(text):
                terms[term] += counts
                worth[term] = topics
            for piece in pieces(text):
                seen[piece] += 1
                if piece in self._speaks_for and seen[piece] <= 2:
                    topic, value = self._speaks_for[piece]
                    found[topic] += FROM_BANK * counts * value
        for term, times in terms.items():
            for topic, value in worth[term].items():
                if topic in self.topics:
                    found[topic] += value * times / (1 + SATURATION * value * times)
        for question in asked:
            if question.matched.match is not None:
                found[question.matched.match.topic] += PER_QUESTION
        total = sum(found.values())
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [Weighted(topic, weight / total) for topic, weight in ranked if weight / total >= LEAST]


def _speaks_for(matcher: Matcher) -> dict[str, tuple[str, float]]:
    """The pieces of stems and terms that mostly one topic uses, with the topic and what they count."""
    by_topic: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sizes = Counter(question.topic for question in matcher.questions)
    for piece, question in matcher.named():
        by_topic[piece][question.topic] += 1
    made = {}
    for piece, counts in by_topic.items():
        shares = {topic: count / sizes[topic] for topic, count in counts.items()}
        topic = max(shares, key=lambda name: (shares[name], name))
        share = shares[topic] / sum(shares.values())
        if sum(counts.values()) > 1 and share >= ALONE:
            made[piece] = (topic, share * matcher.rarity[piece])
    return made


def _phrases(lines: Sequence[TextLine]) -> Iterator[tuple[str, float]]:
    """The phrases of a document, normalised, with what each counts."""
    first = next((line for line in lines if line.text.strip()), None)
    for line in lines:
        for phrase in _PHRASE.split(line.text):
            plain = normalise(phrase)
            if plain.strip() and not NOT_NEEDED.search(plain):
                yield plain, (TITLE if line is first else 1.0) * (NICE if WOULD_BE_NICE.search(plain) else 1.0)


def signs(lines: Sequence[TextLine]) -> dict[DocumentKind, float]:
    """How much speaks for each kind of document."""
    said = dict.fromkeys(DocumentKind, 0.0)
    for line in lines:
        plain = normalise(line.text)
        for kind, pattern in SIGNS.items():
            said[kind] += min(len(pattern.findall(plain)), MOST_SIGNS)
    asking = sum(
        passage.led or passage.text.endswith(("?", "？")) for passage in islice(passages(lines), MOST_ASKING * 20)
    )
    said[DocumentKind.REPORT] += 0.5 * min(asking, MOST_ASKING)
    return said


def kind_of(lines: Sequence[TextLine]) -> DocumentKind:
    """What a document is, by what it says; a report where nothing speaks for another kind and something is asked."""
    said = signs(lines)
    if not any(said.values()):
        return DocumentKind.REPORT if _asks_something(lines) else DocumentKind.POSTING
    return max(DocumentKind, key=lambda kind: said[kind])


def _asks_something(lines: Iterable[TextLine]) -> bool:
    found = list(islice(passages(list(lines)), MOST_ASKING * 20))
    return (
        any(one.form == "asks" or one.text.endswith(("?", "？")) for one in found)
        or sum(asks(one.text) for one in found) >= 3
    )
