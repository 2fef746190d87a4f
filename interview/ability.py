"""Ability per topic and difficulty per question, estimated from marks, with uncertainty.

Model, in marks of ten: mark = ability[person, topic] − difficulty[question] + noise, all three normal. The abilities of
one person share a level: ability[topic] ~ N(level, τ²), level ~ N(μ₀, s₀²), which shrinks a topic with few answers towards
the others. Given the variances the posterior is exact: the hierarchical normal model of Gelman et al., Bayesian Data
Analysis, 3rd ed., 5.4 (equations 5.17–5.20), applied to mark + difficulty; it is an item response model for continuous
responses (Samejima 1973) with equal discrimination. A mark that is one half-life old has half the weight: discounting as
in West and Harrison, Bayesian Forecasting and Dynamic Models, 6.3. The variances are assumed, not fitted. Uncertainties
are posterior standard deviations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from grader.grade import FULL
from questions.model import authored_difficulty

LEVEL_MEAN, LEVEL_VARIANCE = 5.0, 2.0**2  # μ₀, s₀²: a person nobody has heard yet
TOPIC_VARIANCE = 1.5**2  # τ²: how far the topics of one person lie apart
NOISE_VARIANCE = 2.2**2  # one answer to one question
DIFFICULTY_VARIANCE = 1.2**2  # how far questions of one level lie apart
HALF_LIFE = 60.0  # days
ENOUGH = 5  # people whose first marks a learned difficulty needs


@dataclass(frozen=True, slots=True)
class DatedMark:
    """A first mark (0–10) on a question of this difficulty (in marks). All marks of a collection have one source."""

    topic: str
    mark: float
    at: datetime
    difficulty: float = 0.0


@dataclass(frozen=True, slots=True)
class Ability:
    """Posterior of the mark (0–10) on a question of difficulty 0: mean, standard deviation, number of marks behind it."""

    mean: float
    sd: float
    n: int


@dataclass(frozen=True, slots=True)
class Abilities:
    """A person's level over all topics, and the ability per topic with marks."""

    level: Ability
    topics: Mapping[str, Ability]

    def of(self, topic: str) -> Ability:
        """The ability in a topic; for a topic without marks the level, with the spread between topics added (n = 0)."""
        known = self.topics.get(topic)
        return known or Ability(self.level.mean, sqrt(self.level.sd**2 + TOPIC_VARIANCE), 0)


@dataclass(frozen=True, slots=True)
class DifficultyEvidence:
    """One person's mark (0–10) on a question, with the ability expected of that person before it."""

    mark: float
    ability: Ability


def abilities(marks: Iterable[DatedMark], now: datetime) -> Abilities:
    """Posterior abilities from marks of one source; without marks the prior level with n = 0."""
    heard = {topic: _heard(listed, now) for topic, listed in _by_topic(marks).items()}
    precision = 1 / LEVEL_VARIANCE + sum(1 / (h.variance + TOPIC_VARIANCE) for h in heard.values())
    weighted = LEVEL_MEAN / LEVEL_VARIANCE + sum(h.mean / (h.variance + TOPIC_VARIANCE) for h in heard.values())
    level, variance = weighted / precision, 1 / precision
    topics = {topic: _shrunk(h, level, variance) for topic, h in heard.items()}
    return Abilities(Ability(_mark(level), sqrt(variance), sum(h.n for h in heard.values())), topics)


def learned_difficulty(level: int, answers: Iterable[DifficultyEvidence]) -> float:
    """Posterior difficulty of a question in marks, from one mark per person; the level's prior below `ENOUGH` people."""
    listed = list(answers)
    prior = authored_difficulty(level)
    if len(listed) < ENOUGH:
        return prior
    weights = [1 / (NOISE_VARIANCE + answer.ability.sd**2) for answer in listed]
    found = sum(w * (answer.ability.mean - answer.mark) for w, answer in zip(weights, listed, strict=True))
    return (prior / DIFFICULTY_VARIANCE + found) / (1 / DIFFICULTY_VARIANCE + sum(weights))


# -- inside ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _TopicMean:
    """Weighted mean of a topic's marks, the variance of that mean, and the number of marks."""

    mean: float
    variance: float
    n: int


def _by_topic(marks: Iterable[DatedMark]) -> dict[str, list[DatedMark]]:
    found: dict[str, list[DatedMark]] = {}
    for marked in marks:
        found.setdefault(marked.topic, []).append(marked)
    return found


def _heard(marks: list[DatedMark], now: datetime) -> _TopicMean:
    weights = [0.5 ** (max(0.0, (now - m.at).total_seconds() / 86400) / HALF_LIFE) for m in marks]
    total = sum(weights)
    mean = sum(w * (m.mark + m.difficulty) for w, m in zip(weights, marks, strict=True)) / total
    return _TopicMean(mean, NOISE_VARIANCE / total, len(marks))


def _shrunk(heard: _TopicMean, level: float, variance: float) -> Ability:
    """Ability in a topic: BDA3 5.20, with the posterior variance of the level carried through."""
    own, shared = 1 / heard.variance, 1 / TOPIC_VARIANCE
    mean = (own * heard.mean + shared * level) / (own + shared)
    lean = shared / (own + shared)
    return Ability(_mark(mean), sqrt(1 / (own + shared) + lean**2 * variance), heard.n)


def _mark(value: float) -> float:
    return min(FULL, max(0.0, value))
