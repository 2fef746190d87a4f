from __future__ import annotations

from itertools import pairwise

from app.workers.rate_limit import FORGET_ABOVE, RateLimiter


def sent_until(
    pacer: RateLimiter, seconds: float, addresses: list[str], *, urgent: bool = True
) -> list[tuple[float, str]]:
    """What goes out when every address always has something to say."""
    now, sent = 0.0, []
    while now < seconds:
        waits = [(pacer.wait(a, now, urgent=urgent), a) for a in addresses]
        wait, address = min(waits)
        if wait <= 0:
            pacer.took(address, now, urgent=urgent)
            sent.append((now, address))
            addresses = [*addresses[1:], addresses[0]] if addresses[0] == address else addresses
        else:
            now += max(wait, 1e-6)
    return sent


def most_in(times: list[float], seconds: float) -> int:
    return max(sum(start <= t < start + seconds for t in times) for start in times)


def test_bulk_is_never_more_than_its_rate_in_any_second() -> None:
    times = [at for at, _ in sent_until(RateLimiter(30, 300), 5, [str(n) for n in range(100)], urgent=False)]
    assert most_in(times, 1.0) <= 30
    assert len(times) >= 0.94 * 30 * 5


def test_replies_grow_from_thirty_to_their_rate_while_nothing_is_refused() -> None:
    pacer = RateLimiter(30, 300)
    times = [at for at, _ in sent_until(pacer, 8, [str(n) for n in range(900)])]
    assert most_in([at for at in times if at < 0.5], 1.0) <= 30
    assert most_in(times, 1.0) <= 300
    assert sum(at >= 6 for at in times) >= 0.9 * 2 * 300


def test_they_reach_it_within_seconds_until_something_is_refused() -> None:
    def reached(pacer: RateLimiter) -> int:
        return len(sent_until(pacer, 4, [str(n) for n in range(400)]))

    refused = RateLimiter(30, 300)
    refused.hold("a chat that does not matter", 0.0, 0.0)
    assert reached(RateLimiter(30, 300)) > 2 * 300
    assert reached(refused) < 2 * 60


def test_replies_never_pass_a_rate_below_thirty() -> None:
    times = [at for at, _ in sent_until(RateLimiter(30, 10), 10, [str(n) for n in range(100)])]
    assert most_in(times, 1.0) <= 10


def test_a_refusal_halves_the_rate_of_replies_and_it_grows_again() -> None:
    pacer = RateLimiter(30, 300)
    pacer.replies.rate = 200
    pacer.hold("7", 101.0, 100.0)
    pacer.hold("8", 101.0, 100.1)
    assert pacer.replies.rate == 100, "side by side they are one"
    for _ in range(9):
        pacer.hold("7", 201.0, 200.0)
    for second in range(300, 400, 10):
        pacer.hold("7", second, second)
    assert pacer.replies.rate == 5


def test_bulk_and_replies_do_not_wait_for_each_other() -> None:
    pacer = RateLimiter(30, 300)
    for n in range(40):
        pacer.took(str(n), 0.0, urgent=False)
    assert pacer.wait("a person who waits", 0.0) == 0
    for n in range(100, 140):
        pacer.took(str(n), 0.0)
    assert pacer.wait("a person who waits", 0.0) > 0
    assert pacer.wait("a drill", 50.0, urgent=False) == 0


def test_drills_are_spread_evenly_and_leave_room_for_a_reply() -> None:
    pacer = RateLimiter(30, 300)
    times = [at for at, _ in sent_until(pacer, 5, [str(n) for n in range(100)], urgent=False)]
    assert len(times) >= 0.94 * 30 * 5
    assert max(b - a for a, b in pairwise(times)) < 0.05
    assert pacer.wait("a person who waits", times[-1] + 0.001) < 0.1


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    times = [at for at, _ in sent_until(RateLimiter(1000, 1000), 10, ["7"])]
    assert times[2] == 0
    assert most_in(times, 3.0) == 3
    assert len(times) >= 9


def test_a_group_gets_twenty_a_minute() -> None:
    times = [at for at, _ in sent_until(RateLimiter(1000, 1000), 120, ["-7"])]
    assert most_in(times, 60.0) == 20


def test_a_chat_that_asked_to_wait_holds_up_no_other() -> None:
    pacer = RateLimiter(30, 300)
    pacer.hold("7", 9.0, 1.0)
    assert pacer.wait("7", 1.0) == 8.0
    assert pacer.wait("8", 1.0) == 0.0


def test_five_chats_within_a_second_mean_everybody() -> None:
    pacer = RateLimiter(30, 300)
    for n in range(4):
        pacer.hold(str(n), 9.0, 1.0 + n / 10)
    assert pacer.wait("9", 1.5) == 0.0
    pacer.hold("5", 6.0, 1.6)
    assert pacer.wait("9", 2.0) == 4.0


def test_chats_refused_one_after_another_hold_up_nobody_else() -> None:
    pacer = RateLimiter(30, 300)
    for n in range(20):
        pacer.hold(str(n), 90.0, n * 0.3)
    assert pacer.wait("99", 6.0) == 0.0


def test_a_rate_below_one_is_a_rate_too() -> None:
    for urgent in (True, False):
        times = [at for at, _ in sent_until(RateLimiter(0.5, 0.5), 10, ["1", "2", "3"], urgent=urgent)]
        assert len(times) == 5


def test_what_is_remembered_of_chats_and_groups_is_bounded() -> None:
    pacer = RateLimiter(1000, 1000)
    for n in range(3 * FORGET_ABOVE):
        pacer.took(f"-{n}", n / 100)
    assert len(pacer._chats) <= FORGET_ABOVE + 1
    assert len(pacer._groups) <= FORGET_ABOVE + 1
