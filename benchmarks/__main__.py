"""Every number to reach, measured one after the other, in one table: `python -m benchmarks [--quick]`.

Each line comes out of a script of its own, in a process of its own; what is compared takes turns inside that script. The table
is printed at the end, in Markdown; what the scripts print meanwhile goes to stderr. `--quick` makes every round smaller. The
judge on a GPU is measured by `interviewer judge bench`, crashes by `python -m benchmarks.crashes`.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCRIPTS: tuple[tuple[str, Sequence[str], Sequence[str]], ...] = (  # name, arguments, arguments when quick
    ("similarity", (), ("--rounds", "3")),
    ("judge", (), ("--answers", "64", "--rounds", "3")),
    ("talked_round", (), ()),
    ("unsure", (), ("--splits", "40")),
    ("style", (), ()),
    ("telegram", (), ("--rounds", "3", "--seconds", "10")),
    ("rush", (), ("--people", "1000", "--rounds", "1")),
    ("start", (), ("--rounds", "3")),
    ("memory", (), ("--answers", "100")),
    ("draw", (), ("--draws", "200")),
    ("ramp", (), ()),
    ("loop", (), ("--people", "60")),
    ("lint", (), ("--rounds", "1")),
    ("aim", (), ()),
    ("drills", (), ("--rounds", "3")),
    ("nine", (), ("--people", "10000", "--seconds", "45")),
    ("beside", (), ("--people", "10000", "--seconds", "10")),
    ("runner", (), ("--rounds", "2")),
    ("report", (), ("--rounds", "3")),
    ("load", (), ("--minutes", "3")),
    ("history", (), ("--turns", "100000")),
)
HEAD = "| what | to reach | reached | |\n|---|---|---|---|"


def lines(script: str, arguments: Sequence[str]) -> list[str]:
    """The lines that a script prints for the table."""
    command = [sys.executable, "-m", f"benchmarks.{script}", *arguments]
    print(f"-- {script} {' '.join(arguments)}", file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, file=sys.stderr, flush=True)
    found = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    return found or [f"| {script} | | failed, exit {done.returncode} | **no** |"]


def machine() -> str:
    """What it was measured on, in one line."""
    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    model = names[0].partition(":")[2].strip() if names else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", nargs="*", choices=[name for name, _, _ in SCRIPTS])
    given = asked.parse_args()
    start, load, table = time.monotonic(), os.getloadavg()[0], [HEAD]
    for name, whole, quick in SCRIPTS:
        if not given.only or name in given.only:
            table += lines(name, quick if given.quick else whole)
    took = f"{(time.monotonic() - start) / 60:.0f} min; load {load:.1f} before, {os.getloadavg()[0]:.1f} after"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine()}; {took}\n\n" + "\n".join(table))
    sys.exit(1 if any(line.endswith("**no** |") for line in table) else 0)


if __name__ == "__main__":
    main()
