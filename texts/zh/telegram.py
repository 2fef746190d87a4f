"""只有 Telegram 里才说的话：中文。"""

from __future__ import annotations

from texts.zh.menus import COMMANDS

# -- 最初几分钟 -------------------------------------------------------------------------------------------------------


def start(host: str) -> str:
    reads = f"你的回答由 {host} 上的评委模型阅读评分" if host else "没有模型阅读你的回答，分数是估计值"
    return (
        "我来做大模型与机器学习工程岗位的模拟面试，会针对你没答到的地方追问。\n"
        "会保存：你的回答、分数和设置，用 /forget 可以全部删除，用 /export 可以全部导出。\n"
        f"{reads}。"
    )


def ask_date() -> str:
    return "面试是哪天？请回复这条消息，例如 2026-12-24。"


def help_text() -> str:
    lines = [f"/{command} – {words}" for command, words in COMMANDS.items() if command != "help"]
    return "有题目时，直接发消息就是回答。\n\n" + "\n".join(lines)


def help_in_group() -> str:
    return "/quiz 给大家出一道题，回复那条消息作答。面试请私聊我。"


def only_in_groups() -> str:
    return "/quiz 只在群里用：把我拉进群，再发 /quiz。"


def only_private() -> str:
    return "这个请私聊我。"


def went_wrong() -> str:
    return "处理刚才那条消息时出了错，已记入日志。请再发一次。"


# -- 权限 ------------------------------------------------------------------------------------------------------------


def no_access(id: int) -> str:
    return f"你没有使用权限，需要的话请联系管理员，你的编号是 {id}。"


def invited(group: str) -> str:
    return f"欢迎加入小组 {group}。" if group else "欢迎，邀请已接受。"


def invitation_wrong() -> str:
    return "这个邀请已用完或无效，请再要一个。"


def only_admins() -> str:
    return "这个命令只有管理员能用。"


# -- 选择面试 ---------------------------------------------------------------------------------------------------------


def choose_topic() -> str:
    return "想练哪个主题？"


def choose_level() -> str:
    return "选难度，1 最容易，5 最难。"


def choose_count() -> str:
    return "几道题？"


def choose_mode() -> str:
    return "陪练：每次回答后给反馈；模考：像真面试一样，结束后统一给结果。"


def unknown_topic(name: str, near: str) -> str:
    return (
        f"没有“{name}”这个主题。你是想说 {near} 吗？全部主题见 /topics。"
        if near
        else f"没有“{name}”这个主题。全部主题见 /topics。"
    )


def interview_usage(most: int) -> str:
    return f"请写 /interview 主题 题数，例如：/interview 注意力 3。题数为 1–{most}。"


TOPICS_TITLE = "主题（题数）"


def topic_count(name: str, id: str, count: int) -> str:
    return f"{name} – {id}（{count}）"


def no_questions() -> str:
    return "没有符合条件的题目，换个主题或难度再试。"


# -- 回答 ------------------------------------------------------------------------------------------------------------


def stale() -> str:
    return "这个按钮已经过时了。"


TICK_OFFER = "对照一下，点出你答到了哪些；只有你确认过的才会记入。"
TICKS_COUNT = "暂评不会安排复习：点回答下面的按钮，或用 /check 确认要点，才会记入。"


def held(minutes: int, text: str) -> str:
    return f"已经过了 {minutes} 分钟。这是对当前题目的回答吗？\n\n“{text}”"


def heard(text: str) -> str:
    return f"我听到的是：\n\n“{text}”\n\n这是你的回答吗？要改就直接打字发给我。"


def held_used() -> str:
    return "已作为你的回答。"


def held_dropped() -> str:
    return "没有作为回答。"


def nothing_open() -> str:
    return "现在没有题目。用 /interview 开始面试，/help 看我听得懂的命令。"


def nothing_to_hear() -> str:
    return "没有听出内容，请打字回答。"


def voice_off() -> str:
    return "这里不能听语音，请打字回答。"


def voice_failed() -> str:
    return "现在无法转写，请打字回答，或稍后再试。"


def voice_too_long(megabytes: int) -> str:
    return f"录音太大，最多 {megabytes} MB。"


def only_text() -> str:
    return "我只能读文字（开启后也能听语音），请打字回答。"


def too_late_to_edit() -> str:
    return "这个回答已经评过分，修改来晚了，没有计入。"


def older_question() -> str:
    return "这是对之前题目的回复，没有当作当前题目的回答。"


def unknown_command(command: str) -> str:
    return f"我不认识 {command}。用 /help 看我听得懂的命令。"


# -- 结果 ------------------------------------------------------------------------------------------------------------


def digest_title(count: int) -> str:
    return f"{count} 个评分出来了"


def of_question(number: int, of: int, probe: bool) -> str:
    return f"第 {number}/{of} 题追问" if probe else f"第 {number}/{of} 题"


def appeal_which() -> str:
    return "哪个要点判错了？"


def appeal_reason(number: int, point: str) -> str:
    return f"要点 {number}：{point}\n请回复这条消息写理由：你的回答里哪句话说到了它？"


# -- 设置 ------------------------------------------------------------------------------------------------------------


def settings(mode: str, language: str, zone: str, drill: str) -> str:
    return f"模式：{MODES[mode]}\n语言：{language}\n时区：{zone}\n每日一练：{drill or '关'}"


MODES = {"coach": "陪练", "exam": "模考"}


def mode_set(mode: str) -> str:
    return f"之后的面试用{MODES[mode]}模式。"


def language_set() -> str:
    return "从现在起我说中文。进行中的面试语言不变。"


def language_usage() -> str:
    return "用哪种语言？"


def zone_question(time: str, zone: str) -> str:
    return f"你那里现在是 {time} 吗？（{zone}）"


def zone_ask() -> str:
    return "你在哪个时区？请回复这条消息，例如 Asia/Shanghai 或 Europe/Berlin。"


def zone_set(zone: str, time: str) -> str:
    return f"你的时区是 {zone}，现在 {time}。"


def zone_wrong(name: str) -> str:
    return f"我不认识时区“{name}”。例如写 /timezone Asia/Shanghai。"


# -- 数据 ------------------------------------------------------------------------------------------------------------


EXPORT_CAPTION = "这里保存的关于你的全部数据。"


def forget_question() -> str:
    return "要删除你的全部面试、分数、复习和设置吗？删除后无法恢复。"


FORGOTTEN = "关于你的一切都已删除。用 /start 重新开始。"


def forget_not() -> str:
    return "什么都没有删除。"


def listed(title: str, lines: str) -> str:
    return f"{title}\n\n{lines}"


HISTORY_TITLE = "最近的面试"


def history_line(day: str, kind: str, asked: int, of: int) -> str:
    return f"{day} · {KINDS[kind]} · 问了 {asked}/{of} 题"


KINDS = {"interview": "面试", "drill": "每日一练", "warmup": "热身", "quiz": "群问答"}


def history_none() -> str:
    return "还没有面试。用 /interview 开始。"


def stats(people: int, active: int, interviews: int, answers: int, waiting: int, unsent: int) -> str:
    return (
        f"用户 {people} 人，7 天内活跃 {active} 人\n面试 {interviews} 场，回答 {answers} 个\n"
        f"等待评分 {waiting} 个，未发出的消息 {unsent} 条"
    )


# -- 群问答 ----------------------------------------------------------------------------------------------------------


def quiz(topic: str, text: str, minutes: int, answers: int) -> str:
    count = f"已有 {answers} 个回答" if answers else "回复这条消息作答"
    return f"群问答 · {topic}\n\n{text}\n\n{count}，{minutes} 分钟后截止，评分私下发给你。"


def quiz_open_already() -> str:
    return "这里已经有一道题，请回复那条消息作答。"


def quiz_closed() -> str:
    return "这道题已经截止。"


def quiz_twice(name: str) -> str:
    return f"{name}，以你的第一个回答为准。"


def quiz_usage(near: str) -> str:
    return f"没有这个主题。你是想说 {near} 吗？" if near else "没有这个主题；只写 /quiz 就随机出题。"


def quiz_table(answers: int, best: str, mean: str, estimated: bool, reference: str) -> str:
    title = f"答题截止，共 {answers} 个回答" if answers else "答题截止，没有人回答。"
    figures = f"\n\n{best}\n\n平均：{mean}{'（暂评，未核实对错）' if estimated else ''}" if best else ""
    return f"{title}{figures}\n\n参考答案\n{reference}"
