"""How a person writes a question: in a file, or step by step and the rest in their editor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cli.commands.startup import fail, prompted, words

if TYPE_CHECKING:
    from questions.model import Question

GUIDE = """\
# Fill in what is empty and save. Lines that begin with # are left out.
# A key point is one checkable statement, weight 1-3; hint n leads towards key point n without telling it;
# a probe aims at a key point by its id, and deeper questions stand under its `then`.
# Further fields (scope, checks, other right answers, hints and needs of probes) are described in docs/bank.md.
"""
EMPTY_POINT: dict[str, Any] = {
    "id": "",
    "weight": "2",
    "text": {"zh": "", "en": ""},
    "terms": [],
    "misconceptions": {"zh": [], "en": []},
}


def from_file(path: Path) -> Question:
    """The question or draft in a file; every fault is told."""
    from questions.format import text_of
    from questions.problem import FormatError

    try:
        return _read(text_of(path), str(path))
    except FormatError as error:
        fail(str(error))


def _read(text: str, name: str) -> Question:
    """A question, or a draft if it only lacks something; what is there must be right. Key points left empty don't count."""
    from questions.format import from_json, only_document

    document = only_document(text, name)
    if isinstance(data := document.value, dict) and isinstance(points := data.get("key_points"), list):
        data["key_points"] = [point for point in points if point != EMPTY_POINT]
    return from_json(data, name, document.lines, draft=True)


def skeleton() -> str:
    """The answers to four questions as the beginning of a file."""
    from questions import plainyaml
    from questions.format import laid_out
    from questions.imports.loose import in_its_language, made_up_id

    say = words().bank
    topic = prompted(say.ASK_TOPIC, _topic)
    level = prompted(say.ASK_LEVEL, _level)
    question = in_its_language(prompted(say.ASK_QUESTION))
    answer = in_its_language(prompted(say.ASK_ANSWER))
    empty = {"zh": "", "en": ""}
    data = {
        "id": made_up_id(question),
        "topic": topic,
        "level": level,
        "kind": "concept",
        "question": empty | question,
        "reference": empty | answer,
        "key_points": [EMPTY_POINT] * 3,
        "hints": {"zh": [], "en": []},
        "sources": [],
    }
    return GUIDE + plainyaml.dump(laid_out(data))


def _topic(name: str) -> str:
    """A topic's id for what was typed; asked again where there is none."""
    from questions.bank import suggest
    from questions.topics import TOPICS, find_topic

    found = find_topic(name)
    if found is None:
        near = suggest(name) or [topic.id for topic in TOPICS]
        raise typer.BadParameter(words().commands.not_known(words().bank.ASK_TOPIC, name, ", ".join(near)))
    return found


def _level(typed: str) -> int:
    if typed.strip() not in ("1", "2", "3", "4", "5"):
        raise typer.BadParameter(words().bank.WRONG_LEVEL)
    return int(typed)


def written(text: str) -> Question:
    """The question as the editor leaves it; faults are shown, and it opens again until it is right or given up."""
    from cli.terminal.editor import EditorError, edited
    from questions.problem import FormatError

    while True:
        try:
            text = edited(text, words().commands)
            return _read(text, "question")
        except EditorError as error:
            fail(str(error))
        except FormatError as error:
            print(error, file=sys.stderr)
        if not sys.stdin.isatty() or not typer.confirm(words().bank.OPEN_AGAIN, default=True):
            fail(words().bank.no_question_yet(str(_kept(text))))


def _kept(text: str) -> Path:
    """A file in which a text waits for its writer."""
    import tempfile

    with tempfile.NamedTemporaryFile("w", suffix=".yaml", prefix="question-", delete=False, encoding="utf-8") as file:
        file.write(text)
    return Path(file.name)
