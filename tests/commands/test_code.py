"""`interviewer code`, and lines of `grade` whose answer is code, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest

from questions.handson.load import PACKAGED
from testing.program import Ran, run

SOFTMAX = PACKAGED / "hand-softmax"
WRONG_AXIS = (SOFTMAX / "mutants" / "last_axis_only.py").read_text(encoding="utf-8")
SOLUTION = (SOFTMAX / "solution.py").read_text(encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A person who has let code run without a sandbox, for machines that have none."""
    consent = tmp_path / "data" / "mock-interviewer" / "runs-without-sandbox.txt"
    consent.parent.mkdir(parents=True)
    consent.write_text("yes", encoding="utf-8")
    return tmp_path


def code(home: Path, *arguments: str, stdin: str = "", **settings: str) -> Ran:
    return run(home, "code", *arguments, stdin=stdin, **settings)


def test_tasks_are_listed_and_shown(home: Path) -> None:
    listed = code(home, "list", LANGUAGE="zh").out.splitlines()
    assert len(listed) > 40
    assert any(line.startswith("hand-softmax ") and "数值稳定的 softmax" in line for line in listed)
    asked = code(home, "show", "hand-softmax", LANGUAGE="en").out
    assert "def softmax(x, axis=-1): ..." in asked and "Leave x unchanged." in asked
    assert code(home, "show", "hand-softmax", "--starter").out == (SOFTMAX / "starter.py").read_text(encoding="utf-8")
    assert code(home, "show", "hand-softmax", "--solution").out == SOLUTION


def test_the_solution_passes(home: Path) -> None:
    ran = code(home, "run", "hand-softmax", "-", stdin=SOLUTION)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("11 of 11 tests passed")


def test_a_failure_that_may_be_shown_is_shown_and_a_hidden_one_is_not(home: Path) -> None:
    ran = code(home, "run", "hand-softmax", "-", "--json", stdin=WRONG_AXIS)
    said = json.loads(ran.out)
    assert ran.code == 1
    assert (said["id"], said["passed"], said["total"], said["end"]) == ("hand-softmax", 9, 11, "done")
    assert (said["graded_by"], said["provisional"], said["score"]) == ("tests", False, 6.9)
    assert {point["id"]: point["verdict"] for point in said["points"]} == {
        "formula": "covered", "stable": "covered", "axis": "contradicted", "inputs": "covered",
    }  # fmt: skip
    shown, hidden = said["failures"]
    assert "axis=0" in shown["calls"][0] and shown["got"] != shown["wanted"]
    assert hidden == {"point": "axis", "visible": False}


def test_a_mistake_in_the_code_is_told_with_its_line(home: Path) -> None:
    ran = code(home, "run", "hand-softmax", "-", stdin="def softmax(x, axis=-1)\n    return x\n")
    assert ran.code == 1
    assert "cannot be loaded: SyntaxError" in ran.out and "(line 1: def softmax(x, axis=-1))" in ran.out
    raised = code(
        home, "run", "hand-softmax", "-", stdin="print('hello')\ndef softmax(x, axis=-1):\n    return y\n"
    ).out
    assert "NameError: name 'y' is not defined (line 3: return y)" in raised
    assert raised.endswith("It printed:\nhello\n\n")


def test_what_cannot_be_used_is_one_line(home: Path) -> None:
    unknown = code(home, "run", "hand-softmx", "-")
    assert unknown.code == 2 and unknown.err.startswith("There is no task 'hand-softmx'. Did you mean hand-softmax")
    gone = code(home, "run", "hand-softmax", "gone.py")
    assert gone.code == 2 and gone.err == "gone.py cannot be read: No such file or directory.\n"
    turned_off = code(home, "run", "hand-softmax", "-", stdin=SOLUTION, RUNNER="none")
    assert turned_off.code == 1 and turned_off.err.startswith("Code cannot be run here: running code is turned off.")
    misspelt = code(home, "list", RUNNER="docker")
    assert misspelt.code == 2 and "INTERVIEWER_RUNNER: must be auto, none" in misspelt.err


def test_check_finds_a_wrong_solution_that_survives(home: Path) -> None:
    good = code(home, "check", "hand-softmax")
    assert (good.code, good.out, good.err) == (0, "", "1 task, 7 wrong solutions, 0 faults\n")
    mine = copytree(SOFTMAX, home / "own" / "hand-mine")
    (mine / "mutants" / "no_maximum.py").write_text(
        f'"""Is right.\n\nBetrays: stable\n"""\n{SOLUTION}', encoding="utf-8"
    )
    task = mine / "task.yaml"
    task.write_text(task.read_text(encoding="utf-8").replace("id: hand-softmax", "id: hand-mine"), encoding="utf-8")
    bad = code(home, "check", "hand-mine", BANK=str(home / "own"))
    assert bad.code == 1
    assert bad.out == "hand-mine: mutants/no_maximum.py: survives the tests of 'stable'.\n"
    assert "hand-mine" in code(home, "list", BANK=str(home / "own")).out
    lint = run(home, "bank", "lint", str(home / "own"))
    assert (lint.code, lint.out) == (1, f"error: {bad.out}"), "a task is no question file, and is checked as a task"


def line(id: str, answer: str, task: str = "hand-softmax") -> str:
    return json.dumps({"id": id, "lang": "zh", "question_id": task, "answer": answer}) + "\n"


def test_answers_that_are_code_are_graded_by_tests_in_their_place(home: Path) -> None:
    words = {"id": "words", "lang": "zh", "question_id": "attn-kv-cache", "answer": "显存随长度线性增长"}
    fenced = f"我这样写：\n```python\n{WRONG_AXIS}```\n"
    given = line("right", SOLUTION) + json.dumps(words) + "\n" + line("wrong", fenced) + line("idk", "不知道")
    right, spoken, wrong, unknown = run(home, "grade", stdin=given).events
    assert (right["id"], right["score"], right["graded_by"], right["provisional"]) == ("right", 10.0, "tests", False)
    assert (spoken["id"], spoken["graded_by"]) == ("words", "words")
    assert (wrong["id"], wrong["score"]) == ("wrong", 6.9)
    assert (unknown["id"], unknown["score"], unknown["graded_by"]) == ("idk", 0.0, "triage")


def test_where_nothing_may_run_each_such_line_says_so(home: Path) -> None:
    ran = run(home, "grade", stdin=line("a", SOLUTION) + line("b", "不知道"), RUNNER="none")
    assert ran.code == 1
    assert ran.events[0] == {"id": "a", "line": 1, "error": "running code is turned off"}
    assert ran.events[1]["graded_by"] == "triage"


def test_import_says_where_a_task_belongs(home: Path) -> None:
    ran = run(home, "bank", "import", str(SOFTMAX / "task.yaml"), "--dry-run")
    assert ran.code == 1
    assert "is a hands-on task; put its folder under one that INTERVIEWER_BANK names" in ran.out + ran.err
