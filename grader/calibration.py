"""Calibration: from features to credit, one fit per embedder and language, stored as a readable JSON file.

A fit is an ordinal logistic regression (proportional odds, McCullagh 1980): P(credit ≥ ½) = σ(w·x + half),
P(credit = 1) = σ(w·x + full); the credit is the mean of the two. Weights of evidence for a point are ≥ 0, so that more
words never lower it; weights of evidence for a misconception are ≤ 0. `grader.fitting` writes the files.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from questions.model import Language

Matrix = NDArray[np.float64]

WORDS_ONLY = "words"
COMMON = "common.json"
RARE = 0.004  # share of texts assumed for a word that the table of common words lacks

_folder = Path(__file__).parent / "fits"
_dependent: list[Callable[[], None]] = []


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights per feature, intercepts `half` and `full`, and the credits from which a point counts as partial and as covered."""

    weights: Mapping[str, float]
    half: float
    full: float
    partial_from: float
    covered_from: float

    def credits(self, rows: Matrix) -> Matrix:
        """Credit (0–1) per row of features in the order of `weights`, rescaled so that a row of zeros has credit 0."""
        reach = rows @ np.array(list(self.weights.values()))
        none = float(self._mean(np.zeros(1))[0])
        return np.maximum(0.0, (self._mean(reach) - none) / (1 - none))

    def _mean(self, reach: Matrix) -> Matrix:
        return (sigmoid(reach + self.half) + sigmoid(reach + self.full)) / 2


def sigmoid(x: Matrix) -> Matrix:
    """Logistic function, argument clipped to ±40."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -40, 40))))


@cache
def stored(embedder: str, language: Language) -> Fit | None:
    """The packaged fit of an embedder for a language; None when there is none."""
    data = _file(file_name(embedder))
    return Fit(**data["languages"][language]) if data and language in data["languages"] else None


@cache
def common(language: Language) -> Mapping[str, float]:
    """Document frequency (share of texts, 0–1) of the frequent words of a language."""
    data = _file(COMMON)
    found: Mapping[str, float] = data[language] if data else {}
    return found


def weight(word: str, common: Mapping[str, float]) -> float:
    """Inverse document frequency of a word; `common` gives the shares (0–1) of frequent words."""
    return -math.log(common.get(word, RARE))


def text_of(embedder: str, fits: Mapping[Language, Fit], about: str) -> str:
    """The content of a fit's file, as JSON."""
    data = {"embedder": embedder, "about": about, "languages": {language: asdict(f) for language, f in fits.items()}}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def file_name(embedder: str) -> str:
    """The name of the file with an embedder's fits."""
    return "".join(c if c.isalnum() or c in "-." else "-" for c in embedder.rsplit("/", 1)[-1].lower()) + ".json"


def fits_folder() -> Path:
    """The folder that fits and common words are read from."""
    return _folder


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Reads fits and common words from `folder` while the context is open. Not for concurrent use."""
    global _folder
    before, _folder = _folder, folder
    try:
        _forget()
        yield
    finally:
        _folder = before
        _forget()


def on_change(forget: Callable[[], None]) -> None:
    """Registers a function that clears a cache derived from the common words; called when their folder changes."""
    _dependent.append(forget)


def _forget() -> None:
    for forget in (stored.cache_clear, common.cache_clear, *_dependent):
        forget()


def _file(name: str) -> Any:
    path = _folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
