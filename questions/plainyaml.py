"""YAML as question files use it: mappings, lists and texts, nothing that runs, refers or grows.

Every scalar is read as the text that is written, so a term like `no` or `1e-4` stays what a person typed. Tags,
anchors and aliases are refused (they are all that makes YAML dangerous), and so are duplicate keys and deep nesting.
Without aliases a document grows no larger than its text, whose size the caller bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from questions.problem import FormatError, Problem

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 40

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """One document: its value, and the line on which each place in it begins."""

    value: Any
    lines: dict[Path, int]


@dataclass(slots=True)
class _Open:
    """A mapping or list that is still being read."""

    value: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return event.start_mark.line + 1


@dataclass(slots=True)
class _Builder:
    name: str
    lines: dict[Path, int] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    value: Any = None

    def refuse(self, event: yaml.Event, message: str) -> FormatError:
        return FormatError(Problem(self.name, message, line=_line(event)))

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self.check(event)
                self.scalar(event)
            case yaml.MappingStartEvent():
                self.check(event)
                self.open(event, {})
            case yaml.SequenceStartEvent():
                self.check(event)
                self.open(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
            case yaml.AliasEvent():
                raise self.refuse(event, "aliases (*name) are not read here; write the text out.")

    def check(self, event: Any) -> None:
        if event.anchor is not None:
            raise self.refuse(event, "anchors (&name) are not read here; write the text out.")
        if event.tag is not None and event.tag != "!":
            raise self.refuse(event, f"the tag {event.tag} is not read here; remove it.")
        if len(self.stack) >= DEEPEST:
            raise self.refuse(event, f"nested deeper than {DEEPEST} levels; a question needs far fewer.")

    def place(self, event: yaml.Event) -> Path:
        """The path of the value that begins here; its line is noted."""
        if not self.stack:
            path: Path = ()
        else:
            top = self.stack[-1]
            path = (*top.path, len(top.value) if top.key is None else top.key)
        self.lines[path] = _line(event)
        return path

    def put(self, value: Any) -> None:
        if not self.stack:
            self.value = value
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            assert top.key is not None
            top.value[top.key] = value
            top.key = None

    def scalar(self, event: yaml.ScalarEvent) -> None:
        top = self.stack[-1] if self.stack else None
        if top is None or isinstance(top.value, list) or top.key is not None:
            self.place(event)
            self.put(event.value)
        elif event.value in top.value:
            raise self.refuse(event, f"{event.value!r} stands twice in the same place; keep one of them.")
        else:
            top.key = event.value

    def open(self, event: yaml.Event, empty: dict[str, Any] | list[Any]) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise self.refuse(event, "a key must be a plain word.")
        path = self.place(event)
        self.put(empty)
        self.stack.append(_Open(empty, path))


def documents(text: str, name: str) -> Iterator[Document]:
    """The documents of a YAML text, one after the other; FormatError with the line at the first fault."""
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
            if isinstance(event, yaml.DocumentEndEvent):
                yield Document(builder.value, builder.lines)
                builder = _Builder(name)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise FormatError(_broken(name, error)) from error


def _broken(name: str, error: yaml.YAMLError | UnicodeEncodeError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    advice = "quote texts that contain ': ' or ' #' or begin with a sign"
    return Problem(name, f"not valid YAML: {said}; {advice}.", line=mark.line + 1 if mark else None)


class _Dumper(yaml.SafeDumper):
    """Block style, never an alias, lists indented below their key."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class Flow(list[str]):
    """A list that is written in one line, between brackets."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _flow(dumper: yaml.SafeDumper, items: Flow) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Flow, _flow)


def dump(value: Any) -> str:
    """`value` as YAML; the same value gives the same bytes on every machine."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
