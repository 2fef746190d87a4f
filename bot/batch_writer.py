"""What handlers say, and whom they meet for the first time, written down together with that of other handlers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from app.chats import Contact, Newcomer, Post, meet_each, say_each
from app.context import AppContext
from app.messages.values import Envelope
from bot.gathering import Gathering
from storage import fencing
from storage.fencing import LeaseLostError


class BatchWriter:
    """One writer for all handlers; whoever posts or meets somebody goes on when it is committed."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._posts: Gathering[Post, None] = Gathering(self._say)
        self._newcomers: Gathering[Newcomer, Contact] = Gathering(self._meet)

    async def post(self, chat: int, envelope: Envelope) -> None:
        """Puts a message into a chat's outbox; raises what the database raises.

        Nothing where an earlier try at the same update has put this reply there; LeaseLostError where others try by now.
        """
        update = fencing.held()
        if update is not None:
            update.posted += 1
            if update.posted <= update.said:
                return
        await self._posts.ask(Post(chat, envelope, update, update.posted if update else 0))

    async def meet(self, newcomer: Newcomer) -> Contact:
        """Somebody new, or here again after a while; raises as `post`."""
        return await self._newcomers.ask(newcomer)

    async def serve(self) -> None:
        """Writes until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._posts.serve())
            group.create_task(self._newcomers.serve())

    async def _say(self, posts: Sequence[Post]) -> list[Exception | None]:
        lost = await say_each(self._app, posts)
        return [_LOST if post.to in lost else None for post in posts]

    async def _meet(self, newcomers: Sequence[Newcomer]) -> list[Contact | Exception]:
        met = await meet_each(self._app, newcomers)
        return [contact if contact is not None else _LOST for contact in met]


_LOST = LeaseLostError("the update is handled by somebody else")
