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
    ResultProbe,
    SummaryMessage,
    TopicSummary,
)
from app.messages.values import Envelope, Message, Notice, NoticeContent
from bot import keyboards
from bot.buttons import DATA_AT_MOST, ChooseButton, LoopButton, unpack
from bot.render import digest, show
from bot.split import AT_MOST, units
from cli.terminal.render import text as in_terminal
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


@pytest.mark.parametrize("provisional", [False, True])
def test_while_a_question_is_open_what_was_not_said_is_a_count(provisional: bool) -> None:
    points = tuple(point(verdict, f"the {verdict.value} one") for verdict in Verdict)
    text = parse_html(show(Envelope(grade("en", points=points, provisional=provisional))).parts[0])
    assert "the covered one" in text
    assert "the missing one" not in text and "the contradicted one" not in text and "the unjudged one" not in text
    assert ("the partial one" in text) is provisional  # touched, if nobody judged; half right, if a judge did
    assert ("touched 2/5" if provisional else "✅1 🌗1 ⚪1 ❌1 ❔1") in text


ALL = tuple(point(verdict) for verdict in Verdict)
ESTIMATES: list[tuple[str, dict[str, Any], str, str]] = [
    ("touched", {}, "谈到 2/5 个要点 · 未核实对错", "touched 2/5 · correctness not verified"),
    (
        "suspected",
        {"suspected": ("k",), "points": (*ALL, replace(ALL[2], id="k", quote="K 不能缓存" + "每步重算" * 10))},
        f"可能与参考相矛盾：“K 不能缓存{'每步重算' * 8}每…” · 谈到 2/6 个要点 · 未核实对错",
        f"May contradict the reference: “K 不能缓存{'每步重算' * 8}每…” · touched 2/6 · correctness not verified",
    ),
    (
        "suspected twice",
        {"suspected": ("k", "p"), "points": (*ALL[:1], replace(ALL[2], id="k", quote="so K changes"))},
        "等 2 处 · 谈到 1/2 个要点 · 未核实对错",
        "and 1 more · touched 1/2 · correctness not verified",
    ),
    (
        "uncalibrated",
        {"flags": (Flag.UNCALIBRATED,), "score": None},
        "谈到一部分 · 未核实对错",
        "partly on the points · correctness not verified",
    ),
    ("ticked", {"provisional": False, "marked_by": MarkSource.SELF}, "自评 7.5/10", "Self-rated 7.5/10"),
    ("not known", {"graded_by": GradedBy(Method.TRIAGE), "score": 0.0}, "没关系，先记作不会。", "OK, noted as not known."),
]  # fmt: skip


@pytest.mark.parametrize(("id", "more", "zh", "en"), ESTIMATES, ids=[e[0] for e in ESTIMATES])
def test_what_nobody_checked_has_no_number(id: str, more: dict[str, Any], zh: str, en: str) -> None:
    estimated: dict[str, Any] = {"provisional": True, "graded_by": BY_WORDS, "flags": ()}
    texts: dict[Language, str] = {"zh": zh, "en": en}
    for language, expected in texts.items():
        message = grade(language, **(estimated | more))
        for said in (parse_html(show(Envelope(message)).parts[0]), in_terminal(message).plain):
            assert expected in said
            assert ("/10" in said) is (id == "ticked")


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_and_summaries_of_estimates_have_no_number(language: Language) -> None:
    point = ResultPoint(id="p", text="x", unprompted=0.6, after=0.6, verdict=Verdict.PARTIAL, quote="", suspected=True)
    estimated = replace(
        result(language), marked_by=MarkSource.ESTIMATE, provisional=True, points=(point,), to_tick=True
    )
    topic = TopicSummary(
        topic="attention", marked_by=MarkSource.ESTIMATE, questions=2, first=6.0, after=7.5, touched=3, of=5
    )
    whole = replace(
        summary(language), marked_by=MarkSource.ESTIMATE, provisional=True, overall=(topic,), topics=(topic,)
    )
    for message, said in (
        (estimated, {"zh": "谈到 1/1", "en": "touched 1/1"}),
        (whole, {"zh": "谈到 3/5", "en": "touched 3/5"}),
    ):
        for text in (parse_html("".join(show(Envelope(message)).parts)), in_terminal(message).plain):
            assert said[language] in text
            assert "/10" not in text


def test_the_model_answer_is_folded() -> None:
    assert "<blockquote expandable>" in "".join(show(Envelope(result("zh"))).parts)


def test_a_result_is_one_message_however_long_it_is() -> None:
    probe = ResultProbe(
        name="1.1",
        turn=2,
        question="q" * 900,
        reference="r" * 900,
        marked_by=MarkSource.JUDGE,
        to_tick=False,
        points=(),
    )
    shown = show(Envelope(replace(result("en"), reference="m" * 3000, probes=(probe,) * 3)))
    assert len(shown.parts) == 1
    assert "m" * 3000 in shown.parts[0]


def test_signs_show_where_a_point_stands_after_probing() -> None:
    lifted = ResultPoint(
        id="p", text="lifted", unprompted=0.0, after=0.5, verdict=Verdict.MISSING, quote="", stands=Verdict.PARTIAL
    )
    assert "🌗 1. lifted" in show(Envelope(replace(result("en"), points=(lifted,)))).parts[0]


@pytest.mark.parametrize(
    ("more", "verbs"),
    [
        ({}, {"w", "a", "p", "b"}),
        ({"provisional": True}, {"p", "b"}),
        ({"provisional": True, "pending": True}, set()),
        ({"provisional": True, "graded_by": GradedBy(Method.TRIAGE)}, set()),
        ({"failed": True}, set()),
    ],
)
def test_buttons_under_a_grade_follow_from_who_graded(more: dict[str, Any], verbs: set[str]) -> None:
    rows = show(Envelope(grade("zh", **more))).rows
    assert {data.split(":")[0] for row in rows for _, data in row} == verbs


@pytest.mark.parametrize(
    ("by", "to_tick", "verbs"),
    [
        (MarkSource.JUDGE, False, {"w", "a"}),
        (MarkSource.ESTIMATE, True, {"ok", "fix"}),
        (MarkSource.SELF, True, {"ok", "fix"}),  # the follow-ups are not ticked yet
        (MarkSource.SELF, False, {"fix"}),
        (MarkSource.NONE, False, set()),
    ],
)
def test_buttons_under_a_result_follow_from_who_marked_it(by: MarkSource, to_tick: bool, verbs: set[str]) -> None:
    rows = show(Envelope(replace(result("en"), marked_by=by, to_tick=to_tick))).rows
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
        if isinstance(content, Listening):  # these are ours
            content = replace(content, interview=INTERVIEW, unclear="0a1b2c3d")
        parts = show(Envelope(Notice(content, language))).parts
        assert all(0 < units(parse_html(part)) <= AT_MOST for part in parts)


def test_buttons_fit_whatever_they_name() -> None:
    longest = keyboards.choose_mode(ChooseButton(keyboards.topic_code("x" * 64), "5", "10"), "zh")
    ticks = keyboards.ticks(INTERVIEW, 999, [0.5] * 20, "zh", others=[("50", 998), ("50.1", 999)])
    assert all(len(data.encode()) <= DATA_AT_MOST for rows in (longest, ticks) for row in rows for _, data in row)
    assert keyboards.topic_of(keyboards.topic_code("rag"), ["attention", "rag"]) == "rag"
    assert keyboards.topic_of("nonsense", ["attention", "rag"]) is None


@pytest.mark.parametrize(("code", "left"), [(True, "00010"), (False, "10010")])
def test_the_last_part_that_can_be_held_cannot_be_left_out(code: bool, left: str) -> None:
    choice = LoopButton("10010", "45", pressure=False, begin=False)
    (_, data), *_ = keyboards.choose_loop(choice, "en", code=code, judged=True)[0]
    intro = unpack(data)
    assert isinstance(intro, LoopButton)
    assert intro.stages == left
