from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grade import FalseStatement, Flag, Grade, GradedBy, Method, PointVerdict, Verdict, marked, verdict_of
from grader.judge.judge import Opinion, verified
from grader.judge.opinion import Budget, SecondOpinionReason, contested, reason, reversed_order, settled
from grader.judge.prompt import Asked
from grader.judge.quotes import Evidence
from grader.judge.reply import Reply, SaidError, SaidPoint
from tests.grader.judge.questions import FULL, KV

C, P, M, X, U = Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSING, Verdict.CONTRADICTED, Verdict.UNJUDGED


def opinion(*verdicts: Verdict, errors: tuple[FalseStatement, ...] = ()) -> Opinion:
    named = zip(KV.key_points, verdicts, strict=True)
    return Opinion("m", "json_schema", tuple(verdict_of(p.id, v, "q") for p, v in named), errors, "")


def graded(*verdicts: Verdict, flags: tuple[Flag, ...] = ()) -> Grade:
    return marked(KV.key_points, Grade(opinion(*verdicts).verdicts, GradedBy(Method.JUDGE, "m"), False, flags=flags))


def guessed(score: float | None) -> Grade:
    return replace(graded(M, M, M), provisional=True, score=score)


def test_what_calls_for_a_second_opinion() -> None:
    assert reason(graded(C, M, M, flags=(Flag.INJECTION,)), guessed(5.0)) is SecondOpinionReason.INJECTION
    assert reason(graded(M, M, M, flags=(Flag.INJECTION,)), guessed(1.0)) is None  # it moved nothing
    assert reason(graded(C, C, C), guessed(2.0)) is SecondOpinionReason.DISAGREEMENT
    assert reason(graded(C, C, C), guessed(None)) is None
    assert reason(graded(X, X, M), guessed(8.0)) is None  # a contradiction explains it: similarity cannot see one
    assert reason(graded(C, M, P), guessed(5.8)) is SecondOpinionReason.EDGE  # 5.8, near 6
    assert reason(graded(C, C, M), guessed(8.0)) is None
    assert reason(graded(U, U, C), guessed(8.0)) is None  # no mark yet


@given(
    st.floats(0, 1),
    st.lists(st.tuples(st.sampled_from([None, *SecondOpinionReason]), st.text(max_size=5)), max_size=300),
)
def test_the_budget_holds_after_every_answer(share: float, calls: list[tuple[SecondOpinionReason | None, str]]) -> None:
    budget, had = Budget(share), 0
    for number, (why, answer) in enumerate(calls, 1):
        granted = budget.grants(why, answer)
        assert not (granted and why is None)
        had += granted
        assert had <= share * number
        assert budget.spent == had / number


def test_a_budget_is_used_when_it_is_called_for() -> None:
    budget = Budget(0.15)
    had = sum(budget.grants(SecondOpinionReason.DISAGREEMENT, str(n)) for n in range(1000))
    assert had == 150
    edges = Budget(0.15)
    had = sum(edges.grants(SecondOpinionReason.EDGE if n % 4 == 0 else None, str(n)) for n in range(1000))
    assert 90 <= had <= 150


def test_the_same_answers_in_the_same_order_get_the_same_second_opinions() -> None:
    first, second = Budget(0.15), Budget(0.15)
    calls = [(SecondOpinionReason.EDGE, f"answer {n}") for n in range(200)]
    assert [first.grants(*call) for call in calls] == [second.grants(*call) for call in calls]


def test_two_opinions_keep_what_they_agree_on() -> None:
    both = settled(opinion(C, P, M), opinion(C, M, M))
    assert [v.verdict for v in both.verdicts] == [C, U, M]
    assert both.verdicts[1].credit is None
    assert [v.verdict for v in settled(opinion(C, U, M), opinion(U, P, M)).verdicts] == [C, P, M]


def test_a_false_statement_needs_both_and_costs_what_the_milder_says() -> None:
    severe = FalseStatement("Q is cached too", "it is not", "major")
    mild = FalseStatement("the Q is cached, too", "no", "minor")
    other = FalseStatement("RoPE is learned", "no", "minor")
    both = settled(
        opinion(C, C, C, errors=(severe, other)), opinion(C, C, C, errors=(replace(mild, quote="Q is cached"),))
    )
    assert both.errors == (replace(severe, severity="minor"),)


@pytest.mark.parametrize(
    ("before", "after", "stands"),
    [(M, C, C), (P, C, C), (X, M, M), (X, P, P), (U, M, M), (U, C, C), (C, M, C), (P, X, P), (M, U, M), (C, C, C)],
)
def test_an_appeal_never_takes_away(before: Verdict, after: Verdict, stands: Verdict) -> None:
    assert contested(graded(M, before, M), "why", opinion(M, after, M)).verdict is stands


def test_reversed_order() -> None:
    assert reversed_order(3) == (2, 1, 0)


def said(verdict: str, quote: str, id: str = "p1") -> SaidPoint:
    return SaidPoint(id=id, quote=quote, why="why", verdict=verdict)  # type: ignore[arg-type]  # drawn from the enum


def judged(points: list[SaidPoint], errors: list[SaidError] | None = None, *, asked: Asked | None = None) -> Opinion:
    asked = asked or Asked(KV, FULL, "en")
    reply = Reply(points=points, errors=errors or [], feedback="Good, add more.")
    return verified(reply, asked, Evidence(asked.answer, KV.question.both()))


def test_only_missing_needs_no_quote() -> None:
    made_up = [said(v, "nobody said this", f"p{n}") for n, v in enumerate(["covered", "missing", "contradicted"], 1)]
    assert [v.verdict for v in judged(made_up).verdicts] == [U, M, U]
    assert judged(made_up).unproven == ("what", "cost")
    assert judged(made_up).verdicts[1].quote == ""


def test_verdicts_go_back_to_their_points_from_any_order() -> None:
    points = [said("covered", "线性增长", "p1"), said("missing", "", "p2"), said("partial", "key 和 value", "p3")]
    turned = judged(points, asked=Asked(KV, FULL, "en", order=(2, 1, 0)))
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
    asked = Asked(KV, FULL, language)  # type: ignore[arg-type]  # one of the two languages
    points = [said("missing", "", f"p{n}") for n in (1, 2, 3)]
    opinion = verified(Reply(points=points, errors=[], feedback=feedback), asked, Evidence(FULL, ()))
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
