"""The scorecard of a whole interview: what it showed by dimension, and the band that follows from it by arithmetic.

PointEvidence is one root key point with a credit. Only verdicts (of a judge, of tests, of checks) make levels and the band; the
person's own ticks are a figure of their own, estimates are none. A share, of a dimension or of the whole, is the weighted mean of
the credits after probing, a contradicted point costing a quarter of its weight as in `grader.grade`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from grader.grade import Method, Verdict
from interview.marks import MarkSource, PointMark, effective, points, stands
from interview.model import Interview, Stage, TurnState
from questions.model import Kind, Question

CONTRADICTED_COSTS = 0.25  # of a point's weight, as in a mark
ENOUGH_POINTS = 3  # with verdicts, for the level of a dimension
ENOUGH_IN_ALL = 8  # with verdicts, for a band
ENOUGH_DIMENSIONS = 2  # with a level, for a band
ENOUGH_WEIGHT = 0.6  # share of the weight that was asked for which there are verdicts, for a band
STEPS_AT_MOST = 5  # points named that would move the band up
JUDGING = frozenset({"tradeoff", "failure", "next"})  # criteria of a project that show judgement; the others ownership


class Dimension(StrEnum):
    DEPTH = "depth"
    HANDS_ON = "hands-on"
    OWNERSHIP = "ownership"
    COMMUNICATION = "communication"
    JUDGEMENT = "judgement"


class DimensionLevel(StrEnum):
    """How a dimension stands, by its share."""

    STRONG = "strong"
    SOLID = "solid"
    MIXED = "mixed"
    WEAK = "weak"


class Band(StrEnum):
    """What a hiring committee would say, worst first."""

    NO_HIRE = "no-hire"
    LEAN_NO_HIRE = "lean-no-hire"
    LEAN_HIRE = "lean-hire"
    HIRE = "hire"
    STRONG_HIRE = "strong-hire"


LEVELS = (
    (0.8, DimensionLevel.STRONG),
    (0.6, DimensionLevel.SOLID),
    (0.4, DimensionLevel.MIXED),
    (0.0, DimensionLevel.WEAK),
)  # from which share on
BANDS = (
    (0.8, Band.STRONG_HIRE),
    (0.65, Band.HIRE),
    (0.5, Band.LEAN_HIRE),
    (0.35, Band.LEAN_NO_HIRE),
    (0.0, Band.NO_HIRE),
)
WITH_A_WEAK_ONE = Band.LEAN_HIRE  # at best, where a dimension is weak


class Lacking(StrEnum):
    """Why there is no band."""

    POINTS = "points"
    DIMENSIONS = "dimensions"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class PointEvidence:
    """One root key point that was asked about. credit: 0–1 after probing, None without any. source: who decided it."""

    dimension: Dimension
    stage: Stage
    item: int
    point: str
    weight: int
    verdict: Verdict
    credit: float | None
    source: MarkSource
    quote: str = ""

    @property
    def is_judged(self) -> bool:
        return self.source is MarkSource.JUDGE and self.credit is not None


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """share: 0–1 over the judged points, None without any; level: None with too few. own: the same over the person's ticks."""

    dimension: Dimension
    share: float | None
    level: DimensionLevel | None
    own: float | None
    judged: int
    evidence: tuple[PointEvidence, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """share: of all judged points, None without any. band: None where `lacking` says why.

    judged: points with verdicts. coverage: share of the weight asked about that has verdicts. steps: judged points that would
    move the band up if they were covered, the most effective first; empty at the top.
    """

    dimensions: tuple[DimensionScore, ...]
    share: float | None
    band: Band | None
    lacking: tuple[Lacking, ...]
    judged: int
    coverage: float
    steps: tuple[PointEvidence, ...]
    next_band: Band | None


# -- evidence --------------------------------------------------------------------------------------------------------


def dimension_of(stage: Stage, question: Question, point: str) -> Dimension:
    """Which dimension a root key point is evidence for."""
    match stage:
        case Stage.CODE:
            return Dimension.HANDS_ON
        case Stage.INTRO | Stage.QUESTIONS:
            return Dimension.COMMUNICATION
        case Stage.PROJECT:
            return Dimension.JUDGEMENT if point in JUDGING else Dimension.OWNERSHIP
        case Stage.KNOWLEDGE:
            return Dimension.JUDGEMENT if question.kind in (Kind.DESIGN, Kind.TRADE_OFF) else Dimension.DEPTH


def evidence(interview: Interview) -> tuple[PointEvidence, ...]:
    """Every root key point of the questions that were asked and not left unanswered at the end, in their order."""
    found: list[PointEvidence] = []
    for place, item in enumerate(interview.items):
        turns = interview.turns_of(place)
        if item.stage is None or not turns or turns[0].state is TurnState.OPEN:
            continue
        found += (_evidence(interview, place, item.stage, mark) for mark in points(interview, place))
    return tuple(found)


def _evidence(interview: Interview, item: int, stage: Stage, mark: PointMark) -> PointEvidence:
    question = interview.items[item].question
    return PointEvidence(
        dimension_of(stage, question, mark.point),
        stage,
        item,
        mark.point,
        question.key_point(mark.point).weight,
        stands(mark),
        mark.after,
        MarkSource.JUDGE if _is_decided(interview, item, mark) else mark.source,
        "" if stands(mark) is Verdict.MISSING else _quote(interview, item, mark.point),
    )


def _is_decided(interview: Interview, item: int, mark: PointMark) -> bool:
    """Whether a verdict stands for a point although its answer as a whole has none.

    A check in code decided it and nothing else counts for it, or the person did not know the answer where a judge would
    have read one.
    """
    root = interview.turns_of(item)[0]
    grade = effective(root)
    if grade is None or root.probe is not None or any(tick.point == mark.point for tick in root.ticks):
        return False
    if grade.graded_by.method is Method.TRIAGE:
        return mark.source is MarkSource.SELF and _has_judge(interview)
    verdict = grade.verdict(mark.point)
    return verdict is not None and verdict.by is Method.CHECK and not mark.probed


def _has_judge(interview: Interview) -> bool:
    return any(turn.grade is not None and turn.grade.graded_by.method is Method.JUDGE for turn in interview.turns)


def _quote(interview: Interview, item: int, point: str) -> str:
    """Words of the person that stand for a point: of the question's own answer, else of a follow-up aimed at it."""
    for turn in interview.turns_of(item):
        grade = effective(turn)
        verdicts = grade.verdicts if grade is not None and not grade.is_estimate else ()
        mine = (v for v in verdicts if v.id == point) if turn.probe is None else verdicts
        quote = next((v.quote for v in mine if v.quote), "") if turn.probe is None or turn.aims_at == point else ""
        if quote:
            return quote
    return ""


# -- arithmetic ------------------------------------------------------------------------------------------------------


def share_of(judged: Iterable[PointEvidence]) -> float | None:
    """Σ(weight·credit) − ¼·Σ(weight of contradicted) over Σ(weight), 0–1; None for nothing with a credit."""
    counted = [(one.weight, one.credit, one.verdict) for one in judged if one.credit is not None]
    weight = sum(w for w, _, _ in counted)
    if not weight:
        return None
    lost = sum(CONTRADICTED_COSTS * w for w, _, verdict in counted if verdict is Verdict.CONTRADICTED)
    return max(0.0, sum(w * credit for w, credit, _ in counted) - lost) / weight


def level_of(share: float) -> DimensionLevel:
    return next(level for least, level in LEVELS if share >= least)


def band_of(judged: Sequence[PointEvidence]) -> Band:
    """The band of judged points: by their share; with a weak dimension at best a lean hire. ValueError for none."""
    share = share_of(judged)
    if share is None:
        raise ValueError("no point is judged")
    band = next(band for least, band in BANDS if share >= least)
    order = list(Band)
    is_capped = DimensionLevel.WEAK in map(level_of, _shares(judged).values())
    return order[min(order.index(band), order.index(WITH_A_WEAK_ONE))] if is_capped else band


def scorecard(interview: Interview) -> Scorecard:
    """The scorecard of a loop as it stands now; verdicts that are still to come change it."""
    return scored(evidence(interview))


def scored(found: Sequence[PointEvidence]) -> Scorecard:
    """The scorecard of this evidence."""
    dimensions = tuple(_dimension(dimension, found) for dimension in Dimension)
    judged = [one for one in found if one.is_judged]
    weight = sum(one.weight for one in found)
    coverage = sum(one.weight for one in judged) / weight if weight else 0.0
    lacking = _lacking(len(judged), len(_shares(judged)), coverage)
    band = None if lacking else band_of(judged)
    steps = _steps(judged, band) if band else ()
    order = list(Band)
    higher = order[order.index(band) + 1] if band and band is not Band.STRONG_HIRE else None
    return Scorecard(dimensions, share_of(judged), band, lacking, len(judged), coverage, steps, higher)


def _dimension(dimension: Dimension, found: Sequence[PointEvidence]) -> DimensionScore:
    mine = tuple(one for one in found if one.dimension is dimension)
    judged = [one for one in mine if one.is_judged]
    share = share_of(judged)
    level = level_of(share) if share is not None and len(judged) >= ENOUGH_POINTS else None
    own = share_of(one for one in mine if one.source is MarkSource.SELF)
    return DimensionScore(dimension, share, level, own, len(judged), mine)


def _shares(judged: Sequence[PointEvidence]) -> dict[Dimension, float]:
    """Shares of the dimensions that have a level."""
    found = {}
    for dimension in Dimension:
        mine = [one for one in judged if one.dimension is dimension]
        share = share_of(mine)
        if share is not None and len(mine) >= ENOUGH_POINTS:
            found[dimension] = share
    return found


def _lacking(judged: int, dimensions: int, coverage: float) -> tuple[Lacking, ...]:
    lacks = {
        Lacking.POINTS: judged < ENOUGH_IN_ALL,
        Lacking.DIMENSIONS: dimensions < ENOUGH_DIMENSIONS,
        Lacking.WEIGHT: coverage < ENOUGH_WEIGHT,
    }
    return tuple(one for one, is_so in lacks.items() if is_so)


def _steps(judged: Sequence[PointEvidence], band: Band) -> tuple[PointEvidence, ...]:
    """The fewest points, found one after the other by what each adds, that would lift the band if they were covered."""
    order, now, steps = list(Band), list(judged), list[PointEvidence]()
    while order.index(band_of(now)) <= order.index(band) and band is not Band.STRONG_HIRE:
        lost = [place for place, one in enumerate(now) if (one.credit or 0.0) < 1.0]
        if not lost:
            break
        best = max(lost, key=lambda place: _worth(now, place))
        steps.append(judged[best])
        now[best] = _covered(now[best])
    return tuple(steps)


def _covered(one: PointEvidence) -> PointEvidence:
    return replace(one, credit=1.0, verdict=Verdict.COVERED)


def _worth(now: list[PointEvidence], place: int) -> tuple[float, float]:
    """What covering a point adds: where weak dimensions hold the band down what lifts these, then what lifts the whole."""
    better = [*now[:place], _covered(now[place]), *now[place + 1 :]]
    lifted = _shares(better)
    weak = [dimension for dimension, share in _shares(now).items() if level_of(share) is DimensionLevel.WEAK]
    holds = band_of(now) is WITH_A_WEAK_ONE
    return sum(lifted[dimension] for dimension in weak) if holds else 0.0, share_of(better) or 0.0
