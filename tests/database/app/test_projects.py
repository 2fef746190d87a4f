"""What a project holds at most, and the titles it takes."""

from __future__ import annotations

from app import projects, tellings
from app.messages.projects import ProjectShown, TellingTooLong
from storage.database import Database
from testing.context import Conversation, running_app


async def test_a_project_has_an_end_however_it_is_told(db: Database) -> None:
    async with running_app(db) as here:
        chat = (await Conversation.of(here)).chat.id
        shown = await projects.tell(here, chat, "x" * (projects.TEXT_AT_MOST - 10), title="Router")
        assert isinstance(shown, ProjectShown)
        assert isinstance(await projects.tell(here, chat, "x" * 11, title="Router"), TellingTooLong)
        await projects.add_to(here, chat, shown.id, anew=False)
        assert await tellings.hear(here, chat, "x" * 11, source="a")
        await tellings.done(here, chat)
        kept = await projects.shown(here, chat, shown.id)
        assert isinstance(kept, ProjectShown) and kept.more == shown.more
        await projects.add_to(here, chat, shown.id, anew=True)
        assert await tellings.hear(here, chat, "x" * 11, source="b")
        assert await tellings.done(here, chat) is None
        kept = await projects.shown(here, chat, shown.id)
        assert isinstance(kept, ProjectShown) and kept.text == "x" * 11


async def test_a_title_is_one_short_readable_line(db: Database) -> None:
    async with running_app(db) as here:
        chat = (await Conversation.of(here)).chat.id
        shown = await projects.tell(here, chat, "What I did.", title="A\n\x1b\u202eB " + "C" * 100)
        assert isinstance(shown, ProjectShown)
        assert shown.title == f"A B {'C' * 36}"
        assert await projects.called(here, chat, "a b") == shown.id
        assert await projects.called(here, chat, " ") is None
        assert await projects.rename(here, chat, shown.id, "\u200b ") == shown
        assert projects.headline("。。。") == "。。。"
