"""`interviewer chat`: one person, one interview, in a terminal or on a pipe."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app import ability, asides, feedback, giving, interviews, loops, selection, study_plan, welcome
from app.asides import Unclear
from app.context import AppContext
from app.loops import LoopWish
from app.messages.ability import AbilityImpossible
from app.messages.answering import AppealUsage, CheckUsage, RefusalTold, TicksRecorded
from app.messages.chatting import NothingToTakeUp
from app.messages.interview import (
    AppealMessage,
    AsideMessage,
    GradeMessage,
    ProbeMessage,
    QuestionMessage,
    SummaryMessage,
)
from app.messages.loops import NoStages
from app.messages.terminal import (
    HowToAnswer,
    HowToAnswerOnPipe,
    JudgeIs,
    LevelKept,
    NoJudge,
    NothingFits,
    NothingToResume,
    Resumed,
    ResumeOffered,
    StartAnyway,
    Stopping,
    TypedAhead,
    UnknownCommand,
    VerdictsLater,
    WhereYouStand,
)
from app.messages.values import Message, Notice, NoticeContent
from app.self_ratings import read_appeal, read_check, read_why
from app.workers import code_grading, grading, heartbeat, runner
from cli.terminal import coding
from cli.terminal.commands import Command, command
from cli.terminal.json_lines import line
from cli.terminal.render import text
from cli.terminal.typing import Typed, typed
from interview.aside_replies import OFFERS
from interview.effects import Refusal
from interview.model import Phase
from questions.model import Language
from texts import catalogue

if TYPE_CHECKING:
    from rich.console import Console

    from storage.chats import Chat

LOOK_EVERY = 0.05  # seconds between looks at the outbox while a grade is to come
YES, NO = ("y", "yes", "是", "是的", "好", "对"), ("n", "no", "不", "不是", "否")
VERDICTS_AT_MOST = 60.0  # seconds at the end of an interview


Wanted = selection.Wish | LoopWish


@dataclass(frozen=True, slots=True)
class Screen:
    """Where messages go: styled text, or one JSON object per line."""

    form: Literal["text", "json"]
    console: Console

    def show(self, message: Message) -> None:
        if self.form == "json":
            print(line(message), flush=True)
        else:
            columns = self.console.width if self.console.is_terminal else None
            self.console.print(text(message, columns), soft_wrap=True)

    def busy(self, words: str) -> AbstractContextManager[object]:
        """A spinner with these words while the block runs; nothing on a pipe."""
        return self.console.status(words)


def screen_for(form: Literal["text", "json"]) -> Screen:
    from rich.console import Console

    return Screen(form, Console(highlight=False, stderr=form == "json"))


def yes_or_no(said: str) -> bool | None:
    """Whether somebody says yes or no; None for anything else."""
    word = said.strip().lower().rstrip(".!。！")
    return True if word in YES else False if word in NO else None


class Conversation:
    """The loop between one chat's outbox and one reader."""

    def __init__(self, app: AppContext, chat: Chat, wanted: Wanted, screen: Screen, reader: Typed) -> None:
        self._app, self._chat, self._person, self._language = app, chat.id, chat.person, wanted.language
        self._wanted = wanted
        self._screen, self._reader = screen, reader
        self.summed_up = self._changed_after_summary = False
        self._aside: AsideMessage | None = None
        self._watched: coding.WatchedFile | None = None

    async def context(self) -> None:
        """Until the input ends or a finished interview is left with an empty line; prints the summary in any case."""
        await self._settle()
        while (said := await self._read()) is not None:
            if said.strip():
                await self._handle(said)
                await self._settle()
            elif await self._over():
                break
        await self._leave()

    async def _read(self) -> str | None:
        """What is typed next; meanwhile every save of the watched file is handed in."""
        while self._watched is not None:
            async with asyncio.TaskGroup() as group:
                typing = group.create_task(self._reader.read(self._is_reply))
                saving = group.create_task(self._watched.saved())
                await asyncio.wait({typing, saving}, return_when=asyncio.FIRST_COMPLETED)
                saved = saving.result() if saving.done() and not typing.done() else None
                (typing if saved is not None else saving).cancel()
            if saved is None:
                self._watched = None
                return typing.result()
            self._tell(await coding.hand_in(self._app, self._chat, saved))
            await self._settle()
        return await self._reader.read(self._is_reply)

    def _tell(self, content: NoticeContent | None) -> None:
        if content is not None:
            self._say(content)

    def _is_reply(self, said: str) -> bool:
        """Whether a line says yes or no to a question that was just asked back."""
        return self._asks_back() and yes_or_no(said) is not None

    def _asks_back(self) -> bool:
        return self._aside is not None and (self._aside.asked or self._aside.reply in OFFERS)

    async def _handle(self, said: str) -> None:
        asked = command(said)
        if asked is None:
            await self._hear(said)
        else:
            await self._obey(asked)

    async def _obey(self, asked: Command) -> None:
        match asked.name:
            case "skip":
                await interviews.skip(self._app, self._chat)
            case "hint":
                await interviews.hint(self._app, self._chat)
            case "why":
                name, details = read_why(asked.rest)
                await feedback.why(self._app, self._chat, name=name, details=details)
            case "check":
                await self._check(asked.rest)
            case "appeal":
                await self._appeal(asked.rest)
            case "stop":
                await interviews.stop(self._app, self._chat)
            case "resume":
                await self._take_up()
            case "level":
                await self._level(asked.rest)
            case "plan":
                await study_plan.command(self._app, self._chat, asked.rest)
            case "give":
                await giving.command(self._app, self._chat, asked.rest)
            case "help":
                self._say(HowToAnswer())
            case "answer":
                await self._take_aside()
            case "pause":
                self._say(await loops.pause(self._app, self._chat))
            case "band":
                self._tell(await loops.show_band(self._app, self._chat))
            case "edit":
                self._tell(await coding.edit(self._app, self._chat, self._language))
            case "watch":
                self._watched, told = await coding.watch(self._app, self._chat, asked.rest)
                self._say(told)
            case _:
                self._say(UnknownCommand(f"/{asked.name}", asked.near))

    async def _hear(self, said: str) -> None:
        """A text: y or n after a message that may be no answer or whose wish is to be confirmed, else an answer or an aside."""
        aside, yes = self._aside if self._asks_back() else None, yes_or_no(said)
        self._aside = None
        if aside is None or yes is None:
            unclear = Unclear.ASK if sys.stdin.isatty() else Unclear.ANSWER
            await interviews.answer(self._app, self._chat, said, unclear=unclear)
        elif aside.asked and yes:
            await interviews.answer_aside(self._app, self._chat, aside.aside)
        elif aside.asked or yes:
            await asides.confirm(self._app, self._chat, aside.aside)

    async def _take_aside(self) -> None:
        """The last message that was taken for an aside is an answer after all."""
        aside, self._aside = self._aside, None
        if aside is None or not await interviews.answer_aside(self._app, self._chat, aside.aside):
            self._say(RefusalTold(Refusal.OUTDATED))

    async def _take_up(self) -> None:
        if await interviews.take_up(self._app, self._chat):
            self.summed_up = False
        else:
            self._say(NothingToTakeUp())

    async def _level(self, rest: str) -> None:
        """Where the person stands; an interview in which nothing was answered yet begins anew there."""
        told = welcome.seniority_of(rest)
        if told is None:
            self._say(WhereYouStand())
            return
        await welcome.settle(self._app, self._person, told)
        anew = await interviews.is_untouched(self._app, self._chat)
        self._say(LevelKept(anew))
        if anew:
            await begin(self._app, self._chat, self._wanted)

    async def _check(self, rest: str) -> None:
        name, ticks = read_check(rest)
        if ticks is None or not await feedback.check(self._app, self._chat, ticks or None, name=name):
            self._say(CheckUsage(await feedback.points_to_check(self._app, self._chat, name)))

    async def _appeal(self, rest: str) -> None:
        asked = read_appeal(rest)
        if asked is None or not await feedback.appeal(
            self._app, self._chat, asked.point, asked.reason, name=asked.turn
        ):
            self._say(AppealUsage(await feedback.points_to_check(self._app, self._chat, asked.turn if asked else "")))

    async def _settle(self) -> None:
        """Shows what there is to show, until nothing of this chat waits for a grade any more."""
        await self._deliver()
        if await self._phase() is Phase.GRADING:
            with self._screen.busy(catalogue(self._language).interview.GRADING):
                while await self._phase() is Phase.GRADING:
                    await asyncio.sleep(LOOK_EVERY)
                    await self._deliver()
            await self._deliver()

    async def _deliver(self) -> None:
        waiting = await interviews.unsaid(self._app, self._chat)
        opens = any(isinstance(message, QuestionMessage | ProbeMessage) for _, message in waiting)
        ahead = self._reader.ahead() if opens else ""
        for _, message in waiting:
            self._screen.show(message)
            self._note(message)
        if waiting:
            await interviews.printed(self._app, [number for number, _ in waiting])
        if ahead:
            await self._keep_apart(ahead)

    async def _keep_apart(self, ahead: str) -> None:
        """What was typed before the question was in sight is no answer to it; only a /stop needs no question."""
        if Command("stop") in map(command, ahead.split("\n")):
            await interviews.stop(self._app, self._chat)
            await self._deliver()
        else:
            self._say(TypedAhead(ahead))

    def _note(self, message: Message) -> None:
        """Keeps in mind the last aside, whether a summary was shown, and whether it still holds."""
        match message:
            case SummaryMessage():
                self.summed_up, self._changed_after_summary = True, False
            case AsideMessage():
                self._aside = message
            case GradeMessage() | AppealMessage() | Notice(TicksRecorded()):
                self._changed_after_summary = True
            case _:
                pass

    async def _phase(self) -> Phase | None:
        return await interviews.phase(self._app, self._chat)

    async def _over(self) -> bool:
        return await self._phase() in (None, Phase.FINISHED, Phase.ABANDONED)

    async def _leave(self) -> None:
        """Stops an open interview; verdicts that are still to come are waited for a while and counted in the summary."""
        if not await self._over():
            await interviews.stop(self._app, self._chat)
        await self._deliver()
        if await self._wait_for_verdicts() or self._changed_after_summary:
            await interviews.sum_up(self._app, self._chat)
        await self._deliver()

    async def _wait_for_verdicts(self) -> bool:
        """Whether any came; what has not come in time waits in the queue for the next start."""
        if not await interviews.waits(self._app, self._person):
            return False
        until = asyncio.get_running_loop().time() + VERDICTS_AT_MOST
        with self._screen.busy(catalogue(self._language).interview.GRADING):
            while (
                await interviews.waits(self._app, self._person, now=True) and asyncio.get_running_loop().time() < until
            ):
                await asyncio.sleep(LOOK_EVERY)
                await self._deliver()
        await self._deliver()
        if await interviews.waits(self._app, self._person):
            self._say(VerdictsLater())
        return True

    def _say(self, content: NoticeContent) -> None:
        self._screen.show(Notice(content, self._language))


async def begin(app: AppContext, chat: int, wanted: Wanted) -> bool:
    """Begins what is wanted; False when no question fits."""
    if isinstance(wanted, LoopWish):
        return await loops.begin(app, chat, wanted) is not None
    return await interviews.begin(app, chat, wanted) is not None


async def chat(
    app: AppContext,
    wanted: Wanted,
    *,
    person: str,
    language: Language,
    zone: str,
    form: Literal["text", "json"],
    resume: bool,
    begun: bool = False,
) -> int:
    """A whole interview; returns the exit code. Grading goes on beside it, for this person only.

    An unfinished interview is gone on with when `resume` says so or, at a terminal, when the person says so; without a word
    about it where it has just `begun`.
    """
    talking: Conversation | None = None

    def how() -> str:
        say = catalogue(language).interview
        return say.HOW_TO_LEAVE if talking and talking.summed_up else say.HOW_TO_SEND

    screen, reader = screen_for(form), typed(how, catalogue(language).interview.EMPTY_LINE_SENDS)
    here = await interviews.terminal(app, person, language, zone)
    with reader.held():
        async with _worked_on(app, here):
            try:
                goes_on = begun or await _begun(app, here, wanted, screen, reader, resume)
                if not goes_on:
                    return 0 if goes_on is None else _nothing_fits(screen, wanted)
                talking = Conversation(app, here, wanted, screen, reader)
                await talking.context()
            except (KeyboardInterrupt, asyncio.CancelledError):
                screen.show(Notice(Stopping(), language))
                raise
    return 0


def _is_test(wanted: Wanted) -> bool:
    return isinstance(wanted, selection.Wish) and wanted.test


def _nothing_fits(screen: Screen, wanted: Wanted) -> int:
    why = AbilityImpossible() if _is_test(wanted) else NoStages() if isinstance(wanted, LoopWish) else NothingFits()
    screen.show(Notice(why, wanted.language))
    return 1


@asynccontextmanager
async def _worked_on(app: AppContext, here: Chat) -> AsyncIterator[None]:
    """While the block runs this person's answers are graded, and the embedder is loaded for them."""
    async with asyncio.TaskGroup() as group:
        beside = [
            group.create_task(heartbeat.serve(app)),
            group.create_task(grading.serve(app, person=here.person, idle=LOOK_EVERY)),
            group.create_task(runner.serve(app, [code_grading.HANDLER], person=here.person, idle=LOOK_EVERY)),
            group.create_task(app.grader.warm()),
        ]
        try:
            yield
        finally:
            for task in beside:
                task.cancel()


async def _begun(
    app: AppContext, here: Chat, wanted: Wanted, screen: Screen, reader: Typed, resume: bool
) -> bool | None:
    """Says how this works, then begins or goes on; False when no question fits, None when the person does not want to."""
    language = wanted.language
    if screen.form == "text":
        host = app.judge_host
        screen.show(Notice(JudgeIs(host) if host else NoJudge(), language))
        if not sys.stdin.isatty():
            screen.show(Notice(HowToAnswerOnPipe(), language))
    stands = await interviews.unfinished(app, here.id)
    if stands and not resume and sys.stdin.isatty():
        reader.ahead()  # is no reply to a question that nobody has seen
        screen.show(Notice(ResumeOffered(*stands), language))
        said = await reader.line()
        resume = said is not None and (not said.strip() or yes_or_no(said) is True)
    if resume:
        screen.show(Notice(Resumed() if stands else NothingToResume(), language))
        if stands:
            return await interviews.resume(app, here.id, whole=True)
    if _is_test(wanted):
        return await ability.begin(app, here.id, language)
    if (
        screen.form == "text"
        and sys.stdin.isatty()
        and wanted.level is None
        and await welcome.is_unasked(app, here.person)
    ):
        screen.show(Notice(WhereYouStand(), language))
    if isinstance(wanted, LoopWish):
        plan = await loops.planned(app, here.person, wanted)
        if not plan.stages:
            return False
        screen.show(Notice(plan, language))
        if not plan.judged and sys.stdin.isatty() and not await _anyway(screen, reader, language):
            return None
    return await begin(app, here.id, wanted)


async def _anyway(screen: Screen, reader: Typed, language: Language) -> bool:
    """Whether a loop is to begin although nobody will judge it."""
    reader.ahead()
    screen.show(Notice(StartAnyway(), language))
    said = await reader.line()
    return said is not None and yes_or_no(said) is not False
