from __future__ import annotations

from itertools import pairwise

from app.workers.rate_limit import RateLimiter


def sent_until(
    pacer: RateLimiter, seconds: float, addresses: list[str], *, urgent: bool = True
) -> list[tuple[float, str]]:
    """What goes out when every address always has something to say."""
    now, sent = 0.0, []
    while now < seconds:
        waits = [(pacer.wait(a, now, urgent=urgent), a) for a in addresses]
        wait, address = min(waits)
        if wait <= 0:
            pacer.took(address, now)
            sent.append((now, address))
            addresses = [*addresses[1:], addresses[0]] if addresses[0] == address else addresses
        else:
            now += max(wait, 1e-6)
    return sent


def most_in(times: list[float], seconds: float) -> int:
    return max(sum(start <= t < start + seconds for t in times) for start in times)


def test_over_all_never_more_than_the_rate_in_any_second() -> None:
    times = [at for at, _ in sent_until(RateLimiter(30), 5, [str(n) for n in range(100)])]
    assert most_in(times, 1.0) <= 30
    assert len(times) >= 0.95 * 30 * 5


def test_drills_are_spread_evenly_and_leave_room_for_a_reply() -> None:
    pacer = RateLimiter(30)
    times = [at for at, _ in sent_until(pacer, 5, [str(n) for n in range(100)], urgent=False)]
    assert len(times) >= 0.94 * 30 * 5
    assert max(b - a for a, b in pairwise(times)) < 0.05
    assert pacer.wait("a person who waits", times[-1] + 0.001) < 0.1


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    times = [at for at, _ in sent_until(RateLimiter(1000), 10, ["7"])]
    assert times[2] == 0
    assert most_in(times, 3.0) == 3
    assert len(times) >= 9


def test_a_group_gets_twenty_a_minute() -> None:
    times = [at for at, _ in sent_until(RateLimiter(1000), 120, ["-7"])]
    assert most_in(times, 60.0) == 20


def test_a_chat_that_asked_to_wait_holds_up_no_other() -> None:
    pacer = RateLimiter(30)
    pacer.hold("7", 9.0, 1.0)
    assert pacer.wait("7", 1.0) == 8.0
    assert pacer.wait("8", 1.0) == 0.0


def test_two_chats_that_asked_to_wait_mean_everybody() -> None:
    pacer = RateLimiter(30)
    pacer.hold("7", 9.0, 1.0)
    pacer.hold("8", 6.0, 2.0)
    assert pacer.wait("9", 2.0) == 4.0


def test_a_hold_that_is_over_is_forgotten() -> None:
    pacer = RateLimiter(30)
    pacer.hold("7", 2.0, 1.0)
    pacer.hold("8", 9.0, 3.0)
    assert pacer.wait("9", 3.0) == 0.0


def test_a_rate_below_one_is_a_rate_too() -> None:
    times = [at for at, _ in sent_until(RateLimiter(0.5), 10, ["1", "2", "3"])]
    assert len(times) == 5
