"""Figures: each against a value worked out by hand or by another library, and those the estimate has to reach."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr  # type: ignore[import-untyped]  # has no types
from sklearn.metrics import cohen_kappa_score  # type: ignore[import-untyped]  # has no types

from grader.embedding import PACKAGED, load
from grader.evaluation import (
    LabelledAnswer,
    figures,
    packaged_set,
    pearson,
    ranks,
    read_labelled,
    report,
    table,
    weighted_kappa,
)
from grader.fitting import Fitting
from grader.grade import Flag, Grade, GradedBy, Method, PointVerdict, Verdict
from grader.lines import LineError
from questions.model import KeyPoint, Task, Text

TASK = Task(Text("", "q"), Text("", "r"), (KeyPoint("a", Text("", "a"), 3), KeyPoint("b", Text("", "b"), 1)))
Held = list[tuple[LabelledAnswer, Grade]]


def labelled(score: float, a: float, b: float) -> LabelledAnswer:
    return LabelledAnswer("x", "q", TASK, "text", "en", "good", {"a": a, "b": b}, score, False)


def grade(score: float | None, a: float, b: float) -> Grade:
    def verdict(id: str, credit: float) -> PointVerdict:
        return PointVerdict(
            id, Verdict.COVERED if credit > 0.6 else Verdict.PARTIAL if credit > 0.3 else Verdict.MISSING, credit
        )

    return Grade((verdict("a", a), verdict("b", b)), GradedBy(Method.WORDS), True, score=score)


def test_figures_by_hand() -> None:
    found = figures(
        [
            (labelled(10, 1, 0), grade(8, 0.9, 0.7)),
            (labelled(0, 0, 1), grade(2, 0.5, 0.1)),
            (labelled(5, 1, 0), grade(None, 1, 0)),
        ]
    )
    assert (found["n"], found["without_number"]) == (3, 1)
    assert (found["rmse"], found["mae"], found["bias"]) == (2.0, 2.0, 0.0)
    assert found["pairs"] == pytest.approx(2 / 3, abs=1e-3)
    assert found["f1"] == pytest.approx(2 * 2 / (4 + 3), abs=1e-3)


def test_rank_correlation_and_kappa_agree_with_the_libraries() -> None:
    dice = np.random.default_rng(3)
    one, other = dice.integers(0, 11, 60).astype(float), dice.integers(0, 11, 60).astype(float)
    assert pearson(ranks(one), ranks(other)) == pytest.approx(spearmanr(one, other)[0], abs=1e-3)
    theirs = cohen_kappa_score(one.astype(int), other.astype(int), weights="quadratic", labels=list(range(11)))
    assert weighted_kappa(one, other) == pytest.approx(theirs, abs=1e-3)


def test_what_cannot_be_had_is_none() -> None:
    found = figures([(labelled(5, 1, 0), grade(None, 1, 0))])
    assert found["rmse"] is found["pearson"] is found["qwk"] is found["mean"] is None
    assert "–" in table(report([labelled(5, 1, 0)], [grade(None, 1, 0)]))


@pytest.mark.parametrize(
    "change",
    [
        {"score": 11},
        {"score": "5"},
        {"covered": {"k1": 1}},
        {"covered": {"k1": 0.7, "k2": 0}},
        {"covered": {"k1": [], "k2": 0}},
    ],
)
def test_a_wrong_label_is_named_with_its_line(tmp_path: Path, change: dict[str, object]) -> None:
    good = {
        "id": "x", "lang": "en", "question": "q", "reference": "One. Two.", "answer": "a", "score": 5,
        "covered": {"k1": 1, "k2": 0},
    }  # fmt: skip
    path = tmp_path / "set.jsonl"
    path.write_text(f"{json.dumps(good)}\n{json.dumps(good | change)}\n", encoding="utf-8")
    with pytest.raises(LineError, match="line 2"):
        read_labelled(path)


@pytest.fixture(scope="module")
def held() -> Held:
    """The whole labelled set, each answer estimated by fits that never saw its question."""
    answers = packaged_set()
    return list(zip(answers, Fitting(answers, load(PACKAGED, "")).held_out(), strict=True))


def _mean(held: Held, wanted: Callable[[LabelledAnswer], bool]) -> float:
    return float(np.mean([g.score for one, g in held if wanted(one) and g.score is not None]))


def test_the_labelled_set_is_large_and_varied(held: Held) -> None:
    kinds, languages = Counter(one.kind for one, _ in held), Counter(one.language for one, _ in held)
    assert len(held) >= 300 and min(languages.values()) >= 150 and len({one.id for one, _ in held}) == len(held)
    assert all(kinds[kind] >= 20 for kind in ("mixed_language", "typos_spoken", "brief_correct", "code_answer"))
    adversarial = {
        "wrong_on_topic",
        "negated",
        "shuffled",
        "keyword_stuffing",
        "parrot_question",
        "prompt_injection",
        "trap_honest",
    }
    assert adversarial <= set(kinds)


@pytest.mark.parametrize("change", [{"contradicted": 3}, {"contradicted": [[]]}, {"false_statements": ["grave"]}])
def test_a_wrong_label_without_a_mark_is_named_as_well(tmp_path: Path, change: dict[str, object]) -> None:
    line = {"id": "x", "lang": "en", "question": "q", "reference": "One.", "answer": "a", "covered": {"k1": 1}} | change
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(LineError, match=r'line 1: "(contradicted|false_statements)" must be a list'):
        read_labelled(path)


def test_a_label_without_a_mark_is_marked_by_the_rules(tmp_path: Path) -> None:
    verdicts = {"covered": {"k1": 1, "k2": 0}, "contradicted": ["k2"], "false_statements": ["major", "minor"]}
    line = {"id": "x", "lang": "en", "question": "q", "reference": "One. Two.", "answer": "a"} | verdicts
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    (one,) = read_labelled(path)
    assert one.score == pytest.approx(10 * (1 - 0.25) / 2 - 1.5 - 0.5, abs=0.06)


@pytest.mark.parametrize(
    ("language", "negated", "pairs", "spearman"),
    [("zh", False, 0.93, 0.60), ("en", False, 0.95, 0.70), ("zh", True, 0.87, 0.50), ("en", True, 0.90, 0.57)],
)
def test_which_points_are_covered_and_how_answers_rank(
    held: Held, language: str, negated: bool, pairs: float, spearman: float
) -> None:
    """Without and with the answers whose claims are turned round, which the estimate takes for good ones."""
    found = figures([pair for pair in held if pair[0].language == language and (negated or pair[0].kind != "negated")])
    assert found["pairs"] >= pairs and found["spearman"] >= spearman


@pytest.mark.parametrize("language", ["zh", "en"])
def test_better_kinds_get_more(held: Held, language: str) -> None:
    means = [
        _mean(held, lambda one, k=kind: one.kind == k and one.language == language)
        for kind in ("excellent", "good", "partial", "shallow")
    ]  # type: ignore[misc]  # `kind` is bound at once
    assert means == sorted(means, reverse=True) and means[0] - means[-1] > 4


@pytest.mark.parametrize("kind", ["off_topic_or_idk", "parrot_question", "keyword_stuffing", "shuffled"])
def test_what_says_nothing_gets_next_to_nothing(held: Held, kind: str) -> None:
    assert _mean(held, lambda one: one.kind == kind) <= 2.0


def test_fluently_wrong_answers_to_packaged_questions_get_little(held: Held) -> None:
    assert _mean(held, lambda one: one.packaged and one.kind == "wrong_on_topic") <= 3.0


def test_other_languages_and_talk_are_near_their_label_or_without_a_number(held: Held) -> None:
    mixed = [(one.score, g.score) for one, g in held if one.kind == "mixed_language" and g.score is not None]
    assert abs(float(np.mean([given - due for due, given in mixed]))) <= 1.75
    context = [g for one, g in held if one.kind == "typos_spoken"]
    assert sum(Flag.NOT_ASSESSABLE in g.flags for g in context) >= 0.8 * len(context)


def test_honest_answers_with_dangerous_words_keep_their_credit(held: Held) -> None:
    off = defaultdict(list)
    for one, g in held:
        if one.kind == "trap_honest" and g.score is not None:
            off[one.language].append(g.score - one.score)
    assert all(float(np.mean(values)) > -1.2 for values in off.values()) and len(off) == 2
