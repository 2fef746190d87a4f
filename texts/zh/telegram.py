"""只有 Telegram 里才说的话：中文。"""

from __future__ import annotations

from texts.zh.interview import place

STALE = "这个按钮已经过时了。"
TAKEN_AS_ANSWER = "好，算作你的回答。"
TICK_OFFER = "对照参考答案，点一下确认才会记入。"
TICKS_COUNT = "没核实过的不会安排复习：在每题小结下面点一下确认，才会记入。"


YOUR_ANSWER = "你的回答"
NO_ANSWER = "这一问没有回答。"


def debrief_title(name: str, page: int, of: int) -> str:
    asked = f"追问 {name}" if "." in name else f"第 {name} 题"
    return f"逐题回顾 {page}/{of} · {asked}"


def probe_name(name: str) -> str:
    return f"追问 {name}"


def digest_title(count: int) -> str:
    return f"{count} 个评分出来了"


def of_question(number: int, of: int, probe: bool) -> str:
    return f"{place(number, of)}追问" if probe else place(number, of)


EXPORT_CAPTION = "这里保存的关于你的全部数据。"
FORGOTTEN = "关于你的一切都已删除。用 /start 重新开始。"
