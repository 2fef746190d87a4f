"""Prints how much memory the bot takes while 50 people are interviewed, without an embedder and with an ONNX copy of one.

`python -m benchmarks.memory`. Resident memory of the bot's one process, the most that was seen; a second of its growth
between the second and the last third of the run is printed beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from benchmarks.crowd import Errand, Town, crowd, thinking
from benchmarks.line import line
from testing.running import Running

GOALS = {"none": 250, "ONNX": 450}  # MB


async def _watched(process: psutil.Process, seen: list[float]) -> None:
    while True:
        seen.append(process.memory_info().rss / 1e6)
        await asyncio.sleep(0.2)


async def resident(folder: Path, model: str, answers: int) -> list[float]:
    """Megabytes, five times a second, while so many answers are given and graded."""
    town, seen = Town(), list[float]()
    more = {
        "EMBEDDING_MODEL": model,
        "ANSWERS_PER_MINUTE": "1000",
        "TELEGRAM_RATE": "1000",
        "REPLY_RATE": "1000",
        "LOG_LEVEL": "ERROR",
    }
    async with town, Running(town, folder, **more) as running:
        assert running.process is not None
        people = crowd(town, Errand(answers, thinking(random.Random(1), 0, 3)), 50)
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(_watched(psutil.Process(running.process.pid), seen))
            async with asyncio.TaskGroup() as living:
                for person in people:
                    living.create_task(person.live())
            watching.cancel()
        assert all(one.heard is not None for person in people for one in person.said)
    return seen


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--answers", type=int, default=300)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as root:
        copy = Path(root) / "embedder"
        subprocess.run([sys.executable, "-m", "grader.embedding", "export", str(copy)], check=True, capture_output=True)
        for name, model in (("none", "none"), ("ONNX", str(copy))):
            folder = Path(root) / name
            folder.mkdir()
            seen = asyncio.run(resident(folder, model, given.answers))
            growth = max(seen[-len(seen) // 3 :]) - max(seen[len(seen) // 3 : 2 * len(seen) // 3])
            reached = f"{max(seen):.0f} MB ({growth:+.1f} MB in the last third)"
            what = "`EMBEDDING_MODEL=none`" if model == "none" else "an ONNX copy of the embedder"
            line(f"memory of the bot, {what}", f"≤ {GOALS[name]} MB", reached, max(seen) <= GOALS[name])


if __name__ == "__main__":
    main()
