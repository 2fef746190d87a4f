"""What a test of ability says at its end, and anew when ticks or appeals change a mark."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from app.messages.ability import AbilityChange, AbilityResult, NoAbility
from grader.grade import FULL
from interview.marks import MarkSource
from interview.measuring import AT_LEAST, Measured, answers_of, result_of
from storage import interviews as rows

if TYPE_CHECKING:
    from interview.model import Interview
    from questions.bank import Bank
    from storage.transaction import Tx

SIDES = 1.645  # standard deviations of a 90 % interval


async def told(tx: Tx, bank: Bank, interview: Interview) -> AbilityResult | NoAbility | None:
    """What is said at the end of a test; None for an interview that is none."""
    if interview.ramp is None or interview.ramp.test is None:
        return None
    found = result_of(interview)
    if found is None:
        answers, _ = answers_of(interview, interview.ramp.test)
        return NoAbility(interview.id, len(answers), AT_LEAST)
    mine, source = found
    number = interview.ramp.test.number
    earlier = [result_of(one) for one in await rows.tests_of(tx, interview.person, bank) if _number(one) < number]
    last = next((one for one in reversed(earlier) if one is not None and one[1] is source), None)
    change = _change(last[0], mine) if last else None
    return AbilityResult(
        interview.id, _mark(mine.mean), _mark(mine.low), _mark(mine.high), mine.n, source is MarkSource.SELF, change
    )


def _mark(value: float) -> float:
    """An ability beyond the marks there are is told as the last one."""
    return min(FULL, max(0.0, value))


def _number(interview: Interview) -> int:
    assert interview.ramp is not None and interview.ramp.test is not None
    return interview.ramp.test.number


def _change(before: Measured, after: Measured) -> AbilityChange:
    by, sides = after.mean - before.mean, SIDES * sqrt(before.sd**2 + after.sd**2)
    return AbilityChange(by, by - sides, by + sides)
