"""整场面试的话：中文。"""

from __future__ import annotations

from typing import assert_never

from app.messages.loops import (
    LoopNotice,
    LoopPaused,
    LoopPlanned,
    NoLoopOpen,
    NoScorecard,
    NoStages,
    StageBegins,
    StageTime,
)
from interview.loop import Signal
from texts.zh.loop import BEGINS, BEGINS_UNDER_PRESSURE, STAGES

NO_STAGES = "没有能面的部分：至少选一个；跑不了代码的地方没有手撕。"


def loop(notice: LoopNotice) -> str:
    match notice:
        case LoopPlanned():
            return _planned(notice)
        case StageBegins():
            return _begins(notice)
        case StageTime(Signal.NEARLY, minutes, following):
            return f"⏳ 还有 {minutes} 分钟{f'进入{STAGES[following]}' if following else '结束'}。"
        case StageTime(Signal.OVER, _, following):
            return f"⏳ 这部分时间到了，答完这一问就{f'进入{STAGES[following]}' if following else '结束'}，不着急收尾。"
        case StageTime():
            raise AssertionError(notice)
        case LoopPaused(0):
            return "⏸ 停表了，这部分的时间已经到了。想继续的时候直接答题就行。"
        case LoopPaused(minutes):
            return f"⏸ 停表了，这部分还剩 {minutes} 分钟。想继续的时候直接答题就行。"
        case NoLoopOpen():
            return "现在没有在进行的整场面试。"
        case NoStages():
            return NO_STAGES
        case NoScorecard():
            return "还没有整场面试的成绩单，面完一场才有。"
        case _:
            assert_never(notice)


def _planned(notice: LoopPlanned) -> str:
    if not notice.stages:
        return NO_STAGES
    lines = [
        f"整场面试，{notice.minutes} 分钟：",
        *(f"· {STAGES[one.stage]} {one.minutes} 分钟" for one in notice.stages),
    ]
    told = "反馈最后一起给，像真的面试一样。" if notice.silent else "每答完一问就给反馈。"
    lines += ["", f"每部分到点就在下一问之前换，不会打断你。中途可以停表。{told}"]
    if notice.pressure:
        lines.append("压力模式：节奏快、追着挑战你。只改语气和节奏，评分标准不变。")
    if notice.no_sandbox:
        lines.append(f"这里跑不了代码（{notice.no_sandbox}），所以没有手撕这部分。")
    if not notice.judged:
        lines.append("没有评委：成绩单按你的自评和代码测试来写，评判过的要点不够就不给结论。")
    if notice.soon:
        lines.append("离面试不到 48 小时了，更建议看看薄弱点、早点休息。真想练也可以。")
    return "\n".join(lines)


def _begins(notice: StageBegins) -> str:
    sentences = BEGINS_UNDER_PRESSURE if notice.pressure else BEGINS
    told = sentences[notice.stage]
    return f"▶ {STAGES[notice.stage]}（约 {notice.minutes} 分钟）\n{told[notice.variant % len(told)]}"
