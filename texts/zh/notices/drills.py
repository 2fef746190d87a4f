"""每日一练的话：中文。"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from app.messages.drills import (
    DrillMoved,
    DrillNotice,
    DrillOffered,
    DrillOpenedBefore,
    DrillOver,
    DrillPutOff,
    DrillSettingNotice,
    DrillSkipped,
    DrillsOff,
    DrillStatus,
    DrillUsage,
    InterviewStillOpen,
    NoLaterToday,
    NothingToDrill,
    WrongDays,
    WrongMinutes,
    WrongPause,
    WrongQuiet,
    WrongTime,
)

DAYS = "一二三四五六日"


def drill(notice: DrillNotice) -> str:
    match notice:
        case DrillOffered():
            return _offer(notice)
        case DrillPutOff(at):
            return f"好，{at:%H:%M} 再来。"
        case NoLaterToday():
            return "今天没有更晚的时间了（再晚就到安静时段或第二天了）。上面的“开始”今天一直能点。"
        case DrillSkipped():
            return "好，今天不练了，该复习的要点留到下一次。"
        case DrillOpenedBefore():
            return "这次练习已经开始了。"
        case DrillOver(local_day):
            return f"这是 {local_day} 的练习，那天已经过去了。现在想练就发 /drill now。"
        case InterviewStillOpen():
            return "还有一场面试没结束：先答完，或用 /stop 结束它，再开始练习。"
        case NothingToDrill():
            return "现在没有要复习的要点，题库里也没有适合的新题。"
        case _:
            assert_never(notice)


def _offer(notice: DrillOffered) -> str:
    parts = [f"{notice.points} 个要点该复习"] if notice.points else []
    parts += [f"{notice.fresh} 道新题"] if notice.fresh else []
    left = f"距面试还有 {notice.days} 天。" if notice.days >= 0 else ""
    title = "每日一练（今天来晚了）" if notice.late else "每日一练"
    return f"{title}：{'，'.join(parts)}，约 {notice.minutes} 分钟。{left}"


def setting(notice: DrillSettingNotice) -> str:
    match notice:
        case DrillStatus():
            return _status(notice)
        case DrillsOff():
            return "每日一练：关。用 /drill 21:30 打开；/drill now 现在就练。"
        case DrillUsage():
            return USAGE
        case WrongTime(said):
            return f"“{said}”不是时间，请写成 21:30 这样。"
        case WrongDays(said):
            return f"“{said}”不是星期几，请写成 1-5、1,3,5 或 daily（1 是周一，7 是周日）。"
        case WrongMinutes(said, least, most):
            return f"“{said}”不行，每天的分钟数是 {least}–{most}。"
        case WrongQuiet(said):
            return f"“{said}”不是时段，请写成 22:00-07:00，或 off。"
        case WrongPause(said):
            return f"“{said}”不是今天之后的日期，也不是 1–365 天；例如 /drill pause 7。"
        case DrillMoved(at, moved):
            return f"{at:%H:%M} 在安静时段里，练习改在 {moved:%H:%M}。"
        case _:
            assert_never(notice)


USAGE = (
    "/drill now 现在练\n/drill 21:30 每天的时间\n/drill off 关闭\n/drill days 1-5 星期几（1 是周一），或 daily\n"
    "/drill minutes 15 每天几分钟\n/drill quiet 22:00-07:00 安静时段，或 off\n"
    "/drill pause 2026-12-31 暂停到哪天，或天数，或 off"
)


def _status(notice: DrillStatus) -> str:
    when, quiet = f"{weekdays(notice.days)} {notice.at:%H:%M}（{notice.zone}）", notice.quiet
    lines = [f"每日一练：{when}，约 {notice.minutes} 分钟。"]
    lines += [f"安静时段：{quiet.start:%H:%M}–{quiet.end:%H:%M}。"] if quiet else []
    lines += [f"暂停到 {notice.paused}。"] if notice.paused else []
    lines += [f"下一次：{notice.following:%Y-%m-%d %H:%M}。"] if notice.following else []
    return "\n".join(lines)


def weekdays(days: Sequence[int]) -> str:
    """星期几；0 是周一。"""
    if list(days) == list(range(7)):
        return "每天"
    if list(days) == list(range(5)):
        return "工作日"
    return "每周" + "、".join(DAYS[day] for day in days)
