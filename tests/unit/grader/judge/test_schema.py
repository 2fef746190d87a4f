"""The schema that a server is asked to enforce, to the letter: it is what prompts, replies and grammar caches rely on."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from grader.judge.schema import ids, response_format, schema, tokens_at_most


def an_object(**properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


WHOLE = an_object(
    points={
        "type": "array",
        "items": an_object(
            id={"type": "string", "enum": ["p1", "p2"]},
            quote={"type": "string", "maxLength": 120},
            why={"type": "string", "maxLength": 120},
            verdict={"type": "string", "enum": ["covered", "partial", "missing", "contradicted"]},
        ),
        "minItems": 2,
        "maxItems": 2,
    },
    errors={
        "type": "array",
        "items": an_object(
            quote={"type": "string", "maxLength": 120},
            why={"type": "string", "maxLength": 120},
            severity={"type": "string", "enum": ["minor", "major"]},
        ),
        "maxItems": 4,
    },
    feedback={"type": "string", "maxLength": 400},
)


def test_the_schema_of_two_points() -> None:
    assert schema(2) == WHOLE
    jsonschema.Draft202012Validator.check_schema(schema(2))


def test_reasons_are_written_before_verdicts() -> None:
    """A grammar has the model write properties in the order of the schema."""
    assert list(schema(1)["properties"]) == ["points", "errors", "feedback"]
    assert list(schema(1)["properties"]["points"]["items"]["properties"]) == ["id", "quote", "why", "verdict"]


def test_the_format_that_is_asked_for() -> None:
    strict = {"type": "json_schema", "json_schema": {"name": "verdicts", "strict": True, "schema": WHOLE}}
    assert response_format(2, "json_schema") == strict
    assert response_format(2, "json_object") == {"type": "json_object"}


@pytest.mark.parametrize(("points", "tokens"), [(1, 1900), (2, 2200), (8, 4000)])
def test_the_cap_on_tokens(points: int, tokens: int) -> None:
    assert tokens_at_most(points) == tokens


def test_points_are_named_by_their_place() -> None:
    assert (ids(0), ids(3)) == ([], ["p1", "p2", "p3"])
