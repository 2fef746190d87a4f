"""Prints the CPU and wall seconds of every command that needs no model: cold (no cache, no database yet) and warm.

`python -m benchmarks.commands`. Cold is the first call in an empty home with its own database, warm the median of the next.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.line import line
from testing.program import INTERVIEWER, environment

USUAL, LONG = 1.0, 3.0  # CPU seconds
COMMANDS = (
    ("--version", USUAL), ("-h", USUAL), ("bank list", USUAL), ("bank show rag-chunking", USUAL), ("bank lint", LONG),
    ("bank similar flash attention", USUAL), ("bank stats", LONG), ("bank drafts", USUAL), ("bank reports", USUAL),
    ("bank export --topic rag", USUAL), ("bank retire rag-chunking --dry-run", USUAL), ("code list", USUAL),
    ("code show hand-softmax", USUAL), ("people list", USUAL), ("appeals list", USUAL), ("drills list", USUAL),
    ("drills run-due", USUAL), ("db check", USUAL), ("report", LONG), ("doctor", USUAL),
)  # fmt: skip
PERSON = "chat --language en --questions 1 --topic rag-chunking --format json"
ANSWER = b"Split along headings and paragraphs first.\n\n"


def took(folder: Path, command: str, stdin: bytes = b"") -> tuple[float, float]:
    """CPU seconds and wall seconds of one run."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [INTERVIEWER, *command.split()],
        input=stdin,
        env=environment(folder),
        cwd=folder,
        capture_output=True,
        check=False,
    )
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as root:
        warm_home = Path(root) / "warm"
        warm_home.mkdir()
        took(warm_home, PERSON, ANSWER)
        for number, (command, limit) in enumerate(COMMANDS):
            home = Path(root) / f"cold-{number}"
            home.mkdir()
            cold = took(home, command)
            took(warm_home, command)
            warm = [took(warm_home, command) for _ in range(given.rounds)]
            cpu, wall = (statistics.median(one[part] for one in warm) for part in (0, 1))
            reached = f"warm {cpu:.2f} CPU s ({wall:.2f} s), cold {cold[0]:.2f} CPU s ({cold[1]:.2f} s)"
            line(f"`interviewer {command}`", f"at most {limit:g} CPU s warm", reached, cpu <= limit)


if __name__ == "__main__":
    main()
