"""An interview in figures: counts, means by topic and source, the points at both ends; expected values are worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grade import Grade
from interview.model import Interview, Item, TurnState
from interview.summary import summary
from tests.unit.interview.build import followed, guess, interview, question, root


def several(*answers: str | Grade | None, topics: str = "") -> Interview:
    """One question per answer, each of the topic that its letter names."""
    names = topics or "x" * len(answers)
    items = [Item(question(f"q{n}", topic=topic)) for n, topic in enumerate(names)]
    return interview(*(root(said, item=n) for n, said in enumerate(answers)), items=items)


def means(said: Interview) -> list[tuple[str, str, int, float, float]]:
    found = summary(said)
    return [(m.topic, m.source.value, m.questions, m.unprompted, m.after) for m in (*found.overall, *found.topics)]


def test_means_are_by_topic_and_never_of_several_sources() -> None:
    ticked = root(guess(0.2, 0.2, 0.2), ticks="a=1 b=1 c=0", item=3)  # 10·5/6 = 8.3
    said = several("CCC", "MMC", "MCC", None, topics="xyxx")  # 10.0, 1.7, 5.0
    said = replace(said, turns=(*said.turns[:3], replace(ticked, number=4)))
    assert means(said) == [
        ("", "judge", 3, 5.6, 5.6),  # (10 + 1.7 + 5)/3 = 5.57
        ("", "self", 1, 8.3, 8.3),
        ("x", "judge", 2, 7.5, 7.5),
        ("y", "judge", 1, 1.7, 1.7),
        ("x", "self", 1, 8.3, 8.3),
    ]


def test_means_of_both_marks() -> None:
    said = interview(root("MCC"), followed("a1", "CC"))
    assert means(said) == [("", "judge", 1, 5.0, 7.5), ("rag", "judge", 1, 5.0, 7.5)]


def test_what_has_no_number_is_in_no_mean() -> None:
    assert means(several("-PC", None)) == []


def test_questions_are_counted_by_what_became_of_them() -> None:
    skipped = replace(root(None), state=TurnState.SKIPPED)
    listening = replace(root(None), state=TurnState.ANSWERED, revision=1)
    turns = [root("CCC"), root("-PC"), listening, skipped, root(None)]
    numbered = [replace(turn, item=n) for n, turn in enumerate(turns)]
    found = summary(interview(*numbered, items=[Item(question(f"q{n}")) for n in range(6)]))
    assert (found.asked, found.answered, found.skipped, found.ungraded) == (5, 3, 1, 2)


def test_the_first_turn_of_a_question_says_whether_it_was_answered() -> None:
    found = summary(interview(root("MCC"), replace(followed("a1", None), state=TurnState.SKIPPED)))
    assert (found.asked, found.answered, found.skipped, found.ungraded) == (1, 1, 0, 0)


def ends(said: Interview) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    found = summary(said)
    return [(i, p.point) for i, p in found.strongest], [(i, p.point) for i, p in found.weakest]


ENDS: list[tuple[str, Interview, list[tuple[int, str]], list[tuple[int, str]]]] = [
    ("heaviest-covered-first", several("CCC"), [(0, "a"), (0, "b"), (0, "c")], []),
    ("heaviest-missing-first", several("MMM"), [], [(0, "a"), (0, "b"), (0, "c")]),
    ("both-ends", several("CPM"), [(0, "a")], [(0, "c"), (0, "b")]),  # c earned less than b
    ("three-of-each", several("CCC", "MMM", "CMP"), [(0, "a"), (2, "a"), (0, "b")], [(1, "a"), (2, "b"), (1, "b")]),
    ("half-is-weak", several("PCC"), [(0, "b"), (0, "c")], [(0, "a")]),
    ("unjudged-is-neither", several("C-M"), [(0, "a")], [(0, "c")]),
    ("after-probing", interview(root("MCX"), followed("a1", "CC")), [(0, "b")], [(0, "c"), (0, "a")]),
    ("hinted", interview(root("CCC", hints="a")), [(0, "b"), (0, "c")], [(0, "a")]),
    ("nothing-known", several(None), [], []),
]


@pytest.mark.parametrize(("id", "said", "strongest", "weakest"), ENDS, ids=[e[0] for e in ENDS])
def test_strongest_and_weakest_points(
    id: str, said: Interview, strongest: list[tuple[int, str]], weakest: list[tuple[int, str]]
) -> None:
    assert ends(said) == (strongest, weakest)
