"""报告、学习小组和申诉裁定里程序自己说的话：中文。"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

DAYS: Sequence[str] = tuple("一二三四五六日")
SOURCES = {"judge": "评委评分", "self": "自评"}


# -- 个人 ------------------------------------------------------------------------------------------------------------


def title(name: str, day: str) -> str:
    return f"{name} 的进展 · {day}"


def week_title(day: str) -> str:
    return f"本周小结 · 截至 {day}"


NOTHING = "还没有回答过题目，先用 /interview 练几题，这里就有内容了。"


def overview(answers: int, interviews: int, since: str) -> str:
    return f"从 {since} 到现在：{interviews} 场面试，{answers} 个回答"


def this_week(answers: int, days: int) -> str:
    return f"最近 7 天：练了 {days} 天，{answers} 个回答"


def streak(days: int) -> str:
    return f"已经连续练了 {days} 天"


def interview_on(day: str, days: int) -> str:
    return f"面试日期 {day}，还有 {days} 天"


def only_estimates(questions: int) -> str:
    return f"另有 {questions} 题还没核实对错，不计入任何统计；用 /check 自己确认要点，或由评委评过，才会计入。"


def marks_title(source: str) -> str:
    return f"得分（{SOURCES[source]}）"


def first_and_after(first: str, after: str, n: int) -> str:
    return f"首答 {first} → 追问后 {after}（n = {n}）"


ONE_QUESTION = "才答了一题，还看不出水平。"


def change(recent: str, n_recent: int, before: str, n_before: int, by: str, within: bool) -> str:
    said = f"首答：最近 28 天 {recent}（n = {n_recent}），之前 28 天 {before}（n = {n_before}），变化 {by}"
    return f"{said}，可能只是偶然" if within else said


def change_unknown(enough: int) -> str:
    return f"趋势：最近 28 天和再之前的 28 天里，各有 {enough} 个得分才看得出来。"


def weeks(listed: str) -> str:
    return f"每周首答：{listed}"


def topics_title(source: str) -> str:
    return f"各主题（{SOURCES[source]}），弱的在前"


TOPICS_NOTE = "（在中等难度题上的预计得分 ± 一个标准差）"


def topic(name: str, mean: str, sd: str, n: int) -> str:
    return f"{name} {mean} ± {sd}（n = {n}）"


def weakest_title(source: str) -> str:
    return f"最薄弱的要点（{SOURCES[source]}）"


def weak(topic: str, text: str) -> str:
    return f"{topic}：{text}"


def lost(verdict: str, lost: int, times: int) -> str:
    return f"{verdict}，{times} 次里有 {lost} 次没拿满" if times > 1 else verdict


def said(quote: str) -> str:
    return f"你说：“{quote}”"


def read(title: str, url: str) -> str:
    return f"可以读：{title} {url}".rstrip()


KEPT_PRIVATE = "（这里没有回答的原话，只有本人用 /report 才能看到。）"
FORECAST_TITLE = "复习安排"


def forecast(today: int, week: int, later: int) -> str:
    return f"今天 {today} 个要点，之后 7 天 {week} 个，更晚 {later} 个"


FORECAST_NONE = "还没有安排复习的要点。"


def forecast_days(listed: str) -> str:
    return f"按天：{listed}"


SELF_TITLE = "自评和评委对照"


def self_against_judge(points: int, same: int, above: int, below: int) -> str:
    return f"{points} 个要点：{same} 个一致，{above} 个自评偏高，{below} 个自评偏低"


ASSIGNED_TITLE = "布置的任务"


def assigned(topic: str, day: str, questions: int) -> str:
    return f"{topic}，{day} 前：已答 {questions} 题"


CALENDAR_TITLE = "最近 12 周每天的回答数"


# -- 图里的字 ---------------------------------------------------------------------------------------------------------


def figure_trend(source: str) -> str:
    return f"每周得分（{SOURCES[source]}）"


FIGURE_FIRST = "首答"
FIGURE_AFTER = "追问后"


def figure_topics(source: str) -> str:
    return f"各主题预计得分 ± 1 个标准差（{SOURCES[source]}）"


FIGURE_CALENDAR = "每天的回答数"
FIGURE_FORECAST = "将要复习的要点"
FIGURE_TODAY = "今天"
FIGURE_NO_MARKS = "还没有评委评分或自评"


def months(number: int) -> str:
    return f"{number}月"


def answers(number: int) -> str:
    return f"{number} 个回答"


# -- 小组 ------------------------------------------------------------------------------------------------------------


def group_title(name: str, day: str) -> str:
    return f"小组 {name} · {day}"


def group_digest(day: str) -> str:
    return f"学习小组周报 · {day}"


GROUP_EMPTY = "还没有人加入。用 interviewer people invite --group 生成邀请链接。"


def group_active(active: int, members: int) -> str:
    return f"{members} 名成员，7 天内 {active} 人有回答"


MEMBERS_TITLE = "成员（只有得分，回答不公开）"


def member(name: str, answers: int, marks: str) -> str:
    return f"{name}：7 天内 {answers} 个回答{marks}"


def member_marks(source: str, mean: str, n: int) -> str:
    return f"，首答 {mean}（n = {n}，{SOURCES[source]}）"


QUIET_TITLE = "最近没来练的"


def quiet(name: str, day: str) -> str:
    return f"{name}，上次回答 {day}"


def never(name: str) -> str:
    return f"{name}，还没有回答过"


def group_topics_title(source: str) -> str:
    return f"各主题首答（{SOURCES[source]}）"


def group_topic(name: str, mean: str, n: int) -> str:
    return f"{name} {mean}（n = {n}）"


def missed_title(source: str) -> str:
    return f"大家最常漏的要点（{SOURCES[source]}）"


def missed(text: str, missed: int, marks: int, people: int) -> str:
    return f"{text}：{marks} 次里漏了 {missed} 次，{people} 人"


READY_TITLE = "谁准备好了（不排名；评级只显示愿意公开的人）"


def ready(name: str, days: int, points: int, code: int, enough: bool, band: str) -> str:
    left = "没有日期" if days < 0 else f"还有 {days} 天"
    seen = f"评过 {points} 个要点，代码题过了 {code} 道"
    return "，".join(filter(None, [f"{name}：{left}", seen, "" if enough else "证据还太少", band]))


GROUP_NO_MARKS = "还没有评委评分或自评。"


def group_assigned(topic: str, day: str, begun: int, of: int, questions: int) -> str:
    return f"{topic}，{day} 前：{of} 人里 {begun} 人已开始，共答 {questions} 题"


# -- Anki ------------------------------------------------------------------------------------------------------------


DECK = "模拟面试：丢分的要点"


def which_point(terms: str) -> str:
    return f"（关于 {terms} 的那个要点）" if terms else ""


# -- 申诉 ------------------------------------------------------------------------------------------------------------


def decided(why: str) -> str:
    return f"管理员裁定：{why}" if why else "管理员裁定。"


def signed(value: float) -> str:
    """带符号的差，一位小数。"""
    rounded = floor(abs(value) * 10 + 0.5) / 10
    return f"{'−' if value < 0 and rounded else '+'}{rounded:.1f}"


# -- 台阶 -------------------------------------------------------------------------------------------------------------


STEPS_TITLE = "要点走到哪一步"


def steps(learned: int, kept: int, transferred: int) -> str:
    return f"学过 {learned} 个 · 记住 {kept} 个 · 换问法也会 {transferred} 个。"


def steps_moved(kept: int, transferred: int) -> str:
    return f"这一周新到“记住”{kept} 个，新到“换问法也会”{transferred} 个。"


def steps_predicted(day: str, standing: int, of: int) -> str:
    return f"按现在的练法，到 {day} 面试时预计 {of} 个里有 {standing} 个站得住；到时会拿实际结果核对这个预测。"
