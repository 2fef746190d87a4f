"""Mutants of the rules: one small change each to a module of the engine, of the arithmetic or of the judge.

The changes are those of mutmut's operators (numbers, texts, comparisons, arguments, branches, cases of a match). Its runner
is not used, because it leaves out what stands outside of functions, and that is where the numbers of the rules are.
"""

from __future__ import annotations

import ast
import difflib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import libcst as cst
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

MUTATED = ("interview/*.py", "grader/grade.py", "grader/judge/*.py")


@dataclass(frozen=True, slots=True)
class Mutant:
    """`source` is the whole module with the change; `removed` and `added` are the changed lines, stripped."""

    path: Path
    source: str
    diff: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def paths(root: Path, wanted: Sequence[str] = MUTATED) -> list[Path]:
    """The modules that are mutated, relative to the repository."""
    return sorted(path.relative_to(root) for pattern in wanted for path in root.glob(pattern))


def drawn(root: Path, modules: Iterable[Path], number: int, seed: int) -> list[Mutant]:
    """`number` different mutants of the modules, each as likely as any other; all of them when there are fewer."""
    pool = [(path, module, mutation) for path in modules for module, mutation in _mutations(root / path)]
    random.Random(seed).shuffle(pool)
    made = (_mutant(path, module, mutation) for path, module, mutation in pool)
    return list(islice((mutant for mutant in made if mutant is not None), number))


def _mutations(path: Path) -> Iterator[tuple[cst.Module, Mutation]]:
    wrapper = cst.MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    return ((wrapper.module, mutation) for mutation in visitor.mutations)


def _mutant(path: Path, module: cst.Module, mutation: Mutation) -> Mutant | None:
    """The mutant, or None where the change is no Python or changes nothing."""
    changed = deep_replace(module, mutation.original_node, mutation.mutated_node)
    assert isinstance(changed, cst.Module)
    try:
        if ast.dump(ast.parse(changed.code)) == ast.dump(ast.parse(module.code)):
            return None
    except SyntaxError:
        return None
    return described(path, module.code, changed.code)


def described(path: Path, before: str, after: str) -> Mutant:
    """The mutant that turns the text of a module into another."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), str(path), str(path), "", "", 1, ""))
    removed, added = (tuple(_stripped(lines[2:], sign)) for sign in "-+")
    return Mutant(path, after, "\n".join(lines), removed, added)


def _stripped(lines: Iterable[str], sign: str) -> Iterator[str]:
    return (line[1:].strip() for line in lines if line.startswith(sign))
