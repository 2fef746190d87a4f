"""What a crash makes happen a second time: an update that is handled again, a question that arrives twice."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from questions.bank import Bank
from storage import outbox
from storage.database import Database
from testing.botapi import BotApi, Person
from testing.candidate import Candidate
from testing.judge_server import Held, JudgeServer
from testing.rows import someone
from testing.running import Running
from testing.stored import holds
from testing.until import DEADLINE

LAST = 987_654_321  # stands for the number of the last update
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def test_an_answer_that_is_handled_again_while_it_is_graded_is_not_added_to_itself(
    api: BotApi,
    bank: Bank,
    tmp_path: Path,
    sqlite_url: str,
) -> None:
    person = Person(71)
    with JudgeServer() as judge:
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, JUDGE_URL=judge.url):
            candidate = Candidate(api, person, "zh", bank)
            await api.say(person, "/interview 注意力 1")
            question = await candidate.next()
            held = Held()
            judge.plays(held)
            words = candidate.model_answer(question)
            said = await api.say(person, words)
            await api.wait(lambda: judge.requests)
            again = json.dumps({"update_id": LAST, "message": api.incoming(person, said)})
            await holds(sqlite_url, "SELECT count(*) FROM inbox WHERE done_at IS NULL", 0)
            with sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=DEADLINE) as rows:
                last = rows.execute("SELECT max(update_id) FROM inbox").fetchone()[0]
                rows.execute(
                    "UPDATE inbox SET done_at = NULL, payload = ? WHERE update_id = ?",
                    (again.replace(str(LAST), str(last)), last),
                )
            await holds(sqlite_url, "SELECT count(*) FROM inbox WHERE done_at IS NULL", 0)
            held.release()
            await api.next_message(person.id, question.id, "得分")
            await candidate.next()
        with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as rows:
            assert rows.execute("SELECT answer FROM turns WHERE number = 1").fetchone()[0] == words
            assert rows.execute("SELECT count(*) FROM inbox WHERE done_at IS NULL").fetchone()[0] == 0
    said = [message.text for message in api.from_bot(person.id)]
    assert len(set(said)) == len(said), api.transcript()


async def test_of_a_question_that_was_sent_twice_no_first_copy_is_known(db: Database) -> None:
    async with db.write() as tx:
        chat = (await someone(tx, "77")).id
        for key in ("question:once:1", "question:twice:1"):
            await outbox.say(tx, chat, {"event": "question"}, "reply", NOW, turn_key=key)
    await _sent(db, 10)
    async with db.write() as tx:
        [row] = await outbox.claim(tx, "telegram", "one", NOW, timedelta(seconds=5), 9)
        await outbox.postpone(tx, row, NOW, "the response was lost")
    await _sent(db, 12)
    async with db.read() as tx:
        assert await outbox.shown(tx, chat, "question:once:1", at_once=True) == [10]
        assert await outbox.shown(tx, chat, "question:twice:1", at_once=True) == []
        assert await outbox.shown(tx, chat, "question:twice:1") == [12]


async def test_whoever_delivers_next_frees_what_a_dead_one_held(db: Database) -> None:
    async with db.write() as tx:
        chat = (await someone(tx, "77")).id
        await outbox.say(tx, chat, {"event": "question"}, "reply", NOW)
        assert await outbox.claim(tx, "telegram", "dead", NOW, timedelta(hours=1), 9)
    async with db.write() as tx:
        assert not await outbox.claim(tx, "telegram", "next", NOW, timedelta(seconds=5), 9)
        assert await outbox.take_over(tx, "next") == 1
        (sending,) = await outbox.claim(tx, "telegram", "next", NOW, timedelta(seconds=5), 9)
        assert await outbox.take_over(tx, "next", {sending.id}) == 0


async def _sent(db: Database, message: int) -> None:
    async with db.write() as tx:
        [row] = await outbox.claim(tx, "telegram", "one", NOW, timedelta(seconds=5), 9)
        assert await outbox.sent(tx, row, [message], NOW)
