"""What pydantic finds wrong with data, as problems that name the place, the line and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from questions.errors import sentence
from questions.plainyaml import Path
from questions.problem import Problem

if TYPE_CHECKING:
    from pydantic import ValidationError

ADVICE = {
    "missing": sentence("is missing; add it"),
    "too_short": sentence("is empty; it needs at least one entry"),
    "string_too_short": sentence("is empty; write it or leave it out"),
    "predicate_failed": sentence("is empty; write it in zh, in en, or in both"),
    "unexpected_keyword_argument": sentence("is no field of a question file; remove it or correct its name"),
    "int_parsing": sentence("must be a whole number"),
    "int_type": sentence("must be a whole number"),
    "float_parsing": sentence("must be a number"),
    "float_type": sentence("must be a number"),
    "date_from_datetime_parsing": sentence("must be a day such as 2026-11-30"),
    "date_type": sentence("must be a day such as 2026-11-30"),
    "string_type": sentence("must be a text"),
    "tuple_type": sentence("must be a list"),
    "dataclass_type": sentence("must be a mapping of fields"),
    "string_pattern_mismatch": sentence("may hold only lower-case letters, digits and hyphens"),
    "string_unicode": sentence("holds half of a character (a lone surrogate); write it again"),
}
MOST_TOLD = 100  # faults of one question

Lined = Mapping[Path, int]  # the line on which each place of a file begins


def problems(error: ValidationError, data: object, name: str, lines: Lined) -> Iterator[Problem]:
    """The faults in their order; when there are more than `MOST_TOLD`, a last one says how many are left out."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    told = {fault["loc"] for fault in faults}
    holders = {path[:-1] for path in told if path}
    for fault in faults[:MOST_TOLD]:
        path = fault["loc"]
        if fault["type"] == "too_short" and path in holders:
            continue  # its entries are there, and faulty: that is told already
        said = fault["msg"].replace("Input should", "must")
        message = ADVICE.get(fault["type"]) or f"{said[:1].lower()}{said[1:]}"
        yield Problem(name, sentence("{message}.", message=message), place(path, data), line(path, lines))
    if len(faults) > MOST_TOLD:
        yield Problem(name, sentence("has {count} more faults; mend these first.", count=len(faults) - MOST_TOLD))


def line(path: Path, lines: Lined) -> int | None:
    """The line of the innermost place on the way to `path` that was written."""
    return next((lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in lines), None)


def place(path: Path, data: object) -> str:
    """A place as people read it: list items by their id where they have one, else by their number from 1."""
    shown = ""
    for step in path:
        data = _inside(data, step)
        if isinstance(step, int):
            id = data.get("id") if isinstance(data, Mapping) else None
            shown += f"[{id if isinstance(id, str) else step + 1}]"
        else:
            shown += f".{step}" if shown else step
    return shown


def _inside(data: object, step: str | int) -> object:
    if isinstance(data, Mapping):
        return data.get(step)
    if isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
        return data[step]
    return None
