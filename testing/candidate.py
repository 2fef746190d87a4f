"""Somebody who is interviewed in a chat of the loopback server, the way a person with a phone would be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from questions.bank import Bank
from questions.model import Language, Probe, Question
from testing.botapi import BotApi, Message, Person
from testing.until import DEADLINE

WORDS = {
    "zh": {"end": "🏁", "unknown": "不知道", "skip": "下一题"},
    "en": {"end": "🏁", "unknown": "I don't know", "skip": "Next"},
}


@dataclass
class Candidate:
    """Reads what the bot says and answers every question by `reply`, until the summary."""

    api: BotApi
    person: Person
    language: Language
    bank: Bank
    last: int = 0
    asked: list[Message] = field(default_factory=list)

    def question(self, text: str) -> Question | Probe | None:
        """The question or probe of the bank that a message asks."""
        return next(
            (asked for asked in self._all() if _squeezed(asked.question.get(self.language)) in _squeezed(text)), None
        )

    def _all(self) -> Iterator[Question | Probe]:
        for question in self.bank.questions.values():
            yield question
            yield from question.all_probes()

    async def next(self, seconds: float = DEADLINE) -> Message:
        """The next question, hint or summary."""

        def found() -> Message | None:
            for message in self.api.from_bot(self.person.id):
                if message.id > self.last and any(
                    kind(message) for kind in (self.is_end, self.is_question, self.is_hint)
                ):
                    return message
            return None

        message = await self.api.wait(found, seconds)
        assert isinstance(message, Message)
        self.last = message.id
        return message

    def is_question(self, message: Message) -> bool:
        return any(button["callback_data"].startswith("u:") for button in message.buttons)

    def is_hint(self, message: Message) -> bool:
        return message.text.startswith("💡")

    def is_end(self, message: Message) -> bool:
        return message.text.startswith(WORDS[self.language]["end"])

    async def interview(self, reply: Callable[[Message, int], str | None], *, at_most: int = 40) -> Message:
        """Answers until the end; `reply` gives the words for a question and its place, None to leave it."""
        for _ in range(at_most):
            message = await self.next()
            if self.is_end(message):
                return message
            if self.is_hint(message):
                await self.api.say(self.person, WORDS[self.language]["unknown"])
                continue
            self.asked.append(message)
            words = reply(message, len(self.asked) - 1)
            if words is None:
                await self.api.tap(self.person, message, WORDS[self.language]["skip"])
            else:
                await self.api.say(self.person, words)
        raise AssertionError("this interview never ends")

    def model_answer(self, message: Message, _: int = 0) -> str:
        """The bank's own answer to a question."""
        asked = self.question(message.text)
        assert asked is not None, message.text
        return asked.reference.get(self.language)


def _squeezed(text: str) -> str:
    return "".join(text.replace("```python", "").replace("`", "").split())
