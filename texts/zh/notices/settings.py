"""只有 Telegram 里才说的话，关于设置和保存的数据：中文。"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from app.messages.settings import (
    AlertOver,
    AlertRaised,
    DataNotice,
    DateAsked,
    ForgetAsked,
    HistoryListed,
    LanguageAsked,
    LanguageSet,
    Listing,
    ModeSet,
    NoHistory,
    NoPage,
    NothingForgotten,
    PageLink,
    SettingNotice,
    SettingsShown,
    TopicsListed,
    UsageFigures,
    ZoneAsked,
    ZoneGuessed,
    ZoneSet,
    ZoneUnknown,
)
from interview.model import Mode
from texts import LANGUAGE_NAMES, topic_name

OCCASIONS = {"interview": "面试", "drill": "每日一练", "warmup": "热身", "quiz": "群问答"}
MODES = {Mode.COACH: "陪练", Mode.EXAM: "模考"}


def setting(notice: SettingNotice) -> str:
    match notice:
        case SettingsShown():
            return _settings(notice)
        case ModeSet(mode):
            return f"之后的面试用{MODES[mode]}模式。"
        case LanguageSet():
            return "从现在起我说中文。正在进行的面试还用原来的语言。"
        case LanguageAsked():
            return "用哪种语言？"
        case ZoneGuessed(at, zone):
            return f"你那里现在是 {at:%H:%M} 吗？（{zone}）"
        case ZoneAsked():
            return "你在哪个时区？请回复这条消息，例如 Asia/Shanghai 或 Europe/Berlin。"
        case ZoneSet(zone, at):
            return f"你的时区是 {zone}，现在 {at:%H:%M}。"
        case ZoneUnknown(name):
            return f"我不认识时区“{name}”。例如写 /timezone Asia/Shanghai。"
        case DateAsked():
            return "面试是哪天？回复这条消息就行，比如 12月21日、3周后、下周五。"
        case _:
            assert_never(notice)


def _settings(wished: SettingsShown) -> str:
    mode, language = MODES[wished.mode], LANGUAGE_NAMES[wished.language]
    drill = f"{wished.drill:%H:%M}" if wished.drill else "关"
    return f"模式：{mode}\n语言：{language}\n时区：{wished.zone}\n每日一练：{drill}"


ALERTS = {
    "intake": "收不到新消息",
    "webhook": "webhook 没有设好",
    "handling": "消息处理不了",
    "delivery": "回复发不出去",
    "judge": "评分服务拒绝请求",
    "backup": "很久没有备份",
    "disk": "磁盘快满了",
}  # by part of the program


def data(notice: DataNotice) -> str:
    match notice:
        case AlertRaised(part, why):
            return f"⚠️ {ALERTS.get(part, part)}：{why}"
        case AlertOver(part):
            return f"✅ 已恢复正常（{ALERTS.get(part, part)}）"
        case ForgetAsked():
            return "要删除你的全部面试、分数、复习和设置吗？删除后无法恢复。"
        case NothingForgotten():
            return "什么都没有删除。"
        case Listing(title, lines):
            return f"{title}\n\n{lines}"
        case TopicsListed():
            return _topics(notice)
        case HistoryListed():
            return _history(notice)
        case PageLink():
            return f"你的网页：{notice.url}\n链接 {notice.minutes} 分钟内有效，只能登录一次。"
        case NoPage():
            return "这里没有网页。"
        case NoHistory():
            return "还没有面试。用 /interview 开始。"
        case UsageFigures():
            return (
                f"用户 {notice.people} 人，7 天内活跃 {notice.active} 人\n"
                f"面试 {notice.interviews} 场，回答 {notice.answers} 个\n"
                f"等待评分 {notice.waiting} 个，未发出的消息 {notice.unsent} 条"
            )
        case _:
            assert_never(notice)


def _topics(listed: TopicsListed) -> str:
    lines = (f"{topic_name(t.topic, 'zh')} – {t.topic}（{t.questions}）" for t in listed.topics)
    return _listed("主题（题数）", lines)


def _history(listed: HistoryListed) -> str:
    lines = (
        f"{past.begun:%Y-%m-%d %H:%M} · {OCCASIONS[past.occasion]} · 问了 {past.asked}/{past.questions} 题"
        for past in listed.interviews
    )
    return _listed("最近的面试", lines)


def _listed(title: str, lines: Iterable[str]) -> str:
    return "\n\n".join(filter(None, [title, "\n".join(lines)]))
