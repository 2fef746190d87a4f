"""水平测试的话：中文。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.messages.ability import AbilityImpossible, AbilityNotice, AbilityOpening, AbilityResult, NoAbility


def test(notice: AbilityNotice) -> str:
    match notice:
        case AbilityOpening():
            return "\n".join(_opening(notice))
        case AbilityResult():
            return "\n".join(_result(notice))
        case NoAbility(_, answers, needed):
            return (
                f"这次没有水平分：核实过对错的回答只有 {answers} 条，至少要 {needed} 条。"
                "没有评委时，每题对照参考答案自评（/check）才算数。"
            )
        case AbilityImpossible():
            return "你没做过的题不够出一份测试了。测试只用没见过的题，否则测的是记性。"
        case _:
            assert_never(notice)


def _opening(notice: AbilityOpening) -> Iterator[str]:
    yield f"水平测试：最多 {notice.at_most} 题，测准了就提前结束。题目是按“你大概会错一半”来挑的，答不上来很正常。"
    yield "不追问，也不给提示；和另一次测试没有重复的题。"
    if not notice.judged:
        yield "现在没有评委：每题答完对照参考答案用 /check 自评，不自评就没有水平分。"
    if notice.before:
        yield "做完会和上一次比。"


def _result(notice: AbilityResult) -> Iterator[str]:
    by = "自评" if notice.self_rated else "评委"
    yield f"水平：{notice.mean:.1f}/10，九成把握在 {notice.low:.1f} 到 {notice.high:.1f} 之间（{notice.answers} 题，{by}）。"
    yield "指的是中等难度的题预期得几分，不是这次的平均分。"
    if (change := notice.change) is not None:
        yield f"比上一次 {change.by:+.1f}，九成把握在 {change.low:+.1f} 到 {change.high:+.1f} 之间。"
        if change.low <= 0 <= change.high:
            yield "区间里有 0：还不能说有变化。"
