"""How the contradiction model is used: `python -m training.contradiction_use [--check]`.

Fits, per language, at which score of an answer the estimate falls, on the labelled answers, and prints what that does to the
estimates of questions without authored misconceptions (those that have some are measured without them). Every answer is
measured with a fit that has not seen its question. `--check` writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grader import features
from grader.contradiction import (
    CONTRADICTED,
    COVERED,
    FOLDER,
    NOTHING,
    USES,
    ContradictionModel,
    Use,
    evidence,
    found_in,
    passages_of,
    score,
)
from grader.evaluation import LabelledAnswer, figures, packaged_set
from grader.grade import Grade
from grader.similarity import AnswerReading
from questions.bank import load_bank
from questions.model import LANGUAGES, Language, Lines, Task
from training.contradiction_data import Authored, read_pairs
from training.surface import auc

WRONG, RIGHT = ("wrong_on_topic", "negated"), ("excellent", "good", "brief_correct")
SHOWN = (*WRONG, "excellent", "good", "partial", "shallow", "keyword_stuffing")
FOLDS = 8
SPARED, SLOPE = 0.93, 5.0  # share of right answers that keep more than half of their estimate; of the fall
POINTS = 150  # of each kind, for figures over single sentences
RESAMPLED = 2000  # draws of questions for an interval

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer without its question's misconceptions, its reading, and what the model says of its passages."""

    one: LabelledAnswer
    reading: AnswerReading
    passages: tuple[str, ...]
    found: Numbers | None

    @property
    def score(self) -> float:
        return score(self.found) if self.found is not None else 0.0

    def grade(self, use: Use | None) -> Grade:
        opposing = found_in(self.found, self.passages, use) if use and self.found is not None else NOTHING
        return self.reading.grade({}, opposing=opposing)


def stripped(task: Task) -> Task:
    """The task without its misconceptions."""
    return replace(task, key_points=tuple(replace(p, misconceptions=Lines()) for p in task.key_points))


def scored(model: ContradictionModel, one: LabelledAnswer) -> Scored:
    one = replace(one, task=stripped(one.task))
    reading = AnswerReading(one.task, one.answer, None)
    if reading.triaged or not reading.languages or reading.caps:
        return Scored(one, reading, (), None)
    passages = tuple(passages_of(reading.answer))
    points = features.grounds(one.task, reading.languages[0])
    return Scored(one, reading, passages, evidence(model, passages, points) if passages else None)


def fitted(answers: Sequence[Scored]) -> Use:
    """Halves the estimate at a score that few right answers reach; names no point, for single passages are told apart badly."""
    right = [it.score for it in answers if it.found is not None and it.one.kind in RIGHT]
    return Use(round(float(np.quantile(right, SPARED)), 3), SLOPE)


def held_out(answers: Sequence[Scored]) -> list[Grade]:
    """Each answer's grade by a fit on the other folds of questions."""
    ids = sorted({it.one.question_id for it in answers})
    fold = {id: place % FOLDS for place, id in enumerate(ids)}
    uses = [fitted([it for it in answers if fold[it.one.question_id] != number]) for number in range(FOLDS)]
    return [it.grade(uses[fold[it.one.question_id]]) for it in answers]


def interval(
    answers: Sequence[Scored], values: Sequence[float], figure: Callable[[Sequence[int]], float]
) -> tuple[float, float, float]:
    """A figure over places in `answers` with its 95 % interval, by drawing questions with replacement."""
    by_question: dict[str, list[int]] = {}
    for place, it in enumerate(answers):
        by_question.setdefault(it.one.question_id, []).append(place)
    dice, groups = np.random.default_rng(1), list(by_question.values())
    drawn = [
        figure([place for n in dice.integers(0, len(groups), len(groups)) for place in groups[n]])
        for _ in range(RESAMPLED)
    ]
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    return figure(range(len(answers))), float(low), float(high)


def _auc(answers: Sequence[Scored], kinds: Sequence[str], places: Sequence[int]) -> float:
    wrong = [answers[n].score for n in places if answers[n].one.kind in kinds and answers[n].found is not None]
    right = [answers[n].score for n in places if answers[n].one.kind in RIGHT and answers[n].found is not None]
    return auc(wrong, right) if wrong and right else float("nan")


def _mean(answers: Sequence[Scored], grades: Sequence[Grade], kind: str, places: Sequence[int]) -> float:
    marks = [m for n in places if answers[n].one.kind == kind and (m := grades[n].score) is not None]
    return float(np.mean(marks)) if marks else float("nan")


def of_sentences(model: ContradictionModel, authored: Sequence[Authored]) -> float:
    """AUC over single sentences against their points, wrong above right."""

    def against(pairs: Sequence[tuple[str, str]]) -> list[float]:
        shares = model.shares(pairs)
        return [float(x) for x in shares[:, CONTRADICTED] - shares[:, COVERED]]

    wrong = against([(one.text, said) for one in authored for said in one.wrong])
    return auc(wrong, against([(one.text, said) for one in authored for said in one.right]))


def show(language: Language, answers: Sequence[Scored]) -> None:
    """Prints the figures of one language, each with its 95 % interval."""
    print(
        f"{language}: {len(answers)} answers to {len({it.one.question_id for it in answers})} questions, no misconceptions"
    )
    for kinds in (WRONG, *((kind,) for kind in WRONG)):
        value, low, high = interval(answers, [], partial(_auc, answers, kinds))
        print(f"  AUC {' + '.join(kinds)} against right answers: {value:.2f} ({low:.2f} to {high:.2f})")
    before, after = [it.grade(None) for it in answers], held_out(answers)
    for kind in SHOWN:
        said = [
            "{:.1f} ({:.1f} to {:.1f})".format(*interval(answers, [], partial(_mean, answers, grades, kind)))
            for grades in (before, after)
        ]
        label = [it.one.score for it in answers if it.one.kind == kind]
        print(
            f"  {kind} ({len(label)}): mean estimate {said[0]} without the model, {said[1]} with it; label {np.mean(label):.1f}"
        )
    for name, grades in (("without", before), ("with", after)):
        both = figures(list(zip([it.one for it in answers], grades, strict=True)))
        print(f"  {name} it: Spearman {both['spearman']}, QWK {both['qwk']}, MAE {both['mae']}, pairs {both['pairs']}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--check", action="store_true", help="print the figures, write nothing")
    options.add_argument("--off", nargs="*", default=[], choices=LANGUAGES, help="languages it is not to be used in")
    options.add_argument("--model", type=Path, default=FOLDER)
    told = options.parse_args()
    model = ContradictionModel(told.model)
    pairs = read_pairs(load_bank([]).questions)
    for language in LANGUAGES:
        known, new = (
            of_sentences(model, [one for one in part if one.language == language][:POINTS])
            for part in (pairs.learnt, pairs.held_out)
        )
        print(f"{language}: AUC of single sentences {known:.2f} on points learnt from, {new:.2f} on points held out")
    answers = [scored(model, one) for one in packaged_set()]
    uses: dict[Language, Use] = {}
    for language in LANGUAGES:
        here = [it for it in answers if it.one.language == language]
        show(language, here)
        uses[language] = fitted(here)
    if not told.check:
        kept: Mapping[str, object] = {
            language: asdict(use) for language, use in uses.items() if language not in told.off
        }
        (told.model / USES).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        print(f"{told.model / USES}: {kept}")


if __name__ == "__main__":
    main()
