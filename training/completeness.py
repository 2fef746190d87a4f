"""Fits the weights by which a draft reads finished: `python -m training.completeness [--check]`.

Whole answers are those of `training/data/asides.jsonl` not labelled as unfinished. Unfinished are the others, and whole
answers cut between two words of one clause, at a place that depends on their id alone. Figures and file as in `training.asides`.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from grader.intervals import wilson
from interview.aside_evaluation import UNFINISHED, LabelledMessage, read_lines
from interview.aside_features import Message
from interview.asked import asked, known_probe
from interview.completeness import features
from interview.linear import Linear
from questions.bank import load_bank
from questions.model import LANGUAGES
from questions.text import HAN
from training.logistic import Features, fit, write

DATA = Path(__file__).parent / "data" / "asides.jsonl"
WEIGHTS = Path(__file__).parents[1] / "interview" / "completeness.json"
GIVEN = "aside-dev-"  # ids of the lines by another hand
LEAST = 0.02  # weights below are dropped
WAIT_LONGER = 0.06  # share of whole answers that may be taken for unfinished
FOLDS = 10
SHORTEST_CUT = 4  # words that stay

_BETWEEN_WORDS = re.compile(rf"(?<=[a-z0-9,]) (?=[a-z0-9])|(?<=[{HAN}])(?=[{HAN}])", re.IGNORECASE)


Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft with its features; `cut` is an answer that was cut by machine."""

    line: LabelledMessage
    row: Features
    finished: bool
    cut: bool

    @classmethod
    def of(cls, line: LabelledMessage, text: str, *, finished: bool, cut: bool) -> Draft:
        question = line.question
        row = features(Message.of(text, asked(question, known_probe(question, line.probe))))
        return cls(line, row, finished, cut)


KINDS: Mapping[str, Callable[[Draft], bool]] = {
    "whole answers": lambda it: it.finished,
    "whole answers among the given lines": lambda it: it.finished and it.line.id.startswith(GIVEN),
    "answers written unfinished": lambda it: not it.finished and not it.cut,
    "answers cut by machine": lambda it: it.cut,
}


def drafts(lines: Sequence[LabelledMessage]) -> Iterator[Draft]:
    """Every answer, and every whole one that can be cut a second time as its beginning."""
    for line in lines:
        if line.is_answer and not line.ambiguous:
            whole = line.tag != UNFINISHED
            yield Draft.of(line, line.draft, finished=whole, cut=False)
            if whole and (text := beginning(line)):
                yield Draft.of(line, text, finished=False, cut=True)


def beginning(line: LabelledMessage) -> str:
    """The draft up to a place between two words in its middle half; "" where there is none."""
    places = [match.start() for match in _BETWEEN_WORDS.finditer(line.draft)]
    middle = places[max(SHORTEST_CUT, len(places) // 4) : 1 + 3 * len(places) // 4]
    return line.draft[: middle[crc32(line.id.encode()) % len(middle)]] if middle else ""


def model(learnt: Sequence[Draft]) -> dict[str, Any]:
    """Bias and weights of the probability that a draft is finished."""
    return fit([it.row for it in learnt], ["finished" if it.finished else "Cut" for it in learnt], LEAST)["finished"]


def held_out(every: Sequence[Draft]) -> Numbers:
    """Per draft the probability that it is finished, by a model that saw no draft on its question."""
    ids = sorted({it.line.question.id for it in every})
    fold = {id: place % FOLDS for place, id in enumerate(ids)}
    found = np.zeros(len(every))
    for number in range(FOLDS):
        made = Linear(**model([it for it in every if fold[it.line.question.id] != number]))
        for n, it in enumerate(every):
            if fold[it.line.question.id] == number:
                found[n] = made.probability(it.row)
    return found


def threshold(every: Sequence[Draft], found: Numbers) -> float:
    """The probability below which `WAIT_LONGER` of the whole answers lie, in the language where it is lower."""
    whole = [
        [p for it, p in zip(every, found, strict=True) if it.finished and it.line.language == language]
        for language in LANGUAGES
    ]
    return round(min(float(np.quantile(ps, WAIT_LONGER)) for ps in whole), 2)


def show(every: Sequence[Draft], found: Numbers, finished_from: float) -> None:
    """Prints how many drafts are taken for unfinished, per language, with 95 % intervals."""
    for title, wanted in KINDS.items():
        for language in LANGUAGES:
            pairs = zip(every, found, strict=True)
            taken = [bool(p < finished_from) for it, p in pairs if wanted(it) and it.line.language == language]
            print(
                f"{title}, {language}: {sum(taken)} of {len(taken)} read unfinished, {wilson(sum(taken), len(taken))}"
            )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--check", action="store_true", help="print the figures, write nothing")
    only_figures = options.parse_args().check
    with DATA.open("rb") as lines:
        every = list(drafts(read_lines(lines, load_bank([]).get)))
    found = held_out(every)
    finished_from = threshold(every, found)
    show(every, found, finished_from)
    if not only_figures:
        write(WEIGHTS, {"finished_from": finished_from, "finished": model(every)})
        print(f"{WEIGHTS}: finished from {finished_from}")


if __name__ == "__main__":
    main()
