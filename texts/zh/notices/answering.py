"""关于回答、评分、自评和申诉的话：中文。"""

from __future__ import annotations

from typing import assert_never

from app.messages.answering import (
    AnsweringTooFast,
    AnswerNotice,
    AnswerTooLong,
    AppealOfEstimate,
    AppealReceived,
    AppealUnjudged,
    AppealUsage,
    AppealWaiting,
    CheckUsage,
    FeedbackNotice,
    GradeReceipt,
    JudgedEnough,
    JudgeSpent,
    Listening,
    NoHintInExam,
    NoSuchTurn,
    QuestionReported,
    RefusalTold,
    SilentInExam,
    TicksRecorded,
    VerdictsUnchanged,
    Welcome,
    WhyOpenProbe,
    WhyProbe,
    WhyQuestion,
    WrittenTooEarly,
)
from grader.grade import Method
from interview.effects import Refusal
from interview.model import Mode, Reason
from questions.model import Purpose
from texts import topic_name

REASONS = {
    Reason.DRAWN: "本次抽到的题",
    Reason.CONTRADICTED: "这一点刚才答错了",
    Reason.SUSPECTED: "这一点可能和参考答案矛盾（没有核实）",
    Reason.MISSING: "这一点刚才没有答到",
    Reason.PARTIAL: "这一点刚才只答到一半",
    Reason.DEEPER: "答得不错，往深处问一层",
    Reason.UNKNOWN: "换个更容易的角度",
    Reason.DUE: "这一点今天该复习了",
}
PURPOSES = {
    Purpose.DETAIL: "想听更具体的内容",
    Purpose.CAUSE: "想听背后的原因",
    Purpose.COUNTERFACTUAL: "想看条件变了你怎么判断",
    Purpose.TRADE_OFF: "想听你怎么取舍",
    Purpose.MEASURE: "想看你会不会估数量",
    Purpose.CHALLENGE: "想看你的说法经不经得起追问",
}
OPEN_REASONS = REASONS | {
    Reason.CONTRADICTED: "刚才有一处可能不对",
    Reason.SUSPECTED: "刚才有一处容易误解",
    Reason.MISSING: "刚才有一块没讲到",
    Reason.PARTIAL: "刚才有一处只讲了一半",
    Reason.DUE: "有一点该复习了",
}
REFUSALS = {
    Refusal.OUTDATED: "这道题已经过去了。",
    Refusal.GRADING: "正在评分，请稍等。",
    Refusal.GRADED: "这个回答已经评过分，不能再改。",
    Refusal.OVER: "现在没有进行中的面试。",
    Refusal.NO_HINT: "没有更多提示了。",
    Refusal.NO_POINT: "没有这个要点，请用列表里的编号。",
    Refusal.NOT_GRADED: "现在没有可以确认或申诉的评分。",
    Refusal.ALREADY: "已经记录过了。",
    Refusal.ONCE: "这道题已经撤回过一次了。",
}
METHODS = {
    Method.TRIAGE: "初筛",
    Method.WORDS: "字词匹配",
    Method.SIMILARITY: "相似度",
    Method.JUDGE: "评委",
    Method.TESTS: "测试",
    Method.CHECK: "数值核对",
}


def answer(notice: AnswerNotice) -> str:
    match notice:
        case Welcome(questions, mode, about):
            way = "模考：结束后统一给结果" if mode is Mode.EXAM else "陪练：每次回答后给反馈"
            return f"模拟面试{f'，围绕“{about}”' if about else ''}，共 {questions} 题。{way}。"
        case AnswerTooLong(characters):
            return f"回答太长：最多 {characters} 个字符，没有保存。请精简后重发。"
        case AnsweringTooFast(minute):
            return f"太快了：每分钟最多 {minute} 个回答，请稍等再发。"
        case RefusalTold(reason):
            return REFUSALS[reason]
        case NoHintInExam():
            return "模考模式没有提示。"
        case SilentInExam():
            return "模考期间不说原因和分数；结束后可以看依据、确认要点或申诉。"
        case Listening(adding=True):
            return "说吧，要补充什么？说完点 ✅，我把它和刚才的回答合起来重新看。"
        case Listening(unclear=part) if part:
            return "这句像是接着上一个回答说的：算补充，还是在答追问？不点的话，就当在答追问。"
        case Listening():
            return "在听……分几条发都行，说完点 ✅；停一会儿，我也当你说完了。"
        case WrittenTooEarly():
            return "这句话发得比题目早，我不知道该算在哪儿。题目出来以后，请再发一次。"
        case VerdictsUnchanged():
            return "补充看过了，判定没有变。"
        case JudgedEnough(count):
            return f"今天的 {count} 次模型评判用完了，接下来只看谈到了哪些要点，不判对错。"
        case JudgeSpent():
            return "今天的模型评判额度大家一起用完了，明天之前只看谈到了哪些要点，不判对错。"
        case QuestionReported():
            return "谢谢，这道题已报告给管理员。"
        case _:
            assert_never(notice)


def feedback(notice: FeedbackNotice) -> str:
    match notice:
        case CheckUsage(count):
            return f"请写 /check 或 /check 1=1 2=0.5 3=0：编号 1–{count}，数值只能是 1、0.5 或 0。"
        case TicksRecorded():
            return _recorded(notice)
        case AppealUsage(count):
            return f"请写 /appeal 编号 理由，编号 1–{count}，例如：/appeal 2 我说的缩放就是这个意思"
        case NoSuchTurn(name, last):
            return f"没有 {name} 这一问。题号像 {last} 这样写：2 是第 2 题，2.1 是它的第一个追问。"
        case AppealReceived(turn, point):
            return f"{_named(turn)}要点 {point} 的申诉记下了，会有第二次独立评判来复核。"
        case AppealWaiting(turn, point):
            return f"{_named(turn)}要点 {point} 的申诉记下了；现在没有可用的评委，等有评委或管理员处理时再复核。"
        case AppealUnjudged():
            return "你的申诉没能得到第二次评判；管理员仍然可以裁定。"
        case AppealOfEstimate():
            return "这还没有人判过对错，没什么可申诉的：用 /check 自己确认就行。"
        case WhyQuestion(reason, topic):
            return f"{REASONS[reason]}，主题：{topic_name(topic, 'zh')}。"
        case WhyProbe(reason, point, probe, depth):
            return f"{REASONS[reason]}：{point}（追问 {probe}/{depth}）"
        case WhyOpenProbe(reason, purpose, probe, depth):
            return f"{OPEN_REASONS[reason]}；这一问{PURPOSES[purpose]}（追问 {probe}/{depth}）。"
        case GradeReceipt():
            return _receipt(notice)
        case _:
            assert_never(notice)


def _named(turn: str) -> str:
    return f"追问 {turn} " if "." in turn else f"第 {turn} 题" if turn else "这一题"


def _recorded(notice: TicksRecorded) -> str:
    asked = _named(notice.turn)
    if notice.mark is None:
        return f"{asked}的自评记下了；勾的要点太少，不算分。"
    along = f"（追问 {'、'.join(notice.probes)} 一并记入）" if notice.probes else ""
    return f"{asked}记为自评 {notice.mark:.1f}/10{along}。"


def _receipt(notice: GradeReceipt) -> str:
    said = f"{_named(notice.turn)}：{_how(notice)}"
    return f"{said}\n{receipt_details(notice)}" if notice.details else said


def _how(notice: GradeReceipt) -> str:
    """What was looked at, in words."""
    if notice.own:
        return "是你自己对照参考答案勾的。"
    match notice.graded_by.method:
        case Method.JUDGE:
            again = f"，一共判了 {notice.samples} 次" if notice.samples > 1 else ""
            return (
                f"评委逐个看了 {notice.points} 个要点，其中 {notice.proven} 个用你的原话作证{again}。分数由要点算出来。"
            )
        case Method.TESTS:
            return "你的代码跑过测试，每个测试对应一个要点。"
        case Method.CHECK:
            return "你给的数值由程序核对过，换算单位后和参考值比较。"
        case Method.TRIAGE:
            return "你说了不知道，没有别的可看。"
        case Method.SIMILARITY | Method.WORDS:
            return f"只比对了说法，看你谈到了 {notice.points} 个要点里的哪些，没有核实对错。"


def receipt_details(notice: GradeReceipt) -> str:
    """Versions and hashes, by which a grade can be made again."""
    parts = [f"方法 {METHODS[notice.graded_by.method]} {notice.graded_by.model}".rstrip()]
    parts += [f"提示词 {notice.prompt}"] if notice.prompt else []
    return " · ".join([*parts, f"题目版本 {notice.revision}"])
