"""备考计划的话：中文。"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from app.messages.plans import (
    NoPlan,
    PlanDropped,
    PlanEmpty,
    PlanNotice,
    PlanOutlook,
    PlanPast,
    PlanPoints,
    PlanToday,
    PlanTooFar,
    PlanUsage,
)
from texts import topic_name


def plan(notice: PlanNotice) -> str:
    match notice:
        case PlanUsage():
            return "没看懂是哪天。可以写 12月21日、3周后、下周五，例如 /plan 12月21日；/plan off 取消。"
        case PlanDropped():
            return "计划已取消，复习按平常的节奏来。"
        case NoPlan():
            return "还没有计划。告诉我面试是哪天，复习就按那天来排，例如 /plan 12月21日，或 /plan 3周后。"
        case PlanPast(day):
            return f"{_day(day)}已经过去了，写一个以后的日期吧。"
        case PlanToday():
            return "就是今天，来不及排计划了。用 /drill now 复习最要紧的要点。祝面试顺利！"
        case PlanTooFar(day):
            return f"{_day(day)}太远了，计划最多排两年。"
        case PlanEmpty(day, days):
            return f"面试日期 {_day(day)}，还剩 {days} 天。还没有练过的要点，先面试几题，计划才有内容。"
        case PlanOutlook():
            return "\n".join(_outlook(notice))
        case _:
            assert_never(notice)


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日（周{'一二三四五六日'[day.weekday()]}）"


def _outlook(plan: PlanOutlook) -> Iterator[str]:
    if plan.heavy:
        yield f"面试日期 {_day(plan.day)}，还剩 {plan.days} 天，{plan.heavy} 个重点能复习 {plan.fits} 个。"
    else:
        yield f"面试日期 {_day(plan.day)}，还剩 {plan.days} 天。练过的题里还没有重点要点，多面试几题，计划才完整。"
    yield f"按 {plan.drills} 次练习、每次约 {plan.minutes} 分钟算；越近复习越密，最后 72 小时每个重点再过一遍。"
    if plan.assumed:
        yield "（每日一练还没打开，先按每天一次算：/drill 21:30 打开。）"
    if plan.fits < plan.heavy:
        yield f"\n时间不够。排不下的 {plan.heavy - plan.fits} 个重点："
        yield _listed(plan.left_out)
        if plan.enough:
            yield f"最后三天每天约 {plan.enough} 分钟就能全部复习：/drill minutes {plan.enough}。"
    if plan.dropped.count:
        yield f"\n可以放下的次要要点 {plan.dropped.count} 个：\n{_listed(plan.dropped)}"
    if plan.unsure.count:
        yield f"\n预计到那天还不稳的要点 {plan.unsure.count} 个：\n{_listed(plan.unsure)}"


def _listed(points: PlanPoints) -> str:
    """显示出来的要点，一行一个，以及还有多少。"""
    lines = [f"· {topic_name(point.topic, 'zh')}: {point.text}" for point in points.shown]
    rest = points.count - len(points.shown)
    return "\n".join(lines + ([f"……还有 {rest} 个"] if rest else []))
