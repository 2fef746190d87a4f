"""Features of an answer against a key point, each between 0 and 1.

Content only: a fit on features of length or style learns how good answers are written. Each feature is a share of the
point that is found in the answer, or a best match over its clauses, so that further sentences hardly change it. Features
of misconceptions count against the point.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from grader.calibration import Matrix, common, on_change, weight
from questions.model import KeyPoint, Language, Task
from questions.text import clauses, content, normalise, phrases

Weighted = Mapping[str, float]

WORDS = (
    "content",  # of the point's content words that the question does not give away
    "phrases",  # of all its words and character pairs
    "unique",  # of those in no other point and not in the question
    "wider",  # of the clauses of the reference that say the same
    "terms",  # aliases of both languages
    "reference",  # of the whole reference: the same for every point
    "mistaken",  # of what only the misconception says, in one stretch
    "mistaken_rather",  # by how much a stretch is nearer to the misconception than to the point
    "mistaken_any",  # the same, the worst over all points
)
EMBEDDED = ("cosine", "cosine_beyond", "cosine_mistaken")
AGAINST = frozenset({"mistaken", "mistaken_rather", "mistaken_any", "cosine_mistaken"})
UNITS_AT_MOST = 64
ALIGNED_FROM = 0.2  # shared weight, both ways added, from which a clause of the reference speaks of the point
ALIGNED = 2  # clauses
LIKE_MISTAKE_FROM = 0.45  # cosine below which a clause does not speak of the misconception at all


def names(embedded: bool) -> tuple[str, ...]:
    """Names of the features in the order of a row, with or without those of an embedder."""
    return WORDS + EMBEDDED if embedded else WORDS


@dataclass(frozen=True)
class PreparedAnswer:
    """One answer prepared for comparison."""

    text: str

    @cached_property
    def clauses(self) -> list[str]:
        """Its clauses, verbatim."""
        return clauses(self.text)

    @cached_property
    def stretches(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        """Phrases and content words of each clause, then of each two and each three neighbouring clauses."""
        plain = [normalise(clause) for clause in self.clauses]
        twos = [f"{a} {b}" for a, b in itertools.pairwise(plain)]
        threes = [f"{a} {b} {c}" for a, b, c in zip(plain, plain[1:], plain[2:], strict=False)]
        return [(phrases(text), content(text)) for text in plain + twos + threes]

    @cached_property
    def phrases(self) -> frozenset[str]:
        """Phrases of the whole answer."""
        return frozenset().union(*(found for found, _ in self.stretches))

    @cached_property
    def content(self) -> frozenset[str]:
        """Content words of the whole answer."""
        return frozenset().union(*(found for _, found in self.stretches))

    @cached_property
    def units(self) -> list[str]:
        """What an embedder encodes: the clauses, joined into at most 64 runs."""
        step = math.ceil(len(self.clauses) / UNITS_AT_MOST)
        return [" ".join(self.clauses[i : i + step]) for i in range(0, len(self.clauses), step)] if step else []


@dataclass(frozen=True, slots=True)
class Misconception:
    """An authored misconception in one language; mappings go from a word to its weight."""

    text: str
    phrases: Weighted
    own: Weighted  # content words that neither the point nor the question has


@dataclass(frozen=True, slots=True)
class PreparedPoint:
    """One key point in one language, prepared for comparison; mappings go from a word to its weight."""

    text: str
    content: Weighted
    phrases: Weighted
    unique: Weighted
    wider: Weighted
    reference: Weighted
    terms: tuple[frozenset[str], ...]
    misconceptions: tuple[Misconception, ...]


@lru_cache(maxsize=256)
def grounds(task: Task, language: Language) -> tuple[PreparedPoint, ...]:
    """The task's key points prepared in `language`, in their order."""
    known = common(language)
    asked = normalise(getattr(task.question, language))
    reference = normalise(getattr(task.reference, language))
    aligned = [normalise(clause) for clause in clauses(getattr(task.reference, language))]
    return tuple(_ground(point, language, asked, reference, aligned, task, known) for point in task.key_points)


on_change(grounds.cache_clear)


def _ground(
    point: KeyPoint, language: Language, asked: str, reference: str, aligned: list[str], task: Task, known: Weighted
) -> PreparedPoint:
    text = getattr(point.text, language)
    plain = normalise(text)
    others = [phrases(normalise(getattr(p.text, language))) for p in task.key_points if p is not point]
    new, own = content(plain) - content(asked), phrases(plain)
    told = weighted(content(" ".join(_same(own, aligned, known))) - content(asked), known)
    point_content = weighted(new or content(plain), known)
    return PreparedPoint(
        text=text,
        content=point_content,
        phrases=weighted(own, known),
        unique=weighted(own.difference(phrases(asked), *others) or own, known),
        wider=told or point_content,
        reference=weighted(content(reference) - content(asked), known),
        terms=tuple(phrases(normalise(term)) for term in point.terms),
        misconceptions=tuple(
            _misconception(line, content(plain) | content(asked), known)
            for line in getattr(point.misconceptions, language)
        ),
    )


def _same(point: frozenset[str], aligned: list[str], known: Weighted) -> list[str]:
    """The clauses of the reference that overlap the point most; at most two."""
    near = [(_alike(point, phrases(clause), known), -n) for n, clause in enumerate(aligned)]
    return [aligned[-n] for alike, n in sorted(near, reverse=True)[:ALIGNED] if alike >= ALIGNED_FROM]


def _alike(one: frozenset[str], other: frozenset[str], known: Weighted) -> float:
    return recall(weighted(one, known), other) + recall(weighted(other, known), one)


def _misconception(text: str, others: frozenset[str], known: Weighted) -> Misconception:
    plain = normalise(text)
    own = content(plain) - others or content(plain)
    return Misconception(text, weighted(phrases(plain), known), weighted(own, known))


def weighted(found: Iterable[str], known: Weighted) -> Weighted:
    """Weight per word, in sorted order, so that sums are identical in every process."""
    return {word: weight(word, known) for word in sorted(found)}


def recall(wanted: Weighted, found: frozenset[str]) -> float:
    """Share (0–1) of the weight of `wanted` that is in `found`; 0 for no weight."""
    total = sum(wanted.values())
    return sum(weight for word, weight in wanted.items() if word in found) / total if total else 0.0


def words_rows(
    answer: PreparedAnswer, at: Sequence[PreparedPoint], beside: Sequence[Sequence[PreparedPoint]] = ()
) -> list[list[float]]:
    """The features of `WORDS`, one row per key point; `beside`: the points in the other languages that the answer mixes in."""
    rather = [_rather(answer, ground, [other[n] for other in beside]) for n, ground in enumerate(at)]
    return [
        [
            recall(ground.content, answer.content),
            recall(ground.phrases, answer.phrases),
            recall(ground.unique, answer.phrases),
            recall(ground.wider, answer.content),
            _terms(answer, ground),
            recall(ground.reference, answer.content),
            max((recall(m.own, c) for m in ground.misconceptions for _, c in answer.stretches), default=0.0),
            rather[n],
            max(rather, default=0.0),
        ]
        for n, ground in enumerate(at)
    ]


def _terms(answer: PreparedAnswer, at: PreparedPoint) -> float:
    """1 − 0.6ⁿ for n aliases found; without aliases, the recall of the point's content words."""
    if not at.terms:
        return recall(at.content, answer.content)
    return 1 - 0.6 ** sum(bool(term) and term <= answer.phrases for term in at.terms)


def _rather(answer: PreparedAnswer, at: PreparedPoint, beside: Sequence[PreparedPoint]) -> float:
    """By how much a stretch of the answer recalls a misconception more than the point in any language; 0 for none."""
    margins = (
        recall(m.phrases, found) - either(recall(ground.phrases, found) for ground in (at, *beside))
        for m in at.misconceptions
        for found, _ in answer.stretches
    )
    return max(0.0, max(margins, default=0.0))


def either(shares: Iterable[float]) -> float:
    """The share (0–1) found in any of several languages, some words standing in the texts of more than one: 1 − ∏(1 − share)."""
    return 1 - math.prod(1 - share for share in shares)


def embedded_rows(units: Matrix, asked: Matrix, points: Matrix, mistakes: Sequence[Matrix]) -> list[list[float]]:
    """The features of `EMBEDDED`, one row per key point.

    All arguments are unit vectors by row: the answer's clauses, the question, the points, and per point its misconceptions.
    """
    if not len(units):
        return [[0.0] * len(EMBEDDED) for _ in points]
    beyond = 0.5 * (units @ asked)
    rows = []
    for point, wrong in zip(points, mistakes, strict=True):
        cosines = units @ point
        best = np.sort(cosines)[::-1]
        rows.append([float(best[:3].mean()), float(np.max(cosines - beyond)), _cosine_mistaken(units, cosines, wrong)])
    return rows


def _cosine_mistaken(units: Matrix, cosines: Matrix, wrong: Matrix) -> float:
    if not len(wrong):
        return 0.0
    near = np.max(units @ wrong.T, axis=1)
    return float(np.max(np.where(near > LIKE_MISTAKE_FROM, near - cosines, 0.0), initial=0.0))


def has(task: Task, language: Language) -> bool:
    """Whether question, reference and every key point have a text in `language`."""
    texts = (task.question, task.reference, *(p.text for p in task.key_points))
    return all(getattr(text, language) for text in texts)
