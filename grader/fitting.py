"""Fitting of the calibration on labelled answers, and cross-validation by question."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from grader.calibration import COMMON, WORDS_ONLY, Fit, Matrix, file_name, sigmoid, text_of, using
from grader.embedding import Embedder
from grader.evaluation import LabelledAnswer
from grader.features import AGAINST, names
from grader.grade import Grade
from grader.similarity import AnswerReading, Vector, encode
from questions.model import LANGUAGES, Language, Question, Text, task
from questions.text import content, normalise, phrases
from questions.whole_files import write_whole

Watched = Callable[[Sequence[Any]], Iterable[Any]]  # hands items on one by one, for whoever looks how far it is

PENALTY = 0.0005  # of the squared weights
RANKING = 0.5  # weight of the loss over pairs of points of one answer
STEPS = 3000
FOLDS = 8
FEWEST = 40  # answers in a language for a fit of its own
COMMON_FROM = 0.006  # share of texts from which a word is listed as common
# Made to deceive, or judged in another way than by what was talked about: they are measured, not learnt from.
NOT_LEARNT = frozenset(
    {"wrong_recited", "negated", "shuffled", "keyword_stuffing", "parrot_question", "prompt_injection"}
)


def fit(features: Sequence[str], rows: Matrix, labels: Matrix, answers: Matrix) -> Fit:
    """Ordinal regression on rows of features with labels 0, ½ or 1; `answers` gives the answer that a row belongs to.

    Loss: negative log-likelihood, an L2 penalty, and a ranking loss over pairs of a covered and a missing point of one answer.
    Minimised by projected gradient descent with momentum (the signs of the weights are fixed); deterministic.
    """
    signs = np.array([-1.0 if name in AGAINST else 1.0 for name in features])
    some, whole = (labels >= 0.5).astype(float), (labels >= 1.0).astype(float)
    pairs = _pairs(rows, labels, answers)
    weights, cuts = 0.5 * signs, np.array([-1.0, -2.0])
    speed, cut_speed = np.zeros_like(weights), np.zeros(2)
    rate = 1.0
    for _ in range(STEPS):
        reach = rows @ weights
        off = np.stack([sigmoid(reach + cuts[0]) - some, sigmoid(reach + cuts[1]) - whole]) / len(rows)
        slope = rows.T @ off.sum(axis=0) + 2 * PENALTY * weights
        slope -= RANKING * pairs.T @ sigmoid(-pairs @ weights) / max(1, len(pairs))
        speed, cut_speed = 0.9 * speed - 0.1 * rate * slope, 0.9 * cut_speed - 0.1 * rate * off.sum(axis=1)
        weights, cuts = np.where(signs * (weights + speed) > 0, weights + speed, 0.0), cuts + cut_speed
    rounded = {name: round(float(w), 2) for name, w in zip(features, weights, strict=True)}
    raw = Fit(rounded, round(float(cuts[0]), 2), round(float(cuts[1]), 2), 0.3, 0.6)
    return _with_thresholds(raw, raw.credits(rows), labels)


def _pairs(rows: Matrix, labels: Matrix, answers: Matrix) -> Matrix:
    """Differences between the rows of a covered and of a missing point of the same answer, one per pair."""
    found = [
        rows[one] - rows[other]
        for answer in np.unique(answers)
        for one in np.flatnonzero((answers == answer) & (labels == 1))
        for other in np.flatnonzero((answers == answer) & (labels == 0))
    ]
    return np.array(found) if found else np.zeros((0, rows.shape[1]))


def _with_thresholds(raw: Fit, credits: Matrix, labels: Matrix) -> Fit:
    """The fit with thresholds that reproduce the labels' shares of partial and of covered points."""
    partial = float(np.quantile(credits, 1 - np.mean(labels >= 0.5)))
    covered = float(np.quantile(credits, 1 - np.mean(labels >= 1)))
    return Fit(raw.weights, raw.half, raw.full, round(partial, 2), round(max(covered, partial + 0.01), 2))


class Fitting:
    """Labelled answers with their features, read once and fitted any number of times."""

    def __init__(self, labelled: Sequence[LabelledAnswer], embedder: Embedder | None, watched: Watched = iter) -> None:
        self.labelled = labelled
        self.embedder = embedder
        self.readings = [AnswerReading(one.task, one.answer, embedder) for one in watched(labelled)]
        self.vectors: Mapping[str, Vector] = encode(self.readings, embedder)
        self._rows = [
            {language: r.rows(language, self.vectors) for language in r.languages} for r in watched(self.readings)
        ]

    def fits(self, learns: Callable[[LabelledAnswer], bool] = lambda one: True) -> dict[tuple[str, Language], Fit]:
        """Fits by (embedder or "words", language), on the answers that `learns` accepts."""
        readers = [WORDS_ONLY, self.embedder.name] if self.embedder else [WORDS_ONLY]
        pairs = [(reader, language) for reader in readers for language in LANGUAGES]
        return {pair: found for pair in pairs if (found := self._fit(*pair, learns))}

    def _fit(self, reader: str, language: Language, learns: Callable[[LabelledAnswer], bool]) -> Fit | None:
        """The fit on answers in this language alone; None for fewer than 40."""
        learnt = [
            n
            for n, (one, reading) in enumerate(zip(self.labelled, self.readings, strict=True))
            if reading.languages == [language] and one.kind not in NOT_LEARNT and learns(one)
            if reader in (WORDS_ONLY, reading.reader(language))
        ]
        if len(learnt) < FEWEST:
            return None
        features = names(reader != WORDS_ONLY)
        points = [[self.labelled[n].covered[point.id] for point in self.labelled[n].task.key_points] for n in learnt]
        return fit(
            features,
            np.vstack([self._rows[n][language][:, : len(features)] for n in learnt]),
            np.concatenate(points),
            np.repeat(learnt, [len(labels) for labels in points]),
        )

    def held_out(self) -> list[Grade]:
        """Estimates of all answers by 8-fold cross-validation; folds are sets of questions."""
        questions = sorted({one.question_id for one in self.labelled})
        grades: dict[int, Grade] = {}
        for fold in range(FOLDS):
            out = set(questions[fold::FOLDS])
            fits = self.fits(lambda one, out=out: one.question_id not in out)  # type: ignore[misc]  # bound now
            for n, (one, reading) in enumerate(zip(self.labelled, self.readings, strict=True)):
                if one.question_id in out:
                    grades[n] = reading.grade(self.vectors, lambda *pair, fits=fits: fits.get(pair))
        return [grades[n] for n in range(len(self.labelled))]


def common_words(texts: Iterable[Text]) -> str:
    """The content of the file of common words: per language, document frequency by word."""
    told = list(texts)
    tables = {}
    for language in LANGUAGES:
        plain = [normalise(text) for each in told if (text := getattr(each, language))]
        counts = Counter(word for text in plain for word in phrases(text) | content(text))
        shares = {
            word: round(n / len(plain), 4) for word, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        }
        tables[language] = {word: share for word, share in shares.items() if share >= COMMON_FROM}
    rows = (f" {json.dumps(language)}: {json.dumps(table, ensure_ascii=False)}" for language, table in tables.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


def task_texts(questions: Iterable[Question], labelled: Iterable[LabelledAnswer]) -> list[Text]:
    """The texts that document frequencies are counted in: questions, references, key points, each once."""
    tasks = [task(q, probe) for q in questions for probe in (None, *(p.id for p in q.all_probes()))]
    tasks += [one.task for one in labelled]
    return list(
        dict.fromkeys(t for each in tasks for t in (each.question, each.reference, *(p.text for p in each.key_points)))
    )


def refit(
    labelled: Sequence[LabelledAnswer],
    questions: Iterable[Question],
    embedder: Embedder | None,
    folder: Path,
    watched: Watched = iter,
) -> Iterator[str]:
    """Recomputes common words and fits (by words, and with the embedder) into `folder`; yields a line per fit."""
    common = common_words(task_texts(questions, labelled)).encode()
    with TemporaryDirectory() as apart:  # the files in use stay as they are until all are made
        (Path(apart) / COMMON).write_bytes(common)
        with using(Path(apart)):
            fits = Fitting(labelled, embedder, watched).fits()
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / COMMON, common)
    about = f"{len(labelled)} labelled answers to {len({one.question_id for one in labelled})} questions"
    for reader in [WORDS_ONLY, *([embedder.name] if embedder else [])]:
        mine = {language: found for (name, language), found in fits.items() if name == reader}
        if mine:
            write_whole(folder / file_name(reader), text_of(reader, mine, about).encode())
        yield f"{reader}: {', '.join(mine) or 'no language with enough answers that it reads'}"
