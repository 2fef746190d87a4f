"""`interviewer label` as a person runs it, and what `evaluate` makes of the labels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testing.program import run

POINTS = [
    {"id": "what", "text": "stores keys and values", "weight": 2},
    {"id": "why", "text": "saves computing", "weight": 1},
]


def answers(folder: Path, count: int = 2) -> Path:
    file = folder / "answers.jsonl"
    kept = {"lang": "en", "reference": "Keys and values, not computed again.", "key_points": POINTS}
    lines = [
        kept | {"id": f"a{n}", "question": f"What is cached ({n})?", "answer": f"Keys and values {n}\x1b[2J", "score": 9.9}
        | {"covered": {"what": 1, "why": 1}, "answer_kind": "excellent"}
        for n in range(count)
    ]  # fmt: skip
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def labels(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.mark.parametrize(("language", "words"), [("en", "Point 1/2 (weight 2)"), ("zh", "要点 1/2（权重 2）")])
def test_answers_are_labelled_blind_with_the_reference_at_hand(tmp_path: Path, language: str, words: str) -> None:
    ran = run(tmp_path, "label", str(answers(tmp_path)), "--by", "li", stdin=b"1\n9\n3\n\n", LANGUAGE=language)
    assert ran.code == 0 and ran.err == "" and words in ran.out and "not computed again" in ran.out
    assert "9.9" not in ran.out and "excellent" not in ran.out and "\x1b" not in ran.out
    (one,) = labels(tmp_path / "answers.li.jsonl")
    assert (one["by"], one["covered"], one["contradicted"]) == ("li", {"what": 1.0, "why": 0.0}, [])


def test_it_goes_on_where_it_stopped_also_after_a_line_that_was_cut_off(tmp_path: Path) -> None:
    file, out = answers(tmp_path, 3), tmp_path / "labels.jsonl"
    first = run(tmp_path, "label", str(file), "--by", "li", "--out", str(out), stdin=b"1\n1\n\n")
    whole = out.read_bytes()
    out.write_bytes(whole + b'{"id": "a')
    second = run(tmp_path, "label", str(file), "--by", "li", "--out", str(out), stdin=b"4\n2\n1 2\nb\ns\ns\n2\n2\n\n")
    done = labels(out)
    assert (first.code, second.code) == (0, 0) and out.read_bytes().startswith(whole)
    assert len({one["id"] for one in done}) == 2 and "3 of 3" not in first.out
    assert [one["contradicted"] for one in done] == [[], ["what"]] and done[1]["false_statements"] == ["minor", "major"]
    third = run(tmp_path, "label", str(file), "--by", "li", "--out", str(out), stdin=b"1\n1\n\n")
    assert "3 of 3 labelled" in third.out
    assert "All of them" in run(tmp_path, "label", str(file), "--by", "li", "--out", str(out)).out


def test_a_step_back_changes_the_last_verdict(tmp_path: Path) -> None:
    run(tmp_path, "label", str(answers(tmp_path, 1)), "--by", "li", stdin=b"b\n1\nb\n3\nr\n2\n\n")
    assert labels(tmp_path / "answers.li.jsonl")[0]["covered"] == {"what": 0.0, "why": 0.5}


@pytest.mark.parametrize(
    "wrong", [("--by", "../x"), ("--by", "li", "--part", "3/2"), ("--by", "li", "--out", "answers")]
)
def test_what_cannot_be_meant_is_one_line(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    file = answers(tmp_path)
    given = [str(file) if word == "answers" else word for word in wrong]
    ran = run(tmp_path, "label", str(file), *given)
    assert ran.code == 2 and ran.err.count("\n") == 1 and len(labels(file)) == 2


def test_evaluation_prints_agreement_between_people_beside_that_with_people(tmp_path: Path) -> None:
    file = answers(tmp_path, 6)
    for by, keys in (("li", b"1\n3\n\n"), ("wang", b"1\n2\n\n")):
        run(tmp_path, "label", str(file), "--by", by, "--shared", "1", stdin=6 * keys)
    both = tmp_path / "both.jsonl"
    both.write_bytes((tmp_path / "answers.li.jsonl").read_bytes() + (tmp_path / "answers.wang.jsonl").read_bytes())
    ran = run(tmp_path, "evaluate", str(both), "--no-judge")
    assert ran.code == 0 and "people with people, en" in ran.out and "grader with people, en" in ran.out
    found = json.loads(run(tmp_path, "evaluate", str(both), "--no-judge", "--json").out)["agreement"]
    assert found["people"]["en"]["n"] == 6 and found["grader"]["en"]["n"] == 12
    assert found["people"]["en"]["mae"] == {"value": 1.6, "interval": [1.6, 1.6]}
