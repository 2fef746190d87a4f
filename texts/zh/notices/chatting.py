"""只有 Telegram 里才说的话，关于初次见面、选择面试和对话：中文。"""

from __future__ import annotations

from typing import assert_never

from app.messages.chatting import (
    AnswerHeld,
    AppealReason,
    AppealWhich,
    ArrivalNotice,
    BandShareAsked,
    BandShareKept,
    ChooseCount,
    ChooseLevel,
    ChooseMode,
    ChooseTopic,
    ChoosingNotice,
    Flooded,
    Greeting,
    HeldDropped,
    HeldTaken,
    Help,
    HelpInGroup,
    InterviewStartedAlready,
    InterviewUsage,
    InvitationWrong,
    Invited,
    NoAccess,
    NoQuestions,
    NoSandbox,
    NothingHeard,
    NothingOpen,
    NothingToTakeUp,
    OlderQuestion,
    OnlyAdmins,
    OnlyInGroups,
    OnlyPrivate,
    OnlyText,
    ProgramUnreadable,
    ReadyToBegin,
    SeniorityAsked,
    SeniorityKept,
    StaleButton,
    StopAsked,
    StopConfirmed,
    StopDropped,
    TalkNotice,
    TaskParked,
    TooLateToEdit,
    UnknownChatCommand,
    UnknownTopic,
    Unreadable,
    VoiceFailed,
    VoiceHeard,
    VoiceOff,
    VoiceTooLong,
    WelcomeBack,
    WentWrong,
)
from interview.ramp import Seniority
from texts.zh.menus import COMMANDS
from texts.zh.telegram import STALE

# -- 最初几分钟和权限 -------------------------------------------------------------------------------------------------


def arrival(notice: ArrivalNotice) -> str:
    match notice:
        case Greeting(host):
            return _greeting(host)
        case WelcomeBack(unfinished, points, days):
            return _welcome_back(unfinished, points, days)
        case SeniorityAsked():
            return "你现在到哪一步了？面试会从合适的难度开始。"
        case SeniorityKept(seniority, dated):
            return _seniority(seniority, dated=dated)
        case ReadyToBegin():
            return "好，那就开始吧："
        case Help():
            return _help()
        case HelpInGroup():
            return "/quiz 给大家出一道题，回复那条消息作答。面试请私聊我。"
        case OnlyInGroups():
            return "/quiz 只在群里用：把我拉进群，再发 /quiz。"
        case OnlyPrivate():
            return "这个请私聊我。"
        case NoAccess(id):
            return f"你没有使用权限，需要的话请联系管理员，你的编号是 {id}。以前存下的内容，/export 可以取走，/forget 可以删掉。"
        case Flooded():
            return "命令发得太快了，有些没有处理。停五秒，再发你要的那一条；/stop 随时有效。"
        case BandShareAsked(group):
            return f"整场面试结束时有一个评级。要让小组 {group} 的组织者看到你最近一次的评级吗？回答内容他们都看不到。"
        case BandShareKept(yes):
            return "好，他们能看到你的评级。" if yes else "好，评级只有你自己能看到。"
        case Invited(group):
            return f"欢迎加入小组 {group}。" if group else "欢迎，邀请已接受。"
        case InvitationWrong():
            return "这个邀请已用完或无效，请再要一个。"
        case OnlyAdmins():
            return "这个命令只有管理员能用。"
        case UnknownChatCommand(command):
            return f"我不认识 {command}。用 /help 看有哪些命令。"
        case WentWrong():
            return "刚才那条消息没处理好，问题已经记下来了，请再发一次。"
        case Unreadable():
            return "（这条消息来自程序的另一个版本，无法显示。）"
        case _:
            assert_never(notice)


def _greeting(host: str) -> str:
    reads = (
        f"你的回答由 {host} 上的评委模型阅读评分"
        if host
        else "没有模型阅读你的回答：只看谈到了哪些要点，由你自己对照打勾"
    )
    return (
        "我来做大模型与机器学习工程岗位的模拟面试，会针对你没答到的地方追问。\n"
        "会保存：你的回答、分数、设置，以及你讲的项目和发来的材料（别人看不到），"
        "用 /forget 可以全部删除，用 /export 可以全部导出。\n"
        f"{reads}。在下面点一下你现在到哪一步，面试就从合适的难度开始；不点就从简单的开始。"
    )


def _welcome_back(unfinished: bool, points: int, days: int) -> str:
    stands = [
        "上次的面试还没结束。" if unfinished else "",
        f"今天有 {points} 个要点该复习了。" if points else "",
        f"离面试还有 {days} 天。" if days > 0 else "",
    ]
    return f"欢迎回来。{''.join(stands)}接下来做什么？"


def _seniority(seniority: Seniority, *, dated: bool) -> str:
    starts = {
        Seniority.STARTING: "好，从最基础的题开始。",
        Seniority.WORKING: "好，从稍简单的题开始，答得好就加难。",
        Seniority.SENIOR: "好，从中等难度开始，答得好就加难。",
        Seniority.UNTOLD: "没关系，先从简单的题开始。",
    }
    return starts[seniority] + ("" if dated else "\n面试是哪天？直接回复这条消息就行，比如 12月21日、3周后、下周五。")


def _help() -> str:
    lines = [f"/{command} – {words}" for command, words in COMMANDS.items() if command != "help"]
    return "有题目时，直接发消息就是回答。\n\n" + "\n".join(lines)


# -- 选择面试 ---------------------------------------------------------------------------------------------------------


def choosing(notice: ChoosingNotice) -> str:
    match notice:
        case NoSandbox(reason, advice):
            return f"这里跑不了代码（{reason}），所以不出手写题，只问读代码的题。{advice}".rstrip()
        case ChooseTopic():
            return "想练哪个主题？"
        case ChooseLevel():
            return "想要多难的？1 最容易，5 最难。"
        case ChooseCount():
            return "几道题？"
        case ChooseMode():
            return "陪练：每次回答后给反馈；模考：像真面试一样，结束后统一给结果。"
        case UnknownTopic(name, near):
            meant = f"你是想说 {near} 吗？" if near else ""
            return f"没有“{name}”这个主题。{meant}全部主题见 /topics。"
        case InterviewStartedAlready():
            return "已经开始了，题目在下面。"
        case InterviewUsage(most):
            return f"请写 /interview 主题 题数，例如：/interview 注意力 3。题数为 1–{most}。"
        case NoQuestions():
            return "没有符合条件的题目，换个主题或难度再试。"
        case _:
            assert_never(notice)


# -- 文字、语音和按钮 -------------------------------------------------------------------------------------------------


def talk(notice: TalkNotice) -> str:
    match notice:
        case AnswerHeld(minutes, text):
            return f"已经过了 {minutes} 分钟。这是对当前题目的回答吗？\n\n“{text}”"
        case VoiceHeard(text):
            return f"我听到的是：\n\n“{text}”\n\n这是你的回答吗？要改就直接打字发给我。"
        case HeldTaken():
            return "已作为你的回答。"
        case HeldDropped():
            return "没有作为回答。"
        case StopAsked():
            return "要结束这场面试吗？答过的都会留着，之后也可以接着面。"
        case StopConfirmed():
            return "面试结束了。"
        case StopDropped():
            return "好，继续答吧。"
        case NothingToTakeUp():
            return "没有可以接着面的面试了，再开一场新的吧。"
        case NothingOpen():
            return "现在没有题目。用 /interview 开始面试，用 /help 看有哪些命令。"
        case NothingHeard():
            return "没听出说了什么，请打字回答。"
        case VoiceOff():
            return "这里不能听语音，请打字回答。"
        case VoiceFailed():
            return "语音现在转不成文字，请打字回答，或者过一会儿再试。"
        case VoiceTooLong(megabytes):
            return f"录音太大，最多 {megabytes} MB。"
        case TaskParked(title, _):
            return f"先放着：{title}回到电脑前点下面的按钮接着做。"
        case ProgramUnreadable(kilobytes):
            return f"这个文件读不了。请发 UTF-8 编码、不超过 {kilobytes} kB 的 .py 文件，或者直接把代码发过来。"
        case OnlyText():
            return "我只能读文字（开启后也能听语音），请打字回答。"
        case TooLateToEdit():
            return "这条消息已经处理过了，修改来晚了，没有算进去。"
        case OlderQuestion():
            return "这是对之前题目的回复，没有当作当前题目的回答。"
        case AppealWhich():
            return "哪个要点判错了？"
        case AppealReason(number, point):
            return f"要点 {number}：{point}\n请回复这条消息写理由：你的回答里哪句话说到了它？"
        case StaleButton():
            return STALE
        case _:
            assert_never(notice)
