"""The draw of mutants, and the list of those that may survive."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutation.__main__ import ROOT, accepted
from tests.mutation.mutants import MUTATED, Mutant, described, drawn, paths

RULE = """LEAST = 0.6


def enough(judged: float, total: float) -> bool:
    return judged / total >= LEAST and total > 0
"""


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    (tmp_path / "rule.py").write_text(RULE, encoding="utf-8")
    return tmp_path


def draw(folder: Path, number: int = 1000, seed: int = 1) -> list[Mutant]:
    return drawn(folder, [Path("rule.py")], number, seed)


def test_a_seed_draws_the_same_mutants_again_and_another_seed_others(rule: Path) -> None:
    one, same, other = (draw(rule, 5, seed) for seed in (1, 1, 2))
    assert one == same != other
    assert len({mutant.source for mutant in one}) == 5


def test_every_mutant_is_python_that_differs_from_its_module(rule: Path) -> None:
    for mutant in draw(rule):
        assert ast.dump(ast.parse(mutant.source)) != ast.dump(ast.parse(RULE))
        assert mutant.removed


def test_numbers_outside_of_functions_are_mutated_and_annotations_are_not(rule: Path) -> None:
    removed = {line for mutant in draw(rule) for line in mutant.removed}
    assert removed == {"LEAST = 0.6", "return judged / total >= LEAST and total > 0"}


def test_engine_arithmetic_and_judge_are_mutated() -> None:
    found = {str(path) for path in paths(ROOT, MUTATED)}
    assert {"interview/marks.py", "grader/grade.py", "grader/judge/quotes.py"} <= found
    assert not any(path.startswith(("grader/triage", "app/")) for path in found)


def test_a_change_is_described_by_its_lines() -> None:
    mutant = described(Path("a.py"), "x = 1\n  y = 2\nz = 3\n", "x = 1\n  y = 4\nz = 3\n")
    assert (mutant.removed, mutant.added) == (("y = 2",), ("y = 4",))


@pytest.mark.parametrize("change", accepted(), ids=lambda change: f"{change[0]}: {' '.join(change[1])}")
def test_an_accepted_survivor_still_stands_in_the_source(change: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    path, was, _ = change
    lines = {line.strip() for line in (ROOT / path).read_text(encoding="utf-8").splitlines()}
    assert set(was) <= lines
