"""每日一练和备考计划里程序自己说的话：中文。"""

from __future__ import annotations

from collections.abc import Sequence

DAYS: Sequence[str] = tuple("一二三四五六日")


# -- 邀请 ------------------------------------------------------------------------------------------------------------


def offer(points: int, fresh: int, minutes: int, days: int, late: bool) -> str:
    parts = ([f"{points} 个要点该复习"] if points else []) + ([f"{fresh} 道新题"] if fresh else [])
    left = f"距面试还有 {days} 天。" if days >= 0 else ""
    return f"{'每日一练（今天来晚了）' if late else '每日一练'}：{'，'.join(parts)}，约 {minutes} 分钟。{left}"


OPEN_BUTTON = "开始"
LATER_BUTTON = "晚点"
SKIP_BUTTON = "今天跳过"


def postponed(time: str) -> str:
    return f"好，{time} 再来。"


def no_later_today() -> str:
    return "今天没有更晚的时间了（到了安静时段或第二天）。上面的“开始”今天一直有效。"


def skipped() -> str:
    return "好，今天不练。该复习的要点会留到下一次。"


def opened_already() -> str:
    return "这次练习已经开始了。"


def offer_over(local_day: str) -> str:
    return f"这是 {local_day} 的练习，已经过了。现在想练就发 /drill now。"


def busy() -> str:
    return "还有一场面试没结束：先答完，或用 /stop 结束它，再开始练习。"


def nothing_to_drill() -> str:
    return "现在没有要复习的要点，题库里也没有适合的新题。"


# -- 设置 ------------------------------------------------------------------------------------------------------------


def weekdays(days: str) -> str:
    if days == "0123456":
        return "每天"
    if days == "01234":
        return "工作日"
    return "每周" + "、".join(DAYS[int(day)] for day in days)


def status(at: str, zone: str, days: str, minutes: int, quiet: str, paused: str, following: str) -> str:
    lines = [f"每日一练：{weekdays(days)} {at}（{zone}），约 {minutes} 分钟。"]
    lines += [f"安静时段：{quiet}。"] if quiet else []
    lines += [f"暂停到 {paused}。"] if paused else []
    lines += [f"下一次：{following}。"] if following else []
    return "\n".join(lines)


def off() -> str:
    return "每日一练：关。用 /drill 21:30 打开；/drill now 现在就练。"


def usage() -> str:
    return (
        "/drill now 现在练\n/drill 21:30 每天的时间\n/drill off 关闭\n/drill days 1-5 星期几（1 是周一），或 daily\n"
        "/drill minutes 15 每天几分钟\n/drill quiet 22:00-07:00 安静时段，或 off\n"
        "/drill pause 2026-12-31 暂停到哪天，或天数，或 off"
    )


def wrong_time(said: str) -> str:
    return f"“{said}”不是时间，请写成 21:30 这样。"


def wrong_days(said: str) -> str:
    return f"“{said}”不是星期几，请写成 1-5、1,3,5 或 daily（1 是周一，7 是周日）。"


def wrong_minutes(said: str, least: int, most: int) -> str:
    return f"“{said}”不行，每天的分钟数是 {least}–{most}。"


def wrong_quiet(said: str) -> str:
    return f"“{said}”不是时段，请写成 22:00-07:00，或 off。"


def wrong_pause(said: str) -> str:
    return f"“{said}”不是今天之后的日期，也不是 1–365 天；例如 /drill pause 7。"


def moved_by_quiet(at: str, moved: str) -> str:
    return f"{at} 在安静时段里，练习改在 {moved}。"


# -- 备考计划 ----------------------------------------------------------------------------------------------------------


def plan_usage() -> str:
    return "请写面试日期，例如 /plan 2026-12-24；/plan off 取消。"


def plan_off() -> str:
    return "计划已取消，复习按平常的节奏来。"


def plan_none() -> str:
    return "还没有计划。用 /plan 2026-12-24 按面试日期安排复习。"


def plan_past(day: str) -> str:
    return f"{day} 已经过去了。"


def plan_today() -> str:
    return "就是今天，来不及排计划了。用 /drill now 复习最要紧的要点。祝面试顺利！"


def plan_far(day: str) -> str:
    return f"{day} 太远了，计划最多排两年。"


def plan(
    day: str,
    days: int,
    drills: int,
    minutes: int,
    heavy: int,
    fits: int,
    enough: int,
    assumed: bool,
    open_count: int,
    open_points: str,
    left_out: str,
    drop_count: int,
    drop_points: str,
) -> str:
    if heavy:
        lines = [f"面试日期 {day}，还剩 {days} 天，{heavy} 个重点能复习 {fits} 个。"]
    else:
        lines = [f"面试日期 {day}，还剩 {days} 天。练过的题里还没有重点要点，多面试几题，计划才完整。"]
    lines += [f"按 {drills} 次练习、每次约 {minutes} 分钟算；越近复习越密，最后 72 小时每个重点再过一遍。"]
    lines += ["（每日一练还没打开，先按每天一次算：/drill 21:30 打开。）"] if assumed else []
    if fits < heavy:
        lines += ["", f"时间不够。排不下的 {heavy - fits} 个重点：", left_out]
        lines += [f"最后三天每天约 {enough} 分钟就能全部复习：/drill minutes {enough}。"] if enough else []
    if drop_count:
        lines += ["", f"可以放下的次要要点 {drop_count} 个：", drop_points]
    lines += ["", f"预计到那天还不稳的要点 {open_count} 个：", open_points] if open_count else []
    return "\n".join(lines)


def plan_empty(day: str, days: int) -> str:
    return f"面试日期 {day}，还剩 {days} 天。还没有练过的要点，先用 /interview 面试几题，计划才有内容。"


def more(count: int) -> str:
    return f"……还有 {count} 个"
