"""Prints how soon `interviewer chat` asks its first question, beside how long its embedding model takes to load.

`python -m benchmarks.start`. The same program, with the packaged embedder and with `EMBEDDING_MODEL=none`, takes turns with a
process that only loads the embedder; and `interviewer --help` is asked which of the heavy libraries it imports.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.line import line
from testing.program import INTERVIEWER, environment

HEAVY = ("torch", "telegram", "sqlalchemy", "matplotlib")
LOADS = "from grader.embedding import load; load('packaged', '').encode(['warm'])"
IMPORTED = f"""
import sys
from cli.main import main
sys.argv = ["interviewer", "--help"]
try:
    main()
except SystemExit:
    pass
print("\\n" + " ".join(name for name in {HEAVY!r} if name in sys.modules))
"""


def first_question(folder: Path, model: str) -> float:
    """Seconds from the command to its first question."""
    command = [INTERVIEWER, "chat", "--language", "zh", "--format", "json", "--questions", "1"]
    variables = environment(folder, EMBEDDING_MODEL=model)
    started = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables, cwd=folder) as chat:
        assert chat.stdout is not None
        for said in chat.stdout:
            if json.loads(said)["event"] == "question":
                break
        took = time.perf_counter() - started
        chat.kill()
    return took


def loading() -> float:
    """Seconds of a process that does nothing but load the embedder."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", LOADS], check=True, capture_output=True)
    return time.perf_counter() - started


def imported() -> list[str]:
    """Heavy libraries that `--help` imports."""
    done = subprocess.run([sys.executable, "-c", IMPORTED], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1].split()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    took: dict[str, list[float]] = {"packaged": [], "none": [], "loading": []}
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        first_question(folder, "none")  # makes the database and the bank's cache
        for _ in range(given.rounds):
            for model in ("packaged", "none"):
                took[model].append(first_question(folder, model))
            took["loading"].append(loading())
    packaged, none, load = (statistics.median(found) for found in took.values())
    reached = f"{packaged:.2f} s; the model alone loads in {load:.2f} s (without a model: {none:.2f} s)"
    line("first question of `interviewer chat`", "before the embedding model has loaded", reached, packaged < load)
    heavy = imported()
    reached = ", ".join(heavy) or "none of them"
    line("`interviewer --help` imports", "none of torch, telegram, sqlalchemy, matplotlib", reached, not heavy)


if __name__ == "__main__":
    main()
