"""When a second opinion pays, how many may be had, and what two opinions make together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from grader.grade import FULL, FalseStatement, Flag, Grade, PointVerdict, Verdict, verdict_of
from grader.judge.judge import Opinion
from grader.judge.quotes import fold

EDGES = (4.0, 6.0, 7.5)  # marks at which people read a result differently
NEAR = 0.3  # marks
APART = 4.0  # marks between judge and estimate
CALLING = 0.3  # share of answers that are expected near an edge: who gets what is left of the budget is decided by hash


class SecondOpinionReason(StrEnum):
    """What makes a second opinion worth its price."""

    INJECTION = "injection"  # the answer speaks to the grader
    DISAGREEMENT = "disagreement"  # similarity sees quite another mark
    EDGE = "edge"  # a half-covered point decides between two bands


def reason(grade: Grade, estimate: Grade) -> SecondOpinionReason | None:
    """Why this judged answer deserves a second look, or None. `grade` holds the first opinion, already marked."""
    if Flag.INJECTION in grade.flags and any(v.credit for v in grade.verdicts):
        return SecondOpinionReason.INJECTION
    if grade.score is None:
        return None
    if estimate.score is not None and abs(grade.score - estimate.score) >= APART and not _explained(grade, estimate):
        return SecondOpinionReason.DISAGREEMENT
    partial = any(v.verdict is Verdict.PARTIAL for v in grade.verdicts)
    return SecondOpinionReason.EDGE if partial and any(abs(grade.score - edge) <= NEAR for edge in EDGES) else None


def _explained(grade: Grade, estimate: Grade) -> bool:
    """Similarity cannot see that a statement is wrong: a contradiction explains a lower mark."""
    assert grade.score is not None
    assert estimate.score is not None
    contradicted = any(v.verdict is Verdict.CONTRADICTED for v in grade.verdicts)
    return contradicted and grade.score < estimate.score


@dataclass(slots=True)
class Budget:
    """At most `share` (0–1) of the answers judged so far get a second opinion."""

    share: float
    answers: int = 0
    seconds: int = 0

    def grants(self, why: SecondOpinionReason | None, answer: str) -> bool:
        """Counts a judged answer, and says whether it gets a second opinion; edges only where their hash is drawn."""
        self.answers += 1
        drawn = why is not SecondOpinionReason.EDGE or _drawn(answer) < self.share / CALLING
        granted = why is not None and drawn and self.seconds + 1 <= self.share * self.answers
        self.seconds += granted
        return granted

    @property
    def spent(self) -> float:
        """Share (0–1) of the answers that got a second opinion."""
        return self.seconds / self.answers if self.answers else 0.0


def _drawn(answer: str) -> float:
    """A number in [0, 1) that belongs to the answer."""
    return int.from_bytes(hashlib.sha256(answer.encode("utf-8", "replace")).digest()[:8], "big") / 2**64


def reversed_order(points: int) -> tuple[int, ...]:
    """The key points shown from the last to the first."""
    return tuple(range(points - 1, -1, -1))


def settled(first: Opinion, second: Opinion) -> Opinion:
    """What two opinions agree on; a point on which they differ is unjudged, a false statement needs both."""
    both = zip(first.verdicts, second.verdicts, strict=True)
    errors = tuple(e for e in (_shared(error, second.errors) for error in first.errors) if e is not None)
    return replace(first, verdicts=tuple(_agreed(a, b) for a, b in both), errors=errors)


def _agreed(a: PointVerdict, b: PointVerdict) -> PointVerdict:
    if a.verdict is b.verdict or b.verdict is Verdict.UNJUDGED:
        return a
    return b if a.verdict is Verdict.UNJUDGED else verdict_of(a.id, Verdict.UNJUDGED)


def _shared(error: FalseStatement, others: Sequence[FalseStatement]) -> FalseStatement | None:
    """A false statement that others name as well, as severe as the milder of them says."""
    said = fold(error.quote).text
    same = [other for other in others if said in fold(other.quote).text or fold(other.quote).text in said]
    if not same:
        return None
    return replace(error, severity="minor" if "minor" in (error.severity, *(o.severity for o in same)) else "major")


def contested(grade: Grade, point: str, second: Opinion) -> PointVerdict:
    """The verdict on an appealed point: the second judgement's where it is proven and better, else as before."""
    before = grade.verdict(point)
    after = next(v for v in second.verdicts if v.id == point)
    if before is None or after.verdict is Verdict.UNJUDGED:
        return before or after
    return after if _rank(after) > _rank(before) else before


def _rank(verdict: PointVerdict) -> float:
    """Credit, with a contradiction below nothing and no verdict below everything: any verdict is better than none."""
    below = {Verdict.CONTRADICTED: -1.0, Verdict.UNJUDGED: -FULL}
    return below.get(verdict.verdict, verdict.credit or 0.0)
