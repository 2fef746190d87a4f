"""首答 and 追问后: from verdicts, hints, probes and ticks to the two marks; expected values are worked out by hand.

Points a, b, c weigh 3, 2, 1 (`build`). A mark is 10·Σ(weight·credit)/Σ(weight) less the penalties, to one decimal.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from grader.grade import Verdict
from interview.marks import (
    NO_MARKS,
    MarkSource,
    PointMark,
    QuestionMarks,
    asked_points,
    earned,
    effective,
    marks,
    points,
    share,
    standing,
    weakest_of,
)
from interview.model import Interview, Item, Turn
from tests.unit.grader.build import judged, told
from tests.unit.interview.build import (
    POINTS,
    drilled,
    followed,
    guess,
    interview,
    probe_guess,
    question,
    root,
)


@dataclass(frozen=True)
class Case:
    """One row: what happened, the two marks, and how they come about."""

    id: str
    turns: tuple[Turn, ...]
    first: float | None
    after: float | None
    how: str
    source: str = "judge"
    costs: str = ""  # contradicted points, each with what it cost


CASES = [
    # -- first answer alone
    Case("all-covered", (root("CCC"),), 10.0, 10.0, "10·6/6"),
    Case("covered-partial-missing", (root("CPM"),), 6.7, 6.7, "10·(3+1)/6"),
    Case("contradicted", (root("CXC"),), 5.8, 5.8, "10·4/6 − 10·0.25·2/6 = 6.67 − 0.83", costs="b 0.833"),
    Case("unjudged-point-leaves-the-sum", (root("CM-"),), 6.0, 6.0, "10·3/5"),
    Case("half-judged-is-no-number", (root("-PC"),), None, None, "3/6 < 60 %"),
    # -- hints: a hinted point is at most ½
    Case("hinted-covered", (root("CCC", hints="a"),), 7.5, 7.5, "10·(1.5+2+1)/6"),
    Case("hinted-twice", (root("CCC", hints="ab"),), 5.8, 5.8, "10·(1.5+1+1)/6"),
    Case("hinted-partial", (root("PCC", hints="a"),), 7.5, 7.5, "½ already: 10·(1.5+3)/6"),
    Case("hinted-missing", (root("MCC", hints="a"),), 5.0, 5.0, "10·3/6"),
    Case("hinted-other-point", (root("CMC", hints="b"),), 6.7, 6.7, "b earned nothing to halve: 10·4/6"),
    # -- probes: a share p lifts the point to max(unprompted, p/2)
    Case("probed-strong", (root("MCC"), followed("a1", "CC")), 5.0, 7.5, "a: p = 1, ½: 10·(1.5+3)/6"),
    Case("probed-three-quarters", (root("MCC"), followed("a1", "CP")), 5.0, 6.9, "p = ¾, 0.375: 10·(1.125+3)/6 = 6.875"),
    Case("probed-in-vain", (root("MCC"), followed("a1", "MM")), 5.0, 5.0, "p = 0"),
    Case("partial-is-not-lifted-further", (root("PCC"), followed("a1", "CC")), 7.5, 7.5, "max(½, 1/2)"),
    Case("partial-is-not-lowered", (root("PCC"), followed("a1", "CM")), 7.5, 7.5, "max(½, ¼)"),
    Case("covered-is-not-lowered", (root("CCC"), followed("a1", "MM")), 10.0, 10.0, "a deeper rung only adds"),
    Case("best-of-two-probes", (root("MCC"), followed("a1", "CM"), followed("a2", "CC")), 5.0, 7.5, "max(¼, ½)"),
    Case("worse-second-probe", (root("MCC"), followed("a1", "CC"), followed("a2", "MM")), 5.0, 7.5, "max(½, 0)"),
    Case("two-points-lifted", (root("MMC"), followed("a1", "CC"), followed("b1", "CC")), 1.7, 5.8, "10·1/6; 10·(1.5+1+1)/6"),
    Case("hinted-then-probed", (root("CCC", hints="a"), followed("a1", "CC")), 7.5, 7.5, "½, and ½ after the probe"),
    Case("hint-on-the-probe", (root("MCC"), followed("a1", "CC", hints="a")), 5.0, 7.5, "½ at most already"),
    Case("probe-not-yet-graded", (root("MCC"), followed("a1", None)), 5.0, 5.0, "nothing earned yet"),
    Case("probe-not-known", (root("MCC"), followed("a1", "?")), 5.0, 5.0, "p = 0, the judge's figure stays the judge's"),
    Case("probe-on-an-unjudged-point", (root("MM-"), followed("c1", "CC")), 0.0, 0.0, "c stays out of the sum: 10·0/5"),
    Case("probe-contradicts-itself", (root("MCC"), followed("a1", "CX")), 5.0, 6.2, "p = ½, ¼: 10·3.75/6 = 6.25, no deduction"),
    # -- the deduction of a contradicted point falls away once a probe has lifted it
    Case("forgiven", (root("CXC"), followed("b1", "CC")), 5.8, 8.3, "10·(3+1+1)/6", costs="b 0.833"),
    Case("forgiven-for-a-little", (root("CXC"), followed("b1", "PM")), 5.8, 7.1, "p = ¼, ⅛: 10·4.25/6 = 7.08", costs="b 0.833"),
    Case("not-forgiven-for-nothing", (root("CXC"), followed("b1", "MM")), 5.8, 5.8, "p = 0", costs="b 0.833"),
    Case(
        "not-forgiven-by-another-point",
        (root("MXC"), followed("a1", "CC")),
        0.8,
        3.3,
        "10·1/6 − 0.83; 10·2.5/6 − 0.83 = 3.33",
        costs="b 0.833",
    ),
    Case(
        "one-of-two-forgiven",
        (root("XXC"), followed("b1", "CC")),
        0.0,
        2.1,
        "10·1/6 − 1.25 − 0.83 < 0; 10·2/6 − 1.25 = 2.08",
        costs="a 1.25, b 0.833",
    ),
    # -- the person's own ticks: no deductions, no estimate's arithmetic
    Case("ticked", (root(guess(0.2, 0.2, 0.2, score=1.0), ticks="a=1 b=0.5 c=0"),), 6.7, 6.7, "10·(3+1)/6", "self"),
    Case("ticked-hinted", (root(guess(0.2, 0.2, 0.2, score=1.0), "a", "a=1 b=1 c=1"),), 7.5, 7.5, "10·4.5/6", "self"),
    Case(
        "ticked-probe-judged",
        (root(guess(0.2, 0.2, 0.2), ticks="a=0 b=1 c=1"), followed("a1", "CC")),
        5.0,
        7.5,
        "10·3/6; 10·4.5/6",
        "self",
    ),
    Case("not-known", (root("?"),), 0.0, 0.0, "the person's own word", "self"),
    Case("not-known-then-probed", (root("?"), followed("a1", "CC")), 0.0, 2.5, "10·1.5/6", "self"),
    # -- an estimate's score is fitted: what its credits do not account for stays as it is
    Case("estimated", (root(guess(1.0, 0.5, 0.0, score=6.2)),), 6.2, 6.2, "as fitted", "estimate"),
    Case("estimated-without-number", (root(guess(1.0, 0.5, 0.0)),), None, None, "uncalibrated", "estimate"),
    Case("estimated-hinted", (root(guess(1.0, 0.5, 0.0, score=6.2), "a"),), 3.7, 3.7, "6.2 + 10·(2.5 − 4)/6", "estimate"),
    Case(
        "estimated-probed",
        (root(guess(0.0, 1.0, 1.0, score=4.6)), followed("a1", probe_guess(1.0, 1.0))),
        4.6,
        7.1,
        "4.6 + 10·1.5/6",
        "estimate",
    ),
    Case("partly-ticked", (root(guess(1.0, 0.5, 0.0, score=6.2), ticks="b=1"),), 6.2, 6.2, "the estimate alone", "estimate"),
    Case("ticked-but-one", (root(guess(1.0, 0.5, 0.0, score=6.2), ticks="b=1 c=0"),), 6.7, 6.7, "10·2/3", "self"),
    # -- a figure's source is the weakest it was made from
    Case("judged-then-estimated", (root("MCC"), followed("a1", probe_guess(1.0, 1.0))), 5.0, 5.0, "no estimate lifts"),
    Case(
        "ticked-then-estimated",
        (root(guess(0.2, 0.2, 0.2), ticks="a=0 b=1 c=1"), followed("a1", probe_guess(1.0, 1.0))),
        5.0,
        5.0,
        "10·3/6: a follow-up without ticks takes nothing away and adds nothing",
        "self",
    ),
    Case(
        "ticked-with-its-follow-up",
        (root(guess(0.2, 0.2, 0.2), ticks="a=0 b=1 c=1"), followed("a1", probe_guess(0.2, 0.2), ticks="k=1 l=1")),
        5.0,
        7.5,
        "10·4.5/6",
        "self",
    ),
    Case(
        "judged-then-ticked",
        (root("MCC"), followed("a1", probe_guess(0.2, 0.2), ticks="k=1 l=1")),
        5.0,
        7.5,
        "10·4.5/6",
        "self",
    ),
    Case(
        "estimated-then-judged",
        (root(guess(0.0, 1.0, 1.0, score=5.0)), followed("a1", "CC")),
        5.0,
        7.5,
        "5 + 10·1.5/6",
        "estimate",
    ),
    # -- a drill asks a probe alone: its own score, at most 5 with a hint
    Case("drill", (drilled("b1", "CP"),), 7.5, 7.5, "10·1.5/2"),
    Case("drill-contradicted", (drilled("b1", "CX"),), 3.8, 3.8, "10·1/2 − 10·0.25·1/2 = 3.75", costs="l 1.25"),
    Case("drill-hinted", (drilled("b1", "CP", hints="b"),), 5.0, 5.0, "at most 5"),
    Case("drill-hinted-low", (drilled("b1", "PM", hints="b"),), 2.5, 2.5, "10·0.5/2"),
    Case("drill-half-judged", (drilled("b1", "C-"),), None, None, "1/2 < 60 %"),
    Case("drill-ticked", (drilled("b1", probe_guess(0.2, 0.2), ticks="k=1 l=0.5"),), 7.5, 7.5, "10·1.5/2", "self"),
    Case("drill-with-a-deeper-rung", (drilled("b1", "PP"), followed("b1", "CC")), 5.0, 5.0, "the probe's own score"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_marks(case: Case) -> None:
    found = marks(interview(*case.turns), 0)
    assert (found.unprompted, found.after) == (case.first, case.after), case.how
    assert found.source.value == case.source
    assert (
        ", ".join(f"{reason} {cost}" for reason, cost in told(found.penalties)).replace("contradicted: ", "")
        == case.costs
    )


def test_false_statements_are_never_forgiven() -> None:
    """First 10·4/6 − 0.83 − 0.5 = 5.33; after the probe 10·5/6 − 0.5 = 7.83."""
    said = interview(root(judged(POINTS, "CXC", "minor")), followed("b1", "CC"))
    found = marks(said, 0)
    assert (found.unprompted, found.after) == (5.3, 7.8)
    assert told(found.penalties) == [("contradicted: b", 0.833), ("minor: why 1", 0.5)]


def test_nothing_is_known_of_a_question_that_was_not_asked_or_not_graded() -> None:
    two = (Item(question()), Item(question("r")))
    assert marks(interview(root("CCC"), items=two), 1) == NO_MARKS
    assert marks(interview(root(None)), 0) == NO_MARKS
    assert marks(interview(), 0) == QuestionMarks(None, None, None, None, MarkSource.NONE, ())


RANGES: list[tuple[str, Turn, tuple[float | None, float | None], str]] = [
    ("judged-whole", root("CPM"), (6.7, 6.7), "the mark itself"),
    ("five-sixths", root("CM-"), (6.0, 6.0), "83 % judged: no range"),
    ("two-thirds", root("C-M"), (5.0, 8.3), "4/6 judged, mark 7.5: 10·3/6 and 10·5/6"),
    ("two-thirds-hinted", root("C-M", hints="a"), (2.5, 5.8), "mark 10·1.5/4 = 3.8: 10·1.5/6 and 10·3.5/6"),
    ("half", root("-PC"), (None, None), "no number"),
    ("ticked", root(guess(0.2, 0.2, 0.2, score=1.0), ticks="a=1 b=0.5 c=0"), (6.7, 6.7), "no range"),
    ("partly-ticked", root(guess(1.0, 0.5, 0.0, score=6.2), ticks="b=1"), (6.2, 6.2), "the estimate's"),
    ("drill", drilled("b1", "CP"), (7.5, 7.5), "the mark itself"),
    ("drill-hinted", drilled("b1", "CC", hints="b"), (5.0, 5.0), "moved with the mark"),
    ("drill-half", drilled("b1", "C-"), (None, None), "no number"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "turn", "expected", "how"), RANGES, ids=[r[0] for r in RANGES])
def test_range_of_the_first_mark(id: str, turn: Turn, expected: tuple[float | None, float | None], how: str) -> None:
    found = marks(interview(turn), 0)
    assert (found.low, found.high) == expected, how


# -- one turn --------------------------------------------------------------------------------------------------------


def test_the_grade_that_stands_is_the_accepted_one_else_the_estimate() -> None:
    estimate, accepted = guess(0.1, 0.1, 0.1), judged(POINTS, "CCC")
    assert effective(Turn(1, 0)) is None
    assert effective(Turn(1, 0, estimate=estimate)) is estimate
    assert effective(Turn(1, 0, estimate=estimate, grade=accepted)) is accepted


STANDINGS: list[tuple[str, Turn, str, dict[str, float | None]]] = [
    ("nothing", root(None), "none", {}),
    ("judge", root("CP-"), "judge", {"a": 1.0, "b": 0.5, "c": None}),
    ("estimate", root(guess(0.9, 0.4, None)), "estimate", {"a": 0.9, "b": 0.4, "c": None}),
    ("not-known", root("?"), "self", {"a": 0.0, "b": 0.0, "c": 0.0}),
    ("ticked-in-part", root(guess(0.9, 0.4, 0.2), ticks="b=1"), "estimate", {"a": 0.9, "b": 0.4, "c": 0.2}),
    ("ticked-but-one", root(guess(0.9, 0.4, 0.2), ticks="b=1 c=0"), "self", {"a": None, "b": 1.0, "c": 0.0}),
    ("ticked", root(guess(0.9, None, 0.2), ticks="a=0.5 b=1 c=0"), "self", {"a": 0.5, "b": 1.0, "c": 0.0}),
    ("judge-after-ticks", root(judged(POINTS, "CCM"), ticks="a=0 b=0 c=1"), "judge", {"a": 1.0, "b": 1.0, "c": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize(("id", "turn", "source", "credits"), STANDINGS, ids=[s[0] for s in STANDINGS])
def test_whose_word_counts(id: str, turn: Turn, source: str, credits: dict[str, float | None]) -> None:
    found = standing(turn)
    assert (found.source.value, found.credits) == (source, credits)


@pytest.mark.parametrize(
    ("sources", "weakest"),
    [
        ("", "none"),
        ("judge", "judge"),
        ("judge self", "self"),
        ("self judge", "self"),
        ("judge estimate self", "estimate"),
        ("self none", "self"),  # a turn without a grade says nothing
        ("none none", "none"),
    ],
)
def test_a_figure_is_called_by_the_weakest_source_it_was_made_from(sources: str, weakest: str) -> None:
    assert weakest_of(MarkSource(name) for name in sources.split()).value == weakest


@pytest.mark.parametrize(
    ("credits", "expected"),
    [
        ({"a": 1.0, "b": 0.5, "c": 0.0}, 4 / 6),
        ({"a": 0.0, "b": 1.0, "c": None}, 2 / 5),
        ({"b": 0.5}, 0.5),
        ({}, None),
        ({"a": None, "b": None, "c": None}, None),
        ({"z": 1.0}, None),
    ],
)
def test_share(credits: dict[str, float | None], expected: float | None) -> None:
    assert share(POINTS, credits) == expected


def test_a_probe_is_graded_on_its_own_points() -> None:
    said = interview(root("MMM"), followed("a1", "CP"), followed("a1+", None))
    assert [p.id for p in asked_points(said, said.turns[0])] == ["c", "a", "b"]
    assert [p.id for p in asked_points(said, said.turns[1])] == ["k", "l"]
    assert [earned(said, turn) for turn in said.turns] == [0.0, 0.75, None]


# -- one key point ---------------------------------------------------------------------------------------------------


def point_of(said: Interview, id: str) -> PointMark:
    return next(mark for mark in points(said, 0) if mark.point == id)


B: list[tuple[str, tuple[Turn, ...], str, float | None, float | None, str]] = [
    # id, turns; of point b: verdict of the first answer and whose it is, credit without help, after probing, weakest source
    ("covered", (root("MCM"),), "covered judge", 1.0, 1.0, "judge"),
    ("hinted", (root("MCM", "b"),), "covered judge", 0.5, 0.5, "judge hinted"),
    ("other-hinted", (root("MCM", "a"),), "covered judge", 1.0, 1.0, "judge"),
    ("contradicted", (root("MXM"),), "contradicted judge", 0.0, 0.0, "judge"),
    ("unjudged", (root("C-C"),), "unjudged judge", None, None, "judge"),
    ("unjudged-probed", (root("C-C"), followed("b1", "CC")), "unjudged judge", None, 0.5, "judge probed"),
    ("probed", (root("MMM"), followed("b1", "CP")), "missing judge", 0.0, 0.375, "judge probed"),
    ("other-probed", (root("MMM"), followed("a1", "CC")), "missing judge", 0.0, 0.0, "judge"),
    ("hinted-on-its-probe", (root("MMM"), followed("b1", "CC", "b")), "missing judge", 0.0, 0.5, "judge hinted probed"),
    ("probe-ungraded", (root("MMM"), followed("b1", None)), "missing judge", 0.0, 0.0, "judge"),
    ("probe-unjudged", (root("MMM"), followed("b1", "--")), "missing judge", 0.0, 0.0, "judge"),
    ("probe-not-known", (root("MMM"), followed("b1", "?")), "missing judge", 0.0, 0.0, "judge probed"),
    ("probe-estimated", (root("MMM"), followed("b1", probe_guess(1.0, 1.0))), "missing judge", 0.0, 0.0, "judge"),
    (
        "both-estimated",
        (root(guess(0.0, 0.0, 0.0)), followed("b1", probe_guess(1.0, 1.0))),
        "missing estimate",
        0.0,
        0.5,
        "estimate probed",
    ),
    ("not-known", (root("?"),), "missing self", 0.0, 0.0, "self"),
    ("estimated", (root(guess(0.0, 0.4, 0.0)),), "partial estimate", 0.4, 0.4, "estimate"),
    ("ticked", (root(guess(0.0, 0.1, 0.0), ticks="b=1"),), "covered self", 1.0, 1.0, "self"),
    ("ticked-half", (root(guess(0.0, 0.9, 0.0), ticks="b=0.5"),), "partial self", 0.5, 0.5, "self"),
    ("ticked-not", (root(guess(0.0, 0.9, 0.0), ticks="b=0"),), "missing self", 0.0, 0.0, "self"),
    ("other-ticked", (root(guess(0.0, 0.9, 0.0), ticks="a=1"),), "covered estimate", 0.9, 0.9, "estimate"),
    ("judge-over-ticks", (root(judged(POINTS, "MMM"), ticks="b=1"),), "missing judge", 0.0, 0.0, "judge"),
    ("ungraded", (root(None),), "unjudged none", None, None, "none"),
    ("drilled", (drilled("b1", "CP"),), "covered judge", 0.75, 0.75, "judge probed"),
    ("drilled-half", (drilled("b1", "CM"),), "partial judge", 0.5, 0.5, "judge probed"),
    ("drilled-in-vain", (drilled("b1", "MM"),), "missing judge", 0.0, 0.0, "judge probed"),
    ("drilled-contradicted", (drilled("b1", "CX"),), "contradicted judge", 0.5, 0.5, "judge probed"),
    ("drilled-hinted", (drilled("b1", "CC", "b"),), "covered judge", 0.5, 0.5, "judge hinted probed"),
    ("drilled-not-known", (drilled("b1", "?"),), "missing self", 0.0, 0.0, "self probed"),
    ("drilled-ticked", (drilled("b1", probe_guess(0.0, 0.0), "", "k=1 l=1"),), "covered self", 1.0, 1.0, "self probed"),
    ("drilled-ungraded", (drilled("b1", None),), "unjudged none", None, None, "none"),
    ("drilled-unjudged", (drilled("b1", "--"),), "unjudged judge", None, None, "judge"),
    ("drilled-for-another-point", (drilled("a1", "CC"),), "unjudged none", None, None, "none"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "turns", "first", "credit", "after", "rest"), B, ids=[b[0] for b in B])
def test_one_key_point(
    id: str, turns: tuple[Turn, ...], first: str, credit: float | None, after: float | None, rest: str
) -> None:
    (verdict, by), (source, *told) = first.split(), rest.split()
    assert point_of(interview(*turns), "b") == PointMark(
        point="b",
        unprompted=credit,
        after=after,
        verdict=Verdict(verdict),
        first_source=MarkSource(by),
        source=MarkSource(source),
        hinted="hinted" in told,
        probed="probed" in told,
    )


def test_points_come_in_the_questions_order_also_when_it_was_not_asked() -> None:
    two = (Item(question()), Item(question("r")))
    found = points(interview(root("CPM"), items=two), 0)
    assert [(mark.point, mark.unprompted) for mark in found] == [("c", 0.0), ("a", 1.0), ("b", 0.5)]
    assert [mark.after for mark in points(interview(root("CPM"), items=two), 1)] == [None, None, None]


def test_names_that_rest_in_databases() -> None:
    assert [source.value for source in MarkSource] == ["judge", "self", "estimate", "none"]
