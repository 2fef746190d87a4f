"""Linear models over named features, as they are kept in files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of features; features without a weight count nothing."""

    bias: float
    weights: Mapping[str, float]

    def score(self, found: Mapping[str, float]) -> float:
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in found.items())

    def probability(self, found: Mapping[str, float]) -> float:
        """The logistic function of the score (0–1)."""
        return 1 / (1 + exp(-max(-40.0, min(40.0, self.score(found)))))


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    """Probabilities (their sum is 1) in proportion to the exponentials of the scores."""
    most = max(scores.values())
    raised = {name: exp(score - most) for name, score in scores.items()}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


@cache
def packaged(name: str) -> Any:
    """What is in a packaged file of weights."""
    return json.loads(files("interview").joinpath(name).read_text(encoding="utf-8"))
