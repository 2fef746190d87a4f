"""Marks of a question from its turns: for the first answer alone (首答) and after probing (追问后)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from grader.grade import FULL, NUMBER_FROM, Contradicted, Grade, Method, Penalty, Verdict, marked
from interview.model import Interview, Tick, Turn
from questions.model import KeyPoint, task

STRONG = 0.75  # share of a turn's points that makes an answer strong
HINTED_AT_MOST = 0.5
PROBED_SHARE = 0.5  # of what was earned on a probe lifts its point
TOUCHED = (Verdict.COVERED, Verdict.PARTIAL)  # of an estimate: the point was talked about

Credits = Mapping[str, float | None]


class MarkSource(StrEnum):
    """Who decided a figure. Sources are never mixed: a figure has the weakest source among its inputs (`WEAKNESS`)."""

    JUDGE = "judge"
    SELF = "self"
    ESTIMATE = "estimate"
    NONE = "none"


WEAKNESS = (MarkSource.JUDGE, MarkSource.SELF, MarkSource.ESTIMATE, MarkSource.NONE)


@dataclass(frozen=True, slots=True)
class TurnStanding:
    """The credits (0–1 or None) that count for one turn, and their source: verdicts of a judge, else ticks, else the estimate.

    source: SELF when at least 60 % of the points were ticked, the others then have no credit, or when the person said that
    they do not know. Ticks and estimates are never mixed: below that the estimate counts alone.
    """

    source: MarkSource
    credits: Credits


@dataclass(frozen=True, slots=True)
class PointMark:
    """One root key point: credit (0–1, None if unknown) of the first answer (`unprompted`) and after probing (`after`).

    verdict, first_source: of the first answer alone. source: the weakest of that and of the probes that lift this point.
    hinted: a hint towards it was shown on any turn. probed: a probe aimed at it was graded, or was the whole of a drill.
    """

    point: str
    unprompted: float | None
    after: float | None
    verdict: Verdict
    first_source: MarkSource
    source: MarkSource
    hinted: bool
    probed: bool


@dataclass(frozen=True, slots=True)
class QuestionMarks:
    """The two marks of a question (0–10, one decimal, None without a number); `low` and `high` bound the first one."""

    unprompted: float | None
    after: float | None
    low: float | None
    high: float | None
    source: MarkSource
    penalties: tuple[Penalty, ...]


NO_MARKS = QuestionMarks(None, None, None, None, MarkSource.NONE, ())


# -- one turn --------------------------------------------------------------------------------------------------------


def effective(turn: Turn) -> Grade | None:
    """The grade in force: the accepted one, else the estimate, else None."""
    return turn.grade or turn.estimate


def at_first(turn: Turn) -> Turn:
    """The turn as it was before anything was added or taken back with a verdict or follow-up in sight.

    A tick that stands on what was added counts no more than the first estimate did.
    """
    if turn.first is None:
        return turn
    return replace(turn, grade=turn.first, estimate=None, first=None, ticks=_first_ticks(turn, turn.first))


def _first_ticks(turn: Turn, first: Grade) -> tuple[Tick, ...]:
    now = effective(turn)
    before = {v.id: v.credit or 0.0 for v in first.verdicts}
    raised = {v.id for v in now.verdicts if (v.credit or 0.0) > before.get(v.id, 0.0)} if now else set()
    return tuple(
        replace(tick, credit=min(tick.credit, round(2 * before.get(tick.point, 0.0)) / 2))
        if tick.point in raised
        else tick
        for tick in turn.ticks
    )


def as_it_stands(interview: Interview) -> Interview:
    """The interview with every answer as it is now, whatever was added when."""
    return replace(
        interview, turns=tuple(replace(turn, first=None) if turn.first else turn for turn in interview.turns)
    )


def standing(turn: Turn) -> TurnStanding:
    """The credits in force for a turn and their source."""
    grade = effective(turn)
    if grade is None:
        return TurnStanding(MarkSource.NONE, {})
    credits: dict[str, float | None] = {v.id: v.credit for v in grade.verdicts}
    if not grade.is_estimate:
        return TurnStanding(MarkSource.SELF if grade.provisional else MarkSource.JUDGE, credits)
    ticked = {tick.point: tick.credit for tick in turn.ticks}
    if not ticked or len(ticked) < NUMBER_FROM * len(credits):
        return TurnStanding(MarkSource.ESTIMATE, credits)
    return TurnStanding(MarkSource.SELF, {point: ticked.get(point) for point in credits})


def _counted(probes: Iterable[Turn], first: MarkSource) -> list[Turn]:
    """The probes that lift a point whose first answer has this source: an estimate lifts only what is estimated itself."""
    decided = first in (MarkSource.JUDGE, MarkSource.SELF)
    return [turn for turn in probes if not decided or standing(turn).source is not MarkSource.ESTIMATE]


def _sources(probes: Iterable[Turn]) -> Iterator[MarkSource]:
    """Sources of the graded probes; a probe answered with "I don't know" lifts nothing and counts for none."""
    graded = ((turn, effective(turn)) for turn in probes)
    return (
        standing(turn).source
        for turn, grade in graded
        if grade is not None and grade.graded_by.method is not Method.TRIAGE
    )


def weakest_of(sources: Iterable[MarkSource]) -> MarkSource:
    """The weakest of several sources, ignoring NONE; NONE for no others."""
    return max((s for s in sources if s is not MarkSource.NONE), key=WEAKNESS.index, default=MarkSource.NONE)


def share(points: Iterable[KeyPoint], credits: Credits) -> float | None:
    """Σ(weight·credit)/Σ(weight) over the points that have a credit, 0–1; None when none has."""
    judged = [(p.weight, credit) for p in points if (credit := credits.get(p.id)) is not None]
    weight = sum(w for w, _ in judged)
    return sum(w * c for w, c in judged) / weight if weight else None


def asked_points(interview: Interview, turn: Turn) -> tuple[KeyPoint, ...]:
    """The key points a turn is graded on: those of the question, or of its probe."""
    return task(interview.items[turn.item].question, turn.probe).key_points


def earned(interview: Interview, turn: Turn) -> float | None:
    """The share (0–1) earned on one turn; None while it has no credit."""
    return share(asked_points(interview, turn), standing(turn).credits)


# -- one key point ---------------------------------------------------------------------------------------------------


def points(interview: Interview, item: int) -> tuple[PointMark, ...]:
    """Every root key point of one planned question, in the question's order.

    A share p earned on a probe lifts its point to max(unprompted, p/2), and so does a credit p for what was added once a
    verdict or follow-up was seen; a point hinted before the first answer is capped at ½; nothing lowers. In a drill that asks a
    probe alone, the probe's answer is the first answer to its point.
    """
    turns = interview.turns_of(item)
    return tuple(_point(interview, turns, point.id) for point in interview.items[item].question.key_points)


def _point(interview: Interview, turns: tuple[Turn, ...], point: str) -> PointMark:
    root = at_first(turns[0]) if turns else None
    verdict, credit, source = _first(interview, root, point) if root else (Verdict.UNJUDGED, None, MarkSource.NONE)
    amended = turns[:1] if turns and turns[0].first is not None and effective(turns[0]) is not None else ()
    unprompted = min(credit, HINTED_AT_MOST) if credit is not None and point in turns[0].hints else credit
    probes = [turn for turn in turns[1:] if turn.aims_at == point]
    counted = _counted(probes, source)
    lifts = [PROBED_SHARE * p for turn in counted if (p := earned(interview, turn)) is not None]
    amended = tuple(_counted(amended, source))
    lifts += [PROBED_SHARE * p for turn in amended if (p := _first(interview, turn, point)[1]) is not None]
    known = [unprompted] if unprompted is not None else []
    return PointMark(
        point=point,
        unprompted=unprompted,
        after=max([*known, *lifts], default=None),
        verdict=verdict,
        first_source=source,
        source=weakest_of((source, *_sources((*amended, *counted)))),
        hinted=any(point in turn.hints for turn in turns),
        probed=any(earned(interview, turn) is not None for turn in counted)
        or (bool(turns) and turns[0].aims_at == point and unprompted is not None),
    )


def _first(interview: Interview, root: Turn, point: str) -> tuple[Verdict, float | None, MarkSource]:
    """Verdict, credit and source of the first answer for one root key point."""
    stands, grade = standing(root), effective(root)
    if grade is None:
        return Verdict.UNJUDGED, None, MarkSource.NONE
    if root.probe is not None:
        return _drilled(interview, root) if root.aims_at == point else (Verdict.UNJUDGED, None, MarkSource.NONE)
    tick = next((tick for tick in root.ticks if tick.point == point), None)
    if grade.is_estimate and tick is not None:
        return _in_words(tick.credit, full=1.0), tick.credit, MarkSource.SELF
    said, credit = grade.verdict(point), stands.credits.get(point)
    if grade.is_estimate:
        return (said.verdict, said.credit, MarkSource.ESTIMATE) if said else (Verdict.UNJUDGED, None, MarkSource.NONE)
    return said.verdict if said else Verdict.UNJUDGED, credit, stands.source


def _drilled(interview: Interview, root: Turn) -> tuple[Verdict, float | None, MarkSource]:
    """Verdict, credit and source of a drill's probe for its point; a contradicted point of the probe contradicts that."""
    grade, credit, source = effective(root), earned(interview, root), standing(root).source
    if credit is None or grade is None:
        return Verdict.UNJUDGED, None, source
    if source is MarkSource.JUDGE and any(v.verdict is Verdict.CONTRADICTED for v in grade.verdicts):
        return Verdict.CONTRADICTED, credit, source
    return _in_words(credit, full=STRONG), credit, source


def _in_words(credit: float, *, full: float) -> Verdict:
    """The verdict for a credit: covered from `full`, partial above 0, else missing."""
    return Verdict.COVERED if credit >= full else Verdict.PARTIAL if credit > 0 else Verdict.MISSING


def stands(mark: PointMark) -> Verdict:
    """Where a point stands after probing: the first answer's verdict, at least half covered once a probe has lifted it."""
    if mark.after is None:
        return Verdict.UNJUDGED
    if mark.after > (mark.unprompted or 0.0) or (mark.verdict is Verdict.COVERED and mark.after <= HINTED_AT_MOST):
        return _in_words(mark.after, full=1.0)
    return mark.verdict


def is_touched(mark: PointMark) -> bool:
    """Whether a point was talked about, in the first answer or on a probe."""
    return stands(mark) in TOUCHED


# -- one question ----------------------------------------------------------------------------------------------------


def marks(interview: Interview, item: int) -> QuestionMarks:
    """Both marks of one planned question.

    First: the score of the first answer, recomputed where hints or ticks change its credits. After: the same arithmetic with
    the lifted credits, never below the first; the penalty for a contradicted point falls away once a probe has lifted it. A
    drill that asks a probe alone has the probe's mark for both, at most 5 when its point was hinted; what was added later
    counts half for the second.
    """
    turns = interview.turns_of(item)
    root = at_first(turns[0]) if turns else None
    grade = effective(root) if root else None
    if root is None or grade is None:
        return NO_MARKS
    if root.probe is not None:
        return _drill_marks(interview, root, grade, turns[0])
    return _question_marks(interview, item, grade)


def _drill_marks(interview: Interview, root: Turn, grade: Grade, now: Turn) -> QuestionMarks:
    credits, asked = standing(root), asked_points(interview, root)
    first = _first_mark(asked, grade, credits, credits.credits)
    if first is None:
        return QuestionMarks(None, None, None, None, credits.source, grade.penalties)
    at_most = FULL * HINTED_AT_MOST if root.hints else FULL
    low, high = _range(asked, grade, credits, credits.credits, first)
    first, penalties = min(first, at_most), _penalties(grade, credits)
    added = FULL * PROBED_SHARE * (earned(interview, now) or 0.0) if now.first is not None else 0.0
    return QuestionMarks(
        first, max(first, _mark(added)), min(low, at_most), min(high, at_most), credits.source, penalties
    )


def _question_marks(interview: Interview, item: int, grade: Grade) -> QuestionMarks:
    turns, asked = interview.turns_of(item), interview.items[item].question.key_points
    first_turn = at_first(turns[0])
    stands = standing(first_turn)
    if stands.source is MarkSource.ESTIMATE:  # of the estimate alone: a few ticks are not mixed in
        turns = (replace(turns[0], ticks=()), *turns[1:])
    known = (_point(interview, turns, point.id) for point in asked)
    found = [p for p in known if stands.source is MarkSource.ESTIMATE or p.first_source is not MarkSource.ESTIMATE]
    later = turns if turns[0].first is not None else turns[1:]
    source = weakest_of((stands.source, *_sources(_counted(later, stands.source))))
    unprompted = {p.point: p.unprompted for p in found}
    first = _first_mark(asked, grade, stands, unprompted)
    if first is None:
        return QuestionMarks(None, None, None, None, source, grade.penalties)
    lifted = {p.point: p.after if p.unprompted is not None else None for p in found}
    forgiven = sum(p.amount for p in grade.penalties if _is_forgiven(p, lifted))
    after = _first_mark(asked, grade, stands, lifted, forgiven)
    low, high = _range(asked, grade, stands, unprompted, first)
    return QuestionMarks(first, max(first, after or 0.0), low, high, source, _penalties(grade, stands))


def _penalties(grade: Grade, stands: TurnStanding) -> tuple[Penalty, ...]:
    """The deductions of the grade; ticks have none."""
    return () if stands.source is MarkSource.SELF else grade.penalties


def _is_forgiven(penalty: Penalty, lifted: Credits) -> bool:
    """Whether the deduction falls away: it is for a contradicted point that has credit after probing."""
    return isinstance(penalty.cause, Contradicted) and (lifted.get(penalty.cause.point) or 0) > 0


def _first_mark(
    asked: tuple[KeyPoint, ...], grade: Grade, stands: TurnStanding, credits: Credits, forgiven: float = 0.0
) -> float | None:
    """10·share − penalties + forgiven with these credits, clamped to 0–10; None when the grade has no number.

    An estimate's score is fitted, not summed: the difference between the two is kept as a constant.
    """
    now, then = share(asked, credits), share(asked, {v.id: v.credit for v in grade.verdicts})
    if now is None or (then is None and stands.source is not MarkSource.SELF):
        return None
    if stands.source is MarkSource.SELF:
        return _mark(FULL * now)
    if grade.score is None or then is None:
        return None
    if now == then and not forgiven:
        return grade.score
    off = sum(p.amount for p in grade.penalties)
    unexplained = grade.score - (FULL * then - off) if grade.is_estimate else 0.0
    return _mark(FULL * now - off + forgiven + unexplained)


def _range(
    asked: tuple[KeyPoint, ...], grade: Grade, stands: TurnStanding, credits: Credits, first: float
) -> tuple[float, float]:
    """Low and high end of the first mark: a judge's from these credits, an estimate's moved with the mark, no range of ticks."""
    with_credits = tuple(replace(v, credit=credits.get(v.id)) for v in grade.verdicts)
    ranged = grade if grade.is_estimate else marked(asked, replace(grade, verdicts=with_credits))
    if stands.source is MarkSource.SELF or ranged.score is None or ranged.low is None or ranged.high is None:
        return first, first
    moved = first - ranged.score
    return _mark(ranged.low + moved), _mark(ranged.high + moved)


def _mark(raw: float) -> float:
    return round(min(FULL, max(0.0, raw)), 1)
