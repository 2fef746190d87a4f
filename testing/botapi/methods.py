"""The methods of the Bot API, under their own names."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any

import aiohttp

from testing.botapi.server import Server
from testing.botapi.values import ANSWER_AT_MOST, CAPTION_AT_MOST, TEXT_AT_MOST, TOKEN, ApiError

DESCRIPTION_AT_MOST, SHORT_DESCRIPTION_AT_MOST, COMMANDS_AT_MOST = 512, 120, 100


class Methods(Server):
    """What a bot can call."""

    # -- methods -----------------------------------------------------------------------------------------------------

    async def _do_getMe(self, _: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": int(TOKEN.split(":")[0]), "is_bot": True, "first_name": "Interviewer", "username": "interviewer_test_bot",
            "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
        }  # fmt: skip

    async def _do_getUpdates(self, call: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook.get("url"):
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        me = object()
        if self._polling is not None:
            self._polling = me
            await self._notify()
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
                await self._change(left)
                if self._polling is not me:
                    raise ApiError(
                        409,
                        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                    )
            handed = self._updates[: int(call.get("limit") or 100)]
            self.handed = handed[-1]["update_id"]
            return handed
        finally:
            if self._polling is me:
                self._polling = None

    async def _do_setWebhook(self, call: dict[str, Any]) -> bool:
        if not str(call.get("url", "")).startswith(("https://", "http://127.0.0.1")):
            raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = call
        self._hooks.append(asyncio.get_running_loop().create_task(self._push()))
        return True

    async def _do_deleteWebhook(self, _: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    async def _do_getWebhookInfo(self, _: dict[str, Any]) -> dict[str, Any]:
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
                    await self._change(0.5)
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

    async def _do_setMyCommands(self, call: dict[str, Any]) -> bool:
        code = call.get("language_code", "") or ""
        if code and len(code) != 2:
            raise ApiError(400, "Bad Request: invalid language code specified")
        if len(call["commands"]) > COMMANDS_AT_MOST:
            raise ApiError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in call["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        self.commands[(json.dumps(call.get("scope") or {"type": "default"}), code)] = call["commands"]
        return True

    async def _do_setMyDescription(self, call: dict[str, Any]) -> bool:
        if len(call.get("description") or "") > DESCRIPTION_AT_MOST:
            raise ApiError(400, "Bad Request: BOT_DESCRIPTION_TOO_LONG")
        return True

    async def _do_setChatMenuButton(self, call: dict[str, Any]) -> bool:
        button = call.get("menu_button") or {}
        button = json.loads(button) if isinstance(button, str) else button
        if button.get("type") == "web_app" and not button["web_app"]["url"].startswith("https://"):
            raise ApiError(400, "Bad Request: BUTTON_URL_INVALID")
        return True

    async def _do_setMyShortDescription(self, call: dict[str, Any]) -> bool:
        if len(call.get("short_description") or "") > SHORT_DESCRIPTION_AT_MOST:
            raise ApiError(400, "Bad Request: BOT_SHORT_DESCRIPTION_TOO_LONG")
        return True

    async def _do_sendChatAction(self, call: dict[str, Any]) -> bool:
        self._reachable(int(call["chat_id"]))
        self.actions.append((int(call["chat_id"]), call["action"]))
        return True

    async def _do_sendMessage(self, call: dict[str, Any]) -> dict[str, Any]:
        chat = int(call["chat_id"])
        self._reachable(chat)
        text = self._checked_text(call.get("text", ""), call.get("parse_mode"), TEXT_AT_MOST)
        self._checked_markup(call.get("reply_markup"))
        self._paced(chat)
        reply = call.get("reply_parameters") or {}
        return await self._post(
            chat, call.get("text", ""), text, call.get("reply_markup"), reply_to=reply.get("message_id")
        )

    async def _do_sendDocument(self, call: dict[str, Any]) -> dict[str, Any]:
        return await self._send_file(call, "document")

    async def _do_sendPhoto(self, call: dict[str, Any]) -> dict[str, Any]:
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

    async def _do_editMessageText(self, call: dict[str, Any]) -> dict[str, Any]:
        message = self._own(int(call["chat_id"]), int(call["message_id"]))
        text = self._checked_text(call.get("text", ""), call.get("parse_mode"), TEXT_AT_MOST)
        self._checked_markup(call.get("reply_markup"))
        self._modified(message, call.get("text", ""), call.get("reply_markup"))
        message.history.append(message.text)
        message.html, message.text, message.markup = call["text"], text, call.get("reply_markup")
        await self._notify()
        return self._as_json(message)

    async def _do_editMessageReplyMarkup(self, call: dict[str, Any]) -> dict[str, Any]:
        message = self._own(int(call["chat_id"]), int(call["message_id"]))
        self._checked_markup(call.get("reply_markup"))
        self._modified(message, message.html, call.get("reply_markup"))
        message.markup = call.get("reply_markup")
        await self._notify()
        return self._as_json(message)

    async def _do_deleteMessage(self, call: dict[str, Any]) -> bool:
        self._own(int(call["chat_id"]), int(call["message_id"]), to="delete").deleted = True
        return True

    async def _do_answerCallbackQuery(self, call: dict[str, Any]) -> bool:
        made = self._callbacks.pop(str(call["callback_query_id"]), None)
        if made is None or time.monotonic() - made[0] > 30:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(call.get("text") or "") > ANSWER_AT_MOST:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answered.append(call)
        await self._notify()
        return True

    async def _do_getFile(self, call: dict[str, Any]) -> dict[str, Any]:
        if call["file_id"] not in self._files:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return {"file_id": call["file_id"], "file_unique_id": call["file_id"], "file_path": call["file_id"]}
