"""Whether the judge's rules settle doubtful answers: two readers with the rules alone, and what the rules were meant to say.

`data/doubtful.jsonl` holds 40 answers, five to each doubtful case of docs/grading.md, with the verdicts meant;
`data/doubtful_readers.jsonl` the verdicts of two readers (language models) who saw rules, questions and answers, not one another.

usage: python -m benchmarks.doubtful
"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.line import line

DATA = Path(__file__).parent / "data"
AGREED = 0.95
CREDIT = {1: "covered", 0.5: "partial", 0: "missing"}


def meant() -> dict[tuple[str, str], str]:
    """The verdict of every point of every answer."""
    found = {}
    for row in map(json.loads, (DATA / "doubtful.jsonl").read_text(encoding="utf-8").splitlines()):
        for point, credit in row["covered"].items():
            found[row["id"], point] = "contradicted" if point in row.get("contradicted", ()) else CREDIT[credit]
    return found


def read() -> list[dict[tuple[str, str], str]]:
    """The verdicts of each reader."""
    rows = [json.loads(text) for text in (DATA / "doubtful_readers.jsonl").read_text(encoding="utf-8").splitlines()]
    return [{(row["id"], point): said for row in rows for point, said in row["readers"][n].items()} for n in (0, 1)]


def main() -> None:
    due, (one, other) = meant(), read()
    for name, first, second in (
        ("with one another", one, other),
        ("the first with the rules' author", one, due),
        ("the second with the rules' author", other, due),
    ):
        same = sum(first[place] == second[place] for place in due)
        line(
            f"readers agree {name}",
            f"≥ {AGREED:.0%}",
            f"{same} of {len(due)} ({same / len(due):.0%})",
            same >= AGREED * len(due),
        )
        for place in due:
            if first[place] != second[place]:
                print(f"  {' '.join(place)}: {first[place]} / {second[place]}")


if __name__ == "__main__":
    main()
