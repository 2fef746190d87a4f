"""Messages told apart: where the thresholds cut, and clear cases of both languages by the packaged weights."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from interview.aside_evaluation import COSTS, read_lines, report
from interview.aside_features import Message
from interview.asides import Answer, Aside, AsideKind, Unsure, Weights, judge
from interview.asked import asked
from questions.bank import Bank, load_bank
from tests.unit.interview.build import question

DATA = Path(__file__).parents[3] / "training" / "data" / "asides.jsonl"


@cache
def bank() -> Bank:
    return load_bank([])


def weights(bias: float) -> Weights:
    """Every message is an answer with the probability of this bias; half is one, a quarter is below the other threshold."""
    kinds = {"wait": {"bias": 0.0, "weights": {}}, "stop": {"bias": 1.0986, "weights": {}}}  # 1 : 3
    return Weights.of(
        {"answer": {"bias": bias, "weights": {}}, "kinds": kinds, "answer_from": 0.5, "aside_below": 0.25}
    )


MESSAGE = Message.of("anything", asked(question()))


def test_a_long_text_is_an_answer() -> None:
    asked_for = bank().questions["attn-kv-cache"]
    assert isinstance(judge("please give me a hint. " * 3, asked_for), Aside)
    assert judge("please give me a hint. " * 30, asked_for) == Answer()


def test_from_the_upper_threshold_on_it_is_an_answer() -> None:
    assert weights(0.0).judge(MESSAGE) == Answer()


def test_between_the_thresholds_it_is_not_clear() -> None:
    assert weights(-0.01).judge(MESSAGE) == Unsure(AsideKind.STOP)
    assert weights(-1.0986).judge(MESSAGE) == Unsure(AsideKind.STOP), "the lower threshold itself"


def test_below_the_lower_threshold_it_is_the_likeliest_aside() -> None:
    found = weights(-1.3863).judge(MESSAGE)  # an answer with probability 1/5
    assert isinstance(found, Aside)
    assert found.kind is AsideKind.STOP
    assert found.confidence == pytest.approx(0.8 * 0.75, abs=1e-3)


ASIDES = [
    ("attn-kv-cache", None, "稍等一下，我先想两分钟", AsideKind.WAIT),
    ("attn-kv-cache", None, "請再說一次題目，剛剛沒看清楚", AsideKind.REPEAT),
    ("rag-basics", None, "换一道简单点的题行不行", AsideKind.EASIER),
    ("rag-basics", None, "直接告诉我标准答案吧", AsideKind.REVEAL),
    ("rag-basics", None, "能给点提示吗", AsideKind.HINT),
    ("rag-basics", None, "今天就到这里，结束吧", AsideKind.STOP),
    ("rag-basics", None, "一共还有几道题？", AsideKind.META),
    ("rag-basics", None, "凭什么判我错，我明明写了", AsideKind.DISPUTE),
    ("rag-basics", None, "完全不知道，没学过", AsideKind.IDK),
    ("moe-sparse-activation", None, "hang on, give me a minute to think", AsideKind.WAIT),
    ("moe-sparse-activation", None, "sorry, could you repeat the question?", AsideKind.REPEAT),
    ("moe-sparse-activation", None, "can we do an easier question please", AsideKind.EASIER),
    ("moe-sparse-activation", None, "please just show me the answer", AsideKind.REVEAL),
    ("moe-sparse-activation", None, "could you give me a hint", AsideKind.HINT),
    ("moe-sparse-activation", None, "let's stop here for today", AsideKind.STOP),
    ("moe-sparse-activation", None, "how many questions are left?", AsideKind.META),
    ("moe-sparse-activation", None, "why was that marked wrong? I wrote exactly that", AsideKind.DISPUTE),
    ("moe-sparse-activation", None, "no idea, never heard of it", AsideKind.IDK),
]


@pytest.mark.parametrize(("question_id", "probe", "text", "kind"), ASIDES)
def test_a_plain_aside_is_told_with_its_kind(question_id: str, probe: str | None, text: str, kind: AsideKind) -> None:
    found = judge(text, bank().questions[question_id], probe)
    assert isinstance(found, Aside), found
    assert found.kind is kind
    assert 0 < found.confidence <= 1


ANSWERS = [
    (
        "attn-kv-cache",
        None,
        "每层把历史 token 的 key 和 value 存下来，新的一步只算一个 token，代价是显存随长度线性增长",
    ),
    ("attn-kv-cache", "size-example", "10 GiB"),
    ("attn-kv-cache", "edit-prefix", "等于每分钟缓存全部失效，应该把时间挪到最后，前缀就能复用了"),
    (
        "train-loss-spikes",
        None,
        "I would stop the run, roll back to the checkpoint before the spike and skip the bad batches",
    ),
    (
        "arch-residual",
        None,
        "the skip connection adds x back, so gradients flow through the identity and deep nets train",
    ),
    ("align-hallucination", "guess-value", "没有倒扣就该猜，不会也比空着强，倒扣超过三分之一才该选不答"),
    (
        "rag-basics",
        "empty-result",
        "I'm not sure about the details, but it returns top-k anyway and the model makes something up",
    ),
    ("decode-token-budget", "detect-cut", "看 finish_reason，统计 stop 和 length 各占多少，长度顶着上限的就是被截断了"),
]


@pytest.mark.parametrize(("question_id", "probe", "text"), ANSWERS)
def test_an_answer_is_one_whatever_words_it_holds(question_id: str, probe: str | None, text: str) -> None:
    assert judge(text, bank().questions[question_id], probe) == Answer()


def test_a_probe_that_is_gone_is_read_as_its_question() -> None:
    open_question = bank().questions["attn-kv-cache"]
    assert judge("稍等一下，我想想", open_question, "gone") == judge("稍等一下，我想想", open_question)


@pytest.mark.parametrize("text", ["", " \n ", "…", "🤷", "?", "x" * 12_000, "等" * 12_000])
def test_any_text_gets_a_judgement(text: str) -> None:
    assert isinstance(judge(text, bank().questions["rag-basics"], None, ("", text)), Answer | Aside | Unsure)


@pytest.mark.slow
def test_the_packaged_weights_fit_the_features() -> None:
    """A feature that is renamed or counted in another way makes the lines they were fitted on come out wrong."""
    with DATA.open("rb") as lines:
        labelled = read_lines(lines, bank().get)[::4]
    figures = report(labelled, [judge(one.text, one.question, one.probe, one.before) for one in labelled])
    assert [name for name in COSTS if figures[name] > 0.02] == []
    assert figures["kind_right"] > 0.97
