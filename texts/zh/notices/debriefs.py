"""面试当天前后的话：前一晚的一页、复盘、分享：中文。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.messages.debriefs import (
    CompanyAsks,
    DayNotice,
    DebriefAsked,
    DebriefDone,
    DebriefGone,
    DebriefOpened,
    DebriefQuestion,
    EvePage,
    OutcomeAsked,
    OutcomeTold,
    ShareAsked,
    SharedWithGroup,
    WentTold,
)
from texts import topic_name

WENT: dict[WentTold, str] = {"good": "👍", "half": "😐", "bad": "👎", "untold": "❔"}
OUTCOMES: dict[OutcomeTold, str] = {"passed": "过了", "failed": "没过", "waiting": "还没消息", "untold": "没说"}
TO_ASK = (
    "这个岗位头三个月，最希望解决的是哪件事？",
    "团队现在怎么判断一次改动真的变好了？",
    "最近一次上线出问题，是怎么发现、怎么处理的？",
)


def day(notice: DayNotice) -> str:
    match notice:
        case DebriefAsked(company):
            where = f"{company} 的面试" if company else "这次面试"
            return f"{where}问了什么？一行一个问题，可以分几条发，也可以发文件，发完点 ✅。只有你能看到。"
        case DebriefOpened():
            return "昨天的面试怎么样？用 /debrief 把问到的题发给我，没答好的 24 小时内就会回来练。"
        case DebriefQuestion(_, number, of, text, match):
            same = f"\n题库里的同一题：{match}" if match else "\n题库里没有这道题。"
            return f"第 {number}/{of} 题：{text}{same}\n答得怎么样？"
        case OutcomeAsked():
            return "结果呢？"
        case DebriefDone():
            return "\n".join(_done(notice))
        case ShareAsked(_, groups, company, month, texts):
            listed = "\n".join(f"· {text}" for text in texts)
            return (
                f"会匿名给小组 {groups} 的，只有公司（{company}）、月份（{month}）和这些题，给出后 /forget 不会收回：\n"
                f"{listed}\n确定吗？"
            )
        case SharedWithGroup(questions, groups):
            return f"已匿名给小组 {groups}：{questions} 道题。"
        case DebriefGone():
            return "没有这次复盘，或者已经处理过了。/debrief 记一次新的。"
        case CompanyAsks():
            return "\n".join(_company(notice))
        case EvePage():
            return "\n".join(_eve(notice))
        case _:
            assert_never(notice)


def _done(done: DebriefDone) -> Iterator[str]:
    yield f"复盘：{done.company or '面试'}，{done.day:%Y-%m-%d}，{OUTCOMES[done.outcome]}"
    yield from (f"{WENT[one.went]} {one.text}" for one in done.questions)
    if done.back:
        yield f"\n没答好的 {done.back} 道，接下来的练习和面试会先出。"


def _company(asks: CompanyAsks) -> Iterator[str]:
    yield f"{asks.company}，小组里有人被问过：" if asks.questions else f"小组里还没有人分享过“{asks.company}”的题。"
    for one in asks.questions:
        yield f"· {one.month} {one.text}"
        if one.match:
            yield f"→ {one.match}"


def _eve(page: EvePage) -> Iterator[str]:
    yield f"明天（{page.day:%m-%d}）面试。今天不练了，看这一页，早点睡。"
    if page.points:
        yield "\n最不稳的要点："
        for number, point in enumerate(page.points, 1):
            yield f"{number}. {topic_name(point.topic, 'zh')}：{point.text}"
            if point.said:
                yield f"你上次说：“{point.said}”"
    if page.formulas:
        yield "\n公式："
        yield from (f"· {one}" for one in page.formulas)
    if page.numbers:
        yield "\n你项目里的数字："
        yield from (f"· {one}" for one in page.numbers)
    yield "\n可以反问的三个问题："
    yield from (f"· {one}" for one in TO_ASK)
