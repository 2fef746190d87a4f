"""What a document says about an interview: its kind, the topics it weighs, and what it tells was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from questions.aim.asked import AskedQuestion, asked_in
from questions.aim.orders import without_orders
from questions.aim.profile import DocumentKind, Profiler, Weighted, kind_of
from questions.documents.lines import TextLine


@dataclass(frozen=True, slots=True)
class Aim:
    """Topics, the weightiest first, with shares that sum to 1 at most; questions of a report in their order."""

    kind: DocumentKind
    topics: tuple[Weighted, ...]
    questions: tuple[AskedQuestion, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "topics": [{"id": one.topic, "weight": round(one.weight, 3)} for one in self.topics],
            "questions": [
                {
                    "text": one.text,
                    "match": one.matched.match.id if one.matched.match else None,
                    "score": round(one.matched.score, 3),
                    "also": [also.id for also in one.matched.also],
                }
                for one in self.questions
            ],
        }


def aimed(lines: Sequence[TextLine], profiler: Profiler) -> Aim:
    """What a document aims at. Whatever it orders is text like any other: words are counted, nothing is obeyed."""
    lines = without_orders(lines)
    kind = kind_of(lines)
    asked = asked_in(lines, profiler.matcher) if kind is DocumentKind.REPORT else []
    return Aim(kind, tuple(profiler.topics_of(lines, asked)), tuple(asked))
