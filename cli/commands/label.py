"""`interviewer label`: a person's own verdicts on answers, blind, one point after the other."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from cli.commands.startup import WRONG_USAGE, fail, fail_with, words

if TYPE_CHECKING:
    from grader.grade import Severity, Verdict
    from grader.labelling import LabelShare
    from grader.lines import AnswerLine

LARGEST = 100_000_000  # bytes of a file of answers
BACK, SKIP, AGAIN, LEAVE = "b", "s", "r", "q"
FALSE: dict[str, Severity] = {"1": "minor", "2": "major"}


def label(
    file: Annotated[Path, typer.Argument(help="Answers as JSON lines, as `interviewer grade` reads them.")],
    by: Annotated[str, typer.Option("--by", help="Who labels.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where the labels go; FILE.NAME.jsonl beside it unless told.")
    ] = None,
    part: Annotated[str, typer.Option("--part", help="Which person of how many, for example 2/3.")] = "1/1",
    shared: Annotated[
        float, typer.Option("--shared", min=0, max=1, help="The share of answers that everybody labels.")
    ] = 0.25,
) -> None:
    """Label answers by hand: blind, one point after the other; stop and go on at any time."""
    from grader.labelling import is_name, left, plan

    if not is_name(by):
        fail(words().labelling.BAD_NAME, WRONG_USAGE)
    mine = _part(part, shared)
    target = out or file.with_name(f"{file.stem}.{by}.jsonl")
    planned = plan(_answers(file), mine)
    if target.exists() and target.samefile(file):
        fail(words().labelling.own_file(str(target)), WRONG_USAGE)
    done = _done(target, by)
    todo = left(planned, done)
    _begin(planned, todo, mine, target)
    if todo:
        with _opened(target) as labels:
            _label(todo, by, labels)
    finished = len(planned) - len(left(planned, _done(target, by)))
    print(words().labelling.left(finished, len(planned), str(target)))


def _part(told: str, shared: float) -> LabelShare:
    from grader.labelling import LabelShare

    found = re.fullmatch(r"(\d{1,3})/(\d{1,3})", told)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        fail(words().labelling.BAD_PART, WRONG_USAGE)
    return LabelShare(int(found[1]), int(found[2]), shared)


def _answers(file: Path) -> list[AnswerLine]:
    from cli.commands.grading import find_question
    from grader.labelling import read_answers
    from grader.lines import LineError
    from questions.problem import FormatError
    from questions.regular import content

    try:
        return read_answers(content(file, LARGEST), find_question)
    except FormatError as error:
        fail_with(error, WRONG_USAGE)
    except LineError as error:
        fail(f"{file}: {error}.")


def _done(target: Path, by: str) -> set[Any]:
    """What this person has labelled in the file; a line that was cut off while it was written does not count."""
    from grader.labelling import complete, read_done
    from grader.lines import LineError

    try:
        data = target.read_bytes() if target.exists() else b""
        return read_done(data[: complete(data)], by)
    except OSError as error:
        fail(words().commands.unreadable(str(target), str(error.strerror)), WRONG_USAGE)
    except LineError as error:
        fail(f"{target}: {error}.", WRONG_USAGE)


def _opened(target: Path) -> IO[bytes]:
    """The file of labels, at the end of its last whole line."""
    from grader.labelling import complete

    try:
        labels = target.open("r+b" if target.exists() else "w+b")
    except OSError as error:
        fail(f"--out: {words().commands.unwritable(str(target), str(error.strerror))}", WRONG_USAGE)
    labels.seek(complete(labels.read()))
    labels.truncate()
    return labels


def _begin(planned: list[AnswerLine], todo: list[AnswerLine], part: LabelShare, target: Path) -> None:
    from grader.labelling import is_shared

    say = words().labelling
    together = sum(is_shared(line, part.shared) for line in planned)
    _show((say.start(len(planned), len(planned) - len(todo), together, str(target)), ""))
    _show(*([(say.VERDICTS, "bold"), (say.KEYS, "dim")] if todo else [(say.ALL_DONE, "")]))


def _show(*lines: tuple[str, str]) -> None:
    """Prints lines of (text, style), broken to a terminal's width."""
    from rich.console import Console

    from cli.terminal.layout import laid_out

    console = Console(highlight=False)
    console.print(laid_out(lines, console.width if console.is_terminal else None), soft_wrap=True)


# -- one answer after the other --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sheet:
    """What was said about one answer so far."""

    line: AnswerLine
    verdicts: list[Verdict] = field(default_factory=list)


def _label(todo: list[AnswerLine], by: str, labels: IO[bytes]) -> None:
    """Until everything is labelled or the person leaves; each answer is on the disk before the next is shown."""
    from grader.labelling import Label, labelled_line

    at = 0
    while at < len(todo):
        sheet = _Sheet(todo[at])
        _show(("", ""), (words().labelling.place(at + 1, len(todo)), "bold cyan"))
        _show_answer(sheet)
        said = _sheet_filled(sheet, first=at == 0)
        if said == LEAVE:
            return
        if isinstance(said, tuple):
            line = labelled_line(sheet.line, by, Label(tuple(sheet.verdicts), said))
            labels.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            labels.flush()
            os.fsync(labels.fileno())
        at += -1 if said == BACK else 1


def _show_answer(sheet: _Sheet) -> None:
    from questions.text import readable

    say, line = words().labelling, sheet.line
    question, reference = (text.get(line.language) for text in (line.task.question, line.task.reference))
    _show(
        (say.QUESTION, "bold"),
        (readable(question).strip(), ""),
        (say.REFERENCE, "bold"),
        (readable(reference).strip(), "dim"),
    )
    _show((say.ANSWER, "bold"), (readable(line.answer).strip() or say.NO_ANSWER, ""))


def _sheet_filled(sheet: _Sheet, *, first: bool) -> tuple[Severity, ...] | str:
    """The false statements, once every point has its verdict; else `BACK`, `SKIP` or `LEAVE`."""
    while True:
        whole = len(sheet.verdicts) == len(sheet.line.task.key_points)
        said = _asked(_prompt(sheet, whole=whole))
        if said == AGAIN:
            _show_answer(sheet)
        elif said == BACK and sheet.verdicts:
            sheet.verdicts.pop()
        elif said == BACK and first:
            _show((words().labelling.NOTHING_BEFORE, ""))
        elif said in (BACK, SKIP, LEAVE):
            return said
        elif whole and all(one in FALSE for one in said.split()):
            return tuple(FALSE[one] for one in said.split())
        elif not whole and said in _verdicts():
            sheet.verdicts.append(_verdicts()[said])
        else:
            _show((words().labelling.NOT_FALSE_KEYS if whole else words().labelling.NOT_A_KEY, "yellow"))


def _verdicts() -> dict[str, Verdict]:
    from grader.labelling import VERDICTS

    return {str(key): verdict for key, verdict in enumerate(VERDICTS, 1)}


def _prompt(sheet: _Sheet, *, whole: bool) -> str:
    from questions.text import readable

    if whole:
        return words().labelling.FALSE_STATEMENTS
    points, number = sheet.line.task.key_points, len(sheet.verdicts)
    text = readable(points[number].text.get(sheet.line.language)).strip()
    return words().labelling.point(number + 1, len(points), points[number].weight, text)


def _asked(prompt: str) -> str:
    """What is typed below a prompt, in lower case; leaving at the end of the input."""
    _show((prompt, "bold"))
    try:
        return input("> ").strip().lower()
    except EOFError:
        print()
        return LEAVE
