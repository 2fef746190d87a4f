"""The sentence before a follow-up: which one, what it quotes, and that it tells nothing of what is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grade import Verdict, verdict_of
from interview.bridges import QUOTE_AT_MOST, QUOTES, VARIANTS, bridge, fragments
from interview.model import Interview, Item, Mode, Phase, Reason, Turn
from questions.bank import load_bank
from questions.leaks import leak
from questions.model import LANGUAGES, KeyPoint, Language, Text
from tests.unit.grader.build import judged
from tests.unit.interview.build import POINTS, drilled, followed, interview, question, root
from texts import catalogue

SAID = "softmax saturates quickly, so the gradient vanishes for long rows"


def talk(
    quotes: dict[str, str], *, reason: Reason = Reason.MISSING, answer: str = SAID, aims_at: str = "a"
) -> Interview:
    """A question whose verdicts have these quotes, and an open follow-up."""
    verdicts = tuple(
        verdict_of(id, Verdict.COVERED if id != aims_at else Verdict.PARTIAL, q) for id, q in quotes.items()
    )
    said = replace(root(replace(judged(POINTS, "CCC"), verdicts=verdicts)), answer=answer)
    return interview(said, replace(followed(f"{aims_at}1", None), reason=reason), phase=Phase.ASKING)


def quote(found: Interview) -> str:
    leads = bridge(found, found.turns[-1])
    assert leads is not None
    return leads.quote


def test_a_question_has_none() -> None:
    found = interview(root(None), phase=Phase.ASKING)
    assert bridge(found, found.turns[0]) is None


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        ({"b": "softmax saturates quickly"}, "softmax saturates"),  # at most 20 characters
        ({"a": "for long rows", "b": "softmax saturates quickly"}, "for long rows"),  # of the point itself first
        ({}, ""),
        ({"c": "never said"}, ""),
    ],
)
def test_only_what_was_said_is_quoted(quotes: dict[str, str], expected: str) -> None:
    assert quote(talk(quotes)) == expected


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("softmax saturates quickly", ["softmax saturates"]),
        ("it divides, so the variance stays one", ["it divides", "so the variance"]),
        ("点积的方差随维度线性增长", ["点积的方差随维度线性增长"]),
        ("缓存里只放键和值，每个头各放一份，长度每增加一个词就多出一行来", ["缓存里只放键和值", "每个头各放一份"]),
        ("缓存里只放键和值以及每个头各自的那一份数据不会重复计算任何东西", ["缓存里只放键和值以及每个头各自"]),
        ("the of and", []),
        ("", []),
        ("ok", []),
    ],
)
def test_quotes_end_where_words_end(passage: str, expected: list[str]) -> None:
    found = list(fragments(passage))
    assert found[: len(expected)] == expected or set(expected) <= set(found)
    assert bool(found) == bool(expected)
    assert all(len(one) <= QUOTE_AT_MOST and one in passage for one in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quote_holds_no_word_of_what_is_asked(language: Language) -> None:
    """On every point of the bank that a first probe is aimed at: its own words are said, none of them is quoted."""
    for asked in load_bank().questions.values():
        for probe in asked.probes:
            point = asked.key_point(probe.aims_at)
            text = point.text.get(language)
            whole = judged(asked.key_points, "C" * len(asked.key_points))
            partial = replace(whole, verdicts=(verdict_of(point.id, Verdict.PARTIAL, text),))
            said = replace(root(partial), answer=text)
            open_one = Turn(2, 0, probe.id, probe.aims_at, Reason.PARTIAL)
            found = Interview("i", 1, language, (Item(asked),), Mode.COACH, 3, Phase.ASKING, (said, open_one))
            known = f"{asked.question.get(language)}\n{probe.question.get(language)}"
            taken = quote(found)
            for after in (point, *probe.key_points):
                told = leak(taken, after, known, language)
                assert not told.words, (asked.id, probe.id, taken)
                assert not told.terms, (asked.id, probe.id, taken)


def test_a_word_of_the_point_is_not_quoted() -> None:
    aimed = KeyPoint("a", Text(en="the softmax saturates"), 3, terms=("softmax",))
    asked = replace(question(), key_points=(aimed, *POINTS[:1], POINTS[2]))
    found = replace(talk({"b": "softmax saturates quickly"}), items=(Item(asked),))
    assert quote(found) == ""


def test_no_sentence_comes_twice_before_all_others_have() -> None:
    turns = [replace(followed("a1", None), reason=Reason.MISSING) for _ in range(2 * VARIANTS)]
    found = interview(root("MCC"), *turns, phase=Phase.ASKING)
    leads = [bridge(found, turn) for turn in found.turns[1:]]
    variants = [one.variant for one in leads if one]
    assert set(variants[:VARIANTS]) == set(range(VARIANTS)) == set(variants[VARIANTS:])
    assert [bridge(found, turn) for turn in found.turns[1:]] == leads
    other = replace(found, id="another")
    assert [one.variant for turn in other.turns[1:] if (one := bridge(other, turn))] != variants


@pytest.mark.parametrize("reason", QUOTES)
def test_an_exam_says_no_verdict(reason: Reason) -> None:
    leads = bridge(replace(talk({}, reason=reason), mode=Mode.EXAM), talk({}, reason=reason).turns[-1])
    assert leads is not None
    assert leads.reason is Reason.DEEPER


def test_a_drill_asks_from_memory() -> None:
    found = interview(drilled("a1", None), phase=Phase.ASKING)
    leads = bridge(found, found.turns[0])
    assert leads is not None
    assert (leads.reason, leads.quote) == (Reason.DUE, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentences(language: Language) -> None:
    say = catalogue(language).interview
    assert set(say.BRIDGES_QUOTING) == set(QUOTES)
    assert set(say.BRIDGES) == set(Reason) - {Reason.DRAWN}
    for sentences in (*say.BRIDGES.values(), *say.BRIDGES_QUOTING.values()):
        assert len(set(sentences)) == VARIANTS
    assert all(one.count("…") == 1 for sentences in say.BRIDGES_QUOTING.values() for one in sentences)
    assert not any("…" in one for sentences in say.BRIDGES.values() for one in sentences)
