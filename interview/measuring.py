"""A test of ability: which question comes next, when it is enough, and what the answers say, with an interval.

Model: the share of a first answer's points is one of ν answers to a Rasch item (Rasch 1960), share = σ((ability − 5 −
difficulty) · 4/10) in the mean. Ability and difficulty are in marks of ten, as in `interview.ability`: at even odds one mark of
ability is one mark of the answer. The spread of a mark around its mean and of questions around their level are those of
`interview.ability`; both together give ν, at even odds exactly, elsewhere a little too few, so that intervals are rather too
wide. The likelihood is the quasi-binomial one (McCullagh and Nelder 1989, 9.2), the posterior is summed over a grid.

What tells most about somebody is a question at even odds; learning stays at three in four (`questions.draw`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import exp, log, sqrt

from grader.grade import FULL
from interview.ability import DIFFICULTY_VARIANCE, LEVEL_MEAN, LEVEL_VARIANCE, NOISE_VARIANCE
from interview.marks import MarkSource, marks, weakest_of
from interview.model import AbilityForm, Interview, Item, Ramp, TurnState
from questions.model import Kind, Question

PRECISE = 0.65  # standard deviation, in marks, at which a test ends
AT_MOST = 16  # questions
AT_LEAST = 6  # answers with a mark, below which nothing is said about ability
SLOPE = 4 / FULL
STEP, LOWEST, HIGHEST = 0.1, -3.0, 13.0
GRID = tuple(LOWEST + STEP * n for n in range(round((HIGHEST - LOWEST) / STEP) + 1))
INTERVAL = 0.9


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """A first mark (0–10) on a question of this difficulty (marks), known up to `sd`."""

    mark: float
    difficulty: float
    sd: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Ability in marks: mean and standard deviation of the posterior, its 90 % interval, and the answers behind it."""

    mean: float
    sd: float
    low: float
    high: float
    n: int


def measured(answers: Iterable[MarkedAnswer]) -> Measured:
    """What these answers say; for none, what is thought of somebody nobody has heard."""
    logs = [-((ability - LEVEL_MEAN) ** 2) / (2 * LEVEL_VARIANCE) for ability in GRID]
    count = 0
    for answer in answers:
        count += 1
        share, answers_of_one = answer.mark / FULL, weight(answer.sd)
        for place, ability in enumerate(GRID):
            odds = SLOPE * (ability - LEVEL_MEAN - answer.difficulty)
            logs[place] += answers_of_one * (share * odds - log(1 + exp(odds)))
    highest = max(logs)
    return _summed([exp(value - highest) for value in logs], count)


def weight(sd: float) -> float:
    """ν: to how many answers right or wrong one mark is worth; `sd` is that of the difficulty, in marks."""
    return FULL**2 / 4 / (NOISE_VARIANCE + sd**2)


def _summed(weights: Sequence[float], n: int) -> Measured:
    total = sum(weights)
    mean = sum(w * ability for w, ability in zip(weights, GRID, strict=True)) / total
    variance = sum(w * (ability - mean) ** 2 for w, ability in zip(weights, GRID, strict=True)) / total
    low, high = (_quantile(weights, total * share) for share in ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2))
    return Measured(mean, sqrt(variance), low, high, n)


def _quantile(weights: Sequence[float], wanted: float) -> float:
    """Where the weights summed reach `wanted`, between the places of the grid."""
    below = 0.0
    for w, ability in zip(weights, GRID, strict=True):
        if below + w >= wanted:
            return ability + STEP * ((wanted - below) / w - 0.5)
        below += w
    return HIGHEST


def difficulty_sd(people: int) -> float:
    """How well a question's difficulty is known (marks) after the answers of so many people; 0 people: its level alone."""
    return 1 / sqrt(1 / DIFFICULTY_VARIANCE + people / NOISE_VARIANCE)


# -- forms -----------------------------------------------------------------------------------------------------------


def form_of(questions: Iterable[Question], person: int, number: int) -> tuple[Question, ...]:
    """The questions of a person's test number `number` (from 0), in an order of chance that stays.

    Within a topic and level every second question belongs to the one form, the others to the other: they have no question
    in common and the same topics and levels. The halves are drawn per person, so that over people neither form is harder.
    """
    strata: dict[tuple[str, int], list[Question]] = {}
    for question in sorted(filter(_is_fit, questions), key=lambda q: _chance(person, q.id)):
        strata.setdefault((question.topic, question.level), []).append(question)
    kept: list[Question] = []
    for stratum, members in strata.items():
        first = (number + _chance(person, *map(str, stratum))) % 2
        kept += members[first::2]
    return tuple(sorted(kept, key=lambda q: _chance(person, q.id)))


def _is_fit(question: Question) -> bool:
    """Whether a question has answers in words that are right or wrong."""
    return question.kind is not Kind.OPEN and not question.hands_on


def _chance(person: int, *names: str) -> int:
    return int.from_bytes(sha256(f"form:{person}:{':'.join(names)}".encode()).digest()[:8], "big")


# -- how a test goes -------------------------------------------------------------------------------------------------


def answers_of(interview: Interview, plan: AbilityForm) -> tuple[list[MarkedAnswer], MarkSource]:
    """The answers that count, and their weakest source: verdicts and ticks; what was passed over is worth nothing.

    Estimates and answers after a hint do not count.
    """
    found: list[MarkedAnswer] = []
    sources: set[MarkSource] = set()
    for place, item in enumerate(interview.items):
        turns = interview.turns_of(place)
        result = marks(interview, place) if turns else None
        if result is None or turns[0].hints or item.question.id not in plan.difficulties:
            continue
        if turns[0].state is TurnState.SKIPPED:
            found.append(MarkedAnswer(0.0, *plan.difficulties[item.question.id]))
        elif result.source in (MarkSource.JUDGE, MarkSource.SELF) and result.unprompted is not None:
            found.append(MarkedAnswer(result.unprompted, *plan.difficulties[item.question.id]))
            sources.add(result.source)
    return found, weakest_of(sources)


def result_of(interview: Interview) -> tuple[Measured, MarkSource] | None:
    """What a test says; None for an interview that is none, and for too few answers with a mark."""
    if interview.ramp is None or interview.ramp.test is None:
        return None
    answers, source = answers_of(interview, interview.ramp.test)
    if len(answers) < AT_LEAST or source not in (MarkSource.JUDGE, MarkSource.SELF):
        return None
    return measured(answers), source


def with_next(interview: Interview, ramp: Ramp, plan: AbilityForm) -> Interview:
    """The test with its next question; with nothing more to ask once the ability is known well enough."""
    standing = measured(answers_of(interview, plan)[0])
    if standing.sd <= PRECISE or len(interview.items) >= ramp.count or not ramp.free:
        return replace(interview, ramp=replace(ramp, count=len(interview.items), owed=(), free=()))
    topics = [item.question.topic for item in interview.items]
    chosen = nearest(ramp.free, plan.difficulties, standing.mean, topics)
    left = tuple(question for question in ramp.free if question.id != chosen.id)
    return replace(interview, items=(*interview.items, Item(chosen)), ramp=replace(ramp, free=left))


def nearest(
    candidates: Sequence[Question], difficulties: Mapping[str, tuple[float, float]], ability: float, topics: list[str]
) -> Question:
    """Of a topic asked least the question nearest to even odds, the first listed of several."""
    even = ability - LEVEL_MEAN
    return min(candidates, key=lambda q: (topics.count(q.topic), abs(difficulties[q.id][0] - even)))
