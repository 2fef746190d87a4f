"""Notices of Telegram alone, about settings and what is stored: English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from app.messages.settings import (
    AlertOver,
    AlertRaised,
    DataNotice,
    DateAsked,
    ForgetAsked,
    HistoryListed,
    LanguageAsked,
    LanguageSet,
    Listing,
    ModeSet,
    NoHistory,
    NoPage,
    NothingForgotten,
    PageLink,
    SettingNotice,
    SettingsShown,
    TopicsListed,
    UsageFigures,
    ZoneAsked,
    ZoneGuessed,
    ZoneSet,
    ZoneUnknown,
)
from interview.model import Mode
from texts import LANGUAGE_NAMES, topic_name

OCCASIONS = {"interview": "interview", "drill": "drill", "warmup": "warm-up", "quiz": "quiz"}
MODES = {Mode.COACH: "coach", Mode.EXAM: "exam"}


def setting(notice: SettingNotice) -> str:
    match notice:
        case SettingsShown():
            return _settings(notice)
        case ModeSet(mode):
            return f"New interviews are in {MODES[mode]} mode."
        case LanguageSet():
            return "I speak English from now on. An interview that is already open stays in its language."
        case LanguageAsked():
            return "Which language?"
        case ZoneGuessed(at, zone):
            return f"Is it {at:%H:%M} where you are? ({zone})"
        case ZoneAsked():
            return "Which time zone are you in? Reply to this message, for example with Asia/Shanghai or Europe/Berlin."
        case ZoneSet(zone, at):
            return f"Your time zone is {zone}; it is {at:%H:%M}."
        case ZoneUnknown(name):
            return f"I don't know the time zone “{name}”. Write /timezone Asia/Shanghai, for example."
        case DateAsked():
            return "When is the interview? Reply to this message: Dec 21, next Friday, in 3 weeks."
        case _:
            assert_never(notice)


def _settings(wished: SettingsShown) -> str:
    mode, language = MODES[wished.mode], LANGUAGE_NAMES[wished.language]
    drill = f"{wished.drill:%H:%M}" if wished.drill else "off"
    return f"Mode: {mode}\nLanguage: {language}\nTime zone: {wished.zone}\nDaily drill: {drill}"


ALERTS = {
    "intake": "Messages do not come in",
    "webhook": "The webhook is not set",
    "handling": "Messages are not handled",
    "delivery": "Replies are not sent",
    "judge": "The judge refuses",
    "backup": "No backup",
    "disk": "The disk is nearly full",
}  # by part of the program


def data(notice: DataNotice) -> str:
    match notice:
        case AlertRaised(part, why):
            return f"⚠️ {ALERTS.get(part, part)}: {why}"
        case AlertOver(part):
            return f"✅ Over: {ALERTS.get(part, part)}"
        case ForgetAsked():
            return "Delete all of your interviews, marks, reviews and settings? This cannot be undone."
        case NothingForgotten():
            return "Nothing was deleted."
        case Listing(title, lines):
            return f"{title}\n\n{lines}"
        case TopicsListed():
            return _topics(notice)
        case HistoryListed():
            return _history(notice)
        case PageLink():
            return f"Your page: {notice.url}\nThe link signs you in once, within {notice.minutes} min."
        case NoPage():
            return "There is no page here."
        case NoHistory():
            return "No interviews yet. /interview starts one."
        case UsageFigures():
            return (
                f"People: {notice.people}, {notice.active} of them active in 7 days\n"
                f"Interviews: {notice.interviews}, answers: {notice.answers}\n"
                f"Waiting for a grade: {notice.waiting}, unsent messages: {notice.unsent}"
            )
        case _:
            assert_never(notice)


def _topics(listed: TopicsListed) -> str:
    lines = (f"{topic_name(t.topic, 'en')} – {t.topic} ({t.questions})" for t in listed.topics)
    return _listed("Topics (questions)", lines)


def _history(listed: HistoryListed) -> str:
    lines = (
        f"{past.begun:%Y-%m-%d %H:%M} · {OCCASIONS[past.occasion]} · {past.asked}/{past.questions} questions asked"
        for past in listed.interviews
    )
    return _listed("Your last interviews", lines)


def _listed(title: str, lines: Iterable[str]) -> str:
    return "\n\n".join(filter(None, [title, "\n".join(lines)]))
