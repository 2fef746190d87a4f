"""Labels by people: who labels which answer, in which order, and the line that a label becomes.

The plan is a function of the answers' ids: people who work apart meet in the answers that all of them label, and in no other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from grader.grade import CREDIT, Severity, Verdict
from grader.lines import AnswerLine, Find, LineError, answer_line, read_line

VERDICTS = (Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSING, Verdict.CONTRADICTED)  # what a person may say


@dataclass(frozen=True, slots=True)
class LabelShare:
    """Whose turn it is: person `number` (from 1) of `people`; `shared`: share (0–1) of answers that all of them label."""

    number: int = 1
    people: int = 1
    shared: float = 0.25


@dataclass(frozen=True, slots=True)
class Label:
    """What a person found in one answer: a verdict per key point, and false statements outside the points."""

    verdicts: tuple[Verdict, ...]
    false_statements: tuple[Severity, ...] = ()


def plan(lines: Iterable[AnswerLine], part: LabelShare) -> list[AnswerLine]:
    """The answers of one person: the shared ones first, then those that nobody else gets, both in the order of a hash."""
    ordered = sorted(lines, key=_number)
    shared = [line for line in ordered if is_shared(line, part.shared)]
    rest = [line for line in ordered if not is_shared(line, part.shared)]
    return shared + [line for line in rest if _number(line) % part.people == part.number - 1]


def is_shared(line: AnswerLine, share: float) -> bool:
    """Whether an answer is among those that everybody labels."""
    return _number(line) / 2**64 < share


def _number(line: AnswerLine) -> int:
    """A number below 2⁶⁴ by which answers are spread; no order of the file shows through."""
    return int.from_bytes(sha256(f"label:{line.id}".encode("utf-8", "surrogatepass")).digest()[:8], "big")


def labelled_line(line: AnswerLine, by: str, label: Label) -> dict[str, Any]:
    """The label as a line that `interviewer evaluate` reads: the answer with its question in full, and the verdicts."""
    found = dict(zip((point.id for point in line.task.key_points), label.verdicts, strict=True))
    kept = {name: line.data[name] for name in ("question_id", "answer_kind") if name in line.data}
    return answer_line(line.id, line.language, line.task, line.answer, by=by, **kept) | {
        "covered": {id: CREDIT[verdict] for id, verdict in found.items()},
        "contradicted": [id for id, verdict in found.items() if verdict is Verdict.CONTRADICTED],
        "false_statements": list(label.false_statements),
    }


def read_answers(data: bytes, find: Find) -> list[AnswerLine]:
    """The answers of a file of JSON lines, for labelling; LineError names the first line that cannot be used."""
    found: list[AnswerLine] = []
    for number, raw in enumerate(data.splitlines(), 1):
        if raw.strip():
            try:
                found.append(read_line(raw, find))
            except LineError as error:
                raise LineError(f"line {number}: {error}", error.id) from error
    twice = next((id for id, times in Counter(line.id for line in found).items() if times > 1), None)
    if twice is not None:
        raise LineError(f'"id" {twice!r} stands there twice', twice)
    return found


def read_done(data: bytes, by: str) -> set[Any]:
    """The ids that a person has labelled in a file of labels; LineError when it is no such file."""
    done = set()
    for number, raw in enumerate(data.splitlines(), 1):
        try:
            line = json.loads(raw)
            if line["by"] == by:
                done.add(line["id"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise LineError(f'line {number}: no label (a label has "id" and "by")') from error
    return done


def is_name(by: str) -> bool:
    """Whether a text may name somebody who labels: up to 32 letters and digits of any script, - and _."""
    return 0 < len(by) <= 32 and all(sign.isalnum() or sign in "-_" for sign in by)


def complete(data: bytes) -> int:
    """How many bytes of a file of lines are whole lines; the rest was cut off while it was written."""
    return data.rfind(b"\n") + 1


def left(planned: Sequence[AnswerLine], done: set[Any]) -> list[AnswerLine]:
    """The planned answers that are not labelled yet."""
    return [line for line in planned if line.id not in done]
