"""Whatever is to be said becomes HTML that Telegram reads, short enough, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from app.messages.answering import Listening, RefusalTold
from app.messages.interview import (
    AppealMessage,
    Deduction,
    DuePoint,
    GradeMessage,
    HintMessage,
    JudgedPoint,
    PointSummary,
    ProbeMessage,
    QuestionMessage,
    ReadingLink,
    ResultMessage,
    ResultPoint,
    SummaryMessage,
    TopicSummary,
)
from app.messages.values import Envelope, Message, Notice, NoticeContent
from bot import keyboards
from bot.buttons import DATA_AT_MOST, ChooseButton
from bot.render import digest, show
from bot.split import AT_MOST, units
from grader.grade import CREDIT, Contradicted, FalseStatement, Flag, GradedBy, Method, Verdict
from interview.effects import Refusal
from interview.marks import MarkSource
from interview.model import Mode, Outcome, Reason
from questions.model import LANGUAGES, Kind, Language
from testing.botapi import parse_html
from testing.notices import samples

BY_WORDS = GradedBy(Method.WORDS)
NASTY = 'a<b & c > "d" `x<y` <script> &amp; 😀 \x00\u202e\u0007 ``` _*[]()~#+-=|{}.!'
INTERVIEW = "f" * 32
CODED = f"{NASTY}\n```python\nif a<b and c&d:\n    pass\n```\n{NASTY}"


def point(verdict: Verdict, text: str = NASTY) -> JudgedPoint:
    return JudgedPoint(id="p", text=text, weight=2, verdict=verdict, credit=CREDIT[verdict], quote=NASTY, why=NASTY)


def grade(language: Language, **more: Any) -> GradeMessage:
    made = GradeMessage(
        interview=INTERVIEW, turn=1, number=1, of=3, question_id="q", probe_id=None, score=7.5, low=7.5, high=7.5,
        provisional=False, pending=False, failed=False, replaces=False, graded_by=GradedBy(Method.JUDGE, "m"),
        points=tuple(point(verdict) for verdict in Verdict),
        penalties=(Deduction(Contradicted("p"), 0.75), Deduction(FalseStatement("", NASTY, "minor"), 0.5)),
        flags=(Flag.INJECTION,), feedback=NASTY, language=language,
    )  # fmt: skip
    return replace(made, **more)


def question(language: Language) -> QuestionMessage:
    return QuestionMessage(
        interview=INTERVIEW, mode=Mode.COACH, turn=1, number=1, of=3, question_id="q", topic="attention", level=3,
        kind=Kind.CODE, language=language, text=CODED,
    )  # fmt: skip


def probe(language: Language) -> ProbeMessage:
    return ProbeMessage(
        interview=INTERVIEW, mode=Mode.COACH, turn=1, number=1, of=3, probe=2, question_id="q", probe_id="x", aims_at="p",
        reason=Reason.MISSING, language=language, text=CODED,
    )  # fmt: skip


def result(language: Language) -> ResultMessage:
    covered = ResultPoint(id="p", text=NASTY, unprompted=1.0, after=1.0, verdict=Verdict.COVERED, quote=NASTY)
    return ResultMessage(
        interview=INTERVIEW, number=1, of=3, question_id="q", topic="attention", question=NASTY, first=6.0, after=7.5,
        low=6.0, high=6.0, marked_by=MarkSource.JUDGE, points=(covered,), reference=NASTY * 80, language=language,
        sources=(ReadingLink(NASTY, 'https://x.y/?a="b"&c=<d>', ""), ReadingLink("t", "", "")),
    )  # fmt: skip


def summary(language: Language) -> SummaryMessage:
    topic = TopicSummary(topic="attention", marked_by=MarkSource.SELF, questions=2, first=6.0, after=7.5)
    named = PointSummary("q", "p", NASTY, 0.5)
    return SummaryMessage(
        interview=INTERVIEW, finished=True, asked=3, answered=2, skipped=1, ungraded=1, first=6.0, after=7.5,
        marked_by=MarkSource.JUDGE, overall=(replace(topic, topic=""),), topics=(topic,), strongest=(named,), weakest=(named,),
        coming=(DuePoint("q", "p", NASTY, "2026-12-24"),), language=language,
    )  # fmt: skip


def messages(language: Language) -> list[Message]:
    return [
        question(language),
        probe(language),
        HintMessage(interview=INTERVIEW, turn=1, point="p", language=language, text=NASTY),
        grade(language),
        grade(language, score=None, low=2.0, high=8.0),
        grade(language, provisional=True, graded_by=BY_WORDS, flags=(Flag.UNCALIBRATED,), score=None, low=None, high=None),
        grade(language, provisional=True, pending=True),
        grade(language, failed=True, score=None, points=()),
        result(language),
        summary(language),
        replace(summary(language), finished=False, answered=0, skipped=0),
        AppealMessage(
            interview=INTERVIEW, turn=1, point="p", text=NASTY, outcome=Outcome.OVERTURNED, before=Verdict.MISSING,
            after=Verdict.COVERED, why=NASTY, score=8.0, language=language,
        ),
        Notice(RefusalTold(Refusal.OUTDATED), language),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_html_that_telegram_reads(language: Language) -> None:
    for message in messages(language):
        shown = show(Envelope(message))
        for part in shown.parts:
            assert 0 < units(parse_html(part)) <= AT_MOST
            assert "\x00" not in part
        for row in shown.rows:
            assert all(label and len(data.encode()) <= DATA_AT_MOST for label, data in row)


@pytest.mark.parametrize(("mode", "hints"), [(Mode.COACH, 1), (Mode.EXAM, 0)])
def test_an_exam_offers_no_hint(mode: Mode, hints: int) -> None:
    for message in (replace(question("en"), mode=mode), replace(probe("en"), mode=mode)):
        verbs = [data.split(":")[0] for row in show(Envelope(message)).rows for _, data in row]
        assert verbs.count("h") == hints
        assert {"u", "s", "w", "r", "x"} <= set(verbs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_bank_says_arrives_as_it_was_written(language: Language) -> None:
    asked = show(Envelope(question(language)))
    assert "if a<b and c&d:\n    pass" in parse_html(asked.parts[0])
    assert '<pre><code class="language-python">' in asked.parts[0]
    assert "1/3" in parse_html(asked.parts[0])
    assert "7.5/10" in parse_html(show(Envelope(grade(language))).parts[0])


def test_what_was_not_covered_is_veiled_until_the_question_is_through() -> None:
    points = (point(Verdict.COVERED, "said"), point(Verdict.MISSING, "the very thing"))
    html = show(Envelope(grade("en", points=points))).parts[0]
    assert "<tg-spoiler>the very thing</tg-spoiler>" in html
    assert "<tg-spoiler>said" not in html


def test_the_model_answer_is_folded() -> None:
    assert "<blockquote expandable>" in "".join(show(Envelope(result("zh"))).parts)


@pytest.mark.parametrize(
    ("more", "verbs"),
    [
        ({}, {"w", "a", "p", "b"}),
        ({"provisional": True}, {"k", "p", "b"}),
        ({"provisional": True, "pending": True}, set()),
        ({"provisional": True, "graded_by": GradedBy(Method.TRIAGE)}, set()),
        ({"failed": True}, set()),
    ],
)
def test_buttons_under_a_grade_follow_from_who_graded(more: dict[str, Any], verbs: set[str]) -> None:
    rows = show(Envelope(grade("zh", **more))).rows
    assert {data.split(":")[0] for row in rows for _, data in row} == verbs


def test_a_digest_names_each_question_once() -> None:
    shown = digest([grade("zh", replaces=True), grade("zh", replaces=True, number=2, probe_id="x", score=4.0)])
    assert parse_html(shown.parts[0]).splitlines() == [
        "2 个评分出来了",
        "",
        "第 1/3 题 · 评分已更新：7.5/10",
        "第 2/3 题追问 · 评分已更新：4.0/10",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", get_args(NoticeContent), ids=lambda kind: kind.__name__)
def test_every_word_of_the_program_survives_nasty_values(kind: type[Any], language: Language) -> None:
    for content in samples(kind, text=NASTY):
        if isinstance(content, Listening):  # the id of an interview is ours
            content = replace(content, interview=INTERVIEW)
        parts = show(Envelope(Notice(content, language))).parts
        assert all(0 < units(parse_html(part)) <= AT_MOST for part in parts)


def test_buttons_fit_whatever_they_name() -> None:
    longest = keyboards.choose_mode(ChooseButton(keyboards.topic_code("x" * 64), "5", "10"), "zh")
    ticks = keyboards.ticks(INTERVIEW, 999, [0.5] * 20, "zh")
    assert all(len(data.encode()) <= DATA_AT_MOST for rows in (longest, ticks) for row in rows for _, data in row)
    assert keyboards.topic_of(keyboards.topic_code("rag"), ["attention", "rag"]) == "rag"
    assert keyboards.topic_of("nonsense", ["attention", "rag"]) is None
