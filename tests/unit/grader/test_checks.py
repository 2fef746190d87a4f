"""Verdicts by checks: which number of an answer is its answer, and when there is none."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.check_evaluation import read_lines, report
from grader.checks import decide, with_checks
from grader.grade import Grade, GradedBy, Method, Verdict, marked, verdict_of
from grader.lines import LineError
from questions.model import Check, KeyPoint, Task, Text

MEMORY = Check("64 GiB", ("68.7 GB",), 0.05)
ASKED = "How much memory do the scores of 32 heads at length 32,768 take in BF16?"


def said(answer: str, check: Check = MEMORY, question: str = ASKED, known: str = "") -> str:
    verdict = decide("p", check, question, answer, known)
    return verdict.verdict.value if verdict else "unsure"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("64 GiB", "covered"),
        ("大概 64 个 G 吧", "covered"),
        ("65,536 MiB for one layer", "covered"),
        ("32768² × 32 × 2 bytes = 6.87e10 bytes, so about 64 GiB", "covered"),
        ("32 GiB, no wait, two bytes each, so 64 GiB", "covered"),
        ("It's not 32 GiB but 64 GiB", "covered"),
        ("so 64 GiB, and I'd plan for 80 GB", "covered"),
        ("It comes to 128 GiB.", "contradicted"),
        ("64 TB", "contradicted"),
        ("64 GiB... no sorry, forgot BF16, so 128 GiB", "contradicted"),
        ("not 64 GiB, it is 128 GiB", "contradicted"),
        ("64 GiB per layer, so twice that: the answer is 128 GiB", "contradicted"),
        ("It grows with the square of the length.", "missing"),
        ("32 heads, each of 32,768 by 32,768", "missing"),
        ("2 GiB per head", "missing"),
        ("64 GB", "unsure"),  # 1000 for 1024, out of tolerance
        ("between 50 and 100 GiB", "unsure"),
        ("either 64 GiB or 128 GiB, not sure which", "unsure"),
        ("it isn't 64 GiB, I think", "unsure"),
        ("I got 64 GiB, a colleague measured 90 GiB", "unsure"),
    ],
)
def test_the_answers_own_number_decides(answer: str, verdict: str) -> None:
    assert said(answer) == verdict


@pytest.mark.parametrize(
    ("check", "question", "answer", "verdict"),
    [
        (Check("1.4x", (), 0.02), "By what factor?", "能多放四成", "covered"),
        (Check("12.5%", (), 0.02), "What is left?", "八分之一", "covered"),
        (Check("12.5%", (), 0.02), "What is left?", "省了 87.5%", "unsure"),
        (Check("33.3 tokens/s", (), 0.05), "How many per second?", "每分钟两千个 token", "covered"),
        (Check("160", (), 0), "How many tokens?", "one hundred and sixty", "covered"),
        (Check("160", (), 0), "How many tokens?", "80 tokens", "contradicted"),
        (Check("60%", (), 0.03), "Each step succeeds 95% of the time. And ten?", "still 95%", "contradicted"),
        (Check("33.5 GB", (), 0.03), "How many GB?", "33 GB, against 130 GB in 16 bits", "covered"),
    ],
)
def test_ratios_counts_and_givens(check: Check, question: str, answer: str, verdict: str) -> None:
    assert said(answer, check, question) == verdict


def test_another_right_figure_contradicts_nothing() -> None:
    assert (
        said("In 16 bits that is 130 GB.", Check("33.5 GB", (), 0.03), "How many GB?", "33 GB, 130 GB in 16 bits")
        == "missing"
    )


def test_the_quote_is_the_clause_of_the_number() -> None:
    verdict = decide("p", MEMORY, ASKED, "先算一个头，再乘 32，一共 64 GiB，放不下。")
    assert verdict is not None
    assert (verdict.quote, verdict.by) == ("一共 64 GiB", Method.CHECK)


POINTS = (KeyPoint("size", Text(en="64 GiB"), 2, check=MEMORY), KeyPoint("why", Text(en="It is never stored"), 1))
TASK = Task(Text(en=ASKED), Text(en="64 GiB, so it is never stored."), POINTS)


def graded(method: Method, *verdicts: Verdict) -> Grade:
    each = tuple(verdict_of(p.id, v) for p, v in zip(POINTS, verdicts, strict=True))
    return marked(POINTS, Grade(each, GradedBy(method), provisional=method is not Method.JUDGE))


def test_a_check_replaces_an_estimate_and_the_rest_stays_one() -> None:
    grade = with_checks(graded(Method.WORDS, Verdict.MISSING, Verdict.COVERED), TASK, "128 GiB", "en")
    assert [(v.verdict, v.by) for v in grade.verdicts] == [
        (Verdict.CONTRADICTED, Method.CHECK),
        (Verdict.COVERED, None),
    ]
    assert grade.provisional
    assert grade.graded_by.method is Method.WORDS


def test_a_grade_of_checks_alone_is_no_estimate() -> None:
    alone = replace(TASK, key_points=POINTS[:1])
    estimate = marked(
        POINTS[:1], Grade((verdict_of("size", Verdict.MISSING),), GradedBy(Method.WORDS), provisional=True)
    )
    grade = with_checks(estimate, alone, "64 GiB", "en")
    assert (grade.score, grade.provisional, str(grade.graded_by)) == (10.0, False, "check")


@pytest.mark.parametrize(
    ("judged", "answer", "verdict"),
    [
        (Verdict.COVERED, "64 GiB", Verdict.COVERED),
        (Verdict.COVERED, "128 GiB", Verdict.UNJUDGED),
        (Verdict.MISSING, "64 GiB", Verdict.UNJUDGED),
        (Verdict.UNJUDGED, "64 GiB", Verdict.COVERED),
        (Verdict.PARTIAL, "128 GiB", Verdict.PARTIAL),
        (Verdict.COVERED, "64 GB", Verdict.COVERED),
    ],
)
def test_where_a_judge_and_a_check_disagree_the_point_is_unjudged(
    judged: Verdict, answer: str, verdict: Verdict
) -> None:
    grade = with_checks(graded(Method.JUDGE, judged, Verdict.COVERED), TASK, answer, "en")
    found = grade.verdicts[0]
    assert found.verdict is verdict
    if verdict is Verdict.UNJUDGED:
        assert judged.value in found.why
        assert grade.graded_by.method is Method.JUDGE


def line(**changed: object) -> bytes:
    point = {"id": "size", "text": "64 GiB", "check": {"quantity": "64 GiB", "or": ["68.7 GB"], "within": 0.05}}
    data = {"id": "1", "lang": "en", "question": ASKED, "key_point": point, "answer": "64 GiB", "verdict": "covered"}
    return json.dumps(data | changed).encode()


def test_shares_count_verdicts_given_and_lines_decided() -> None:
    lines = [
        line(),
        line(answer="no idea", verdict="unsure"),
        line(answer="128 GiB"),
        line(answer="64 GB", verdict="covered"),
    ]
    figures = report(read_lines(lines))
    assert figures["right_of_given"] == 0.5
    assert figures["decided_of_decidable"] == round(2 / 3, 4)
    assert figures["wrong"] == ["1"]


@pytest.mark.parametrize(
    "bad", [line(verdict="right"), line(key_point={"check": {"quantity": "much"}, "text": ""}), b"{", line(lang="de")]
)
def test_a_line_that_cannot_be_used_is_named(bad: bytes) -> None:
    with pytest.raises(LineError, match="line 1"):
        read_lines([bad])
