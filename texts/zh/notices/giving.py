"""把回答给出去做标注时的话：中文。"""

from __future__ import annotations

from typing import assert_never

from app.messages.giving import GiveAsked, GiveBack, GivenListed, GiveRefused, GiveTaken, GiveUsage, GivingNotice


def giving(notice: GivingNotice) -> str:
    match notice:
        case GiveUsage(name):
            hint = f"例如 /give {name}。" if name else "先答一题再来。"
            return f"你可以把一条回答给出去，让人来标注，用来检验评分准不准。给之前会先给你看原文；随时能收回。{hint}"
        case GiveAsked(name, question, answer):
            return (
                f"要给出去的就是下面这些，一字不差；不带名字，也不带时间。\n\n题目：{question}\n\n回答：{answer}\n\n"
                f"里面有不想给别人看的就别给。确定要给：/give {name} 是"
            )
        case GiveTaken(number):
            return f"收到，谢谢！编号 {number}，想收回就发 /give back {number}。已经导出给标注人的那一份收不回。"
        case GiveRefused(name):
            return f"{name or '这一条'}给不了：只能给已经答过的文字回答；太长的、代码、你自己的项目和经历都不收。"
        case GivenListed(count, shown):
            lines = [f"{one.number} 号：{one.question} {one.answer}" for one in shown]
            return "\n".join([f"你给出去了 {count} 条：", *lines, "收回用 /give back 加编号。"])
        case GiveBack(number, found):
            return f"{number} 号收回了，以后的导出里不会再有。" if found else f"没有 {number} 号；/give 看给了哪些。"
        case _:
            assert_never(notice)
