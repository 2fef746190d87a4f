"""Taps on buttons. The spinner always ends; what is old or doubled gets a polite word and changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import assert_never

from telegram import Update

from app import asides, drill_settings, drills, feedback, interviews
from app.context import AppContext
from app.messages.chatting import AppealReason, AppealWhich, HeldDropped, HeldTaken, StaleButton
from app.messages.prompts import AppealPrompt, HeldAnswer
from app.messages.settings import LanguageAsked
from app.messages.values import Envelope, NewButtons
from bot import keyboards
from bot.buttons import (
    CREDITS,
    AcceptTicksButton,
    AddButton,
    AgainButton,
    AnswerAsideButton,
    AppealButton,
    AskDateButton,
    AskZoneButton,
    ChooseButton,
    ChooseLanguageButton,
    ConfirmAsideButton,
    ConfirmForgetButton,
    ConfirmZoneButton,
    DoneButton,
    DontKnowButton,
    DrillOfferButton,
    DrillSettingsButton,
    HintButton,
    InDirectionButton,
    NothingLeftButton,
    OfAside,
    OfTurn,
    Other,
    ReportButton,
    ReportWrongButton,
    SetModeButton,
    Setting,
    SkipButton,
    StartsInterview,
    StopButton,
    TakeBackButton,
    TickButton,
    UseHeldButton,
    WarmupButton,
    WhyButton,
    unpack,
)
from bot.context import ChatContext
from bot.handlers import answers, begin, data, prompts, settings
from interview.marks import MarkSource, asked_points, standing
from interview.model import Mode
from texts import catalogue


async def tapped(update: Update, context: ChatContext) -> None:
    """Does what the button says; one that nobody knows (any more) is answered with a word over the chat."""
    query = update.callback_query
    assert query is not None
    button = unpack(query.data or "")
    if button is None or not context.chat.person:  # in groups the bot shows no buttons: somebody made this tap up
        context.acknowledge(update, catalogue(context.language).telegram.STALE)
        return
    if isinstance(button, OfAside):
        context.acknowledge(update, await _aside(update, context, button))
        return
    await _pressed(update, context, button)
    context.acknowledge(update)


async def _pressed(update: Update, context: ChatContext, button: OfTurn | StartsInterview | Setting | Other) -> None:
    if isinstance(button, OfTurn):
        await _of_turn(update, context, button)
    elif isinstance(button, StartsInterview):
        await _begin(update, context, button)
    elif isinstance(button, Setting):
        await _set(context, button)
    else:
        await _other(update, context, button)


async def _other(update: Update, context: ChatContext, button: Other) -> None:
    match button:
        case DrillOfferButton(drill, action):
            await drills.pressed(context.app, context.chat.id, drill, action)
        case ReportButton():
            await data.report(update, context)
        case UseHeldButton(yes):
            await _hold(update, context, yes=yes)
        case ConfirmForgetButton(yes):
            await data.forget_confirmed(context, yes=yes)
        case NothingLeftButton():
            pass
        case _:
            assert_never(button)


async def _begin(update: Update, context: ChatContext, button: StartsInterview) -> None:
    match button:
        case ChooseButton():
            await begin.chosen(update, context, button)
        case WarmupButton():
            await begin.warmup(update, context)
        case InDirectionButton(direction):
            await begin.direction(update, context, direction)
        case AgainButton():
            await begin.again(update, context)


async def _set(context: ChatContext, button: Setting) -> None:
    match button:
        case ChooseLanguageButton(language) if language is not None:
            await settings.set_language(context, language)
        case ChooseLanguageButton():
            await context.say(LanguageAsked(), buttons=keyboards.languages())
        case SetModeButton(mode):
            await settings.set_mode(context, Mode(mode))
        case AskZoneButton():
            await settings.ask_zone(context)
        case ConfirmZoneButton(zone, yes):
            await settings.zone_confirmed(context, zone, yes=yes)
        case DrillSettingsButton():
            await drill_settings.command(context.app, context.chat.id, "")
        case AskDateButton():
            await settings.ask_date(context)


def _message_id(update: Update) -> int | None:
    tapped = update.callback_query
    return tapped.message.message_id if tapped is not None and tapped.message is not None else None


async def _of_turn(update: Update, context: ChatContext, button: OfTurn) -> None:
    """The buttons under a question or a grade, which name the turn they belong to."""
    app, chat, message_id = context.app, context.chat.id, _message_id(update)
    match button:
        case DontKnowButton(interview, turn):
            await interviews.unknown(app, chat, turn, interview=interview)
        case HintButton(interview, turn):
            await interviews.hint(app, chat, turn, interview=interview)
        case SkipButton(interview, turn):
            await interviews.skip(app, chat, turn, interview=interview)
        case StopButton(interview, _):
            await interviews.stop(app, chat, interview=interview)
        case WhyButton(interview, turn):
            await feedback.why(app, chat, turn=turn, interview=interview)
        case ReportWrongButton(interview, turn):
            await feedback.report_wrong(app, chat, turn=turn, interview=interview)
        case AppealButton(interview, turn, point) if point is not None:
            await _appeal_point(context, interview, turn, point)
        case AppealButton(interview, turn):
            await _appeal(context, interview, turn)
        case AcceptTicksButton(interview, turn):
            await _tick(context, interview, turn, None, message_id)
        case TickButton(interview, turn, point, credit):
            await _tick(context, interview, turn, {point: CREDITS[credit]}, message_id)
        case DoneButton(interview, turn):
            await _reconsider(context, update, interviews.done, interview, turn)
        case AddButton(interview, turn):
            await _reconsider(context, update, interviews.add, interview, turn)
        case TakeBackButton(interview, turn):
            await _reconsider(context, update, interviews.take_back, interview, turn)


async def _reconsider(
    context: ChatContext,
    update: Update,
    use: Callable[[AppContext, int, str, int], Awaitable[bool]],
    interview: str,
    turn: int,
) -> None:
    """Does what can be done about an answer; too late or for the second time it is a word over the chat."""
    if not await use(context.app, context.chat.id, interview, turn):
        context.acknowledge(update, catalogue(context.language).telegram.STALE)
    else:
        prompts.type_in(context)


async def _tick(
    context: ChatContext, interview: str, turn: int, ticks: dict[int, float] | None, message_id: int | None
) -> None:
    """One point, or all as they are marked; the buttons then show what is recorded."""
    known = await feedback.check(
        context.app, context.chat.id, ticks, turn=turn, interview=interview, only=ticks is not None
    )
    loaded = await interviews.turn_of(context.app, context.chat.id, interview, turn)
    if known and loaded is not None and message_id is not None and loaded[1].ticks:
        found, asked = loaded
        stand = feedback.pre_ticks(asked)
        credits = [stand.get(point.id) for point in asked_points(found, asked)]
        ticked = {tick.point for tick in asked.ticks}
        confirmed = [point.id in ticked for point in asked_points(found, asked)]
        done = standing(asked).source is MarkSource.SELF
        rows = keyboards.ticks(found.id, turn, credits, found.language, confirmed=confirmed, done=done)
        await context.post(Envelope(NewButtons(), rows, message_id))


async def _appeal(context: ChatContext, interview: str, turn: int) -> None:
    loaded = await interviews.turn_of(context.app, context.chat.id, interview, turn)
    points = len(asked_points(*loaded)) if loaded else 0
    if loaded and points:
        await context.say(AppealWhich(), buttons=keyboards.appealable(loaded[0].id, turn, points, context.language))
    else:
        await context.say(StaleButton())


async def _appeal_point(context: ChatContext, interview: str, turn: int, number: int) -> None:
    loaded = await interviews.turn_of(context.app, context.chat.id, interview, turn)
    points = asked_points(*loaded) if loaded else ()
    if loaded and 1 <= number <= len(points):
        prompt = AppealPrompt(loaded[0].id, turn, number)
        text = points[number - 1].text.get(loaded[0].language)
        await context.say(AppealReason(number, text), prompt=prompt)
    else:
        await context.say(StaleButton())


async def _hold(update: Update, context: ChatContext, *, yes: bool) -> None:
    """A text that waited: taken as the answer, or not."""
    button = update.callback_query
    message_id = _message_id(update)
    envelope = await answers.said(context, button.message) if button and button.message else None
    held = envelope.prompt if envelope else None
    if not isinstance(held, HeldAnswer):
        await context.say(StaleButton())
        return
    if yes:
        await prompts.confirm(held, context)
    await context.say(HeldTaken() if yes else HeldDropped(), edits=message_id, buttons=[])


async def _aside(update: Update, context: ChatContext, button: OfAside) -> str:
    """A message is an answer after all, or the aside it seems to be; returns the word over the chat."""
    does = interviews.answer_aside if isinstance(button, AnswerAsideButton) else asides.confirm
    if not await does(context.app, context.chat.id, button.aside):
        return catalogue(context.language).telegram.STALE
    if (message_id := _message_id(update)) is not None:
        await context.post(Envelope(NewButtons(), [], message_id))
    if isinstance(button, ConfirmAsideButton):
        return ""
    prompts.type_in(context)
    return catalogue(context.language).telegram.TAKEN_AS_ANSWER
