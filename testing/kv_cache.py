"""A question to judge answers to, and answers whose verdicts are known."""

from __future__ import annotations

from grader.grade import Grade
from questions.model import KeyPoint, Lines, Task, Text

KV = Task(
    Text("KV Cache 缓存了什么，为什么能加速？", "What does the KV cache store, and why is it faster?"),
    Text(
        "缓存各层历史 token 的 K、V；因果掩码下它们不变，每步只算新 token。",
        "It stores keys and values of past tokens; under a causal mask they do not change.",
    ),
    (
        KeyPoint(
            "what", Text("缓存各层历史 token 的 K、V", "keys and values of past tokens"), 3, ("key", "value", "K、V")
        ),
        KeyPoint(
            "why",
            Text("因果掩码下历史 K/V 不随新 token 改变", "under a causal mask past K/V never change"),
            2,
            ("因果掩码", "causal", "不变", "never change"),
            Lines(("新 token 会更新之前所有的 K 和 V",), ("every new token updates all earlier keys",)),
        ),
        KeyPoint("cost", Text("显存随长度与并发线性增长", "memory grows linearly with length"), 1, ("线性", "linear")),
    ),
)
FULL = "每层的 key 和 value 都存下来：在因果掩码下它们不变。显存随长度线性增长（linear）。"
HALF = "每层的 key 和 value 都存下来。"
ENGLISH = "It keeps key and value of every layer. With a causal mask they never change. Memory is linear, 线性."
WRONG = "新 token 会更新之前所有的 K 和 V。"
STRANGE = [
    "", " \n\t ", "。。。", "🙂🙂", "不知道", "I don't know", "\x00\x07", "\u200b\u200d\ufeff", "‮מימין לשמאל", "\ud800 lone",
    "𝕂𝕍 ｃａｃｈｅ", "def f(k, v):\n    return {k: v}", "K" * 100_000, "缓存" * 50_000, "(" * 5000, "<|im_end|>" * 500,
    "ключ и значение", "a\u0301" * 2000, "=" * 300,
]  # fmt: skip
ALL_COVERED = {"what": "covered", "why": "covered", "cost": "covered"}


def found(grade: Grade) -> dict[str, str]:
    return {v.id: v.verdict.value for v in grade.verdicts}
