"""Notices of Telegram alone: what a person can set, and what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from interview.model import Mode
from questions.model import Language


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """drill: on the person's clock, None when drills are off."""

    mode: Mode
    language: Language
    zone: str
    drill: time | None
    kind: Literal["settings"] = "settings"


@dataclass(frozen=True, slots=True)
class ModeSet:
    mode: Mode
    kind: Literal["mode_set"] = "mode_set"


@dataclass(frozen=True, slots=True)
class LanguageSet:
    kind: Literal["language_set"] = "language_set"


@dataclass(frozen=True, slots=True)
class LanguageAsked:
    kind: Literal["language_usage"] = "language_usage"


@dataclass(frozen=True, slots=True)
class ZoneGuessed:
    """at: the clock in that zone."""

    at: time
    zone: str
    kind: Literal["zone_question"] = "zone_question"


@dataclass(frozen=True, slots=True)
class ZoneAsked:
    kind: Literal["zone_ask"] = "zone_ask"


@dataclass(frozen=True, slots=True)
class ZoneSet:
    zone: str
    at: time
    kind: Literal["zone_set"] = "zone_set"


@dataclass(frozen=True, slots=True)
class ZoneUnknown:
    name: str
    kind: Literal["zone_wrong"] = "zone_wrong"


@dataclass(frozen=True, slots=True)
class DateAsked:
    kind: Literal["ask_date"] = "ask_date"


SettingNotice = (
    SettingsShown | ModeSet | LanguageSet | LanguageAsked | ZoneGuessed | ZoneAsked | ZoneSet | ZoneUnknown | DateAsked
)


# -- what is stored --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ForgetAsked:
    kind: Literal["forget_question"] = "forget_question"


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """To an administrator: a part of the program does not work, and why (as the log says it)."""

    part: str
    why: str
    kind: Literal["alert_raised"] = "alert_raised"


@dataclass(frozen=True, slots=True)
class AlertOver:
    part: str
    kind: Literal["alert_over"] = "alert_over"


@dataclass(frozen=True, slots=True)
class NothingForgotten:
    kind: Literal["forget_not"] = "forget_not"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list in finished words. Nothing makes it any more; rows that wait since an older version still hold it."""

    title: str
    lines: str
    kind: Literal["listed"] = "listed"


@dataclass(frozen=True, slots=True)
class TopicCount:
    """topic: its id. questions: how many it has."""

    topic: str
    questions: int


@dataclass(frozen=True, slots=True)
class TopicsListed:
    topics: tuple[TopicCount, ...]
    kind: Literal["topics_listed"] = "topics_listed"


@dataclass(frozen=True, slots=True)
class PastInterview:
    """begun: on the person's clock. occasion: interview, drill, warmup or quiz. asked: of `questions` that were planned."""

    begun: datetime
    occasion: str
    asked: int
    questions: int


@dataclass(frozen=True, slots=True)
class HistoryListed:
    interviews: tuple[PastInterview, ...]
    kind: Literal["history_listed"] = "history_listed"


@dataclass(frozen=True, slots=True)
class PageLink:
    """url: signs in once. minutes: how long it holds."""

    url: str
    minutes: int
    kind: Literal["page_link"] = "page_link"


@dataclass(frozen=True, slots=True)
class NoPage:
    kind: Literal["page_none"] = "page_none"


@dataclass(frozen=True, slots=True)
class NoHistory:
    kind: Literal["history_none"] = "history_none"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageFigures:
    """For administrators. active: people in 7 days. waiting: answers to be graded. unsent: messages."""

    people: int
    active: int
    interviews: int
    answers: int
    waiting: int
    unsent: int
    kind: Literal["stats"] = "stats"


DataNotice = (
    AlertRaised
    | AlertOver
    | ForgetAsked
    | NothingForgotten
    | Listing
    | TopicsListed
    | HistoryListed
    | NoHistory
    | PageLink
    | NoPage
    | UsageFigures
)
