"""Sentences turned into their opposite by one rule each: a negation, a word swapped for its opposite, another number."""

from __future__ import annotations

import re
from random import Random

from questions.model import Language


def _pair(told: str) -> tuple[str, str]:
    one, _, other = told.partition(" ")
    return one, other


_OPPOSITES: dict[Language, str] = {
    "zh": (
        "增加 减少|增大 减小|变大 变小|升高 降低|提高 降低|更多 更少|更快 更慢|"
        "更高 更低|更大 更小|更长 更短|更强 更弱|之前 之后|前向 反向|训练 推理|"
        "需要 不需要|可以 不能|能 不能|会 不会|是 不是|独立 相关|输入 输出|第一 最后|"
        "编码器 解码器|线性 平方|无关 有关|最大 最小|最高 最低|左 右|有 没有|变慢 变快|"
        "节省 浪费|上升 下降|串行 并行|离线 在线|短 长|少 多|低 高|小 大|慢 快|"
        "必须 不必|容易 很难|冻结 更新|稀疏 稠密|显存 算力|带宽 算力|延迟 吞吐|正 负|"
        "偏小 偏大|随 不随|全部 部分|先 后"
    ),
    "en": (
        "increase decrease|increases decreases|more less|more fewer|higher lower|larger smaller|"
        "bigger smaller|longer shorter|faster slower|before after|is is not|are are not|can cannot|"
        "does does not|input output|inputs outputs|training inference|first last|with without|encoder decoder|"
        "linear quadratic|linearly quadratically|best worst|most least|independent dependent|raises lowers|"
        "rises falls|grow shrink|grows shrinks|slow fast|high low|large small|long short|cheap expensive|"
        "forward backward|keys queries|sparse dense|needs doesn't need|always never|past future|left right|"
        "stronger weaker|easier harder|saves wastes|prefill decode|memory compute|latency throughput|"
        "stable unstable|frozen trained|online offline|must need not|all none of|up down|earlier later|"
        "same different"
    ),
}
_PAIRS = {language: [_pair(told) for told in every.split("|")] for language, every in _OPPOSITES.items()}
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
_NEGATED = {
    "zh": re.compile(r"(?:并不|不会|不是|不能|不需要|没有|不)"),
    "en": re.compile(r"(?:n't|\bnot|\bcannot|\bno longer)\b"),
}
_PLAIN = {"并不": "", "不会": "会", "不是": "是", "不能": "能", "不需要": "需要", "没有": "有", "不": ""}


def flipped(text: str, language: Language, random: Random) -> str | None:
    """The text with one thing turned round, at random among what can be; None where there is nothing."""
    ways = [*_swaps(text, language), *_numbers(text, random), *_without_negation(text, language)]
    return random.choice(ways) if ways else None


def _swaps(text: str, language: Language) -> list[str]:
    found = []
    for pair in _PAIRS[language]:
        for one, other in (pair, pair[::-1]):
            pattern = re.escape(one) if language == "zh" else rf"\b{re.escape(one)}\b"
            if other.startswith(("不", "没")) and re.search(f"[不没]{pattern}", text):
                continue
            if re.search(pattern, text):
                found.append(re.sub(pattern, other, text, count=1))
    return found


def _numbers(text: str, random: Random) -> list[str]:
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return []
    at = random.choice(numbers)
    changed = float(at[0]) * random.choice((0.25, 0.5, 2, 3, 10))
    return [f"{text[: at.start()]}{changed:g}{text[at.end() :]}"]


def _without_negation(text: str, language: Language) -> list[str]:
    found = _NEGATED[language].search(text)
    if found is None:
        return []
    return [text[: found.start()] + _PLAIN.get(found[0], "") + text[found.end() :]]
