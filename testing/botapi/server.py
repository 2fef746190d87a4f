"""The server's side: requests over HTTP, faults on demand, and the rules that every method shares."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from aiohttp import web

from testing.botapi.values import DATA_AT_MOST, TEXT_AT_MOST, TOKEN, ApiError, Message, parse_html, place

JSON_FIELDS = {
    "reply_markup",
    "commands",
    "scope",
    "allowed_updates",
    "reply_parameters",
    "link_preview_options",
    "offset",
}
BUTTONS_AT_MOST = 100


class Server:
    """State, HTTP and rules; the methods of the API are in a class of their own."""

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
        self.leeway = (
            1.0  # share of each window in which the limits hold: below 1, arrivals may bunch on a busy machine
        )
        self.down = False
        self.turned_away = 0  # calls while it was down
        self.handed = 0  # the highest number of an update that was handed out
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
        self._changed = asyncio.Event()  # another one after every change
        self._runner: web.AppRunner | None = None
        self._hooks: list[asyncio.Task[None]] = []
        self.url = ""

    # -- the server --------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
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
            self.turned_away += 1
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
        if sum(len(row) for row in (markup or {}).get("inline_keyboard", [])) > BUTTONS_AT_MOST:
            raise ApiError(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
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

    def _own(self, chat: int, id: int, *, to: str = "edit") -> Message:
        self._reachable(chat)
        for message in self.messages[chat]:
            if message.id == id and not message.deleted:
                if not message.from_bot:
                    raise ApiError(400, f"Bad Request: message can't be {to.removesuffix('e')}ed")
                return message
        raise ApiError(400, f"Bad Request: message to {to} not found")

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
        while self._sent and now - self._sent[0] >= self.leeway:
            self._sent.popleft()
        here = self._sent_to[chat]
        window, allowed = (60.0, self.rates[2]) if chat < 0 else (3.0, self.rates[1])
        while here and now - here[0] >= window * self.leeway:
            here.popleft()
        if self.enforce_rates and (len(self._sent) >= self.rates[0] or len(here) >= allowed):
            wait = 1 if len(self._sent) >= self.rates[0] else max(1, int(window - (now - here[0])) + 1)
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        self._sent.append(now)
        here.append(now)
        self.peak_rate = max(self.peak_rate, len(self._sent))

    async def _post(
        self,
        chat: int,
        html: str,
        text: str,
        markup: dict[str, Any] | None,
        *,
        kind: str = "text",
        file: bytes = b"",
        reply_to: int | None = None,
    ) -> dict[str, Any]:
        message = Message(next(self._ids), chat, html, text, markup, True, time.monotonic(), kind, reply_to, file=file)
        self.messages[chat].append(message)
        await self._notify()
        return self._as_json(message)

    async def _notify(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _change(self, seconds: float) -> None:
        """Waits for the next change, at most so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    def _as_json(self, message: Message) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "message_id": message.id, "date": int(time.time()),
            "chat": place(message.chat),
        }  # fmt: skip
        shown |= {"text": message.text} if message.kind == "text" else {"caption": message.text}
        if "inline_keyboard" in (message.markup or {}):
            shown["reply_markup"] = message.markup
        if message.kind == "document":
            shown["document"] = {"file_id": "sent", "file_unique_id": "sent"}
        return shown
