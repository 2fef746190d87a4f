"""Questions as files for others: YAML (a file each, or all in one), JSON, and CSV for a table program."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any

from questions.format import SCHEMA_COMMENT, dump, to_json
from questions.model import Question

TEXT_COLUMNS = ("question_zh", "question_en", "scope_zh", "scope_en", "reference_zh", "reference_en")
NESTED_COLUMNS = ("key_points", "hints", "probes", "sources", "covers", "builds_on", "reviewed")
COLUMNS = ("id", "topic", "level", "kind", *TEXT_COLUMNS, *NESTED_COLUMNS)
BOM = "\ufeff"  # without it a Chinese Excel takes UTF-8 for GBK
_FORMULA = re.compile(r"^'*[=+\-@\t\r＝＋－＠]")
_CONTROL = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_GUARDED = re.compile(r"^'+[=+\-@\t\r＝＋－＠]")


def as_yaml(questions: Iterable[Question]) -> str:
    """All questions as documents of one YAML file."""
    return "---\n".join(dump(question).removeprefix(SCHEMA_COMMENT) for question in questions)


def as_json(questions: Iterable[Question]) -> str:
    """All questions as one JSON list."""
    return json.dumps([to_json(question) for question in questions], ensure_ascii=False, indent=1) + "\n"


def as_csv(questions: Iterable[Question]) -> str:
    """A table of questions, one a row, that Excel opens in any language; nested fields are JSON in their cell."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows(_row(to_json(question)) for question in questions)
    return BOM + out.getvalue()


def _row(data: dict[str, Any]) -> list[str]:
    texts = [data.get(column[:-3], {}).get(column[-2:], "") for column in TEXT_COLUMNS]
    nested = [_nested(data[name]) if name in data else "" for name in NESTED_COLUMNS]
    first = [str(data.get(name, "")) for name in ("id", "topic", "level", "kind")]
    return [guarded(cell) for cell in (*first, *texts, *nested)]


def _nested(value: Any) -> str:
    """JSON that YAML reads, too, which takes no control characters as they are."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, indent=1))


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a table program would take for a formula; `unguarded` is its inverse."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
