"""Readers of YAML, JSON, JSON lines and CSV: exports of this program, and simpler tables."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from questions import plainyaml
from questions.errors import sentence
from questions.exports import NESTED_COLUMNS, TEXT_COLUMNS, unguarded
from questions.imports.loose import NAMES
from questions.imports.reading import Reading
from questions.problem import FormatError, Problem

NO_QUESTION = sentence("is not a question; a question is a mapping of fields such as id, topic and question.")
DELIMITERS = ",;\t"


def read_yaml(text: str, reading: Reading) -> None:
    """Documents that are a question, a list of them, or a mapping with `questions`."""
    for document in plainyaml.documents(text, reading.name):
        found = list(_questions(document.value))
        lines = _lines(document, len(found[0][0]) if found else 0)
        for path, value in found:
            _add(reading, value, path, "yaml", lines[path].get(()), lines[path])


def _lines(document: plainyaml.Document, depth: int) -> defaultdict[plainyaml.Path, dict[plainyaml.Path, int]]:
    """The lines of the places in a document, by the first `depth` steps of the way to them."""
    found: defaultdict[plainyaml.Path, dict[plainyaml.Path, int]] = defaultdict(dict)
    for path, line in document.lines.items():
        if len(path) >= depth:
            found[path[:depth]][path[depth:]] = line
    return found


def read_json(text: str, reading: Reading) -> None:
    """A question, a list of them, a mapping with `questions`, or one question a line."""
    try:
        value = _json(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise FormatError(Problem(reading.name, _no_json(error), line=error.lineno)) from error
        _read_json_lines(text, reading)
        return
    except (ValueError, RecursionError) as error:
        raise FormatError(Problem(reading.name, _no_json(error))) from error
    for path, one in _questions(value):
        _add(reading, one, path, "json")


def _read_json_lines(text: str, reading: Reading) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                _add(reading, _json(line), (), "json", number)
            except (ValueError, RecursionError) as error:
                reading.unreadable.append(Problem(reading.name, _no_json(error), line=number))


def _json(text: str) -> Any:
    """The value of a JSON text; ValueError also for duplicate keys and NaN, RecursionError for absurd nesting."""
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)


def _no_json(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return sentence("not valid JSON: nested too deeply.")
    return sentence("not valid JSON: {error}.", error=getattr(error, "msg", error.args[0]))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(sentence("a key stands twice in the same place"))
    return found


def _no_number(name: str) -> None:
    raise ValueError(sentence("{name} is no number", name=name))


def _questions(value: Any) -> Iterator[tuple[plainyaml.Path, Any]]:
    """What may be questions in a value, with the path to each."""
    if isinstance(value, dict) and isinstance(value.get("questions"), list):
        yield from ((("questions", n), one) for n, one in enumerate(value["questions"]))
    elif isinstance(value, list):
        yield from (((n,), one) for n, one in enumerate(value))
    elif value not in (None, ""):
        yield (), value


def _add(
    reading: Reading,
    value: Any,
    path: plainyaml.Path,
    form: str,
    line: int | None = None,
    lines: dict[plainyaml.Path, int] | None = None,
) -> None:
    place = f"item {path[-1] + 1}" if path and isinstance(path[-1], int) else ""
    if isinstance(value, dict):
        reading.add(value, place, form, line=line, lines=lines)
    else:
        reading.unreadable.append(Problem(reading.name, NO_QUESTION, place, line))


def read_csv(text: str, reading: Reading) -> None:
    """A table with a heading: the columns of an export, or simply question, answer and topic in either language."""
    csv.field_size_limit(10_000_000)
    heading = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=heading.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        _known(rows.fieldnames or (), reading)
        _read_rows(rows, reading)
    except csv.Error as error:
        raise FormatError(
            Problem(reading.name, sentence("not valid CSV: {error}.", error=error), line=rows.line_num)
        ) from error


def _known(columns: Iterable[str], reading: Reading) -> None:
    if not {NAMES.get(name.strip(), name.strip()) for name in columns} & {"question", "question_zh", "question_en"}:
        message = sentence(
            "has no column question (or question_zh, question_en, 问题); name the columns in the first line."
        )
        raise FormatError(Problem(reading.name, message, line=1))


def _read_rows(rows: csv.DictReader[str], reading: Reading) -> None:
    line = rows.line_num + 1
    for row in rows:
        fault = _misfit(row)
        if fault:
            reading.unreadable.append(Problem(reading.name, fault, line=line))
        elif any(row.values()):
            try:
                reading.add(_from_row(row, reading.name), "", "csv", line=line)
            except FormatError as error:
                reading.unreadable.extend(Problem(p.where, p.message, p.place, line) for p in error.problems)
        line = rows.line_num + 1


def _misfit(row: dict[str, Any]) -> str:
    if None in row:
        return sentence("has more cells than the heading; quote texts that hold the separator.")
    return sentence("has fewer cells than the heading.") if None in row.values() else ""


def _from_row(row: dict[str, str], name: str) -> dict[str, Any]:
    """A row as the fields of a question: nested fields out of their JSON (or YAML), texts under their language."""
    found: dict[str, Any] = {}
    for column, cell in row.items():
        column, cell = column.strip(), unguarded(cell)
        if column in TEXT_COLUMNS:
            field, language = column.rsplit("_", 1)
            if cell:
                found.setdefault(field, {})[language] = cell
        elif column in NESTED_COLUMNS and cell.lstrip().startswith(("[", "{")):
            found[column] = next(plainyaml.documents(cell, f"{name}, column {column}")).value
        else:
            found[column] = cell
    return found
