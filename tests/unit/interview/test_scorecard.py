"""The scorecard: dimensions from points, levels and band by arithmetic, on verdicts alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from grader.grade import Grade, Method, Verdict
from interview.marks import MarkSource
from interview.model import Interview, Item, Loop, LoopRound, Phase, Ramp, Stage, Turn
from interview.scorecard import (
    LEVELS,
    Band,
    Dimension,
    DimensionLevel,
    Lacking,
    PointEvidence,
    band_of,
    dimension_of,
    evidence,
    level_of,
    scorecard,
    scored,
    share_of,
)
from questions.model import Kind
from tests.unit.grader.build import estimated, judged
from tests.unit.interview.build import POINTS, followed, question, root

VERDICTS = {
    "C": (Verdict.COVERED, 1.0),
    "P": (Verdict.PARTIAL, 0.5),
    "M": (Verdict.MISSING, 0.0),
    "X": (Verdict.CONTRADICTED, 0.0),
}


def shown(
    dimension: Dimension, letters: str, weight: int = 1, source: MarkSource = MarkSource.JUDGE
) -> list[PointEvidence]:
    """PointEvidence for one dimension, a letter a point; "-" has no credit."""
    return [
        PointEvidence(
            dimension,
            Stage.KNOWLEDGE,
            0,
            f"{dimension}{n}",
            weight,
            *VERDICTS.get(one, (Verdict.UNJUDGED, None)),
            source,
        )
        for n, one in enumerate(letters)
    ]


def everywhere(letters: str, dimensions: Iterable[Dimension] = tuple(Dimension)) -> list[PointEvidence]:
    return [one for dimension in dimensions for one in shown(dimension, letters)]


def loop(*items: tuple[Stage, Kind], turns: Iterable[Turn]) -> Interview:
    """A loop that has ended, with one question a stage."""
    asked = tuple(Item(replace(question(f"q{n}"), kind=kind), None, stage) for n, (stage, kind) in enumerate(items))
    made = Loop(tuple(LoopRound(stage, 60, Ramp(1, 1)) for stage, _ in items), len(items))
    numbered = tuple(replace(turn, number=n) for n, turn in enumerate(turns, 1))
    return Interview("i", 1, "en", asked, phase=Phase.FINISHED, turns=numbered, loop=made)


# -- arithmetic ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "share"), [("CC", 1.0), ("CM", 0.5), ("PM", 0.25), ("CX", 0.375), ("XX", 0.0), ("C-", 1.0)]
)
def test_a_share_is_the_weighted_mean_less_a_quarter_for_what_is_wrong(letters: str, share: float) -> None:
    assert share_of(shown(Dimension.DEPTH, letters)) == share


def test_weights_count() -> None:
    both = [*shown(Dimension.DEPTH, "C", weight=3), *shown(Dimension.DEPTH, "M", weight=1)]
    assert share_of(both) == 0.75
    assert share_of(shown(Dimension.DEPTH, "--")) is None


def test_levels_begin_where_they_say() -> None:
    assert [level_of(least) for least, _ in LEVELS] == list(DimensionLevel)
    assert [level_of(least - 1e-9) for least, _ in LEVELS[:-1]] == list(DimensionLevel)[1:]


@pytest.mark.parametrize(
    ("covered", "band"),
    [
        (16, Band.STRONG_HIRE),
        (15, Band.HIRE),
        (13, Band.HIRE),
        (12, Band.LEAN_HIRE),
        (10, Band.LEAN_HIRE),
        (9, Band.LEAN_NO_HIRE),
        (7, Band.LEAN_NO_HIRE),
        (6, Band.NO_HIRE),
    ],
)
def test_bands_begin_where_they_say(covered: int, band: Band) -> None:
    """Of twenty points of one weight; the two dimensions are as strong as one another."""
    one, other = (covered + 1) // 2, covered // 2
    found = [
        *shown(Dimension.DEPTH, "C" * one + "M" * (10 - one)),
        *shown(Dimension.HANDS_ON, "C" * other + "M" * (10 - other)),
    ]
    assert band_of(found) is band


def test_with_a_weak_dimension_it_is_at_best_a_lean_hire() -> None:
    rest = everywhere("CCCCC", list(Dimension)[1:])
    assert band_of([*rest, *shown(Dimension.DEPTH, "CMMMM")]) is Band.LEAN_HIRE
    assert band_of([*rest, *shown(Dimension.DEPTH, "CCMMM")]) is Band.STRONG_HIRE
    assert band_of([*rest, *shown(Dimension.DEPTH, "MM")]) is Band.STRONG_HIRE, "two points are no level"
    assert band_of(everywhere("MMMM")) is Band.NO_HIRE


def test_without_a_judged_point_there_is_no_band_to_tell() -> None:
    with pytest.raises(ValueError, match="no point is judged"):
        band_of([])


def test_the_whole_is_the_share_of_all_judged_points() -> None:
    card = scored([*shown(Dimension.DEPTH, "C" * 8), *shown(Dimension.HANDS_ON, "PPPP")])
    assert card.share == pytest.approx(10 / 12)
    assert card.band is Band.STRONG_HIRE


def test_more_covered_points_never_lower_the_band() -> None:
    order = list(Band)
    bands = [scored(everywhere("C" * n + "M" * (8 - n))).band for n in range(9)]
    assert None not in bands
    places = [order.index(band) for band in bands if band]
    assert places == sorted(places)
    assert set(bands) == set(Band)


# -- what moves it ---------------------------------------------------------------------------------------------------


def test_the_steps_are_what_would_move_the_band_up() -> None:
    found = [*shown(Dimension.DEPTH, "CCMMCC"), *shown(Dimension.HANDS_ON, "CMM", weight=2)]
    card = scored(found)
    assert card.band is Band.LEAN_HIRE
    assert card.next_band is Band.HIRE
    assert [one.point for one in card.steps] == ["hands-on1"], "it is the weak dimension that holds it down"
    better = [replace(one, credit=1.0, verdict=Verdict.COVERED) if one in card.steps else one for one in found]
    assert scored(better).band is not None
    assert scored(better).band is not Band.LEAN_HIRE


def test_a_weak_dimension_is_lifted_first() -> None:
    found = [*everywhere("CCCC", list(Dimension)[1:]), *shown(Dimension.DEPTH, "MMMM")]
    card = scored(found)
    assert card.band is Band.LEAN_HIRE
    assert {one.dimension for one in card.steps} == {Dimension.DEPTH}
    assert len(card.steps) == 2


def test_at_the_top_nothing_moves_it() -> None:
    card = scored(everywhere("CCCM"))
    assert (card.band, card.next_band) == (Band.HIRE, Band.STRONG_HIRE)
    top = scored(everywhere("CCCC"))
    assert (top.band, top.next_band, top.steps) == (Band.STRONG_HIRE, None, ())


# -- without enough verdicts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "lacking"),
    [
        ([], (Lacking.POINTS, Lacking.DIMENSIONS, Lacking.WEIGHT)),
        (everywhere("C"), (Lacking.POINTS, Lacking.DIMENSIONS)),
        (everywhere("CC"), (Lacking.DIMENSIONS,)),
        (shown(Dimension.DEPTH, "C" * 8), (Lacking.DIMENSIONS,)),
        ([*everywhere("CCC"), *shown(Dimension.DEPTH, "-" * 11)], (Lacking.WEIGHT,)),
        ([*everywhere("CCC"), *shown(Dimension.DEPTH, "-" * 10)], ()),
        (everywhere("CCCC", list(Dimension)[:2]), ()),
    ],
)
def test_without_enough_verdicts_there_is_no_band(found: list[PointEvidence], lacking: tuple[Lacking, ...]) -> None:
    card = scored(found)
    assert card.lacking == lacking
    assert (card.band is None) == bool(lacking)
    assert not lacking or card.steps == ()


@pytest.mark.parametrize("source", [MarkSource.ESTIMATE, MarkSource.SELF, MarkSource.NONE])
def test_nothing_but_verdicts_makes_a_band_or_a_level(source: MarkSource) -> None:
    card = scored([one for dimension in Dimension for one in shown(dimension, "CCCC", source=source)])
    assert (card.band, card.share, card.judged) == (None, None, 0)
    assert {one.level for one in card.dimensions} == {None}
    assert {one.own for one in card.dimensions} == ({1.0} if source is MarkSource.SELF else {None})


def test_two_points_are_no_level() -> None:
    card = scored([*everywhere("CCC", [Dimension.DEPTH]), *shown(Dimension.HANDS_ON, "CC")])
    levels = {one.dimension: one.level for one in card.dimensions}
    assert levels[Dimension.DEPTH] is DimensionLevel.STRONG
    assert levels[Dimension.HANDS_ON] is None


# -- evidence --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "kind", "point", "dimension"),
    [
        (Stage.INTRO, Kind.OPEN, "fit", Dimension.COMMUNICATION),
        (Stage.QUESTIONS, Kind.OPEN, "work", Dimension.COMMUNICATION),
        (Stage.PROJECT, Kind.OPEN, "own", Dimension.OWNERSHIP),
        (Stage.PROJECT, Kind.OPEN, "tradeoff", Dimension.JUDGEMENT),
        (Stage.KNOWLEDGE, Kind.CONCEPT, "a", Dimension.DEPTH),
        (Stage.KNOWLEDGE, Kind.DESIGN, "a", Dimension.JUDGEMENT),
        (Stage.KNOWLEDGE, Kind.TRADE_OFF, "tradeoff", Dimension.JUDGEMENT),
        (Stage.CODE, Kind.CODE, "a", Dimension.HANDS_ON),
    ],
)
def test_points_are_evidence_for_a_dimension(stage: Stage, kind: Kind, point: str, dimension: Dimension) -> None:
    assert dimension_of(stage, replace(question(), kind=kind), point) is dimension


def test_evidence_counts_a_point_after_its_follow_ups() -> None:
    held = loop((Stage.KNOWLEDGE, Kind.CONCEPT), turns=[root("MCX"), followed("a1", "CC")])
    found = {one.point: (one.verdict, one.credit) for one in evidence(held)}
    assert found == {"a": (Verdict.PARTIAL, 0.5), "b": (Verdict.COVERED, 1.0), "c": (Verdict.CONTRADICTED, 0.0)}


def test_a_question_that_was_not_answered_any_more_is_no_evidence() -> None:
    held = loop((Stage.INTRO, Kind.OPEN), (Stage.CODE, Kind.CODE), turns=[root("CCC"), root(None, item=1)])
    assert {one.stage for one in evidence(held)} == {Stage.INTRO}


def test_an_estimate_is_no_evidence_but_its_ticks_are_the_persons_own() -> None:
    guessed = estimated(POINTS, [1, 1, 1], 9.0)
    held = loop((Stage.KNOWLEDGE, Kind.CONCEPT), turns=[root(guessed)])
    assert scorecard(held).judged == 0
    ticked = loop((Stage.KNOWLEDGE, Kind.CONCEPT), turns=[root(guessed, ticks="a=1 b=0.5 c=0")])
    depth = next(one for one in scorecard(ticked).dimensions if one.dimension is Dimension.DEPTH)
    assert (depth.judged, depth.share) == (0, None)
    assert depth.own == pytest.approx(4 / 6)


def test_a_check_in_code_is_a_verdict_also_where_the_rest_is_estimated() -> None:
    guessed = estimated(POINTS, [1, 1, 1], 9.0)
    checked = replace(
        guessed, verdicts=tuple(replace(v, by=Method.CHECK) if v.id == "a" else v for v in guessed.verdicts)
    )
    found = {one.point: one.is_judged for one in evidence(loop((Stage.KNOWLEDGE, Kind.CONCEPT), turns=[root(checked)]))}
    assert found == {"a": True, "b": False, "c": False}


def test_who_does_not_know_is_judged_where_there_is_a_judge() -> None:
    unknown = loop((Stage.KNOWLEDGE, Kind.CONCEPT), turns=[root("?")])
    assert scorecard(unknown).judged == 0
    judged_too = loop((Stage.INTRO, Kind.OPEN), (Stage.KNOWLEDGE, Kind.CONCEPT), turns=[root("CCC"), root("?", item=1)])
    assert scorecard(judged_too).judged == 6


def test_words_that_prove_a_point_stand_beside_it() -> None:
    first = judged(POINTS, "CMM")
    quoted = replace(first, verdicts=tuple(replace(v, quote="so I said") if v.id == "a" else v for v in first.verdicts))
    found = {one.point: one.quote for one in evidence(loop((Stage.INTRO, Kind.OPEN), turns=[root(quoted)]))}
    assert found == {"a": "so I said", "b": "", "c": ""}


def test_the_words_of_an_estimate_prove_nothing() -> None:
    guessed: Grade = estimated(POINTS, [1, 1, 1], 9.0)
    quoted = replace(guessed, verdicts=tuple(replace(v, quote="so I said") for v in guessed.verdicts))
    assert {one.quote for one in evidence(loop((Stage.INTRO, Kind.OPEN), turns=[root(quoted)]))} == {""}
