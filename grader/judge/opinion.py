"""Second opinions: when one is worth its cost, the budget for them, and how two are combined."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from grader.confidence import shares_words
from grader.grade import FULL, FalseStatement, Flag, Grade, PointVerdict, Verdict, verdict_of
from grader.judge.judge import Opinion
from grader.judge.quotes import fold
from questions.model import KeyPoint

EDGES = (4.0, 6.0, 7.5)  # marks at which people read a result differently
NEAR = 0.3  # marks
APART = 4.0  # marks between judge and estimate
AGAINST = 0.8  # credit between judge and estimate of one point
DOUBTFUL_AT_MOST = 3  # points of one answer
CALLING = 0.3  # expected share of answers near an edge; which of them get a second opinion is decided by hash


class SecondOpinionReason(StrEnum):
    """Why a second opinion is worth its cost."""

    INJECTION = "injection"  # the answer speaks to the grader
    DISAGREEMENT = "disagreement"  # similarity sees quite another mark
    EDGE = "edge"  # a half-covered point decides between two bands
    DOUBT = "doubt"  # points that are judged again alone


def second_opinion_reason(grade: Grade, estimate: Grade) -> SecondOpinionReason | None:
    """Why a judged answer needs a second opinion; None when it does not. `grade`: the marked first opinion."""
    if Flag.INJECTION in grade.flags and any(v.credit for v in grade.verdicts):
        return SecondOpinionReason.INJECTION
    if grade.score is None:
        return None
    if estimate.score is not None and abs(grade.score - estimate.score) >= APART and not _explained(grade, estimate):
        return SecondOpinionReason.DISAGREEMENT
    partial = any(v.verdict is Verdict.PARTIAL for v in grade.verdicts)
    return SecondOpinionReason.EDGE if partial and any(abs(grade.score - edge) <= NEAR for edge in EDGES) else None


def doubtful(verdicts: Sequence[PointVerdict], estimate: Grade, points: Sequence[KeyPoint]) -> list[str]:
    """Ids of points to be judged again alone, at most three, the heaviest first.

    Half right; covered or missing against the estimate; or resting on a quote without a word of the point.
    """
    guess = {v.id: v.credit for v in estimate.verdicts}
    by_id = {point.id: point for point in points}

    def is_doubtful(v: PointVerdict) -> bool:
        beside = guess.get(v.id)
        against = v.verdict in (Verdict.COVERED, Verdict.MISSING) and beside is not None
        if v.verdict is Verdict.PARTIAL or (against and abs((v.credit or 0.0) - (beside or 0.0)) >= AGAINST):
            return True
        return bool(v.credit and v.quote) and not shares_words(by_id[v.id], v.quote)

    found = [v.id for v in verdicts if is_doubtful(v)]
    return sorted(found, key=lambda id: -by_id[id].weight)[:DOUBTFUL_AT_MOST]


def _explained(grade: Grade, estimate: Grade) -> bool:
    """Whether a contradiction explains a mark below the estimate: similarity cannot see what is wrong."""
    assert grade.score is not None
    assert estimate.score is not None
    contradicted = any(v.verdict is Verdict.CONTRADICTED for v in grade.verdicts)
    return contradicted and grade.score < estimate.score


@dataclass(slots=True)
class SecondOpinionBudget:
    """Counts judged answers; second opinions are at most `share` (0–1) of them."""

    share: float
    answers: int = 0
    seconds: int = 0

    def grants(self, why: SecondOpinionReason | None, answer: str) -> bool:
        """Counts an answer and returns whether it gets a second opinion; for EDGE and DOUBT only a share chosen by hash does."""
        self.answers += 1
        common = (SecondOpinionReason.EDGE, SecondOpinionReason.DOUBT)
        drawn = why not in common or _drawn(answer) < self.share / CALLING
        granted = why is not None and drawn and self.seconds + 1 <= self.share * self.answers
        self.seconds += granted
        return granted

    @property
    def spent(self) -> float:
        """Share (0–1) of answers with a second opinion so far."""
        return self.seconds / self.answers if self.answers else 0.0


def _drawn(answer: str) -> float:
    """A number in [0, 1) determined by the answer's text."""
    return int.from_bytes(hashlib.sha256(answer.encode(errors="replace")).digest()[:8]) / 2**64


def reversed_order(points: int) -> tuple[int, ...]:
    """Indices of the key points from the last to the first."""
    return tuple(range(points - 1, -1, -1))


def combined(first: Opinion, second: Opinion) -> Opinion:
    """The agreement of two opinions: points they differ on are unjudged, a false statement must be in both."""
    both = zip(first.verdicts, second.verdicts, strict=True)
    errors = tuple(e for e in (_shared(error, second.errors) for error in first.errors) if e is not None)
    return replace(first, verdicts=tuple(_agreed(a, b) for a, b in both), errors=errors)


def confirmed(first: Opinion, looks: Opinion) -> Opinion:
    """The first opinion with the points that were judged again alone: unjudged where the two differ."""
    again = {v.id: v for v in looks.verdicts}
    return replace(first, verdicts=tuple(_agreed(v, again[v.id]) if v.id in again else v for v in first.verdicts))


def _agreed(a: PointVerdict, b: PointVerdict) -> PointVerdict:
    if a.verdict is b.verdict or b.verdict is Verdict.UNJUDGED:
        return a
    return b if a.verdict is Verdict.UNJUDGED else verdict_of(a.id, Verdict.UNJUDGED)


def _shared(error: FalseStatement, others: Sequence[FalseStatement]) -> FalseStatement | None:
    """A false statement that the other opinion has as well, with the milder severity; None when it has not."""
    said = fold(error.quote).text
    same = [other for other in others if said in fold(other.quote).text or fold(other.quote).text in said]
    if not same:
        return None
    return replace(error, severity="minor" if "minor" in (error.severity, *(o.severity for o in same)) else "major")


def appeal_verdict(grade: Grade, point: str, second: Opinion) -> PointVerdict:
    """The verdict on an appealed point: the second judgement's when it is proven and better, else the standing one."""
    before = grade.verdict(point)
    after = next(v for v in second.verdicts if v.id == point)
    if before is None or after.verdict is Verdict.UNJUDGED:
        return before or after
    return after if _rank(after) > _rank(before) else before


def _rank(verdict: PointVerdict) -> float:
    """Order of verdicts for an appeal: credit; contradicted below missing, unjudged below all."""
    below = {Verdict.CONTRADICTED: -1.0, Verdict.UNJUDGED: -FULL}
    return below.get(verdict.verdict, verdict.credit or 0.0)
