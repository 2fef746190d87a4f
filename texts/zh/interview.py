"""程序自己说的话：中文。"""

from __future__ import annotations

VERDICTS = {
    "covered": "答到了",
    "partial": "答了一半",
    "missing": "没答到",
    "contradicted": "答错",
    "unjudged": "未判（不计分）",
}
KINDS = {
    "concept": "概念",
    "comparison": "对比",
    "trade-off": "取舍",
    "design": "设计",
    "debugging": "排错",
    "code": "代码",
}
REASONS = {
    "drawn": "本次抽到的题",
    "contradicted": "这一点刚才答错了",
    "suspected": "这一点听起来像一个常见误解",
    "missing": "这一点刚才没有答到",
    "partial": "这一点刚才只答到一半",
    "deeper": "答得不错，往深处问一层",
    "unknown": "换个更容易的角度",
    "due": "这一点今天该复习了",
}
FLAGS = {
    "blank": "没有内容",
    "dont_know": "回答了不知道",
    "echo": "只是重复了题目",
    "keywords": "只有关键词，没有成句的说明",
    "injection": "回答里有对评分器说的话，已按普通文本处理",
    "truncated": "回答过长，只评了前面一部分",
    "unreadable": "向量模型读不懂这种语言，本次只按字词匹配",
    "uncalibrated": "这个向量模型没有校准，只给出大致区间",
    "not_assessable": "这段回答无法自动估计",
}


def verdict(name: str) -> str:
    return VERDICTS[name]


def kind(name: str) -> str:
    return KINDS[name]


def reason(name: str) -> str:
    return REASONS[name]


def flag(name: str) -> str:
    return FLAGS.get(name, name)


def question_title(number: int, of: int, topic: str, level: int, kind: str) -> str:
    return f"第 {number}/{of} 题 · {topic} · {KINDS[kind]} · 难度 {level}"


def probe_title(number: int, of: int, probe: int) -> str:
    return f"第 {number}/{of} 题 · 追问 {probe}"


HINT_TITLE = "提示"


def labelled(title: str, text: str) -> str:
    return f"{title}：{text}"


def grade_title(mark: str, provisional: bool) -> str:
    return f"暂评 {mark}" if provisional else f"得分 {mark}"


def grade_updated(mark: str) -> str:
    return f"评分已更新：{mark}"


def grade_none(judged: int, of: int) -> str:
    return f"评分未完成（{judged}/{of} 要点）"


def grade_range(low: str, high: str) -> str:
    return f"部分要点未判，分数在 {low} 到 {high} 之间"


GRADE_FAILED = "这次没能评分，不计入成绩，你的回答已保存。"
GRADE_PENDING = "评委还没有给出结论，先按暂评继续；结果出来后会更新。"
NOT_VERIFIED = "未核实对错：只看谈到了什么，请对照参考答案自评。"


def band(share: float) -> str:
    return "基本谈到" if share >= 0.66 else "谈到一部分" if share >= 0.33 else "几乎没谈到"


PENALTIES = "扣分"


def penalty_contradicted(point: str) -> str:
    return f"答错：{point}"


def penalty_false(severity: str, why: str) -> str:
    return f"{'严重错误' if severity == 'major' else '小错误'}：{why}"


TOLD_AT_THE_END = "（这一题结束时显示）"


def evidence(quote: str) -> str:
    return f"你说：“{quote}”"


FEEDBACK = "点评"


def result_title(number: int, of: int) -> str:
    return f"第 {number}/{of} 题小结"


def two_marks(first: str, after: str, marked_by: str) -> str:
    return f"首答 {first} · 追问后 {after}{_source(marked_by)}"


def _source(marked_by: str) -> str:
    return {"judge": "", "self": "（自评）", "estimate": "（暂评，未核实对错）"}.get(marked_by, "（未评）")


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


def topic_line(topic: str, first: str, after: str, questions: int, marked_by: str) -> str:
    return f"{topic}：首答 {first} → 追问后 {after}（{questions} 题）{_source(marked_by)}"


STRONGEST = "答得最好的要点"
WEAKEST = "最该补的要点"
COMING = "接下来复习"


def coming_line(day: str, text: str) -> str:
    return f"{day}：{text}"


COMING_UNCONFIRMED = "暂评不会安排复习；用 /check 确认要点后才会记入。"


def appeal_upheld(point: str, verdict: str, why: str) -> str:
    return f"复核维持原判（{VERDICTS[verdict]}）：{point}。{why}"


def appeal_overturned(point: str, before: str, after: str, mark: str, why: str) -> str:
    return f"复核改判：{VERDICTS[before]} → {VERDICTS[after]}，现在 {mark}。{point}。{why}"


def appeal_received() -> str:
    return "申诉已记录，会由第二次独立评判复核。"


def appeal_waiting() -> str:
    return "申诉已记录；现在没有可用的评委，等有评委或管理员处理时再复核。"


def appeal_unjudged() -> str:
    return "你的申诉没能得到第二次评判；管理员仍然可以裁定。"


def refused(reason: str) -> str:
    return {
        "outdated": "这道题已经过去了。",
        "grading": "正在评分，请稍等。",
        "graded": "这个回答已经评过分，不能再改。",
        "over": "现在没有进行中的面试。",
        "no_hint": "没有更多提示了。",
        "no_point": "没有这个要点，请用列表里的编号。",
        "not_graded": "现在没有可以确认或申诉的评分。",
        "already": "已经记录过了。",
    }[reason]


def no_hint_in_exam() -> str:
    return "模考模式没有提示。"


def after_exam() -> str:
    return "模考期间不说原因和分数；结束后可以看依据、确认要点或申诉。"


GRADING = "评分中…"


def welcome(questions: int, mode: str) -> str:
    way = "模考：结束后统一给结果" if mode == "exam" else "陪练：每次回答后给反馈"
    return f"模拟面试，共 {questions} 题。{way}。"


def how_to_answer() -> str:
    return "Enter 提交，Alt+Enter 换行。命令：/skip 跳过 /hint 提示 /why 为什么问 /check 确认要点 /appeal 申诉 /stop 结束 /help"


HOW_TO_LEAVE = "直接回车退出；/check /appeal /why 还可以用。"


def how_to_answer_on_a_pipe() -> str:
    return "空行结束一个回答；/skip /hint /why /check /appeal /stop 只在回答的第一行有效。"


def resumed() -> str:
    return "接着上次的面试。"


def resume_question(number: int, of: int) -> str:
    return f"上次的面试停在第 {number}/{of} 题，继续吗？[Y/n]"


def verdicts_later() -> str:
    return "评委还没有回复：回答已经存好，下次进来时会继续评（--resume 或新的一场）。"


def nothing_to_resume() -> str:
    return "没有可以继续的面试，开始新的一场。"


def no_judge() -> str:
    return "没有设置评委模型：分数是估计值，未核实对错。设置 INTERVIEWER_JUDGE_URL 后由模型逐点评判。"


def judge_is(host: str) -> str:
    return f"回答会发送给 {host} 上的评委模型评判。"


def why(reason: str, point: str, probe: int, depth: int) -> str:
    return f"{REASONS[reason]}：{point}（追问 {probe}/{depth}）"


def why_question(reason: str, topic: str) -> str:
    return f"{REASONS[reason]}，主题：{topic}。"


def receipt(graded_by: str, prompt: str, samples: int, revision: str) -> str:
    parts = [f"评分：{_grader(graded_by)}"]
    parts += [f"提示词 {prompt}"] if prompt else []
    parts += [f"判了 {samples} 次"] if samples > 1 else []
    return " · ".join([*parts, f"题目版本 {revision}"])


def _grader(graded_by: str) -> str:
    kind, _, model = graded_by.partition(":")
    plain = {"triage": "初筛", "words": "字词匹配", "similarity": "相似度", "judge": "评委"}.get(kind, kind)
    return f"{plain} {model}".rstrip()


CHECK_OFFER = "/check 接受上面的预勾选；要改就写 /check 1=1 2=0.5 3=0"


def checked(mark: float) -> str:
    return f"已记为自评：{mark:.1f}/10。"


def check_wrong(count: int) -> str:
    return f"请写 /check 或 /check 1=1 2=0.5 3=0：编号 1–{count}，数值只能是 1、0.5 或 0。"


def appeal_usage(count: int) -> str:
    return f"请写 /appeal 编号 理由，编号 1–{count}，例如：/appeal 2 我说的缩放就是这个意思"


def appeal_estimate() -> str:
    return "这是暂评，不是判定：可以用 /check 自己改。"


def reported() -> str:
    return "谢谢，这道题已报告给管理员。"


def unknown_command(command: str) -> str:
    return f"没有 {command} 这个命令。可用：/skip /hint /why /check /appeal /stop /help"


def stopping() -> str:
    return "已保存。用 --resume 继续。"


def too_long(characters: int) -> str:
    return f"回答太长：最多 {characters} 个字符，没有保存。请精简后重发。"


def too_many(minute: int) -> str:
    return f"太快了：每分钟最多 {minute} 个回答，请稍等再发。"


def judged_enough(count: int) -> str:
    return f"今天的 {count} 次模型评判已用完，接下来按暂评继续。"


def no_questions() -> str:
    return "没有符合条件的题目：换个主题或难度再试。"
