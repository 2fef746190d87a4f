"""JSON schema of a judge's reply, enforced by the server.

It depends on the number of key points only, so that a server compiles one grammar for all questions with that many. All
strings are bounded, because an unbounded one can use up the token budget; verdicts come after their reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

QUOTE_AT_MOST, WHY_AT_MOST, FEEDBACK_AT_MOST, ERRORS_AT_MOST = 120, 120, 400, 4
NAME = "verdicts"


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """A short reply that is no judgement: the name of its schema, its one field, and the most tokens of it."""

    name: str
    field: str
    values: tuple[str, ...] = ()  # empty: any text of at most `characters`
    characters: int = 0

    @property
    def schema(self) -> dict[str, Any]:
        said = {"type": "string", "enum": list(self.values)} if self.values else _string(self.characters)
        return _object(**{self.field: said})


def ids(points: int) -> list[str]:
    """Names of the key points in a prompt, in the order shown: p1, p2, …"""
    return [f"p{n}" for n in range(1, points + 1)]


@cache
def schema(points: int) -> dict[str, Any]:
    """The JSON schema of a reply about `points` key points. Cached: not to be mutated."""
    point = _object(
        id={"type": "string", "enum": ids(points)},
        quote=_string(QUOTE_AT_MOST),
        why=_string(WHY_AT_MOST),
        verdict={"type": "string", "enum": ["covered", "partial", "missing", "contradicted"]},
    )
    error = _object(
        quote=_string(QUOTE_AT_MOST),
        why=_string(WHY_AT_MOST),
        severity={"type": "string", "enum": ["minor", "major"]},
    )
    return _object(
        points={"type": "array", "items": point, "minItems": points, "maxItems": points},
        errors={"type": "array", "items": error, "maxItems": ERRORS_AT_MOST},
        feedback=_string(FEEDBACK_AT_MOST),
    )


def _string(at_most: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": at_most}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def response_format(points: int | ReplyForm, mode: str) -> dict[str, Any]:
    """`response_format` of a chat completion request: the schema, or plain JSON mode."""
    if mode == "json_object":
        return {"type": "json_object"}
    name, form = (points.name, points.schema) if isinstance(points, ReplyForm) else (NAME, schema(points))
    return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": form}}


def tokens_at_most(points: int | ReplyForm) -> int:
    """Token limit of a reply with every bounded string full, at one token per Chinese character."""
    return 100 + points.characters if isinstance(points, ReplyForm) else 1600 + 300 * points
