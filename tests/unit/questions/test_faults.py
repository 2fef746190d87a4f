"""Lint finds faults that people made, and calls hardly anything a fault that is none."""

from __future__ import annotations

import pytest

from questions.bank import load_bank
from questions.lint import check_bank
from training.bank_faults import RULES, found, read

BANK = load_bank()
PLACES = read()
LEAST = {  # share of the labelled faults that is found: where words decide, little is
    "compound": 0.95,
    "bare number": 0.7,
    "quotation marks": 0.95,
    "misaimed": 0.1,
    "presumes": 0.9,
    "straw man": 0.4,
    "unasked": 0.5,
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_its_faults_and_leaves_the_rest(rule: str) -> None:
    faults = [found(place, BANK.questions) for place in PLACES if place.rule == rule and place.fault]
    sound = [found(place, BANK.questions) for place in PLACES if place.rule == rule and not place.fault]
    assert sum(faults) >= LEAST[rule] * len(faults)
    assert sum(sound) <= 0.1 * len(sound)


def test_the_packaged_bank_has_no_warnings() -> None:
    assert [str(problem) for problem in check_bank(BANK)] == []
