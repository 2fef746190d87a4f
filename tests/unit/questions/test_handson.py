"""How hands-on tasks are judged and checked, on a small task made here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from questions.handson.check import check, tried
from questions.handson.compare import is_close, is_same, shown, written
from questions.handson.examples import examples, signatures
from questions.handson.here import execute
from questions.handson.load import load, read_question
from questions.handson.model import (
    CallNotReached,
    CallRaised,
    CallReturned,
    Case,
    CodeCall,
    HandsOn,
    KeptRef,
    Mutant,
    Run,
)
from questions.handson.verdicts import Standing, judged
from questions.handson.writing import agree, call, case
from questions.model import Kind, Text
from questions.problem import FormatError
from testing.questions import question

STEM = """```python
def double(x): ...

double([1, 2])  # → [2, 4]
double([0.5])  # → [1]
```
"""
SOLUTION = "def double(x):\n    return 2 * x\n"
STARTER = "def double(x):\n    raise NotImplementedError\n"
SQUARE = Mutant("square", "def double(x):\n    return x * x\n", "Squares.", ("reuse",))
ROWS = Mutant("rows", "def double(x):\n    return 2 * x[:1]\n", "Loses rows.", ("memory",))
IN_PLACE = Mutant("in_place", "def double(x):\n    x *= 2\n    return x\n", "Changes x.", ("decode",))
THREE = np.array([3.0])
CASES = (
    case("reuse", call("double", THREE).close([6.0]), visible=True),
    case("reuse", call("double", np.array([5.0])).close([10.0])),
    case(
        "memory",
        call("double", np.ones((2, 3))),
        holds=agree("两行", "two rows", lambda out: (out.shape, np.array([2, 3]))),
    ),
    case("memory", call("double", np.zeros((4, 1))).close(np.zeros((4, 1)))),
    case("memory", call("double", x=np.zeros((1, 4))).close(np.zeros((1, 4)))),
)


def task(**changed: Any) -> HandsOn:
    """A task without faults."""
    asked = question("double", topic="coding", kind=Kind.CODE, question=Text(STEM, STEM))
    mutants = (SQUARE, ROWS, IN_PLACE, replace(SQUARE, name="again"), replace(ROWS, name="more"))
    made = HandsOn(asked, Text("翻倍", "Double"), Path("double"), STARTER, SOLUTION, CASES, "decode", mutants)
    return replace(made, **changed)


def faults(made: HandsOn) -> str:
    return "\n".join(map(str, check(made, execute)))


def standings(code: str, made: HandsOn | None = None) -> dict[str, Standing]:
    report = tried(made or task(), code, execute)
    return {point.point: point.standing for point in report.points}


def test_a_task_without_faults_is_left_alone() -> None:
    assert faults(task()) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"solution": SQUARE.code}, "solution.py: fails a test of 'reuse': double([3]): got [9], wanted [6]"),
        ({"solution": "def double(x):\n    return y\n"}, "NameError: name 'y' is not defined"),
        ({"starter": SOLUTION}, "starter.py: passes reuse, memory, decode as it is"),
        ({"starter": "def double(y):\n    ...\n"}, "question.zh: shows the signatures {'double': 'x'}"),
        ({"mutants": (replace(SQUARE, code=SOLUTION),) * 5}, "mutants/square.py: survives the tests of 'reuse'"),
        ({"mutants": (replace(SQUARE, betrays=("memory",)),) * 5}, "mutants/square.py: survives the tests of 'memory'"),
        ({"mutants": (replace(SQUARE, betrays=("nothing",)),) * 5}, "mutants/square.py: survives the tests of 'nothing'"),
        ({"mutants": (replace(SQUARE, betrays=()),) * 5}, "mutants/square.py: begins with no docstring"),
        ({"mutants": (replace(SQUARE, code="import nothing"),) * 5}, "mutants/square.py: cannot be loaded"),
        ({"mutants": (SQUARE,) * 4}, "mutants: holds 4 wrong solutions"),
        ({"cases": CASES[:2]}, "tests.py: has no test of the point 'memory'"),
        ({"cases": CASES[:4]}, "tests.py: holds 5 tests"),
        ({"cases": CASES[1:]}, "tests.py: has no visible test"),
        ({"untouched": "nowhere"}, "tests.py: tests 'nowhere', which is no key point"),
        ({"folder": Path("other")}, "task.yaml: has the id 'double'"),
    ],
)  # fmt: skip
def test_a_fault_of_a_task_is_found(changed: dict[str, Any], said: str) -> None:
    assert said in faults(task(**changed))


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        (STEM.replace("[2, 4]", "[2, 5]"), "shows an example of double of which the solution makes"),
        (STEM.replace("double([0.5])  # → [1]", ""), "shows fewer than 2 examples"),
        (STEM.replace("double([0.5])", "0.5"), "holds a block of code that is no signature with examples"),
        (STEM + "long " * 130, "characters outside code, more than 600"),
        (STEM.replace("double([0.5]) ", "double([0.5])" + " " * 60), "holds code wider than 60 columns"),
    ],
)
def test_a_fault_of_the_text_is_found(stem: str, said: str) -> None:
    found = faults(task(question=replace(task().question, question=Text(STEM, stem))))
    assert "question.en" in found
    assert said in found
    assert "question.zh" not in found


def test_a_point_is_passed_when_all_its_tests_pass() -> None:
    assert standings(SOLUTION) == dict.fromkeys(("reuse", "memory", "decode"), Standing.PASSED)


def test_a_wrong_value_and_no_value_are_told_apart() -> None:
    assert standings(SQUARE.code)["reuse"] is Standing.WRONG
    assert standings("def double(x): pass")["reuse"] is Standing.NOTHING
    assert standings(STARTER)["reuse"] is Standing.NOTHING
    assert standings("def halve(x): return x")["reuse"] is Standing.NOTHING
    assert standings("def double(x:")["reuse"] is Standing.NOTHING
    once = "def double(x):\n    if x[0] == 3: return x\n    raise ValueError"
    assert standings(once)["reuse"] is Standing.WRONG


def test_code_that_shows_nothing_has_not_kept_its_arguments_either() -> None:
    assert standings("def double(x): pass")["decode"] is Standing.NOTHING
    assert standings(SQUARE.code)["decode"] is Standing.PASSED


def test_a_changed_argument_costs_its_point_only_and_is_shown() -> None:
    report = tried(task(), IN_PLACE.code, execute)
    assert [failure.point for failure in report.failures] == ["decode"]
    (failure,) = report.failures
    assert (failure.calls, failure.got, failure.wanted.en) == (("double([3])",), "[6]", "the argument as it was: [3]")
    assert (report.passed, report.total) == (5, 6)


def test_a_changed_keyword_argument_is_noticed() -> None:
    only = task(cases=(case("reuse", call("double", x=THREE).close([6.0])),))
    assert standings(IN_PLACE.code, only)["decode"] is Standing.WRONG


def test_the_first_visible_failure_comes_with_input_result_and_what_was_wanted() -> None:
    shown_first = tried(task(), SQUARE.code, execute).first_visible
    assert shown_first is not None
    assert (shown_first.calls, shown_first.got, shown_first.wanted.zh) == (("double([3])",), "[9]", "[6]")


def test_an_exception_names_the_person_s_own_line() -> None:
    report = tried(task(), "import numpy as np\n\ndef double(x):\n    return np.reshape(x, (7, 7))\n", execute)
    raised = report.failures[0].raised
    assert raised is not None
    assert (raised.kind, raised.line, raised.text) == ("ValueError", 4, "return np.reshape(x, (7, 7))")


def test_code_that_cannot_be_loaded_says_where() -> None:
    failed = tried(task(), "x = 1\ndef double(x:\n", execute).run.failed
    assert failed is not None
    assert (failed.kind, failed.line) == ("SyntaxError", 2)


def test_a_run_that_was_cut_short_keeps_what_came() -> None:
    whole = execute(SOLUTION, task().calls())
    report = judged(task(), Run((*whole.outcomes[:2], *(CallNotReached(),) * 3), end="cpu"))
    assert [point.standing for point in report.points] == [Standing.PASSED, Standing.NOTHING, Standing.PASSED]


COUNTER = """
class Counter:
    def __init__(self): self.n = 0
    def add(self, by):
        self.n += by
        return self.n
    def __len__(self): return self.n
"""


def test_calls_on_a_kept_object_stay_within_their_test() -> None:
    adds = case("reuse", call("Counter", keep="c"), call("c.add", 2).equals(2), call("len", KeptRef("c")).equals(2))
    made = task(cases=(adds, adds))
    assert len({made_call.keep for made_call in made.calls() if made_call.keep}) == 2
    assert standings(COUNTER, made)["reuse"] is Standing.PASSED
    assert standings(COUNTER.replace("self.n += by", "self.n = by + 1"), made)["reuse"] is Standing.WRONG


def test_a_call_that_needs_what_an_earlier_one_did_not_give_fails_alone() -> None:
    run = execute(
        SOLUTION,
        (CodeCall("double", ("a", "b"), keep="c"), CodeCall("double", (KeptRef("c"),)), CodeCall("double", (1,))),
    )
    assert run.failed is None
    assert [type(outcome) for outcome in run.outcomes] == [CallRaised, CallRaised, CallReturned]


def test_a_relation_is_told_with_both_sides() -> None:
    same = agree("一样", "the same", lambda a, b: (a, b))
    made = task(cases=(case("reuse", call("double", THREE), call("double", 2 * THREE), holds=same),))
    failure = tried(made, SOLUTION, execute).failures[0]
    assert (failure.got, failure.wanted.en) == ("[6]", "the same: [12]")


@pytest.mark.parametrize("value", [None, "text", {"a": 1}, [[1.0], [2.0, 3.0]], np.array(["x"]), 1j, object()])
def test_what_is_no_number_is_close_to_nothing(value: object) -> None:
    assert not is_close(value, 1.0, 1e-5)
    assert not is_close(value, [1.0], 1e-5)
    assert agree("", "", lambda out: (out, 1.0))([value]) is not None


def test_close_compares_shape_and_numbers_and_no_types() -> None:
    assert is_close([1, 2], np.array([1.0, 2.0]), 1e-5)
    assert is_close(np.float32(0.1), 0.1, 1e-5)
    assert is_close(np.array([1000.001]), [1000.0], 1e-5)
    assert not is_close(np.array([0.00102]), [0.001], 1e-5)
    assert not is_close(np.array([[1.0]]), [1.0], 1e-5)
    assert not is_close(float("nan"), 1.0, 1e-5)
    assert not is_close(float("inf"), 1.0, 1e-5)
    assert is_close((1.0, [2.0]), (1.0, np.array([2.0])), 1e-5)
    assert not is_close((1.0, 2.0), (2.0, 1.0), 1e-5)
    assert not is_close((1.0,), (1.0, 2.0), 1e-5)


def test_same_tells_lists_from_tuples_and_types_of_arrays_apart() -> None:
    assert is_same([("a", "b")], [("a", "b")])
    assert not is_same([["a", "b"]], [("a", "b")])
    assert not is_same(True, 1)
    assert not is_same([1, 2], [1])
    assert is_same(np.int64(3), 3)
    assert not is_same(np.array([1.0]), [1.0])
    assert not is_same(np.array([1.0]), np.array([1]))
    assert is_same(np.array([np.nan]), np.array([np.nan]))
    assert is_same({"a": [1]}, {"a": [1]})
    assert not is_same({"a": [1]}, {"a": [2]})


def test_values_are_shown_short() -> None:
    assert shown(np.array([[0.123456789, 2.0], [np.nan, -np.inf]])) == "[[0.12346, 2], [nan, -inf]]"
    assert shown(("a", 1, None)) == "('a', 1, None)"
    assert shown((np.float64(2),)) == "(2,)"
    assert len(shown(np.arange(1000.0))) == 160
    assert written(CodeCall("f", (THREE, KeptRef("c")), {"axis": 0}, "kept")) == "kept = f([3], c, axis=0)"


def test_examples_are_read_as_calls() -> None:
    text = '```\nclass C:\n    def add(self, by): ...\n\nc = C()\nc.add([1])\n# → [1]\nlen(c)  # → 1\nf(("a", 1), by=2)\n```'
    made = examples(text)
    assert [one.call.target for one in made] == ["C", "c.add", "len", "f"]
    assert [one.shows for one in made] == [False, True, True, False]
    assert made[0].call.keep == "c"
    assert made[2].call.args == (KeptRef("c"),)
    assert (made[3].call.args, made[3].call.kwargs) == ((("a", 1),), {"by": 2})
    assert signatures(text) == {"C": "", "C.add": "self, by"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a packaged task."""
    from shutil import copytree

    from questions.handson.load import PACKAGED

    return copytree(PACKAGED / "hand-softmax", tmp_path / "hand-softmax")


def rewritten(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_a_task_without_title_is_refused(folder: Path) -> None:
    rewritten(
        folder / "task.yaml",
        lambda text: text.replace("title:", "kind: code\ntitle:", 1).replace("kind: code\n", "", 1),
    )
    read_question(folder)
    rewritten(folder / "task.yaml", lambda text: text.replace("  zh: 数值稳定的 softmax\n", ""))
    with pytest.raises(FormatError, match="title"):
        read_question(folder)


def test_a_fault_in_a_task_s_question_is_told_with_its_line(folder: Path) -> None:
    rewritten(folder / "task.yaml", lambda text: text.replace("level: 1", "level: 9"))
    with pytest.raises(FormatError, match=r"task\.yaml:3: level"):
        read_question(folder)


@pytest.mark.parametrize("code", ["CASES = [1]", "UNTOUCHED = ''", "raise KeyError('x')", "def ("])
def test_tests_that_cannot_be_used_are_refused(folder: Path, code: str) -> None:
    (folder / "tests.py").write_text(code, encoding="utf-8")
    with pytest.raises(FormatError, match=r"tests\.py"):
        load(folder)


def test_a_wrong_solution_must_be_python(folder: Path) -> None:
    (folder / "mutants" / "broken.py").write_text("x = 1\ndef (", encoding="utf-8")
    with pytest.raises(FormatError, match=r"broken\.py:2"):
        load(folder)


def test_visible_tests_come_first(folder: Path) -> None:
    cases: Sequence[Case] = load(folder).cases
    assert [one.visible for one in cases] == sorted((one.visible for one in cases), reverse=True)


def test_outcomes_of_the_executor() -> None:
    run = execute("def f(x):\n    return x\n", (CodeCall("f", (1,)), CodeCall("g"), CodeCall("f")))
    assert run.outcomes[0] == CallReturned(1, (1,))
    assert [type(outcome) for outcome in run.outcomes] == [CallReturned, CallRaised, CallRaised]
    assert isinstance(run.outcomes[1], CallRaised)
    assert run.outcomes[1].kind == "Missing"


def test_tuples_and_lists_may_be_taken_for_one_another() -> None:
    pairs = case("reuse", call("double", 1).alike([("a", "b")]))
    assert standings("def double(x): return (['a', 'b'],)", task(cases=(pairs,)))["reuse"] is Standing.PASSED
    assert standings("def double(x): return [('a', 'c')]", task(cases=(pairs,)))["reuse"] is Standing.WRONG


def test_that_arguments_stay_counts_as_a_test() -> None:
    assert task().tests == 6
    assert tried(task(), SOLUTION, execute).total == 6
