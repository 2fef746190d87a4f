"""A simulated group over twelve weeks, with pages and plots: `python -m benchmarks.proof_group --output FOLDER`

Sixty people whose truth is known take a form of the test, drill for twelve weeks, and take the other form. How much each gains is
assumed here (nothing, one mark or two), not found: what is shown is how the measuring tells it. Nothing here is about people.
"""

from __future__ import annotations

import argparse
import html
import random
import statistics
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from math import sqrt
from pathlib import Path

from benchmarks.ability_forms import LEARNED, Person, Simulation
from interview.measuring import Measured
from interview.steps import BrierScore, PointStep, score, step_of
from questions.bank import load_bank
from testing import quarter

WEEKS = 12
GAINS = (0.0, 1.0, 2.0)
Tested = tuple[float, Measured, Measured]  # the gain that was assumed, and both tests


def tests(people: int) -> list[Tested]:
    """Both tests of everybody, with what they gained in truth."""
    dice, sim = random.Random(11), Simulation(list(load_bank(()).questions.values()), LEARNED, 12)
    found = []
    for number in range(people):
        person, gain = Person(number, dice.gauss(4.0, 1.5)), GAINS[number % len(GAINS)]
        better = replace(person, ability=person.ability + gain)
        found.append((gain, sim.test(person, 0)[0], sim.test(better, 1)[0]))
    return found


def lives(people: int) -> list[quarter.Foretold]:
    """The drills of everybody, who remember longer or shorter than the program believes."""
    dice = random.Random(13)
    made = []
    for number in range(people):
        person = quarter.Person(
            days=7 * WEEKS, minutes=dice.choice((10, 15, 20)), comes=dice.uniform(0.5, 1.0), seed=number
        )
        life = quarter.Foretold(replace(person, pace=dice.uniform(0.7, 1.3)), quarter.bank(80, random.Random(0)))
        life.live()
        made.append(life)
    return made


def steps_by_week(found: list[quarter.Foretold]) -> list[Counter[PointStep]]:
    """Points of everybody on each step at the end of each week."""
    weeks = [quarter.START + timedelta(days=7 * week) for week in range(1, WEEKS + 1)]
    told = [(life.target, reviews) for life in found for reviews in life.told.values()]
    return [Counter(step_of([r for r in reviews if r.at < end], target) for target, reviews in told) for end in weeks]


def draw(folder: Path, tested: list[Tested], weeks: list[Counter[PointStep]], scored: BrierScore) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 6))
    for gain, before, after in tested:
        across = [[before.mean - before.low], [before.high - before.mean]]
        up = [[after.mean - after.low], [after.high - after.mean]]
        axes.errorbar(
            before.mean, after.mean, yerr=up, xerr=across, fmt="o", elinewidth=0.4, color=f"C{GAINS.index(gain)}"
        )
    axes.plot([0, 10], [0, 10], color="grey")
    axes.set(
        xlabel="before", ylabel="after", xlim=(0, 10), ylim=(0, 10), title="Simulated: ability in marks, 90 % intervals"
    )
    figure.savefig(folder / "before-after.png", dpi=110)
    figure, axes = pyplot.subplots(figsize=(7, 4))
    shown = (PointStep.LEARNED, PointStep.KEPT, PointStep.TRANSFERRED)
    axes.stackplot(
        range(1, WEEKS + 1), [[week[step] for week in weeks] for step in shown], labels=[s.name.lower() for s in shown]
    )
    axes.set(xlabel="week", ylabel="points", title="Simulated: steps of points")
    axes.legend(loc="upper left")
    figure.savefig(folder / "steps.png", dpi=110)
    figure, axes = pyplot.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="grey")
    axes.plot([one.chance for one in scored.bins], [one.stood for one in scored.bins], "o-")
    axes.set(
        xlabel="predicted", ylabel="stood", xlim=(0, 1), ylim=(0, 1), title="Simulated: predictions two weeks before"
    )
    figure.savefig(folder / "calibration.png", dpi=110)


def page(tested: list[Tested], said: list[str]) -> str:
    """The page of the group: what was said, the plots, one row for each simulated person."""
    rows = "".join(
        f"<tr><td>{number}<td>{before.mean:.1f} ({before.low:.1f}–{before.high:.1f})"
        f"<td>{after.mean:.1f} ({after.low:.1f}–{after.high:.1f})<td>{after.mean - before.mean:+.1f}<td>{gain:+.1f}"
        for number, (gain, before, after) in enumerate(tested, 1)
    )
    told = "".join(f"<p>{html.escape(line)}</p>" for line in said)
    plots = "".join(f'<img src="{name}.png" alt="{name}">' for name in ("before-after", "steps", "calibration"))
    return (
        '<!doctype html><meta charset="utf-8"><title>A simulated group</title><h1>A simulated group over twelve weeks</h1>'
        f"<p><b>Simulated people; no result on anybody.</b></p>{told}{plots}"
        f"<table><tr><th>person<th>before<th>after<th>change told<th>change assumed{rows}</table>\n"
    )


def said_of(tested: list[Tested], weeks: list[Counter[PointStep]], scored: BrierScore) -> list[str]:
    said = []
    for gain in GAINS:
        own = [(before, after) for assumed, before, after in tested if assumed == gain]
        told = statistics.mean(after.mean - before.mean for before, after in own)
        sure = sum(after.mean - before.mean > 1.645 * sqrt(before.sd**2 + after.sd**2) for before, after in own)
        said.append(
            f"assumed gain {gain:+.1f}: told as {told:+.2f} in the mean; above zero with its interval for {sure} of {len(own)}"
        )
    last = weeks[-1]
    said.append(
        f"points after {WEEKS} weeks: learned {last[PointStep.LEARNED]}, kept {last[PointStep.KEPT]},"
        f" told to another wording {last[PointStep.TRANSFERRED]}"
    )
    said.append(
        f"predictions two weeks before: {scored.n} points, Brier {scored.brier:.3f} (always the mean: {scored.base:.3f})"
    )
    said += [f"  predicted {one.chance:.0%}, stood {one.stood:.0%} ({one.n} points)" for one in scored.bins]
    return said


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--people", type=int, default=60)
    asked.add_argument("--output", type=Path)
    given = asked.parse_args()
    tested, lived = tests(given.people), lives(given.people)
    scored = score([one for life in lived for one in life.outcomes()])
    assert scored is not None
    weeks = steps_by_week(lived)
    said = said_of(tested, weeks, scored)
    print("\n".join(said))
    if given.output is not None:
        given.output.mkdir(parents=True, exist_ok=True)
        draw(given.output, tested, weeks, scored)
        (given.output / "index.html").write_text(page(tested, said), encoding="utf-8")


if __name__ == "__main__":
    main()
