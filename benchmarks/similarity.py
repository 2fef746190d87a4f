"""Prints the cost of a warm estimate beside the bare cost of encoding the same sentences in one batch, interleaved.

`python -m benchmarks.similarity`
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from benchmarks.line import line
from grader.embedding import load
from grader.evaluation import packaged_set
from grader.similarity import AnswerReading, estimate


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e3


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--answers", type=int, default=40, help="English answers to packaged questions")
    asked.add_argument("--rounds", type=int, default=5, help="the median of so many")
    asked.add_argument("--embedder", default="packaged", help="packaged, or an ONNX folder")
    given = asked.parse_args()
    embedder = load(given.embedder, "")
    answers = [one for one in packaged_set() if one.language == "en" and one.packaged]
    jobs = [(one, AnswerReading(one.task, one.answer, embedder).units) for one in answers]
    jobs = [(one, units) for one, units in jobs if units][: given.answers]
    for one, units in jobs:
        estimate(one.task, one.answer, "en", embedder)
        embedder.encode(units)
    ours, bare = [], []
    for _ in range(given.rounds):
        estimates, encodings = 0.0, 0.0
        for one, units in jobs:
            estimates += _milliseconds(lambda one=one: estimate(one.task, one.answer, "en", embedder))  # type: ignore[misc]  # bound now
            encodings += _milliseconds(lambda units=units: embedder.encode(units))  # type: ignore[misc]  # bound now
        ours.append(estimates / len(jobs))
        bare.append(encodings / len(jobs))
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    sentences = statistics.mean(len(units) for _, units in jobs)
    print(f"{embedder.name}, {len(jobs)} answers of {sentences:.1f} clauses, median of {given.rounds}")
    print(f"estimate, warm      {statistics.median(ours):7.1f} ms")
    print(f"encoding, bare      {statistics.median(bare):7.1f} ms")
    reached = f"{ratio:.2f} × ({statistics.median(ours):.1f} ms beside {statistics.median(bare):.1f} ms)"
    line(
        f"similarity estimate of one answer, warm ({given.embedder})",
        "≤ 1.3 × encoding its sentences",
        reached,
        ratio <= 1.3,
    )


if __name__ == "__main__":
    main()
