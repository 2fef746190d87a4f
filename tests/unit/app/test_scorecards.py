"""The scorecard as a message and a file: strengths first, the band when it is asked for, no word of the person's when shared."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.messages.scorecards import built, shareable
from app.messages.values import Envelope
from bot.render import show
from cli.terminal.render import text
from grader.grade import Grade
from interview.model import Interview, Item, Loop, LoopRound, Phase, Ramp, Stage
from interview.scorecard import Dimension
from questions.model import Text
from reports import scorecard as files
from tests.unit.grader.build import judged
from tests.unit.interview.build import POINTS, question, root

WORDS = "<b>what I said</b>"


def quoted(said: str) -> Grade:
    grade = judged(POINTS, said)
    return replace(grade, verdicts=tuple(replace(v, quote=WORDS) if v.credit else v for v in grade.verdicts))


def held(*said: str) -> Interview:
    """A loop of one question a stage, with these verdicts."""
    stages = list(Stage)[: len(said)]
    items = tuple(Item(replace(question(stage.value), question=Text("题", "q")), None, stage) for stage in stages)
    turns = tuple(replace(root(quoted(one), item=n), number=n + 1) for n, one in enumerate(said))
    rounds = tuple(LoopRound(stage, 60, Ramp(1, 1)) for stage in stages)
    return Interview("i", 1, "en", items, phase=Phase.FINISHED, turns=turns, loop=Loop(rounds, len(stages), spent=150))


CARD = built(held("CCM", "CPM", "CMM", "CCC"), None)


def test_strengths_and_gaps_are_of_different_dimensions_first() -> None:
    assert len({one.dimension for one in CARD.strengths}) == len(CARD.strengths) == 3
    assert all(one.credit == 1 for one in CARD.strengths)
    assert {one.dimension for one in CARD.gaps} >= {Dimension.DEPTH, Dimension.OWNERSHIP}
    assert CARD.minutes == 2
    assert CARD.stages == tuple(Stage)[:4]


def test_what_would_lift_the_band_counts_the_points_that_are_not_named() -> None:
    card = built(held("MMM", "XXX", "XXX", "XXX", "XXX"), None, shown=True)
    assert (len(card.steps), card.more_steps) == (5, 1)
    assert "These and 1 more would make it “lean no hire”" in files.as_text(card)


def test_who_shares_it_shares_no_word_of_theirs() -> None:
    assert WORDS in files.as_json(CARD)
    shared = shareable(CARD)
    made = (files.as_json(shared), files.page(shared), files.as_text(shared), str(show(Envelope(shared))))
    assert not any("what I said" in one for one in made)
    assert json.loads(files.as_json(shared))["shared"] is True


@pytest.mark.parametrize("language", ["zh", "en"])
def test_strengths_come_first_and_the_band_only_where_it_was_asked_for(language: str) -> None:
    folded = replace(CARD, language=language)  # type: ignore[arg-type]  # one of the two
    opened = replace(folded, shown=True)
    from texts import catalogue, scorecards

    say = catalogue(folded.language).loop
    assert CARD.band is not None
    band = scorecards.band(folded)[0]
    for made in (files.as_text, lambda card: str(text(card)), lambda card: show(Envelope(card)).parts[0]):
        assert band not in made(folded)
        assert band in made(opened)
    told = files.as_text(folded)
    assert told.index(say.STRENGTHS) < told.index(say.DIMENSIONS[Dimension.HANDS_ON]) < told.index(say.GAPS)
    assert say.BAND_BUTTON in str(show(Envelope(folded)).rows)
    assert say.BAND_BUTTON not in str(show(Envelope(opened)).rows)


def test_the_page_escapes_what_was_said_and_folds_the_band_away() -> None:
    page = files.page(CARD)
    assert "<b>what" not in page
    assert "<details><summary>Band" in page
    assert "<details open><summary>Band" in files.page(replace(CARD, shown=True))


def test_it_is_compared_with_the_loop_before() -> None:
    now = built(held("CCC", "CCC", "CCC", "CCC"), held("CMM", "CMM", "CMM", "CCC"), shown=True)
    assert now.compared
    assert "against last time" in files.as_text(now)
    assert "Last time: " in files.as_text(now)


def test_a_picture_is_drawn_of_any_card() -> None:
    for card in (CARD, replace(CARD, language="zh", shown=True), built(held("CMM"), None)):
        assert files.picture(card).startswith(b"\x89PNG")
