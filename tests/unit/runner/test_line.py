"""Who waits and who is next: first come, first served, with a place that is told."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest

from runner import pool
from runner.limits import MIB, RUN_BYTES
from runner.model import Busy
from runner.pool import Line, runs_at_once


class Crowd:
    """Tasks that take turns, hold them until they are let go, and write down what they are told."""

    def __init__(self, line: Line, tasks: asyncio.TaskGroup) -> None:
        self.line, self.tasks = line, tasks
        self.running: list[str] = []
        self.places: dict[str, list[int]] = defaultdict(list)
        self.gate: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def comes(self, name: str) -> asyncio.Task[None]:
        task = self.tasks.create_task(self._turn(name))
        await settled()
        return task

    async def _turn(self, name: str) -> None:
        async with self.line.turn(self.places[name].append):
            self.running.append(name)
            try:
                await self.gate[name].wait()
            finally:
                self.running.remove(name)

    async def goes(self, name: str) -> None:
        self.gate[name].set()
        await settled()


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_turns_come_in_order_and_places_count_down() -> None:
    async with asyncio.TaskGroup() as tasks:
        crowd = Crowd(Line(2), tasks)
        for name in "abcde":
            await crowd.comes(name)
        assert crowd.running == ["a", "b"]
        await crowd.goes("b")
        assert crowd.running == ["a", "c"]
        await crowd.goes("a")
        assert crowd.running == ["c", "d"]
        for name in "cde":
            await crowd.goes(name)
    assert crowd.places["a"] == []
    assert [crowd.places[name] for name in "cd"] == [[1, 1, 1], [2, 2, 1]]
    assert crowd.places["e"] == [3, 2, 1]


async def test_who_leaves_the_line_costs_nobody_a_turn() -> None:
    async with asyncio.TaskGroup() as tasks:
        crowd = Crowd(Line(1), tasks)
        await crowd.comes("a")
        gone = await crowd.comes("b")
        await crowd.comes("c")
        gone.cancel()
        await settled()
        assert crowd.places["c"][-1] == 1
        await crowd.goes("a")
        assert crowd.running == ["c"]
        await crowd.goes("c")


async def test_a_turn_that_came_as_one_left_goes_to_the_next() -> None:
    async with asyncio.TaskGroup() as tasks:
        crowd = Crowd(Line(1), tasks)
        await crowd.comes("a")
        gone = await crowd.comes("b")
        await crowd.comes("c")
        crowd.gate["a"].set()
        for _ in range(2):
            await asyncio.sleep(0)
            gone.cancel()
        await settled()
        assert crowd.running == ["c"]
        await crowd.goes("c")
        await crowd.comes("d")
        assert crowd.running == ["d"]
        await crowd.goes("d")


async def test_a_line_that_is_too_long_says_so() -> None:
    async with asyncio.TaskGroup() as tasks:
        crowd = Crowd(Line(1, places=1), tasks)
        await crowd.comes("a")
        await crowd.comes("b")
        with pytest.raises(Busy):
            async with crowd.line.turn(None):
                pass
        for name in "ab":
            await crowd.goes(name)


async def test_nobody_waits_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "QUEUE_SECONDS", 0.0)
    async with asyncio.TaskGroup() as tasks:
        crowd = Crowd(Line(1), tasks)
        await crowd.comes("a")
        with pytest.raises(Busy):
            async with crowd.line.turn(None):
                pass
        await crowd.goes("a")
        await crowd.comes("b")
        assert crowd.running == ["b"]
        await crowd.goes("b")


@pytest.mark.parametrize(("runs", "cores", "at_once"), [(0, 4, 1), (1, 4, 1), (3, 4, 3), (9, 4, 4), (9, 1, 1)])
def test_as_many_run_as_the_budget_and_the_cores_hold(
    runs: int, cores: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool.os, "sched_getaffinity", lambda _: set(range(cores)))
    assert runs_at_once(runs * RUN_BYTES // MIB) == at_once
