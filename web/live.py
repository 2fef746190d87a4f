"""What changes while somebody looks: one connection per tab, told by server-sent events what is new on it.

A connection begins with the whole conversation, so that one that was lost and comes again shows neither less nor twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp_sse import sse_response

from app import interviews, page
from web import render, talks
from web.site import site, visitor, words

if TYPE_CHECKING:
    from aiohttp import web

    from app.context import AppContext
    from app.page import Talk
    from texts.parts import Catalogue
    from web.render import Card

EVENT = "talk"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a reader is told. whole: all cards anew; else which are gone, changed, and added at the end."""

    whole: bool
    cards: tuple[Card, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[Card, ...] = ()
    added: tuple[Card, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.whole or self.gone or self.changed or self.added)


def difference(before: dict[str, str] | None, now: list[Card]) -> Difference:
    """What has changed from cards by id (None: the reader has seen nothing) to those of now."""
    ids = [card.id for card in now]
    kept = [id for id in before if id in set(ids)] if before is not None else []
    if before is None or ids[: len(kept)] != kept:
        return Difference(True, tuple(now))
    gone = tuple(id for id in before if id not in set(ids))
    changed = tuple(card for card in now[: len(kept)] if before[card.id] != card.html)
    return Difference(False, (), gone, changed, tuple(now[len(kept) :]))


async def stream(request: web.Request) -> web.StreamResponse:
    """One tab's connection, until it is closed."""
    here, chat, say = site(request), visitor(request).chat.id, words(request)
    event = here.live.enter(chat)
    try:
        async with sse_response(request) as response:
            before: dict[str, str] | None = None
            state: Any = None
            while response.is_connected() and not here.live.closing.is_set():
                await event.wait()
                event.clear()
                talk = await page.talk(here.app, chat)
                cards = render.cards(talk)
                new, changes = talks.dock(talk, say), difference(before, cards)
                if not changes.is_empty or new != state:
                    await response.send(rendered(changes, new, say), event=EVENT)
                before, state = {card.id: card.html for card in cards}, new
                await shown(here.app, talk)
    except (ConnectionResetError, TimeoutError):
        pass
    finally:
        here.live.leave(chat, event)
    return response


def rendered(changes: Difference, state: talks.DockView, say: Catalogue) -> str:
    """The elements to be put in their places."""
    parts: Any = render.environment().get_template("parts.html.j2").make_module({"say": say})
    return str(parts.changes(changes, state))


async def shown(app: AppContext, talk: Talk) -> None:
    """Notes that messages have been on a screen."""
    if talk.unshown:
        await interviews.printed(app, list(talk.unshown))
