"""The fit: what it learns, that it is the same each time, and that the packaged one has the right shape."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grader.calibration import WORDS_ONLY, Fit, fits_folder, stored, text_of, using
from grader.embedding import PACKAGED_NAME
from grader.features import AGAINST, names
from grader.fitting import common_words, fit
from questions.model import Text

FEATURES = ("content", "mistaken")


def _examples() -> tuple[Fit, np.ndarray, np.ndarray]:
    dice = np.random.default_rng(5)
    rows = dice.uniform(0, 1, (400, 2))
    reach = 6 * rows[:, 0] - 4 * rows[:, 1]
    labels = np.where(reach > 2.5, 1.0, np.where(reach > 1, 0.5, 0.0))
    return fit(FEATURES, rows, labels, np.repeat(np.arange(100), 4)), rows, labels


def test_a_fit_finds_what_counts_for_and_against() -> None:
    found, rows, labels = _examples()
    assert found.weights["content"] > 2 and found.weights["mistaken"] < -1
    assert np.corrcoef(found.credits(rows), labels)[0, 1] > 0.85
    assert found == _examples()[0]


def test_no_evidence_is_no_credit_and_evidence_only_raises_it() -> None:
    found, _, _ = _examples()
    none, some, more, wrong = found.credits(np.array([[0, 0], [0.5, 0], [1, 0], [1, 1]]))
    assert none == 0 and none < some < more and wrong < more


def test_a_feature_on_the_wrong_side_gets_no_weight() -> None:
    rows = np.linspace(0, 1, 80).reshape(-1, 1)
    upside_down = fit(("content",), rows, (rows[:, 0] < 0.5).astype(float), np.arange(80))
    assert upside_down.weights["content"] == 0


def test_the_packaged_fits_are_of_the_features_in_use() -> None:
    for reader, language, embedded in (
        (WORDS_ONLY, "zh", False),
        (WORDS_ONLY, "en", False),
        (PACKAGED_NAME, "en", True),
    ):
        found = stored(reader, language)  # type: ignore[arg-type]  # the three pairs above
        assert found is not None and tuple(found.weights) == names(embedded)
        assert all(weight <= 0 if name in AGAINST else weight >= 0 for name, weight in found.weights.items())
        assert 0 < found.partial_from < found.covered_from < 1
    assert stored(PACKAGED_NAME, "zh") is None


def test_fits_come_from_the_folder_in_use(tmp_path: Path) -> None:
    packaged = fits_folder()
    found, _, _ = _examples()
    (tmp_path / "words.json").write_text(text_of(WORDS_ONLY, {"en": found}, "a test"), encoding="utf-8")
    with using(tmp_path):
        assert stored(WORDS_ONLY, "en") == found and stored(WORDS_ONLY, "zh") is None
    assert fits_folder() == packaged and stored(WORDS_ONLY, "zh") is not None


def test_common_words_are_counted_by_text() -> None:
    told = common_words([Text("缓存", "the cache the cache"), Text("", "the key")])
    assert '"the": 1.0' in told and '"缓存": 1.0' in told and '"key": 0.5' in told
