"""Telegram 菜单和按钮上的字：中文。"""

from __future__ import annotations

from interview.aside_replies import AsideReply
from interview.asides import AsideKind
from interview.ramp import Seniority

TICKS = {"1": "答到了", "h": "一半", "0": "没答到"}
COMMANDS = {
    "interview": "开始面试：主题和题数，或用按钮选择",
    "loop": "整场面试：自我介绍、项目、通识、手撕、反问",
    "project": "我的项目：讲、存、被追问、对比（可加：科研、课程）",
    "aim": "备考目标：贴岗位描述、简历或面经",
    "debrief": "面试之后：记下问了什么、答得怎样",
    "test": "水平测试：测出你在哪儿，练一阵再测",
    "drill": "每日一练：now、时间（如 21:30）或 off",
    "plan": "按面试日期安排复习",
    "hint": "要一个提示",
    "skip": "跳过当前题",
    "why": "为什么问这题，分数依据是什么",
    "check": "自己确认答到了哪些要点",
    "appeal": "觉得判错了：写要点编号和理由",
    "stop": "结束面试",
    "report": "我的进展",
    "history": "最近的面试",
    "topics": "有哪些主题",
    "web": "在浏览器里打开你的网页",
    "settings": "模式、语言、时区、每日一练",
    "language": "语言：zh 或 en",
    "timezone": "时区，如 Asia/Shanghai",
    "export": "导出我的全部数据",
    "forget": "删除我的全部数据",
    "give": "给出一条回答让人标注，可收回",
    "help": "有哪些命令",
}
GROUP_COMMANDS = {"quiz": "给群里出一道题", "help": "有哪些命令"}
ADMIN_COMMANDS = {"stats": "使用情况"}
DIRECTIONS = {"algorithms": "算法与训练", "inference": "推理与部署", "agents": "RAG 与智能体"}


DESCRIPTION = (
    "大模型与机器学习工程岗位的模拟面试，中文、英文都可以：针对你没答到的地方连环追问，逐个要点评分，薄弱要点每天练。"
)
SHORT_DESCRIPTION = "大模型与机器学习工程师的模拟面试，中英双语"


# -- 最初几分钟 -------------------------------------------------------------------------------------------------------


WARMUP_BUTTON = "☕ 三分钟热身"
SENIORITY = {
    Seniority.STARTING: "🌱 刚入门",
    Seniority.WORKING: "🔧 在做",
    Seniority.SENIOR: "🌳 资深",
    Seniority.UNTOLD: "先不说",
}
SENIORITY_BUTTON = "🪜 我的水平"
NO_DATE_BUTTON = "还没定"
GO_ON_BUTTON = "▶ 接着答"
TAKE_UP_BUTTON = "▶ 接着面这一场"
DRILL_NOW_BUTTON = "🔔 今天的练习"
NEW_INTERVIEW_BUTTON = "🎤 开始新面试"
STOP_SURE_BUTTON = "⏹ 结束"
STOP_NOT_BUTTON = "▶ 继续"


def direction(name: str) -> str:
    return DIRECTIONS[name]


DATE_BUTTON = "📅 我有面试日期"


# -- 选择面试 ---------------------------------------------------------------------------------------------------------


ANY_TOPIC_BUTTON = "🎲 混合，先练薄弱点"
ANY_LEVEL_BUTTON = "适合我的"


def count_button(count: int) -> str:
    return f"{count} 题"


def mode(name: str) -> str:
    return {"coach": "🧑‍🏫 陪练", "exam": "🎓 模考"}[name]


# -- 面试中 -----------------------------------------------------------------------------------------------------------


UNKNOWN_BUTTON = "🤷 不会"
HINT_BUTTON = "💡 提示"
SKIP_BUTTON = "⏭ 下一题"
PARK_BUTTON = "💻 回电脑再做"
PARKED_BUTTON = "▶ 现在做"
WHY_BUTTON = "❓ 为什么问"
STOP_BUTTON = "⏹ 结束"
WRONG_BUTTON = "🚩 题目有误"
RECEIPT_BUTTON = "🧾 依据"
APPEAL_BUTTON = "⚖️ 申诉"
AGAIN_BUTTON = "🔁 再来一场"
REPORT_BUTTON = "📈 我的进展"
ALL_RIGHT_BUTTON = "✔ 都对，下一题"
CORRECT_BUTTON = "✏️ 逐条改"
ALL_TICKED_BUTTON = "✔ 已记录"
YES = "是"
NO = "否"
DONE_BUTTON = "✅ 答完了"
BELONGS_BEFORE_BUTTON = "算补充"
BELONGS_HERE_BUTTON = "答追问"
ADD_BUTTON = "➕ 补充"
TAKE_BACK_BUTTON = "↩ 撤回"
TAKE_LAST_BACK_BUTTON = "↩ 撤回上一个回答"
USE_ANSWER_BUTTON = "✔ 算我的回答"
DROP_ANSWER_BUTTON = "✖ 不是"
AN_ANSWER_BUTTON = "✔ 当作回答"
REALLY_AN_ANSWER_BUTTON = "↪ 其实是回答"
ASIDES: dict[AsideKind, str] = {
    AsideKind.CLARIFY: "❔ 问题意",
    AsideKind.EASIER: "⏭ 换一题",
    AsideKind.REVEAL: "📖 看答案",
    AsideKind.HINT: "💡 要提示",
    AsideKind.DISPUTE: "⚖️ 不认同评分",
    AsideKind.WAIT: "⏳ 再想想",
    AsideKind.REPEAT: "🔁 再看题目",
    AsideKind.IDK: "🤷 不会",
    AsideKind.STOP: "⏹ 结束面试",
    AsideKind.CHAT: "💬 随口一说",
    AsideKind.META: "💬 问别的",
}
OFFERS: dict[AsideReply, str] = {
    AsideReply.EASIER: "⏭ 换下一题",
    AsideReply.REVEAL: "📖 看答案",
    AsideReply.GIVE_UP: "🤷 记成不知道",
    AsideReply.STOP: "⏹ 结束面试",
}


# -- 项目 -------------------------------------------------------------------------------------------------------------


TOLD_BUTTON = "✅ 讲完了"
NOT_TOLD_BUTTON = "✖ 不要了"
PROJECT_BUTTONS = {
    "new": "➕ 讲一个新项目",
    "view": "📄 看项目",
    "ask": "🎤 来追问",
    "more": "➕ 补充",
    "anew": "✏️ 重讲",
    "name": "🏷 改名",
    "best": "📝 更好的讲法",
    "time": "📈 前后对比",
    "drop": "🗑 删除",
}
AFTER_BUTTONS = {
    "good": "👍 好",
    "half": "😐 一般",
    "bad": "👎 不好",
    "pass": "过了",
    "fail": "没过",
    "wait": "还没消息",
    "share": "🤝 匿名给小组",
}
AIM_BUTTONS = {"add": "➕ 加一份材料", "all": "🎯 我的目标", "ask": "🎤 练这些题", "give": "🤝 交给题库"}


# -- 设置 -------------------------------------------------------------------------------------------------------------


def mode_button(mode: str) -> str:
    return "改为模考" if mode == "coach" else "改为陪练"


ZONE_BUTTON = "🕘 时区"
DRILL_BUTTON = "🔔 每日一练"


# -- 每日一练和任务 ------------------------------------------------------------


DRILL_OPEN_BUTTON = "开始"
DRILL_LATER_BUTTON = "晚点"
DRILL_SKIP_BUTTON = "今天跳过"


def assignment_button(topic: str) -> str:
    return f"开始：{topic}"
