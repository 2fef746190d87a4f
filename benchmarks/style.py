"""Whether style counts: labelled answers said in another way, and how far their marks move.

By rule, on 60 labelled answers: typos, padding, sentences in another order. Written by hand, on 20 of them
(`benchmarks/data/style.jsonl`): informal, non-native, Chinese and English mixed. What is said stays the same, so that a mark
ought to stay. Checks are measured on the quantities of `interviewer evaluate --checks` lines, if a file of them is given.

usage: python -m benchmarks.style [--url URL [--model M] [--key K]] [--checks FILE]

URL: a judge that grades the answers; without one the estimate does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.line import line
from grader.check_evaluation import decided, read_lines
from grader.errors import GradingError
from grader.evaluation import LabelledAnswer, packaged_set
from grader.grading import Grader
from questions.model import LANGUAGES, Language
from questions.text import sentences

WRITTEN = Path(__file__).parent / "data/style.jsonl"
SEED, EACH = 60, 30  # answers by language
KINDS = ("excellent", "good", "partial", "shallow", "brief_correct")
MEAN, P95, PADDED = 0.3, 1.0, 0.5  # marks
CHANGED = 0.05  # share of the verdicts of checks
MISTYPED = {"zh": 0.25, "en": 0.08}  # share of the characters that have one like them, of the words
ALIKE = dict(
    zip("的得在再做作他那像以成权型量", "得的再在作做它哪象已城全形两", strict=True)
)  # Han characters mistaken for another
FILLERS: dict[Language, tuple[str, str, str]] = {
    "zh": ("好的，这个问题我想一下。", "嗯，怎么说呢，", "大概就是这些，谢谢面试官，不知道说清楚了没有。"),
    "en": (
        "Okay, good question, let me think for a second. ",
        "So, how do I put this, ",
        " That is about it, thanks, I hope I made myself clear.",
    ),
}


def typos(text: str, language: Language, dice: random.Random) -> str:
    """Characters that sound alike, two letters swapped, one left out; never in a number or a term in capitals."""
    if language == "zh":
        return "".join(ALIKE[c] if c in ALIKE and dice.random() < MISTYPED["zh"] else c for c in text)
    return " ".join(_slip(word, dice) if dice.random() < MISTYPED["en"] else word for word in text.split(" "))


def _slip(word: str, dice: random.Random) -> str:
    if not re.fullmatch(r"[a-z]{5,}[,.]?", word):
        return word
    at = dice.randrange(1, len(word) - 3)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return dice.choice((swapped, word[:at] + word[at + 1 :]))


def padded(text: str, language: Language, dice: random.Random) -> str:
    """Words around the answer and within it that say nothing."""
    before, between, after = FILLERS[language]
    said = sentences(text)
    at = dice.randrange(len(said)) if said else 0
    kept = [*said[:at], *([between + said[at]] if said else []), *said[at + 1 :]]
    return before + ("" if language == "zh" else " ").join(kept) + after


def reordered(text: str, language: Language, dice: random.Random) -> str:
    """Its sentences in another order."""
    said = sentences(text)
    dice.shuffle(said)
    return ("" if language == "zh" else " ").join(said)


BY_RULE: dict[str, Callable[[str, Language, random.Random], str]] = {
    "typos": typos,
    "padded": padded,
    "reordered": reordered,
}


@dataclass(frozen=True, slots=True)
class Restyled:
    """A labelled answer said in another way."""

    style: str
    one: LabelledAnswer
    text: str


def sampled() -> list[LabelledAnswer]:
    """The answers that have hand-written versions, and others of the same kinds, 30 a language."""
    labelled = packaged_set()
    written = {json.loads(row)["id"] for row in WRITTEN.read_text(encoding="utf-8").splitlines()}
    dice = random.Random(SEED)
    found = []
    for language in LANGUAGES:
        mine = [one for one in labelled if one.language == language]
        first = [one for one in mine if one.id in written]
        others = [one for one in mine if one.id not in written and one.kind in KINDS and len(sentences(one.answer)) > 1]
        found += first + dice.sample(others, EACH - len(first))
    return found


def restyled(chosen: Sequence[LabelledAnswer]) -> list[Restyled]:
    """Every version of the answers."""
    dice = random.Random(SEED)
    found = [
        Restyled(name, one, make(one.answer, one.language, dice)) for name, make in BY_RULE.items() for one in chosen
    ]
    by_id = {one.id: one for one in chosen}
    rows = map(json.loads, WRITTEN.read_text(encoding="utf-8").splitlines())
    return found + [Restyled(row["style"], by_id[row["id"]], row["answer"]) for row in rows]


async def marks(grader: Grader, jobs: Sequence[tuple[LabelledAnswer, str]]) -> list[float | None]:
    """The marks of texts as answers; None where there is none."""
    found: list[float | None] = [None] * len(jobs)
    async with aclosing(grader.grade_many([(one.task, text, one.language) for one, text in jobs], 8)) as results:
        async for index, grade in results:
            if isinstance(grade, GradingError):
                print(f"{jobs[index][0].id}: {grade}")
            else:
                found[index] = grade.score
    return found


async def measured(grader: Grader) -> None:
    """Prints a line per style and language."""
    chosen = sampled()
    versions = restyled(chosen)
    plain = await marks(grader, [(one, one.answer) for one in chosen])
    before = {one.id: mark for one, mark in zip(chosen, plain, strict=True)}
    after = await marks(grader, [(version.one, version.text) for version in versions])
    await grader.close()
    both = list(zip(versions, after, strict=True))
    for style in dict.fromkeys(version.style for version in versions):
        for language in LANGUAGES:
            mine = [(v, before[v.one.id], mark) for v, mark in both if v.style == style and v.one.language == language]
            _line(style, language, [(v.one.id, was, now) for v, was, now in mine])


def _line(style: str, language: str, moved: Sequence[tuple[str, float | None, float | None]]) -> None:
    shifts = {id: now - was for id, was, now in moved if was is not None and now is not None}
    lost = [id for id, was, now in moved if (was is None) != (now is None)]
    off = np.array(list(shifts.values()))
    mean, p95, most = float(off.mean()), float(np.quantile(abs(off), 0.95)), float(off.max())
    padding = style == "padded"
    met = abs(mean) <= MEAN and p95 <= P95 and not (padding and abs(off).max() > PADDED)
    reach = f"mean ≤ {MEAN:g}, p95 ≤ {P95:g}" + (f", none above {PADDED:g}" if padding else "")
    said = f"{mean:+.2f}, {p95:.2f}; {off.min():+.1f} to {most:+.1f}; {len(lost)} with a number on one side only"
    line(f"{style}, {language}: marks of {len(moved)} answers move by", reach, said, met)
    worst = sorted(shifts, key=lambda id: -abs(shifts[id]))[:4]
    print("  furthest: " + ", ".join(f"{id} {shifts[id]:+.1f}" for id in worst))


def checked(file: Path) -> None:
    """Prints how many verdicts of checks change with style."""
    with file.open("rb") as rows:
        labelled = read_lines(rows)
    dice = random.Random(SEED)
    for style in ("typos", "padded"):
        for language in LANGUAGES:
            mine = [one for one in labelled if one.language == language]
            again = [replace(one, answer=BY_RULE[style](one.answer, language, dice)) for one in mine]
            changed = [one.id for one, other in zip(mine, again, strict=True) if decided(one) != decided(other)]
            share = len(changed) / len(mine)
            what = f"{style}, {language}: verdicts of checks that change, of {len(mine)}"
            line(what, f"≤ {CHANGED:.0%}", f"{share:.1%}", share <= CHANGED)
            print("  " + ", ".join(changed[:8]))


def main() -> None:
    """Reads the options and measures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--url", default="", help="address of a judge, ending in /v1")
    options.add_argument("--model", default="")
    options.add_argument("--key", default="")
    options.add_argument("--checks", type=Path, help="lines as for `interviewer evaluate --checks`")
    given = options.parse_args()
    grader = Grader.build(
        judge_url=given.url, judge_model=given.model, api_key=given.key, second_share=0.0, embedding_model="none"
    )
    asyncio.run(measured(grader))
    if given.checks:
        checked(given.checks)


if __name__ == "__main__":
    main()
