"""The examples that the contradiction model learns from: authored pairs, misconceptions of the bank, and flipped sentences.

A line of `data/pairs/<topic>.jsonl` gives, for one key point, sentences that are right and sentences that are wrong, as people
say them: {"q", "p", "zh": {"right": [...], "wrong": [...]}, "en": {...}}. Sentences stand in several roles: what is wrong
of a point is right of the misconception, and the other way round, so that no sentence tells its label by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from grader.contradiction import CONTRADICTED, COVERED, NEUTRAL, plain
from questions.model import LANGUAGES, KeyPoint, Language, Question
from training.flips import flipped

DATA = Path(__file__).parent / "data" / "pairs"
# Chances of the examples that are drawn beside every sentence against its own point.
OTHER_POINT, OTHER_QUESTION, OTHER_WORDS, AGAINST_WRONG = 0.3, 0.1, 0.25, 0.2
MISCONCEPTION, FLIPPED, TRANSLATED = 0.4, 0.5, 0.15

Example = tuple[str, str, int]  # reference, sentence, label


@dataclass(frozen=True, slots=True)
class Authored:
    """What was written for one key point in one language."""

    question: str
    point: KeyPoint
    language: Language
    right: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def text(self) -> str:
        """The key point in this language."""
        return self.point.text.get(self.language)

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The misconceptions of the bank in this language."""
        return tuple(getattr(self.point.misconceptions, self.language))


@dataclass(frozen=True)
class Pairs:
    """Everything authored, taken apart into what is learnt from and what is held out."""

    learnt: Sequence[Authored]
    held_out: Sequence[Authored]

    @cached_property
    def of_question(self) -> Mapping[tuple[str, Language], list[Authored]]:
        found: dict[tuple[str, Language], list[Authored]] = {}
        for one in self.learnt:
            found.setdefault((one.question, one.language), []).append(one)
        return found


def read_pairs(questions: Mapping[str, Question], folder: Path = DATA) -> Pairs:
    """All pairs of the folder whose point stands in the bank; held out are those of questions listed in held_out.json."""
    listed = json.loads((folder / "held_out.json").read_text(encoding="utf-8"))
    out = {id for ids in listed.values() for id in ids}
    learnt: list[Authored] = []
    held_out: list[Authored] = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            question = questions.get(data["q"])
            points = {p.id: p for p in question.key_points} if question else {}
            for language in LANGUAGES if data["p"] in points else ():
                said = data[language]
                one = Authored(data["q"], points[data["p"]], language, tuple(said["right"]), tuple(said["wrong"]))
                (held_out if one.question in out else learnt).append(one)
    return Pairs(learnt, held_out)


def epoch(pairs: Pairs, random: Random) -> list[Example]:
    """The examples of one pass, in random order."""
    found = [(plain(a), plain(b), label) for a, b, label in _drawn(pairs, random) if a.strip() and b.strip()]
    random.shuffle(found)
    return found


def _drawn(pairs: Pairs, random: Random) -> Iterator[Example]:
    for one in pairs.learnt:
        yield from ((one.text, said, COVERED) for said in one.right)
        yield from ((one.text, said, CONTRADICTED) for said in one.wrong)
        for said in (*one.right, *one.wrong):
            yield from _elsewhere(pairs, one, said, random)
        yield from _in_other_roles(one, random)
        yield from _of_the_bank(one, random)
        yield from _flips(one, random)


def _elsewhere(pairs: Pairs, one: Authored, said: str, random: Random) -> Iterator[Example]:
    """The sentence against another point, of which it says nothing."""
    beside = [other for other in pairs.of_question[one.question, one.language] if other.point.id != one.point.id]
    if beside and random.random() < OTHER_POINT:
        yield random.choice(beside).text, said, NEUTRAL
    if random.random() < OTHER_QUESTION:
        yield random.choice(pairs.learnt).text, said, NEUTRAL


def _in_other_roles(one: Authored, random: Random) -> Iterator[Example]:
    """Sentences against each other."""
    for said in one.right:
        others = [other for other in one.right if other != said]
        if others and random.random() < 2 * OTHER_WORDS:
            yield random.choice(others), said, COVERED
        if one.wrong and random.random() < AGAINST_WRONG:
            yield random.choice(one.wrong), said, CONTRADICTED
    for said in one.wrong:
        if one.right and random.random() < OTHER_WORDS:
            yield random.choice(one.right), said, CONTRADICTED


def _of_the_bank(one: Authored, random: Random) -> Iterator[Example]:
    for wrong in one.mistakes:
        if random.random() < MISCONCEPTION:
            yield one.text, wrong, CONTRADICTED
        if random.random() < MISCONCEPTION / 2:
            yield wrong, random.choice((one.text, *one.right)), CONTRADICTED
    if random.random() < TRANSLATED:
        yield one.text, one.point.text.get("en" if one.language == "zh" else "zh"), COVERED


def _flips(one: Authored, random: Random) -> Iterator[Example]:
    """A sentence against its opposite, either way round, and as often either of them against itself."""
    for said in (one.text, *one.right):
        if random.random() < FLIPPED and (opposite := flipped(said, one.language, random)):
            yield (*random.choice(((said, opposite), (opposite, said), (one.text, opposite))), CONTRADICTED)
            if random.random() < FLIPPED / 2:
                same = random.choice((said, opposite))
                yield same, same, COVERED
