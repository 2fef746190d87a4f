"""`python -m tests.mutation`: how many small changes to the rules the unit tests notice.

Draws a sample of mutants with a seed, tries each, and prints every survivor with its change, then what came of them by
module. Survivors that change nothing anybody could see stand in `accepted.toml`, each with its reason; they count as
survivors all the same. Exit status 1 when less than 90 % were killed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutants import MUTATED, Mutant, drawn, paths
from tests.mutation.trial import Bench, Verdict

ROOT = Path(__file__).parents[2]
ACCEPTED = Path(__file__).with_name("accepted.toml")
KILLED_AT_LEAST = 0.9
Change = tuple[str, tuple[str, ...], tuple[str, ...]]  # path, lines before, lines after


@dataclass(frozen=True, slots=True)
class Tried:
    mutant: Mutant
    verdict: Verdict
    accepted: str  # why it may survive, or ""


def accepted() -> dict[Change, str]:
    """The reasons of the survivors that may be."""
    listed = tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))["survivor"]
    return {(s["path"], tuple(s["was"]), tuple(s["is"])): s["reason"] for s in listed}


def tried(mutants: Sequence[Mutant]) -> Iterator[Tried]:
    bench, known = Bench(), accepted()
    for number, mutant in enumerate(mutants, 1):
        verdict = bench.tried(mutant)
        print(f"\r{number}/{len(mutants)} {verdict:<9} {mutant.path}\033[K", end="", file=sys.stderr, flush=True)
        yield Tried(mutant, verdict, known.get((str(mutant.path), mutant.removed, mutant.added), ""))
    print(file=sys.stderr)


def table(found: Sequence[Tried]) -> Iterator[str]:
    """What came of the mutants, by module and together."""
    yield f"{'module':<28}{'mutants':>9}{'killed':>9}{'timed out':>11}{'survived':>10}{'accepted':>10}"
    for path in (*sorted({str(one.mutant.path) for one in found}), ""):
        of = [one for one in found if path in ("", str(one.mutant.path))]
        count, told = Counter(one.verdict for one in of), sum(bool(one.accepted) for one in _survivors(of))
        figures = f"{count[Verdict.KILLED]:>9}{count[Verdict.TIMED_OUT]:>11}{count[Verdict.SURVIVED]:>10}{told:>10}"
        yield f"{path or 'all':<28}{len(of):>9}{figures}"


def _survivors(found: Sequence[Tried]) -> list[Tried]:
    return [one for one in found if one.verdict is Verdict.SURVIVED]


def described(one: Tried) -> str:
    """A survivor with its change, and why it may survive."""
    return f"survived{f', accepted: {one.accepted}' if one.accepted else ''}\n{one.mutant.diff}\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=300, help="how many mutants are tried (300)")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (1)")
    parser.add_argument("--of", action="append", help="only these modules, as paths or patterns")
    parser.add_argument("--survivors", type=Path, help="a file for the survivors, instead of here")
    given = parser.parse_args()
    os.nice(10)
    os.chdir(ROOT)
    found: list[Tried] = []
    told = given.survivors.open("w", encoding="utf-8", buffering=1) if given.survivors else sys.stdout
    for one in tried(drawn(ROOT, paths(ROOT, given.of or MUTATED), given.sample, given.seed)):
        found.append(one)
        if one.verdict is Verdict.SURVIVED:
            print(described(one), file=told, flush=True)
    share = 1 - len(_survivors(found)) / max(len(found), 1)
    print(*table(found), f"{share:.1%} killed (seed {given.seed})", sep="\n")
    return 0 if share >= KILLED_AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
