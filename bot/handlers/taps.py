"""Taps on buttons. The spinner always ends; what is old or doubled gets a polite word and changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable

from telegram import Update

from app import drill_settings, drills, feedback
from app import interviews as conduct
from bot import cards, keyboards
from bot.context import ChatContext
from bot.handlers import answers, begin, data, prompts, settings
from bot.keyboards import CREDITS
from interview.marks import Source, asked_points, standing
from interview.model import Interview, Turn
from questions.topics import Direction
from storage import interviews
from texts import catalogue

DIRECTIONS = frozenset(Direction)


async def tapped(update: Update, context: ChatContext) -> None:
    """Does what the button says; one that nobody knows (any more) is answered with a word over the chat."""
    button = update.callback_query
    assert button is not None
    in_group = not context.chat.person  # where the bot shows no buttons: somebody made this tap up
    work = None if in_group else _wanted(update, context, (button.data or "").split(":"))
    if work is None:
        context.acknowledge(update, catalogue(context.language).telegram.stale())
        return
    await work
    context.acknowledge(update)


def _wanted(update: Update, context: ChatContext, parts: list[str]) -> Awaitable[None] | None:
    match parts:
        case ["u" | "h" | "s" | "w" | "r" | "a" | "k" | "x", interview, turn, *more] if (
            turn.isdecimal() and len(turn) < 6
        ):
            return _of_turn(context, parts[0], interview, int(turn), more, _message_id(update))
        case ["i", *choice] if _is_choice(choice):
            return begin.chosen(update, context, *choice)
        case ["d", name] if name in DIRECTIONS:
            return begin.direction(update, context, name)
        case ["warmup"]:
            return begin.warmup(update, context)
        case ["report"]:
            return data.report(update, context)
        case ["again"]:
            return begin.again(update, context)
        case ["hold", "y" | "n" as answer]:
            return _hold(update, context, answer)
        case ["lang"]:
            return context.say("language_usage", buttons=keyboards.languages())
        case ["lang", "zh" | "en" as language]:
            return settings.set_language(context, language)
        case ["mode", "coach" | "exam" as mode]:
            return settings.set_mode(context, mode)
        case ["zone"]:
            return settings.ask_zone(context)
        case ["zone", zone, "y" | "n" as answer] if zone:
            return settings.zone_confirmed(context, zone, answer)
        case ["drill"]:
            return drill_settings.command(context.app, context.chat.id, "")
        case ["drill", drill, "o" | "l" | "s" as what] if drill.isdecimal() and len(drill) < 19:
            return drills.pressed(context.app, context.chat.id, int(drill), what)
        case ["date"]:
            return settings.ask_date(context)
        case ["forget", "y" | "n" as answer]:
            return data.forget_confirmed(context, answer)
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
    context: ChatContext, verb: str, interview: str, turn: int, more: list[str], message_id: int | None
) -> Awaitable[None] | None:
    """The buttons under a question or a grade, which name the turn they belong to."""
    app, chat = context.app, context.chat.id
    match verb, more:
        case "u", []:
            return conduct.unknown(app, chat, turn, interview=interview)
        case "h", []:
            return conduct.hint(app, chat, turn, interview=interview)
        case "s", []:
            return conduct.skip(app, chat, turn, interview=interview)
        case "x", []:
            return conduct.stop(app, chat, interview=interview)
        case "w", []:
            return feedback.why(app, chat, turn=turn, interview=interview)
        case "r", []:
            return feedback.report_wrong(app, chat, turn=turn, interview=interview)
        case "a", []:
            return _appeal(context, interview, turn)
        case "a", [point] if point.isdecimal() and len(point) < 3:
            return _appeal_point(context, interview, turn, int(point))
        case "k", []:
            return _tick(context, interview, turn, None, message_id)
        case "k", [point, credit] if point.isdecimal() and len(point) < 3 and credit in CREDITS:
            return _tick(context, interview, turn, {int(point): CREDITS[credit]}, message_id)
        case _:
            return None


async def _loaded(context: ChatContext, interview: str, turn: int) -> tuple[Interview, Turn] | None:
    async with context.app.db.read() as tx:
        found = await interviews.of_chat(tx, context.chat.id, interview, context.app.bank, lock=False)
    asked = found.turn(turn) if found else None
    return (found, asked) if found and asked else None


async def _tick(
    context: ChatContext, interview: str, turn: int, ticks: dict[int, float] | None, message_id: int | None
) -> None:
    """One point, or all as they are marked; the buttons then show what is recorded."""
    known = await feedback.check(
        context.app, context.chat.id, ticks, turn=turn, interview=interview, only=ticks is not None
    )
    loaded = await _loaded(context, interview, turn)
    if known and loaded is not None and message_id is not None and loaded[1].ticks:
        found, asked = loaded
        stand = feedback.pre_ticks(asked)
        credits = [stand.get(point.id) for point in asked_points(found, asked)]
        ticked = {tick.point for tick in asked.ticks}
        confirmed = [point.id in ticked for point in asked_points(found, asked)]
        done = standing(asked).source is Source.SELF
        rows = keyboards.ticks(found.id, turn, credits, found.language, confirmed=confirmed, done=done)
        await context.post(cards.buttons(rows, message_id))


async def _appeal(context: ChatContext, interview: str, turn: int) -> None:
    loaded = await _loaded(context, interview, turn)
    points = len(asked_points(*loaded)) if loaded else 0
    if loaded and points:
        await context.say("appeal_which", buttons=keyboards.appealable(loaded[0].id, turn, points, context.language))
    else:
        await context.say("stale")


async def _appeal_point(context: ChatContext, interview: str, turn: int, number: int) -> None:
    loaded = await _loaded(context, interview, turn)
    points = asked_points(*loaded) if loaded else ()
    if loaded and 1 <= number <= len(points):
        prompt = {"kind": "appeal", "interview": loaded[0].id, "turn": turn, "point": number}
        text = points[number - 1].text.get(loaded[0].language)
        await context.say("appeal_reason", number=number, point=text, prompt=prompt)
    else:
        await context.say("stale")


async def _hold(update: Update, context: ChatContext, answer: str) -> None:
    """A text that waited: taken as the answer, or not."""
    button = update.callback_query
    message_id = _message_id(update)
    payload = await answers.said(context, button.message) if button and button.message else {}
    if not payload.get("prompt"):
        await context.say("stale")
        return
    if answer == "y":
        await prompts.confirm(payload["prompt"], context)
    await context.say("held_used" if answer == "y" else "held_dropped", edits=message_id, buttons=[])
