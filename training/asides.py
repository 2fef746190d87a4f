"""Fits the weights by which messages are told apart: `python -m training.asides [--check]`.

Reads `training/data/asides.jsonl` and the packaged bank, prints figures from cross-validation in which no question is on both
sides, and writes `interview/asides.json`; `--check` writes nothing. Deterministic.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interview.aside_evaluation import Labelled, read_lines, report, table
from interview.aside_features import Message, features
from interview.asides import Judgement, Weights
from interview.asked import asked, known_probe
from interview.linear import Linear
from questions.bank import load_bank
from questions.model import LANGUAGES
from training.logistic import Features, fit, write

DATA = Path(__file__).parent / "data" / "asides.jsonl"
WEIGHTS = Path(__file__).parents[1] / "interview" / "asides.json"
GIVEN = "aside-dev-"  # ids of the lines by another hand
FOLDS, REPEATS = 10, 2
LEAST, LEAST_KIND = 0.02, 0.06  # weights below are dropped
SWALLOWED, GRADED, ASKED_ABOUT = 0.01, 0.03, 0.06  # shares to stay within
STEPS = np.arange(0.01, 0.99, 0.01)  # thresholds to choose from

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled line and its features."""

    line: Labelled
    message: Message
    row: Features

    @classmethod
    def of(cls, line: Labelled) -> Example:
        question = line.question
        message = Message.of(line.text, asked(question, known_probe(question, line.probe)), line.before)
        return cls(line, message, features(message))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probability of an answer from which a message is one, and below which it is an aside."""

    answer_from: float
    aside_below: float


def answer_model(examples: Sequence[Example]) -> dict[str, Any]:
    """Bias and weights of the probability that a message is an answer."""
    sides = ["answer" if it.line.is_answer else "Aside" for it in examples]  # the later label is the one kept
    return fit([it.row for it in examples], sides, LEAST)["answer"]


def kind_models(examples: Sequence[Example]) -> dict[str, Any]:
    """Bias and weights per kind of aside."""
    asides = [it for it in examples if not it.line.is_answer]
    return fit([it.row for it in asides], [it.line.kind for it in asides], LEAST_KIND)


def weights(examples: Sequence[Example], thresholds: Thresholds) -> dict[str, Any]:
    """The content of the file of weights."""
    return {
        "answer_from": thresholds.answer_from,
        "aside_below": thresholds.aside_below,
        "answer": answer_model(examples),
        "kinds": kind_models(examples),
    }


def folds(examples: Sequence[Example], repeat: int) -> Iterator[NDArray[np.bool_]]:
    """Which examples are held out: all those of a tenth of the questions at a time, dealt anew in each repeat."""
    ids = sorted({it.line.question.id for it in examples})
    places = np.random.default_rng(repeat).permutation(len(ids))
    fold = {id: int(place) % FOLDS for id, place in zip(ids, places, strict=True)}
    for number in range(FOLDS):
        yield np.array([fold[it.line.question.id] == number for it in examples])


def _at(examples: Sequence[Example], chosen: NDArray[np.bool_]) -> list[Example]:
    return [it for it, yes in zip(examples, chosen, strict=True) if yes]


def held_out(examples: Sequence[Example], repeat: int) -> Numbers:
    """Per example the probability of an answer, by a model fitted without any line of its question."""
    found = np.zeros(len(examples))
    for out in folds(examples, repeat):
        model = Linear(**answer_model(_at(examples, ~out)))
        found[out] = [model.probability(it.row) for it in _at(examples, out)]
    return found


def choose(examples: Sequence[Example], found: Numbers) -> Thresholds:
    """The thresholds that keep the costs within their limits, or come closest, in both languages alike.

    Below the lower one as many answers as may be swallowed; the upper one balances asides graded and answers asked about.
    """
    sides = _sides(examples, found)
    lower = max(t for t in STEPS if all(np.mean(answers < t) <= SWALLOWED for answers, _ in sides) or t == STEPS[0])
    upper = min((t for t in STEPS if t >= lower), key=lambda t: max(_excess(*side, lower, t) for side in sides))
    return Thresholds(round(float(upper), 2), round(float(lower), 2))


def _sides(examples: Sequence[Example], found: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Per language the probabilities of the answers and of the asides; ambiguous lines count for neither."""
    answer = np.array([it.line.is_answer for it in examples])
    clear = np.array([not it.line.ambiguous for it in examples])
    spoken = [np.array([it.line.language == language for it in examples]) for language in LANGUAGES]
    return [(found[clear & here & answer], found[clear & here & ~answer]) for here in spoken]


def _excess(answers: Numbers, asides: Numbers, lower: float, upper: float) -> float:
    """How far the worse of the two costs is from its limit, as a ratio."""
    asked_about = np.mean((answers >= lower) & (answers < upper))
    return max(float(np.mean(asides >= upper)) / GRADED, float(asked_about) / ASKED_ABOUT)


def cross_validated(examples: Sequence[Example], repeat: int = 0) -> dict[str, Any]:
    """The report over all examples; models and thresholds of each were found without any line of its question."""
    found = held_out(examples, repeat)
    judged: dict[int, Judgement] = {}
    for out in folds(examples, repeat):
        learnt = _at(examples, ~out)
        made = Weights.of(weights(learnt, choose(learnt, found[~out])))
        judged |= {n: made.judge(it.message) for n, it in enumerate(examples) if out[n]}
    return report([it.line for it in examples], [judged[n] for n in range(len(examples))])


def fitted(examples: Sequence[Example]) -> dict[str, Any]:
    """Weights from all examples, with thresholds from several cross-validations."""
    runs = [held_out(examples, repeat) for repeat in range(1, REPEATS + 1)]
    return weights(examples, choose([*examples] * REPEATS, np.concatenate(runs)))


def transferred(learnt: Sequence[Example], tested: Sequence[Example]) -> dict[str, Any]:
    """The report over one hand's lines by weights and thresholds from the other's."""
    made = Weights.of(fitted(learnt))
    return report([it.line for it in tested], [made.judge(it.message) for it in tested])


def examples(path: Path = DATA) -> list[Example]:
    """The labelled lines with their features."""
    with path.open("rb") as lines:
        return [Example.of(line) for line in read_lines(lines, load_bank([]).get)]


def show(every: Sequence[Example]) -> None:
    """Prints the figures."""
    given = [it for it in every if it.line.id.startswith(GIVEN)]
    own = [it for it in every if not it.line.id.startswith(GIVEN)]
    for title, found in (
        (f"All {len(every)} lines, each without its question", cross_validated(every)),
        (f"The {len(given)} given lines, by weights from the {len(own)} others", transferred(own, given)),
        (f"The {len(own)} others, by weights from the {len(given)} given lines", transferred(given, own)),
    ):
        print(f"{title}\n{table(found)}\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--check", action="store_true", help="print the figures, write nothing")
    only_figures = options.parse_args().check
    every = examples()
    if only_figures:
        show(every)
        return
    made = fitted(every)
    write(WEIGHTS, made)
    print(f"{WEIGHTS}: an answer from {made['answer_from']}, an aside below {made['aside_below']}")


if __name__ == "__main__":
    main()
