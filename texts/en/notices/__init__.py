"""Every notice in English, one module per subject."""

from __future__ import annotations

from typing import assert_never

from app.messages.ability import AbilityNotice
from app.messages.aims import AimNotice
from app.messages.answering import AnswerNotice, FeedbackNotice
from app.messages.chatting import ArrivalNotice, ChoosingNotice, TalkNotice
from app.messages.debriefs import DayNotice
from app.messages.drills import DrillNotice, DrillSettingNotice
from app.messages.giving import GivingNotice
from app.messages.groups import GroupNotice
from app.messages.loops import LoopNotice
from app.messages.plans import PlanNotice
from app.messages.projects import ProjectNotice, TellingNotice
from app.messages.settings import DataNotice, SettingNotice
from app.messages.terminal import TerminalNotice
from app.messages.values import NoticeContent
from texts.en.notices import (
    ability,
    aims,
    answering,
    chatting,
    debriefs,
    drills,
    giving,
    groups,
    loops,
    plans,
    projects,
    settings,
    terminal,
)


def told(content: NoticeContent) -> str:
    """The words of a notice."""
    if isinstance(content, AnswerNotice):
        return answering.answer(content)
    if isinstance(content, FeedbackNotice):
        return answering.feedback(content)
    if isinstance(content, TerminalNotice):
        return terminal.terminal(content)
    if isinstance(content, DrillNotice):
        return drills.drill(content)
    if isinstance(content, DrillSettingNotice):
        return drills.setting(content)
    if isinstance(content, PlanNotice):
        return plans.plan(content)
    if isinstance(content, ProjectNotice):
        return projects.project(content)
    if isinstance(content, TellingNotice):
        return projects.telling(content)
    if isinstance(content, AimNotice):
        return aims.aim(content)
    if isinstance(content, DayNotice):
        return debriefs.day(content)
    if isinstance(content, AbilityNotice):
        return ability.test(content)
    if isinstance(content, GivingNotice):
        return giving.giving(content)
    if isinstance(content, GroupNotice):
        return groups.group(content)
    if isinstance(content, ArrivalNotice):
        return chatting.arrival(content)
    if isinstance(content, ChoosingNotice):
        return chatting.choosing(content)
    if isinstance(content, TalkNotice):
        return chatting.talk(content)
    if isinstance(content, SettingNotice):
        return settings.setting(content)
    if isinstance(content, DataNotice):
        return settings.data(content)
    if isinstance(content, LoopNotice):
        return loops.loop(content)
    assert_never(content)
