"""Blind answers fit the bank, and within one minute they reach less of it the higher the level."""

from __future__ import annotations

from itertools import pairwise

from questions.bank import load_bank
from training.blind import CREDIT, LEVELS, of_level, read, share

BANK = load_bank().questions
ANSWERS = read()


def test_every_answer_marks_every_point_of_its_question() -> None:
    assert len({answer.question_id for answer in ANSWERS}) == len(ANSWERS) >= 100
    for answer in ANSWERS:
        points = {point.id for point in BANK[answer.question_id].key_points}
        assert points == set(answer.whole) == set(answer.first), answer.question_id
        assert all(CREDIT[answer.first[id]] <= CREDIT[answer.whole[id]] for id in points), answer.question_id


def test_the_share_of_the_first_minute_falls_as_levels_rise() -> None:
    shares = [share(of_level(ANSWERS, BANK, level, whole=False)) for level in LEVELS]
    assert all(higher < lower for lower, higher in pairwise(shares)), shares
