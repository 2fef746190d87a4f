"""Sends what the outbox holds, and says what became of it in the deliverer's words."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from app.context import AppContext
from app.messages.interview import GradeMessage
from app.messages.stored import UnreadableMessageError, unpack
from app.messages.values import Envelope, ExportFile, NewButtons, Removal, ReportMessage, Rows
from app.personal_data import export_of_chat
from app.workers.delivery import Gone, Moved, Parcel, Slower, Unreached, Unsendable
from bot.render import Shown, digest, show
from bot.split import plain
from reports.attachment import picture_of
from storage.chats import Channel as Named
from storage.errors import StorageError
from texts import catalogue

if TYPE_CHECKING:
    from telegram import Bot

    from storage.outbox import Outgoing

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
LOST = (
    "chat not found",
    "user is deactivated",
    "have no rights",
    "not enough rights",
    "chat_write_forbidden",
    "peer_id_invalid",
)
UNCHANGED, CANNOT_EDIT = ("message is not modified",), ("message to edit not found", "message can't be edited")
CANNOT_DELETE, GONE_ALREADY = ("message can't be deleted",), ("message to delete not found",)
UNPARSED = ("can't parse entities",)
Pace = Callable[[], Awaitable[None]]


class TelegramChannel:
    """The outbox's way to Telegram."""

    name: Named = "telegram"

    def __init__(self, app: AppContext, bot: Bot) -> None:
        self._app, self._bot = app, bot

    async def send(self, parcel: Parcel, pace: Pace) -> None:
        """Sends what is left of a parcel; raises only the deliverer's errors."""
        try:
            await self._send(parcel, pace)
        except TelegramError as error:
            raise told(error) from error
        except StorageError as error:
            raise Unreached(str(error)) from error

    async def _send(self, parcel: Parcel, pace: Pace) -> None:
        envelope = _unpacked(parcel.row)
        match envelope.message:
            case NewButtons():
                await self._rearrange(parcel, envelope)
            case Removal():
                await self._take_away(parcel)
            case ExportFile():
                await self._export(parcel)
            case ReportMessage(person=person):
                await self._report(parcel, _rendered(parcel, envelope), person, pace)
            case _:
                await self._correct(parcel)
                shown = _rendered(parcel, envelope)
                target = envelope.edits or (parcel.replaces[0] if len(parcel.replaces) == 1 else None)
                if target is None or len(shown.parts) > 1 or not await self._edited(parcel, target, shown):
                    await self._parts(parcel, shown, pace)
                await self._end(parcel)

    async def _correct(self, parcel: Parcel) -> None:
        """Corrects the cards of late results where they stand, before they are told of."""
        for row, message in parcel.cards:
            shown = show(_unpacked(row))
            with suppress(BadRequest):  # gone, or the same already
                await self._bot.edit_message_text(
                    shown.parts[0], row.address, message, parse_mode=ParseMode.HTML,
                    reply_markup=_inline(shown.rows), link_preview_options=NO_PREVIEW,
                )  # fmt: skip

    async def _end(self, parcel: Parcel) -> None:
        """Takes the buttons from under messages whose turn is over; where that fails a tap is answered as stale."""
        for message in parcel.ends:
            with suppress(TelegramError):
                await self._bot.edit_message_reply_markup(parcel.row.address, message, reply_markup=None)

    async def _parts(self, parcel: Parcel, shown: Shown, pace: Pace) -> None:
        for place in range(len(parcel.done), len(shown.parts)):
            if place:
                await pace()
            last = place == len(shown.parts) - 1
            markup = _markup(shown) if last else None
            parcel.done.append(await self._message(parcel.row.address, shown.parts[place], markup))

    async def _message(self, address: str, html: str, markup: Any) -> int:
        """Sends one message; where the server cannot read our HTML, its words go out without their looks."""
        try:
            sent = await self._bot.send_message(
                address, html, parse_mode=ParseMode.HTML, reply_markup=markup, link_preview_options=NO_PREVIEW
            )
        except BadRequest as error:
            if not _says(error, UNPARSED):
                raise
            sent = await self._bot.send_message(
                address, plain(html), reply_markup=markup, link_preview_options=NO_PREVIEW
            )
        return sent.message_id

    async def _edited(self, parcel: Parcel, message: int, shown: Shown) -> bool:
        """Puts a text in the place of another; False when that one is not there any more."""
        try:
            await self._bot.edit_message_text(
                shown.parts[0], parcel.row.address, message, parse_mode=ParseMode.HTML,
                reply_markup=_inline(shown.rows), link_preview_options=NO_PREVIEW,
            )  # fmt: skip
        except BadRequest as error:
            if _says(error, CANNOT_EDIT):
                return False
            if not _says(error, UNCHANGED):  # the second try after a lost response
                raise
        parcel.done.append(message)
        return True

    async def _rearrange(self, parcel: Parcel, envelope: Envelope) -> None:
        try:
            markup = _inline(envelope.buttons or [])
            await self._bot.edit_message_reply_markup(parcel.row.address, envelope.edits, reply_markup=markup)
        except BadRequest as error:
            if not _says(error, UNCHANGED + CANNOT_EDIT):
                raise

    async def _take_away(self, parcel: Parcel) -> None:
        """Deletes messages of ours; one that cannot be deleted any more loses its buttons."""
        for message in parcel.replaces:
            try:
                await self._bot.delete_message(parcel.row.address, message)
            except BadRequest as error:
                if _says(error, CANNOT_DELETE):
                    with suppress(BadRequest):
                        await self._bot.edit_message_reply_markup(parcel.row.address, message)
                elif not _says(error, GONE_ALREADY):
                    raise

    async def _report(self, parcel: Parcel, shown: Shown, person: int, pace: Pace) -> None:
        """The words, then the picture; one that cannot be drawn is left out."""
        await self._parts(parcel, shown, pace)
        drawn = await picture_of(self._app, person) if person and len(parcel.done) == len(shown.parts) else None
        if drawn is not None:
            await pace()
            sent = await self._bot.send_photo(parcel.row.address, drawn)
            parcel.done.append(sent.message_id)

    async def _export(self, parcel: Parcel) -> None:
        language, held = await export_of_chat(self._app, parcel.row.chat)
        document = json.dumps(held, ensure_ascii=False, indent=1, default=str).encode()
        caption = catalogue(language).telegram.EXPORT_CAPTION
        sent = await self._bot.send_document(parcel.row.address, document, filename="interviews.json", caption=caption)
        parcel.done.append(sent.message_id)

    async def tell(self, address: str, words: str) -> None:
        """Says a last word that no row holds any more."""
        with suppress(TelegramError):
            await self._bot.send_message(address, words)

    async def typing(self, address: str) -> None:
        """Shows for five seconds that something is coming; that it fails is no matter."""
        with suppress(TelegramError):
            await self._bot.send_chat_action(address, ChatAction.TYPING)


def _unpacked(row: Outgoing) -> Envelope:
    """The row's message; one that nothing can be made of is this message's own trouble."""
    try:
        return unpack(row.payload)
    except UnreadableMessageError as error:
        raise Unsendable(str(error)) from error


def _rendered(parcel: Parcel, envelope: Envelope) -> Shown:
    """The parcel's texts, the late results that go along in one message with it."""
    late = [_unpacked(row).message for row in parcel.along]
    found = [message for message in (envelope.message, *late) if isinstance(message, GradeMessage)]
    return digest(found) if late else show(envelope)


def _markup(shown: Shown) -> InlineKeyboardMarkup | ForceReply | None:
    return ForceReply(selective=True) if shown.reply else _inline(shown.rows)


def _inline(rows: Rows) -> InlineKeyboardMarkup | None:
    made = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    return InlineKeyboardMarkup(made) if made else None


def _says(error: TelegramError, words: tuple[str, ...]) -> bool:
    return any(word in error.message.lower() for word in words)


def told(error: TelegramError) -> Exception:
    """The library's error as the deliverer's."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Slower(wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Gone(error.message)
        case BadRequest():  # a kind of NetworkError in this library
            return Gone(error.message) if _says(error, LOST) else Unsendable(error.message)
        case _:
            return Unreached(error.message)
