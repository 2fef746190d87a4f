"""Prints ninety days of a simulated person who drills, by fortnight: `python -m benchmarks.quarter`

The same person, with the same dice, goes through the quarter with a plan to the date and without one. By fortnight: points due
in a morning, points asked, minutes, the share recalled. Then: how soon what was forgotten came up again, what the plan
promised three days before and what was done, and how many heavy points were known on the day.
"""

from __future__ import annotations

import argparse
import statistics

from testing.quarter import Person, Quarter, quarter


def _print(found: Quarter) -> None:
    print("days      due a morning   asked   min   new   recalled")
    for start in range(0, len(found.mornings), 14):
        part = found.mornings[start : start + 14]
        asked = sum(m.asked for m in part)
        mean = {name: statistics.mean(getattr(m, name) for m in part) for name in ("due", "asked", "minutes", "fresh")}
        print(
            f"{start + 1:>2}–{start + len(part):<2} {mean['due']:>12.1f} {max(m.due for m in part):>4}"
            f" {mean['asked']:>8.1f} {mean['minutes']:>5.1f} {mean['fresh']:>5.1f} {sum(m.recalled for m in part) / asked:>9.0%}"
        )
    late = sum(days > 7 for days in found.returned)
    print(
        f"forgotten points came up again after {statistics.median(found.returned):.0f} days (median), the slowest after"
        f" {max(found.returned)}; {late} of {len(found.returned)} after more than a week, {found.waiting} not by the end"
    )
    if found.promised is not None:
        print(
            f"three days before: {found.promised.fits} of {found.promised.heavy} heavy points fit; done: {found.came_up}"
        )
    print(f"heavy points known on the day: {found.known:.1%} of {found.heavy}")


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--minutes", type=int, default=15)
    asked.add_argument("--pace", type=float, default=1.0)
    asked.add_argument("--questions", type=int, default=120)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    for plans in (True, False):
        print(f"\n{'With a plan to the date' if plans else 'Without a plan'}, {given.minutes} minutes a day")
        person = Person(minutes=given.minutes, pace=given.pace, seed=given.seed, plans=plans)
        _print(quarter(person, given.questions))


if __name__ == "__main__":
    main()
