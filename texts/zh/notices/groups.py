"""群里的话和关于小组的话：中文。"""

from __future__ import annotations

from typing import assert_never

from app.messages.groups import (
    AssignmentTold,
    GroupNotice,
    QuizAnsweredBefore,
    QuizAsked,
    QuizClosed,
    QuizOpenAlready,
    QuizTable,
    QuizUsage,
)
from texts import mark, topic_name


def group(notice: GroupNotice) -> str:
    match notice:
        case QuizAsked():
            return _quiz(notice)
        case QuizOpenAlready():
            return "这里已经有一道题了，回复那条消息作答。"
        case QuizClosed():
            return "这道题已经截止。"
        case QuizAnsweredBefore(name):
            return f"{name}，以你的第一个回答为准。"
        case QuizUsage(near):
            return f"没有这个主题。你是想说 {near} 吗？" if near else "没有这个主题；只写 /quiz 就随机出题。"
        case QuizTable():
            return _table(notice)
        case AssignmentTold(topic, day, name):
            asked = f"小组 {name} 的任务：" if name else "给你的任务："
            by = f"{asked}{day} 前练完“{topic_name(topic, 'zh')}”。"
            return f"{by}每日一练的新题会从这里出，点按钮现在就开始。"
        case _:
            assert_never(notice)


def _quiz(quiz: QuizAsked) -> str:
    count = f"已有 {quiz.answers} 个回答" if quiz.answers else "回复这条消息作答"
    closes = f"{count}，{quiz.minutes} 分钟后截止，评分私下发给你。"
    return f"群问答 · {topic_name(quiz.topic, 'zh')}\n\n{quiz.text}\n\n{closes}"


def _table(table: QuizTable) -> str:
    title = f"答题截止，共 {table.answers} 个回答" if table.answers else "答题截止，没有人回答。"
    return f"{title}{_figures(table)}\n\n参考答案\n{table.reference}"


def _figures(table: QuizTable) -> str:
    if not table.best:
        return ""
    said = [f"谈到 {one.touched}/{table.points}" if table.estimated else mark(one.mark) for one in table.best]
    best = "\n".join(f"{n}. {one.name} · {told}" for n, (one, told) in enumerate(zip(table.best, said, strict=True), 1))
    return f"\n\n{best}\n\n{'未核实对错' if table.estimated else f'平均：{mark(table.mean)}'}"
