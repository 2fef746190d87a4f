"""What a machine can find wrong with questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from questions.bank import Bank
from questions.leaks import leak, leaks
from questions.lint import check, check_bank
from questions.model import Check, KeyPoint, Kind, Language, Lines, Probe, Purpose, Question, Source, Text
from questions.problem import Problem, Severity
from questions.similar import Texts, by_meaning, nearest_by_meaning
from questions.text import has_han
from testing.questions import question

GOOD = question()


def said(problems: list[Problem]) -> str:
    return "\n".join(f"{problem.severity}: {problem}" for problem in problems)


def test_what_a_question_builds_on_is_there_and_easier() -> None:
    easy, hard = replace(GOOD, id="easy", level=1), replace(GOOD, id="hard", level=3)
    made = replace(GOOD, level=2, builds_on=("easy", "hard", "gone"))
    found = [
        str(one) for one in check_bank(Bank({one.id: one for one in (made, easy, hard)})) if one.place == "builds_on"
    ]
    assert found == [
        f"{made.id}: builds_on: names 'hard' of level 3; name an easier one.",
        f"{made.id}: builds_on: names 'gone', which is no question.",
    ]


def test_a_good_question_is_left_alone() -> None:
    assert said(check(GOOD, packaged=True)) == ""


POINT = GOOD.key_points[0]
PROBE = GOOD.probes[0]


def rung(id: str, *then: Probe) -> Probe:
    return replace(PROBE, id=id, then=then)


def checked(check: Check) -> Question:
    return replace(GOOD, key_points=(replace(POINT, check=check), *GOOD.key_points[1:]))


def with_point(n: int, probe: Text | None = None, **changed: object) -> Question:
    """The good question with point `n` changed, and the text of its last probe."""
    points = list(GOOD.key_points)
    points[n] = replace(points[n], **changed)  # type: ignore[arg-type]  # the tests name fields that exist
    last = replace(GOOD.probes[2], question=probe or GOOD.probes[2].question)
    return replace(GOOD, key_points=tuple(points), probes=(*GOOD.probes[:2], last))


FAULTS: list[tuple[Question, str]] = [
    (replace(GOOD, question=Text("只有中文？")), "error: kv-cache: question.en: is missing"),
    (replace(GOOD, reference=Text("", "English")), "error: kv-cache: reference.zh: is missing"),
    (replace(GOOD, question=Text("中文", "这里也是中文")), "question.en: is written in Chinese"),
    (replace(GOOD, hints=Lines(GOOD.hints.zh, GOOD.hints.zh)), "error: kv-cache: hints[1].en: is written in Chinese"),
    (replace(GOOD, key_points=GOOD.key_points[:1], probes=(rung("a", rung("b")),)), "error: kv-cache: key_points: are 1;"),
    (replace(GOOD, key_points=GOOD.key_points * 3, kind=Kind.CONCEPT), "key_points: are 9; such a question has 2–6"),
    (replace(GOOD, key_points=GOOD.key_points * 3, kind=Kind.OPEN), "key_points: are 9; such a question has 2–8"),
    (replace(GOOD, scope=Text("只有中文")), "error: kv-cache: scope.en: is missing"),
    (
        replace(GOOD, key_points=(replace(POINT, alternatives=(Text("只有中文"),)), *GOOD.key_points[1:])),
        "error: kv-cache: key_points[reuse].or[1].en: is missing",
    ),
    (
        replace(GOOD, probes=(replace(PROBE, hints=Lines(("一", "二"), ("one",))), *GOOD.probes[1:])),
        "error: kv-cache: probes[on-reuse].hints.zh: are 2 for 1 key points",
    ),
    (checked(Check("plenty")), "error: kv-cache: key_points[reuse].check: 'plenty' is no number"),
    (checked(Check("64 GiB", ("about 68.7 GB",))), "key_points[reuse].check: 'about 68.7 GB' is no number"),
    (checked(Check("64 GiB", within=5)), "warning: kv-cache: key_points[reuse].check.within: accepts 500%"),
    (replace(GOOD, hints=Lines(("一",), ("one",))), "error: kv-cache: hints.zh: are 1 for 3 key points"),
    (replace(GOOD, probes=()), "error: kv-cache: probes: have fewer than two rungs"),
    (replace(GOOD, probes=GOOD.probes[1:]), "key_points[reuse]: is probed by nothing"),
    (replace(GOOD, kind=Kind.CODE), "error: kv-cache: question.zh: is a code question without code"),
    (replace(GOOD, question=Text("长" * 300, "short")), "warning: kv-cache: question.zh: has 300 characters"),
    (replace(GOOD, sources=()), "error: kv-cache: sources: are missing"),
    (replace(GOOD, sources=(Source("Book"),)), "warning: kv-cache: sources[Book].url: is no web address"),
    (replace(GOOD, covers=("12", "code-9")), "error: kv-cache: covers: names code-9"),
    (replace(GOOD, topic="other"), "warning: kv-cache: topic: 'other' is none of the packaged topics"),
    (
        replace(GOOD, key_points=(replace(POINT, misconceptions=Lines(("一",), ("a", "b"))), *GOOD.key_points[1:])),
        "misconceptions: are 1 in zh and 2 in en; quote a text with a comma",
    ),
    (
        replace(GOOD, key_points=(replace(POINT, terms=("KV", "kv")), *GOOD.key_points[1:])),
        "key_points[reuse].terms: name kv twice",
    ),
    (replace(GOOD, question=Text("什么是缓存？它占多少？", "What is it for?")), "question.zh: asks 2 questions; ask one"),
    (
        replace(GOOD, question=Text("什么是缓存？", "What is it, why is it fast, and what does it cost?")),
        "question.en: asks 3 questions; ask one",
    ),
    (
        replace(GOOD, key_points=(replace(POINT, terms=("20", "复用")), *GOOD.key_points[1:])),
        "key_points[reuse].terms: hold the bare number '20'",
    ),
    (
        replace(GOOD, key_points=(replace(POINT, terms=("“复用”",)), *GOOD.key_points[1:])),
        "key_points[reuse].terms: hold “复用” with its quotation marks",
    ),
    (
        replace(GOOD, probes=(replace(PROBE, question=Text("你刚才说的代价怎么减轻？", "Why?")), *GOOD.probes[1:])),
        "probes[on-reuse].question.zh: speaks of '你刚才说的'",
    ),
    (
        with_point(0, terms=("键值复用", "key reuse"), probe=Text("键值复用率多高？", "How much does key reuse save?")),
        "probes[on-decode].question: takes key point 'reuse' for said",
    ),
    (
        with_point(0, misconceptions=Lines(("K/V 永远不能复用",), ("Keys are never computed once",))),
        "misconceptions[1]: only denies the point",
    ),
    (
        with_point(2, text=Text("批量越大越划算", "Large batches pay off")),
        "key_points[decode]: is not in the reference",
    ),
    (
        replace(GOOD, scope=Text("不用讲线性增长。", "No need to speak of 线性.")),
        "key_points[memory]: is wanted, but the scope says '不用讲线性增长'",
    ),
    (replace(GOOD, level=1, reference=Text(GOOD.reference.zh + "长" * 280, GOOD.reference.en)), "more than the 280 of level 1"),
    (replace(GOOD, level=5), "key_points: are 3; level 5 has 4–6"),
    (
        replace(GOOD, level=1, probes=tuple(replace(p, purpose=Purpose.MEASURE) for p in GOOD.probes)),
        "probes: ask for 4 numbers, more than the 2 of level 1",
    ),
    (replace(GOOD, probes=(rung("a", rung("b", rung("c", rung("d")))),)), "probes[d]: cannot be reached: it stands on rung 4"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "message"), FAULTS, ids=[message.split(": ", 1)[-1][:40] for _, message in FAULTS])
def test_each_fault_is_found(bad: Question, message: str) -> None:
    assert message in said(check(bad, packaged=True))


LEFT_ALONE: list[Question] = [
    replace(GOOD, question=Text("什么叫“为什么快？为什么省？”（怎么省？）", "What does \"Why? And how?\" (why?) mean?")),
    replace(GOOD, question=Text("多久一次，每次改什么？", "How often, and what changes each time?")),
    replace(GOOD, key_points=(replace(POINT, terms=("64 GiB", "33%", "6248")), *GOOD.key_points[1:])),
    replace(GOOD, probes=(replace(PROBE, needs=("memory",), question=Text("你刚才说的占用怎么算？", "Why?")), *GOOD.probes[1:])),
    replace(
        GOOD,
        key_points=(
            replace(POINT, misconceptions=Lines(("缓存永远在 CPU 里",), ("The cache never leaves the CPU",))),
            *GOOD.key_points[1:],
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize("sound", LEFT_ALONE)
def test_what_only_looks_like_a_fault_is_left_alone(sound: Question) -> None:
    assert said(check(sound, packaged=True)) == ""


def test_a_probe_whose_words_are_about_another_point_is_misaimed() -> None:
    about = Text("占用随长度怎样线性增长？", "How does its size grow linearly with length?")
    bad = replace(
        GOOD,
        probes=(replace(PROBE, question=about, reference=about, key_points=(GOOD.key_points[1],)), *GOOD.probes[1:]),
    )
    assert "probes[on-reuse].aims_at: aims at 'reuse', but its words are nearer to 'memory'" in said(check(bad))
    half = replace(PROBE, question=Text("占用随长度怎样线性增长？", "Why?"))
    assert "nearer" not in said(check(replace(GOOD, probes=(half, *GOOD.probes[1:]))))  # in one language only


DAY = date(2026, 11, 30)
OLD = (Source("Somebody, On caches (2019)", "https://example.org/paper"),)


@pytest.mark.parametrize(
    ("aged", "question"),
    [
        (True, replace(GOOD, sources=OLD)),
        (True, replace(GOOD, sources=OLD, reviewed=(date(2025, 11, 1),))),
        (False, replace(GOOD, sources=OLD, reviewed=(date(2024, 1, 1), date(2026, 1, 1)))),
        (False, replace(GOOD, sources=(*OLD, Source("A newer one (2024)", "https://example.org")))),
        (False, replace(GOOD, sources=OLD, topic="sequence")),
        (False, GOOD),
    ],
)
def test_old_sources_want_another_reading(aged: bool, question: Question) -> None:
    assert ("sources: are of 2019 at the newest" in said(check(question, today=DAY))) is aged
    assert "at the newest" not in said(check(question))


@pytest.mark.parametrize(
    "quantity", ["64 GiB", "640M tokens", "6.4 亿", "6.7x", "+40%", "7.8e22 FLOP", "12,288", "0.49s", "295 FLOP/byte"]
)
def test_a_number_with_its_unit_is_a_quantity(quantity: str) -> None:
    assert said(check(checked(Check(quantity, (quantity,), 0.05)))) == ""


def test_an_open_question_has_up_to_eight_criteria_and_needs_no_sources() -> None:
    points = tuple(replace(POINT, id=f"p{n}") for n in range(8))
    hints = Lines(tuple("一二三四五六七八"), tuple("abcdefgh"))
    probes = tuple(rung(f"r{n}", *([rung("deeper")] if n == 0 else [])) for n in range(8))
    probes = tuple(
        replace(probe, aims_at=f"p{n}", then=tuple(replace(one, aims_at=f"p{n}") for one in probe.then))
        for n, probe in enumerate(probes)
    )
    made = replace(GOOD, kind=Kind.OPEN, key_points=points, hints=hints, probes=probes, sources=())
    assert said(check(made)) == ""


def test_criteria_may_be_named_by_probes_and_scope_and_asked_for_in_numbers() -> None:
    telling = replace(PROBE, question=POINT.text, purpose=Purpose.MEASURE)
    many = (*GOOD.probes, *(replace(telling, id=f"m{n}") for n in range(6)))
    facts = said(check(replace(GOOD, probes=many, scope=POINT.text)))
    criteria = said(check(replace(GOOD, probes=many, scope=POINT.text, kind=Kind.OPEN)))
    assert f"tells key point {POINT.id!r}" in facts
    assert "numbers, more than" in facts
    assert "tells key point" not in criteria
    assert "numbers, more than" not in criteria


def test_a_hint_does_not_say_a_criterion_for_the_person() -> None:
    hints = Lines((POINT.text.zh, *GOOD.hints.zh[1:]), (POINT.text.en, *GOOD.hints.en[1:]))
    assert f"hints.en[1]: tells key point {POINT.id!r}" in said(check(replace(GOOD, hints=hints, kind=Kind.OPEN)))


def test_long_code_is_no_long_stem() -> None:
    code = Text("这段代码做什么？\n```python\n" + "x = 1\n" * 100 + "```", "What does it do?\n```python\nx = 1\n```")
    assert said(check(replace(GOOD, kind=Kind.CODE, question=code))) == ""


def test_what_is_one_s_own_may_have_one_language() -> None:
    chinese = replace(GOOD, question=Text("中文？"), hints=Lines(("一", "二", "三")))
    assert [p for p in check(chinese) if p.severity is Severity.ERROR] == []


# -- leaks -----------------------------------------------------------------------------------------------------------

ROTATION = KeyPoint(
    POINT.id,
    Text("旋转位置编码把相对位置写进查询和键的点积", "Rotary encoding puts the relative position into the dot product"),
    3,
    ("RoPE", "旋转位置编码", "relative position"),
)


@pytest.mark.parametrize(
    ("zh", "en", "place"),
    [
        ("想想 RoPE 怎么做的", "two", ""),
        ("想想旋转位置编码", "two", "hints.zh[1]"),
        ("一", "What about the relative position?", "hints.en[1]"),
        ("查询和键的点积里，相对位置写进哪里？", "two", "hints.zh[1]"),
        ("把两个向量转一个角度，夹角取决于什么？", "Turn both arrows; what does the angle between depend on?", ""),
    ],
)
def test_a_hint_that_tells_is_found_and_one_that_leads_is_not(zh: str, en: str, place: str) -> None:
    made = replace(
        GOOD, key_points=(ROTATION, *GOOD.key_points[1:]), hints=Lines((zh, "二", "三"), (en, "two", "three"))
    )
    errors = [found[0] for found in leaks(made) if found[2] is Severity.ERROR]
    assert errors == ([place] if place else [])


def test_a_probe_s_hints_and_the_scope_are_measured_like_a_question_s() -> None:
    telling = "Rotary encoding puts the relative position into the dot product"
    hinted = replace(PROBE, key_points=(ROTATION,), hints=Lines(("一",), (telling,)))
    made = replace(GOOD, probes=(hinted, *GOOD.probes[1:]))
    assert [(place, severity) for place, _, severity in leaks(made)] == [
        ("probes[on-reuse].hints.en[1]", Severity.ERROR)
    ]
    made = replace(GOOD, key_points=(ROTATION, *GOOD.key_points[1:]), scope=Text("单卡即可", telling))
    assert [place for place, *_ in leaks(made)] == ["scope.en"]


TELLING = [
    ("显存高是因为全模型都要存梯度和 Adam 的两份状态", "bf16 权重和梯度、fp32 的 Adam 两份状态，全参大约要多少显存？"),
    (
        "要同时看有害应答率和正常请求的误拒率",
        "模型 A 有害应答 2%、误拒 20%；B 有害应答 4%。线上有 1% 的请求有害，你选哪个？",
    ),
    (
        "在小模型上用更高学习率复现不稳定，便宜地检验对策",
        "在小模型上把学习率扫到多高，才算复现了大模型上的那类不稳定？",
    ),
    ("Key 有按通道的离群值：K 按通道、V 按 token 分组", "KV 的离群值为什么主要在 K 而不在 V，并且沿通道稳定？"),
    (
        "Policy, reference, reward and value models together make it complex, memory-hungry and sensitive",
        "Policy and value are fully trained; reference and reward only run, in bf16. How much memory?",
    ),
    (
        "Look at harmful answers and at false refusals of harmless requests together",
        "Model A answers 2% of harmful requests and refuses 20% of harmless ones; B 4% and 3%. Which one do you choose?",
    ),
]
LEADING = [
    ("后面的阶段只能在采样得到的回答里优化；起点差，好样本就很少", "采样不到的好回答，能得到奖励吗？"),
    ("不会，所有得分同除一个正数，只有文档侧的范数影响排序", "对同一个查询来说，各篇文档的得分分别变了几倍？"),
    ("prefill 受算力限制，decode 受显存带宽限制，所以手段不同", "一次算一整段和一次只算一个，GPU 分别在等什么？"),
    (
        "Later stages optimise among what can be sampled; from a poor start good samples are rare",
        "Can a good answer be rewarded if it is never sampled?",
    ),
    (
        "The residual stream is unbounded, logits are too large and the output nearly useless",
        "How large has the residual stream become by the last layer?",
    ),
]


def told_of(point: str, text: str) -> tuple[float, float]:
    language: Language = "zh" if has_han(point) else "en"
    found = leak(text, KeyPoint("p", Text(**{language: point}), 2), "", language)
    return found.share, found.told


@pytest.mark.parametrize(("point", "text"), TELLING)
def test_what_tells_has_a_high_share_in_either_language(point: str, text: str) -> None:
    share, told = told_of(point, text)
    assert (share >= 0.45, told >= 3) == (True, True), (share, told)


@pytest.mark.parametrize(("point", "text"), LEADING)
def test_what_leads_has_a_low_share_in_either_language(point: str, text: str) -> None:
    share, told = told_of(point, text)
    assert share < 0.4 or told < 3, (share, told)


def test_a_word_counts_like_two_characters() -> None:
    assert told_of("梯度、状态、Adam", "梯度") == (pytest.approx(1 / 3), 1.0)
    assert told_of("梯度、状态、Adam", "Adam") == (pytest.approx(1 / 3), 1.0)


def test_an_alternative_answer_is_told_like_the_point() -> None:
    point = replace(ROTATION, alternatives=(Text("复数乘法给出角度差", "Complex products give angle differences"),))
    assert leak("复数乘法给出什么角度差？", point, "", "zh").share > 0.7
    assert leak("Do complex products give angle differences?", point, "", "en").share == 1.0


def test_a_figure_that_is_still_to_be_said_is_no_leak() -> None:
    point = KeyPoint("p", Text("每个参数从 8 字节降到约 2 字节", "8-bit moments save about 6 bytes per parameter"), 2)
    hint = "If moments weren't kept in 32 bits, how many bytes would each parameter save?"
    hinted = replace(PROBE, key_points=(point,), hints=Lines(("一",), (hint,)))
    assert list(leaks(replace(GOOD, probes=(hinted, *GOOD.probes[1:])))) == []
    plain = replace(hinted, key_points=(replace(point, text=Text("省", "Moments save bytes per parameter")),))
    found = [place for place, *_ in leaks(replace(GOOD, probes=(plain, *GOOD.probes[1:])))]
    assert found == ["probes[on-reuse].hints.en[1]"]


def test_a_short_term_in_a_hint_is_a_doubt() -> None:
    made = replace(GOOD, key_points=(ROTATION, *GOOD.key_points[1:]), hints=Lines(("想想 RoPE", "二", "三")))
    assert [(place, severity) for place, _, severity in leaks(made)] == [("hints.zh[1]", Severity.WARNING)]


def test_what_the_stem_says_already_is_no_leak() -> None:
    stem = "RoPE 的旋转位置编码怎样把相对位置写进查询和键的点积？"
    assert leak("旋转位置编码写进点积", ROTATION, stem, "zh").words == ()
    assert leak("RoPE 和旋转位置编码", ROTATION, stem, "zh").terms == ()


def test_a_probe_that_answers_itself_is_found() -> None:
    telling = replace(PROBE, question=Text("缓存是因为历史 token 的 K/V 只算一次，对吗？", "Why?"), then=())
    assert "probes[on-reuse].question.zh" in [place for place, *_ in leaks(replace(GOOD, probes=(telling,)))]


def test_a_figure_that_is_asked_for_is_no_leak() -> None:
    point = KeyPoint("sum", Text("7B 参数的优化器状态一共 84 GB", "84 GB of optimizer states for 7B parameters"), 2)
    asking = replace(
        PROBE, question=Text("7B 参数的优化器状态一共多少？", "Optimizer states of 7B parameters?"), key_points=(point,)
    )
    assert list(leaks(replace(GOOD, probes=(asking,)))) == []


# -- likeness --------------------------------------------------------------------------------------------------------

CHUNKS = replace(
    GOOD, id="chunks", question=Text("RAG 切块的大小和重叠怎么定？", "How do you choose chunk size and overlap?")
)
CHUNKS_AGAIN = replace(
    CHUNKS, id="chunks-again", question=Text("做 RAG 时切块大小与重叠如何定？", "Picking chunk size, overlap?")
)
NORMS = replace(GOOD, id="norms", question=Text("LayerNorm 和 RMSNorm 差在哪里？", "LayerNorm against RMSNorm?"))


def test_two_questions_that_are_one_are_found() -> None:
    bank = Bank({one.id: one for one in (CHUNKS, CHUNKS_AGAIN, NORMS)})
    near = [problem for problem in check_bank(bank) if "looks like" in problem.message]
    assert [(p.where, p.severity) for p in near] == [("chunks", Severity.WARNING)]
    assert "chunks-again" in near[0].message
    bank = Bank({one.id: one for one in (CHUNKS, replace(CHUNKS, id="copy"), NORMS)})
    assert [p.severity for p in check_bank(bank) if "looks like" in p.message] == [Severity.ERROR]


def test_meaning_finds_what_words_do_not() -> None:
    known = {CHUNKS.question.en: [1.0, 0.0], NORMS.question.en: [0.0, 1.0], "Where to cut documents?": [0.96, 0.28]}
    cut = replace(GOOD, id="cut", question=Text("在哪里下刀？", "Where to cut documents?"))
    found = list(
        by_meaning((CHUNKS, NORMS, cut), lambda texts: np.array([known[text] for text in texts], dtype=np.float32))
    )
    assert [(pair.one, pair.other, pair.by) for pair in found] == [("chunks", "cut", "meaning")]
    nearest = nearest_by_meaning(
        (CHUNKS, NORMS), "Where to cut documents?", lambda texts: np.array([known[t] for t in texts])
    )
    assert [near.question.id for near in nearest] == ["chunks", "norms"]
    bank = Bank({one.id: one for one in (CHUNKS, NORMS, cut)})
    assert "by meaning" in said(check_bank(bank, lambda texts: np.array([known[t] for t in texts], dtype=np.float32)))
    assert list(by_meaning((CHUNKS,), lambda texts: np.zeros((1, 2), dtype=np.float32))) == []


def test_many_questions_are_compared_quickly() -> None:
    texts = Texts((f"q{n}", f"topic {n % 97} item {n} 问题{n}") for n in range(3_000))
    assert all(0 <= pair.likeness <= 1 for pair in texts.pairs(0.9))
