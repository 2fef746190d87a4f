"""Evaluation of grades against labelled answers, with the figures of simple baselines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from grader.embedding import Embedder
from grader.grade import (
    CREDIT,
    FALSE_STATEMENT,
    FULL,
    FalseStatement,
    Grade,
    GradedBy,
    Method,
    Verdict,
    marked,
    verdict_of,
)
from grader.lines import AnswerLine, Find, LineError, read_line
from questions.format import from_json
from questions.model import LANGUAGES, Language, Question, Task
from questions.text import normalise, phrases

Numbers = NDArray[np.float64]

_DATA = Path(__file__).parent / "data"
BANDS = ((0, 2), (2, 4), (4, 6), (6, 8), (8, 10))  # marks; the upper end belongs to the last band only
COLUMNS = ("n", "without_number", "pearson", "spearman", "rmse", "mae", "qwk", "bias", "f1", "pairs")


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """An answer with its labels: credit per key point (0, ½, 1) and mark (0–10).

    kind: kind of answer, for grouping. packaged: the question is one of the bank, not written out in the line.
    by: who labelled it, "" unless the line tells. contradicted: points whose opposite is asserted.
    """

    id: str
    question_id: str
    task: Task
    answer: str
    language: Language
    kind: str
    covered: Mapping[str, float]
    score: float
    packaged: bool
    by: str = ""
    contradicted: frozenset[str] = frozenset()


Pair = tuple[LabelledAnswer, Grade]


def packaged_set() -> list[LabelledAnswer]:
    """The labelled answers shipped with the package."""
    return read_labelled(_DATA / "labelled.jsonl")


def read_labelled(path: Path, find: Find = lambda id: None) -> list[LabelledAnswer]:
    """The labelled answers of a JSON-lines file; a line without "score" gets the mark that its verdicts add up to.

    A "question_id" is resolved to the revision the packaged labels were made for, else by `find`. LineError names the first
    line that cannot be used; OSError when the file cannot be read.
    """
    with path.open("rb") as lines:
        return [
            _labelled(raw, number, lambda id: labelled_questions().get(id) or find(id))
            for number, raw in enumerate(lines, 1)
            if raw.strip()
        ]


@cache
def labelled_questions() -> Mapping[str, Question]:
    """Questions with packaged labels, in the revision that the labels hold for, by id."""
    lines = (_DATA / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return {question.id: question for question in map(from_json, map(json.loads, lines))}


def _labelled(raw: bytes, number: int, find: Find) -> LabelledAnswer:
    try:
        line = read_line(raw, find)
        covered = _covered(line)
        score = line.data["score"] if "score" in line.data else _by_the_rules(line, covered)
        if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= FULL:
            raise LineError('"score" must be a number from 0 to 10')
    except LineError as error:
        raise LineError(f"line {number}: {error}", error.id) from error
    return LabelledAnswer(
        id=str(line.id),
        question_id=str(line.data.get("question_id", line.data.get("question"))),
        task=line.task,
        answer=line.answer,
        language=line.language,
        kind=str(line.data.get("answer_kind", "answer")),
        covered=covered,
        score=float(score),
        packaged="question" not in line.data,
        by=str(line.data.get("by", "")),
        contradicted=_contradicted(line, covered),
    )


def _covered(line: AnswerLine) -> dict[str, float]:
    covered = line.data.get("covered")
    ids = {point.id for point in line.task.key_points}
    if not isinstance(covered, dict) or set(covered) != ids or any(c not in (0, 0.5, 1) for c in covered.values()):
        raise LineError('"covered" must give 0, 0.5 or 1 for every key point')
    return covered


def _contradicted(line: AnswerLine, covered: Mapping[str, float]) -> frozenset[str]:
    wrong = line.data.get("contradicted", [])
    if not isinstance(wrong, list) or any(id not in list(covered) for id in wrong):
        raise LineError('"contradicted" must be a list of ids of key points')
    return frozenset(wrong)


def _by_the_rules(line: AnswerLine, covered: Mapping[str, float]) -> float:
    """The mark of a label by `grader.grade.marked`, from "covered", "contradicted" and "false_statements"."""
    wrong, false = _contradicted(line, covered), line.data.get("false_statements", [])
    if not isinstance(false, list) or any(it not in list(FALSE_STATEMENT) for it in false):
        raise LineError('"false_statements" must be a list of minor and major')
    by_credit = {0: Verdict.MISSING, 0.5: Verdict.PARTIAL, 1: Verdict.COVERED}
    verdicts = [verdict_of(id, Verdict.CONTRADICTED if id in wrong else by_credit[c]) for id, c in covered.items()]
    said = tuple(FalseStatement("", severity, severity) for severity in false)
    by_label = GradedBy(Method.JUDGE, "label")
    return marked(line.task.key_points, Grade(tuple(verdicts), by_label, False, errors=said)).score or 0.0


def report(
    labelled: Sequence[LabelledAnswer], grades: Sequence[Grade], embedder: Embedder | None = None
) -> dict[str, Any]:
    """All figures as JSON values: overall, by language, kind and band of marks, and of the baselines by language."""
    both = list(zip(labelled, grades, strict=True))
    spoken = {one.language for one in labelled}
    return {
        "graded_by": sorted({str(grade.graded_by) for grade in grades}),
        "all": figures(both),
        "language": _by_group(both, lambda one: one.language, LANGUAGES),
        "kind": _by_group(both, lambda one: one.kind, sorted({one.kind for one in labelled})),
        "band": _by_group(both, lambda one: _band(one.score), [_range(band) for band in BANDS]),
        "baseline": baselines(labelled, embedder, [language for language in LANGUAGES if language in spoken]),
    }


def _by_group(both: Sequence[Pair], name: Callable[[LabelledAnswer], str], order: Sequence[str]) -> dict[str, Any]:
    """Figures per non-empty group, in this order; `name` gives the group of a labelled answer."""
    groups: dict[str, list[Pair]] = {}
    for pair in both:
        groups.setdefault(name(pair[0]), []).append(pair)
    return {group: figures(groups[group]) for group in order if group in groups}


def _band(score: float) -> str:
    """The band of a mark; 10 belongs to the last one."""
    return next((_range(band) for band in BANDS if band[0] <= score < band[1]), _range(BANDS[-1]))


def _range(band: tuple[int, int]) -> str:
    return f"{band[0]}–{band[1]}"


def figures(both: Sequence[Pair]) -> dict[str, Any]:
    """The figures of one group; a correlation needs three answers and variance on both sides, else None."""
    numbered = [(grade.score, one.score) for one, grade in both if grade.score is not None]
    given, due = np.array(numbered, dtype=float).reshape(-1, 2).T
    off = given - due
    there = len(numbered) > 0
    return {
        "n": len(both),
        "without_number": len(both) - len(numbered),
        "pearson": pearson(given, due),
        "spearman": pearson(ranks(given), ranks(due)),
        "rmse": _rounded(np.sqrt(np.mean(off**2))) if there else None,
        "mae": _rounded(np.mean(np.abs(off))) if there else None,
        "qwk": weighted_kappa(given, due),
        "bias": _rounded(np.mean(off)) if there else None,
        "mean": _rounded(np.mean(given)) if there else None,
        "label": _rounded(np.mean([one.score for one, _ in both])) if both else None,
        "f1": point_f1(both, 0.5, {Verdict.COVERED, Verdict.PARTIAL}),
        "f1_full": point_f1(both, 1.0, {Verdict.COVERED}),
        "pairs": pairs_in_order(both),
    }


def _rounded(value: Any) -> float:
    return round(float(value), 3)


def pearson(one: Numbers, other: Numbers) -> float | None:
    """Pearson's r; None for fewer than three values or without variance on a side."""
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return _rounded(np.corrcoef(one, other)[0, 1])


def ranks(values: Numbers) -> Numbers:
    """Ranks from 0, ties with their mean rank; Pearson's r of ranks is Spearman's ρ."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count) - 1
    return np.asarray((last - (count - 1) / 2)[place], dtype=np.float64)


def weighted_kappa(given: Numbers, due: Numbers) -> float | None:
    """Cohen's kappa with quadratic weights (Cohen 1968) over marks rounded to 0–10; None without expected disagreement."""
    one, other = np.rint(given).astype(int), np.rint(due).astype(int)
    apart = np.subtract.outer(np.arange(11), np.arange(11)) ** 2
    by_chance = np.outer(np.bincount(one, minlength=11), np.bincount(other, minlength=11)) / max(1, len(one))
    expected = float(np.sum(apart * by_chance))
    return _rounded(1 - float(np.sum((one - other) ** 2)) / expected) if expected else None


def point_f1(both: Iterable[Pair], earned: float, counted: set[Verdict]) -> float | None:
    """F1 of points with a verdict in `counted` against points labelled `earned` or more; unjudged points are left out."""
    hits = said = true = 0
    for one, grade in both:
        for verdict in grade.verdicts:
            if verdict.verdict is not Verdict.UNJUDGED:
                yes, right = verdict.verdict in counted, one.covered[verdict.id] >= earned
                hits, said, true = hits + (yes and right), said + yes, true + right
    return _rounded(2 * hits / (said + true)) if said + true else None


def pairs_in_order(both: Iterable[Pair]) -> float | None:
    """Share (0–1) of pairs of a covered and a missing point of one answer where the covered one has more credit; ties are ½."""
    right, pairs = 0.0, 0
    for one, grade in both:
        credit = {v.id: v.credit if v.credit is not None else CREDIT[v.verdict] for v in grade.verdicts}
        for here in (id for id, c in one.covered.items() if c == 1 and credit[id] is not None):
            for there in (id for id, c in one.covered.items() if c == 0 and credit[id] is not None):
                more, less = cast("float", credit[here]), cast("float", credit[there])
                right, pairs = right + (more > less) + 0.5 * (more == less), pairs + 1
    return _rounded(right / pairs) if pairs else None


def baselines(
    labelled: Sequence[LabelledAnswer], embedder: Embedder | None, languages: Sequence[Language]
) -> dict[str, dict[str, Any]]:
    """Figures of baselines per language: answer length, overlap with the reference's words, cosine with the reference."""
    ways: dict[str, Numbers] = {
        "length": np.array([len(one.answer) for one in labelled], dtype=float),
        "token overlap": np.array([FULL * _overlap(one) for one in labelled]),
    }
    if embedder:
        told = embedder.encode([one.answer or " " for one in labelled])
        due = embedder.encode([one.task.reference.get(one.language) for one in labelled])
        ways["plain cosine"] = FULL * np.clip(np.sum(told * due, axis=1), 0, 1).astype(np.float64)
    scores = np.array([one.score for one in labelled])
    found = {}
    for name, marks in ways.items():
        for language in languages:
            here = np.array([one.language == language for one in labelled])
            found[f"{name} {language}"] = _baseline(marks[here], scores[here], scaled=name != "length")
    return found


def _overlap(one: LabelledAnswer) -> float:
    due = phrases(normalise(one.task.reference.get(one.language)))
    return len(due & phrases(normalise(one.answer))) / max(1, len(due))


def _baseline(marks: Numbers, scores: Numbers, *, scaled: bool) -> dict[str, Any]:
    """Figures of one baseline; one that is not on the scale of marks has correlations only."""
    found: dict[str, Any] = {"n": len(marks), "without_number": 0}
    found |= {"pearson": pearson(marks, scores), "spearman": pearson(ranks(marks), ranks(scores))}
    if scaled:
        off = marks - scores
        found |= {"rmse": _rounded(np.sqrt(np.mean(off**2))), "mae": _rounded(np.mean(np.abs(off)))}
        found |= {"qwk": weighted_kappa(marks, scores), "bias": _rounded(np.mean(off))}
    return found


def table(found: Mapping[str, Any]) -> str:
    """The figures as a text table."""
    groups = [("all", found["all"])]
    groups += [(f"{part} {name}", row) for part in ("language", "kind", "band") for name, row in found[part].items()]
    groups += [(f"baseline: {name}", row) for name, row in found["baseline"].items()]
    width = max(len(name) for name, _ in groups)
    heads = [column.replace("without_number", "no number") for column in COLUMNS] + ["mean/label"]
    lines = [f"graded by {', '.join(found['graded_by'])}", " " * width + "".join(f"{head:>11}" for head in heads)]
    for name, row in groups:
        cells = [_cell(row.get(column)) for column in COLUMNS]
        means = f"{row['mean']:.1f}/{row['label']:.1f}" if row.get("mean") is not None else "–"
        lines.append(f"{name:<{width}}" + "".join(f"{cell:>11}" for cell in (*cells, means)))
    return "\n".join(lines)


def _cell(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
