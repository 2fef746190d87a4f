"""JSON lines in: what is taken, and what is said of a line that is not."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from grader.evaluation import read_labelled
from grader.grade import FalseStatement, Grade, GradedBy, Method, Penalty, Verdict, verdict_of
from grader.lines import LineError, graded, read_line
from questions.model import KeyPoint, Kind, Question, Text

QUESTION = Question(
    "q", "rag", 1, Kind.CONCEPT, Text("问", "ask"), Text("答", "tell"), (KeyPoint("k", Text("点", "point"), 1),)
)
LINE: dict[str, Any] = {
    "id": "a1",
    "lang": "en",
    "question": "What is a cache?",
    "reference": "It keeps results. It saves work.",
    "key_points": [{"id": "k1", "text": "keeps results", "weight": 2}],
    "answer": "",
}


def read(line: object) -> Any:
    raw = line if isinstance(line, bytes) else json.dumps(line).encode()
    return read_line(raw, {"q": QUESTION}.get)


def test_a_line_with_everything() -> None:
    line = read(LINE)
    assert (line.id, line.language, line.answer) == ("a1", "en", "")
    assert line.task.key_points == (KeyPoint("k1", Text("", "keeps results"), 2),)


@pytest.mark.parametrize("points", [{}, {"key_points": None}, {"key_points": []}])
def test_without_key_points_the_sentences_of_the_reference_are_meant(points: dict[str, Any]) -> None:
    line = read({name: value for name, value in LINE.items() if name != "key_points"} | points)
    assert [(point.text.en, point.weight) for point in line.task.key_points] == [
        ("It keeps results.", 1),
        ("It saves work.", 1),
    ]


def test_a_question_of_the_bank() -> None:
    assert read({"id": 7, "lang": "zh", "question_id": "q", "answer": "x"}).task.key_points == QUESTION.key_points


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lang": "fr"}, '"lang" must be'),
        ({"lang": None}, '"lang" must be'),
        ({"answer": None}, '"answer" must be a string'),
        ({"question": " "}, '"question" is empty'),
        ({"reference": 3}, '"reference" must be a string'),
        ({"key_points": {}}, "must be a list"),
        ({"key_points": [3]}, "list of objects"),
        ({"key_points": [{"id": "k", "text": "t", "weight": 0}]}, "weight"),
        ({"key_points": [{"id": "k", "text": "t", "weight": True}]}, "weight"),
        ({"key_points": [{"id": "k"}]}, '"text" is missing'),
        ({"key_points": [{"id": "k", "text": "t"}, {"id": "k", "text": "u"}]}, "twice"),
    ],
)
def test_a_wrong_field_is_named_and_the_id_is_kept(change: dict[str, Any], said: str) -> None:
    with pytest.raises(LineError, match=said) as wrong:
        read(LINE | change)
    assert wrong.value.id == "a1"


@pytest.mark.parametrize("name", ["lang", "answer", "question"])
def test_a_missing_field_is_named(name: str) -> None:
    with pytest.raises(LineError, match=f'"{name}" is missing'):
        read({key: value for key, value in LINE.items() if key != name})


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[1]", "not a JSON object"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": NaN}', "not JSON"),
        (b'{"id": true}', '"id" must be'),
        (b"{}", '"id" is missing'),
        (b'{"id": "x", "lang": "zh", "question_id": "nope", "answer": ""}', "no question 'nope'"),
    ],
)
def test_what_is_no_line(raw: bytes, said: str) -> None:
    with pytest.raises(LineError, match=said):
        read(raw)


def test_a_byte_order_mark_is_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(LINE).encode()).id == "a1"


def test_a_grade_has_the_fields_of_the_contract() -> None:
    grade = Grade(
        (verdict_of("k1", Verdict.COVERED, "it"),),
        GradedBy(Method.WORDS),
        True,
        score=9.5,
        penalties=(Penalty(FalseStatement("q", "x", "minor"), 0.5),),
    )
    assert graded("a1", grade) == {
        "id": "a1",
        "score": 9.5,
        "verdicts": [
            {
                "id": "k1",
                "verdict": "covered",
                "credit": 1.0,
                "quote": "it",
                "by": "words",
                "may_contradict": False,
            }
        ],
        "penalties": [{"reason": "minor: x", "amount": 0.5}],
        "graded_by": "words",
        "provisional": True,
        "flags": [],
        "suspected": [],
    }


def test_the_doubtful_answers_are_labelled_five_to_a_case_in_both_languages() -> None:
    labelled = read_labelled(Path("benchmarks/data/doubtful.jsonl"))
    cases = Counter(one.kind for one in labelled)
    assert len(cases) == 8 and set(cases.values()) == {5}
    assert {one.language for one in labelled} == {"zh", "en"}
