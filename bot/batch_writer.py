"""What handlers say, written down together: everything that gathered while the last transaction was being committed."""

from __future__ import annotations

import asyncio

from app.chats import Post, say_each
from app.context import AppContext
from app.messages.values import Envelope
from storage import fencing
from storage.fencing import LeaseLostError

Waiting = tuple[Post, "asyncio.Future[None]"]


class BatchWriter:
    """One writer for all handlers; whoever posts goes on when it is committed."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._waiting: asyncio.Queue[Waiting] = asyncio.Queue()

    async def post(self, chat: int, envelope: Envelope) -> None:
        """Puts a message into a chat's outbox; raises what the database raises.

        Nothing where an earlier try at the same update has put this reply there; LeaseLostError where others try by now.
        """
        update = fencing.held()
        if update is not None:
            update.posted += 1
            if update.posted <= update.said:
                return
        written = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((Post(chat, envelope, update, update.posted if update else 0), written))
        await written

    async def serve(self) -> None:
        """Writes until it is cancelled."""
        while True:
            gathered = [await self._waiting.get()]
            while not self._waiting.empty():
                gathered.append(self._waiting.get_nowait())
            await self._write(gathered)

    async def _write(self, gathered: list[Waiting]) -> None:
        """All of them, or each alone where one of them cannot be written."""
        try:
            lost = await say_each(self._app, [post for post, _ in gathered])
        except Exception as error:  # whatever it is, whoever posted is told and tries again
            if len(gathered) == 1:
                _end(gathered[0][1], error)
                return
            for one in gathered:
                await self._write([one])
        else:
            for post, written in gathered:
                _end(written, LeaseLostError("the update is handled by somebody else") if post.to in lost else None)


def _end(written: asyncio.Future[None], error: Exception | None) -> None:
    if written.done():
        return
    if error is None:
        written.set_result(None)
    else:
        written.set_exception(error)
