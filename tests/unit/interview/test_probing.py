"""Which probe comes next: contradicted before missing before partial, heavier first, deeper for strong answers, nothing twice.

Points a, b, c weigh 3, 2, 1; the question lists them as c, a, b and its probes as c1, b1, a1 (then a1+, then a1++), a2, a3.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from interview.model import PROBES_AT_MOST, Interview, Item, Reason, Turn, TurnState
from interview.probing import Choice, depth_of, next_probe, still_open
from questions.bank import load_bank
from questions.model import Kind
from tests.unit.interview.build import drilled, followed, guess, interview, probe, probe_guess, question, root


def chosen(said: Interview) -> str:
    """The next probe and why, "" for none."""
    choice = next_probe(said, len(said.items) - 1)
    return f"{choice.probe} {choice.reason.value}" if choice else ""


NEXT: list[tuple[str, tuple[Turn, ...], str]] = [
    # the most urgent first
    ("contradicted-before-missing", (root("MXM"),), "b1 contradicted"),
    ("contradicted-before-heavier-missing", (root("MMX"),), "c1 contradicted"),
    ("contradicted-before-heavier-partial", (root("PCX"),), "c1 contradicted"),
    ("missing-before-heavier-partial", (root("PMC"),), "b1 missing"),
    ("missing-before-partial", (root("PPM"),), "c1 missing"),
    ("partial", (root("CCP"),), "c1 partial"),
    # the heavier first
    ("heaviest-contradicted", (root("XXX"),), "a1 contradicted"),
    ("heaviest-missing", (root("MMM"),), "a1 missing"),
    ("heaviest-partial", (root("PPP"),), "a1 partial"),
    ("heavier-missing", (root("CMM"),), "b1 missing"),
    ("heavier-partial", (root("CPP"),), "b1 partial"),
    ("heavier-contradicted", (root("CXX"),), "b1 contradicted"),
    # nobody probes what nobody judged
    ("unjudged", (root("---"),), ""),
    ("unjudged-among-others", (root("-CM"),), "c1 missing"),
    # a point has two tries
    ("weak-second-try", (root("MCC"), followed("a1", "CM")), "a2 missing"),
    ("no-third-try", (root("MMC"), followed("a1", "MM"), followed("a2", "MM")), "b1 missing"),
    ("nothing-left-to-try", (root("MCC"), followed("a1", "MM"), followed("a2", "MM")), ""),
    ("no-rung-twice", (root("CMC"), followed("b1", "MM")), ""),
    ("ungraded-try", (root("MCC"), followed("a1", None)), "a2 missing"),
    # a point is through once a probe was answered strongly, or was not known
    ("strong-goes-deeper", (root("MMC"), followed("a1", "CC")), "a1+ deeper"),
    ("just-strong-goes-deeper", (root("MMC"), followed("a1", "CP")), "a1+ deeper"),
    ("not-quite-strong", (root("MMC"), followed("a1", "PC")), "a1+ deeper"),
    ("half-is-not-strong", (root("MMC"), followed("a1", "CM")), "a2 missing"),
    ("strong-without-deeper-rung-closes", (root("MMM"), followed("a1", "MM"), followed("a2", "CC")), "b1 missing"),
    ("not-known-closes", (root("MMC"), followed("a1", "?")), "b1 missing"),
    ("deeper-and-weak-goes-back", (root("MMC"), followed("a1", "CC"), followed("a1+", "MM")), "b1 missing"),
    ("deeper-and-strong-goes-on", (root("MMC"), followed("a1", "CC"), followed("a1+", "CC")), "a1++ deeper"),
    # a strong first answer that leaves nothing open earns one deeper question
    ("all-covered", (root("CCC"),), "a1 deeper"),
    ("all-judged-covered", (root("C-C"),), "a1 deeper"),
    ("covered-and-deeper-weak", (root("CCC"), followed("a1", "MM")), ""),
    ("covered-and-deeper-strong", (root("CCC"), followed("a1", "CC")), "a1+ deeper"),
    # "I don't know" to the question: one easier rung, and no more
    ("not-known", (root("?"),), "a1 unknown"),
    ("not-known-and-probed", (root("?"), followed("a1", "CC")), ""),
    # an estimate: a suspected point is as urgent as a contradicted one
    ("estimated", (root(guess(0.4, 0.1, 0.9)),), "b1 missing"),
    ("suspected", (root(guess(0.4, 0.1, 0.9, suspected="c")),), "c1 suspected"),
    ("heavier-suspected", (root(guess(0.9, 0.9, 0.9, suspected="cb")),), "b1 suspected"),
    ("suspected-without-credit", (root(guess(0.9, 0.4, None, suspected="c")),), "b1 partial"),
    ("suspected-before-ticks", (root(guess(0.1, 0.9, 0.9, suspected="c"), ticks="a=1"),), "c1 suspected"),
    ("ticked", (root(guess(0.9, 0.9, 0.1, suspected="c"), ticks="a=0 b=1 c=1"),), "a1 missing"),
    ("judge-suspects-nothing", (root(replace(guess(0.1, 0.9, 0.9, suspected="c"), provisional=False)),), "a1 missing"),
    ("probe-estimated-strong", (root("MMC"), followed("a1", probe_guess(1.0, 1.0))), "a1+ deeper"),
    # depth: three probes
    ("third-probe", (root("MMM"), followed("a1", "MM"), followed("a2", "MM")), "b1 missing"),
    ("depth-reached", (root("MMM"), followed("a1", "MM"), followed("a2", "MM"), followed("b1", "MM")), ""),
    ("depth-reached-by-strong-answers", (root("MMM"), followed("a1", "CC"), followed("a1+", "CC"), followed("b1", "CC")), ""),
    # a drill that asks a probe alone: only its own deeper rung, and only one
    ("drill-strong", (drilled("a1", "CC"),), "a1+ deeper"),
    ("drill-weak", (drilled("a1", "CM"),), ""),
    ("drill-strong-without-rung", (drilled("b1", "CC"),), ""),
    ("drill-strong-twice", (drilled("a1", "CC"), followed("a1+", "CC")), ""),
    ("drill-not-known", (drilled("a1", "?"),), ""),
]  # fmt: skip


@pytest.mark.parametrize(("id", "turns", "expected"), NEXT, ids=[n[0] for n in NEXT])
def test_next_probe(id: str, turns: tuple[Turn, ...], expected: str) -> None:
    assert chosen(interview(*turns)) == expected


@pytest.mark.parametrize(
    ("depth", "probes", "expected"),
    [(0, 0, ""), (1, 0, "a1 missing"), (1, 1, ""), (2, 1, "a2 missing"), (2, 2, ""), (3, 2, "b1 missing")],
)
def test_the_depth_is_the_interviews_own(depth: int, probes: int, expected: str) -> None:
    asked = (followed("a1", "MM"), followed("a2", "MM"))[:probes]
    assert chosen(interview(root("MMM"), *asked, depth=depth)) == expected


@pytest.mark.parametrize(("depth", "expected"), [(0, ""), (1, "a1+ deeper"), (5, "a1+ deeper")])
def test_a_drills_depth_is_one_at_most(depth: int, expected: str) -> None:
    assert chosen(interview(drilled("a1", "CC"), depth=depth)) == expected


def story(*turns: Turn, depth: int = 1) -> Interview:
    """The usual question as one about the person: three criteria."""
    return interview(*turns, items=[Item(replace(question("q"), kind=Kind.OPEN))], depth=depth)


def test_a_story_is_asked_about_once_for_each_criterion_and_gone_through_before_any_is_asked_about_again() -> None:
    assert chosen(story(root("MMM"), followed("a1", "MM"))) == "b1 missing"
    assert chosen(story(root("MMM"), followed("a1", "MM"), followed("b1", "MM"))) == "c1 missing"
    assert chosen(story(root("MMM"), followed("a1", "MM"), followed("b1", "MM"), followed("c1", "MM"))) == ""
    assert chosen(story(root("MMM"), depth=0)) == ""


def test_a_project_is_asked_about_up_to_eight_times() -> None:
    project = load_bank().questions["project-engineering"]
    assert depth_of(Interview("i", 1, "en", (Item(project),)), 0) == 8


def test_three_probes_unless_told_otherwise() -> None:
    assert Interview("i", 1, "en", ()).depth == PROBES_AT_MOST == 3


def test_a_choice_names_the_point_it_is_after() -> None:
    assert next_probe(interview(root("PXM")), 0) == Choice("b1", Reason.CONTRADICTED, "b")
    assert next_probe(interview(root("CCC")), 0) == Choice("a1", Reason.DEEPER, "a")
    assert next_probe(interview(root("?")), 0) == Choice("a1", Reason.UNKNOWN, "a")


def test_a_deeper_rung_may_aim_at_another_point() -> None:
    asked = question(probes=[probe("a1", probe("c9"))])
    said = interview(root("MMM"), followed("a1", "CC"), items=[Item(asked)])
    assert next_probe(said, 0) == Choice("c9", Reason.DEEPER, "c")


def test_the_first_deeper_rung_that_was_not_asked_is_taken() -> None:
    asked = question(probes=[probe("a1", probe("a8"), probe("a9")), probe("a8-other", probe("b9"))])
    said = interview(root("MMM"), followed("a8", "CC"), followed("a1", "CC"), items=[Item(asked)])
    assert chosen(said) == "a9 deeper"


def test_an_open_point_without_a_rung_gives_way_to_the_next() -> None:
    assert chosen(interview(root("XMM"), items=[Item(question(probes=[probe("b1")]))])) == "b1 missing"
    assert chosen(interview(root("?"), items=[Item(question(probes=[probe("b1"), probe("c1")]))])) == "b1 unknown"
    assert chosen(interview(root("CCC"), items=[Item(question(probes=[probe("c1")]))])) == "c1 deeper"
    assert chosen(interview(root("CCC"), items=[Item(question(probes=[]))])) == ""


def test_a_reward_needs_a_strong_answer() -> None:
    """Only a has a rung and is covered: with c 4/6 is less than ¾, with b 5/6 is more, with halves of both 4.5/6 is just that."""
    asked = Item(question(probes=[probe("a1")]))
    assert chosen(interview(root("CMC"), items=[asked])) == ""
    assert chosen(interview(root("CCM"), items=[asked])) == "a1 deeper"
    assert chosen(interview(root("CPP"), items=[asked])) == "a1 deeper"


def test_the_person_s_not_knowing_is_no_weak_answer() -> None:
    """A rung that was not known earns no deeper one, whatever its grade says."""
    known = replace(followed("a1", "CC"), state=TurnState.UNKNOWN)
    assert chosen(interview(root("MMC"), known)) == "b1 missing"


def test_another_question_s_turns_do_not_count() -> None:
    items = [Item(question("first")), Item(question())]
    turns = [root("MMM"), followed("a1", "MM"), followed("a2", "MM"), followed("b1", "MM"), root("MMM", item=1)]
    assert chosen(interview(*turns, items=items)) == "a1 missing"


OPEN: list[tuple[str, tuple[Turn, ...], str]] = [
    ("by-urgency-then-weight", (root("PXM"),), "b contradicted, c missing, a partial"),
    ("same-urgency", (root("MMM"),), "a missing, b missing, c missing"),
    ("covered-and-unjudged-are-not-open", (root("C-P"),), "c partial"),
    ("closed-by-a-strong-probe", (root("MMC"), followed("a1", "CP")), "b missing"),
    ("not-closed-by-a-weak-one", (root("MMC"), followed("a1", "CM")), "a missing, b missing"),
    ("closed-by-two-tries", (root("MMC"), followed("a1", "MM"), followed("a2", "MM")), "b missing"),
    ("closed-by-not-knowing", (root("MMC"), followed("b1", "?")), "a missing"),
    ("none", (root("CCC"),), ""),
]


@pytest.mark.parametrize(("id", "turns", "expected"), OPEN, ids=[o[0] for o in OPEN])
def test_what_is_still_open(id: str, turns: tuple[Turn, ...], expected: str) -> None:
    assert ", ".join(f"{o.point} {o.reason.value}" for o in still_open(interview(*turns), 0)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("MMM",), "b1 missing"),  # a1 builds on c, which nobody has said
        (("MMC",), "a1 missing"),
        (("MMP",), "b1 missing"),  # half said is not said
        (("?",), "b1 unknown"),
        (("MCM", ("c1", "MM")), ""),
        (("MCM", ("c1", "CC")), "a1 missing"),  # said when it was asked for
    ],
)
def test_a_probe_waits_for_the_points_that_it_needs(said: tuple[Any, ...], expected: str) -> None:
    asked = question(probes=[replace(probe("a1"), needs=("c",)), probe("b1"), probe("c1")])
    first, *others = said
    turns = [followed(id, letters) for id, letters in others]
    assert chosen(interview(root(first), *turns, items=[Item(asked)])) == expected


def test_a_deeper_rung_waits_too() -> None:
    asked = question(probes=[probe("a1", replace(probe("a1+"), needs=("b",)), probe("a1++"))])
    assert chosen(interview(root("MMC"), followed("a1", "CC"), items=[Item(asked)])) == "a1++ deeper"
    assert chosen(interview(root("MCC"), followed("a1", "CC"), items=[Item(asked)])) == "a1+ deeper"
