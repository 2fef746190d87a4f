"""`interviewer chat`: one person, one interview, in a terminal or on a pipe."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot import conduct, grading
from bot.house import House
from bot.messages import Message, notice
from bot.terminal.render import text
from bot.terminal.typing import Typed, typed
from bot.texts import texts
from interview.model import Phase
from questions.model import Language

if TYPE_CHECKING:
    from rich.console import Console

TICK = re.compile(r"(\d+)=(1(?:\.0)?|0?\.5|0(?:\.0)?)")


@dataclass(frozen=True, slots=True)
class Screen:
    """Where messages go: styled text, or one JSON object per line."""

    form: Literal["text", "json"]
    console: Console

    def show(self, message: Message) -> None:
        if self.form == "json":
            print(json.dumps(message, ensure_ascii=False), flush=True)
        else:
            self.console.print(text(message), soft_wrap=not self.console.is_terminal)

    def busy(self, words: str) -> object:
        return self.console.status(words)


class Chat:
    """The loop between one chat's outbox and one reader."""

    def __init__(self, house: House, chat: int, language: Language, screen: Screen, reader: Typed) -> None:
        self._house, self._chat, self._language = house, chat, language
        self._screen, self._reader = screen, reader
        self._changed_after_summary = False

    async def talk(self) -> None:
        """Until the input ends or a finished interview is left with an empty line; prints the summary in any case."""
        await self._deliver()
        while (said := await self._reader.read()) is not None:
            if not said.strip():
                if await self._over():
                    break
                continue
            await self._handle(said)
            await self._deliver()
        await self._leave()

    async def _handle(self, said: str) -> None:
        first = said.split("\n", 1)[0].strip()
        command, _, rest = first.partition(" ")
        match command:
            case "/skip":
                await conduct.skip(self._house, self._chat)
            case "/hint":
                await conduct.hint(self._house, self._chat)
            case "/why":
                await conduct.why(self._house, self._chat)
            case "/check":
                await self._check(rest)
            case "/appeal":
                await self._appeal(rest)
            case "/stop":
                await conduct.stop(self._house, self._chat)
            case "/help":
                self._say("how_to_answer")
            case _ if re.fullmatch(r"/[a-z]+", command) and "\n" not in said:
                self._say("unknown_command", command=command)
            case _:
                await conduct.answer(self._house, self._chat, said)
        await self._grade()

    async def _check(self, rest: str) -> None:
        ticks = {int(n): float(credit) for n, credit in TICK.findall(rest)}
        readable = not TICK.sub("", rest).strip(" ,，")
        if not readable or not await conduct.check(self._house, self._chat, ticks or None):
            self._say("check_wrong", count=await conduct.points_to_check(self._house, self._chat))
        self._changed_after_summary = True

    async def _appeal(self, rest: str) -> None:
        number, _, reason = rest.strip().partition(" ")
        if not number.isdigit() or not await conduct.appeal(self._house, self._chat, int(number), reason.strip()):
            self._say("appeal_usage", count=await conduct.points_to_check(self._house, self._chat))
        self._changed_after_summary = True

    async def _grade(self) -> None:
        """Works the queue until nothing of this chat waits for a grade, so that the next question is there to be shown."""
        await self._deliver()
        while await conduct.waits_for_grade(self._house, self._chat):
            with self._screen.console.status(str(texts(self._language).grading())):
                await grading.work(self._house, chat=self._chat)
            await self._deliver()

    async def _deliver(self) -> None:
        for message in await conduct.collect(self._house, self._chat):
            self._screen.show(message)

    async def _over(self) -> bool:
        return await conduct.phase(self._house, self._chat) in (None, Phase.FINISHED, Phase.ABANDONED)

    async def _leave(self) -> None:
        if not await self._over():
            await conduct.stop(self._house, self._chat)
        elif self._changed_after_summary:
            await conduct.sum_up(self._house, self._chat)
        await self._deliver()

    def _say(self, name: str, **values: str | int | float) -> None:
        self._screen.show(notice(name, self._language, **values))


async def chat(
    house: House, wanted: conduct.Wish, *, person: str, language: Language, form: Literal["text", "json"], resume: bool
) -> int:
    """A whole interview; returns the exit code.

    On a terminal an unfinished interview is offered for resuming by `--resume`; a new one keeps the old one stopped.
    """
    from rich.console import Console

    screen = Screen(form, Console(highlight=False, stderr=form == "json"))
    at_terminal = sys.stdin.isatty()
    chat = await conduct.terminal(house, person, language)
    reader = typed(lambda: str(texts(language).how_to_answer()))
    talk = Chat(house, chat, language, screen, reader)
    resumed = resume and await conduct.resume(house, chat)
    if form == "text":
        if resume:
            screen.show(notice("resumed" if resumed else "nothing_to_resume", language))
        screen.show(_graded_by(house, language))
        if not at_terminal:
            screen.show(notice("how_to_answer_on_a_pipe", language))
    if not resumed and not await conduct.begin(house, chat, wanted):
        screen.show(notice("no_questions", language))
        return 1
    try:
        await talk.talk()
    except KeyboardInterrupt:
        screen.show(notice("stopping", language))
    return 0


def _graded_by(house: House, language: Language) -> Message:
    host = house.judge_host
    return notice("judge_is", language, host=host) if host else notice("no_judge", language)
