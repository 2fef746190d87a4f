"""Words about the test of ability: English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.messages.ability import AbilityImpossible, AbilityNotice, AbilityOpening, AbilityResult, NoAbility
from texts.en.plural import count


def test(notice: AbilityNotice) -> str:
    match notice:
        case AbilityOpening():
            return "\n".join(_opening(notice))
        case AbilityResult():
            return "\n".join(_result(notice))
        case NoAbility(_, answers, needed):
            return (
                f"No ability this time: {count(answers, 'answer')} had verdicts, and it takes {needed}. Without a judge only"
                " answers that you tick against the reference (/check) count."
            )
        case AbilityImpossible():
            return (
                "Too few questions are left that you were never asked. A test uses no other: it would measure memory."
            )
        case _:
            assert_never(notice)


def _opening(notice: AbilityOpening) -> Iterator[str]:
    yield (
        f"A test of where you stand: at most {notice.at_most} questions, fewer once it is clear. It is built so that you miss"
        " half; that is as it should be."
    )
    yield "No follow-ups and no hints; no question comes in another of your tests."
    if not notice.judged:
        yield "There is no judge: tick each answer against the reference with /check, or there will be no result."
    if notice.before:
        yield "At the end it is compared with your last test."


def _result(notice: AbilityResult) -> Iterator[str]:
    by = "by your own ticks" if notice.self_rated else "by the judge"
    yield (
        f"Where you stand: {notice.mean:.1f}/10, with 90 % confidence between {notice.low:.1f} and {notice.high:.1f}"
        f" ({count(notice.answers, 'answer')}, {by})."
    )
    yield "That is the mark to expect on a question of middle difficulty, not your average in this test."
    if (change := notice.change) is not None:
        yield f"Against your last test {change.by:+.1f}, between {change.low:+.1f} and {change.high:+.1f}."
        if change.low <= 0 <= change.high:
            yield "Zero lies in between: nothing can be said yet."
