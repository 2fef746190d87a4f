"""An estimate of one answer without a judge: what was talked about, never whether it is right.

Per key point: features of the answer against the point's text in the languages the answer speaks, through a fitted
calibration, to a credit. An estimate never says `contradicted`; near an authored misconception it withholds credit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from grader import features
from grader.calibration import WORDS_ONLY, Fit, stored
from grader.embedding import Embedder, Vectors
from grader.features import Answer, PointGround
from grader.grade import Flag, Grade, PointVerdict, Verdict, marked
from grader.text import GRADED_AT_MOST, han_share, readable
from grader.triage import flags, triage
from questions.model import LANGUAGES, Language, Task

Job = tuple[Task, str, Language]

CAPPED = {Flag.ECHO: 0.1, Flag.KEYWORDS: 0.15}  # credit at most, when the words are there and sentences are not
SPOKEN_FROM = 0.3  # share of the words from which a language is one that the answer speaks
KEPT = 4096  # encodings of questions and key points kept per embedder

_encodings: WeakKeyDictionary[Embedder, dict[str, NDArray[np.float32]]] = WeakKeyDictionary()


def estimate(task: Task, answer: str, language: Language, embedder: Embedder | None) -> Grade:
    """The estimate of one answer; never raises for any text. `language` is the one the question was asked in."""
    return estimate_many([(task, answer, language)], embedder)[0]


def estimate_many(jobs: Sequence[Job], embedder: Embedder | None) -> list[Grade]:
    """The estimates of many answers in their order, with one batch for the embedder."""
    readings = [Reading(*job, embedder) for job in jobs]
    encoded = _encode(readings, embedder)
    return [reading.grade(encoded) for reading in readings]


class Reading:
    """One answer on its way to an estimate."""

    def __init__(self, task: Task, answer: str, language: Language, embedder: Embedder | None) -> None:
        self.task = task
        self.embedder = embedder
        self.triaged = triage(task, answer)
        self.answer = Answer(readable(answer[:GRADED_AT_MOST]))
        self.flags = () if self.triaged else flags(task, answer)
        self.languages = [] if self.triaged else spoken(task, self.answer.text)
        self.embedded = [
            l for l in self.languages if embedder and reads(embedder, task, l) and embedder.reads(self.answer.text)
        ]

    def texts(self) -> tuple[list[str], list[str]]:
        """What is to be encoded: texts of the task, which are kept, and those of the answer."""
        kept = [text for language in self.embedded for text in features.point_texts(self.task, language)]
        return kept, self.answer.units if self.embedded else []

    def grade(self, vectors: dict[str, NDArray[np.float32]]) -> Grade:
        """The estimate, given the vectors of all `texts`."""
        if self.triaged:
            return self.triaged
        if not self.languages:
            unjudged = tuple(PointVerdict(p.id, Verdict.UNJUDGED, None) for p in self.task.key_points)
            return Grade(unjudged, WORDS_ONLY, provisional=True, flags=(*self.flags, Flag.NOT_ASSESSABLE))
        best = [
            max(found, key=lambda v: v.credit or 0)
            for found in zip(*map(lambda l: self._in(l, vectors), self.languages), strict=True)
        ]
        by = f"similarity:{self.embedder.name}" if self.embedder and self.embedded else WORDS_ONLY
        unread = (Flag.UNREADABLE,) if self.embedder and not self.embedded else ()
        return marked(self.task.key_points, Grade(tuple(best), by, provisional=True, flags=(*self.flags, *unread)))

    def _in(self, language: Language, vectors: dict[str, NDArray[np.float32]]) -> list[PointVerdict]:
        """A verdict per key point from its texts in one language."""
        grounds = features.grounds(self.task, language)
        rows = [features.words_row(self.answer, at) for at in grounds]
        fit = None
        if self.embedder and language in self.embedded:
            fit = stored(self.embedder.name, language)
            if fit:
                asked, *points = np.stack([vectors[t] for t in features.point_texts(self.task, language)])
                units = np.stack([vectors[t] for t in self.answer.units])
                cosines = units @ np.stack([asked, *points]).T
                rows = [row + features.embedded_row(cosines[:, i + 1], cosines[:, 0]) for i, row in enumerate(rows)]
        fit = fit or stored(WORDS_ONLY, language)
        assert fit is not None, "the words-only fits are packaged"
        cap = min([CAPPED[f] for f in self.flags if f in CAPPED], default=1.0)
        credits = np.minimum(fit.credits(np.array(rows)), cap)
        return [
            self._verdict(p.id, float(c), fit, at)
            for p, c, at in zip(self.task.key_points, credits, grounds, strict=True)
        ]

    def _verdict(self, id: str, credit: float, fit: Fit, at: PointGround) -> PointVerdict:
        verdict = (
            Verdict.COVERED
            if credit >= fit.covered_from
            else Verdict.PARTIAL
            if credit >= fit.partial_from
            else Verdict.MISSING
        )
        quote = self._quote(at) if verdict is not Verdict.MISSING else ""
        return PointVerdict(id, verdict, round(credit, 3), quote)

    def _quote(self, at: PointGround) -> str:
        """The clause with most of the point's words."""
        found = [
            features.recall(at.point.fresh, tokens) for tokens, _ in self.answer.windows[: len(self.answer.clauses)]
        ]
        return self.answer.clauses[int(np.argmax(found))] if found else ""


def spoken(task: Task, answer: str) -> list[Language]:
    """The languages of the task that the answer speaks; none when it speaks only a language the task has no texts in."""
    han = han_share(answer)
    shares = {"zh": han, "en": 1 - han}
    return [language for language in LANGUAGES if features.has(task, language) and shares[language] >= SPOKEN_FROM]


@cache
def reads(embedder: Embedder, task: Task, language: Language) -> bool:
    """Whether the embedder's tokenizer knows the words of the task's texts in `language`."""
    return all(embedder.reads(text) for text in features.point_texts(task, language))


def _encode(readings: Sequence[Reading], embedder: Embedder | None) -> dict[str, NDArray[np.float32]]:
    """Vectors of all texts by text; those of tasks are kept for the next answer."""
    if embedder is None:
        return {}
    known = _encodings.setdefault(embedder, {})
    wanted = [reading.texts() for reading in readings]
    keep = dict.fromkeys(text for kept, _ in wanted for text in kept if text not in known)
    passing = dict.fromkeys(text for _, units in wanted for text in units)
    new = [*keep, *(text for text in passing if text not in keep)]
    rows: Vectors = embedder.encode(new) if new else np.zeros((0, 1), np.float32)
    vectors = dict(zip(new, rows, strict=True))
    while known and len(known) + len(keep) > KEPT:
        known.pop(next(iter(known)))
    known.update((text, vectors[text]) for text in keep)
    return {**known, **vectors}
