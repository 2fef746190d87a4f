"""Grades and verdicts to JSON values and back, without loss.

The form is that of the columns `grades.content`, `appeals.before` and `appeals.after`: a dataclass is an object of its
fields, an enum its value, `GradedBy` its text; what of an object has no field here is ignored.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from grader.grade import Grade, PointVerdict

_GRADE, _VERDICT = TypeAdapter(Grade), TypeAdapter(PointVerdict)
Json = dict[str, Any]


def grade_to_json(grade: Grade) -> Json:
    """The JSON object of a grade."""
    data: Json = _GRADE.dump_python(grade, mode="json")
    return data


def grade_from_json(data: Json) -> Grade:
    """The grade in a JSON object; pydantic.ValidationError when there is none."""
    return _GRADE.validate_python(data | {"receipt": data["receipt"] or None})  # {} is the older form of None


def verdict_to_json(verdict: PointVerdict) -> Json:
    """The JSON object of a verdict on one key point."""
    data: Json = _VERDICT.dump_python(verdict, mode="json")
    return data


def verdict_from_json(data: Json) -> PointVerdict:
    """The verdict in a JSON object; pydantic.ValidationError when there is none."""
    return _VERDICT.validate_python(data)
