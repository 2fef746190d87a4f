"""`interviewer aim`: what a posting, a CV or a report of an interview is about, and which questions of the bank it asks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.startup import WRONG_USAGE, fail, language, table, words

if TYPE_CHECKING:
    from questions.aim.aimed import Aim
    from questions.documents.lines import TextDocument

STDIN = "-"


def aim(
    file: Annotated[
        str, typer.Argument(help="A posting, a CV or a report: .txt, .md, .html, .pdf, .docx; - is stdin.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What a posting, a CV or a report of an interview (面经) is about: topics by weight, and its questions in the bank."""
    from cli.commands.bank_view import curated_bank
    from questions.aim.aimed import aimed
    from questions.aim.profile import Profiler
    from questions.problem import FormatError

    try:
        document = _document(file)
    except FormatError as error:
        fail(str(error), WRONG_USAGE)
    found = aimed(document.lines, Profiler(curated_bank().bank.finder))
    if as_json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    else:
        _tell(found)


def _document(file: str) -> TextDocument:
    from questions.documents.apart import Apart
    from questions.documents.formats import LARGEST, READER, from_json
    from questions.regular import content

    data = sys.stdin.buffer.read(LARGEST + 1) if file == STDIN else content(Path(file), LARGEST)
    with Apart("questions.documents.formats") as apart:
        return from_json(apart.read(READER, data, file), file)


def _tell(found: Aim) -> None:
    from questions.topics import TOPICS

    say = words().bank
    names = {topic.id: topic.name.get(language()) for topic in TOPICS}
    print(say.AIM_KINDS[found.kind])
    table(*((f"{one.weight:4.0%}", one.topic, names.get(one.topic, "")) for one in found.topics))
    for one in found.questions:
        match = one.matched.match
        told = f"{match.id} ({one.matched.score:.0%})" if match else say.NOT_IN_BANK
        also = f", {say.also(', '.join(other.id for other in one.matched.also))}" if one.matched.also else ""
        print(f"{one.line.number:4} {one.text}\n     → {told}{also}")
    if not found.topics and not found.questions:
        print(say.NOTHING_AIMED, file=sys.stderr)
