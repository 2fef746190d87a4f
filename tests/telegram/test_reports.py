"""`/report` in a chat of the loopback server: the words, then the picture, by command and by button."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from questions.bank import Bank
from questions.model import Question
from reports.attachment import picture_of
from storage.database import Database
from testing.botapi import BotApi, Person
from testing.drills import Clock, context_of
from testing.histories import NOW, history, person
from testing.running import Running


async def test_a_report_is_words_and_a_picture(
    api: BotApi,
    some: list[Question],
    tmp_path: Path,
    sqlite_url: str,
) -> None:
    me = Person(61, "zh-hans")
    db = Database.open(sqlite_url)
    async with db.write() as tx:
        chat, _ = await person(tx, str(me.id), name="李雷")
        await history(tx, chat, some, 30, end=datetime.now(UTC))
    await db.close()
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await api.say(me, "/report")
        words = await api.next_message(me.id, 0, "李雷 的进展")
        assert "你说" in words.text and "首答" in words.text
        picture = await api.next_message(me.id, words.id)
        assert picture.kind == "photo" and picture.file.startswith(b"\x89PNG")
        newcomer = Person(62, "en")
        await api.say(newcomer, "/report")
        words = await api.next_message(newcomer.id, 0, "not answered anything yet")
        await api.say(newcomer, "/history")
        assert (await api.next_message(newcomer.id, words.id)).kind == "text"  # there is no picture of nothing


async def test_a_picture_that_fails_holds_nothing_up(db: Database, bank: Bank) -> None:
    app = context_of(db, Clock(NOW), bank.questions.values())
    assert await picture_of(app, 12345) is None
    async with db.write() as tx:
        _, somebody = await person(tx)
    assert await picture_of(app, somebody.id) is None
    await db.close()
    assert await picture_of(app, somebody.id) is None
