"""Similarity search over questions: by words weighted by rarity, and by embeddings."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questions.matching import Near
from questions.model import Question
from questions.text import normalise, telling_phrases

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[list[str]], NDArray[np.float32]]  # one unit row per text

ALIKE = 0.5  # cosine of two stems that are probably one question
SAME = 0.9  # cosine of two stems that are certainly one
ALIKE_IN_MEANING = 0.88  # the same by embeddings
MOST_SHARED = 400  # a piece in more texts than this tells little; it is passed over when pairs are sought


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions that look like one; `by` says what they were compared by."""

    one: str
    other: str
    likeness: float
    by: str


def words_of(text: str) -> list[str]:
    """What a text is compared by: its telling words and pairs of Chinese characters, repeats included."""
    return telling_phrases(normalise(text))


class Texts:
    """Texts under ids, several texts an id if need be, compared by their pieces weighted by rarity."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        counted = [(id, Counter(words_of(text))) for id, text in texts]
        self.ids = [id for id, _ in counted]
        held = Counter(piece for _, counts in counted for piece in counts)
        self.rarity = {piece: math.log(1 + len(counted) / times) for piece, times in held.items()}
        self.vectors = [self._unit(counts) for _, counts in counted]
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, vector in enumerate(self.vectors):
            for piece, weight in vector.items():
                self.postings[piece].append((place, weight))

    @classmethod
    def stems(cls, questions: Iterable[Question]) -> Texts:
        return cls((question.id, stem) for question in questions for stem in question.question.both())

    def _unit(self, counts: Mapping[str, int]) -> dict[str, float]:
        raw = {piece: (1 + math.log(n)) * self.rarity[piece] for piece, n in counts.items()}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {piece: value / length for piece, value in raw.items()}

    def pairs(self, least: float = ALIKE) -> Iterator[Pair]:
        """Ids with texts whose cosine is at least so high, each pair once, the most alike first."""
        found: dict[tuple[str, str], float] = {}
        for place, vector in enumerate(self.vectors):
            for other, likeness in self._cosines(vector).items():
                one, two = self.ids[place], self.ids[other]
                if one < two and likeness >= least:
                    found[one, two] = max(found.get((one, two), 0.0), likeness)
        for (one, two), likeness in sorted(found.items(), key=lambda item: (-item[1], item[0])):
            yield Pair(one, two, min(likeness, 1.0), "words")

    def _cosines(self, vector: Mapping[str, float]) -> dict[int, float]:
        likeness: dict[int, float] = defaultdict(float)
        for piece, weight in vector.items():
            held = self.postings[piece]
            if len(held) <= MOST_SHARED:
                for place, other in held:
                    likeness[place] += weight * other
        return likeness


def by_meaning(questions: Sequence[Question], embed: Embed, least: float = ALIKE_IN_MEANING) -> Iterator[Pair]:
    """Pairs of questions whose embedded stems (English where there is one) are at least so alike."""
    if len(questions) < 2:
        return
    rows = embed([question.question.get("en") for question in questions])
    for n, question in enumerate(questions[:-1]):
        likeness = rows[n + 1 :] @ rows[n]
        for other in (likeness >= least).nonzero()[0]:
            yield Pair(question.id, questions[n + 1 + int(other)].id, float(likeness[other]), "meaning")


def nearest_by_meaning(questions: Sequence[Question], text: str, embed: Embed, limit: int = 5) -> list[Near]:
    """The questions nearest to a text by embedding, the nearest first."""
    rows = embed([question.question.get("en") for question in questions] + [text])
    likeness = rows[:-1] @ rows[-1]
    return [Near(questions[int(n)], float(likeness[n])) for n in likeness.argsort()[::-1][:limit]]
