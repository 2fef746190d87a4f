"""Whatever is to be said becomes HTML that Telegram reads, short enough, in both languages."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from app.messages.values import notice
from bot import keyboards
from bot.buttons import DATA_AT_MOST, ChooseButton
from bot.cards import card
from bot.render import digest, show
from bot.split import AT_MOST, units
from questions.model import LANGUAGES, Language
from testing.botapi import parse_html
from texts import catalogue

NASTY = 'a<b & c > "d" `x<y` <script> &amp; 😀 \x00\u202e\u0007 ``` _*[]()~#+-=|{}.!'
INTERVIEW = "f" * 32


def point(verdict: str, **more: Any) -> dict[str, Any]:
    credit = {"covered": 1.0, "partial": 0.5, "missing": 0.0, "contradicted": 0.0, "unjudged": None}[verdict]
    made = {"id": "p", "text": NASTY, "weight": 2, "verdict": verdict, "credit": credit, "quote": NASTY, "why": NASTY}
    return made | more


def grade(language: Language, **more: Any) -> dict[str, Any]:
    made = {
        "event": "grade", "interview": INTERVIEW, "turn": 1, "number": 1, "of": 3, "question_id": "q", "probe_id": None,
        "score": 7.5, "low": 7.5, "high": 7.5, "provisional": False, "pending": False, "failed": False, "replaces": False,
        "graded_by": "judge:m", "points": [point(v) for v in ("covered", "partial", "missing", "contradicted", "unjudged")],
        "penalties": [{"reason": "contradicted: p", "amount": 0.75}, {"reason": f"minor: {NASTY}", "amount": 0.5}],
        "flags": ["injection"], "feedback": NASTY, "language": language,
    }  # fmt: skip
    return made | more


def messages(language: Language) -> list[dict[str, Any]]:
    asked = {
        "interview": INTERVIEW, "mode": "coach", "turn": 1, "number": 1, "of": 3, "question_id": "q", "topic": "attention",
        "level": 3, "kind": "code", "language": language, "text": f"{NASTY}\n```python\nif a<b and c&d:\n    pass\n```\n{NASTY}",
    }  # fmt: skip
    mark = {"first": 6.0, "after": 7.5, "marked_by": "judge"}
    topic = {"topic": "attention", "marked_by": "self", "questions": 2, "first": 6.0, "after": 7.5}
    named = {"question_id": "q", "point": "p", "text": NASTY, "credit": 0.5}
    return [
        {"event": "question"} | asked,
        {"event": "probe", "probe": 2, "probe_id": "x", "aims_at": "p", "reason": "missing"} | asked,
        {"event": "hint", "interview": INTERVIEW, "turn": 1, "point": "p", "language": language, "text": NASTY},
        grade(language),
        grade(language, score=None, low=2.0, high=8.0),
        grade(language, provisional=True, graded_by="words", flags=["uncalibrated"], score=None, low=None, high=None),
        grade(language, provisional=True, pending=True),
        grade(language, failed=True, score=None, points=[]),
        {
            "event": "result", "interview": INTERVIEW, "number": 1, "of": 3, "question_id": "q", "topic": "attention",
            "question": NASTY, "low": 6.0, "high": 6.0, "reference": NASTY * 80, "language": language,
            "points": [point("covered", unprompted=1.0, after=1.0)],
            "sources": [{"title": NASTY, "url": 'https://x.y/?a="b"&c=<d>', "note": ""}, {"title": "t", "url": "", "note": ""}],
        } | mark,
        {
            "event": "summary", "interview": INTERVIEW, "finished": True, "asked": 3, "answered": 2, "skipped": 1,
            "ungraded": 1, "overall": [topic | {"topic": ""}], "topics": [topic], "strongest": [named], "weakest": [named],
            "coming": [named | {"due": "2026-12-24"}], "language": language,
        } | mark,
        {"event": "summary", "finished": False, "asked": 1, "answered": 0, "skipped": 0, "language": language},
        {
            "event": "appeal", "interview": INTERVIEW, "turn": 1, "point": "p", "text": NASTY, "outcome": "overturned",
            "before": "missing", "after": "covered", "why": NASTY, "score": 8.0, "language": language,
        },
        dict(notice("refused", language, reason="outdated")),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_html_that_telegram_reads(language: Language) -> None:
    for message in messages(language):
        shown = show(message)
        for part in shown.parts:
            assert 0 < units(parse_html(part)) <= AT_MOST
            assert "\x00" not in part
        for row in shown.rows:
            assert all(label and len(data.encode()) <= DATA_AT_MOST for label, data in row)


@pytest.mark.parametrize(("mode", "hints"), [("coach", 1), ("exam", 0)])
def test_an_exam_offers_no_hint(mode: str, hints: int) -> None:
    for message in messages("en")[:2]:
        verbs = [data.split(":")[0] for row in show(message | {"mode": mode}).rows for _, data in row]
        assert verbs.count("h") == hints
        assert {"u", "s", "w", "r", "x"} <= set(verbs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_bank_says_arrives_as_it_was_written(language: Language) -> None:
    question = show(messages(language)[0])
    assert "if a<b and c&d:\n    pass" in parse_html(question.parts[0])
    assert '<pre><code class="language-python">' in question.parts[0]
    assert "1/3" in parse_html(question.parts[0])
    assert "7.5/10" in parse_html(show(grade(language)).parts[0])


def test_what_was_not_covered_is_veiled_until_the_question_is_through() -> None:
    html = show(grade("en", points=[point("covered", text="said"), point("missing", text="the very thing")])).parts[0]
    assert "<tg-spoiler>the very thing</tg-spoiler>" in html
    assert "<tg-spoiler>said" not in html


def test_the_model_answer_is_folded() -> None:
    result = show(next(m for m in messages("zh") if m["event"] == "result"))
    assert "<blockquote expandable>" in "".join(result.parts)


@pytest.mark.parametrize(
    ("more", "verbs"),
    [
        ({}, {"w", "a"}),
        ({"provisional": True}, {"k"}),
        ({"provisional": True, "pending": True}, set()),
        ({"provisional": True, "graded_by": "triage"}, set()),
        ({"failed": True}, set()),
    ],
)
def test_buttons_under_a_grade_follow_from_who_graded(more: dict[str, Any], verbs: set[str]) -> None:
    rows = show(grade("zh", **more)).rows
    assert {data.split(":")[0] for row in rows for _, data in row} == verbs


def test_a_digest_names_each_question_once() -> None:
    shown = digest([grade("zh", replaces=True), grade("zh", replaces=True, number=2, probe_id="x", score=4.0)])  # type: ignore[list-item]  # written out as plain values here
    assert parse_html(shown.parts[0]).splitlines() == [
        "2 个评分出来了",
        "",
        "第 1/3 题 · 评分已更新：7.5/10",
        "第 2/3 题追问 · 评分已更新：4.0/10",
    ]


def sample(parameter: inspect.Parameter) -> Any:
    known = {"mode": "coach", "kind": "interview", "name": "coach"}
    if parameter.annotation in ("int", "float"):
        return 3
    return known.get(parameter.name, NASTY) if parameter.annotation == "str" else False


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_program_survives_nasty_values(language: Language) -> None:
    say = catalogue(language).telegram
    for name, function in inspect.getmembers(say, inspect.isfunction):
        values = {p.name: sample(p) for p in inspect.signature(function).parameters.values()}
        parts = show(card(name, language, **values)).parts
        assert all(0 < units(parse_html(part)) <= AT_MOST for part in parts), name


def test_buttons_fit_whatever_they_name() -> None:
    longest = keyboards.choose_mode(ChooseButton(keyboards.topic_code("x" * 64), "5", "10"), "zh")
    ticks = keyboards.ticks(INTERVIEW, 999, [0.5] * 20, "zh")
    assert all(len(data.encode()) <= DATA_AT_MOST for rows in (longest, ticks) for row in rows for _, data in row)
    assert keyboards.topic_of(keyboards.topic_code("rag"), ["attention", "rag"]) == "rag"
    assert keyboards.topic_of("nonsense", ["attention", "rag"]) is None
