from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grade import FalseStatement, Flag, Grade, GradedBy, Method, PointVerdict, Verdict, marked, verdict_of
from grader.judge.judge import Opinion, verified
from grader.judge.opinion import (
    SecondOpinionBudget,
    SecondOpinionReason,
    appeal_verdict,
    combined,
    confirmed,
    doubtful,
    reversed_order,
    second_opinion_reason,
)
from grader.judge.prompt import JudgeRequest
from grader.judge.quotes import Evidence
from grader.judge.reply import JudgeReply, SaidError, SaidPoint
from testing.kv_cache import FULL, KV

C, P, M, X, U = Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSING, Verdict.CONTRADICTED, Verdict.UNJUDGED


def opinion(*verdicts: Verdict, errors: tuple[FalseStatement, ...] = ()) -> Opinion:
    named = zip(KV.key_points, verdicts, strict=True)
    return Opinion("m", "json_schema", tuple(verdict_of(p.id, v, "q") for p, v in named), errors, "")


def graded(*verdicts: Verdict, flags: tuple[Flag, ...] = ()) -> Grade:
    return marked(KV.key_points, Grade(opinion(*verdicts).verdicts, GradedBy(Method.JUDGE, "m"), False, flags=flags))


def guessed(score: float | None) -> Grade:
    return replace(graded(M, M, M), provisional=True, score=score)


REASONS: list[tuple[str, Grade, float | None, str | None]] = [
    # id, grade (what 3, why 2, cost 1), estimate's score, why a second look pays
    ("injection", graded(C, M, M, flags=(Flag.INJECTION,)), 5.0, "injection"),
    ("injection-comes-first", graded(C, C, C, flags=(Flag.INJECTION,)), 2.0, "injection"),
    ("injection-without-effect", graded(M, M, M, flags=(Flag.INJECTION,)), 1.0, None),
    ("injection-without-effect-but-apart", graded(M, M, M, flags=(Flag.INJECTION,)), 4.0, "disagreement"),
    ("injection-without-number", graded(U, U, C, flags=(Flag.INJECTION,)), None, "injection"),
    ("another-flag", graded(C, M, M, flags=(Flag.ECHO,)), 5.0, None),
    ("apart", graded(C, C, C), 6.0, "disagreement"),  # 10 − 6 = 4
    ("apart-below", graded(M, M, M), 4.0, "disagreement"),
    ("not-apart", graded(C, C, C), 6.1, None),
    ("no-estimate", graded(C, C, C), None, None),
    ("no-number", graded(U, U, C), 9.0, None),
    ("explained-by-a-contradiction", graded(X, X, M), 8.0, None),  # 0: similarity cannot see one
    ("contradiction-explains-no-higher-mark", graded(C, C, X), 2.0, "disagreement"),  # 8.3 − 0.4 = 7.9
    ("edge-at-4", graded(P, P, P, flags=()), 5.0, None),  # 5.0 is near none
    ("edge-below-4", graded(M, C, P), 5.0, "edge"),  # 10·2.5/6 = 4.2
    ("edge-at-6", graded(C, M, P), 5.8, "edge"),  # 10·3.5/6 = 5.8
    ("edge-at-7.5", graded(P, C, C), 7.5, "edge"),  # 10·4.5/6 = 7.5
    ("edge-without-a-half", graded(M, C, M), 3.3, None),  # 3.3, and 4/6·10 is 6.7
    ("near-no-edge", graded(C, P, M), 6.7, None),  # 6.7: 0.7 from 6, 0.8 from 7.5
]


@pytest.mark.parametrize(("id", "grade", "estimate", "why"), REASONS, ids=[r[0] for r in REASONS])
def test_what_calls_for_a_second_opinion(id: str, grade: Grade, estimate: float | None, why: str | None) -> None:
    found = second_opinion_reason(grade, guessed(estimate))
    assert (found.value if found else None) == why


@pytest.mark.parametrize("edge", [4.0, 6.0, 7.5])
@pytest.mark.parametrize(("apart", "near"), [(-0.4, False), (-0.3, True), (0.0, True), (0.3, True), (0.4, False)])
def test_three_tenths_from_an_edge_are_near(edge: float, apart: float, near: bool) -> None:
    grade = replace(graded(P, P, P), score=round(edge + apart, 1))
    assert (second_opinion_reason(grade, guessed(grade.score)) is SecondOpinionReason.EDGE) is near


E_, D_, I_ = SecondOpinionReason.EDGE, SecondOpinionReason.DISAGREEMENT, SecondOpinionReason.INJECTION


@pytest.mark.parametrize(
    ("share", "before", "why", "granted"),
    [
        # share, (answers, seconds) before this answer, why
        (0.5, (1, 0), D_, True),  # 1 of 2
        (0.5, (0, 0), D_, False),  # 1 of 1
        (0.5, (3, 1), I_, True),  # 2 of 4
        (0.5, (2, 1), I_, False),  # 2 of 3
        (0.5, (9, 0), None, False),
        (1.0, (0, 0), D_, True),
        (0.0, (99, 0), D_, False),
    ],
)
def test_the_budget(share: float, before: tuple[int, int], why: SecondOpinionReason | None, granted: bool) -> None:
    budget = SecondOpinionBudget(share, *before)
    assert budget.grants(why, "answer") is granted
    assert (budget.answers, budget.seconds) == (before[0] + 1, before[1] + granted)


@pytest.mark.parametrize(
    ("answer", "share", "drawn"),
    [
        # the first 8 bytes of the SHA-256 of "a" are ca978112…, 0.791 of all; of "b" 3e23e816…, 0.243
        ("a", 0.15, False),  # 0.15/0.3 = ½ of the edges are drawn
        ("b", 0.15, True),
        ("b", 0.07, False),  # 0.07/0.3 = 0.233
        ("b", 0.075, True),  # 0.25
        ("a", 0.24, True),  # 0.8
        ("a", 0.23, False),  # 0.767
    ],
)
def test_edges_are_drawn_by_the_answer(answer: str, share: float, drawn: bool) -> None:
    assert SecondOpinionBudget(share, 1000, 0).grants(E_, answer) is drawn
    assert SecondOpinionBudget(share, 1000, 0).grants(D_, answer)


def test_an_answer_with_a_lone_surrogate_is_drawn_too() -> None:
    assert SecondOpinionBudget(1.0).grants(E_, "\ud800")


def test_what_is_spent() -> None:
    assert (SecondOpinionBudget(0.15).spent, SecondOpinionBudget(0.15, 8, 2).spent) == (0.0, 0.25)


@given(
    st.floats(0, 1),
    st.lists(st.tuples(st.sampled_from([None, *SecondOpinionReason]), st.text(max_size=5)), max_size=300),
)
def test_the_budget_holds_after_every_answer(share: float, calls: list[tuple[SecondOpinionReason | None, str]]) -> None:
    budget, had = SecondOpinionBudget(share), 0
    for number, (why, answer) in enumerate(calls, 1):
        granted = budget.grants(why, answer)
        assert not (granted and why is None)
        had += granted
        assert had <= share * number
        assert budget.spent == had / number


def test_a_budget_is_used_when_it_is_called_for() -> None:
    budget = SecondOpinionBudget(0.15)
    had = sum(budget.grants(SecondOpinionReason.DISAGREEMENT, str(n)) for n in range(1000))
    assert had == 150
    edges = SecondOpinionBudget(0.15)
    had = sum(edges.grants(SecondOpinionReason.EDGE if n % 4 == 0 else None, str(n)) for n in range(1000))
    assert 90 <= had <= 150


def test_the_same_answers_in_the_same_order_get_the_same_second_opinions() -> None:
    first, second = SecondOpinionBudget(0.15), SecondOpinionBudget(0.15)
    calls = [(SecondOpinionReason.EDGE, f"answer {n}") for n in range(200)]
    assert [first.grants(*call) for call in calls] == [second.grants(*call) for call in calls]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [(C, C, C), (C, P, U), (C, U, C), (U, P, P), (U, U, U), (X, M, U), (M, X, U), (X, X, X), (M, U, M)],
)
def test_two_opinions_keep_what_they_agree_on(first: Verdict, second: Verdict, together: Verdict) -> None:
    one, other = opinion(C, first, M), replace(opinion(C, second, M), feedback="another", model="m2")
    both = combined(one, other)
    assert [v.verdict for v in both.verdicts] == [C, together, M]
    assert both.verdicts[1] == verdict_of("why", together, "" if first is not U and together is U else "q")
    assert (both.model, both.feedback) == ("m", "")


@pytest.mark.parametrize(
    ("first", "second", "charged"),
    [
        (["Q is cached: major"], ["Q is cached: major"], ["major"]),
        (["Q is cached: major"], ["Q is cached: minor"], ["minor"]),
        (["Q is cached: minor"], ["Q is cached: major"], ["minor"]),
        (["Q is cached too: major"], ["q is CACHED: major"], ["major"]),  # a part of it
        (["Q is cached: major"], ["the Q is cached, too: major"], ["major"]),  # more than it
        (["Q is cached too: major"], ["Q is cached: major", "cached too: minor"], ["minor"]),
        (["Q is cached: major"], ["RoPE is learned: major"], []),
        (["Q is cached: major", "RoPE is learned: minor"], ["RoPE is learned: minor"], ["minor"]),
        (["Q is cached: major"], [], []),
        ([], ["Q is cached: major"], []),
    ],
)
def test_a_false_statement_needs_both_and_costs_what_the_milder_says(
    first: list[str], second: list[str], charged: list[str]
) -> None:
    one, other = (opinion(C, C, C, errors=tuple(false(line) for line in lines)) for lines in (first, second))
    kept = combined(one, other).errors
    assert [error.severity for error in kept] == charged
    assert all(error.quote in " ".join(first) for error in kept), "in the words of the first"


def false(line: str) -> FalseStatement:
    quote, _, severity = line.partition(": ")
    return FalseStatement(quote, "no", "minor" if severity == "minor" else "major")


@pytest.mark.parametrize(
    ("before", "after", "stands"),
    [(M, C, C), (P, C, C), (X, M, M), (X, P, P), (U, M, M), (U, C, C), (C, M, C), (P, X, P), (M, U, M), (C, C, C)],
)
def test_an_appeal_never_takes_away(before: Verdict, after: Verdict, stands: Verdict) -> None:
    found = appeal_verdict(graded(M, before, M), "why", replace(opinion(M, after, M), verdicts=_worded(after)))
    assert found.verdict is stands
    assert found.why == ("second" if stands is after and before is not after else "")


def _worded(verdict: Verdict) -> tuple[PointVerdict, ...]:
    return (verdict_of("what", M), verdict_of("why", verdict, "q", "second"), verdict_of("cost", C, "q"))


def test_an_appealed_point_that_the_grade_lacks_has_the_second_verdict() -> None:
    grade = replace(graded(M, M, M), verdicts=graded(M, M, M).verdicts[:1])
    assert appeal_verdict(grade, "why", opinion(M, P, M)) == verdict_of("why", P, "q")


def test_reversed_order() -> None:
    assert (reversed_order(3), reversed_order(1)) == ((2, 1, 0), (0,))


def test_the_names_of_the_reasons_rest_in_receipts() -> None:
    assert [why.value for why in SecondOpinionReason] == ["injection", "disagreement", "edge", "doubt"]


def said(verdict: str, quote: str, id: str = "p1") -> SaidPoint:
    return SaidPoint(id=id, quote=quote, why="why", verdict=verdict)  # type: ignore[arg-type]  # drawn from the enum


def judged(
    points: list[SaidPoint], errors: list[SaidError] | None = None, *, asked: JudgeRequest | None = None
) -> Opinion:
    asked = asked or JudgeRequest(KV, FULL, "en")
    reply = JudgeReply(points=points, errors=errors or [], feedback="Good, add more.")
    return verified(reply, asked, Evidence(asked.answer, KV.question.both()))


def test_only_missing_needs_no_quote() -> None:
    made_up = [said(v, "nobody said this", f"p{n}") for n, v in enumerate(["covered", "missing", "contradicted"], 1)]
    assert [v.verdict for v in judged(made_up).verdicts] == [U, M, U]
    assert judged(made_up).unproven == ("what", "cost")
    assert judged(made_up).verdicts[1].quote == ""


def test_verdicts_go_back_to_their_points_from_any_order() -> None:
    points = [said("covered", "线性增长", "p1"), said("missing", "", "p2"), said("partial", "key 和 value", "p3")]
    turned = judged(points, asked=JudgeRequest(KV, FULL, "en", order=(2, 1, 0)))
    assert {v.id: v.verdict for v in turned.verdicts} == {"what": P, "why": M, "cost": C}
    assert [v.id for v in turned.verdicts] == [p.id for p in KV.key_points]


def test_false_statements_are_proven_and_charged_once() -> None:
    contradicted = [
        said("missing", "", "p1"),
        said("contradicted", "在因果掩码下它们不变", "p2"),
        said("missing", "", "p3"),
    ]
    errors = [
        SaidError(quote="因果掩码下它们不变", why="again", severity="major"),
        SaidError(quote="显存随长度线性增长", why="once", severity="minor"),
        SaidError(quote="显存随长度线性增长。", why="twice", severity="major"),
        SaidError(quote="nobody said this", why="made up", severity="major"),
        SaidError(quote="KV Cache 缓存了什么", why="the question", severity="major"),
    ]
    assert [e.why for e in judged(contradicted, errors).errors] == ["once"]


@pytest.mark.parametrize(
    ("language", "feedback", "kept"),
    [
        ("zh", "Well said.", False),
        ("en", "说得好，请补充。", False),
        ("zh", "“key 和 value”说得对，再讲 why。", True),
        ("en", "“线性” is right.", True),
    ],
)
def test_feedback_in_the_wrong_language_is_left_out(language: str, feedback: str, kept: bool) -> None:
    asked = JudgeRequest(KV, FULL, language)  # type: ignore[arg-type]  # one of the two languages
    points = [said("missing", "", f"p{n}") for n in (1, 2, 3)]
    opinion = verified(JudgeReply(points=points, errors=[], feedback=feedback), asked, Evidence(FULL, ()))
    assert (opinion.feedback == feedback) is kept


VERDICTS = st.sampled_from(["covered", "partial", "missing", "contradicted"])
QUOTES = st.one_of(st.text(max_size=30), st.sampled_from([FULL[i : i + 8] for i in range(len(FULL) - 8)]))


@given(st.lists(st.tuples(VERDICTS, QUOTES), min_size=3, max_size=3))
def test_credit_always_has_a_passage_of_the_answer(replies: list[tuple[str, str]]) -> None:
    """An unverified quote never earns credit, and the same verdicts always give the same mark."""
    points = [said(verdict, quote, f"p{n}") for n, (verdict, quote) in enumerate(replies, 1)]
    found = judged(points).verdicts
    assert all(v.quote and v.quote.split(" … ")[0] in FULL for v in found if v.credit)
    assert all(v.credit is None or v.verdict is M or v.quote for v in found)
    marks = {
        marked(KV.key_points, Grade(judged(points).verdicts, GradedBy(Method.JUDGE, "m"), False)).score
        for _ in range(2)
    }
    assert len(marks) == 1


def test_point_verdicts_are_values() -> None:
    assert verdict_of("a", C, "q") == PointVerdict("a", C, 1.0, "q")


def estimate_of(*credits: float | None) -> Grade:
    named = zip(KV.key_points, credits, strict=True)
    return Grade(tuple(PointVerdict(p.id, M, credit) for p, credit in named), GradedBy(Method.WORDS), True)


@pytest.mark.parametrize(
    ("verdicts", "credits", "quote", "ids"),
    [
        ((C, C, M), (0.9, 0.5, 0.1), "key value, causal, linear", []),
        ((C, P, M), (0.9, 0.5, 0.1), "key value, causal, linear", ["why"]),  # half right
        ((C, M, M), (0.1, 0.9, None), "key value, causal, linear", ["what", "why"]),  # against the estimate
        ((X, M, M), (1.0, 0.0, 0.0), "key value, causal, linear", []),  # which sees no contradiction
        ((C, M, M), (0.9, 0.0, 0.0), "as everybody knows", ["what"]),  # a quote without a word of the point
        ((P, P, P), (0.5, 0.5, 0.5), "key value, causal, linear", ["what", "why", "cost"]),
        ((U, U, U), (0.0, 1.0, 0.0), "", []),
    ],
)
def test_doubtful_points_are_named_the_heaviest_first(
    verdicts: tuple[Verdict, ...], credits: tuple[float | None, ...], quote: str, ids: list[str]
) -> None:
    found = tuple(replace(v, quote=quote) for v in opinion(*verdicts).verdicts)
    assert doubtful(found, estimate_of(*credits), KV.key_points) == ids


@pytest.mark.parametrize(("first", "alone", "left"), [(P, P, P), (P, C, U), (P, U, P), (U, C, C)])
def test_what_is_judged_alone_must_be_the_same(first: Verdict, alone: Verdict, left: Verdict) -> None:
    looks = Opinion("m", "json_schema", (verdict_of("why", alone, "q"),), (), "")
    assert [v.verdict for v in confirmed(opinion(C, first, M), looks).verdicts] == [C, left, M]
