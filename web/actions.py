"""What somebody does on the page: each form is one use case. What is old or doubled gets a word and changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app import asides, drill_settings, feedback, interviews, loops, page, programs, welcome
from app.loops import LoopWish
from app.messages.answering import RefusalTold
from app.messages.chatting import InterviewStartedAlready, NothingToTakeUp, StaleButton
from app.messages.loops import NoStages
from app.messages.terminal import NothingFits
from app.messages.values import Notice
from app.selection import Wish
from interview.effects import Refusal
from interview.model import Mode, Stage
from interview.ramp import Seniority
from questions.model import Language
from web.site import done, site, visitor, words

if TYPE_CHECKING:
    from app.context import AppContext
    from app.messages.values import NoticeContent
    from app.page import Visitor

CREDITS = {"1": 1.0, "h": 0.5, "0": 0.0}
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
InterviewId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
TurnNumber = Annotated[int, Field(ge=0, lt=10**5)]
PointNumber = Annotated[int, Field(ge=1, lt=100)]
RowNumber = Annotated[int, Field(ge=0, lt=2**63)]


class Form(BaseModel):
    """What a form of the page sends; anything else is refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class OfInterview(Form):
    interview: InterviewId


class OfTurn(OfInterview):
    turn: TurnNumber


class HintForm(OfTurn):
    """hints: given before, by which a second tap is told from a wish for one more."""

    hints: TurnNumber


class TickForm(OfTurn):
    point: PointNumber
    credit: Literal["1", "h", "0"]


class AppealForm(OfTurn):
    point: PointNumber
    reason: Annotated[str, Field(max_length=1000)]


class OfAside(Form):
    aside: RowNumber


class OfTask(Form):
    question: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,128}$")]


class Keyed(Form):
    key: Key


class BeginForm(Keyed):
    topic: Annotated[str, Field(max_length=128)] = ""
    level: Literal["", "1", "2", "3", "4", "5"] = ""
    count: Literal["1", "3", "5", "10"] = "3"
    mode: Mode = Mode.COACH
    seniority: Seniority | None = None


class LoopForm(Keyed):
    """The parts of a whole interview that are ticked."""

    intro: Literal["", "y"] = ""
    project: Literal["", "y"] = ""
    knowledge: Literal["", "y"] = ""
    code: Literal["", "y"] = ""
    questions: Literal["", "y"] = ""
    pressure: Literal["", "y"] = ""
    minutes: Literal["20", "45", "60"] = "45"

    @property
    def stages(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in Stage if getattr(self, stage.value))


class AnswerForm(OfTurn):
    """turn: the one that is answered, or whose answer is added to."""

    key: Key
    text: Annotated[str, Field(max_length=interviews.ANSWER_AT_MOST)]


class LanguageForm(Form):
    language: Language
    back: Annotated[str, StringConstraints(pattern=r"^/(?:[a-z][a-z/-]*)?$")] = "/"


@dataclass(frozen=True, slots=True)
class Here:
    """Where an action is done. visitor: who does it."""

    app: AppContext
    visitor: Visitor

    @property
    def chat(self) -> int:
        return self.visitor.chat.id

    @property
    def language(self) -> Language:
        return self.visitor.person.preferences.language


F = TypeVar("F", bound=Form)
Told = Awaitable["NoticeContent | None"]
ACTS: dict[str, tuple[type[Form], Callable[[Here, Any], Told]]] = {}


def verb(name: str, kind: type[F]) -> Callable[[Callable[[Here, F], Told]], Callable[[Here, F], Told]]:
    """Makes a function what the button of this name does; it returns what is told over the page."""

    def kept(does: Callable[[Here, F], Told]) -> Callable[[Here, F], Told]:
        ACTS[name] = (kind, does)
        return does

    return kept


async def act(request: web.Request) -> web.Response:
    """One of the buttons, by its verb."""
    known = ACTS.get(request.match_info["verb"])
    if known is None:
        raise web.HTTPNotFound
    kind, does = known
    form = await read(request, kind)
    if form is None:
        return done(request, words(request).page.WENT_WRONG, status=400)
    told = await does(Here(site(request).app, visitor(request)), form)
    site(request).live.changed(visitor(request).chat.id)
    return done(request, told)


async def read(request: web.Request, kind: type[F]) -> F | None:
    """What a form sent; None for what no form of the page sends."""
    sent = await request.post()
    try:
        return kind.model_validate({name: value for name, value in sent.items() if isinstance(value, str)})
    except ValidationError:
        return None


# -- answering -------------------------------------------------------------------------------------------------------


async def answer(request: web.Request) -> web.Response:
    """A whole answer, or something to be added to one. The same key a second time changes nothing.

    409: another turn is open by now; the text was not taken.
    """
    form = await read(request, AnswerForm)
    if form is None:
        return done(request, words(request).page.WENT_WRONG, status=400)
    app, chat = site(request).app, visitor(request).chat.id
    source = f"web:{form.key}"
    if await interviews.was_taken(app, chat, source):
        return done(request)
    if not await page.is_open_for(app, chat, form.interview, form.turn):
        return done(request, words(request).page.IN_THE_BOX, status=409)
    if form.text.strip():
        await interviews.answer(app, chat, form.text, source=source, whole=True)
        site(request).live.changed(chat)
    return done(request)


async def code(request: web.Request) -> web.Response:
    """The task whose code may be handed in: what stands in the editor, and the tests that may be seen; 404 without one."""
    task = await programs.open_task(site(request).app, visitor(request).chat.id)
    if task is None:
        return web.Response(status=404)
    shown = {"interview": task.interview, "turn": task.turn, "code": task.code, "given": task.handed_in}
    return web.json_response(shown | {"tests": task.visible, "hidden": task.hidden, "starter": task.starter})


async def hand_in(request: web.Request) -> web.Response:
    """Code for the open task, run by its tests. The same code a second time changes nothing. 409 as for `answer`."""
    form = await read(request, AnswerForm)
    if form is None:
        return done(request, words(request).page.WENT_WRONG, status=400)
    if len(form.text.encode()) > programs.KILOBYTES * 1024:
        return done(request, words(request).page.TOO_LONG, status=413)
    app, chat, source = site(request).app, visitor(request).chat.id, f"web:{form.key}"
    if await interviews.was_taken(app, chat, source):
        return done(request)
    task = await programs.open_task(app, chat)
    if task is None or (task.interview, task.turn) != (form.interview, form.turn):
        return done(request, words(request).page.CODE_MOVED, status=409)
    taken = not form.text.strip() or await programs.hand_in(app, chat, task, form.text, source=source)
    site(request).live.changed(chat)
    return done(request, "" if taken else words(request).page.CODE_MOVED, status=200 if taken else 409)


@verb("unknown", OfTurn)
async def unknown(here: Here, form: OfTurn) -> NoticeContent | None:
    return await interviews.unknown(here.app, here.chat, form.turn, interview=form.interview)


@verb("hint", HintForm)
async def hint(here: Here, form: HintForm) -> NoticeContent | None:
    source = f"web:hint:{form.interview}:{form.turn}:{form.hints}"
    return await interviews.hint(here.app, here.chat, form.turn, interview=form.interview, source=source)


@verb("skip", OfTurn)
async def skip(here: Here, form: OfTurn) -> NoticeContent | None:
    return await interviews.skip(here.app, here.chat, form.turn, interview=form.interview)


@verb("park", OfTurn)
async def park(here: Here, form: OfTurn) -> NoticeContent | None:
    return await programs.park(here.app, here.chat, form.interview, form.turn)


@verb("add", OfTurn)
async def add(here: Here, form: OfTurn) -> NoticeContent | None:
    return None if await interviews.add(here.app, here.chat, form.interview, form.turn) else StaleButton()


@verb("leave", OfTurn)
async def leave(here: Here, form: OfTurn) -> NoticeContent | None:
    """Nothing is added after all."""
    return None if await interviews.done(here.app, here.chat, form.interview, form.turn) else StaleButton()


@verb("back", OfTurn)
async def back(here: Here, form: OfTurn) -> NoticeContent | None:
    return None if await interviews.take_back(here.app, here.chat, form.interview, form.turn) else StaleButton()


@verb("is-answer", OfAside)
async def is_answer(here: Here, form: OfAside) -> NoticeContent | None:
    return None if await interviews.answer_aside(here.app, here.chat, form.aside, whole=True) else StaleButton()


@verb("confirm", OfAside)
async def confirm(here: Here, form: OfAside) -> NoticeContent | None:
    return None if await asides.confirm(here.app, here.chat, form.aside) else StaleButton()


# -- verdicts --------------------------------------------------------------------------------------------------------


@verb("why", OfTurn)
async def why(here: Here, form: OfTurn) -> NoticeContent | None:
    return await feedback.why(here.app, here.chat, turn=form.turn, interview=form.interview)


@verb("wrong", OfTurn)
async def wrong(here: Here, form: OfTurn) -> NoticeContent | None:
    return await feedback.report_wrong(here.app, here.chat, turn=form.turn, interview=form.interview)


@verb("right", OfTurn)
async def right(here: Here, form: OfTurn) -> NoticeContent | None:
    return await feedback.all_right(here.app, here.chat, form.interview, form.turn)


@verb("tick", TickForm)
async def tick(here: Here, form: TickForm) -> NoticeContent | None:
    return await feedback.tick(
        here.app, here.chat, form.interview, form.turn, {form.point: CREDITS[form.credit]}, card=True
    )


@verb("appeal", AppealForm)
async def appeal(here: Here, form: AppealForm) -> NoticeContent | None:
    taken = await feedback.appeal(
        here.app, here.chat, form.point, form.reason, turn=form.turn, interview=form.interview
    )
    return None if taken else RefusalTold(Refusal.NO_POINT)


# -- beginning and ending --------------------------------------------------------------------------------------------


@verb("begin", BeginForm)
async def begin(here: Here, form: BeginForm) -> NoticeContent | None:
    if form.seniority is not None:
        await welcome.settle(here.app, here.visitor.person.id, form.seniority)
    topics = (form.topic,) if form.topic in here.app.bank.topics else ()
    level = int(form.level) if form.level else None
    return await _begin(here, form.key, Wish(here.language, topics, level, int(form.count), form.mode))


@verb("warmup", Keyed)
async def warmup(here: Here, form: Keyed) -> NoticeContent | None:
    return await _begin(here, form.key, Wish(here.language, level=1, count=1, kind="warmup"))


async def _begin(here: Here, key: str, wish: Wish) -> NoticeContent | None:
    """Begins, once for each key, unless an interview is open."""
    source = f"web:begin:{key}"
    if await interviews.unfinished(here.app, here.chat) is not None:
        return None if await interviews.was_taken(here.app, here.chat, source) else InterviewStartedAlready()
    begun = await interviews.begin(here.app, here.chat, wish, source=source)
    return None if begun is not None else NothingFits()


@verb("loop", LoopForm)
async def loop(here: Here, form: LoopForm) -> NoticeContent | None:
    """A whole interview, once for each key, unless an interview is open."""
    source = f"web:begin:{form.key}"
    if await interviews.unfinished(here.app, here.chat) is not None:
        return None if await interviews.was_taken(here.app, here.chat, source) else InterviewStartedAlready()
    wish = LoopWish(here.language, int(form.minutes), form.stages, pressure=bool(form.pressure))
    plan = await loops.planned(here.app, here.visitor.person.id, wish)
    begun = await loops.begin(here.app, here.chat, wish, source=source, opening=Notice(plan, here.language))
    return None if begun is not None else NoStages()


@verb("pause", OfInterview)
async def pause(here: Here, form: OfInterview) -> NoticeContent | None:
    return await loops.pause(here.app, here.chat, interview=form.interview)


@verb("take-up", OfTask)
async def take_up(here: Here, form: OfTask) -> NoticeContent | None:
    """The task that was put off, by itself."""
    if await interviews.unfinished(here.app, here.chat) is not None:
        return InterviewStartedAlready()
    taken = await programs.take_up(here.app, here.chat, form.question.__eq__, here.language)
    return None if taken else NothingFits()


@verb("stop", OfInterview)
async def stop(here: Here, form: OfInterview) -> NoticeContent | None:
    return await interviews.stop(here.app, here.chat, interview=form.interview)


@verb("go-on", OfInterview)
async def go_on(here: Here, form: OfInterview) -> NoticeContent | None:
    taken = await interviews.take_up(here.app, here.chat, interview=form.interview)
    return None if taken else NothingToTakeUp()


# -- settings --------------------------------------------------------------------------------------------------------


async def language(request: web.Request) -> web.Response:
    """Another language for the page; an interview keeps its own."""
    form = await read(request, LanguageForm)
    if form is None:
        return done(request, words(request).page.WENT_WRONG, status=400)
    here = visitor(request)
    preferences = replace(here.person.preferences, language=form.language)
    await drill_settings.prefer_in(site(request).app, here.chat.id, here.person.id, preferences)
    return web.Response(status=303, headers={"Location": form.back})
