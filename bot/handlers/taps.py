"""Taps on buttons. The spinner always ends; what is old or doubled gets a polite word and changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable

from telegram import Update

from app import drill_settings, drills, feedback
from app import interviews as conduct
from bot import cards, keyboards
from bot.context import Talk
from bot.handlers import answers, begin, data, prompts, settings
from bot.keyboards import CREDITS
from interview.marks import Source, asked_points, standing
from interview.model import Interview, Turn
from questions.topics import Direction
from storage import interviews
from texts import texts

DIRECTIONS = frozenset(Direction)


async def tapped(update: Update, talk: Talk) -> None:
    """Does what the button says; one that nobody knows (any more) is answered with a word over the chat."""
    button = update.callback_query
    assert button is not None
    in_group = not talk.chat.person  # where the bot shows no buttons: somebody made this tap up
    work = None if in_group else _wanted(update, talk, (button.data or "").split(":"))
    if work is None:
        talk.acknowledge(update, texts(talk.language, "telegram").stale())
        return
    await work
    talk.acknowledge(update)


def _wanted(update: Update, talk: Talk, parts: list[str]) -> Awaitable[None] | None:
    match parts:
        case ["u" | "h" | "s" | "w" | "r" | "a" | "k" | "x", interview, turn, *more] if (
            turn.isdecimal() and len(turn) < 6
        ):
            return _of_turn(talk, parts[0], interview, int(turn), more, _message_id(update))
        case ["i", *choice] if _is_choice(choice):
            return begin.chosen(update, talk, *choice)
        case ["d", name] if name in DIRECTIONS:
            return begin.direction(update, talk, name)
        case ["warmup"]:
            return begin.warmup(update, talk)
        case ["report"]:
            return data.report(update, talk)
        case ["again"]:
            return begin.again(update, talk)
        case ["hold", "y" | "n" as answer]:
            return _hold(update, talk, answer)
        case ["lang"]:
            return talk.say("language_usage", buttons=keyboards.languages())
        case ["lang", "zh" | "en" as language]:
            return settings.set_language(talk, language)
        case ["mode", "coach" | "exam" as mode]:
            return settings.set_mode(talk, mode)
        case ["zone"]:
            return settings.ask_zone(talk)
        case ["zone", zone, "y" | "n" as answer] if zone:
            return settings.zone_confirmed(talk, zone, answer)
        case ["drill"]:
            return drill_settings.command(talk.house, talk.chat.id, "")
        case ["drill", drill, "o" | "l" | "s" as what] if drill.isdecimal() and len(drill) < 19:
            return drills.pressed(talk.house, talk.chat.id, int(drill), what)
        case ["date"]:
            return settings.ask_date(talk)
        case ["forget", "y" | "n" as answer]:
            return data.forget_confirmed(talk, answer)
        case ["n"]:
            return _nothing()
        case _:
            return None


async def _nothing() -> None:
    """A button that only tells."""


def _is_choice(choice: list[str]) -> bool:
    """Topic, level, number and mode, as far as they are chosen."""
    allowed = (None, {"-", *map(str, keyboards.LEVELS)}, {*map(str, keyboards.COUNTS)}, {"coach", "exam"})
    return len(choice) <= len(allowed) and all(ok is None or c in ok for c, ok in zip(choice, allowed, strict=False))


def _message_id(update: Update) -> int | None:
    tapped = update.callback_query
    return tapped.message.message_id if tapped is not None and tapped.message is not None else None


def _of_turn(
    talk: Talk, verb: str, interview: str, turn: int, more: list[str], message_id: int | None
) -> Awaitable[None] | None:
    """The buttons under a question or a grade, which name the turn they belong to."""
    house, chat = talk.house, talk.chat.id
    match verb, more:
        case "u", []:
            return conduct.unknown(house, chat, turn, interview=interview)
        case "h", []:
            return conduct.hint(house, chat, turn, interview=interview)
        case "s", []:
            return conduct.skip(house, chat, turn, interview=interview)
        case "x", []:
            return conduct.stop(house, chat, interview=interview)
        case "w", []:
            return feedback.why(house, chat, turn=turn, interview=interview)
        case "r", []:
            return feedback.report_wrong(house, chat, turn=turn, interview=interview)
        case "a", []:
            return _appeal(talk, interview, turn)
        case "a", [point] if point.isdecimal() and len(point) < 3:
            return _appeal_point(talk, interview, turn, int(point))
        case "k", []:
            return _tick(talk, interview, turn, None, message_id)
        case "k", [point, credit] if point.isdecimal() and len(point) < 3 and credit in CREDITS:
            return _tick(talk, interview, turn, {int(point): CREDITS[credit]}, message_id)
        case _:
            return None


async def _loaded(talk: Talk, interview: str, turn: int) -> tuple[Interview, Turn] | None:
    async with talk.house.db.read() as tx:
        found = await interviews.of_chat(tx, talk.chat.id, interview, talk.house.bank, lock=False)
    asked = found.turn(turn) if found else None
    return (found, asked) if found and asked else None


async def _tick(talk: Talk, interview: str, turn: int, ticks: dict[int, float] | None, message_id: int | None) -> None:
    """One point, or all as they are marked; the buttons then show what is recorded."""
    known = await feedback.check(
        talk.house, talk.chat.id, ticks, turn=turn, interview=interview, only=ticks is not None
    )
    loaded = await _loaded(talk, interview, turn)
    if known and loaded is not None and message_id is not None and loaded[1].ticks:
        found, asked = loaded
        stand = feedback.pre_ticks(asked)
        credits = [stand.get(point.id) for point in asked_points(found, asked)]
        ticked = {tick.point for tick in asked.ticks}
        confirmed = [point.id in ticked for point in asked_points(found, asked)]
        done = standing(asked).source is Source.SELF
        rows = keyboards.ticks(found.id, turn, credits, found.language, confirmed=confirmed, done=done)
        await talk.post(cards.buttons(rows, message_id))


async def _appeal(talk: Talk, interview: str, turn: int) -> None:
    loaded = await _loaded(talk, interview, turn)
    points = len(asked_points(*loaded)) if loaded else 0
    if loaded and points:
        await talk.say("appeal_which", buttons=keyboards.appealable(loaded[0].id, turn, points, talk.language))
    else:
        await talk.say("stale")


async def _appeal_point(talk: Talk, interview: str, turn: int, number: int) -> None:
    loaded = await _loaded(talk, interview, turn)
    points = asked_points(*loaded) if loaded else ()
    if loaded and 1 <= number <= len(points):
        prompt = {"kind": "appeal", "interview": loaded[0].id, "turn": turn, "point": number}
        text = points[number - 1].text.get(loaded[0].language)
        await talk.say("appeal_reason", number=number, point=text, prompt=prompt)
    else:
        await talk.say("stale")


async def _hold(update: Update, talk: Talk, answer: str) -> None:
    """A text that waited: taken as the answer, or not."""
    button = update.callback_query
    message_id = _message_id(update)
    payload = await answers.said(talk, button.message) if button and button.message else {}
    if not payload.get("prompt"):
        await talk.say("stale")
        return
    if answer == "y":
        await prompts.confirm(payload["prompt"], talk)
    await talk.say("held_used" if answer == "y" else "held_dropped", edits=message_id, buttons=[])
