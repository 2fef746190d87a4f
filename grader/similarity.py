"""An estimate of one answer without a judge: what was talked about, never whether it is right.

Per key point: features of the answer against the point's text in the languages that the answer speaks, through a fitted
calibration, to a credit. An estimate never says `contradicted`; near an authored misconception it withholds credit.
"""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from grader import features
from grader.calibration import WORDS_ONLY, Fit, stored
from grader.embedding import Embedder
from grader.features import Answer, Ground
from grader.grade import Flag, Grade, PointVerdict, Verdict, marked
from grader.text import GRADED_AT_MOST, han_share, readable
from grader.triage import flags, sounds_spoken, triage
from questions.model import LANGUAGES, Language, Task

Job = tuple[Task, str, Language]
Vector = NDArray[np.float32]

CAPPED = {Flag.ECHO: 0.1, Flag.KEYWORDS: 0.1}  # credit at most, where the words are there and sentences are not
SPOKEN_FROM = 0.25  # share of the words from which a language is one that the answer speaks
SUSPECTED_FROM, SUSPECTED_RATHER = 0.5, 0.15  # of the misconception's own words, and how much nearer than the point
SUSPECTED_CREDIT = 0.3  # at most, of a suspected point
BANDS = {Verdict.COVERED: 0.55, Verdict.PARTIAL: 0.3}  # of a cosine put between unrelated (0) and the same text (1)
KEPT = 4096  # encodings of questions and key points kept per embedder

_encodings: WeakKeyDictionary[Embedder, dict[str, Vector]] = WeakKeyDictionary()


def estimate(task: Task, answer: str, language: Language, embedder: Embedder | None) -> Grade:
    """The estimate of one answer; never raises for any text. `language` is the one the question was asked in."""
    return estimate_many([(task, answer, language)], embedder)[0]


def estimate_many(jobs: Sequence[Job], embedder: Embedder | None) -> list[Grade]:
    """The estimates of many answers in their order, with one batch for the embedder."""
    readings = [Reading(task, answer, embedder) for task, answer, _ in jobs]
    vectors = _encode(readings, embedder)
    return [reading.grade(vectors) for reading in readings]


Fits = Callable[[str, Language], Fit | None]


class Reading:
    """One answer on its way to an estimate: what it speaks, what is to be encoded, and its features."""

    def __init__(self, task: Task, answer: str, embedder: Embedder | None) -> None:
        self.task = task
        self.embedder = embedder
        self.triaged = triage(task, answer)
        self.answer = Answer(readable(answer[:GRADED_AT_MOST]))
        self.flags = () if self.triaged else flags(task, answer)
        self.languages = [] if self.triaged else spoken(task, self.answer.text)
        self.embedded = [language for language in self.languages if self._embeds(language)]

    def _embeds(self, language: Language) -> bool:
        return self.embedder is not None and (
            reads(self.embedder, self.task, language) and self.embedder.reads(self.answer.text)
        )

    @property
    def kept(self) -> list[str]:
        """Texts of the task whose vectors are worth keeping."""
        found = [text for language in self.embedded for text in _task_texts(self.task, language)]
        return [*found, *UNRELATED] if found else []

    @property
    def passing(self) -> list[str]:
        """The stretches of the answer that are to be encoded."""
        return self.answer.units if self.embedded else []

    def reader(self, language: Language) -> str:
        """The name of the fit that belongs to the rows of `language`."""
        return self.embedder.name if self.embedder and language in self.embedded else WORDS_ONLY

    def rows(self, language: Language, vectors: Mapping[str, Vector]) -> Matrix:
        """The features of every key point from its texts in one language."""
        rows = features.words_rows(self.answer, features.grounds(self.task, language))
        if language in self.embedded:
            rows = [row + more for row, more in zip(rows, self._embedded_rows(language, vectors), strict=True)]
        return np.array(rows)

    def _embedded_rows(self, language: Language, vectors: Mapping[str, Vector]) -> list[list[float]]:
        def of(texts: Sequence[str]) -> Matrix:
            return np.array([vectors[text] for text in texts], dtype=np.float64)

        question = vectors[getattr(self.task.question, language)].astype(np.float64)
        points = of([getattr(point.text, language) for point in self.task.key_points])
        mistakes = [of(getattr(point.misconceptions, language)) for point in self.task.key_points]
        return features.embedded_rows(of(self.answer.units), question, points, mistakes)

    def grade(self, vectors: Mapping[str, Vector], fits: Fits = stored) -> Grade:
        """The estimate, given the vectors of `kept` and `passing`."""
        if self.triaged:
            return self.triaged
        if not self.languages:
            return self._unassessable()
        told = [self._told(language, vectors, fits) for language in self.languages]
        best = tuple(max(verdicts, key=lambda v: v.credit or 0.0) for verdicts in zip(*told, strict=True))
        suspected = self._suspected(vectors)
        return marked(
            self.task.key_points,
            Grade(
                tuple(self._withheld(v) if v.id in suspected else v for v in best),
                f"similarity:{self.embedder.name}" if self.embedder and self.embedded else WORDS_ONLY,
                provisional=True,
                flags=(*self.flags, Flag.UNREADABLE) if self.embedder and not self.embedded else self.flags,
                suspected=suspected,
            ),
        )
