"""Prints how postings, CVs and reports of interviews are read that the models have not seen: `python -m benchmarks.aim`.

Cross-validation by documents, as in `training.aim`; shares with Wilson's 95 % intervals.
"""

from __future__ import annotations

from benchmarks.line import line
from training.aim import HANDS, Figures, share, unseen

REACH = (("questions of reports found", 0.95), ("matches right", 0.9), ("matched of what the bank asks", 0.8))
TOPICS = 0.85


def lines(hand: str, found: Figures) -> None:
    one = found.found
    for (what, reach), (n, of) in zip(
        REACH, ((one.found, one.labelled), (one.right, one.matched), (one.right, one.to_match)), strict=True
    ):
        line(f"{what}, {hand}*", f"≥ {reach:.2f}", share(n, of), n >= reach * of)
    line(f"told though nothing was asked, {hand}*", "none", f"{one.invented} of {one.told}", one.invented == 0)
    mean = sum(found.gains) / len(found.gains)
    line(f"topics, nDCG@5, {hand}*", f"≥ {TOPICS}", f"{mean:.3f}", mean >= TOPICS)


def main() -> None:
    for hand, found in zip(HANDS, unseen(), strict=True):
        lines(hand, found)


if __name__ == "__main__":
    main()
