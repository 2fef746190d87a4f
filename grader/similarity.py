"""Similarity estimate of an answer, without a judge: what it talks about, not whether it is right.

Per key point: features against the point's texts in the languages of the answer, mapped to a credit by a fitted
calibration. An estimate never says `contradicted`. What may contradict a point is suspected: the point counts as missing, and
the estimate falls. Suspicion comes from resemblance to an authored misconception, and from the contradiction model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from grader import features
from grader.calibration import WORDS_ONLY, Fit, Matrix, stored
from grader.contradiction import NOTHING, ContradictionModel, Opposed, opposed
from grader.embedding import Embedder
from grader.features import WORDS, PreparedAnswer, PreparedPoint
from grader.grade import GRADED_AT_MOST, Flag, Grade, GradedBy, Job, Method, PointVerdict, Verdict, marked
from grader.relevance import relevant_part, without_grader_instructions
from grader.triage import flags, sounds_spoken, triage
from questions.model import LANGUAGES, Language, Task
from questions.text import han_share, latin_share, readable

Vector = NDArray[np.float32]

CAPPED = {Flag.ECHO: 0.1, Flag.KEYWORDS: 0.1}  # credit at most, where the words are there and sentences are not
SPOKEN_FROM = {"zh": 0.1, "en": 0.25}  # share of the words; Chinese answers are full of English terms
OFF_TOPIC_FROM = 0.35  # the same for an answer that is not about the question at all
FOREIGN_FROM = 0.6  # share of the words in a language without texts, from which nothing can be said
SUSPECTED_FROM, SUSPECTED_RATHER = 0.5, 0.15  # of the misconception's own words, and how much nearer than the point
SUSPECTED_CREDIT = 0.3  # at most, of a suspected point
BANDS = 0.55, 0.3  # covered from, partial from, for a cosine between that of unrelated texts (0) and of the same (1)
UNRELATED = ("The train to the coast leaves at noon.", "今天晚饭吃什么好呢？")
KEPT = 4096  # encodings of questions and key points kept per embedder

_encodings: WeakKeyDictionary[Embedder, dict[str, Vector]] = WeakKeyDictionary()


def estimate(
    task: Task, answer: str, language: Language, embedder: Embedder | None, model: ContradictionModel | None = None
) -> Grade:
    """The estimate of one answer; never raises for any text. `language`: the one the question was asked in."""
    return estimate_many([(task, answer, language)], embedder, model)[0]


def estimate_many(
    jobs: Sequence[Job], embedder: Embedder | None, model: ContradictionModel | None = None
) -> list[Grade]:
    """The estimates of many answers in their order, encoded as one batch; without a model nothing is found to contradict."""
    readings = [AnswerReading(task, answer, embedder) for task, answer, _ in jobs]
    vectors = encode(readings, embedder)
    return [reading.grade(vectors, opposing=reading.opposed(model)) for reading in readings]


Fits = Callable[[str, Language], Fit | None]


class AnswerReading:
    """One answer under estimation: its languages, the texts to encode, and its features."""

    def __init__(self, task: Task, answer: str, embedder: Embedder | None) -> None:
        self.task = task
        self.embedder = embedder
        self.triaged = triage(task, answer)
        told = "" if self.triaged else without_grader_instructions(task, readable(answer[:GRADED_AT_MOST]))
        self.answer = PreparedAnswer(relevant_part(task, told))
        self.flags = () if self.triaged else flags(task, answer)
        self.languages = spoken(task, told, self.answer.text)
        self.embedded = [it for it in self.languages if embedder and reads(embedder, task, it)]
        self.units = [unit for unit in self.answer.units if embedder and self.embedded and embedder.reads(unit)]
        if not self.units:
            self.embedded = []

    @property
    def kept(self) -> list[str]:
        """Texts of the task whose vectors are cached for further answers."""
        found = [text for language in self.embedded for text in _task_texts(self.task, language)]
        return [*found, *UNRELATED] if found else []

    def reader(self, language: Language) -> str:
        """The name of the fit for a language: the embedder's, else "words"."""
        return self.embedder.name if self.embedder and language in self.embedded else WORDS_ONLY

    def rows(self, language: Language, vectors: Mapping[str, Vector]) -> Matrix:
        """Features per key point (rows) from the texts in one language."""
        beside = [features.grounds(self.task, other) for other in self.languages if other != language]
        rows = features.words_rows(self.answer, features.grounds(self.task, language), beside)
        if language in self.embedded:
            rows = [row + more for row, more in zip(rows, self._embedded_rows(language, vectors), strict=True)]
        return np.array(rows)

    def _embedded_rows(self, language: Language, vectors: Mapping[str, Vector]) -> list[list[float]]:
        def of(texts: Sequence[str]) -> Matrix:
            return np.array([vectors[text] for text in texts], dtype=np.float64)

        question = vectors[getattr(self.task.question, language)].astype(np.float64)
        points = of([getattr(point.text, language) for point in self.task.key_points])
        mistakes = [of(getattr(point.misconceptions, language)) for point in self.task.key_points]
        return features.embedded_rows(of(self.units), question, points, mistakes)

    def opposed(self, model: ContradictionModel | None) -> Opposed:
        """What of the answer may contradict the key points, in the first of its languages."""
        if model is None or self.triaged or not self.languages or self.caps:
            return NOTHING
        return opposed(model, self.answer, features.grounds(self.task, self.languages[0]), self.languages[0])

    @property
    def caps(self) -> list[float]:
        """The credits that flags allow at most."""
        return [CAPPED[flag] for flag in self.flags if flag in CAPPED]

    def grade(self, vectors: Mapping[str, Vector], fits: Fits = stored, opposing: Opposed = NOTHING) -> Grade:
        """The estimate, from the vectors of `kept` and `units`, and what was found to contradict the points."""
        if self.triaged:
            return self.triaged
        if not self.languages:
            unjudged = tuple(PointVerdict(point.id, Verdict.UNJUDGED, None) for point in self.task.key_points)
            return Grade(unjudged, GradedBy(Method.WORDS), provisional=True, flags=(*self.flags, Flag.NOT_ASSESSABLE))
        rows = _together(_agreed_mistakes({language: self.rows(language, vectors) for language in self.languages}))
        ids = [point.id for point in self.task.key_points]
        clauses = self._suspected(rows) | {ids[n]: clause for n, clause in opposing.clauses.items()}
        suspected = [id for id in ids if id in clauses]
        told = [self._verdicts(language, rows[language], vectors, fits, suspected) for language in self.languages]
        best = tuple(max(verdicts, key=lambda v: v.credit or 0.0) for verdicts in zip(*told, strict=True))
        best = tuple(_lowered(verdict, opposing.share, clauses.get(verdict.id)) for verdict in best)
        flagged = (*self.flags, *self._doubts(fits))
        if Flag.UNCALIBRATED in flagged:
            best = tuple(replace(verdict, credit=None) for verdict in best)
        grade = Grade(best, self._graded_by(), provisional=True, flags=flagged, suspected=tuple(suspected))
        return grade if Flag.NOT_ASSESSABLE in flagged else marked(self.task.key_points, grade)

    def _graded_by(self) -> GradedBy:
        if self.embedder and self.embedded:
            return GradedBy(Method.SIMILARITY, self.embedder.name)
        return GradedBy(Method.WORDS)

    def _doubts(self, fits: Fits) -> list[Flag]:
        """Flags that say why the estimate is weak."""
        doubts = {
            Flag.UNREADABLE: self.embedder is not None and bool(self.answer.units) and not self.embedded,
            Flag.UNCALIBRATED: any(fits(self.reader(language), language) is None for language in self.languages),
            Flag.NOT_ASSESSABLE: sounds_spoken(self.answer.text),
        }
        return [flag for flag, there in doubts.items() if there]

    def _suspected(self, rows: Mapping[Language, Matrix]) -> dict[str, str]:
        """Key points whose misconception the answer resembles, in any of its languages, with the clause that does."""
        own, rather = WORDS.index("mistaken"), WORDS.index("mistaken_rather")
        return {
            point.id: self._resembling(n, [*rows])
            for n, point in enumerate(self.task.key_points)
            if any(r[n, own] >= SUSPECTED_FROM and r[n, rather] >= SUSPECTED_RATHER for r in rows.values())
        }

    def _resembling(self, point: int, languages: Sequence[Language]) -> str:
        """The clause that recalls most of what only a misconception of the point says, verbatim."""
        known = [m.own for it in languages for m in features.grounds(self.task, it)[point].misconceptions]
        found = [max(features.recall(own, words) for own in known) for _, words in self.answer.stretches]
        return self.answer.clauses[int(np.argmax(found[: len(self.answer.clauses)]))]

    def _verdicts(
        self, language: Language, rows: Matrix, vectors: Mapping[str, Vector], fits: Fits, suspected: Sequence[str]
    ) -> list[PointVerdict]:
        """A verdict per key point from its texts in one language."""
        fit = fits(self.reader(language), language)
        credits = fit.credits(rows) if fit else self._bands(language, vectors)
        cap = min(self.caps, default=1.0)
        covered, partial = (fit.covered_from, fit.partial_from) if fit else BANDS
        found = []
        for point, credit, ground in zip(
            self.task.key_points, credits, features.grounds(self.task, language), strict=True
        ):
            credit = min(float(credit), cap, SUSPECTED_CREDIT if point.id in suspected else 1.0)
            verdict = (
                Verdict.COVERED if credit >= covered else Verdict.PARTIAL if credit >= partial else Verdict.MISSING
            )
            quote = "" if verdict is Verdict.MISSING else self._quote(ground)
            found.append(PointVerdict(point.id, verdict, round(credit, 3), quote))
        return found

    def _bands(self, language: Language, vectors: Mapping[str, Vector]) -> Matrix:
        """Credits without a fit: the best cosine, rescaled to 0 for unrelated sentences and 1 for the point itself."""
        points = np.array([vectors[getattr(point.text, language)] for point in self.task.key_points])
        units = np.array([vectors[text] for text in self.units])
        unrelated = np.mean(points @ np.array([vectors[text] for text in UNRELATED]).T, axis=1)
        return np.asarray((np.max(points @ units.T, axis=1) - unrelated) / (1 - unrelated), dtype=np.float64)

    def _quote(self, ground: PreparedPoint) -> str:
        """The clause that recalls most of the point's content words, verbatim."""
        found = [features.recall(ground.content, words) for _, words in self.answer.stretches]
        return self.answer.clauses[int(np.argmax(found[: len(self.answer.clauses)]))] if found else ""


def _lowered(verdict: PointVerdict, share: float, clause: str | None) -> PointVerdict:
    """The verdict with its credit lowered by a share (0–1); a suspected point counts as missing and shows its clause."""
    credit = round(verdict.credit * (1 - share), 3) if verdict.credit is not None else None
    if clause is None:
        return replace(verdict, credit=credit)
    return replace(verdict, verdict=Verdict.MISSING, credit=credit, quote=clause)


def _agreed_mistakes(rows: dict[Language, Matrix]) -> dict[Language, Matrix]:
    """Features of misconceptions replaced by their maximum over the languages of the answer."""
    columns = [n for n, name in enumerate(WORDS) if name in features.AGAINST]
    worst = np.max([r[:, columns] for r in rows.values()], axis=0)
    for r in rows.values():
        r[:, columns] = worst
    return rows


def _together(rows: dict[Language, Matrix]) -> dict[Language, Matrix]:
    """Shares found of a point in an answer that mixes languages: what is said in one language is not missing in the other."""
    columns = [n for n, name in enumerate(WORDS) if name not in features.AGAINST and name != "terms"]
    if len(rows) > 1:
        found = np.apply_along_axis(features.either, 0, np.array([r[:, columns] for r in rows.values()]))
        for r in rows.values():
            r[:, columns] = found
    return rows


def spoken(task: Task, told: str, relevant_part: str) -> list[Language]:
    """The languages of the answer that the task has texts in; none when it is mostly in another one."""
    here = [it for it in LANGUAGES if features.has(task, it)]
    shares = _shares(relevant_part or told)
    if not relevant_part:
        return [it for it in here if shares[it] >= OFF_TOPIC_FROM]
    if any(shares[it] > FOREIGN_FROM for it in LANGUAGES if it not in here):
        return []
    return [it for it in here if shares[it] >= SPOKEN_FROM[it]]


def _shares(text: str) -> dict[Language, float]:
    return {"zh": han_share(text), "en": latin_share(text)}


@lru_cache(maxsize=KEPT)
def reads(embedder: Embedder, task: Task, language: Language) -> bool:
    """Whether the embedder's tokenizer knows the words of the task's texts in `language`."""
    return all(embedder.reads(getattr(text, language)) for text in (task.question, *(p.text for p in task.key_points)))


def _task_texts(task: Task, language: Language) -> list[str]:
    """The texts of a task that are encoded: question, key points, misconceptions."""
    points = [
        text for p in task.key_points for text in (getattr(p.text, language), *getattr(p.misconceptions, language))
    ]
    return [getattr(task.question, language), *points]


def encode(readings: Sequence[AnswerReading], embedder: Embedder | None) -> Mapping[str, Vector]:
    """Vectors by text for all readings; those of tasks are cached per embedder."""
    if embedder is None:
        return {}
    kept = _encodings.setdefault(embedder, {})
    known = dict(kept)  # other threads estimate too, and one of them may clear what is kept
    keep = dict.fromkeys(text for reading in readings for text in reading.kept if text not in known)
    new = list(dict.fromkeys([*keep, *(text for reading in readings for text in reading.units)]))
    vectors = dict(zip(new, embedder.encode(new), strict=True)) if new else {}
    if len(kept) + len(keep) > KEPT:
        kept.clear()
    kept.update((text, vectors[text]) for text in keep)
    return known | vectors
