"""From the inbox to the handlers: each chat's updates one after another, different chats and members of groups side by side.

An update is handled at least once: after a crash in between it comes again, and what it did is known by the message it
came from or by the turn that it names.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update as TelegramUpdate

from app import inbox
from app.context import AppContext
from app.drafts import NotDelivered
from app.metrics import HANDLED
from app.tasks import RetryPolicy
from app.workers.wakeup import Wakeup
from bot.context import NotYetError
from bot.failure_notice import send_failure_notice
from bot.message_text import TOGETHER
from bot.split import units
from questions.text import readable
from storage import fencing
from storage.errors import StorageError
from storage.fencing import LeaseLostError
from storage.inbox import Update

if TYPE_CHECKING:
    from bot.application import BotApplication
LEASE = timedelta(seconds=10)
AT_ONCE = 64  # updates claimed at a time
IDLE = 0.25  # seconds between looks at an inbox that another process may have filled
CONTINUES = timedelta(seconds=1.2)  # in which the second part of a cut text follows
CUT = TOGETHER - 300  # units above which a text may have been cut by the client, at the last good place
TRIES = 4
TRIES_NOT_YET = 20  # what it refers to is found to be on the screen, or not, within a minute
TRIES_UNEXPECTED = 2  # whoever waits is to hear soon that it does not work
TRIES_DATABASE = 20  # five minutes of a database that works for everything else; one that is away counts no tries
RETRY = RetryPolicy((0.3, 1, 3, 8, 15))
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an update was not handled, and after how many tries it is given up."""

    why: str
    tries: int = TRIES


class Dispatcher:
    """Hands updates to the application. `said` is called whenever a handler may have said something."""

    def __init__(self, app: AppContext, application: BotApplication, said: Callable[[], None]) -> None:
        self._app, self._application, self._said = app, application, said
        self._woken, self._stopped = Wakeup(), asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._held: dict[
            tuple[int, int], Update
        ] = {}  # by bot and number: what is at hand, whatever became of its lease
        self._done: asyncio.Queue[tuple[list[Update], str]] = asyncio.Queue()

    def wake(self) -> None:
        """Updates were stored just now."""
        self._woken.set()

    def stop(self) -> None:
        """Ends `serve` after the updates at hand."""
        self._stopped.set()
        self._woken.set()

    async def serve(self) -> None:
        async with asyncio.TaskGroup() as group:
            beside = [group.create_task(work()) for work in (self._keep, self._renew)]
            while not self._stopped.is_set():
                claimed = await self._claim()
                for _, in_line in groupby(sorted(claimed, key=_line), key=_line):
                    started = group.create_task(self._handle(list(in_line)))
                    self._running.add(started)
                    started.add_done_callback(self._running.discard)
                if not claimed:
                    await self._woken.wait(IDLE)
            if self._running:
                await asyncio.wait(self._running)
            await self._done.join()
            for task in beside:
                task.cancel()

    async def _claim(self) -> list[Update]:
        self._woken.clear()
        room = AT_ONCE - len(self._running)
        if room <= 0:
            return []
        try:
            claimed = await inbox.claim(self._app, LEASE, room, self._held.values())
        except StorageError as error:
            log.warning("the inbox cannot be read", why=str(error))
            return []
        self._held |= {(update.bot, update.id): update for update in claimed}
        self._application.bot_data.flood.note(claimed)
        return claimed

    async def _renew(self) -> None:
        """Renews the leases of what is at hand, so that nobody takes it for left behind."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                if self._held:
                    await inbox.renew(self._app, self._held.values(), LEASE)
            except StorageError as error:
                log.warning("the leases of updates were not renewed", why=str(error))

    def _release(self, updates: Sequence[Update]) -> None:
        for update in updates:
            self._held.pop((update.bot, update.id), None)

    async def _handle(self, updates: Sequence[Update]) -> None:
        try:
            await self._handle_each(updates)
        except LeaseLostError as lost:
            log.warning("updates are left to whoever took them up meanwhile", why=str(lost))
            self._release(updates)

    async def _handle_each(self, updates: Sequence[Update]) -> None:
        """One line's updates; what cannot be handled now is put back with everything after it."""
        for update in updates:
            self._note(update)
        for place, (parts, update) in enumerate(whole := list(joined(updates))):
            last = place == len(whole) - 1
            if last and update.attempts == 1 and _may_continue(update):
                await self._put_back(parts, CONTINUES, "a second part may follow")
                return
            failed = await self._process(update)
            if failed is not None and update.attempts < failed.tries:
                rest = [part for later, _ in whole[place:] for part in later]
                await self._put_back(rest, timedelta(seconds=RETRY.delay(update.attempts)), failed.why)
                return
            if failed is not None:
                await self._give_up(update, failed)
            self._done.put_nowait((parts, failed.why if failed else ""))

    async def _give_up(self, update: Update, failed: Failed) -> None:
        """Tells whoever spoke to the bot, if that can be done at all."""
        log.error("an update was given up", update=update.id, why=failed.why)
        try:
            with _holding(update):
                await send_failure_notice(self._app, self._application.bot, update)
        except LeaseLostError:
            raise
        except Exception:  # the other updates of this chat are handled all the same
            log.exception("nobody was told of an update that was given up", update=update.id)
        self._said()

    def _note(self, update: Update) -> None:
        """Remembers the parts of a text that was cut, before they become one."""
        text = _plain_text(update)
        if text is not None and update.chat is not None:
            message_id = update.payload["message"].get("message_id")
            self._application.bot_data.message_cache.note(update.chat, message_id, readable(text))

    async def _process(self, update: Update) -> Failed | None:
        """None when it is handled."""
        try:
            read = TelegramUpdate.de_json(update.payload, self._application.bot)
        except Exception as error:  # whatever the library stumbles over, the update is malformed
            log.warning("a malformed update was dropped", update=update.id, why=f"{type(error).__name__}: {error}")
            return None
        start, outcome = time.perf_counter(), "again"
        retried = self._application.bot_data.retried
        if update.attempts > 1:
            retried.add(update.id)
        try:
            with _holding(update):
                await self._application.process_update(read)
            outcome = "handled"
        except LeaseLostError:
            raise
        except (NotYetError, NotDelivered) as error:
            return Failed(str(error) or "not yet", TRIES_NOT_YET)
        except StorageError as error:
            return Failed(str(error), TRIES_DATABASE)
        except Exception as error:  # one update that fails stops no other
            log.exception("an update could not be handled", update=update.id, attempts=update.attempts)
            return Failed(f"{type(error).__name__}: {error}"[:300], TRIES_UNEXPECTED)
        finally:
            retried.discard(update.id)
            HANDLED.labels(outcome).observe(time.perf_counter() - start)
            self._said()
        return None

    async def _put_back(self, updates: list[Update], wait: timedelta, why: str) -> None:
        try:
            await inbox.put_back(self._app, updates, wait, why)
        except StorageError as error:
            log.warning("updates come again when their lease ends", why=str(error))
        self._release(updates)

    async def _keep(self) -> None:
        """Notes what was handled, all that has gathered in one transaction."""
        while True:
            gathered = [await self._done.get()]
            while not self._done.empty():
                gathered.append(self._done.get_nowait())
            try:
                await inbox.done(self._app, gathered)
            except StorageError as error:
                log.warning("handled updates will come again", why=str(error))
            for updates, _ in gathered:
                self._release(updates)
                self._done.task_done()
            self._woken.set()


def _line(update: Update) -> tuple[int, int]:
    """What is handled one after another: a private chat's updates, and in a group those of one member."""
    chat = update.chat or 0
    return chat, (update.sender or 0) if chat < 0 else 0


def _holding(update: Update) -> AbstractContextManager[None]:
    """What is written meanwhile is written only while the update is ours."""
    return fencing.holding(fencing.Holding(update.bot, update.id, update.attempts, update.said))


def joined(updates: Sequence[Update]) -> Iterator[tuple[list[Update], Update]]:
    """A chat's updates with the texts that a client cut put together again; each with those it stands for."""
    parts: list[Update] = []
    whole: Update | None = None
    last_part = ""
    for update in updates:
        text = _plain_text(update)
        if whole is not None and text is not None and _is_cut(last_part) and update.sender == whole.sender:
            parts, whole, last_part = [*parts, update], _longer(whole, last_part, text), text
            continue
        if whole is not None:
            yield parts, whole
        parts, whole, last_part = [update], update, text or ""
    if whole is not None:
        yield parts, whole


def _plain_text(update: Update) -> str | None:
    message = update.payload.get("message")
    if not isinstance(message, dict) or "reply_to_message" in message:
        return None
    text = message.get("text")
    return text if isinstance(text, str) and not text.startswith("/") else None


def _is_cut(text: str) -> bool:
    return units(text) >= CUT


def _may_continue(update: Update) -> bool:
    text = _plain_text(update)
    return text is not None and _is_cut(text)


def _longer(whole: Update, last_part: str, text: str) -> Update:
    """The first part's update with the whole text; a part of full length was cut in the middle of a line."""
    message: dict[str, Any] = whole.payload["message"]
    between = "" if units(last_part) >= TOGETHER else "\n"
    return replace(whole, payload=whole.payload | {"message": message | {"text": message["text"] + between + text}})
