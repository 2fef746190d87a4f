"""The examples in a task's text, as calls: a block of code holds signatures, then lines `f(x)  # → result`
(the result may stand on the next line).

Lists of numbers stand for arrays. A line `cache = KVCache()` keeps its result for the lines below.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from questions.handson.compare import is_close, is_same
from questions.handson.model import CodeCall, KeptRef, Value
from questions.text import CODE

ARROW = "# →"
ROUNDED = 2e-3  # what an example may leave out of its digits


@dataclass(frozen=True, slots=True)
class Example:
    """A call of an example; `wanted` is what the text says it returns (`shows` is False where it says nothing)."""

    call: CodeCall
    shows: bool
    wanted: Value = None

    def holds(self, got: Value) -> bool:
        """Whether a result is what the text says, but for rounding."""
        return not self.shows or is_close(got, self.wanted, ROUNDED) or is_same(got, self.wanted)


def signatures(text: str) -> dict[str, str]:
    """The functions, classes and methods ("KVCache.append") that blocks of code define, with their parameters."""
    return dict(_signatures(_statements(text)))


def _signatures(nodes: Iterable[ast.stmt], inside: str = "") -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            yield f"{inside}{node.name}", ast.unparse(node.args)
        elif isinstance(node, ast.ClassDef):
            yield node.name, ""
            yield from _signatures(node.body, f"{node.name}.")


def examples(text: str) -> tuple[Example, ...]:
    """The examples of a text in their order; ValueError where one is no call of plain values."""
    lines = _code(text).splitlines()
    return tuple(_example(node, lines) for node in _statements(text) if isinstance(node, ast.Expr | ast.Assign))


def _code(text: str) -> str:
    blocks = (block.strip("`").removeprefix("python") for block in CODE.findall(text))
    return "\n".join(blocks)


def _statements(text: str) -> Iterator[ast.stmt]:
    yield from ast.parse(_code(text)).body


def _example(node: ast.Expr | ast.Assign, lines: list[str]) -> Example:
    keep = node.targets[0].id if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) else None
    call = _call(node.value, keep)
    last = node.end_lineno or node.lineno
    here, below = (*lines, "")[last - 1 : last + 1]
    _, shows, wanted = (here if ARROW in here or not below.startswith(ARROW) else below).partition(ARROW)
    return Example(call, bool(shows), _value(ast.parse(wanted.strip(), mode="eval").body) if shows else None)


def _call(node: ast.expr, keep: str | None) -> CodeCall:
    if not isinstance(node, ast.Call):
        raise ValueError(f"{ast.unparse(node)} is no call")
    args = tuple(map(_value, node.args))
    return CodeCall(ast.unparse(node.func), args, {word.arg or "": _value(word.value) for word in node.keywords}, keep)


def _value(node: ast.expr) -> Value:
    if isinstance(node, ast.Name):
        return KeptRef(node.id)
    if isinstance(node, ast.Tuple):
        return tuple(map(_value, node.elts))
    plain = ast.literal_eval(node)
    return np.array(plain) if isinstance(plain, list) and _numbers(plain) else plain


def _numbers(plain: list[object]) -> bool:
    """Whether a list, nested or not, holds numbers and nothing else."""
    return bool(plain) and all(
        _numbers(one) if isinstance(one, list) else isinstance(one, int | float) for one in plain
    )
