"""Telegram 菜单和按钮上的字：中文。"""

from __future__ import annotations

TICKS = {"1": "答到了", "h": "一半", "0": "没答到"}
COMMANDS = {
    "interview": "开始面试：主题和题数，或用按钮选择",
    "drill": "每日一练：now、时间（如 21:30）或 off",
    "plan": "按面试日期安排复习",
    "hint": "给当前题一个提示",
    "skip": "跳过当前题",
    "why": "为什么问这题，分数依据是什么",
    "check": "自己确认答到了哪些要点",
    "appeal": "申诉：要点编号和理由",
    "stop": "结束面试",
    "report": "我的进展",
    "history": "最近的面试",
    "topics": "可以问的主题",
    "settings": "模式、语言、时区、每日一练",
    "language": "语言：zh 或 en",
    "timezone": "时区，如 Asia/Shanghai",
    "export": "导出我的全部数据",
    "forget": "删除我的全部数据",
    "help": "我听得懂的命令",
}
GROUP_COMMANDS = {"quiz": "给群里出一道题", "help": "我听得懂的命令"}
ADMIN_COMMANDS = {"stats": "使用情况统计"}
DIRECTIONS = {"algorithms": "算法与训练", "inference": "推理与部署", "agents": "RAG 与智能体"}


def description() -> str:
    return "大模型与机器学习工程岗位的模拟面试，中文、英文都可以：针对你没答到的地方连环追问，逐个要点评分，薄弱要点每天练。"


def short_description() -> str:
    return "大模型与机器学习工程师的模拟面试，中英双语"


# -- 最初几分钟 -------------------------------------------------------------------------------------------------------


def warmup_button() -> str:
    return "☕ 三分钟热身"


def direction(name: str) -> str:
    return DIRECTIONS[name]


def date_button() -> str:
    return "📅 我有面试日期"


# -- 选择面试 ---------------------------------------------------------------------------------------------------------


def any_topic_button() -> str:
    return "🎲 混合，先练薄弱点"


def any_level_button() -> str:
    return "适合我的"


def count_button(count: int) -> str:
    return f"{count} 题"


def mode(name: str) -> str:
    return {"coach": "🧑‍🏫 陪练", "exam": "🎓 模考"}[name]


# -- 面试中 -----------------------------------------------------------------------------------------------------------


def unknown_button() -> str:
    return "🤷 不会"


def hint_button() -> str:
    return "💡 提示"


def skip_button() -> str:
    return "⏭ 下一题"


def why_button() -> str:
    return "❓ 为什么问"


def stop_button() -> str:
    return "⏹ 结束"


def wrong_button() -> str:
    return "🚩 题目有误"


def receipt_button() -> str:
    return "🧾 依据"


def appeal_button() -> str:
    return "⚖️ 申诉"


def again_button() -> str:
    return "🔁 再来一场"


def report_button() -> str:
    return "📈 我的进展"


def all_as_shown_button() -> str:
    return "✔ 都按标记（●）"


def all_ticked_button() -> str:
    return "✔ 已记录"


def yes() -> str:
    return "是"


def no() -> str:
    return "否"


def use_answer_button() -> str:
    return "✔ 是，评分"


def drop_answer_button() -> str:
    return "✖ 不是"


# -- 设置 -------------------------------------------------------------------------------------------------------------


def mode_button(mode: str) -> str:
    return "改为模考" if mode == "coach" else "改为陪练"


def zone_button() -> str:
    return "🕘 时区"


def drill_button() -> str:
    return "🔔 每日一练"
