"""Markdown notes, in the ways in which people write down a question and its answer.

    **12. A question?**          the answer, below or behind it, up to the next item, heading or rule
    **3) A title**               a block of code
    - **Q：A question?**          and an answer that begins with "A："
    ### 4. A question?           and an answer of any structure
    ## A question?               and an answer; without one it is a heading like others
    **A question?**              the same, bold
    Q: A question                and an answer below it, which may begin with "A:"; the Chinese 问： and 答： as well
    <summary>A question</summary> inside of <details>, the answer behind it
    A question?::an answer       in one line, as flashcards are written

Headings name the topic of what follows. A rule (---) ends an answer; what stands outside of an item is told as unread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from questions.documents.lines import TextLine
from questions.errors import sentence
from questions.imports.loose import slug
from questions.imports.reading import Reading
from questions.problem import Problem
from questions.text import has_han
from questions.topics import topic_named_in

NOTE = re.compile(r"^\s{0,3}\*\*\s*+(\d++)\s*+[.．、]\s*+(.+?)\*\*\s*+(.*)$")
CODE = re.compile(r"^\s{0,3}\*\*\s*+(\d++)\s*+[)）]\s*+(.+?)\*\*\s*+(.*)$")
CHAIN = re.compile(r"^\s{0,3}[-*+]\s++\*\*\s*+[Qq问]\s*+\d*+\s*+[：:]\s*+(.+?)\*\*\s*+(.*)$")
PRACTICE = re.compile(r"^\s{0,3}#{3,6}\s++(?:\*\*)?\s*+(\d++)\s*+[.．、)）]\s*+(.+)()$")
ASKED = re.compile(r"^\s{0,3}(?:[-*+]\s++)?(?:\*\*)?(?:Q|问题?)\s*+\d*+\s*+[：:]\s*+(?:\*\*)?\s*+(.+)$")
BOLD = re.compile(r"^\s{0,3}(?:[-*+]\s++|\d{1,3}[.、)]\s*+)?\*\*([^*]{3,300}[?？])\s*+\*\*\s*+(.*)$")
SUMMARY = re.compile(r"^\s*<summary>(.+)</summary>(.*)$")
FOLD = re.compile(r"^\s*</?details[^>]{0,200}>\s*$")
CARD = re.compile(r"^\s{0,3}([^`]{3,300}[?？])\s{0,3}:{2,3}\s{0,3}(\S.*)$")
HEADING = re.compile(r"^\s{0,3}(#{1,6})\s++(.*)$")
RULE = re.compile(r"^\s{0,3}(?:(?:-\s*+){3,}|(?:\*\s*+){3,}|(?:_\s*+){3,})$")
FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
ANSWER = re.compile(r"^\s*[Aa答]\s*[：:]\s*")


ALONE = ("qa", "bold", "details")  # forms in which a question may stand without an answer


def _title(text: str) -> str:
    """A heading's words, without the signs that may close it."""
    return text.rstrip().rstrip("#").rstrip().removesuffix("**").rstrip()


@dataclass(slots=True)
class _Found:
    """An item that is being read."""

    form: str
    number: str
    title: str
    line: int
    topic: str
    answer: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Notes:
    """A reader of notes, line by line."""

    reading: Reading
    prefix: str
    blocks: _Blocks
    lines: Sequence[TextLine]
    topic: str = ""
    item: _Found | None = None
    chains: int = 0
    asked: int = 0
    others: Counter[str] = field(default_factory=Counter)
    passage: list[str] = field(default_factory=list)
    passage_line: int = 0

    def take(self, line: str, number: int) -> None:
        if number in self.blocks.inside:
            self.within(line, number)
        elif found := self.begun(line, number):
            self.close(number)
            self.item = found
        elif RULE.match(line) or FOLD.match(line):
            self.close(number)
        elif heading := HEADING.match(line):
            self.close(number)
            self.topic = topic_named_in(_title(heading[2])) or ""
        else:
            self.within(line, number)

    def begun(self, line: str, number: int) -> _Found | None:
        """The item that begins on this line."""
        for form, pattern in (("note", NOTE), ("code", CODE), ("practice", PRACTICE)):
            if matched := pattern.match(line):
                return _Found(form, matched[1], _title(matched[2]), number, self.topic, [matched[3]])
        if matched := CHAIN.match(line):
            self.chains += 1
            return _Found("chain", str(self.chains), matched[1].strip(), number, self.topic, [matched[2]])
        for form, pattern in (("qa", ASKED), ("bold", BOLD), ("details", SUMMARY), ("card", CARD)):
            if matched := pattern.match(line):
                self.others[form] += 1
                behind = matched[2] if form != "qa" else ""
                return _Found(form, str(self.others[form]), _title(matched[1]).strip(), number, self.topic, [behind])
        heading = HEADING.match(line)
        if heading and len(heading[1]) > 1 and (title := _title(heading[2])).endswith(("?", "？")):
            self.asked += 1
            return _Found("heading", str(self.asked), title, number, topic_named_in(title) or self.topic)
        return None

    def within(self, line: str, number: int) -> None:
        """A line of the answer, or of a passage outside of every item."""
        if self.item is not None:
            self.item.answer.append(line)
        elif line.strip():
            self.passage_line = self.passage_line or number
            self.passage.append(line.strip())
        else:
            self.end_passage()

    def end_passage(self) -> None:
        if self.passage:
            self.reading.remark(" ".join(self.passage), self.lines[self.passage_line - 1])
        self.passage, self.passage_line = [], 0

    def close(self, number: int) -> None:
        """Ends the open item or passage before line `number`."""
        self.end_passage()
        if (item := self.item) is None:
            return
        self.item = None
        answer = dedented(item.answer)
        if item.form == "heading" and not answer:
            self.topic = topic_named_in(item.title) or ""
            return
        if fault := self.fault(item, answer, number):
            self.reading.unreadable.append(
                Problem(self.reading.name, sentence("{message}.", message=fault), _shown(item), self.where(item))
            )
        else:
            self.reading.add(self.data(item, ANSWER.sub("", answer)), "", item.form, line=self.where(item))

    def where(self, item: _Found) -> int:
        """The line of the source in which an item begins."""
        return self.lines[item.line - 1].number

    def fault(self, item: _Found, answer: str, end: int) -> str:
        """What keeps an item from being read, or ""."""
        if item.line < self.blocks.unclosed < end:
            line = self.blocks.unclosed
            return sentence("the block of code that begins in line {line} never ends; close it", line=line)
        if not answer and item.form not in ALONE:
            return sentence("there is a question but no answer below it")
        if item.form == "code" and not any(FENCE.match(line) for line in item.answer):
            return sentence("there is a title but no block of code below it")
        if item.form == "chain" and not ANSWER.match(answer):
            return sentence("no answer that begins with “A：” follows the question")
        return ""

    def data(self, item: _Found, answer: str) -> dict[str, object]:
        language = "zh" if has_han(item.title + answer) else "en"
        name = item.number if item.form == "note" else f"{item.form}-{item.number}"
        return {
            "id": self.free(f"{self.prefix}-{name}"),
            "topic": item.topic,
            "kind": "code" if item.form == "code" else "concept",
            "question": {language: item.title},
            **({"reference": {language: answer}} if answer else {}),
        }

    def free(self, id: str) -> str:
        """The id, or one like it where a number stands twice in the notes."""
        tries = (id if n == 1 else f"{id}-{n}" for n in count(1))
        return next(one for one in tries if one not in self.reading.taken)


def _shown(item: _Found) -> str:
    title = item.title if len(item.title) <= 30 else f"{item.title[:29]}…"
    return f"item {item.number} ({title})"


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Which lines stand inside blocks of code, and where one begins that never ends (0: none)."""

    inside: frozenset[int]
    unclosed: int

    @classmethod
    def of(cls, lines: list[str]) -> _Blocks:
        inside: set[int] = set()
        number = 1
        while number <= len(lines):
            if opening := FENCE.match(lines[number - 1]):
                end = _end_of_block(lines, number, opening[1])
                if end is None:
                    return cls(frozenset(inside), number)
                inside.update(range(number, end + 1))
                number = end
            number += 1
        return cls(frozenset(inside), 0)


def _end_of_block(lines: list[str], start: int, fence: str) -> int | None:
    for number in range(start + 1, len(lines) + 1):
        line = lines[number - 1].strip()
        if line.startswith(fence) and not line.strip(fence[0]):
            return number
    return None


def dedented(lines: list[str]) -> str:
    """The lines without the blanks that all of them begin with, and without empty ones around them."""
    full = [line.rstrip() for line in lines]
    least = min((len(line) - len(line.lstrip(" ")) for line in full if line), default=0)
    return "\n".join(line[least:] for line in full).strip()


def read_markdown(lines: Sequence[TextLine], reading: Reading, stem: str) -> None:
    """Reads notes into `reading`; ids begin with the file's name where that is ASCII."""
    texts = [line.text for line in lines]
    notes = _Notes(reading, slug(stem) or "note", _Blocks.of(texts), lines)
    for number, text in enumerate(texts, 1):
        notes.take(text, number)
    notes.close(len(texts) + 1)
