"""A question as a file: read, checked and written in one canonical form.

`python -m questions.format` prints the JSON Schema by which editors check such a file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from questions import plainyaml
from questions.model import Check, KeyPoint, Kind, Lines, Probe, Purpose, Question, Source, Text
from questions.problem import FormatError, Problem

if TYPE_CHECKING:
    from pydantic import ValidationError

__all__ = [
    "FormatError",
    "Problem",
    "dump",
    "from_json",
    "lacking",
    "parse",
    "read",
    "revision_of",
    "to_json",
    "trusted",
]

LARGEST_FILE = 1_000_000
SCHEMA_COMMENT = "# yaml-language-server: $schema=../../schema.json\n"
IN_ONE_LINE = ("terms", "misconceptions", "covers", "needs", "reviewed", "or")
ADVICE = {
    "missing": "is missing; add it",
    "too_short": "is empty; it needs at least one entry",
    "extra_forbidden": "is no field of a question file; remove it or correct its name",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "date_from_datetime_parsing": "must be a day such as 2026-11-30",
    "date_type": "must be a day such as 2026-11-30",
    "string_type": "must be a text",
    "tuple_type": "must be a list",
    "model_type": "must be a mapping of fields",
    "string_pattern_mismatch": "may hold only lower-case letters, digits and hyphens",
    "string_unicode": "holds half of a character (a lone surrogate); write it again",
}

Lined = Mapping[plainyaml.Path, int]


def from_json(data: object, name: str = "question", lines: Lined | None = None, *, draft: bool = False) -> Question:
    """The question in `data`; FormatError lists every fault with its place (and line, where `lines` knows it).

    A draft may lack everything but its id and a text of the question; what it has must be right all the same.
    """
    from pydantic import ValidationError

    from questions.shape import DraftFile, QuestionFile

    try:
        question = trusted(
            (DraftFile if draft else QuestionFile)
            .model_validate(data)
            .model_dump(mode="json", by_alias=True, exclude_none=True)
        )
    except ValidationError as error:
        raise FormatError(*_problems(error, data, name, lines or {})) from error
    return replace(question, revision=revision_of(question))


def lacking(draft: Question) -> tuple[Problem, ...]:
    """What keeps a draft from being asked; nothing when it is a whole question."""
    try:
        from_json(to_json(draft), draft.id)
    except FormatError as error:
        return error.problems
    return ()


def trusted(data: Mapping[str, Any]) -> Question:
    """The question in data that `to_json` wrote or the border has checked; its revision is left empty.

    What an unfinished draft lacks is left empty too: no text, topic "", level 0.
    """
    return Question(
        data["id"],
        data.get("topic", ""),
        data.get("level", 0),
        Kind(data.get("kind", Kind.CONCEPT)),
        _as_text(data.get("question", {})),
        _as_text(data.get("reference", {})),
        tuple(map(_as_key_point, data.get("key_points", ()))),
        _as_lines(data.get("hints", {})),
        tuple(map(_as_probe, data.get("probes", ()))),
        tuple(Source(**source) for source in data.get("sources", ())),
        tuple(data.get("covers", ())),
        scope=_as_text(data.get("scope", {})),
        reviewed=tuple(map(date.fromisoformat, data.get("reviewed", ()))),
    )


def _as_text(data: Mapping[str, str]) -> Text:
    return Text(data.get("zh", ""), data.get("en", ""))


def _as_lines(data: Mapping[str, list[str]]) -> Lines:
    return Lines(tuple(data.get("zh", ())), tuple(data.get("en", ())))


def _as_key_point(data: Mapping[str, Any]) -> KeyPoint:
    misconceptions = _as_lines(data.get("misconceptions", {}))
    return KeyPoint(
        data["id"],
        _as_text(data["text"]),
        data["weight"],
        tuple(data.get("terms", ())),
        misconceptions,
        tuple(map(_as_text, data.get("or", ()))),
        _as_check(data["check"]) if "check" in data else None,
    )


def _as_check(data: Mapping[str, Any]) -> Check:
    return Check(data["quantity"], tuple(data.get("or", ())), data.get("within", 0.0))


def _as_probe(data: Mapping[str, Any]) -> Probe:
    return Probe(
        data["id"],
        data["aims_at"],
        Purpose(data["purpose"]),
        _as_text(data["question"]),
        _as_text(data["reference"]),
        tuple(map(_as_key_point, data["key_points"])),
        tuple(map(_as_probe, data.get("then", ()))),
        _as_lines(data.get("hints", {})),
        tuple(data.get("needs", ())),
    )


def _problems(error: ValidationError, data: object, name: str, lines: Lined) -> Iterator[Problem]:
    faults = error.errors(include_url=False, include_context=False)
    for fault in faults:
        path = fault["loc"]
        if fault["type"] == "too_short" and any(other["loc"][:-1][: len(path)] == path for other in faults):
            continue  # its entries are there, and faulty: that is told already
        message = ADVICE.get(fault["type"]) or fault["msg"].removeprefix("Value error, ").replace(
            "Input should", "must"
        )
        yield Problem(name, f"{message[:1].lower()}{message[1:]}.", _place(path, data), _line(path, lines))


def _line(path: plainyaml.Path, lines: Lined) -> int | None:
    """The line of the innermost place on the way to `path` that was written."""
    return next((lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in lines), None)


def _place(path: plainyaml.Path, data: object) -> str:
    """A place as people read it: list items by their id where they have one, else by their number from 1."""
    place = ""
    for step in path:
        data = _inside(data, step)
        if isinstance(step, int):
            id = data.get("id") if isinstance(data, Mapping) else None
            place += f"[{id if isinstance(id, str) else step + 1}]"
        else:
            place += f".{step}" if place else step
    return place


def _inside(data: object, step: str | int) -> object:
    if isinstance(data, Mapping):
        return data.get(step)
    if isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def parse(text: str, name: str = "question") -> Question:
    """The one question in a YAML text; `name` stands in errors."""
    document = only_document(text, name)
    return from_json(document.value, name, document.lines)


def only_document(text: str, name: str) -> plainyaml.Document:
    """The YAML document of a text; FormatError when there is none, or another."""
    found = list(plainyaml.documents(text, name))
    if len(found) != 1:
        raise FormatError(Problem(name, f"holds {len(found)} documents; one question makes one file."))
    return found[0]


def read(path: Path) -> Question:
    """The question in the file `path`; FormatError also when the file cannot be read or is no UTF-8."""
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """The text of a question file, with or without byte order mark."""
    try:
        if (size := path.stat().st_size) > LARGEST_FILE:
            raise FormatError(Problem(str(path), f"is {size / 1e6:.1f} MB; a question file has at most 1 MB."))
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "is not UTF-8; save it as UTF-8, or let `interviewer bank import` convert it."
        raise FormatError(Problem(str(path), message)) from error
    except OSError as error:
        raise FormatError(Problem(str(path), f"cannot be read: {error.strerror}.")) from error


def to_json(question: Question) -> dict[str, Any]:
    """The question as plain data in the order of a file, without what is empty; `from_json` takes it back."""
    return _filled(
        id=question.id,
        topic=question.topic,
        level=question.level,
        kind=str(question.kind),
        question=_text(question.question),
        scope=_text(question.scope),
        reference=_text(question.reference),
        key_points=[_key_point(point) for point in question.key_points],
        hints=_lines(question.hints),
        probes=[_probe(probe) for probe in question.probes],
        sources=[_source(source) for source in question.sources],
        covers=list(question.covers),
        reviewed=[day.isoformat() for day in question.reviewed],
    )


def _filled(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", 0, [], {})}


def _text(text: Text) -> dict[str, str]:
    return _filled(zh=text.zh, en=text.en)


def _lines(lines: Lines) -> dict[str, list[str]]:
    return _filled(zh=list(lines.zh), en=list(lines.en))


def _key_point(point: KeyPoint) -> dict[str, Any]:
    return _filled(
        id=point.id,
        weight=point.weight,
        text=_text(point.text),
        **{"or": [_text(text) for text in point.alternatives]},
        terms=list(point.terms),
        misconceptions=_lines(point.misconceptions),
        check=_check(point.check) if point.check else {},
    )


def _check(check: Check) -> dict[str, Any]:
    return _filled(quantity=check.quantity, **{"or": list(check.alternatives)}, within=check.within)


def _probe(probe: Probe) -> dict[str, Any]:
    return _filled(
        id=probe.id,
        aims_at=probe.aims_at,
        purpose=str(probe.purpose),
        needs=list(probe.needs),
        question=_text(probe.question),
        reference=_text(probe.reference),
        key_points=[_key_point(point) for point in probe.key_points],
        hints=_lines(probe.hints),
        then=[_probe(deeper) for deeper in probe.then],
    )


def _source(source: Source) -> dict[str, str]:
    return _filled(title=source.title, url=source.url, note=source.note)


def revision_of(question: Question) -> str:
    """The first 16 hex digits of the SHA-256 of what the question says, however its file is laid out."""
    said = json.dumps(to_json(question), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def dump(question: Question) -> str:
    """The question as a YAML file, in the one canonical layout."""
    return SCHEMA_COMMENT + plainyaml.dump(flowing(to_json(question)))


def flowing(value: Any, key: str = "") -> Any:
    """`value` with its short lists of texts (terms, covers and the like) marked to stand in one line."""
    if isinstance(value, dict):
        return {name: flowing(part, key if name in ("zh", "en") else name) for name, part in value.items()}
    if isinstance(value, list):
        in_one_line = key in IN_ONE_LINE and all(isinstance(part, str) for part in value)
        return plainyaml.Flow(value) if in_one_line else [flowing(part) for part in value]
    return value


if __name__ == "__main__":
    from questions.shape import schema

    print(json.dumps(schema(), ensure_ascii=False, indent=2))
