"""A Bot API server on loopback HTTP that is as strict as the real one.

It keeps chats, messages and files in memory, enforces the documented limits with the real error texts, delivers updates by long
polling or webhook, and can be told to fail: blocked chats, flood control, 5xx, lost responses, refused connections.
Rate limits are those of the Bot API FAQ: about 30 messages a second over all, one a second per chat (bursts of three pass), 20 a
minute per group; they are enforced when `enforce_rates` is set.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import aiohttp
from aiohttp import web

TOKEN = "123456:TEST-token_for_the_loopback_server"  # noqa: S105 - no secret: this server accepts it
TEXT_AT_MOST, CAPTION_AT_MOST, DATA_AT_MOST, ANSWER_AT_MOST = 4096, 1024, 64, 200
TAGS = {
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "tg-spoiler",
    "a",
    "code",
    "pre",
    "blockquote",
    "span",
}
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>")
ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")


class ApiError(Exception):
    def __init__(self, code: int, description: str, **parameters: int) -> None:
        self.code, self.description, self.parameters = code, description, parameters
        super().__init__(description)


def parse_html(text: str) -> str:
    """The text that is left after parsing Telegram's HTML; ApiError with the server's words when it is malformed."""
    open_tags: list[str] = []
    plain, at = [], 0
    while at < len(text):
        if text[at] != "<":
            end = text.find("<", at)
            end = len(text) if end < 0 else end
            plain.append(unescape(text[at:end]))
            at = end
            continue
        offset = len(text[:at].encode())
        found = TAG.match(text, at)
        if not found:
            raise ApiError(400, f"Bad Request: can't parse entities: Unclosed start tag at byte offset {offset}")
        closing, name = found[1], found[2].lower()
        if name not in TAGS:
            raise ApiError(
                400, f'Bad Request: can\'t parse entities: Unsupported start tag "{name}" at byte offset {offset}'
            )
        if closing:
            if not open_tags:
                raise ApiError(400, f"Bad Request: can't parse entities: Unexpected end tag at byte offset {offset}")
            expected = open_tags.pop()
            if expected != name:
                raise ApiError(
                    400,
                    f"Bad Request: can't parse entities: Unmatched end tag at byte offset {offset}, "
                    f'expected "</{expected}>", found "</{name}>"',
                )
        else:
            if name == "blockquote" and "blockquote" in open_tags:
                raise ApiError(400, "Bad Request: can't parse entities: blockquote entities can't be nested")
            open_tags.append(name)
        at = found.end()
    if open_tags:
        tag = open_tags[-1]
        raise ApiError(
            400, f"Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"{tag}\""
        )
    return "".join(plain)


@dataclass
class Message:
    """One message of a chat as a person sees it; `history` holds the texts it had before edits."""

    id: int
    chat: int
    html: str
    text: str
    markup: dict[str, Any] | None
    from_bot: bool
    at: float
    kind: str = "text"
    reply_to: int | None = None
    deleted: bool = False
    history: list[str] = field(default_factory=list)
    file: bytes = b""

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All inline buttons, row by row."""
        return [b for row in (self.markup or {}).get("inline_keyboard", []) for b in row]

    def button(self, wanted: str) -> dict[str, Any]:
        """The button whose label contains `wanted`."""
        for button in self.buttons:
            if wanted in button["text"]:
                return button
        raise AssertionError(f"no button {wanted!r} under {self.text!r}; there are {[b['text'] for b in self.buttons]}")


@dataclass
class Person:
    id: int
    language: str = "zh-hans"
    name: str = "小明"

    def as_user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


class BotApi:
    """The server and everything the people in its chats do and see."""

    def __init__(self) -> None:
        self.messages: dict[int, list[Message]] = defaultdict(list)
        self.calls: list[tuple[float, str, dict[str, Any]]] = []
        self.actions: list[tuple[int, str]] = []
        self.answered: list[dict[str, Any]] = []
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.blocked: dict[int, str] = {}
        self.refusals: list[tuple[float, str, ApiError]] = []
        self.enforce_rates = False
        self.rates = (30, 3, 20)  # a second over all, a burst of three seconds per chat, a minute per group
        self.faults: deque[Callable[[str, dict[str, Any]], str | ApiError | None]] = deque()
        self.down = False
        self.webhook: dict[str, Any] = {}
        self.acknowledged = 0
        self.peak_rate = 0
        self._updates: list[dict[str, Any]] = []
        self._polling: object | None = None
        self._files: dict[str, bytes] = {}
        self._callbacks: dict[str, tuple[float, int]] = {}
        self._sent: deque[float] = deque()
        self._sent_to: dict[int, deque[float]] = defaultdict(deque)
        self._ids = iter(range(1, 10**9))
        self._update_ids = iter(range(1000, 10**9))
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._hooks: list[asyncio.Task[None]] = []
        self.url = ""

    # -- the server --------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> BotApi:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]  # asyncio's server has sockets
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._hooks:
            task.cancel()
        assert self._runner is not None
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return self._failed(ApiError(401, "Unauthorized"))
        if self.down:
            return self._lose(request)
        call = await self._arguments(request)
        self.calls.append((time.monotonic(), method, call))
        try:
            fault = self._fault(method, call)
            if isinstance(fault, ApiError):
                raise fault
            if fault == "lost before":
                return self._lose(request)
            handler = getattr(self, f"_do_{method}", None)
            if handler is None:
                raise ApiError(404, "Not Found")
            result = await handler(call)
            if fault == "lost after":
                return self._lose(request)
            return web.json_response({"ok": True, "result": result})
        except ApiError as error:
            self.refusals.append((time.monotonic(), method, error))
            return self._failed(error)

    @staticmethod
    def _lose(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    def _fault(self, method: str, call: dict[str, Any]) -> str | ApiError | None:
        for fault in list(self.faults):
            outcome = fault(method, call)
            if outcome is not None:
                self.faults.remove(fault)
                return outcome
        return None

    def fail_next(self, outcome: str | ApiError, method: str = "sendMessage", times: int = 1) -> None:
        """The next calls of `method` end in an error, or in "lost before" / "lost after" (the response never arrives)."""
        for _ in range(times):
            self.faults.append(lambda called, _call: outcome if called == method else None)

    @staticmethod
    def _failed(error: ApiError) -> web.Response:
        body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
        if error.parameters:
            body["parameters"] = error.parameters
        return web.json_response(body, status=error.code)

    @staticmethod
    async def _arguments(request: web.Request) -> dict[str, Any]:
        call: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            call |= await request.json()
        elif request.method == "POST":
            form = await request.post()
            for key, value in form.items():
                call[key] = value.file.read() if isinstance(value, web.FileField) else value
        for key, value in call.items():
            if isinstance(value, str) and key in JSON_FIELDS:
                with suppress(json.JSONDecodeError):
                    call[key] = json.loads(value)
        return call

    async def _file(self, request: web.Request) -> web.Response:
        found = self._files.get(request.match_info["path"])
        return web.Response(body=found) if found is not None else web.Response(status=404)

    # -- methods -----------------------------------------------------------------------------------------------------

    async def _do_getMe(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the API's own name
        return {
            "id": int(TOKEN.split(":")[0]), "is_bot": True, "first_name": "Interviewer", "username": "interviewer_test_bot",
            "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
        }  # fmt: skip

    async def _do_getUpdates(self, call: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        if self.webhook.get("url"):
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        me = object()
        if self._polling is not None:
            self._polling = me
            async with self._changed:
                self._changed.notify_all()
        self._polling = me
        offset, until = int(call.get("offset") or 0), time.monotonic() + float(call.get("timeout") or 0)
        if offset:
            self.acknowledged = max(self.acknowledged, offset)
            self._updates = [u for u in self._updates if u["update_id"] >= offset]
        try:
            while not self._updates:
                left = until - time.monotonic()
                if left <= 0:
                    return []
                async with self._changed:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), left)
                if self._polling is not me:
                    raise ApiError(
                        409,
                        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                    )
            return self._updates[: int(call.get("limit") or 100)]
        finally:
            if self._polling is me:
                self._polling = None

    async def _do_setWebhook(self, call: dict[str, Any]) -> bool:  # noqa: N802
        if not str(call.get("url", "")).startswith(("https://", "http://127.0.0.1")):
            raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = call
        self._hooks.append(asyncio.get_running_loop().create_task(self._push()))
        return True

    async def _do_deleteWebhook(self, _: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    async def _do_getWebhookInfo(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }

    async def _push(self) -> None:
        """Delivers updates to the webhook one after the other, again and again until each is answered with 2xx."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        async with aiohttp.ClientSession() as session:
            while self.webhook:
                if not self._updates:
                    async with self._changed:
                        with suppress(TimeoutError):
                            await asyncio.wait_for(self._changed.wait(), 0.5)
                    continue
                update = self._updates[0]
                try:
                    async with session.post(self.webhook["url"], json=update, headers=headers) as answer:
                        if answer.status // 100 == 2 and update in self._updates:
                            self._updates.remove(update)
                            self.acknowledged = max(self.acknowledged, update["update_id"] + 1)
                            continue
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.2)

    async def _do_setMyCommands(self, call: dict[str, Any]) -> bool:  # noqa: N802
        code = call.get("language_code", "") or ""
        if code and len(code) != 2:
            raise ApiError(400, "Bad Request: invalid language code specified")
        for command in call["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        self.commands[(json.dumps(call.get("scope") or {"type": "default"}), code)] = call["commands"]
        return True

    async def _do_setMyDescription(self, _: dict[str, Any]) -> bool:  # noqa: N802
        return True

    async def _do_setMyShortDescription(self, _: dict[str, Any]) -> bool:  # noqa: N802
        return True

    async def _do_sendChatAction(self, call: dict[str, Any]) -> bool:  # noqa: N802
        self._reachable(int(call["chat_id"]))
        self.actions.append((int(call["chat_id"]), call["action"]))
        return True

    async def _do_sendMessage(self, call: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat = int(call["chat_id"])
        self._reachable(chat)
        text = self._checked_text(call.get("text", ""), call.get("parse_mode"), TEXT_AT_MOST)
        self._checked_markup(call.get("reply_markup"))
        self._paced(chat)
        reply = call.get("reply_parameters") or {}
        return await self._post(
            chat, call.get("text", ""), text, call.get("reply_markup"), reply_to=reply.get("message_id")
        )

    async def _do_sendDocument(self, call: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return await self._send_file(call, "document")

    async def _do_sendPhoto(self, call: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return await self._send_file(call, "photo")

    async def _send_file(self, call: dict[str, Any], kind: str) -> dict[str, Any]:
        chat = int(call["chat_id"])
        self._reachable(chat)
        caption = call.get("caption", "") or ""
        text = self._checked_text(caption, call.get("parse_mode"), CAPTION_AT_MOST) if caption else ""
        if not isinstance(call.get(kind), bytes) or not call[kind]:
            raise ApiError(400, f"Bad Request: there is no {kind} in the request")
        self._paced(chat)
        return await self._post(chat, caption, text, call.get("reply_markup"), kind=kind, file=call[kind])

    async def _do_editMessageText(self, call: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        message = self._own(int(call["chat_id"]), int(call["message_id"]))
        text = self._checked_text(call.get("text", ""), call.get("parse_mode"), TEXT_AT_MOST)
        self._checked_markup(call.get("reply_markup"))
        self._modified(message, call.get("text", ""), call.get("reply_markup"))
        message.history.append(message.text)
        message.html, message.text, message.markup = call["text"], text, call.get("reply_markup")
        await self._notify()
        return self._as_json(message)

    async def _do_editMessageReplyMarkup(self, call: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        message = self._own(int(call["chat_id"]), int(call["message_id"]))
        self._checked_markup(call.get("reply_markup"))
        self._modified(message, message.html, call.get("reply_markup"))
        message.markup = call.get("reply_markup")
        await self._notify()
        return self._as_json(message)

    async def _do_deleteMessage(self, call: dict[str, Any]) -> bool:  # noqa: N802
        self._own(int(call["chat_id"]), int(call["message_id"])).deleted = True
        return True

    async def _do_answerCallbackQuery(self, call: dict[str, Any]) -> bool:  # noqa: N802
        made = self._callbacks.pop(str(call["callback_query_id"]), None)
        if made is None or time.monotonic() - made[0] > 30:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(call.get("text") or "") > ANSWER_AT_MOST:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answered.append(call)
        await self._notify()
        return True

    async def _do_getFile(self, call: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if call["file_id"] not in self._files:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return {"file_id": call["file_id"], "file_unique_id": call["file_id"], "file_path": call["file_id"]}

    # -- rules -------------------------------------------------------------------------------------------------------

    def _reachable(self, chat: int) -> None:
        if chat in self.blocked:
            raise ApiError(403, self.blocked[chat])
        if chat not in self.messages:
            raise ApiError(400, "Bad Request: chat not found")

    @staticmethod
    def _checked_text(text: str, mode: str | None, at_most: int) -> str:
        plain = parse_html(text) if (mode or "").upper() == "HTML" else text
        if not plain.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if len(plain.encode("utf-16-le")) // 2 > at_most:
            raise ApiError(
                400,
                "Bad Request: message is too long"
                if at_most == TEXT_AT_MOST
                else "Bad Request: message caption is too long",
            )
        return plain

    @staticmethod
    def _checked_markup(markup: dict[str, Any] | None) -> None:
        for row in (markup or {}).get("inline_keyboard", []):
            for button in row:
                data = button.get("callback_data")
                if data is not None and not 1 <= len(data.encode()) <= DATA_AT_MOST:
                    raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
                if not button.get("text"):
                    raise ApiError(
                        400,
                        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
                    )

    def _own(self, chat: int, id: int) -> Message:
        self._reachable(chat)
        for message in self.messages[chat]:
            if message.id == id and not message.deleted:
                if not message.from_bot:
                    raise ApiError(400, "Bad Request: message can't be edited")
                return message
        raise ApiError(400, "Bad Request: message to edit not found")

    @staticmethod
    def _modified(message: Message, html: str, markup: dict[str, Any] | None) -> None:
        if message.html == html and (message.markup or None) == (markup or None):
            raise ApiError(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
                "as a current content and reply markup of the message",
            )

    def _paced(self, chat: int) -> None:
        now = time.monotonic()
        while self._sent and now - self._sent[0] >= 1:
            self._sent.popleft()
        here = self._sent_to[chat]
        window, allowed = (60.0, self.rates[2]) if chat < 0 else (3.0, self.rates[1])
        while here and now - here[0] >= window:
            here.popleft()
        if self.enforce_rates and (len(self._sent) >= self.rates[0] or len(here) >= allowed):
            wait = 1 if len(self._sent) >= self.rates[0] else max(1, int(window - (now - here[0])) + 1)
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        self._sent.append(now)
        here.append(now)
        self.peak_rate = max(self.peak_rate, len(self._sent))

    async def _post(
        self, chat: int, html: str, text: str, markup: dict[str, Any] | None, *, kind: str = "text", file: bytes = b"", reply_to: int | None = None
    ) -> dict[str, Any]:  # fmt: skip
        message = Message(next(self._ids), chat, html, text, markup, True, time.monotonic(), kind, reply_to, file=file)
        self.messages[chat].append(message)
        await self._notify()
        return self._as_json(message)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _as_json(self, message: Message) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "message_id": message.id, "date": int(time.time()),
            "chat": {"id": message.chat, "type": "private" if message.chat > 0 else "supergroup", "title": "Group", "first_name": "小明"},
        }  # fmt: skip
        shown |= {"text": message.text} if message.kind == "text" else {"caption": message.text}
        if "inline_keyboard" in (message.markup or {}):
            shown["reply_markup"] = message.markup
        if message.kind == "document":
            shown["document"] = {"file_id": "sent", "file_unique_id": "sent"}
        return shown

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
            "chat": {"id": message.chat, "type": "private" if message.chat > 0 else "supergroup", "title": "Group", "first_name": person.name},
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
            }  # fmt: skip
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

    async def wait(self, condition: Callable[[], Any], seconds: float = 20.0) -> Any:
        """The first true value of `condition`, looked at again whenever something happens; AssertionError after `seconds`."""
        until = time.monotonic() + seconds
        while not (found := condition()):
            left = until - time.monotonic()
            if left <= 0:
                raise AssertionError(f"waited {seconds} s in vain; the last messages: {self.transcript()[-1500:]}")
            async with self._changed:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), min(left, 0.25))
        return found

    async def next_message(self, chat: int, after: int, containing: str = "", seconds: float = 20.0) -> Message:
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


JSON_FIELDS = {
    "reply_markup",
    "commands",
    "scope",
    "allowed_updates",
    "reply_parameters",
    "link_preview_options",
    "offset",
}
