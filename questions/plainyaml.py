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

from questions.errors import sentence
from questions.problem import FormatError, Problem

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # resolves nothing: every scalar is a text
DEEPEST = 40

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """One document: its value, and the line on which each place in it begins."""

    value: Any
    lines: dict[Path, int]


def documents(text: str, name: str) -> Iterator[Document]:
    """The documents of a YAML text, one after the other; FormatError with the line at the first fault."""
    text = text.removeprefix("\ufeff")
    try:
        for root in yaml.compose_all(text, Loader=LOADER):
            reader = _Reader(name, text)
            yield Document(reader.value(root, ()), reader.lines)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise FormatError(_broken(name, error)) from error
    except RecursionError as error:  # of the parser in Python; the one in C has a limit of its own
        raise FormatError(Problem(name, TOO_DEEP)) from error


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


TOO_DEEP = sentence("nested deeper than {most} levels; a question needs far fewer.", most=DEEPEST)
PROPERTIES = {
    "&": sentence("anchors (&name) and aliases (*name) are not read here; write the text out, or quote it."),
    "!": sentence("tags (!name) are not read here; remove it, or quote the text."),
}


@dataclass(slots=True)
class _Reader:
    """Reads the nodes of one document, each with the path to it."""

    name: str
    text: str
    lines: dict[Path, int] = field(default_factory=dict)

    def refused(self, node: yaml.Node, message: str) -> FormatError:
        return FormatError(Problem(self.name, message, line=_line(node)))

    def check(self, node: yaml.Node, depth: int) -> None:
        """Refuses anchors and tags, which a node begins with, and so aliases too: what they stand for has an anchor."""
        start = self.text[node.start_mark.index : node.start_mark.index + 1]
        if start in PROPERTIES:
            raise self.refused(node, PROPERTIES[start])
        if depth >= DEEPEST:
            raise self.refused(node, TOO_DEEP)

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.lines[path] = _line(node)
        self.check(node, len(path))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(part, (*path, n)) for n, part in enumerate(node.value)]
        return node.value

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, part in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.refused(key, sentence("a key must be a plain word."))
            self.check(key, len(path))
            if key.value in found:
                raise self.refused(
                    key, sentence("{key!r} stands twice in the same place; keep one of them.", key=key.value)
                )
            found[key.value] = self.value(part, (*path, key.value))
        return found


def _broken(name: str, error: yaml.YAMLError | UnicodeEncodeError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    advice = sentence("quote texts that contain ': ' or ' #' or begin with a sign")
    return Problem(
        name,
        sentence("not valid YAML: {said}; {advice}.", said=said, advice=advice),
        line=mark.line + 1 if mark else None,
    )


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
