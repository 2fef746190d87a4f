"""The contradiction model: what is read of an answer, what is made of it, and that it fails softly."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader import contradiction
from grader.contradiction import (
    CONTRADICTED,
    COVERED,
    FOLDER,
    NEUTRAL,
    PASSAGES_AT_MOST,
    POINTS_AT_MOST,
    ContradictionModel,
    Matrix,
    Opposed,
    Use,
    evidence,
    found_in,
    passages_of,
    score,
)
from grader.features import PreparedAnswer, grounds
from grader.grade import Verdict
from grader.similarity import estimate
from tests.unit.grader.test_similarity import TASK

WRONG = "它缓存的是历史 token 的 Query，因为 K 和 V 会变，所以每一步都要重算。显存倒是随着上下文的长度线性增长的。"
USE = Use(centre=0.0, slope=8.0, named_from=0.4)


class Reader:
    """In the model's place: contradicted where the passage says `wrong`, covered elsewhere."""

    def __init__(self, wrong: str, *uses: str) -> None:
        self.wrong, self.read = wrong, list[tuple[str, str]]()
        self.uses = dict.fromkeys(uses, USE)

    def shares(self, pairs: Sequence[tuple[str, str]]) -> Matrix:
        self.read += pairs
        return np.array([[0.9, 0.1, 0.0] if self.wrong in said else [0.0, 0.1, 0.9] for _, said in pairs])


def test_short_clauses_are_read_together_and_stay_verbatim() -> None:
    text = "好，是这样，KV 缓存保存每一层历史 token 的键和值。显存呢，随长度增长，很快就满了。\n- a list: keys, values"
    found = passages_of(PreparedAnswer(text))
    assert all(passage in text for passage in found)
    assert len(found) < len(PreparedAnswer(text).clauses)
    assert all("\n" not in passage for passage in found)
    assert len(passages_of(PreparedAnswer("每一层历史 token 的键和值都要保存下来。" * 50))) == PASSAGES_AT_MOST


def test_a_passage_is_read_against_the_points_that_share_most_words_with_it() -> None:
    points = grounds(TASK, "zh") * 6
    model = Reader("Query", "zh")
    passages = ["缓存各层历史 token 的 K、V", "显存随上下文长度线性增长"]
    found = evidence(model, passages, points)  # type: ignore[arg-type]  # stands for the model
    assert model.read == [(points[n].text, passages[n]) for n in (0, 0, 1, 1)]
    assert np.isnan(found).any(axis=2).sum() == 2 * len(points) - 2 * POINTS_AT_MOST


def test_the_score_goes_from_covered_to_contradicted() -> None:
    def of(label: int) -> float:
        found = np.full((2, 3, 3), np.nan)
        found[:, 0] = np.eye(3)[label]
        return score(found)

    assert of(NEUTRAL) == 0
    assert -4 < of(COVERED) < -3.9 and 3.9 < of(CONTRADICTED) < 4


def test_an_answer_that_covers_loses_little_and_no_point_of_it_is_named() -> None:
    found = np.full((2, 2, 3), np.nan)
    found[:, 0] = np.eye(3)[COVERED]
    told = found_in(found, ["a", "b"], USE)
    assert told.share < 0.01 and not told.clauses
    found[0, 0], found[1, 0] = [0.5, 0.4, 0.1], np.eye(3)[CONTRADICTED]
    told = found_in(found, ["a", "b"], USE)
    assert told.share > 0.9 and told.clauses == {0: "b"}
    assert found_in(found, ["a", "b"], replace(USE, named_from=None)) == Opposed(told.share)


@pytest.mark.parametrize(("language", "on"), [("zh", True), ("en", False)])
def test_it_speaks_only_in_languages_it_is_used_in(language: str, on: bool) -> None:
    model = Reader("Query", language)
    estimate(TASK, WRONG, "zh", None, model)  # type: ignore[arg-type]  # stands for the model
    assert bool(model.read) is on


def test_a_suspected_point_counts_as_missing_and_shows_the_passage() -> None:
    plain, lowered = estimate(TASK, WRONG, "zh", None), estimate(TASK, WRONG, "zh", None, Reader("", "zh"))  # type: ignore[arg-type]  # stands for the model
    assert plain.suspected == () and lowered.suspected == ("stored", "memory")
    assert plain.score is not None and lowered.score is not None and lowered.score < plain.score
    for verdict in lowered.verdicts:
        assert verdict.verdict is Verdict.MISSING and verdict.quote and verdict.quote in WRONG


def test_without_a_file_nothing_is_found_and_it_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ContradictionModel.__init__, "__defaults__", (tmp_path,))
    contradiction.stored.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            assert contradiction.stored() is None and contradiction.stored() is None
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert "contradictions are not looked for" in caplog.text
    finally:
        contradiction.stored.cache_clear()
    assert estimate(TASK, WRONG, "zh", None, None).suspected == ()


@pytest.fixture(scope="module")
def shipped() -> Iterator[ContradictionModel]:
    yield ContradictionModel()


def test_the_shipped_file_is_small_and_reads_both_languages(shipped: ContradictionModel) -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 60_000_000
    pairs = [(p.text.get("en"), "今天晚饭吃什么") for p in TASK.key_points] + [
        ("缓存 K、V", "Keys and values are kept.")
    ]
    found = shipped.shares(pairs)
    assert found.shape == (3, 3) and np.allclose(found.sum(axis=1), 1)


def test_padding_changes_nothing(shipped: ContradictionModel) -> None:
    pair, long = ("缓存 K、V", "缓存的是 Query"), ("long " * 30, "very " * 40)
    assert np.allclose(shipped.shares([pair])[0], shipped.shares([pair, long])[0], atol=0.05)


def test_half_a_character_is_read_as_a_question_mark() -> None:
    assert contradiction.plain("x\ud83d y。") == "x? y"


def test_a_model_that_fails_costs_precision_only(caplog: pytest.LogCaptureFixture) -> None:
    class Failing(Reader):
        def shares(self, pairs: object) -> object:
            raise RuntimeError("a shape nobody foresaw")

    assert estimate(TASK, WRONG, "zh", None, Failing("", "zh")) == estimate(TASK, WRONG, "zh", None)  # type: ignore[arg-type]  # stands for the model
    assert "a shape nobody foresaw" in caplog.text
