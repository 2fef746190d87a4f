"""From features to credit: a fit per embedder and language, kept as a small readable file.

A fit is an ordinal logistic regression with weights that are never negative: P(at least half) = σ(w·x + half),
P(full) = σ(w·x + full), credit = their mean. Found evidence can only raise the credit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from questions.model import Language

Matrix = NDArray[np.float64]

WORDS_ONLY = "words"
STEPS = 4000
PENALTY = 0.02  # of squared weights, per labelled point


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights per feature, the two thresholds of the regression, and from which credit a point is partly or wholly covered."""

    weights: Mapping[str, float]
    half: float
    full: float
    partial_from: float = 0.33
    covered_from: float = 0.6

    def credits(self, rows: Matrix) -> Matrix:
        """Credit (0–1) of each row of features, in the order of `weights`."""
        reach = rows @ np.array(list(self.weights.values()))
        return (sigmoid(reach + self.half) + sigmoid(reach + self.full)) / 2


def sigmoid(x: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -40, 40))))


def fit(names: Sequence[str], rows: Matrix, labels: Matrix, weights: Matrix | None = None) -> Fit:
    """The regression on rows (n, features) with labels 0, ½ or 1, by projected gradient descent; deterministic."""
    n, width = rows.shape
    each = np.ones(n) if weights is None else weights
    each = each / each.sum()
    w, half, full = np.ones(width), -1.0, -2.0
    some, whole = (labels >= 0.5).astype(float), (labels >= 1.0).astype(float)
    rate = 1.0
    for _ in range(STEPS):
        reach = rows @ w
        off_half = each * (sigmoid(reach + half) - some)
        off_full = each * (sigmoid(reach + full) - whole)
        w = np.maximum(0.0, w - rate * (rows.T @ (off_half + off_full) + PENALTY * w))
        half, full = half - rate * float(off_half.sum()), full - rate * float(off_full.sum())
    return Fit({name: round(float(x), 3) for name, x in zip(names, w, strict=True)}, round(half, 3), round(full, 3))


@cache
def stored(embedder: str, language: Language) -> Fit | None:
    """The packaged fit of an embedder for a language, or None."""
    data = _file(f"{_slug(embedder)}.json")
    if data is None or language not in data["languages"]:
        return None
    return Fit(**data["languages"][language])


def file_of(embedder: str, fits: Mapping[Language, Fit], about: str) -> str:
    """The text of a fit's file."""
    data = {"embedder": embedder, "about": about, "languages": {language: asdict(f) for language, f in fits.items()}}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


@cache
def common(language: Language) -> Mapping[str, float]:
    """Tokens of many texts of a language with the share (0–1) of texts they stand in."""
    data = _file("common.json")
    found: Mapping[str, float] = data[language] if data else {}
    return found


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-." else "-" for c in name.rsplit("/", 1)[-1].lower())


def _file(name: str) -> Any:
    path = files("grader").joinpath("fits", name)
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
