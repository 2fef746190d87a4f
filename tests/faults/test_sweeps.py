"""Forty answers through the real processes while they are killed: the short form of `python -m benchmarks.crashes`."""

from __future__ import annotations

from pathlib import Path

from benchmarks.crashes import Plan, sweep

SHORT = Plan(
    answers=40,
    people=12,
    thinks=(0.0, 1.0),
    kill_every=(1.0, 4.0),
    lasts=(0.5, 1.5),
    between=3.0,
    workers=1,
    clocks=False,
    seed=60,
)


async def test_no_answer_is_lost_and_nothing_is_done_twice(database_url: str, tmp_path: Path) -> None:
    found, storm = await sweep(database_url, tmp_path, SHORT)
    assert found.is_whole, (found.lost, found.doubled, storm.happened, storm.fleet.logs()[-4000:])
    assert found.answers == SHORT.answers
    assert storm.fleet.killed >= 3
