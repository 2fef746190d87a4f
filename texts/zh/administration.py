"""关于用户、每日一练、申诉和数据库的命令说的话：中文。"""

from __future__ import annotations

# -- 用户 -------------------------------------------------------------------------------------------------------------


NEVER = "还没有"
TERMINAL = "终端"
OFF = "关"
ASSIGNED = "任务"
ANY_NUMBER = "人数不限"
FIRST_INVITATION = "已经在用的人不受影响；从现在起，新来的人要有邀请才能进来（INTERVIEWER_ADMINS 除外）。"
SEND_THIS = "还没有设置 INTERVIEWER_TELEGRAM_TOKEN，把下面这句发给机器人即可："
ASSIGN_NEEDS = "布置任务要写 --topic、--by，以及 --group 或 --person 其中一个。"
LABELS = {
    "number": "编号",
    "name": "名字",
    "telegram": "Telegram",
    "access": "权限",
    "language": "语言",
    "zone": "时区",
    "groups": "小组",
    "since": "加入时间",
    "answers": "回答数",
    "last_answer_at": "最近一次回答",
    "mode": "模式",
    "drill": "每日一练",
    "quiet_hours": "安静时段",
}
ACCESS = {"new": "新用户", "admitted": "可使用", "blocked": "已拉黑"}


def people(number: int) -> str:
    return f"共 {number} 人"


def usable_by(people: int) -> str:
    return f"限 {people} 人使用"


def minutes(at: str, minutes: int) -> str:
    return f"{at}，{minutes} 分钟"


def assignment(topic: str, day: str, questions: int, number: int) -> str:
    return f"{topic}，{day} 前：已答 {questions} 题（编号 {number}）"


def blocked(name: str) -> str:
    return f"{name} 已拉黑。"


def let_in(name: str) -> str:
    return f"{name} 又可以使用了。"


def group_name_too_long(most: int) -> str:
    return f"--group：组名最多 {most} 个字符。"


def holds_for(who: str, group: str, days: int) -> str:
    return f"{who}，{f'加入小组 {group}，' if group else ''}{days} 天内有效。"


def bot_not_named(address: str) -> str:
    return f"从 {address} 问不到机器人的名字，把下面这句发给机器人即可："


def no_assignment(number: int) -> str:
    return f"没有编号为 {number} 的任务。"


def withdrawn(number: int) -> str:
    return f"任务 {number} 已撤回。"


def assigned(number: int, told: int) -> str:
    return f"任务 {number} 已布置，通知了 {told} 人。"


def in_the_past(day: str) -> str:
    return f"--by：{day} 已经过去了。"


def forget_needs_yes(name: str, number: int) -> str:
    return f"这会删除 {name}（#{number}）的全部面试、分数和复习；确定的话加上 --yes。"


def forget_really(name: str, number: int) -> str:
    return f"要删除 {name}（#{number}）的全部面试、分数和复习吗？"


def gone_already(name: str, number: int) -> str:
    return f"{name}（#{number}）已经删除过了。"


def forgotten(name: str, number: int) -> str:
    return f"{name}（#{number}）的一切都已删除。"


# -- 每日一练 ---------------------------------------------------------------------------------------------------------


NO_DRILLS = "还没有每日一练。"
DRILL_STATES = {
    "planned": "已安排",
    "offered": "已送出",
    "postponed": "推迟",
    "opened": "已开始",
    "finished": "做完",
    "skipped": "跳过",
    "missed": "错过",
}


def drills_planned(planned: int, offered: int) -> str:
    return f"安排了 {planned} 个，送出或了结了 {offered} 个。"


# -- 申诉 -------------------------------------------------------------------------------------------------------------


BEFORE = "原判"
AFTER = "改判"
OUTCOMES = {"pending": "待决定", "upheld": "维持", "overturned": "改判"}


def appeals(number: int) -> str:
    return f"共 {number} 个申诉"


def appeal(number: int, name: str, person: int, at: str, outcome: str) -> str:
    return f"申诉 {number}：{name}（#{person}），{at} UTC，{outcome}"


def appealed_question(id: str, changed: bool) -> str:
    return f"题目 {id}{'（之后改过）' if changed else ''}："


def appealed_point(id: str) -> str:
    return f"要点 {id}："


def model_answer() -> str:
    return "参考答案："


def answer() -> str:
    return "回答："


def reason() -> str:
    return "理由："


def verdict(when: str) -> str:
    return f"{when}："


def decided(number: int, verdict: str, before: str, after: str) -> str:
    return f"申诉 {number} 已决定：{verdict}。分数 {before} → {after}。"


# -- 数据库 -----------------------------------------------------------------------------------------------------------


BACK_AGAIN = "下面这些人在备份之后要求删除过，现在又回来了；请逐个运行 `interviewer people forget '#编号'`："
BACK_ON_EMPTY = "下面这些人回来了。谁在备份之后要求删除过，请再运行一次 `interviewer people forget '#编号'`。"


def copy_before(path: str) -> str:
    return f"升级前的文件备份在 {path}。"


def schema_is(schema: str) -> str:
    return f"数据库版本是 {schema}。"


def schema_newer(schema: str, newest: str) -> str:
    return f"数据库版本 {schema} 比这个程序的（{newest}）新；请安装新版程序。"


def schema_older(schema: str, newest: str) -> str:
    return f"数据库版本是 {schema or '空'}，应为 {newest}；请运行 `interviewer db upgrade`。"


def schema_good(schema: str) -> str:
    return f"数据库版本是 {schema}，没有问题。"


def file_before(path: str) -> str:
    return f"原来的文件移到了 {path}。"


def restored(path: str) -> str:
    return f"已换成 {path}；如果它比较旧，用 `interviewer db upgrade` 升级。"


def no_predictions(unseen: int) -> str:
    return f"还没有可核对的预测（到了那几天没再问的要点：{unseen} 个）。"


def predictions(n: int, brier: float, base: float, unseen: int) -> str:
    return (
        f"核对了 {n} 个要点：Brier {brier:.3f}（总报平均数是 {base:.3f}，越小越好）；到了那几天没再问的 {unseen} 个不算。\n"
        "下面每行：要点数、预测的把握、实际站住的比例。"
    )
