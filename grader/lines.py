"""JSON lines of `interviewer grade`: answers in, grades out."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from grader.grade import Grade, Method, PointVerdict
from questions.errors import InterviewerError
from questions.model import LANGUAGES, Check, KeyPoint, Language, Question, Task, Text, task
from questions.quantities import one_quantity
from questions.text import sentences

HEAVIEST = 1000  # weight; beyond, sums lose their digits
Find = Callable[[str], Question | None]


class LineError(InterviewerError):
    """A line cannot be used; the message names the field and what is wrong. `id`: the line's own, None if unreadable."""

    def __init__(self, message: str, id: Any = None) -> None:
        super().__init__(message)
        self.id = id


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer to grade. `id`: the line's own. `data`: the whole line."""

    id: str | int | float
    task: Task
    answer: str
    language: Language
    data: Mapping[str, Any]


def read_line(raw: bytes, find: Find) -> AnswerLine:
    """The answer on a line; LineError when the line is invalid. `find` looks a question up by id."""
    data = _object(raw)
    id = data.get("id")
    if isinstance(id, bool) or not isinstance(id, str | int | float) or id in (math.inf, -math.inf):
        raise LineError('"id" must be a string or a number' if "id" in data else '"id" is missing')
    try:
        language = _language(data)
        return AnswerLine(id, _task(data, language, find), _text(data, "answer", empty=True), language, data)
    except LineError as error:
        raise LineError(str(error), id) from error


def _object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise LineError("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise LineError(f"not JSON: {error}") from error
    if not isinstance(data, dict):
        raise LineError("not a JSON object")
    return data


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _language(data: Mapping[str, Any]) -> Language:
    if data.get("lang") not in LANGUAGES:
        raise LineError('"lang" must be "zh" or "en"' if "lang" in data else '"lang" is missing')
    return cast("Language", data["lang"])


def _text(data: Mapping[str, Any], name: str, *, empty: bool = False) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise LineError(f'"{name}" must be a string' if name in data else f'"{name}" is missing')
    if not empty and not value.strip():
        raise LineError(f'"{name}" is empty')
    return value


def _task(data: Mapping[str, Any], language: Language, find: Find) -> Task:
    if "question" not in data and "question_id" in data:
        name = _text(data, "question_id")
        question = find(name)
        if question is None:
            raise LineError(f'"question_id": there is no question {name!r} in the bank')
        return task(question)
    question_text = _text(data, "question")
    points = _points(data.get("key_points"), language)
    if not points or "reference" in data:
        reference = _text(data, "reference")
    else:
        reference = "\n".join(point.text.get(language) for point in points)
    points = points or _from_reference(reference, language)
    return Task(_in(language, question_text), _in(language, reference), points)


def _in(language: Language, text: str) -> Text:
    return Text(**{language: text})


def _from_reference(reference: str, language: Language) -> tuple[KeyPoint, ...]:
    """The reference's sentences as key points of equal weight, called k1, k2, …"""
    said = sentences(reference) or [reference]
    return tuple(KeyPoint(f"k{n}", _in(language, sentence), 1) for n, sentence in enumerate(said, 1))


def _points(data: Any, language: Language) -> tuple[KeyPoint, ...]:
    if data is None:
        return ()
    if not isinstance(data, list) or not all(isinstance(point, dict) for point in data):
        raise LineError('"key_points" must be a list of objects')
    points = tuple(_point(point, language) for point in data)
    ids = [point.id for point in points]
    if len(set(ids)) < len(ids):
        raise LineError('"key_points": an "id" stands there twice')
    return points


def _point(data: Mapping[str, Any], language: Language) -> KeyPoint:
    weight = data.get("weight", 1)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= HEAVIEST:
        raise LineError('"key_points": "weight" must be a number above 0 and at most 1000')
    try:
        text = _in(language, _text(data, "text"))
        return KeyPoint(_text(data, "id"), text, cast("int", weight), check=read_check(data.get("check")))
    except LineError as error:
        raise LineError(f'"key_points": {error}') from error


def read_check(data: Any) -> Check | None:
    """The check of a key point: {"quantity", "or", "within"}, the last two optional; LineError when it is none."""
    if data is None:
        return None
    others, within = (data.get("or") or [], data.get("within") or 0.0) if isinstance(data, dict) else ([], None)
    if not isinstance(others, list) or isinstance(within, bool) or not isinstance(within, int | float) or within < 0:
        raise LineError('"check" must be {"quantity": "64 GiB", "or": ["68.7 GB"], "within": 0.05}')
    texts = [data.get("quantity"), *others]
    for text in texts:
        if not isinstance(text, str) or one_quantity(text.lstrip("+")) is None:
            raise LineError(f'"check": {text!r} is no quantity')
    return Check(texts[0], tuple(texts[1:]), float(within))


def answer_line(id: str | int | float, language: Language, asked: Task, answer: str, **more: Any) -> dict[str, Any]:
    """An answer as a line that `read_line` reads, its question written out."""
    points = [{"id": p.id, "text": p.text.get(language), "weight": p.weight} for p in asked.key_points]
    return {
        "id": id,
        "lang": language,
        **more,
        "question": asked.question.get(language),
        "reference": asked.reference.get(language),
        "key_points": points,
        "answer": answer,
    }


def graded(id: str | int | float, grade: Grade) -> dict[str, Any]:
    """The output line of a graded answer."""
    return {
        "id": id,
        "score": grade.score,
        "verdicts": [
            {
                "id": v.id,
                "verdict": v.verdict.value,
                "credit": v.credit,
                "quote": v.quote,
                "by": _by(v, grade),
                "may_contradict": v.id in grade.suspected,
            }
            for v in grade.verdicts
        ],
        "penalties": [{"reason": p.reason, "amount": p.amount} for p in grade.penalties],
        "graded_by": str(grade.graded_by),
        "provisional": grade.provisional,
        "flags": [flag.value for flag in grade.flags],
        "suspected": list(grade.suspected),
    }


def _by(verdict: PointVerdict, grade: Grade) -> str:
    """What decided a verdict; triage reads words."""
    method = verdict.by or grade.graded_by.method
    return (Method.WORDS if method is Method.TRIAGE else method).value


def failed(id: Any, number: int, error: object) -> dict[str, Any]:
    """The output line in place of an answer that could not be graded; `number`: line number from 1."""
    return {"id": id, "line": number, "error": str(error)}
