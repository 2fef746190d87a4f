"""What a person can set: mode, language, time zone, drills and the date of an interview."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from telegram import Update

from app import chats, drill_settings, learner, study_plan
from app.learner import zone_of
from app.messages.prompts import DatePrompt, ZonePrompt
from app.messages.settings import (
    DateAsked,
    LanguageAsked,
    LanguageSet,
    ModeSet,
    SettingsShown,
    ZoneAsked,
    ZoneGuessed,
    ZoneSet,
    ZoneUnknown,
)
from bot import keyboards
from bot.context import ChatContext
from bot.zones import zone_named
from interview.model import Mode
from interview.occurrence import UnknownZoneError, zone_called
from questions.model import LANGUAGES, Language

GUESSED = {"zh": "Asia/Shanghai", "en": "UTC"}


async def settings(update: Update, context: ChatContext) -> None:
    wished = context.person.preferences
    shown = SettingsShown(wished.mode, wished.language, wished.zone, wished.drill_at)
    await context.say(shown, buttons=keyboards.settings(context.language, wished.mode.value))


async def language(update: Update, context: ChatContext) -> None:
    """`/language zh|en`; without a language, buttons."""
    if context.rest.casefold() in LANGUAGES:
        await set_language(context, cast("Language", context.rest.casefold()))
    else:
        await context.say(LanguageAsked(), buttons=keyboards.languages())


async def set_language(context: ChatContext, wanted: Language) -> None:
    await _prefer(context, language=wanted)
    context.chat = replace(context.chat, language=wanted)
    await context.say(LanguageSet())


async def set_mode(context: ChatContext, mode: Mode) -> None:
    await _prefer(context, mode=mode)
    await context.say(ModeSet(mode))


async def _prefer(context: ChatContext, **changes: Any) -> None:
    preferences = replace(context.person.preferences, **changes)
    await drill_settings.prefer_in(context.app, context.chat.id, context.person.id, preferences)
    context.person = replace(context.person, preferences=preferences)


# -- time zone -------------------------------------------------------------------------------------------------------


async def timezone(update: Update, context: ChatContext) -> None:
    """`/timezone Area/City`; without one, a question."""
    if context.rest:
        await set_zone(context, context.rest)
    else:
        await ask_zone(context)


async def ask_zone(context: ChatContext) -> None:
    """Asks whether the zone we know (or guess) shows the time on the person's clock."""
    known = zone_of(context.person)
    zone = known if known.key != "UTC" else zone_called(GUESSED[context.language])
    clock = context.app.now().astimezone(zone).time()
    await context.say(ZoneGuessed(clock, zone.key), buttons=keyboards.zone(zone.key, context.language))


async def zone_confirmed(context: ChatContext, zone: str, *, yes: bool) -> None:
    if yes:
        await set_zone(context, zone)
    else:
        await context.say(ZoneAsked(), prompt=ZonePrompt())


async def set_zone(context: ChatContext, name: str) -> None:
    try:
        zone = zone_named(name)
    except UnknownZoneError:
        await context.say(ZoneUnknown(name[:60]), prompt=ZonePrompt())
        return
    await _prefer(context, zone=zone.key)
    await context.say(ZoneSet(zone.key, context.app.now().astimezone(zone).time()))


# -- drills and plans ------------------------------------------------------------------------------------------------


async def drill(update: Update, context: ChatContext) -> None:
    """`/drill [now|HH:MM|off|…]`; a time of day is asked for its zone once it is set."""
    await drill_settings.command(context.app, context.chat.id, context.rest)
    before, context.person = context.person.preferences, await learner.person(context.app, context.person)
    if context.person.preferences.drill_at not in (None, before.drill_at):
        await ask_zone(context)


async def plan(update: Update, context: ChatContext) -> None:
    await study_plan.command(context.app, context.chat.id, context.rest)


async def ask_date(context: ChatContext) -> None:
    await context.say(DateAsked(), prompt=DatePrompt())


async def set_date(context: ChatContext, words: str) -> None:
    """A reply to "when is it?", which is asked again after a day that cannot be planned for."""
    if not await study_plan.command(context.app, context.chat.id, words):
        await ask_date(context)


async def day_told(context: ChatContext, words: str) -> bool:
    """Whether a text, no reply, answers the question for the day that was said last; then it is planned for."""
    latest = await chats.last_said(context.app, context.chat.id)
    if latest is None or not isinstance(latest.prompt, DatePrompt):
        return False
    await set_date(context, words)
    return True
