"""What good answers reach that were written from stem and level alone: `python -m training.blind`.

Every line of `training/data/blind.jsonl` is one answer to one packaged question, with a mark for each of its key points: once
for the whole answer and once for its opening, the first `opening` characters (about 65 English words or 130 Chinese
characters). Who knows the field reaches nearly all of the weight on every level when time does not matter; of what can be said
in the same time the share falls as levels rise. Weighty points that a whole answer misses are listed: are they asked for?
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.bank import load_bank
from questions.model import KeyPoint, Question

DATA = Path(__file__).parent / "data" / "blind.jsonl"
CREDIT = {"covered": 1.0, "partial": 0.5, "missing": 0.0}
EXPECTED = 2  # weight from which a point that was missed is listed
LEVELS = range(1, 6)

Bank = Mapping[str, Question]


@dataclass(frozen=True, slots=True)
class Blind:
    """One answer; `whole` and `first`: `covered`, `partial` or `missing` by the id of each key point."""

    question_id: str
    answer: str
    opening: int
    whole: Mapping[str, str]
    first: Mapping[str, str]


def read(path: Path = DATA) -> tuple[Blind, ...]:
    return tuple(Blind(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())


def share(marks: Sequence[tuple[KeyPoint, str]]) -> float:
    """Share (0–1) of the weight of the points that the marks reach."""
    return sum(point.weight * CREDIT[mark] for point, mark in marks) / sum(point.weight for point, _ in marks)


def of_level(answers: Sequence[Blind], bank: Bank, level: int, *, whole: bool) -> list[tuple[KeyPoint, str]]:
    """Every key point of the level's questions that were answered, with its mark."""
    chosen = (answer for answer in answers if bank[answer.question_id].level == level)
    return [
        (point, (answer.whole if whole else answer.first)[point.id])
        for answer in chosen
        for point in bank[answer.question_id].key_points
    ]


def missed(answers: Sequence[Blind], bank: Bank) -> Iterator[str]:
    """Weighty points that a whole answer does not make."""
    for answer in answers:
        for point in bank[answer.question_id].key_points:
            if answer.whole[point.id] == "missing" and point.weight >= EXPECTED:
                yield f"{answer.question_id}/{point.id}"


def table(answers: Sequence[Blind], bank: Bank) -> str:
    lines = ["| level | answers | of the weight, whole answer | in its opening |", "|---|---|---|---|"]
    for level in LEVELS:
        number = sum(bank[answer.question_id].level == level for answer in answers)
        shares = (share(of_level(answers, bank, level, whole=whole)) for whole in (True, False))
        lines.append(f"| {level} | {number} | " + " | ".join(f"{one:.0%}" for one in shares) + " |")
    return "\n".join(lines)


def main() -> None:
    answers, bank = read(), load_bank().questions
    print(table(answers, bank))
    print("missed, though of weight 2 or more: " + (", ".join(missed(answers, bank)) or "none"))


if __name__ == "__main__":
    main()
