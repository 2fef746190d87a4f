"""How well reports, postings and CVs are read: figures over labelled documents."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from questions.aim.asked import AskedQuestion
from questions.aim.profile import Weighted
from questions.documents.lines import TextLine

OVERLAP: Final = 0.5  # of two passages (their common part by what both span) from which they are one
DEPTH: Final = 5  # topics that nDCG looks at


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question of a report with the ids that are right (none where the bank lacks it), and where it begins."""

    text: str
    right: frozenset[str]
    start: int
    ambiguous: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A labelled document."""

    id: str
    kind: str
    language: str
    lines: tuple[TextLine, ...]
    topics: tuple[str, ...]
    topics_also: frozenset[str]
    questions: tuple[Labelled, ...]
    injection: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> LabelledDocument:
        text, asked, behind = data["text"], [], 0
        for one in data.get("questions") or ():
            behind = text.index(one["text"], behind)
            right = frozenset(id for id in (one["match"], *one["also"]) if id)
            asked.append(Labelled(one["text"], right, behind, bool(one.get("ambiguous"))))
        return cls(
            data["id"],
            data["kind"],
            data["lang"],
            tuple(TextLine(line, n) for n, line in enumerate(text.split("\n"), 1)),
            tuple(data["topics"]),
            frozenset(data["topics_also"]),
            tuple(asked),
            data.get("injection_text") or "",
        )


def read_documents(path: Path) -> list[LabelledDocument]:
    """The documents of a file of JSON lines; KeyError or ValueError for one that is not as it should be."""
    return [
        LabelledDocument.of(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


@dataclass(frozen=True, slots=True)
class Found:
    """How the questions of one report were found and matched; counts."""

    labelled: int
    found: int
    told: int
    invented: int
    matched: int
    right: int
    to_match: int

    def __add__(self, other: Found) -> Found:
        return Found(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


NONE: Final = Found(0, 0, 0, 0, 0, 0, 0)


def compare(document: LabelledDocument, read: Sequence[AskedQuestion], bank: Iterable[str]) -> Found:
    """Counts over one report. A match is right when it is a label of the question it overlaps most.

    Ambiguous ones are passed over. `bank`: the ids that the labels knew; a match to another one is neither right nor wrong.
    """
    known = frozenset(bank)
    starts, at = [0], 0
    for line in document.lines:
        at += len(line.text) + 1
        starts.append(at)
    found: set[int] = set()
    told = invented = matched = right = 0
    searched: dict[int, int] = {}
    for question in read:
        line = question.line
        place = line.text.find(question.text, searched.get(line.number, 0))
        start = starts[line.number - 1] + max(place, line.text.find(question.text), 0)
        searched[line.number] = max(place, 0) + 1
        label, overlap = _nearest(document.questions, start, start + len(question.text))
        told += 1
        invented += overlap == 0
        if overlap >= OVERLAP:
            found.add(label)
        match = question.matched.match
        if match is None or match.id not in known:
            continue
        if overlap == 0 or not document.questions[label].ambiguous:
            matched += 1
            right += overlap > 0 and match.id in document.questions[label].right
    clear = sum(bool(one.right) and not one.ambiguous for one in document.questions)
    return Found(len(document.questions), len(found), told, invented, matched, right, clear)


def _nearest(labelled: Sequence[Labelled], start: int, end: int) -> tuple[int, float]:
    shares = [_overlap(one.start, one.end, start, end) for one in labelled]
    best = max(range(len(shares)), key=lambda n: shares[n], default=0)
    return best, shares[best] if shares else 0.0


def _overlap(start: int, end: int, from_: int, to: int) -> float:
    common = min(end, to) - max(start, from_)
    return max(0, common) / (max(end, to) - min(start, from_))


def ndcg(document: LabelledDocument, profile: Sequence[Weighted], known: Iterable[str]) -> float:
    """nDCG@5 (0–1) of a profile: the first of n topics gains n, the last 1; topics neither required nor wrong are left out,
    and those that the labels did not know."""
    judged = frozenset(known) - document.topics_also
    gains = {topic: len(document.topics) - n for n, topic in enumerate(document.topics)}
    ranked = [gains.get(one.topic, 0) for one in profile if one.topic in judged][:DEPTH]
    best = sorted(gains.values(), reverse=True)[:DEPTH]
    return _discounted(ranked) / _discounted(best)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))
