"""What people do with the bot, one line each: how it is led up to, what is said, and the one reply that must come, once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from testing.botapi import BotApi, Message, Person
from testing.context import ANSWER

QUESTION = "attn-kv-cache"
GROUP = -7_000


@dataclass(frozen=True)
class UseCase:
    """reply: what the reply's text is known by (a regular expression). before: what the person says before, in order.

    in_group: said in a group chat of its own.
    """

    name: str
    says: str
    reply: str
    before: tuple[tuple[str, str], ...] = ()
    in_group: bool = False


ASKED = (f"/interview {QUESTION} 1", r"^Question 1/1 ·")
USE_CASES = (
    UseCase("first contact", "/start", "^I interview you for"),
    UseCase("help", "/help", "^While a question is open"),
    UseCase("topics", "/topics", r"^Topics \(questions\)"),
    UseCase("interview", *ASKED),
    UseCase("answer", ANSWER, "^Follow-up 1.1", (ASKED,)),
    UseCase("hint", "/hint", "^💡 Hint", (ASKED,)),
    UseCase("why", "/why", "^A question drawn for", (ASKED,)),
    UseCase("skip", "/skip", "^🏁 End of the interview", (ASKED,)),
    UseCase("stop", "/stop", "^End this interview", (ASKED,)),
    UseCase("drill", "/drill now", r"^Question 1/\d+ ·"),
    UseCase("plan", "/plan", "^There is no plan yet"),
    UseCase("report", "/report", "progress up to"),
    UseCase("history", "/history", "^You have not been interviewed|^Your last interviews|^No interview"),
    UseCase("settings", "/settings", "^Mode: coach"),
    UseCase("export", "/export", "^All that is stored about you"),
    UseCase("forget", "/forget", "^Delete all of your interviews"),
    UseCase("quiz", "/quiz", "quiz|Quiz", in_group=True),
)


class Doing:
    """One use case as one person does it, in chats that nobody else is in."""

    def __init__(self, api: BotApi, case: UseCase, number: int) -> None:
        self.case, self._api = case, api
        self._person = Person(7_000 + number, "en", f"person {number}")
        self._chat = GROUP - number if case.in_group else self._person.id
        self._said: Message | None = None

    async def lead_up(self, seconds: float) -> None:
        """Everything before, each reply waited for."""
        for words, reply in self.case.before:
            await self._api.say(self._person, words, chat=self._chat)
            await self._api.wait(partial(self._replies, reply), seconds)

    async def do(self) -> None:
        self._said = await self._api.say(self._person, self.case.says, chat=self._chat)

    def replies(self) -> list[Message]:
        """What it was replied to with, so far."""
        return self._replies(self.case.reply)

    def _replies(self, wanted: str) -> list[Message]:
        after = self._said.id if self._said is not None else 0
        return [m for m in self._api.from_bot(self._chat) if m.id > after and re.search(wanted, m.text)]

    @property
    def took(self) -> float:
        """Seconds to the first reply."""
        assert self._said is not None
        return self.replies()[0].at - self._said.at
