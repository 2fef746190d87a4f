"""程序在面试里用的字：中文。"""

from __future__ import annotations

from collections.abc import Sequence

from grader.grade import Flag, Verdict
from interview.aside_replies import AsideReply
from interview.asides import AsideKind
from questions.model import Kind
from texts.zh import bridges

VERDICTS: dict[Verdict, str] = {
    Verdict.COVERED: "答到了",
    Verdict.PARTIAL: "答了一半",
    Verdict.MISSING: "没答到",
    Verdict.CONTRADICTED: "答错",
    Verdict.UNJUDGED: "未判（不计分）",
}
KINDS: dict[Kind, str] = {
    Kind.CONCEPT: "概念",
    Kind.COMPARISON: "对比",
    Kind.TRADE_OFF: "取舍",
    Kind.DESIGN: "设计",
    Kind.DEBUGGING: "排错",
    Kind.OPEN: "开放",
    Kind.CODE: "代码",
}
FLAGS: dict[Flag, str] = {
    Flag.BLANK: "没有内容",
    Flag.DONT_KNOW: "回答了不知道",
    Flag.ECHO: "只是重复了题目",
    Flag.KEYWORDS: "只有关键词，没有成句的说明",
    Flag.INJECTION: "回答里有对评分器说的话，已按普通文本处理",
    Flag.TRUNCATED: "回答过长，只评了前面一部分",
    Flag.UNREADABLE: "向量模型读不懂这种语言，本次只按字词匹配",
    Flag.UNCALIBRATED: "这个向量模型没有校准，只给出大致区间",
    Flag.UNBELIEVABLE: "评委给的分和回答对不上，先不算，等管理员定",
    Flag.NOT_ASSESSABLE: "这段回答无法自动估计",
}


def place(number: int, of: int) -> str:
    return f"第 {number}/{of} 题" if of else f"第 {number} 题"


def question_title(number: int, of: int, topic: str, level: int, kind: Kind) -> str:
    return f"{place(number, of)} · {topic} · {KINDS[kind]} · 难度 {level}"


def probe_title(number: int, of: int, probe: int) -> str:
    return f"{place(number, of)} · 追问 {probe}"


BRIDGES_QUOTING = bridges.QUOTING
BRIDGES = bridges.PLAIN
HINT_TITLE = "提示"


def withdrawn(number: int, of: int, probe: int) -> str:
    asked = f"追问 {probe} " if probe else "这道题"
    return f"{place(number, of)} · {asked}先不用答了"


def labelled(title: str, text: str) -> str:
    return f"{title}：{text}"


def grade_title(mark: str, marked_by: str) -> str:
    return f"自评 {mark}" if marked_by == "self" else f"得分 {mark}"


def touched(count: int, of: int, suspected: Sequence[str], wrong: int) -> str:
    said = [f"{wrong} 处数值不对"] if wrong else []
    if suspected:
        more = f" 等 {len(suspected)} 处" if len(suspected) > 1 else ""
        said.append(f"可能与参考相矛盾：“{suspected[0]}”{more}" if suspected[0] else f"可能与参考相矛盾{more}")
    return " · ".join([*said, f"谈到 {count}/{of} 个要点 · 未核实对错"])


TOUCHED = "谈到"
NOT_KNOWN = "没关系，先记作不会。"


def hidden(count: int) -> str:
    return f"还有 {count} 个要点，这题结束时一起看"


def grade_updated(mark: str) -> str:
    return f"评分已更新：{mark}"


def grade_none(judged: int, of: int) -> str:
    return f"评分未完成（{judged}/{of} 要点）"


def grade_range(low: str, high: str) -> str:
    return f"部分要点未判，分数在 {low} 到 {high} 之间"


GRADE_FAILED = "这次没能评分，不计入成绩，你的回答已保存。"
GRADE_PENDING = "评委还没给出结论，我们先往下聊，结果出来会更新在这里。"
NOT_VERIFIED = "未核实对错"


def band(share: float) -> str:
    return "基本谈到" if share >= 0.66 else "谈到一部分" if share >= 0.33 else "几乎没谈到"


PENALTIES = "扣分"


def penalty_contradicted(point: str) -> str:
    return f"答错：{point}"


def penalty_false(severity: str, why: str) -> str:
    return f"{'严重错误' if severity == 'major' else '小错误'}：{why}"


def evidence(quote: str) -> str:
    return f"你说：“{quote}”"


FEEDBACK = "点评"


def result_title(number: int, of: int) -> str:
    return f"{place(number, of)}小结"


def two_marks(first: str, after: str, marked_by: str) -> str:
    return f"首答 {first} · 追问后 {after}{_source(marked_by)}"


def _source(marked_by: str) -> str:
    return {"judge": "", "self": "（自评）"}.get(marked_by, "（未评）")


NOT_GRADED = "这题没有评分"


REFERENCE = "参考答案"
SOURCES = "延伸阅读"


def summary_title(finished: bool) -> str:
    return "面试结束" if finished else "面试已停止"


def summary_counts(asked: int, answered: int, skipped: int, ungraded: int) -> str:
    said = f"问了 {asked} 题，答了 {answered} 题"
    if skipped:
        said += f"，跳过 {skipped} 题"
    if ungraded:
        said += f"，未评 {ungraded} 题"
    return said


SUMMARY_NOTHING = "还没有回答过题目，没有成绩。"
BY_TOPIC = "按主题"


def taken_back(count: int) -> str:
    return f"撤回过 {count} 个回答"


def topic_line(topic: str, first: str, after: str, questions: int, marked_by: str) -> str:
    return f"{topic}：首答 {first} → 追问后 {after}（{questions} 题）{_source(marked_by)}"


def topic_touched(topic: str, count: int, of: int, questions: int) -> str:
    return f"{topic}：谈到 {count}/{of} 个要点 · 未核实对错（{questions} 题）"


STRONGEST = "答得最好的要点"
WEAKEST = "最该补的要点"
UNTOUCHED = "还没谈到的要点"
COMING = "接下来复习"


def coming_line(day: str, text: str) -> str:
    return f"{day}：{text}"


COMING_UNCONFIRMED = "没核实过的不会安排复习：对照参考答案，用 /check 确认一下，才会记入。"


def appeal_upheld(point: str, verdict: Verdict, why: str) -> str:
    return f"复核维持原判（{VERDICTS[verdict]}）：{point}。{why}"


def appeal_overturned(point: str, before: Verdict, after: Verdict, mark: str, why: str) -> str:
    return f"复核改判：{VERDICTS[before]} → {VERDICTS[after]}，现在 {mark}。{point}。{why}"


ASIDE_REPLIES: dict[AsideReply, str] = {
    AsideReply.SCOPE: "好问题，这题可以这么理解：",
    AsideReply.EXPLAINED: "这题是这个意思：",
    AsideReply.ASSUME: "这里没有限定，按你的理解说就行，顺便说明一下你的假设。",
    AsideReply.HINT: "给你一点提示：",
    AsideReply.NO_HINT: "这里没有更多提示了，想到多少就说多少。",
    AsideReply.NO_HINT_IN_EXAM: "模考里不给提示，想到多少就说多少。",
    AsideReply.EASIER: "这题不太顺的话，可以先放下，换下一题。",
    AsideReply.REVEAL: "可以直接看参考答案，不过看了之后，这题就算答完了。",
    AsideReply.REVEAL_AFTER_EXAM: "模考里先不看答案，结束以后每一题都会给你看。",
    AsideReply.GIVE_UP: "没关系。要是真没思路，这里就先记成“不知道”，我们接着往下走。",
    AsideReply.STOP: "要结束这场面试吗？已经答过的都会留着。",
    AsideReply.APPEAL: "觉得上一个判得不对？告诉我是第几个要点、为什么，会重新看一遍。",
    AsideReply.RATE_YOURSELF: "上面那个只是粗略的估计，没有核实对错。答到了哪些，以你自己的勾选为准。",
    AsideReply.NO_VERDICT: "还没有评过哪个回答，等结果出来了再说。",
    AsideReply.AFTER_EXAM: "模考里先不给结果，结束以后可以逐题看，也可以申诉。",
    AsideReply.TAKE_YOUR_TIME: "不着急，慢慢想，想好了再发。",
    AsideReply.QUESTION: "再说一遍题目：",
    AsideReply.CHAT: "我在呢。想好了就接着答这一题。",
    AsideReply.META: "这个我帮不上，用 /help 能看到我会做什么。这题还开着，随时可以接着答。",
}
LIKELY: dict[AsideKind, str] = {
    AsideKind.CLARIFY: "在问题目的意思",
    AsideKind.EASIER: "想换一题",
    AsideKind.REVEAL: "想直接看答案",
    AsideKind.HINT: "想要点提示",
    AsideKind.DISPUTE: "对评分有意见",
    AsideKind.WAIT: "还要想一会儿",
    AsideKind.REPEAT: "想再看一遍题目",
    AsideKind.IDK: "不会这一题",
    AsideKind.STOP: "想结束面试",
    AsideKind.CHAT: "随口一说",
    AsideKind.META: "在问面试本身的事",
}


def aside_asked(likely: AsideKind) -> str:
    return f"这句是你的回答，还是{LIKELY[likely]}？"


ASIDE_OFFERED = "（y 就这么办；其实是回答的话，输入 /answer）"
ASIDE_YES_OR_NO = "（y 当作回答，n 不是）"
ASIDE_IS_ANSWER = "（其实是回答的话，输入 /answer）"
ASIDE_APPEAL = "（/appeal 要点编号 理由；其实是回答的话，输入 /answer）"
GRADING = "评分中…"
HOW_TO_SEND = "写完后空一行就提交；/help 看有哪些命令"
EMPTY_LINE_SENDS = "← 再按一次 Enter 提交"
HOW_TO_ANSWER = """直接写回答，可以分几行；空一行（连按两次 Enter）就提交。
Ctrl-C 清空正在写的内容，再按一次就退出；下次可以用 --resume 接着来。
/hint 要一个提示
/skip 跳过这一题
/why 为什么问这个，分数依据是什么
/check 自己确认答到了哪些要点，例如 /check 1=1 2=0.5 3=0
/appeal 申诉，例如 /appeal 2 我说过这一点
/answer 刚才那句其实是回答
/edit 在 $EDITOR 里写代码，/watch 文件名 每次保存都跑测试（手写代码题）
/why 2.1、/check 2.1、/appeal 2.1 说的是第 2 题的第一个追问
/stop 结束面试，/resume 接着面
/pause 停表，/band 看成绩单的结论（整场面试）
/level 1、2、3 刚入门、在做、资深；/plan 12月21日 按面试日期安排复习
/give 2.1 给出一条回答让人标注，可收回"""
HOW_TO_LEAVE = "直接回车就退出；/check、/appeal、/why 还能用"
CHECK_OFFER = "对照参考答案自评：/check 表示都对；有出入就写 /check 1=1 2=0.5 3=0，改追问写 /check 2.1 1=0"
