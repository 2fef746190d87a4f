"""Simulated people, from weak to strong, go through whole interviews, judged by a script with a known error.

`python -m benchmarks.loop [--people N] [--error SHARE]`

Planned and kept by the real use cases and a real database; one scorecard each. Prints how well the bands stand in the order of
the strengths that the people were given (Spearman's ρ), for this error and without any.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import Counter
from itertools import product
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.line import line
from grader.evaluation import pearson, ranks
from interview.events import Answered, Graded
from interview.loop import clocked
from interview.model import Interview, Phase
from interview.scorecard import Band, Scorecard, scorecard
from interview.step import step
from storage import interviews as stored
from storage.database import Database
from storage.upgrade import prepare
from testing.looping import THINKS, Held, Passing, Simulated, opened

MINUTES = 45
ENOUGH = 0.9


def went_through(interview: Interview, who: Simulated, clock: Passing) -> Interview:
    """A loop that has begun, answered to its end by the engine alone."""
    while interview.phase is not Phase.FINISHED:
        turn = interview.turns[-1]
        clock.now += THINKS
        answered = Answered(turn.number, "an answer")
        interview = step(clocked(interview, answered, clock.now), answered)[0]
        graded = Graded(turn.number, 1, 1, who.graded(interview, turn))
        interview = step(clocked(interview, graded, clock.now), graded)[0]
    return interview


async def cards(people: int, errors: tuple[float, ...]) -> dict[float, list[tuple[Simulated, Scorecard]]]:
    """Everybody's scorecard by the judge's error, read back from the database."""
    found: dict[float, list[tuple[Simulated, Scorecard]]] = {error: [] for error in errors}
    with tempfile.TemporaryDirectory() as folder:
        url, clock = f"sqlite:///{Path(folder) / 'loops.db'}", Passing()
        await prepare(url)
        db = Database.open(url)
        async with opened(db, clock) as app:
            for error, number in product(errors, range(people)):
                who = Simulated(f"person {number}, {error}", (number + 0.5) / people, error)
                held = await Held.of(app, clock, who, MINUTES, seed=number)
                begun = await held.interview()
                ended = went_through(begun, who, clock)
                async with db.write() as tx:
                    await stored.save(tx, begun, ended, clock.now)
                found[error].append((who, scorecard(await held.interview())))
        await db.close()
    return found


def spearman(values: list[float], truth: list[float]) -> float:
    return pearson(ranks(np.array(values)), ranks(np.array(truth))) or 0.0


def told(found: list[tuple[Simulated, Scorecard]], error: float) -> float:
    """Prints the bands and returns how well they are ordered."""
    order, banded = list(Band), [(who, card) for who, card in found if card.band is not None]
    truth = [who.strength for who, _ in banded]
    rho = spearman([float(order.index(card.band)) for _, card in banded if card.band], truth)
    shares = spearman([card.share or 0.0 for _, card in banded], truth)
    print(f"judge's error {error:.0%}: {len(found)} scorecards, {len(banded)} with a band, {_counted(banded)}")
    print(
        f"  Spearman of bands {rho:.3f}, of shares {shares:.3f}; {fmean(c.judged for _, c in found):.0f} judged points each"
    )
    for band in reversed(order):
        of = [who.strength for who, card in banded if card.band is band]
        print(
            f"  {band.value:13} {len(of):4}"
            + (f"  strengths {min(of):.2f}-{max(of):.2f}, mean {fmean(of):.2f}" if of else "")
        )
    return rho


def _counted(banded: list[tuple[Simulated, Scorecard]]) -> str:
    return ", ".join(f"{band.value} {n}" for band, n in Counter(card.band for _, card in banded if card.band).items())


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--error", type=float, default=0.1)
    given = asked.parse_args()
    found = asyncio.run(cards(given.people, (0.0, given.error)))
    reached = {error: told(held, error) for error, held in found.items()}
    rho = reached[given.error]
    what = f"bands of {given.people} simulated people, a judge wrong in {given.error:.0%}, against their strengths (Spearman)"
    line(what, "≥ .90", f"{rho:.3f} ({reached[0.0]:.3f} without error)", rho >= ENOUGH)


if __name__ == "__main__":
    main()
