"""A better telling holds the person's own sentences and nothing else; what they did not say is a gap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.grade import Grade, GradedBy, Method, Verdict, verdict_of
from interview.model import Interview, Item, Reason, Turn, TurnState
from interview.probing import next_probe
from interview.telling import arranged
from questions.bank import load_bank

TOLD: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("projects.jsonl").read_text(encoding="utf-8").splitlines()
]
PROJECT = load_bank().questions["project-engineering"]


def grade(verdicts: dict[str, tuple[Verdict, str]], *, judged: bool = True) -> Grade:
    by = GradedBy(Method.JUDGE, "m") if judged else GradedBy(Method.WORDS)
    return Grade(
        tuple(verdict_of(id, verdict, quote) for id, (verdict, quote) in verdicts.items()), by, provisional=not judged
    )


def told(line: dict[str, Any]) -> Interview:
    verdicts = {
        point.id: (Verdict(line["points"][point.id]), line["evidence"].get(point.id, ""))
        for point in PROJECT.key_points
    }
    turn = Turn(1, 0, state=TurnState.ANSWERED, answer=line["told"], revision=1, graded=1, grade=grade(verdicts))
    return Interview("i", 1, line["lang"], (Item(PROJECT),), turns=(turn,))


@pytest.mark.parametrize("line", TOLD, ids=lambda line: line["id"])
def test_every_sentence_is_the_person_s_and_every_gap_is_named(line: dict[str, Any]) -> None:
    found = {one.point: one for one in arranged(PROJECT, [told(line)])}
    assert list(found) == [point.id for point in PROJECT.key_points]
    for id, one in found.items():
        assert one.checked
        assert all(sentence in line["told"] for sentence in one.sentences)
        proven = line["points"][id] in ("covered", "partial") and line["evidence"].get(id, "") in line["told"]
        assert bool(one.sentences) == proven


def test_a_follow_up_fills_its_point_and_a_claim_that_was_wrong_fills_none() -> None:
    line = TOLD[0]
    first = told(line)
    said = "The next step is a held-out month. It is not built yet."
    probe = next(one for one in PROJECT.probes if one.aims_at == "next")
    about = {probe.key_points[0].id: (Verdict.COVERED, "a held-out month")}
    asked = Turn(2, 0, probe.id, "next", Reason.MISSING, TurnState.ANSWERED, answer=said, grade=grade(about))
    wrong = {"goal": (Verdict.CONTRADICTED, line["told"][:20])}
    refuted = Turn(1, 0, state=TurnState.ANSWERED, answer=line["told"], grade=grade(wrong))
    found = {one.point: one.sentences for one in arranged(PROJECT, [_with(first, first.turns[0], asked)])}
    assert "The next step is a held-out month." in found["next"]
    assert {one.point: one.sentences for one in arranged(PROJECT, [_with(first, refuted)])}["goal"] == ()


def test_an_estimate_is_told_as_one_and_gives_way_to_verdicts() -> None:
    text = "We had nothing before. Accuracy went to 89 percent."
    guess = grade({"goal": (Verdict.COVERED, "We had nothing before"), "metric": (Verdict.MISSING, "")}, judged=False)
    sure = grade({"goal": (Verdict.MISSING, ""), "metric": (Verdict.COVERED, "89 percent")})
    estimated = Turn(1, 0, state=TurnState.ANSWERED, answer=text, grade=guess)
    judged = Turn(1, 0, state=TurnState.ANSWERED, answer=text, grade=sure)
    blank = Interview("i", 1, "en", (Item(PROJECT),))
    alone = {one.point: one for one in arranged(PROJECT, [_with(blank, estimated)])}
    assert (alone["goal"].sentences, alone["goal"].checked) == (("We had nothing before.",), False)
    both = {one.point: one for one in arranged(PROJECT, [_with(blank, estimated), _with(blank, judged)])}
    assert (both["goal"].sentences, both["goal"].checked) == ((), True)
    assert both["metric"].sentences == ("Accuracy went to 89 percent.",)


def test_a_project_told_without_a_gap_is_asked_about_three_times() -> None:
    quote = TOLD[0]["told"][:30]
    all_made = grade({point.id: (Verdict.COVERED, quote) for point in PROJECT.key_points})
    turns = [Turn(1, 0, state=TurnState.ANSWERED, answer=TOLD[0]["told"], grade=all_made)]
    aimed = []
    while (choice := next_probe(_with(told(TOLD[0]), *turns), 0)) is not None:
        probe = PROJECT.probe(choice.probe)
        half = grade({point.id: (Verdict.PARTIAL, "so") for point in probe.key_points})
        turns.append(
            Turn(len(turns) + 1, 0, probe.id, choice.point, choice.reason, TurnState.ANSWERED, answer="so", grade=half)
        )
        aimed.append(choice.point)
    assert len(aimed) == len(set(aimed)) == 3


def _with(interview: Interview, *turns: Turn) -> Interview:
    return Interview(interview.id, 1, interview.language, interview.items, turns=turns)
