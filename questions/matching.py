"""A question as somebody asked it, matched to the question of the bank that asks the same.

Words decide, in both languages at once. A text becomes pieces: stems of English words, pairs of Chinese characters, and terms
of the glossary, of which all that say the same are one piece. Each piece weighs by its rarity in the bank and by where it
stands in a question; beside that, latent semantic analysis of the bank (Deerwester et al. 1990), whose questions stand in
both languages, brings words together that it uses together. How these count is fitted by `python -m training.aim`.
"""

# ruff: noqa: E501 - words in alternatives; ruff counts a Chinese character twice
from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from questions.cache import Kept
from questions.model import LANGUAGES, Kind, Question
from questions.text import COMMON_WORDS, FUNCTION_CHARACTERS, has_han, is_han, normalise, sentences, stem, words

Vector = NDArray[np.floating[Any]]

LONGEST: Final = 4  # words of a term of the glossary
UNKNOWN: Final = 0.8  # weight of a piece that the bank does not hold, as a share of that of its rarest
CANDIDATES: Final = 40  # questions that are looked at closely
DIMENSIONS: Final = 100  # of latent semantic analysis
BLOCK: Final = 2_000  # columns of a matrix that are held at once
WORTH_KEEPING: Final = 50  # questions whose entries take a moment to make
LEARNT_FROM: Final = 800  # questions that it is computed from; the others are projected

WHERE: Final = {"stem": 1.0, "terms": 0.75, "points": 0.6, "reference": 0.5, "probes": 0.45, "scope": 0.35}
"""What a piece counts by the part of the question it stands in, before anything is fitted."""

_BIT: Final = {part: 1 << n for n, part in enumerate(WHERE)}
_PARTS: Final = (1 << len(WHERE)) - 1
_NAMED: Final = _BIT["stem"] | _BIT["terms"]
_BEST: Final = [
    max((WHERE[part] for part, bit in _BIT.items() if bits & bit), default=0.0) for bits in range(1 << len(WHERE))
]

# What interviews are full of and what tells nothing about what is asked.
_SAID_ANYWAY = COMMON_WORDS | frozenset(
    """ain't am anybody anyone anything ask asked asking aren't back been can't come comes compare could couldn't describe
    didn't does doesn't doing don't done else even ever everybody everyone everything explain first get gets getting
    give go goes going got hadn't happen happens hasn't haven't he'd he's hers him his how's i'd i'll i'm i've isn't it'd it's
    kind know last let's like little look lot many maybe me mean means might mine my nobody nothing now okay ok one's our out
    people please put quite really said say says see seen shouldn't somebody someone something sort still suppose sure take
    takes talk tell than that's then there's they'd they're thing things think though through told under usually versus vs
    walk want wants was wasn't way ways we'd we're we've well were weren't what'd what's when's where's who's why's won't
    work works would wouldn't yes yet you'd you'll you're you've yours d s t ll re ve""".split()
)
WHAT_IS: Final = "=what is it"
DEFINES: Final = re.compile(
    r"\A(?:(?:请|先)?(?:讲讲|说说|解释一下|介绍一下|简单说说)?什么是[^，,。？?]{1,30}(?=[，,。？?]|\Z)|"
    r"[^，,。？?]{1,24}(?:是什么|是啥|是干嘛的|是做什么的|是什么意思)(?=[，,。？?]|\Z)|"
    r"(?:so )?what(?:'s| is| are) (?:a |an |the )?[^ ,?]{1,30}(?: [^ ,?]{1,30}){0,3}(?=[,?]|\Z)|what does [^ ,?]{1,30}(?: [^ ,?]{1,30}){0,2} mean(?=[,?]|\Z))"
)
_ASKED_ANYWAY = re.compile(
    "|".join(
        """为什么 怎么样 是什么意思 有什么 有哪些 有哪几 分别是 是不是 有没有 能不能 要不要 会不会 什么时候 什么意思 什么 怎么 怎样 如何 为何 为啥 咋样 咋 啥意思
        干什么 做什么 干嘛 干啥 有啥 是啥 哪些 哪个 哪种 哪几个 哪几种 几个 几种 到底 究竟 请问 请说 请你 请 这个 那个 说说 讲讲 讲一下 讲下 说一下 说下 一下 介绍 了解 知道 你们 我们
        你 我 他 她 用过 遇到过 见过 做过 的时候 时候 里面 问题 如果 然后 一般 觉得 怎 啥 吗 呢 吧 呀 嘛""".split()
    )
)


# -- pieces ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Glossary:
    """What stands for each term; the Chinese terms by their first character; the terms that mix both scripts."""

    sense: Mapping[str, str]
    han: Mapping[str, tuple[str, ...]]
    mixed: re.Pattern[str]
    mixed_sense: Mapping[str, str]

    @classmethod
    @cache
    def read(cls) -> _Glossary:
        sense: dict[str, str] = {}
        han: defaultdict[str, list[str]] = defaultdict(list)
        mixed: dict[str, str] = {}
        for line in files("questions").joinpath("data/glossary.txt").read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            terms = [normalise(term).strip() for term in line.split(",")]
            for term in terms:
                if has_han(term) and any(c.isascii() and c.isalnum() for c in term):
                    mixed.setdefault("".join(term.split()), terms[0])
                else:
                    sense.setdefault(" ".join(words(term)), f"={terms[0]}")
        for term in sorted(sense, key=len, reverse=True):
            if is_han(term):
                han[term[0]].append(term)
        either = "|".join(_spaceless(term) for term in sorted(mixed, key=len, reverse=True))
        return cls(sense, {first: tuple(found) for first, found in han.items()}, re.compile(either), mixed)


def _spaceless(term: str) -> str:
    """A pattern for a mixed term, with at most one blank where scripts meet."""
    parts = re.findall(r"[a-z0-9]+|[^a-z0-9\s]+", term)
    return " ?".join(map(re.escape, parts))


def pieces(text: str) -> list[str]:
    """What a text is compared by, in order, repeats included; a term of the glossary stands for all that say the same."""
    known = _Glossary.read()
    plain = plain_asked = normalise(text).strip()
    if not plain.isascii():
        plain = known.mixed.sub(lambda term: f" {known.mixed_sense[''.join(term[0].split())]} ", plain)
        plain = _ASKED_ANYWAY.sub(" ", plain)
    said = words(plain)
    found: list[str] = []
    for place, word in enumerate(said):
        if is_han(word):
            found.extend(_han_pieces(word, known))
        else:
            found.extend(_latin_pieces(said, place, known.sense))
    return [*found, WHAT_IS] if DEFINES.search(plain_asked) else found


def _latin_pieces(said: Sequence[str], place: int, sense: Mapping[str, str]) -> Iterator[str]:
    """The terms that begin with the word at `place`, and its stem if it is none by itself."""
    for end in range(place + 2, min(place + LONGEST, len(said)) + 1):
        if meant := sense.get(" ".join(said[place:end])):
            yield meant
    if meant := sense.get(said[place]):
        yield meant
    elif said[place] not in _SAID_ANYWAY:
        yield stem(said[place].partition("'")[0])


def _han_pieces(run: str, known: _Glossary) -> Iterator[str]:
    """The terms in a run of Chinese characters, and the pairs of characters that do not stand in one."""
    inside = -1  # the last place that a term covers
    for place, first in enumerate(run):
        for term in known.han.get(first, ()):
            if run.startswith(term, place):
                yield known.sense[term]
                inside = max(inside, place + len(term) - 1)
        pair = run[place : place + 2]
        if (
            (len(pair) == 2 or len(run) == 1)
            and inside < place + len(pair) - 1
            and not FUNCTION_CHARACTERS.issuperset(pair)
        ):
            yield pair


# -- what a text says of its kind ------------------------------------------------------------------------------------

EXERCISE: Final = re.compile(
    r"手撕|手写|手推|手搓|写一下代码|写个代码|代码题|算法题|编程题|力扣|leetcode|\blc ?\d|\bsql\b|链表|二叉树|动态规划|子序列|子串|数组|排序算法|"
    r"from scratch|\bimplement\b|whiteboard|linked list|binary tree|brain ?teaser|\bcode (?:up|a)\b|write (?:a|the) (?:function|class|kernel|code)"
)
PERSONAL: Final = re.compile(
    r"自我介绍|介绍一下自己|你的(?:项目|论文|优点|缺点|优势|规划|职业)|你最大|职业规划|离职|跳槽|薪资|薪水|期望|到岗|入职|实习多久|加班|出差|驻场|"
    r"反问|你怎么看|怎么看待|对.{1,12}怎么看|你们(?:为什么|怎么|用|的|做|一共)|"
    r"\byour(?:self| (?:resume|cv|experience|background|biggest|greatest|strength|weakness|project|paper|salary|visa|current))|"
    r"why (?:us|this company|do you want)|where do you see|tell (?:me|us) about (?:a|yourself)|conflict|on-call|notice period|opinion"
)


@dataclass(frozen=True, slots=True)
class Query:
    """A text somebody asks something with, taken apart."""

    pieces: tuple[str, ...]
    exercise: bool
    personal: bool
    chinese: bool

    @classmethod
    def of(cls, text: str) -> Query:
        plain = normalise(text)
        said = tuple(dict.fromkeys(pieces(text)))
        return cls(said, EXERCISE.search(plain) is not None, PERSONAL.search(plain) is not None, has_han(plain))


# -- the index -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of a question: for each piece what it counts, and as bits the places where it stands.

    The lowest bits are the parts (`_BIT`), those above the units: its stems, the sentences of its answers, its points, and its
    probes with their points. `stems` is how many of the units are stems.
    """

    held: Mapping[str, Sequence[Any]]  # float, int
    stems: int

    @classmethod
    def of(cls, question: Question) -> Entry:
        read = _Reader()
        stems = [read(stem) for stem in question.question.both()]
        answer = [read(sentence) for text in question.reference.both() for sentence in sentences(text)]
        points = [[read(text) for text in point.text.both()] for point in question.key_points]
        terms = [[read(term) for term in point.terms] for point in question.key_points]
        probes = tuple(question.all_probes())
        asked = [[read(text) for text in probe.question.both()] for probe in probes]
        meant = [[read(term) for point in probe.key_points for term in point.terms] for probe in probes]
        parts = {
            "stem": _joined(stems),
            "terms": _joined(chain(*terms)),
            "points": _joined(chain(*points)),
            "reference": _joined(answer),
            "scope": _joined(map(read, question.scope.both())),
            "probes": _joined(chain(*asked, *meant)),
        }
        counts: defaultdict[str, float] = defaultdict(float)
        places: defaultdict[str, int] = defaultdict(int)
        for part, held in parts.items():
            for piece in held:
                counts[piece] += WHERE[part]
                places[piece] |= _BIT[part]
        together = [_joined([*text, *term]) for text, term in zip([*points, *asked], [*terms, *meant], strict=True)]
        for n, unit in enumerate([*stems, *answer, *together]):
            for piece in unit:
                places[piece] |= 1 << (len(WHERE) + n)
        return cls({piece: [round(count, 2), places[piece]] for piece, count in counts.items()}, len(stems))

    @classmethod
    def kept(cls, written: object) -> Entry | None:
        """The entry that was written to the cache; None for anything else, as any file may be changed."""
        match written:
            case [dict() as held, int() as stems] if 0 <= stems <= len(LANGUAGES):
                pairs = held.values()
                if all(
                    isinstance(pair, list) and len(pair) == 2 and pair[0] > 0 and isinstance(pair[1], int)
                    for pair in pairs
                ):
                    return cls(held, stems)
        return None


def _units(places: int, most: int | None = None) -> Iterator[int]:
    """The numbers of the units among the places of a piece; of the first `most` alone."""
    bits = places >> len(WHERE)
    bits = bits if most is None else bits & ((1 << most) - 1)
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _joined(texts: Iterable[Sequence[str]]) -> list[str]:
    return list(chain.from_iterable(texts))


class _Reader(dict[str, list[str]]):
    """The pieces of texts, each computed once."""

    def __call__(self, text: str) -> list[str]:
        if text not in self:
            self[text] = pieces(text)
        return self[text]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Latent semantic analysis: a vector for every piece (rows), and one of length 1 for every question (rows)."""

    places: Mapping[str, int]
    of_pieces: Vector
    of_questions: Vector

    @classmethod
    def of(cls, entries: Sequence[Entry], rarity: Mapping[str, float], shared: Iterable[str]) -> _Meaning:
        places = {piece: n for n, piece in enumerate(shared)}
        if len(entries) < 2 or not places:
            return cls({}, np.zeros((0, 1)), np.zeros((len(entries), 1)))
        rows = [_Row.of(entry, rarity, places) for entry in entries]
        learnt = rows[:: max(1, math.ceil(len(rows) / LEARNT_FROM))]
        products = np.zeros((len(learnt), len(learnt)))
        for _, block in _blocks(learnt, len(places)):
            products += block @ block.T
        sizes, directions = np.linalg.eigh(products)
        kept = sizes[::-1][:DIMENSIONS] > 1e-6
        sizes, directions = sizes[::-1][:DIMENSIONS][kept], directions[:, ::-1][:, :DIMENSIONS][:, kept]
        scaled = (directions / np.sqrt(sizes)).astype(np.float32)
        of_pieces = np.zeros((len(places), len(sizes)), dtype=np.float32)
        for begin, block in _blocks(learnt, len(places)):
            of_pieces[begin : begin + block.shape[1]] = block.T @ scaled
        made = cls(places, of_pieces, np.zeros((len(rows), len(sizes))))
        for n, row in enumerate(rows):
            made.of_questions[n] = _unit(row.weights @ of_pieces[row.places])
        return made

    def likeness(self, weighed: Iterable[tuple[str, float]]) -> Vector:
        """The cosine of some weighed pieces with every question."""
        chosen = [(self.places[piece], weight) for piece, weight in weighed if piece in self.places]
        if not chosen:
            return np.zeros(len(self.of_questions))
        places, weights = zip(*chosen, strict=True)
        found: Vector = self.of_questions @ _unit(np.asarray(weights) @ self.of_pieces[list(places)])
        return found


@dataclass(frozen=True, slots=True)
class _Row:
    """A question as a sparse vector of length 1: the places of its pieces, ascending, and their weights."""

    places: NDArray[np.int32]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, entry: Entry, rarity: Mapping[str, float], known: Mapping[str, int]) -> _Row:
        least = min(WHERE.values())
        found = sorted(
            (known[piece], (1 + math.log(count / least)) * rarity[piece])
            for piece, (count, _) in entry.held.items()
            if piece in known
        )
        places = np.fromiter((place for place, _ in found), dtype=np.int32)
        return cls(places, _unit(np.fromiter((weight for _, weight in found), dtype=np.float32)))


def _blocks(rows: Sequence[_Row], pieces: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The matrix of rows, some columns at a time: the whole of it would take more memory than all else."""
    for begin in range(0, pieces, BLOCK):
        block = np.zeros((len(rows), min(BLOCK, pieces - begin)), dtype=np.float32)
        for n, row in enumerate(rows):
            first, last = np.searchsorted(row.places, (begin, begin + BLOCK))
            block[n, row.places[first:last] - begin] = row.weights[first:last]
        yield begin, block


def _unit(vector: NDArray[Any]) -> NDArray[Any]:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


RANKED_BY: Final = (*WHERE, "best", "stem_said", "alike", "together", "meaning", "code", "first_level")
"""What candidates are compared by; see `Matcher.candidates`."""
ACCEPTED_BY: Final = (
    "likeness", "lead", "best", "stem", "stem_said", "alike", "together", "meaning", "unknown", "stranger", "rarest", "matter", "pieces", "exercise", "personal",
)  # fmt: skip
"""What decides whether the first candidate is meant; see `Matcher.evidence`."""


@dataclass(frozen=True, slots=True)
class Near:
    """A question and how likely it asks the same, 0–1."""

    question: Question
    likeness: float


@dataclass(frozen=True, slots=True)
class Matched:
    """What a text was matched to, how sure that is (0–1; of the nearest where there is no match), and what else may be meant."""

    match: Question | None
    score: float
    also: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchingWeights:
    """How features count together; `accept_from` is the probability from which the first candidate is a match."""

    ranking: Mapping[str, float]
    acceptance: Mapping[str, float]
    bias: float
    accept_from: float

    @classmethod
    @cache
    def fitted(cls) -> MatchingWeights:
        return cls(**json.loads(files("questions").joinpath("data/matching.json").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be meant, and what speaks for it."""

    question: Question
    place: int  # in the index
    features: Mapping[str, float]
    likeness: float


def entries(questions: Sequence[Question]) -> list[Entry]:
    """The entries of questions; those of a large bank are kept in the person's cache folder by what each question says."""
    kept = Kept("matching.json", _code(), None) if len(questions) >= WORTH_KEEPING else None
    found = []
    for question in questions:
        entry = Entry.kept(kept.get(question.revision) if kept and question.revision else None) or Entry.of(question)
        if kept and question.revision:
            kept.now[question.revision] = [entry.held, entry.stems]
        found.append(entry)
    if kept:
        kept.keep()
    return found


@cache
def _code() -> str:
    """What entries are made by: another code makes others."""
    here = files("questions")
    return "".join(
        here.joinpath(name).read_text(encoding="utf-8") for name in ("matching.py", "text.py", "data/glossary.txt")
    )


class Matcher:
    """An index of questions for finding the one that somebody means."""

    def __init__(self, questions: Iterable[Question], weights: MatchingWeights | None = None) -> None:
        self.questions = tuple(questions)
        self.weights = weights or MatchingWeights.fitted()
        held = entries(self.questions)
        self._where: defaultdict[str, dict[int, int]] = defaultdict(dict)  # piece: question: places, as bits of `Entry`
        for n, entry in enumerate(held):
            for piece, (_, places) in entry.held.items():
                self._where[piece][n] = places
        total = len(self.questions)
        self._rarest = math.log(1 + max(total, 1))
        self.rarity = {piece: math.log(1 + total / len(found)) for piece, found in self._where.items()}
        self._stems = [[0.0] * entry.stems for entry in held]  # what the pieces of each stem weigh together
        self._stem_rarity: dict[str, float] = {}
        for piece, found in self._where.items():
            if stems := [n for n, places in found.items() if places & _BIT["stem"]]:
                self._stem_rarity[piece] = math.log(1 + total / len(stems))
                for n in stems:
                    for stem in _units(found[n], len(self._stems[n])):
                        self._stems[n][stem] += self._stem_rarity[piece]
        self._meaning = _Meaning.of(held, self.rarity, (p for p, found in self._where.items() if len(found) > 1))

    # -- finding -----------------------------------------------------------------------------------------------------

    def match(self, text: str) -> Matched:
        """The question that asks what a text asks, if there is one."""
        asked = Query.of(text)
        found = self.candidates(asked)
        if not found:
            return Matched(None, 0.0)
        score = self.accepted(self.evidence(asked, found))
        near = tuple(one.question for one in found[1:4] if one.likeness >= found[0].likeness - CLOSE)
        about_the_person = asked.personal and found[0].question.kind is not Kind.OPEN
        if score < self.weights.accept_from or about_the_person:
            return Matched(None, score)
        return Matched(found[0].question, score, near)

    def near(self, text: str, limit: int = 5) -> list[Near]:
        """The questions nearest to a text, the nearest first; none that is hardly related."""
        asked = Query.of(text)
        found = self.candidates(asked)
        if not found:
            return []
        first = self.accepted(self.evidence(asked, found))
        scored = [(one, first * math.exp(one.likeness - found[0].likeness)) for one in found[:limit]]
        return [Near(one.question, share) for one, share in scored if share >= RELATED]

    def shares(self, text: str) -> dict[str, float]:
        """By question, the share (0–1) of a text that stands in it, rare pieces counting more; questions with none left out."""
        pieces = Query.of(text).pieces
        total, found = sum(map(self._weight, pieces)), defaultdict[int, float](float)
        for piece in pieces:
            for n in self._where.get(piece, ()):
                found[n] += self._weight(piece) / total
        return {self.questions[n].id: share for n, share in found.items()}

    def candidates(self, asked: Query) -> list[Candidate]:
        """The questions that share pieces with a text, the likeliest first.

        Features, 0–1 each: by part, the share of what is asked that stands there, rare pieces counting more; `best`, the
        same with every piece at its best place; `stem_said`, the share of the stem that is asked; `alike`, the harmonic mean of that
        and `stem`; `together`, the greatest share that stands in one sentence, point or probe; `meaning`, the cosine by latent
        semantic analysis; `code`, whether it shows code that was not asked about; `first_level`.
        """
        total = sum(self._weight(piece) for piece in asked.pieces)
        shares: defaultdict[int, list[float]] = defaultdict(lambda: [0.0] * (len(WHERE) + 1))
        for piece in asked.pieces:
            share = self._weight(piece) / total
            for n, places in self._where.get(piece, {}).items():
                row, bits = shares[n], places & _PARTS
                for place, bit in enumerate(_BIT.values()):
                    if bits & bit:
                        row[place] += share
                row[-1] += share * _BEST[bits]
        likeness = self._meaning.likeness((piece, self.rarity.get(piece, 0.0)) for piece in asked.pieces)
        nearest = sorted(shares, key=lambda n: -(shares[n][-1] + float(likeness[n])))[:CANDIDATES]
        found = [self._candidate(n, shares[n], float(likeness[n]), asked) for n in nearest]
        return sorted(found, key=lambda one: (-one.likeness, one.question.id))

    def _candidate(self, n: int, shares: Sequence[float], meaning: float, asked: Query) -> Candidate:
        question = self.questions[n]
        features = dict(zip((*WHERE, "best"), shares, strict=True))
        stems, units = [0.0] * len(self._stems[n]), defaultdict[int, float](float)
        for piece in asked.pieces:
            places = self._where.get(piece, {}).get(n, 0)
            for unit in _units(places):
                units[unit] += self._weight(piece)
            for unit in _units(places, len(stems)):
                stems[unit] += self._stem_rarity[piece]
        said = [part / whole for part, whole in zip(stems, self._stems[n], strict=True) if whole]
        features["stem_said"] = max(said, default=0.0)
        covered, said_of = features["stem"], features["stem_said"]
        features["alike"] = 2 * covered * said_of / (covered + said_of) if covered + said_of else 0.0
        features["together"] = max(units.values(), default=0.0) / self._total(asked)
        features["meaning"] = meaning
        features["code"] = float(question.kind is Kind.CODE and not asked.exercise)
        features["first_level"] = float(question.level == 1)
        likeness = sum(self.weights.ranking[name] * value for name, value in features.items())
        return Candidate(question, n, features, likeness)

    def _total(self, asked: Query) -> float:
        return sum(map(self._weight, asked.pieces)) or 1.0

    def _weight(self, piece: str) -> float:
        return self.rarity.get(piece, UNKNOWN * self._rarest)

    def named(self) -> Iterator[tuple[str, Question]]:
        """Every piece with every question in whose stem or terms it stands."""
        for piece, found in self._where.items():
            for n, places in found.items():
                if places & _NAMED:
                    yield piece, self.questions[n]

    # -- deciding ----------------------------------------------------------------------------------------------------

    def evidence(self, asked: Query, found: Sequence[Candidate]) -> dict[str, float]:
        """What speaks for and against the first candidate.

        `likeness` and its `lead` over the second; shares as above; `unknown`, the share of what is asked that stands nowhere in
        the bank; `stranger`, whether a Latin word in Chinese, mostly a name, is one of them; `rarest` and `matter`, the weight of
        the rarest and of all pieces (at most 3) that stand in its stem or terms;
        `pieces`, the logarithm of how many are asked; `exercise` and `personal`, as `Query`.
        """
        first = found[0]
        total = sum(self._weight(piece) for piece in asked.pieces) or 1.0
        named = [
            self.rarity[p] / self._rarest for p in asked.pieces if self._where.get(p, {}).get(first.place, 0) & _NAMED
        ]
        return {
            "likeness": first.likeness,
            "lead": first.likeness - found[1].likeness if len(found) > 1 else first.likeness,
            **{name: first.features[name] for name in ("best", "stem", "stem_said", "alike", "together", "meaning")},
            "unknown": sum(self._weight(p) for p in asked.pieces if p not in self.rarity) / total,
            "stranger": max((float(p.isascii() and p not in self.rarity) for p in asked.pieces), default=0.0)
            * asked.chinese,
            "rarest": max(named, default=0.0),
            "matter": min(sum(named), 3.0),
            "pieces": math.log(1 + len(asked.pieces)),
            "exercise": float(asked.exercise),
            "personal": float(asked.personal),
        }

    def accepted(self, evidence: Mapping[str, float]) -> float:
        """The probability that the first candidate is meant."""
        told = self.weights.bias + sum(self.weights.acceptance[name] * value for name, value in evidence.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, told))))


CLOSE: Final = 0.5  # likeness of candidates that may be meant as well as the first
RELATED: Final = 0.05  # what `near` finds worth showing
