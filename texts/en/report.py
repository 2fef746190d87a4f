"""The program's own words in reports, about study groups and for administrators who decide appeals: English."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from texts.en.plural import count

DAYS: Sequence[str] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SOURCES = {"judge": "judged", "self": "self-rated"}


# -- the person ------------------------------------------------------------------------------------------------------


def title(name: str, day: str) -> str:
    return f"{name}: progress up to {day}"


def week_title(day: str) -> str:
    return f"Your week up to {day}"


NOTHING = "You have not answered anything yet. Start with a few questions: /interview."


def overview(answers: int, interviews: int, since: str) -> str:
    return f"{count(answers, 'answer')} in {count(interviews, 'interview')} since {since}"


def this_week(answers: int, days: int) -> str:
    return f"Last 7 days: {count(answers, 'answer')} on {count(days, 'day')}"


def streak(days: int) -> str:
    return f"{days} days in a row"


def interview_on(day: str, days: int) -> str:
    return f"Interview on {day}, in {count(days, 'day')}"


def only_estimates(questions: int) -> str:
    return (
        f"Not counted in any figure: {count(questions, 'question')} that nobody has checked yet. Confirm the points with"
        " /check, or have a judge read the answers."
    )


def marks_title(source: str) -> str:
    return f"Marks, {SOURCES[source]}"


def first_and_after(first: str, after: str, n: int) -> str:
    return f"First answer {first} → after probing {after} (n = {n})"


ONE_QUESTION = "One question says little about your level."


def change(recent: str, n_recent: int, before: str, n_before: int, by: str, within: bool) -> str:
    said = f"First answers of the last 28 days {recent} (n = {n_recent}), the 28 days before {before} (n = {n_before}): {by}"
    return f"{said}, which may be chance" if within else said


def change_unknown(enough: int) -> str:
    return f"Trend: shown once there are {enough} marks in the last 28 days and {enough} in the 28 before."


def weeks(listed: str) -> str:
    return f"First answers by week: {listed}"


def topics_title(source: str) -> str:
    return f"Topics, {SOURCES[source]}, weakest first"


TOPICS_NOTE = "(mark to expect on a question of middle difficulty, ± one standard deviation)"


def topic(name: str, mean: str, sd: str, n: int) -> str:
    return f"{name} {mean} ± {sd}, n = {n}"


def weakest_title(source: str) -> str:
    return f"Weakest points, {SOURCES[source]}"


def weak(topic: str, text: str) -> str:
    return f"{topic}: {text}"


def lost(verdict: str, lost: int, times: int) -> str:
    return f"{verdict}; lost {lost} of {times} times" if times > 1 else verdict


def said(quote: str) -> str:
    return f"You said: “{quote}”"


def read(title: str, url: str) -> str:
    return f"Read: {title} {url}".rstrip()


KEPT_PRIVATE = "(What was said is left out here: only the person can read it, with /report.)"
FORECAST_TITLE = "Reviews to come"


def forecast(today: int, week: int, later: int) -> str:
    return f"Points due today: {today}, in the next 7 days: {week}, later: {later}"


FORECAST_NONE = "Nothing is scheduled for review yet."


def forecast_days(listed: str) -> str:
    return f"By day: {listed}"


SELF_TITLE = "Your own ticks against the judge"


def self_against_judge(points: int, same: int, above: int, below: int) -> str:
    return f"{count(points, 'point')}: {same} the same, {above} rated too high, {below} too low"


ASSIGNED_TITLE = "Assigned"


def assigned(topic: str, day: str, questions: int) -> str:
    return f"{topic} by {day}: {count(questions, 'question')} answered so far"


CALENDAR_TITLE = "Answers by day, the last 12 weeks"


# -- labels of figures -----------------------------------------------------------------------------------------------


def figure_trend(source: str) -> str:
    return f"By week ({SOURCES[source]})"


FIGURE_FIRST = "first answer"
FIGURE_AFTER = "after probing"


def figure_topics(source: str) -> str:
    return f"Topics, expected mark ± 1 sd ({SOURCES[source]})"


FIGURE_CALENDAR = "Answers by day"
FIGURE_FORECAST = "Points coming back"
FIGURE_TODAY = "today"
FIGURE_NO_MARKS = "No marks by a judge or by yourself yet"


def months(number: int) -> str:
    return ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[number - 1]


def answers(number: int) -> str:
    return count(number, "answer")


# -- groups ----------------------------------------------------------------------------------------------------------


def group_title(name: str, day: str) -> str:
    return f"Group {name}, {day}"


def group_digest(day: str) -> str:
    return f"Your study groups, {day}"


GROUP_EMPTY = "Nobody has joined yet. interviewer people invite --group makes a link."


def group_active(active: int, members: int) -> str:
    return f"{active} of {count(members, 'member')} active in 7 days"


MEMBERS_TITLE = "Members (scores only; answers stay private)"


def member(name: str, answers: int, marks: str) -> str:
    return f"{name}: {count(answers, 'answer')} in 7 days{marks}"


def member_marks(source: str, mean: str, n: int) -> str:
    return f", first answer {mean} (n = {n}, {SOURCES[source]})"


QUIET_TITLE = "Went quiet"


def quiet(name: str, day: str) -> str:
    return f"{name}, last answer {day}"


def never(name: str) -> str:
    return f"{name}, no answer yet"


def group_topics_title(source: str) -> str:
    return f"First answers by topic, {SOURCES[source]}"


def group_topic(name: str, mean: str, n: int) -> str:
    return f"{name} {mean}, n = {n}"


def missed_title(source: str) -> str:
    return f"Most missed points, {SOURCES[source]}"


def missed(text: str, missed: int, marks: int, people: int) -> str:
    return f"{text}: missed {missed} of {marks} times, by {count(people, 'person', 'people')}"


READY_TITLE = "Who is ready (no ranking; bands only of those who share theirs)"


def ready(name: str, days: int, points: int, code: int, enough: bool, band: str) -> str:
    left = "no date" if days < 0 else f"{count(days, 'day')} left"
    seen = f"{count(points, 'judged point')}, {count(code, 'coding task')} passed"
    return ", ".join(filter(None, [f"{name}: {left}", seen, "" if enough else "too little evidence yet", band]))


GROUP_NO_MARKS = "No marks by a judge or by the members themselves yet."


def group_assigned(topic: str, day: str, begun: int, of: int, questions: int) -> str:
    return f"{topic} by {day}: {begun} of {count(of, 'member')} have begun, {count(questions, 'question')} answered"


# -- Anki ------------------------------------------------------------------------------------------------------------


DECK = "Mock interview: missed points"


def which_point(terms: str) -> str:
    return f"(the point about: {terms})" if terms else ""


# -- appeals ---------------------------------------------------------------------------------------------------------


def decided(why: str) -> str:
    return f"Decided by the administrator: {why}" if why else "Decided by the administrator."


def signed(value: float) -> str:
    """A difference with its sign, one decimal."""
    rounded = floor(abs(value) * 10 + 0.5) / 10
    return f"{'−' if value < 0 and rounded else '+'}{rounded:.1f}"


# -- steps -----------------------------------------------------------------------------------------------------------


STEPS_TITLE = "How far your points have come"


def steps(learned: int, kept: int, transferred: int) -> str:
    return f"Learned {learned} · kept {kept} · told to another wording, too, {transferred}."


def steps_moved(kept: int, transferred: int) -> str:
    return f"New this week: {kept} kept, {transferred} told to another wording."


def steps_predicted(day: str, standing: int, of: int) -> str:
    return (
        f"The way you practise now, about {standing} of {of} should stand on {day}; what comes of it will be held"
        " against this."
    )
