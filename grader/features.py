"""What an answer has in common with a key point, as numbers between 0 and 1.

Content only: no length, style or connective features, because a fit on such labels learns how good answers are written and
not what they say. Each feature is a share of the *point* found in the answer or a best match over its clauses, so that
further sentences can hardly change it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from grader.text import clauses, grams, normalise, readable, tokens, words
from questions.model import KeyPoint, Language, Task

Row = NDArray[np.float64]

WORDS = (
    "grams",
    "grams_best",
    "recall",
    "recall_new",
    "recall_best",
    "terms",
    "reference",
    "reference_grams",
    "numbers",
)
EMBEDDED = ("cosine", "cosine_three", "cosine_new")
UNITS_AT_MOST = 64


def names(embedded: bool) -> tuple[str, ...]:
    """The features in the order of a row, with or without those of an embedder."""
    return WORDS + EMBEDDED if embedded else WORDS


@dataclass(frozen=True)
class Answer:
    """One answer as it is compared: verbatim clauses beside their normalised windows of one and two."""

    text: str

    @cached_property
    def clauses(self) -> list[str]:
        return clauses(readable(self.text))

    @cached_property
    def windows(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        """Tokens and character 3-grams of each clause, then of each pair of neighbours."""
        plain = [normalise(c) for c in self.clauses]
        pairs = [f"{a} {b}" for a, b in zip(plain, plain[1:], strict=False)]
        return [(frozenset(tokens(t)), frozenset(grams(t))) for t in plain + pairs]

    @cached_property
    def tokens(self) -> frozenset[str]:
        return frozenset().union(*(t for t, _ in self.windows))

    @cached_property
    def grams(self) -> frozenset[str]:
        return frozenset().union(*(g for _, g in self.windows))

    @cached_property
    def plain(self) -> str:
        return " ".join(words(normalise(self.text)))

    @cached_property
    def units(self) -> list[str]:
        """What an embedder encodes: the clauses; of a very long answer, stretches of several clauses."""
        step = math.ceil(len(self.clauses) / UNITS_AT_MOST)
        return [" ".join(self.clauses[i : i + step]) for i in range(0, len(self.clauses), step)] if step else []


@dataclass(frozen=True, slots=True)
class Ground:
    """One text of a task, ready to be looked for: weighted tokens, those the question does not give away, 3-grams, numbers."""

    text: str
    tokens: Mapping[str, float]
    fresh: Mapping[str, float]
    grams: frozenset[str]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class PointGround:
    """One key point in one language with its aliases and misconceptions."""

    point: Ground
    reference: Ground
    terms: tuple[tuple[str, ...], ...]
    misconceptions: tuple[Ground, ...]


def ground(text: str, question: str, common: Mapping[str, float]) -> Ground:
    """`common` gives the share (0–1) of texts a token stands in; what is not in it is rare."""
    plain = normalise(text)
    asked = set(tokens(normalise(question)))
    weighted = {token: weight(token, common) for token in tokens(plain)}
    fresh = {token: w for token, w in weighted.items() if token not in asked} or weighted
    numbers = frozenset(word for word in words(plain) if word[0].isdigit())
    return Ground(text, weighted, fresh, frozenset(grams(plain)), numbers)


def weight(token: str, common: Mapping[str, float]) -> float:
    """Inverse document frequency, 0 for a token of every text, about 4 for a rare one."""
    return -math.log(common.get(token, 0.02))


@lru_cache(maxsize=256)
def grounds(task: Task, language: Language) -> tuple[PointGround, ...]:
    """The task's key points in `language`, in their order."""
    from grader.calibration import common

    known = common(language)
    question = getattr(task.question, language)
    reference = ground(getattr(task.reference, language), question, known)
    return tuple(
        PointGround(
            ground(getattr(point.text, language), question, known),
            reference,
            tuple(tuple(tokens(normalise(term))) for term in point.terms),
            tuple(ground(line, question, known) for line in getattr(point.misconceptions, language)),
        )
        for point in task.key_points
    )


def words_row(answer: Answer, at: PointGround) -> list[float]:
    """The features of `WORDS`."""
    point, reference = at.point, at.reference
    new = recall(point.fresh, answer.tokens)
    return [
        share(point.grams, answer.grams),
        max((share(point.grams, g) for _, g in answer.windows), default=0.0),
        recall(point.tokens, answer.tokens),
        new,
        max((recall(point.fresh, t) for t, _ in answer.windows), default=0.0),
        terms_found(at.terms, answer) if at.terms else new,
        recall(reference.fresh, answer.tokens),
        share(reference.grams, answer.grams),
        share(point.numbers, answer.tokens) if point.numbers else new,
    ]


def share(wanted: frozenset[str], found: frozenset[str]) -> float:
    """Share (0–1) of `wanted` that is in `found`."""
    return len(wanted & found) / len(wanted) if wanted else 0.0


def recall(wanted: Mapping[str, float], found: frozenset[str]) -> float:
    """Share (0–1) of the weight of `wanted` that is in `found`."""
    total = sum(wanted.values())
    return sum(w for token, w in wanted.items() if token in found) / total if total else 0.0


def terms_found(terms: Sequence[tuple[str, ...]], answer: Answer) -> float:
    """How many of the aliases stand in the answer whole: 0 none, ½ one, towards 1 with each further one."""
    found = sum(bool(term) and all(token in answer.tokens for token in term) for term in terms)
    return 1 - 0.5**found


def embedded_row(cosines: Row, asked: Row) -> list[float]:
    """The features of `EMBEDDED` from the cosines of the answer's units with the point and with the question."""
    if not len(cosines):
        return [0.0, 0.0, 0.0]
    best = np.sort(cosines)[::-1]
    return [float(best[0]), float(best[:3].mean()), float(np.max(cosines - 0.5 * asked))]


def point_texts(task: Task, language: Language) -> list[str]:
    """What an embedder encodes of the task: the question, then every key point."""
    return [getattr(task.question, language), *(getattr(p.text, language) for p in task.key_points)]


def has(task: Task, language: Language) -> bool:
    """Whether question, reference and every key point exist in `language`."""
    texts = (task.question, task.reference, *(p.text for p in task.key_points))
    return all(getattr(text, language) for text in texts)


__all__ = ["EMBEDDED", "WORDS", "Answer", "KeyPoint"]
