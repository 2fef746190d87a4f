"""People by the dozen, each in a chat of the loopback Bot API server, answering whatever they are asked."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from testing.botapi import BotApi, Message, Person

ANSWER = "注意力除以根号 d_k，方差才不随维度变大，避免 softmax 饱和；KV cache 只缓存 key 和 value。"
NUMBERED = r"这是第 \d+ 个回答"  # by which an answer is found again
MESSAGES = 3  # of an answer, at most
CHANGES, TAKES_BACK, TAPS = 0.3, 0.1, 0.5  # shares: of answers changed, of those taken back, of drafts ended by a tap
PATIENCE = 300.0  # seconds after which somebody gives up waiting


class Town(BotApi):
    """The server, with a letter box per chat in which what the bot says arrives as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[int, asyncio.Queue[Message]] = defaultdict(asyncio.Queue)
        self.greeted = asyncio.Event()  # a process asked who it is: it has come up

    async def _post(self, chat: int, *words: Any, **more: Any) -> dict[str, Any]:
        sent = await super()._post(chat, *words, **more)
        self.boxes[chat].put_nowait(self.messages[chat][-1])
        return sent

    async def _do_getMe(self, call: dict[str, Any]) -> dict[str, Any]:
        self.greeted.set()
        return await super()._do_getMe(call)

    @staticmethod
    def _lose(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:  # else whoever asked was killed meanwhile
            request.transport.abort()
        return web.Response()

    async def _do_setWebhook(self, call: dict[str, Any]) -> bool:
        for pushing in self._hooks:
            pushing.cancel()
        return await super()._do_setWebhook(call)


@dataclass
class Said:
    """One answer: its words, when it was sent, and after how many seconds the bot went on; None: it never did."""

    words: str
    at: float
    question: str = ""  # data of the button that belongs to the question
    taken_back: bool = False
    heard: float | None = None


@dataclass
class Errand:
    """How many messages are to be written by everybody together, and how long each person thinks before an answer.

    habits: by which the dice fall: how many messages an answer has, what is added to and taken back. Without them every
    answer is one message and stands.
    """

    answers: int
    thinks: Callable[[], float]
    habits: random.Random | None = None
    given: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def next(self) -> int | None:
        """The number of the next answer; None when all are given."""
        if self.given >= self.answers:
            return None
        self.given += 1
        if self.given == self.answers:
            self.done.set()
        return self.given


@dataclass
class Candidate:
    """Somebody who answers every question once; a question that arrives twice is known by its buttons.

    With habits answers are written in several messages and ended by a tap or by silence, and now and then one that was
    graded is added to or taken back before the next one is given.
    """

    town: Town
    person: Person
    errand: Errand
    wish: str = "/interview 3"
    opening: tuple[str, ...] = ()
    said: list[Said] = field(default_factory=list)
    gave_up: int = 0
    _asked: set[str] = field(default_factory=set)
    _graded: dict[str, Message] = field(default_factory=dict)  # cards under which an answer can be changed, by question
    _last: str = ""  # the question that was answered last
    _open: Message | None = None  # the question that waits until something was added to the answer before

    async def live(self) -> None:
        """Until all answers are given and the last one of this person was heard."""
        for words in self.opening:
            await self.town.say(self.person, words)
        await self.town.say(self.person, self.wish)
        while True:
            try:
                async with asyncio.timeout(PATIENCE):
                    message = await self.town.boxes[self.person.id].get()
            except TimeoutError:
                self.gave_up += 1
                return
            if not await self._goes_on(message):
                return

    async def _goes_on(self, message: Message) -> bool:
        verbs = {button["callback_data"].split(":")[0]: button["callback_data"] for button in message.buttons}
        if "p" in verbs:
            self._graded[f"u{verbs['p'][1:]}"] = message
        if "hold" in verbs:
            await self.town.tap(self.person, message, data="hold:y")
        elif "f" in verbs:
            return await self._is_listened_to(message, verbs["f"])
        elif "u" in verbs and verbs["u"] not in self._asked:
            self._asked.add(verbs["u"])
            self._heard()
            return await self._is_asked(message, verbs["u"])
        elif "again" in verbs and verbs["again"] + str(len(self.said)) not in self._asked:
            self._asked.add(verbs["again"] + str(len(self.said)))
            self._heard()
            await self.town.say(self.person, self.wish)
        return True

    async def _is_asked(self, message: Message, question: str) -> bool:
        """Answers; or first changes the answer before, when that can be done and the dice say so."""
        dice, card = self.errand.habits, self._graded.get(self._last)
        if dice is None or card is None or (draw := dice.random()) > CHANGES:
            return await self._answer(question)
        del self._graded[self._last]
        if draw < TAKES_BACK:
            self._asked.discard(self._last)
            for one in self.said:
                one.taken_back |= one.question == self._last
            await self.town.tap(self.person, card, data=f"b{self._last[1:]}")
        else:
            self._open = message
            await self.town.tap(self.person, card, data=f"p{self._last[1:]}")
        return True

    async def _is_listened_to(self, card: Message, done: str) -> bool:
        """The card that tells that messages gather: what was to be added is written, the end is tapped or left to silence."""
        dice, waiting = self.errand.habits, self._open
        assert dice is not None
        if waiting is None or f"u{done[1:]}" != self._last:
            if dice.random() < TAPS:
                await self.town.tap(self.person, card, data=done)
            return True
        self._open = None
        if not await self._write(self._last):
            return False
        await self.town.tap(self.person, card, data=done)
        question = next(b["callback_data"] for b in waiting.buttons if b["callback_data"].startswith("u:"))
        return await self._answer(question)

    def _heard(self) -> None:
        if self.said and self.said[-1].heard is None:
            self.said[-1].heard = time.monotonic() - self.said[-1].at

    async def _answer(self, question: str) -> bool:
        await asyncio.sleep(self.errand.thinks())
        self._last = question
        messages = self.errand.habits.randint(1, MESSAGES) if self.errand.habits else 1
        written = [await self._write(question) for _ in range(messages)]
        return written[0]

    async def _write(self, question: str) -> bool:
        """One message; False when all are written."""
        number = self.errand.next()
        if number is None:
            return False
        words = f"{ANSWER} 这是第 {number:05} 个回答。"
        self.said.append(Said(words, time.monotonic(), question))
        await self.town.say(self.person, words)
        return True


def crowd(town: Town, errand: Errand, size: int, **more: Any) -> list[Candidate]:
    """So many people, every third of them English; each with an interview of their own in mind."""
    people = [Person(40_000 + n, "en" if n % 3 == 2 else "zh-hans", f"person {n}") for n in range(size)]
    return [Candidate(town, person, errand, **more) for person in people]


def thinking(dice: random.Random, least: float, most: float) -> Callable[[], float]:
    """Seconds of thought before an answer."""
    return lambda: dice.uniform(least, most)
