"""A question as a file: read, checked and written in one canonical form, by the annotations of `questions.model`.

`python -m questions.format` prints the JSON Schema by which editors check such a file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from questions import faults, plainyaml
from questions.errors import sentence
from questions.faults import Lined
from questions.model import LANGUAGES, Kind, Probe, Question, Text
from questions.problem import FormatError, Problem
from questions.regular import LARGEST_QUESTION, content
from questions.slots import is_sound, named_points

if TYPE_CHECKING:
    from pydantic import TypeAdapter

DEEPEST_RUNG = 6
SCHEMA_COMMENT = "# yaml-language-server: $schema=../../schema.json\n"
IN_ONE_LINE = frozenset({"terms", "misconceptions", "covers", "builds_on", "needs", "reviewed", "or"})
LAYOUT = {
    name: place
    for place, name in enumerate(
        "id topic level kind aims_at needs purpose weight question quoting scope quantity text or within reference key_points "
        "terms misconceptions check hints probes then sources covers builds_on reviewed".split()
    )
}  # the order of fields in a file

_NAMES = frozenset({"id", "topic", "aims_at", "needs"})
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")

# What a draft may lack: what stands there in the meantime, and what passes the check in its place.
LEFT_OUT: dict[str, Any] = {"topic": "", "level": 0, "kind": Kind.CONCEPT, "reference": Text(), "key_points": ()}
_TEXT = {"en": "left out"}
_STAND_IN: dict[str, Any] = {
    "topic": "left-out",
    "level": 1,
    "kind": "concept",
    "reference": _TEXT,
    "key_points": [{"id": "left-out", "weight": 1, "text": _TEXT}],
}


@cache
def _adapter() -> TypeAdapter[Question]:
    from pydantic import TypeAdapter

    return TypeAdapter(Question)


# -- reading ---------------------------------------------------------------------------------------------------------


def from_json(data: object, name: str = "question", lines: Lined | None = None, *, draft: bool = False) -> Question:
    """The question in `data`; FormatError lists every fault with its place (and line, where `lines` knows it).

    A draft may lack everything but its id and a text of the question; what it has must be right all the same.
    """
    from pydantic import ValidationError

    data, lines = cleaned(data), lines or {}
    if isinstance(data, Mapping) and "revision" in data:
        message = sentence("{message}.", message=faults.ADVICE["unexpected_keyword_argument"])
        raise FormatError(Problem(name, message, "revision", faults.line(("revision",), lines)))
    try:
        question = _drafted(data) if draft else _adapter().validate_python(data)
    except ValidationError as error:
        raise FormatError(*faults.problems(error, data, name, lines)) from error
    if wrong := [
        Problem(name, sentence("{message}.", message=message), place) for place, message in _loose_ends(question)
    ]:
        raise FormatError(*wrong)
    return replace(question, revision=revision_of(question))


def trusted(data: Mapping[str, Any]) -> Question:
    """The question in data that `to_json` wrote, of this or another version of the program; its revision is left empty."""
    return _drafted(data, extra="ignore")


def _drafted(data: object, **how: Any) -> Question:
    """The question in `data`, with `LEFT_OUT` in the place of what is blank."""
    if not isinstance(data, Mapping):
        return _adapter().validate_python(data)
    missing = [name for name in LEFT_OUT if _blank(data.get(name, ""))]
    whole = _adapter().validate_python({**data, **{name: _STAND_IN[name] for name in missing}}, **how)
    return replace(whole, **{name: LEFT_OUT[name] for name in missing}) if missing else whole


def _blank(value: object) -> bool:
    return value in ("", "0", 0, [], {}) or (isinstance(value, dict) and not any(value.values()))


def _loose_ends(question: Question) -> Iterator[tuple[str, str]]:
    """Places that refer to what isn't there or share an id, and what is wrong with each."""
    points = [point.id for point in question.key_points]
    known = sentence("no key point; there are: {names}", names=", ".join(points))
    rungs = list(_rungs(question.probes))
    yield from _shared("key_points", points)
    yield from _shared("probes", [probe.id for probe, _ in rungs])
    for probe, depth in rungs:
        place = f"probes[{probe.id}]"
        yield from _shared(f"{place}.key_points", [point.id for point in probe.key_points])
        if probe.aims_at not in points:
            yield (
                f"{place}.aims_at",
                sentence("probe {id!r} aims at {aims_at!r}, {known}", id=probe.id, aims_at=probe.aims_at, known=known),
            )
        for need in probe.needs:
            if need not in points:
                yield (
                    f"{place}.needs",
                    sentence("probe {id!r} needs {need!r}, {known}", id=probe.id, need=need, known=known),
                )
        for language in LANGUAGES:
            template = getattr(probe.quoting, language)
            if template and not is_sound(template):
                yield (
                    f"{place}.quoting.{language}",
                    sentence("needs a slot, {{quote}}, {{number}} or {{name}}, and no other braces"),
                )
            for named in named_points(template):
                if named not in points:
                    yield (
                        f"{place}.quoting.{language}",
                        sentence("takes words of {named!r}, {known}", named=named, known=known),
                    )
        if depth > DEEPEST_RUNG:
            yield place, sentence("stands on rung {depth}; the deepest is {most}", depth=depth, most=DEEPEST_RUNG)


def _rungs(probes: Iterable[Probe], depth: int = 1) -> Iterator[tuple[Probe, int]]:
    for probe in probes:
        yield probe, depth
        yield from _rungs(probe.then, depth + 1)


def _shared(place: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    for id, times in Counter(ids).items():
        if times > 1:
            yield place, sentence("the id {id!r} stands {times} times; every id must be its own", id=id, times=times)


def lacking(draft: Question) -> tuple[Problem, ...]:
    """What keeps a draft from being asked; nothing when it is a whole question."""
    try:
        from_json(to_json(draft), draft.id)
    except FormatError as error:
        return error.problems
    return ()


def clean(text: str) -> str:
    """The text without control characters and outer blanks, every line break as "\\n"; HTML stays plain text."""
    return (text if text.isprintable() else _INVISIBLE.sub("", _BREAKS.sub("\n", text))).strip()


def cleaned(value: Any, depth: int = plainyaml.DEEPEST) -> Any:
    """`value` with every text in it clean, down to the depth that a file may have; names stay as they were typed."""
    match value:
        case str():
            return clean(value)
        case list() if depth:
            return [cleaned(part, depth - 1) for part in value]
        case dict() if depth:
            return {name: part if name in _NAMES else cleaned(part, depth - 1) for name, part in value.items()}
        case _:
            return value


# -- files -----------------------------------------------------------------------------------------------------------


def parse(text: str, name: str = "question") -> Question:
    """The one question in a YAML text; `name` stands in errors."""
    document = only_document(text, name)
    return from_json(document.value, name, document.lines)


def only_document(text: str, name: str) -> plainyaml.Document:
    """The YAML document of a text; FormatError when there is none, or another."""
    found = list(plainyaml.documents(text, name))
    if len(found) != 1:
        raise FormatError(
            Problem(name, sentence("holds {count} documents; one question makes one file.", count=len(found)))
        )
    return found[0]


def read(path: Path) -> Question:
    """The question in the file `path`; FormatError also when the file cannot be read or is no UTF-8."""
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """The text of a question file; FormatError as with `read`."""
    return decoded(content(path, LARGEST_QUESTION), str(path))


def decoded(data: bytes, name: str) -> str:
    """The text of a question file's bytes, with or without byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = sentence("is not UTF-8; save it as UTF-8, or let `interviewer bank import` convert it.")
        raise FormatError(Problem(name, message)) from error


# -- writing ---------------------------------------------------------------------------------------------------------


def to_json(question: Question) -> dict[str, Any]:
    """The question as plain data without what is empty or left out; `from_json` takes it back."""
    data = _adapter().dump_python(question, mode="json", by_alias=True, exclude_defaults=True, exclude={"revision"})
    return {name: value for name, value in data.items() if value not in ("", 0, [], {})}


def revision_of(question: Question) -> str:
    """The first 16 hex digits of the SHA-256 of what the question says, however its file is laid out."""
    said = json.dumps(to_json(question), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def dump(question: Question) -> str:
    """The question as a YAML file, in the one canonical layout."""
    return SCHEMA_COMMENT + plainyaml.dump(laid_out(to_json(question)))


def laid_out(value: Any, key: str = "") -> Any:
    """`value` with fields in the order of a file and short lists of texts (terms, covers and the like) in one line."""
    if isinstance(value, dict):
        fields = sorted(value.items(), key=lambda field: LAYOUT.get(field[0], len(LAYOUT)))
        return {name: laid_out(part, key if name in ("zh", "en") else name) for name, part in fields}
    if isinstance(value, list):
        in_one_line = key in IN_ONE_LINE and all(isinstance(part, str) for part in value)
        return plainyaml.Flow(value) if in_one_line else [laid_out(part) for part in value]
    return value


def schema() -> dict[str, Any]:
    """The JSON Schema by which editors help to write a question file."""
    found = _adapter().json_schema()
    del found["properties"]["revision"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


if __name__ == "__main__":
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
