"""What a person can set: mode, language, time zone, drills and the date of an interview."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from telegram import Update

from app import drill_settings, study_plan
from app.learner import zone_of
from bot import keyboards
from bot.context import Talk
from bot.zones import zone_named
from interview.model import Mode
from interview.occurrence import UnknownZoneError, zone_called
from questions.model import LANGUAGES, Language
from storage import chats, people

GUESSED = {"zh": "Asia/Shanghai", "en": "UTC"}


async def settings(update: Update, talk: Talk) -> None:
    wished = talk.person.preferences
    drill = wished.drill_at.strftime("%H:%M") if wished.drill_at else ""
    names = {"zh": "中文", "en": "English"}
    await talk.say(
        "settings", mode=wished.mode.value, language=names[wished.language], zone=wished.zone, drill=drill,
        buttons=keyboards.settings(talk.language, wished.mode.value),
    )  # fmt: skip


async def language(update: Update, talk: Talk) -> None:
    """`/language zh|en`; without a language, buttons."""
    if talk.rest.casefold() in LANGUAGES:
        await set_language(talk, cast("Language", talk.rest.casefold()))
    else:
        await talk.say("language_usage", buttons=keyboards.languages())


async def set_language(talk: Talk, wanted: Language) -> None:
    await _prefer(talk, language=wanted)
    talk.chat = replace(talk.chat, language=wanted)
    await talk.say("language_set")


async def set_mode(talk: Talk, mode: str) -> None:
    await _prefer(talk, mode=Mode(mode))
    await talk.say("mode_set", mode=mode)


async def _prefer(talk: Talk, **changes: Any) -> None:
    preferences = replace(talk.person.preferences, **changes)
    async with talk.house.db.write() as tx:
        await drill_settings.prefer(tx, talk.person.id, preferences, talk.house.now())
        await chats.speak(tx, talk.chat.id, preferences.language)
    talk.person = replace(talk.person, preferences=preferences)


# -- time zone -------------------------------------------------------------------------------------------------------


async def timezone(update: Update, talk: Talk) -> None:
    """`/timezone Area/City`; without one, a question."""
    if talk.rest:
        await set_zone(talk, talk.rest)
    else:
        await ask_zone(talk)


async def ask_zone(talk: Talk) -> None:
    """Asks whether the zone we know (or guess) shows the time on the person's clock."""
    known = zone_of(talk.person)
    zone = known if known.key != "UTC" else zone_called(GUESSED[talk.language])
    clock = talk.house.now().astimezone(zone).strftime("%H:%M")
    buttons = keyboards.yes_no("zone", talk.language, zone.key)
    await talk.say("zone_question", time=clock, zone=zone.key, buttons=buttons)


async def zone_confirmed(talk: Talk, zone: str, answer: str) -> None:
    if answer == "y":
        await set_zone(talk, zone)
    else:
        await talk.say("zone_ask", prompt={"kind": "zone"})


async def set_zone(talk: Talk, name: str) -> None:
    try:
        zone = zone_named(name)
    except UnknownZoneError:
        await talk.say("zone_wrong", name=name[:60], prompt={"kind": "zone"})
        return
    await _prefer(talk, zone=zone.key)
    await talk.say("zone_set", zone=zone.key, time=talk.house.now().astimezone(zone).strftime("%H:%M"))


# -- drills and plans ------------------------------------------------------------------------------------------------


async def drill(update: Update, talk: Talk) -> None:
    """`/drill [now|HH:MM|off|…]`; a time of day is asked for its zone once it is set."""
    await drill_settings.command(talk.house, talk.chat.id, talk.rest)
    before, talk.person = talk.person.preferences, await _person(talk)
    if talk.person.preferences.drill_at not in (None, before.drill_at):
        await ask_zone(talk)


async def _person(talk: Talk) -> people.Person:
    async with talk.house.db.read() as tx:
        return await people.get(tx, talk.person.id) or talk.person


async def plan(update: Update, talk: Talk) -> None:
    await study_plan.command(talk.house, talk.chat.id, talk.rest)


async def ask_date(talk: Talk) -> None:
    await talk.say("ask_date", prompt={"kind": "date"})


async def set_date(talk: Talk, words: str) -> None:
    """A reply to "when is it?", which is asked again after a day that cannot be planned for."""
    if not await study_plan.command(talk.house, talk.chat.id, words):
        await ask_date(talk)
