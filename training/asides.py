"""Fits the weights by which messages are told apart: `python -m training.asides [--check]`.

Reads `training/data/asides.jsonl` and the packaged bank, prints figures from cross-validation in which no question is on both
sides, and writes `interview/asides.json`; `--check` writes nothing. Deterministic.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from interview.aside_evaluation import LabelledMessage, read_lines, report, table
from interview.aside_features import Message, features
from interview.asides import Aside, Judgement, Unsure, Weights
from interview.asked import asked, known_probe
from interview.linear import Linear
from questions.bank import Bank, load_bank
from questions.model import LANGUAGES, Language, Question
from training.logistic import Features, fit, write

DATA = Path(__file__).parent / "data" / "asides.jsonl"
WEIGHTS = Path(__file__).parents[1] / "interview" / "asides.json"
GIVEN = "aside-dev-"  # ids of the lines by another hand
FOLDS, REPEATS = 10, 2
LEAST, LEAST_KIND = 0.02, 0.06  # weights below are dropped
SWALLOWED, GRADED, ASKED_ABOUT = 0.007, 0.03, 0.06  # shares to stay within; the first has a margin, it is the gravest
ELSEWHERE = 0.1  # what an answer counts where another question is open
HANDS = (6.0, 1.0)  # what the given lines and the others count when thresholds are chosen
STEPS = np.arange(0.01, 0.99, 0.01)  # thresholds to choose from

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled line and its features; `elsewhere`: an answer as a message while another question of its topic is open."""

    line: LabelledMessage
    message: Message
    row: Features
    elsewhere: Message | None
    away: Features | None  # of `elsewhere`

    @classmethod
    def of(cls, line: LabelledMessage, bank: Bank) -> Example:
        question = line.question
        message = Message.of(line.text, asked(question, known_probe(question, line.probe)), line.before)
        other = _other(line, bank) if line.is_answer and not line.ambiguous else None
        elsewhere = Message.of(line.text, asked(*other), line.before) if other else None
        return cls(line, message, features(message), elsewhere, features(elsewhere) if elsewhere else None)


def _other(line: LabelledMessage, bank: Bank) -> tuple[Question, str | None] | None:
    """Another question of the topic, or one of its probes, chosen by the line's id; None where the topic has no other."""
    topic = [q for q in bank.questions.values() if q.topic == line.question.topic and q.id != line.question.id]
    put = [(question, probe) for question in topic for probe in (None, *(p.id for p in question.all_probes()))]
    return put[crc32(line.id.encode()) % len(put)] if put else None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probability of an answer from which a message is one, and below which it is an aside."""

    answer_from: float
    aside_below: float


def answer_model(examples: Sequence[Example]) -> dict[str, Any]:
    """Bias and weights of the probability that a message is an answer; nothing is learnt from ambiguous lines.

    An answer counts a little where another question is open, too: whoever is wrong is answering.
    """
    clear = [it for it in examples if not it.line.ambiguous]
    sides = ["answer" if it.line.is_answer else "Aside" for it in clear]  # the later label is the one kept
    away = [it.away for it in clear if it.away is not None]
    rows, labels = [*(it.row for it in clear), *away], [*sides, *("answer" for _ in away)]
    return fit(rows, labels, LEAST, [1.0] * len(clear) + [ELSEWHERE] * len(away))["answer"]


def kind_models(examples: Sequence[Example]) -> dict[str, Any]:
    """Bias and weights per kind of aside."""
    asides = [it for it in examples if not it.line.is_answer and not it.line.ambiguous]
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


@dataclass(frozen=True, slots=True)
class Group:
    """Probabilities of the answers and of the asides of one language."""

    answers: Numbers
    asides: Numbers

    def costs(self, lower: float, upper: float) -> tuple[float, float]:
        """The shares of asides graded and of answers asked about."""
        asked_about = (self.answers >= lower) & (self.answers < upper)
        return float(np.mean(self.asides >= upper)), float(np.mean(asked_about))


def choose(examples: Sequence[Example], found: Numbers) -> Thresholds:
    """The thresholds that keep the costs within their limits, or come closest, in both languages alike.

    Below the lower one lie as many answers as may be swallowed. The upper one balances asides graded and answers asked about,
    where the given lines count double: they are as people send them, the others harder on purpose.
    """
    by_line = {it.line.id: float(p) for it, p in zip(examples, found, strict=True)}
    every = [_group(examples, language, by_line) for language in LANGUAGES]
    hands = [[_group(hand, language, by_line) for hand in _hands(examples) if hand] for language in LANGUAGES]
    lower = max(t for t in STEPS if all(np.mean(group.answers < t) <= SWALLOWED for group in every) or t == STEPS[0])
    upper = min((t for t in STEPS if t >= lower), key=lambda t: max(_excess(groups, lower, t) for groups in hands))
    return Thresholds(round(float(upper), 2), round(float(lower), 2))


def _excess(groups: Sequence[Group], lower: float, upper: float) -> float:
    """How far the worse of asides graded and answers asked about is from its limit, as a ratio."""
    costs = [group.costs(lower, upper) for group in groups]
    return float(max(np.average(costs, axis=0, weights=HANDS[-len(groups) :]) / (GRADED, ASKED_ABOUT)))


def _group(examples: Sequence[Example], language: Language, found: Mapping[str, float]) -> Group:
    """The lines of one language; ambiguous ones count for neither side."""
    clear = [it.line for it in examples if it.line.language == language and not it.line.ambiguous]
    answers = [found[line.id] for line in clear if line.is_answer]
    return Group(np.array(answers), np.array([found[line.id] for line in clear if not line.is_answer]))


def _hands(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """The given lines, and the others."""
    given = [it for it in examples if it.line.id.startswith(GIVEN)]
    return given, [it for it in examples if not it.line.id.startswith(GIVEN)]


@dataclass(slots=True)
class CrossValidated:
    """What lines are taken for by models and thresholds that were found without any line of their question.

    judged: by the line's id. elsewhere: the same of answers while another question of their topic is open.
    """

    judged: dict[str, Judgement] = field(default_factory=dict)
    elsewhere: list[Judgement] = field(default_factory=list)


def cross_validated(examples: Sequence[Example], repeat: int = 0) -> CrossValidated:
    found, done = held_out(examples, repeat), CrossValidated()
    for out in folds(examples, repeat):
        learnt = _at(examples, ~out)
        made = Weights.of(weights(learnt, choose(learnt, found[~out])))
        done.judged |= {it.line.id: made.judge(it.message) for it in _at(examples, out)}
        done.elsewhere += [made.judge(it.elsewhere) for it in _at(examples, out) if it.elsewhere is not None]
    return done


def fitted(examples: Sequence[Example]) -> dict[str, Any]:
    """Weights from all examples, with thresholds from several cross-validations."""
    runs = [held_out(examples, repeat) for repeat in range(1, REPEATS + 1)]
    return weights(examples, choose(examples, np.mean(runs, axis=0)))


def transferred(learnt: Sequence[Example], tested: Sequence[Example]) -> dict[str, Any]:
    """The report over one hand's lines by weights and thresholds from the other's."""
    made = Weights.of(fitted(learnt))
    return report([it.line for it in tested], [made.judge(it.message) for it in tested])


def examples(path: Path = DATA) -> list[Example]:
    """The labelled lines with their features."""
    with path.open("rb") as lines:
        bank = load_bank([])
        return [Example.of(line, bank) for line in read_lines(lines, bank.get)]


def show(every: Sequence[Example]) -> None:
    """Prints the figures."""
    given, own = _hands(every)
    done = cross_validated(every)
    judged = done.judged
    print(f"{len(done.elsewhere)} answers while another question of their topic is open: {_costs(done.elsewhere)}\n")
    for title, found in (
        (f"All {len(every)} lines, each without its question", _report(every, judged)),
        (f"The {len(given)} given lines among them", _report(given, judged)),
        (f"The {len(given)} given lines, by weights from the {len(own)} others", transferred(own, given)),
        (f"The {len(own)} others, by weights from the {len(given)} given lines", transferred(given, own)),
    ):
        print(f"{title}\n{table(found)}\n")


def _costs(answers: Sequence[Judgement]) -> str:
    shares = [sum(isinstance(one, kind) for one in answers) / len(answers) for kind in (Aside, Unsure)]
    return f"{shares[0]:.1%} swallowed, {shares[1]:.1%} asked about"


def _report(examples: Sequence[Example], judged: Mapping[str, Judgement]) -> dict[str, Any]:
    return report([it.line for it in examples], [judged[it.line.id] for it in examples])


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
