"""只有终端里才说的话：中文。"""

from __future__ import annotations

from typing import assert_never

from app.messages.terminal import (
    CodeNotTaken,
    HowToAnswer,
    HowToAnswerOnPipe,
    JudgeIs,
    LevelKept,
    NoJudge,
    NoTaskOpen,
    NothingFits,
    NothingToResume,
    Resumed,
    ResumeOffered,
    StartAnyway,
    Stopping,
    TerminalNotice,
    TypedAhead,
    UnknownCommand,
    VerdictsLater,
    Watching,
    WhereYouStand,
)
from texts.zh.interview import HOW_TO_ANSWER, place


def terminal(notice: TerminalNotice) -> str:
    match notice:
        case JudgeIs(host):
            return f"回答会发送给 {host} 上的评委模型评判。"
        case NoJudge():
            only = "只看你谈到了哪些要点，不核实对错，每题结束时自己对照打勾"
            return f"没有设置评委模型：{only}。设置 INTERVIEWER_JUDGE_URL 后由模型逐点评判。"
        case HowToAnswer():
            return HOW_TO_ANSWER
        case HowToAnswerOnPipe():
            return "空行结束一个回答；/skip /hint /why /check /appeal /stop 只在回答的第一行有效。"
        case ResumeOffered(number, of):
            return f"上次的面试停在{place(number, of)}，继续吗？[Y/n]"
        case StartAnyway():
            return "没有评委，照样开始吗？[Y/n]"
        case Resumed():
            return "接着上次的面试。"
        case WhereYouStand():
            return (
                "先从简单的题开始。想换个起点：/level 1 刚入门，/level 2 在做，/level 3 资深。"
                "面试日期定了就告诉我，比如 /plan 12月21日。"
            )
        case LevelKept(anew):
            return "好，就从这个难度开始。" if anew else "记下了，下一场从这个难度开始。"
        case NothingToResume():
            return "没有可以继续的面试，开始新的一场。"
        case VerdictsLater():
            return "评委还没有回复：回答已经存好，下次进来时会继续评（--resume 或新的一场）。"
        case NothingFits():
            return "没有符合条件的题目：换个主题或难度再试。"
        case Stopping():
            return "已保存。用 --resume 继续。"
        case UnknownCommand(command, near):
            meant = f"你是想用 /{near} 吗？" if near else "输入 /help 看有哪些命令。"
            return f"没有 {command} 这个命令，没有当作回答。{meant}（按 ↑ 可以取回；前面加一个空格就算回答。）"
        case TypedAhead(text):
            return f"下面这些是题目出来之前输入的，没有算作这题的回答（按 ↑ 可以取回）：\n{text}"
        case NoTaskOpen():
            return "现在没有要写代码的题。"
        case CodeNotTaken(why):
            return f"没有提交：{why}"
        case Watching(path):
            return f"在 {path} 里写：每保存一次就跑一遍测试；在这里输入任何内容就停止。"
        case _:
            assert_never(notice)
