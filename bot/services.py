"""What every handler shares: the application context, the way to Telegram, and the parts beside the handlers."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.batch_writer import BatchWriter
from bot.flood import FloodGate
from bot.message_cache import MessageCache

if TYPE_CHECKING:
    import asyncio

    from app.context import AppContext
    from app.supervisor import Start
    from bot.channel import TelegramChannel


def _not_running(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    work.close()
    raise RuntimeError("the service has not started")


@dataclass(slots=True)
class Services:
    """The `bot_data` of the library's Application.

    channel: set once the bot is built. start: starts background work, set while the service runs. connected: whether
    Telegram has answered once. retried: ids of the updates at hand that were tried before. typing_in: chats that show "typing…".
    """

    app: AppContext
    batch_writer: BatchWriter
    flood: FloodGate = field(default_factory=FloodGate)
    message_cache: MessageCache = field(default_factory=MessageCache)
    retried: set[int] = field(default_factory=set)
    typing_in: set[int] = field(default_factory=set)
    channel: TelegramChannel = field(init=False)
    start: Start = _not_running
    connected: bool = False
