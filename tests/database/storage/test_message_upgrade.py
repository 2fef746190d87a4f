"""A database with a row of every kind of message without a version is upgraded; every row then says what it said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.messages.chatting import Unreadable
from app.messages.stored import unpack
from app.messages.values import Notice
from storage import outbox, people
from storage.database import Database
from storage.errors import parsed
from storage.upgrade import connected, known, migrate, upgrade
from tests.unit.messages.test_old_messages import OLD, revision

AT = "'2026-11-24 12:00:00+00:00'"
NOBODY_KNOWS = {"event": "notice", "part": "telegram", "name": "no_such_words", "values": {}, "language": "en"}
PERSON_AND_CHAT = (
    "INSERT INTO people (id, name, language, zone, access, mode, drill_days, drill_minutes, created_at, seen_at)"
    f" VALUES (1, 'me', 'zh', 'UTC', 'new', 'coach', '0123456', 10, {AT}, {AT})",
    "INSERT INTO chats (id, channel, address, person, language, gone, created_at)"
    f" VALUES (1, 'telegram', '7', 1, 'zh', false, {AT})",
)
OUTBOX = sa.table(
    "outbox",
    *map(sa.column, ("chat", "lane", "state", "attempts", "error", "not_before", "said_at")),
    sa.column("payload", sa.JSON()),
    sa.column("message_ids", sa.JSON()),
)


def row(number: int, payload: dict[str, Any]) -> dict[str, Any]:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    state = ("waiting", "sent", "failed")[number % 3]
    made = {"chat": 1, "lane": 0, "state": state, "attempts": 0, "error": "", "not_before": at, "said_at": at}
    return made | {"payload": payload, "message_ids": [number]}


@pytest.fixture(params=["sqlite", "postgres"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with the schema just before messages became values, and old rows in its outbox."""
    made = f"sqlite:///{tmp_path / 'old.db'}"
    url = made if request.param == "sqlite" else str(request.getfixturevalue("empty_postgres_url"))
    with connected(parsed(url)) as connection:
        migrate(connection, known()[known().index(revision.revision) - 1])
        for statement in PERSON_AND_CHAT:
            connection.execute(sa.text(statement))
        payloads = [*(old["payload"] for old in OLD), NOBODY_KNOWS]
        connection.execute(OUTBOX.insert(), [row(number, payload) for number, payload in enumerate(payloads)])
    return url


async def test_every_row_says_the_same_after_the_upgrade(old_url: str, caplog: pytest.LogCaptureFixture) -> None:
    upgrade(old_url)
    db = Database.open(old_url)
    async with db.read() as tx:
        rows = await outbox.of_chat(tx, 1, unsent=False)
        replied_to = await outbox.sent_as(tx, 1, 4)
    await db.close()
    envelopes = [unpack(row.payload) for row in rows]
    assert envelopes[:-1] == [unpack(revision.converted(old["payload"])) for old in OLD]
    assert len(envelopes) == len(OLD) + 1
    assert envelopes[-1].message == Notice(Unreadable("telegram.no_such_words"), "en")
    assert "telegram.no_such_words" in caplog.text
    assert replied_to is not None, "what was sent is still found by its number"


async def test_tables_with_names_in_them_are_still_forgotten(old_url: str) -> None:
    """Whoever answered a quiz is named in its group's table: a query over the stored form finds those rows."""
    upgrade(old_url)
    db = Database.open(old_url)
    async with db.write() as tx:
        for statement in QUIZ_ANSWERED:
            await tx.exec_driver_sql(statement)
        await people.forget(tx, 2)
        left = await outbox.of_chat(tx, 1, unsent=False)
    await db.close()
    named = [
        row for row in left if row.payload["message"].get("content", {}).get("kind") in ("quiz_table", "quiz_twice")
    ]
    assert len(named) == sum(waiting_and_named(number) for number in range(len(OLD)))


def waiting_and_named(number: int) -> bool:
    """Whether an old row names somebody and waits to be sent, so that it stays."""
    return number % 3 == 0 and OLD[number]["payload"].get("name") in ("quiz_table", "quiz_twice")


QUIZ_ANSWERED = (
    "INSERT INTO people (id, name, language, zone, access, mode, drill_days, drill_minutes, created_at, seen_at)"
    f" VALUES (2, 'Ann', 'zh', 'UTC', 'new', 'coach', '0123456', 10, {AT}, {AT})",
    "INSERT INTO chats (id, channel, address, person, language, gone, created_at)"
    f" VALUES (2, 'telegram', '8', 2, 'zh', false, {AT})",
    "INSERT INTO interviews (id, chat, person, kind, language, mode, depth, phase, started_at, touched_at)"
    f" VALUES ('i', 2, 2, 'quiz', 'zh', 'exam', 0, 'finished', {AT}, {AT})",
    f"INSERT INTO revisions (question, revision, content, kept_at) VALUES ('q', 'r', '{{}}', {AT})",
    "INSERT INTO quizzes (id, chat, question, revision, state, opened_at, closes_at)"
    f" VALUES (5, 1, 'q', 'r', 'told', {AT}, {AT})",
    f"INSERT INTO quiz_answers (quiz, person, interview, at) VALUES (5, 2, 'i', {AT})",
)
