"""Taps on buttons. The spinner always ends; what is old or doubled gets a polite word and changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import assert_never

from telegram import Update

from app import asides, drill_settings, drills, feedback, interviews, loops, programs
from app.context import AppContext
from app.messages import build
from app.messages.answering import Listening
from app.messages.chatting import AppealReason, AppealWhich, HeldDropped, HeldTaken, StaleButton
from app.messages.prompts import AppealPrompt, HeldAnswer
from app.messages.settings import LanguageAsked
from app.messages.values import Envelope, NewButtons, NoticeContent
from bot import keyboards
from bot.buttons import (
    CREDITS,
    AcceptTicksButton,
    AddButton,
    AfterButton,
    AgainButton,
    AimButton,
    AllRightButton,
    AnswerAsideButton,
    AppealButton,
    AskDateButton,
    AskLoopButton,
    AskZoneButton,
    BandButton,
    BelongsBeforeButton,
    ChooseButton,
    ChooseLanguageButton,
    ConfirmAsideButton,
    ConfirmForgetButton,
    ConfirmZoneButton,
    CorrectButton,
    DebriefButton,
    DoneButton,
    DontKnowButton,
    DrillNowButton,
    DrillOfferButton,
    DrillSettingsButton,
    GoOnButton,
    HintButton,
    InDirectionButton,
    LoopButton,
    NoDateButton,
    NothingLeftButton,
    OfAside,
    OfTurn,
    Other,
    ParkButton,
    PauseButton,
    ProjectButton,
    ReportButton,
    ReportWrongButton,
    SeniorityButton,
    SetModeButton,
    Setting,
    ShareBandButton,
    SkipButton,
    StartsInterview,
    StopButton,
    StopSureButton,
    TakeBackButton,
    TakeUpButton,
    TickButton,
    ToldButton,
    UseHeldButton,
    WarmupButton,
    WhyButton,
    unpack,
)
from bot.context import ChatContext
from bot.handlers import aims, answers, begin, data, debriefs, during, loop, projects, prompts, settings, start
from interview.marks import asked_points
from interview.model import Mode
from interview.names import name_of
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
    told = await _pressed(update, context, button)
    context.acknowledge(update, catalogue(context.language).told(told) if told else "")


async def _pressed(
    update: Update, context: ChatContext, button: OfTurn | StartsInterview | Setting | Other
) -> NoticeContent | None:
    """Does it; returns what is told over the chat."""
    if isinstance(button, OfTurn):
        return await _of_turn(update, context, button)
    if isinstance(button, StartsInterview):
        return await _begin(update, context, button)
    if isinstance(button, Setting):
        await _set(context, button)
    else:
        return await _other(update, context, button)
    return None


async def _other(update: Update, context: ChatContext, button: Other) -> NoticeContent | None:
    match button:
        case DrillOfferButton(drill, action):
            return await drills.pressed(context.app, context.chat.id, drill, action)
        case ReportButton():
            await data.report(update, context)
        case UseHeldButton(yes):
            return await _hold(update, context, yes=yes)
        case ConfirmForgetButton(yes):
            await data.forget_confirmed(context, yes=yes)
        case StopSureButton(interview, yes):
            return await during.stop_confirmed(context, interview, _message_id(update), yes=yes)
        case GoOnButton(interview):
            return await during.go_on(context, interview)
        case DrillNowButton():
            await drills.start_now(context.app, context.chat.id, source=f"telegram:now:{_message_id(update)}")
        case NothingLeftButton():
            pass
        case AskLoopButton():
            await loop.choose(context)
        case BandButton(interview):
            return await loop.band(context, interview)
        case ProjectButton():
            return await projects.pressed(update, context, button)
        case ShareBandButton(yes):
            await start.share_band(context, yes=yes, edits=_message_id(update))
        case AfterButton():
            return await debriefs.pressed(context, button, _message_id(update))
        case AimButton():
            return await aims.pressed(update, context, button)
        case ToldButton(yes):
            return await projects.told(context, yes=yes)
        case _:
            assert_never(button)
    return None


async def _begin(update: Update, context: ChatContext, button: StartsInterview) -> NoticeContent | None:
    match button:
        case ChooseButton():
            return await begin.chosen(update, context, button)
        case WarmupButton():
            return await begin.warmup(update, context)
        case InDirectionButton(direction):
            return await begin.direction(update, context, direction)
        case AgainButton():
            return await begin.again(update, context)
        case TakeUpButton(code):
            return await begin.take_up(update, context, code)
        case LoopButton():
            return await loop.chosen(update, context, button, _message_id(update))


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
        case SeniorityButton(told) if told is not None:
            await start.seniority_told(context, told)
        case SeniorityButton():
            await start.ask_seniority(context)
        case NoDateButton():
            await start.no_date(context)


def _message_id(update: Update) -> int | None:
    tapped = update.callback_query
    return tapped.message.message_id if tapped is not None and tapped.message is not None else None


async def _of_turn(update: Update, context: ChatContext, button: OfTurn) -> NoticeContent | None:
    """The buttons under a question, a verdict or a result, which name the turn they belong to."""
    app, chat, message_id = context.app, context.chat.id, _message_id(update)
    match button:
        case DontKnowButton(interview, turn):
            return await interviews.unknown(app, chat, turn, interview=interview)
        case HintButton(interview, turn):
            return await interviews.hint(app, chat, turn, interview=interview)
        case SkipButton(interview, turn):
            return await interviews.skip(app, chat, turn, interview=interview)
        case PauseButton(interview, _):
            return await loops.pause(app, chat, interview=interview)
        case ParkButton(interview, turn):
            return await programs.park(app, chat, interview, turn)
        case StopButton(interview, _):
            return await during.ask_to_stop(context, interview)
        case WhyButton(interview, turn):
            return await feedback.why(app, chat, turn=turn, interview=interview)
        case ReportWrongButton(interview, turn):
            return await feedback.report_wrong(app, chat, turn=turn, interview=interview)
        case AppealButton(interview, turn, point) if point is not None:
            return await _appeal_point(context, interview, turn, point)
        case AppealButton(interview, turn):
            return await _appeal(context, interview, turn)
        case AcceptTicksButton(interview, turn) | AllRightButton(interview, turn):
            told = await feedback.all_right(app, chat, interview, turn)
            await _turn_page(context, interview, turn, message_id)
            return told
        case DebriefButton(interview, turn):
            return await _turn_page(context, interview, turn, message_id, asked=True)
        case CorrectButton(interview, turn):
            return await _ticks(context, interview, turn, message_id)
        case TickButton(interview, turn, point, credit):
            refused = await feedback.tick(app, chat, interview, turn, {point: CREDITS[credit]})
            return refused or await _ticks(context, interview, turn, message_id)
        case DoneButton(interview, turn):
            return await _reconsider(context, interviews.done, interview, turn)
        case BelongsBeforeButton(interview, turn, part, True):
            return await _reconsider(context, partial(_belongs_before, part), interview, turn)
        case BelongsBeforeButton(interview, turn):
            await context.say(Listening(interview, turn, adding=False), edits=message_id)
            return None
        case AddButton(interview, turn):
            return await _reconsider(context, interviews.add, interview, turn)
        case TakeBackButton(interview, turn):
            return await _reconsider(context, interviews.take_back, interview, turn)


async def _belongs_before(part: str, app: AppContext, chat: int, interview: str, turn: int) -> bool:
    return await interviews.belongs_before(app, chat, interview, turn, part)


async def _reconsider(
    context: ChatContext, use: Callable[[AppContext, int, str, int], Awaitable[bool]], interview: str, turn: int
) -> NoticeContent | None:
    """Does what can be done about an answer; too late or for the second time it is a word over the chat."""
    if not await use(context.app, context.chat.id, interview, turn):
        return StaleButton()
    prompts.type_in(context)
    return None


async def _turn_page(
    context: ChatContext, interview: str, turn: int, message_id: int | None, *, asked: bool = False
) -> NoticeContent | None:
    """Shows a turn of an exam that is over where another stood; of other interviews nothing, which is stale if `asked`."""
    loaded = await interviews.turn_of(context.app, context.chat.id, interview, turn)
    if loaded is None or message_id is None or feedback.is_silent(loaded[0]) or not build.is_debriefed(loaded[0]):
        return StaleButton() if asked else None
    await context.post(Envelope(build.debrief(loaded[0], turn), edits=message_id))
    return None


async def _ticks(context: ChatContext, interview: str, turn: int, message_id: int | None) -> NoticeContent | None:
    """The points of a turn to be ticked one by one, under the result that shows them."""
    loaded = await interviews.turn_of(context.app, context.chat.id, interview, turn)
    if loaded is None or message_id is None or not loaded[0].is_closed(loaded[1].item):
        return StaleButton()
    found, asked = loaded
    stand, ticked = feedback.pre_ticks(asked), {tick.point for tick in asked.ticks}
    points = asked_points(found, asked)
    rows = keyboards.ticks(
        found.id,
        turn,
        [stand.get(point.id) for point in points],
        found.language,
        confirmed=[point.id in ticked for point in points],
        done=not any(map(build.is_to_tick, found.turns_of(asked.item))),
        others=[(name_of(found, t), t.number) for t in found.turns_of(asked.item) if feedback.is_estimated(t)],
    )
    page = build.debrief(found, turn) if build.is_debriefed(found) else build.result(found, asked.item, replaces=True)
    await context.post(Envelope(page, rows, message_id))
    return None


async def _appeal(context: ChatContext, interview: str, turn: int) -> NoticeContent | None:
    loaded = await interviews.turn_of(context.app, context.chat.id, interview, turn)
    points = len(asked_points(*loaded)) if loaded else 0
    if not loaded or not points:
        return StaleButton()
    await context.say(AppealWhich(), buttons=keyboards.appealable(loaded[0].id, turn, points, context.language))
    return None


async def _appeal_point(context: ChatContext, interview: str, turn: int, number: int) -> NoticeContent | None:
    loaded = await interviews.turn_of(context.app, context.chat.id, interview, turn)
    points = asked_points(*loaded) if loaded else ()
    if not loaded or not 1 <= number <= len(points):
        return StaleButton()
    prompt = AppealPrompt(loaded[0].id, turn, number)
    await context.say(AppealReason(number, points[number - 1].text.get(loaded[0].language)), prompt=prompt)
    return None


async def _hold(update: Update, context: ChatContext, *, yes: bool) -> NoticeContent | None:
    """A text that waited: taken as the answer, or not."""
    button = update.callback_query
    message_id = _message_id(update)
    envelope = await answers.said(context, button.message) if button and button.message else None
    held = envelope.prompt if envelope else None
    if not isinstance(held, HeldAnswer):
        return StaleButton()
    if yes:
        await prompts.confirm(held, context)
    await context.say(HeldTaken() if yes else HeldDropped(), edits=message_id, buttons=[])
    return None


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
