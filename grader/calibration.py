"""From features to credit: one fit per embedder and language, kept as a small readable file.

A fit is an ordinal logistic regression: P(at least half) = σ(w·x + half), P(full) = σ(w·x + full), credit = their mean.
Evidence for a point has weights of at least 0, so that further words can only raise its credit; evidence for a
misconception has weights of at most 0. `grader.fitting` makes the files.
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
    """Weights per feature, the two thresholds, and from which credit a point counts as partly or wholly covered."""

    weights: Mapping[str, float]
    half: float
    full: float
    partial_from: float
    covered_from: float

    def credits(self, rows: Matrix) -> Matrix:
        """Credit (0–1) of each row of features, in the order of `weights`; 0 where there is no evidence at all."""
        reach = rows @ np.array(list(self.weights.values()))
        none = float(self._mean(np.zeros(1))[0])
        return np.maximum(0.0, (self._mean(reach) - none) / (1 - none))

    def _mean(self, reach: Matrix) -> Matrix:
        return (sigmoid(reach + self.half) + sigmoid(reach + self.full)) / 2


def sigmoid(x: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -40, 40))))


@cache
def stored(embedder: str, language: Language) -> Fit | None:
    """The packaged fit of an embedder for a language, or None."""
    data = _file(file_name(embedder))
    return Fit(**data["languages"][language]) if data and language in data["languages"] else None


@cache
def common(language: Language) -> Mapping[str, float]:
    """Words of many texts of a language with the share (0–1) of texts that they stand in."""
    data = _file(COMMON)
    found: Mapping[str, float] = data[language] if data else {}
    return found


def weight(word: str, common: Mapping[str, float]) -> float:
    """Inverse document frequency; `common` gives the share (0–1) of texts that a common word stands in."""
    return -math.log(common.get(word, RARE))


def text_of(embedder: str, fits: Mapping[Language, Fit], about: str) -> str:
    """The text of a fit's file."""
    data = {"embedder": embedder, "about": about, "languages": {language: asdict(f) for language, f in fits.items()}}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def file_name(embedder: str) -> str:
    """The name of the file with the fits of an embedder."""
    return "".join(c if c.isalnum() or c in "-." else "-" for c in embedder.rsplit("/", 1)[-1].lower()) + ".json"


def fits_folder() -> Path:
    """Where the fits in use lie."""
    return _folder


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Fits and common words come from `folder` meanwhile."""
    global _folder
    before, _folder = _folder, folder
    try:
        _forget()
        yield
    finally:
        _folder = before
        _forget()


def on_change(forget: Callable[[], None]) -> None:
    """`forget` drops what was worked out from the common words; it is called when they change."""
    _dependent.append(forget)


def _forget() -> None:
    for forget in (stored.cache_clear, common.cache_clear, *_dependent):
        forget()


def _file(name: str) -> Any:
    path = _folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
