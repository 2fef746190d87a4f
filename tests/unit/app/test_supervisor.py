"""Parts of a running program: started again, ended in order, cancelled, and stopped by signals."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from app import supervisor
from app.supervisor import ServiceError, done_before, ended, restart_on_failure, running, stop_signal
from app.workers.wakeup import Wakeup

FOREVER = 3600.0


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "RESTART_AFTER", 0.0)
    monkeypatch.setattr(supervisor, "LAST_WORDS", 0.01)


async def test_a_part_that_fails_starts_again_until_it_ends_by_itself() -> None:
    endings: list[Exception | None] = [ValueError("one"), OSError("two"), None]
    started: list[Exception | None] = []

    async def part() -> None:
        started.append(ending := endings[len(started)])
        if ending is not None:
            raise ending

    with capture_logs() as logs:
        await restart_on_failure(part)
    assert started == endings
    assert [(line["event"], line["exc_info"]) for line in logs] == [
        ("a part of the program failed and starts again", True)
    ] * 2


@pytest.mark.parametrize("last", [ServiceError("the address is taken"), asyncio.CancelledError()], ids=type)
async def test_a_part_that_cannot_run_or_is_cancelled_is_not_started_again(last: BaseException) -> None:
    tries: list[BaseException] = []

    async def part() -> None:
        tries.append(last)
        raise last

    with capture_logs() as logs, pytest.raises(type(last)):
        await restart_on_failure(part)
    assert (len(tries), logs) == (1, [])


class Part:
    """Work that waits until it is cancelled, and says how it went."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def run(self) -> None:
        self.heard.append("started")
        try:
            await asyncio.sleep(FOREVER)
        except asyncio.CancelledError:
            self.heard.append("cancelled")
            raise


async def test_what_runs_beside_a_block_ends_with_it() -> None:
    first, second = Part(), Part()
    async with running(first.run()) as start:
        task = start(second.run())
        await asyncio.sleep(0)
        assert first.heard == second.heard == ["started"]
    assert first.heard == second.heard == ["started", "cancelled"]
    assert task.cancelled()


async def test_work_that_is_done_is_not_waited_for_and_not_cancelled() -> None:
    async def nothing() -> None:
        return

    async with running() as start:
        task = start(nothing())
        await task
    assert task.done() and not task.cancelled()


async def test_work_that_fails_ends_the_block_and_everything_beside_it() -> None:
    other = Part()

    async def failing() -> None:
        await asyncio.sleep(0)
        raise ServiceError("no database")

    with pytest.raises(ExceptionGroup) as raised:
        async with running(other.run(), failing()):
            await asyncio.sleep(FOREVER)
    assert [str(error) for error in raised.value.exceptions] == ["no database"]
    assert other.heard == ["started", "cancelled"]


async def test_a_part_that_ends_by_itself_is_waited_for() -> None:
    told: list[str] = []

    async def part() -> None:
        await asyncio.sleep(0)
        told.append("its last words")

    async with running() as start:
        await ended(start(part()))
        assert told == ["its last words"]


async def test_a_part_that_does_not_end_holds_the_end_up_no_longer_than_it_may() -> None:
    part = Part()
    async with running() as start:
        await ended(start(part.run()))
        assert part.heard == ["started", "cancelled"]


async def test_an_error_in_the_last_words_is_not_swallowed() -> None:
    async def part() -> None:
        raise ServiceError("broken")

    with pytest.raises(ExceptionGroup):
        async with running() as start:
            await ended(start(part()))


@pytest.fixture
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_sets_the_event_and_ends_nothing(number: signal.Signals, handlers: None) -> None:
    stopping = stop_signal()
    assert not stopping.is_set()
    os.kill(os.getpid(), number)
    await stopping.wait()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().remove_signal_handler(one)


async def test_work_that_is_done_before_the_signal_is_told_so() -> None:
    async def work() -> None:
        await asyncio.sleep(0)

    assert await done_before(asyncio.Event(), work())


async def test_work_that_is_not_done_when_the_signal_comes_is_cancelled() -> None:
    stopping, part = asyncio.Event(), Part()
    asyncio.get_running_loop().call_soon(stopping.set)
    assert not await done_before(stopping, part.run())
    assert part.heard == ["started", "cancelled"]


async def test_work_that_fails_before_the_signal_is_raised() -> None:
    async def work() -> None:
        raise ServiceError("the schema is older than the program")

    with pytest.raises(ExceptionGroup):
        await done_before(asyncio.Event(), work())


async def test_a_rest_ends_when_something_is_reported() -> None:
    wakeup = Wakeup()
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        resting = group.create_task(wakeup.wait(FOREVER))
        await asyncio.sleep(0)
        assert not resting.done()
        wakeup.set()
    assert wakeup.is_set()


async def test_a_rest_ends_by_itself_and_reports_nothing() -> None:
    wakeup = Wakeup()
    await wakeup.wait(0.001)
    assert not wakeup.is_set()


async def test_what_was_reported_before_the_rest_is_not_lost_and_counts_once_cleared() -> None:
    wakeup = Wakeup()
    wakeup.set()
    async with asyncio.timeout(60):
        await wakeup.wait(FOREVER)
        await wakeup.wait(FOREVER)
    wakeup.clear()
    assert not wakeup.is_set()
    await wakeup.wait(0.001)
    assert not wakeup.is_set()


async def test_a_rest_that_is_cancelled_says_so() -> None:
    resting = asyncio.ensure_future(Wakeup().wait(FOREVER))
    await asyncio.sleep(0)
    resting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await resting
