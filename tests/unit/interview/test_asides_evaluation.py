"""Figures about messages told apart: the three costs, their intervals, the confusion, and lines that cannot be used."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.intervals import wilson
from interview.aside_evaluation import LabelledMessage, LineProblem, read_lines, report, table
from interview.asides import Answer, Aside, AsideKind, Judgement, Unsure
from questions.model import Question
from tests.unit.interview.build import question

WAIT, STOP = Aside(AsideKind.WAIT, 0.9), Aside(AsideKind.STOP, 0.9)


def line(**changed: Any) -> bytes:
    data = {"id": "1", "lang": "en", "question_id": "q", "text": "so", "kind": "answer", **changed}
    return json.dumps(data).encode()


def find(id: str) -> Question | None:
    return question() if id == "q" else None


def figures(*rows: tuple[bytes, Judgement]) -> dict[str, Any]:
    return report(read_lines([raw for raw, _ in rows], find), [found for _, found in rows])


def test_the_three_costs_are_shares_of_answers_of_asides_and_of_answers() -> None:
    found = figures(
        (line(), Answer()),
        (line(), WAIT),
        (line(kind="more"), Unsure(AsideKind.WAIT)),
        (line(), Answer()),
        (line(kind="wait"), Answer()),
        (line(kind="wait"), WAIT),
        (line(kind="stop"), Unsure(AsideKind.STOP)),
        (line(kind="stop"), WAIT),
    )
    assert found["answers_swallowed"] == found["answers_asked_about"] == found["asides_graded"] == 0.25
    assert found["asides_asked_about"] == 0.25
    assert found["kind_right"] == pytest.approx(2 / 3, abs=1e-4), "of the asides that were not graded"
    assert found["confusion"]["stop"] == dict.fromkeys(found["confusion"]["stop"], 0) | {"unsure": 1, "wait": 1}


def test_ambiguous_lines_count_for_nothing() -> None:
    found = figures((line(), Answer()), (line(ambiguous=True), WAIT), (line(kind="idk", ambiguous=True), Answer()))
    assert (found["answers"], found["asides"], found["answers_swallowed"]) == (1, 0, 0)
    assert found["asides_graded"] is None


def test_any_kind_in_also_is_as_good() -> None:
    assert figures((line(kind="idk", also=["stop"]), STOP))["kind_right"] == 1
    assert figures((line(kind="idk"), STOP))["kind_right"] == 0


def test_languages_and_hard_lines_are_counted_apart() -> None:
    found = figures((line(lang="zh"), WAIT), (line(lang="en", hard=True), Answer()))
    assert found["language"]["zh"]["answers_swallowed"] == 1
    assert found["language"]["en"]["answers_swallowed"] == 0
    assert found["hard"]["answers"] == 1


def test_intervals_are_wilsons() -> None:
    """Against the worked values of Brown, Cai and DasGupta (2001) and the rule for no case at all: z²/(n+z²)."""
    assert wilson(0, 100) == (0.0, 0.037)
    assert wilson(5, 10) == (0.2366, 0.7634)
    assert wilson(10, 10) == (0.7225, 1.0)
    assert wilson(0, 0) is None


def test_the_table_shows_every_group_and_label() -> None:
    shown = table(figures((line(lang="zh"), Answer()), (line(kind="wait"), Unsure(AsideKind.WAIT))))
    assert {"all", "zh", "en", "hard", "answer", "wait"} <= {
        row.split()[0] for row in shown.splitlines() if row.split()
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b"\xff",
        line(kind="shrug"),
        line(lang="de"),
        line(question_id="gone"),
        line(text=None),
        json.dumps({"id": "1"}).encode(),
    ],
)
def test_a_line_that_cannot_be_used_is_named(raw: bytes) -> None:
    with pytest.raises(LineProblem, match="line 2"):
        read_lines([line(), raw], find)


def test_a_draft_is_all_that_was_sent() -> None:
    (one,) = read_lines([line(before=["a", "b"], text="c")], find)
    assert isinstance(one, LabelledMessage)
    assert one.draft == "a\nb\nc"
