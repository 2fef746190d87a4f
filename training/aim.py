"""Fits how reports of interviews are read and matched: `python -m training.aim [--check]`.

Reads `training/data/aim.jsonl` and the packaged bank, prints figures from cross-validation by documents, and writes
`questions/data/matching.json` and `questions/data/asked.json`; `--check` writes nothing. Deterministic.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from grader.intervals import wilson
from questions.aim.asked import AskedQuestion, Cues, features, passages
from questions.aim.evaluation import NONE, OVERLAP, Found, LabelledDocument, compare, ndcg, read_documents
from questions.aim.profile import Profiler, kind_of
from questions.bank import load_bank
from questions.matching import ACCEPTED_BY, RANKED_BY, Candidate, Matched, Matcher, MatchingWeights, Query
from questions.matching import CANDIDATES as LOOKED_AT

DATA = Path(__file__).parent / "data" / "aim.jsonl"
WRITTEN = Path(__file__).parents[1] / "questions" / "data"
TOPICS = (
    "architecture", "attention", "training", "distributed", "finetuning", "alignment", "moe", "sequence", "decoding",
    "inference", "quantization", "system-design", "coding", "rag", "agents", "evaluation",
)  # fmt: skip
"""What the labels knew; questions on later topics are taken out where figures are computed."""
FOLDS = 8
HANDS = ("ad-", "own-")  # ids of the documents that were given, and of those written beside them
OTHERS = 15  # candidates that a right one is compared with
TAKEN_OUT = 0.15  # what a question counts whose answer was taken out of the bank, so that nothing matches
COUNTS = {"ad-": 3, "own-": 1}  # what a document counts when thresholds are chosen, by the hand that wrote it
PRECISE = 0.9  # precision of matches in cross-validation from which they are accepted
INVENTED_COSTS = 3  # found questions that one which was none outweighs
STEPS = np.arange(0.2, 0.9, 0.01)
BEFORE = MatchingWeights(
    {name: {"best": 1.0, "meaning": 1.0, "stem": 0.3, "stem_said": 0.3, "together": 0.3}.get(name, 0.0) for name in RANKED_BY},
    dict.fromkeys(ACCEPTED_BY, 0.0), 0.0, 0.5,
)  # fmt: skip
"""What candidates are found by before anything is fitted."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled question with its candidates as `BEFORE` finds them."""

    asked: Query
    right: frozenset[str]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """Both models."""

    weights: MatchingWeights
    cues: Cues


def examples(documents: Sequence[LabelledDocument], matcher: Matcher) -> list[Example]:
    """The labelled questions of documents that are not ambiguous."""
    made = []
    for one in (one for document in documents for one in document.questions if not one.ambiguous):
        asked = Query.of(one.text)
        if found := matcher.candidates(asked):
            made.append(Example(asked, one.right, tuple(found)))
    return made


def ranked(candidates: Sequence[Candidate], ranking: dict[str, float]) -> list[Candidate]:
    """The candidates as these weights rank them."""
    told = [
        replace(one, likeness=sum(ranking[name] * value for name, value in one.features.items())) for one in candidates
    ]
    return sorted(told, key=lambda one: (-one.likeness, one.question.id))


def fit_ranking(given: Sequence[Example]) -> dict[str, float]:
    """Weights by which a right candidate beats the others."""
    rows, counts = [], []
    for example in given:
        right = [one for one in example.candidates if one.question.id in example.right][:1]
        others = [one for one in example.candidates if one.question.id not in example.right][:OTHERS]
        for one, other in ((one, other) for one in right for other in others):
            rows.append([one.features[name] - other.features[name] for name in RANKED_BY])
            counts.append(1 / len(others))
    both = np.asarray([*rows, *(-np.asarray(rows))])
    sides = [1] * len(rows) + [0] * len(rows)
    model = LogisticRegression(fit_intercept=False, max_iter=5000).fit(both, sides, sample_weight=counts * 2)
    return {name: round(float(weight), 3) for name, weight in zip(RANKED_BY, model.coef_[0], strict=True)}


def fit_acceptance(given: Sequence[Example], ranking: dict[str, float], matcher: Matcher) -> MatchingWeights:
    """Weights by which the first candidate is accepted; half of what they learn from has its answer taken out of the bank."""
    rows, labels, counts = [], [], []
    for example in given:
        found = ranked(example.candidates, ranking)
        without = [one for one in found if one.question.id not in example.right] if example.right else []
        for chosen, counted in ((found, 1.0), (without, TAKEN_OUT)):
            if chosen:
                evidence = matcher.evidence(example.asked, chosen)
                rows.append([evidence[name] for name in ACCEPTED_BY])
                labels.append(chosen[0].question.id in example.right)
                counts.append(counted)
    model = LogisticRegression(max_iter=5000).fit(rows, labels, sample_weight=counts)
    acceptance = {name: round(float(weight), 3) for name, weight in zip(ACCEPTED_BY, model.coef_[0], strict=True)}
    return MatchingWeights(ranking, acceptance, round(float(model.intercept_[0]), 3), 0.5)


def fit_matching(documents: Sequence[LabelledDocument], matcher: Matcher) -> MatchingWeights:
    given = examples(documents, matcher)
    return fit_acceptance(given, fit_ranking(given), matcher)


def fit_cues(documents: Sequence[LabelledDocument], matcher: Matcher) -> Cues:
    """Weights by which a passage is a question."""
    rows: list[dict[str, float]] = []
    labels: list[bool] = []
    for document in documents:
        for passage in passages(document.lines):
            rows.append(features(passage, matcher.match(passage.text).score))
            labels.append(any(_same(passage.text, one.text) for one in document.questions))
    vectors = DictVectorizer()
    model = LogisticRegression(max_iter=5000).fit(vectors.fit_transform(rows), labels)
    names = vectors.get_feature_names_out()
    weights = {str(name): round(float(weight), 3) for name, weight in zip(names, model.coef_[0], strict=True)}
    return Cues(round(float(model.intercept_[0]), 3), weights, 0.5)


def _same(passage: str, label: str) -> bool:
    """Whether a passage and a label have more in common than `OVERLAP`."""
    shorter, longer = sorted((passage, label), key=len)
    if shorter in longer:
        return len(shorter) / len(longer) >= OVERLAP
    common = next((n for n in range(len(shorter), 0, -1) if passage[-n:] == label[:n] or label[-n:] == passage[:n]), 0)
    return common / (len(passage) + len(label) - common) >= OVERLAP


def fit(documents: Sequence[LabelledDocument], matcher: Matcher) -> Fit:
    """Both models from these documents; thresholds are not chosen yet."""
    reports = [document for document in documents if document.questions]
    weights = fit_matching(reports, matcher)
    return Fit(weights, fit_cues(reports, with_weights(matcher, weights)))


def with_weights(matcher: Matcher, weights: MatchingWeights) -> Matcher:
    """The same index under other weights."""
    made = Matcher.__new__(Matcher)
    made.__dict__.update(matcher.__dict__, weights=weights)
    return made


def held_out(documents: Sequence[LabelledDocument], matcher: Matcher) -> list[tuple[LabelledDocument, Fit]]:
    """Every document with the models fitted without its fold."""
    folds = [documents[n::FOLDS] for n in range(FOLDS)]
    pairs = []
    for fold in folds:
        others = [document for document in documents if document not in fold]
        fitted = fit(others, matcher)
        pairs += [(document, fitted) for document in fold]
    return pairs


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with everything that may be asked in it, how probably it is, and its nearest question."""

    document: LabelledDocument
    passages: tuple[tuple[AskedQuestion, float], ...]

    @classmethod
    def of(cls, document: LabelledDocument, fitted: Fit, matcher: Matcher) -> Reading:
        own = with_weights(matcher, replace(fitted.weights, accept_from=0.0))
        found = []
        for passage in passages(document.lines):
            matched = own.match(passage.text)
            asks = fitted.cues.probability(features(passage, matched.score))
            found.append((AskedQuestion(passage.text, passage.line, matched), asks))
        return cls(document, tuple(found))

    def asked(self, accept_from: float, ask_from: float) -> list[AskedQuestion]:
        """What is asked under these thresholds."""
        return [_accepted(question, accept_from) for question, asks in self.passages if asks >= ask_from]


def _accepted(question: AskedQuestion, accept_from: float) -> AskedQuestion:
    return (
        question
        if question.matched.score >= accept_from
        else replace(question, matched=Matched(None, question.matched.score))
    )


def counted(readings: Sequence[Reading], matcher: Matcher, accept_from: float, ask_from: float) -> Found:
    """How reports are read under these thresholds."""
    ids = [question.id for question in matcher.questions]
    return sum((compare(one.document, one.asked(accept_from, ask_from), ids) for one in readings), NONE)


def thresholds(readings: Sequence[Reading], matcher: Matcher) -> tuple[float, float]:
    """The lowest threshold that keeps what `PRECISE` asks, for matches; the one that gains most, for questions."""

    def both(accept_from: float, ask_from: float) -> Found:
        """The counts of all, those of each hand as often as it counts."""
        found = NONE
        for hand, times in COUNTS.items():
            own = [one for one in readings if one.document.id.startswith(hand)]
            found = sum([counted(own, matcher, accept_from, ask_from)] * times, found)
        return found

    def gain(step: float) -> int:
        one = both(0.5, step)
        return one.found - INVENTED_COSTS * one.invented

    ask = max(STEPS, key=lambda step: (gain(step), -step))
    accept = next(step for step in STEPS if (one := both(step, ask)).right >= PRECISE * one.matched)
    return round(float(accept), 2), round(float(ask), 2)


@dataclass(frozen=True, slots=True)
class Figures:
    """How documents that the models have not seen are read; counts, and nDCG@5 by document."""

    found: Found
    gains: tuple[float, ...]
    kinds: int

    def table(self, name: str) -> str:
        """The figures in words, with 95 % intervals: Wilson's of shares, the bootstrap's over documents of the mean."""
        one = self.found
        rows = (
            ("questions found", one.found, one.labelled),
            ("of what was told no question", one.invented, one.told),
            ("matches right", one.right, one.matched),
            ("matched of what the bank asks", one.right, one.to_match),
            ("kinds right", self.kinds, len(self.gains)),
        )
        told = [f"  {what}: {share(n, of)}" for what, n, of in rows]
        low, high = over_documents(self.gains)
        mean = sum(self.gains) / len(self.gains)
        return "\n".join((f"{name}*", *told, f"  topics, nDCG@5: {mean:.3f} [{low:.3f}, {high:.3f}]"))


def share(n: int, of: int) -> str:
    low, high = wilson(n, of) or (0.0, 1.0)
    return f"{n}/{of} = {n / of if of else 0:.3f} [{low:.3f}, {high:.3f}]"


def over_documents(values: Sequence[float], times: int = 2000) -> tuple[float, float]:
    """The 95 % interval of a mean by the bootstrap over documents."""
    drawn = np.random.default_rng(0).choice(np.asarray(values), (times, len(values)))
    low, high = np.percentile(drawn.mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def figures(readings: Sequence[Reading], matcher: Matcher, profiler: Profiler, made: Fit) -> Figures:
    """Figures under the thresholds of `made`; each reading is by models that have not seen its document."""
    accept_from, ask_from = made.weights.accept_from, made.cues.ask_from
    gains = []
    for one in readings:
        asked = one.asked(accept_from, ask_from) if one.document.questions else ()
        gains.append(ndcg(one.document, profiler.topics_of(one.document.lines, asked), TOPICS))
    reports = [one for one in readings if one.document.questions]
    kinds = sum(kind_of(one.document.lines) == one.document.kind for one in readings)
    return Figures(counted(reports, matcher, accept_from, ask_from), tuple(gains), kinds)


def unseen() -> list[Figures]:
    """Figures of documents that the models have not seen, by the hand that wrote them."""
    return _cross_validated(read_documents(DATA), old_bank())[0]


def _cross_validated(documents: Sequence[LabelledDocument], matcher: Matcher) -> tuple[list[Figures], Fit]:
    """The figures, and the models of all documents with the thresholds that were chosen."""
    pairs = held_out(documents, matcher)
    readings = [Reading.of(document, fitted, matcher) for document, fitted in pairs]
    accept_from, ask_from = thresholds([one for one in readings if one.document.questions], matcher)
    made = fit(documents, matcher)
    made = Fit(replace(made.weights, accept_from=accept_from), replace(made.cues, ask_from=ask_from))
    profiler = Profiler(matcher)
    by_hand = [[one for one in readings if one.document.id.startswith(hand)] for hand in HANDS]
    return [figures(own, matcher, profiler, made) for own in by_hand], made


def old_bank() -> Matcher:
    """The questions that the labels knew."""
    return Matcher((q for q in load_bank().questions.values() if q.topic in TOPICS), BEFORE)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--check", action="store_true", help="write nothing")
    given = asked.parse_args()
    found, made = _cross_validated(read_documents(DATA), old_bank())
    print(
        f"accept_from {made.weights.accept_from}, ask_from {made.cues.ask_from}; of documents that the models have not seen:"
    )
    for hand, one in zip(HANDS, found, strict=True):
        print(one.table(hand))
    if not given.check:
        write("matching.json", asdict(made.weights))
        write("asked.json", asdict(made.cues))


def write(name: str, made: dict[str, Any]) -> None:
    (WRITTEN / name).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    assert LOOKED_AT > OTHERS
    main()
