"""When a failed try is made again, and when no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.tasks import RetryPolicy

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 5), (3, 30), (4, 30), (99, 30)])
def test_the_last_delay_holds_for_all_that_follow(attempts: int, seconds: float) -> None:
    assert RetryPolicy((2, 5, 30)).delay(attempts) == seconds


@pytest.mark.parametrize(
    ("policy", "attempts", "age", "exhausted"),
    [
        pytest.param(RetryPolicy((1,)), 10**6, 10**6 * HOUR, False, id="without bounds"),
        pytest.param(RetryPolicy((1,), tries=3), 2, HOUR, False, id="two of three tries"),
        pytest.param(RetryPolicy((1,), tries=3), 3, HOUR, True, id="three of three tries"),
        pytest.param(RetryPolicy((1,), give_up_after=HOUR), 9, HOUR - timedelta(seconds=1), False, id="young"),
        pytest.param(RetryPolicy((1,), give_up_after=HOUR), 1, HOUR, True, id="old"),
    ],
)
def test_no_further_try_after_too_many_or_too_long(
    policy: RetryPolicy, attempts: int, age: timedelta, exhausted: bool
) -> None:
    assert policy.is_exhausted(attempts, age) is exhausted
