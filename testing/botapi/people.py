"""The people's side: what they write, tap and see."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from testing.botapi.methods import Methods
from testing.botapi.values import TOKEN, Message, Person, place
from testing.until import DEADLINE


class BotApi(Methods):
    """The server and everything the people in its chats do and see."""

    # -- people ------------------------------------------------------------------------------------------------------

    async def push(self, **update: Any) -> int:
        """Any update at all, malformed ones too; returns its id."""
        made = {"update_id": next(self._update_ids), **update}
        self._updates.append(made)
        await self._notify()
        return int(made["update_id"])

    async def repeat(self, update_id: int, **update: Any) -> None:
        """The same update once more, as after a lost acknowledgement."""
        self._updates.append({"update_id": update_id, **update})
        await self._notify()

    async def say(
        self, person: Person, text: str, *, chat: int | None = None, reply_to: Message | None = None
    ) -> Message:
        """A person writes a message."""
        message = Message(next(self._ids), chat or person.id, text, text, None, False, time.monotonic())
        self.messages[message.chat].append(message)
        await self.push(message=self.incoming(person, message, reply_to=reply_to))
        return message

    def incoming(
        self, person: Person, message: Message, *, reply_to: Message | None = None, **more: Any
    ) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "message_id": message.id, "date": int(time.time()), "from": person.as_user(),
            "chat": place(message.chat, person.name),
            **more,
        }  # fmt: skip
        if message.kind == "text":
            shown["text"] = message.text
            if message.text.startswith("/"):
                length = len(message.text.split()[0].encode("utf-16-le")) // 2
                shown["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if reply_to is not None:
            answered = self._as_json(reply_to)
            answered["from"] = {"id": int(TOKEN.split(":")[0]), "is_bot": True, "first_name": "Interviewer"}
            shown["reply_to_message"] = answered
        return shown

    async def edit(self, person: Person, message: Message, text: str) -> None:
        message.history.append(message.text)
        message.text = message.html = text
        await self.push(edited_message=self.incoming(person, message) | {"edit_date": int(time.time())})

    async def send(self, person: Person, kind: str, content: Any, file: bytes = b"") -> Message:
        """A photo, sticker, voice message …; `content` is the API's object for it."""
        message = Message(next(self._ids), person.id, "", "", None, False, time.monotonic(), kind)
        self.messages[person.id].append(message)
        if file:
            self._files[content["file_id"]] = file
        await self.push(message=self.incoming(person, message, **{kind: content}))
        return message

    async def tap(self, person: Person, message: Message, label: str = "", *, data: str | None = None) -> str:
        """A person taps a button of a message; returns the callback query's id."""
        id = str(next(self._ids))
        self._callbacks[id] = (time.monotonic(), person.id)
        shown = self._as_json(message)
        shown["from"] = {"id": int(TOKEN.split(":")[0]), "is_bot": True, "first_name": "Interviewer"}
        await self.push(
            callback_query={
                "id": id,
                "from": person.as_user(),
                "message": shown,
                "chat_instance": "1",
                "data": data if data is not None else message.button(label)["callback_data"],
            }
        )
        return id

    def pending(self) -> int:
        """How many updates were not acknowledged yet."""
        return len(self._updates)

    def refused(self, code: int) -> int:
        """How many calls ended in this error."""
        return sum(error.code == code for _, _, error in self.refusals)

    def from_bot(self, chat: int) -> list[Message]:
        """What the bot has said in a chat, in order."""
        return [m for m in self.messages[chat] if m.from_bot and not m.deleted]

    async def wait(self, condition: Callable[[], Any], seconds: float = DEADLINE) -> Any:
        """The first true value of `condition`, looked at again whenever something happens; AssertionError after `seconds`."""
        until = time.monotonic() + seconds
        while not (found := condition()):
            left = until - time.monotonic()
            if left <= 0:
                raise AssertionError(f"waited {seconds} s in vain; the last messages: {self.transcript()[-1500:]}")
            await self._change(min(left, 0.25))
        return found

    async def next_message(self, chat: int, after: int, containing: str = "", seconds: float = DEADLINE) -> Message:
        """The first message of the bot with an id above `after` whose text contains `containing`."""

        def found() -> Message | None:
            return next((m for m in self.from_bot(chat) if m.id > after and containing in m.text), None)

        message = await self.wait(found, seconds)
        assert isinstance(message, Message)
        return message

    def _lines(self) -> Iterator[str]:
        for message in sorted((m for chat in self.messages.values() for m in chat), key=lambda m: m.at):
            if message.chat == 0:
                yield f"--- {message.text} ---"
                continue
            yield f"{'bot ' if message.from_bot else 'you '}[{message.chat}] {message.text or message.kind}"
            if message.buttons:
                yield "     " + " ".join(f"[{b['text']}]" for b in message.buttons)

    async def note(self, words: str) -> None:
        """A line of the transcript that nobody said."""
        self.messages[0].append(Message(next(self._ids), 0, "", words, None, False, time.monotonic()))

    def transcript(self) -> str:
        """Everything said so far, as a person would read it."""
        return "\n".join(self._lines())
