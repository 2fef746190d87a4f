from __future__ import annotations

from bot.flood import MANY, PAUSE, Flood, FloodGate
from storage.inbox import Update


def commands(count: int, sender: int = 7, text: str = "/help", attempts: int = 1) -> list[Update]:
    return [Update(n, sender, sender, {"message": {"text": text}}, attempts) for n in range(count)]


def test_a_flood_is_told_once_and_then_dropped_and_some_commands_are_always_heard() -> None:
    gate = FloodGate()
    gate.note(commands(MANY), 100.0)
    assert [gate.verdict(7, "/help") for _ in range(3)] == [Flood.TOLD, Flood.DROPPED, Flood.DROPPED]
    assert {gate.verdict(7, command) for command in ("/stop", "/export", "/forget")} == {Flood.NONE}
    assert gate.verdict(8, "/help") is Flood.NONE, "nobody else is concerned"


def test_it_is_over_after_a_pause_and_the_next_one_is_told_again() -> None:
    gate = FloodGate()
    gate.note(commands(MANY), 100.0)
    assert gate.verdict(7, "/help") is Flood.TOLD
    gate.note(commands(1), 100.0 + PAUSE - 0.1)
    assert gate.verdict(7, "/help") is Flood.DROPPED, "who goes on has not paused"
    gate.note(commands(1), 100.0 + 2 * PAUSE)
    assert gate.verdict(7, "/help") is Flood.NONE
    gate.note(commands(MANY), 101.0 + 2 * PAUSE)
    assert gate.verdict(7, "/help") is Flood.TOLD


def test_answers_second_tries_and_a_few_commands_are_no_flood() -> None:
    gate = FloodGate()
    gate.note(commands(50, text="an answer"), 100.0)
    gate.note(commands(50, attempts=2), 100.0)
    gate.note(commands(MANY - 1), 100.0)
    assert gate.verdict(7, "/help") is Flood.NONE
    for second in range(100):
        gate.note(commands(1), 200.0 + second)
    assert gate.verdict(7, "/help") is Flood.NONE, "one a second"
