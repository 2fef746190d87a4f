"""The result of reading a file: whole questions, drafts, unreadable items and unread passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from questions.documents.lines import TextLine
from questions.errors import sentence
from questions.faults import Lined
from questions.format import from_json, lacking
from questions.imports.loose import tidied
from questions.model import LANGUAGES, Question
from questions.problem import FormatError, Problem, Severity


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One question as it was found. `form` names how it was written, `lacks` what it needs to be more than a draft."""

    question: Question
    where: str
    form: str
    lacks: tuple[str, ...] = ()

    @property
    def draft(self) -> bool:
        return bool(self.lacks)


@dataclass(slots=True)
class Reading:
    """All that one file held, in its order. Nothing is left out: what is no item stands in `unreadable` or `unread`."""

    name: str
    encoding: str
    items: list[ImportedItem] = field(default_factory=list)
    unreadable: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)
    lines: tuple[TextLine, ...] = ()
    """What a text says, for whoever looks for questions that stand in no form."""

    def add(
        self, data: Mapping[str, Any], place: str, form: str, *, line: int | None = None, lines: Lined | None = None
    ) -> None:
        """Takes one item in: a whole question if it is one, else a draft, else it is told why not."""
        where = f"{self.name}:{line}" if line else f"{self.name} {place}".strip()
        try:
            data = tidied(data)
            item = _item(data, where, form, self.name, lines)
        except FormatError as error:
            self.unreadable.extend(
                Problem(self.name, p.message, p.place or place, p.line or line) for p in error.problems
            )
            return
        if item.question.id in self.taken:
            message = sentence(
                "the id {id!r} is taken by {name}; give it its own.",
                id=item.question.id,
                name=self.taken[item.question.id],
            )
            self.unreadable.append(Problem(self.name, message, place, line))
            return
        self.taken[item.question.id] = where
        self.items.append(item)

    def remark(self, text: str, line: TextLine) -> None:
        """Notes a passage that is no item."""
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        page = f"page {line.page}" if line.page else ""
        self.unread.append(
            Problem(
                self.name, sentence("not read as a question: {shown}", shown=shown), page, line.number, Severity.WARNING
            )
        )


def _item(data: Mapping[str, Any], where: str, form: str, name: str, lines: Lined | None) -> ImportedItem:
    """A whole question, or a draft with what it lacks; FormatError when what is there is wrong."""
    question = from_json(data, name, lines, draft=True)
    missing = dict.fromkeys(problem.place for problem in lacking(question))
    return ImportedItem(question, where, form, (*missing, *_languages(question)))


def _languages(question: Question) -> list[str]:
    texts = [question.question, question.reference, *(point.text for point in question.key_points)]
    said = [text for text in texts if text.both()]
    return [f"{language} texts" for language in LANGUAGES if not all(getattr(text, language) for text in said)]
