"""命令行说的话：中文。"""

from __future__ import annotations

NO_DRILLS = "还没有每日一练。"


def forgotten(name: str, number: int) -> str:
    return f"{name}（#{number}）的一切都已删除。"
