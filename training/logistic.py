"""Logistic regression over named features."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

INVERSE_PENALTY = 1.0  # scikit-learn's C
FEWEST = 3  # rows that a feature must stand in

Features = Mapping[str, float]


def fit(
    rows: Sequence[Features], labels: Sequence[str], least: float, counts_as: Sequence[float] | None = None
) -> dict[str, dict[str, Any]]:
    """A bias and weights per label, with a squared penalty; of two labels only the later in sorting order.

    counts_as: how much each row counts, 1 unless told. Weights smaller than `least` are dropped, the others rounded to two
    digits.
    """
    counts = Counter(name for row in rows for name in row)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{n: v for n, v in row.items() if counts[n] >= FEWEST} for row in rows])
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=5000).fit(matrix, labels, sample_weight=counts_as)
    names = vectors.get_feature_names_out()
    kept = [{n: round(float(w), 2) for n, w in zip(names, ws, strict=True) if abs(w) >= least} for ws in model.coef_]
    labels_kept = model.classes_[-len(model.coef_) :]
    return {
        str(label): {"bias": round(float(bias), 2), "weights": weights}
        for label, bias, weights in zip(labels_kept, model.intercept_, kept, strict=True)
    }


def write(path: Path, made: Mapping[str, Any]) -> None:
    """Writes weights as JSON, one to a line, the strongest of each model first."""
    path.write_text(json.dumps(_strongest_first(made), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _strongest_first(made: Any) -> Any:
    if not isinstance(made, dict):
        return made
    if all(isinstance(value, float) for value in made.values()):
        return dict(sorted(made.items(), key=lambda pair: (-abs(pair[1]), pair[0])))
    return {name: _strongest_first(value) for name, value in made.items()}
