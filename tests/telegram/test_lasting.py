"""What outlasts crashes, pauses and several processes."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.quiz import OPEN_FOR
from questions.bank import Bank
from storage import groups
from storage.database import Database
from storage.tables import grades, interviews, quizzes, tasks, turns
from testing.botapi import BotApi, Person
from testing.candidate import Candidate
from testing.judge_server import Held, JudgeServer
from testing.running import Running, by_webhook
from testing.stored import opened, quiet
from testing.until import until


async def test_killed_while_grading_the_answer_is_graded_once_and_the_interview_goes_on(
    api: BotApi, bank: Bank, tmp_path: Path, database_url: str
) -> None:
    person = Person(81)
    with JudgeServer() as judge:
        judge.plays(Held())
        running = Running(api, tmp_path, DATABASE_URL=database_url, JUDGE_URL=judge.url)
        async with running:
            candidate = Candidate(api, person, "zh", bank)
            await api.say(person, "/interview 注意力 1")
            question = await candidate.next()
            await api.say(person, candidate.model_answer(question))
            await api.wait(lambda: judge.requests)
            await running.kill()
            await running.start()
            await candidate.interview(candidate.model_answer)
            first = candidate.model_answer(question)
            await api.wait(lambda: sum(request.answer == first for request in judge.requests) == 2)
            await api.wait(lambda: any("/10" in m.text for m in api.from_bot(person.id)))
            await _graded(database_url)


async def _graded(url: str) -> None:
    """Waits until every answer has exactly one verdict of the judge."""
    async with opened(url) as db:

        async def is_graded() -> bool:
            judged = select(func.count()).select_from(grades).where(grades.c.method == "judge")
            async with db.read() as tx:
                answers = await tx.execute(select(func.count()).select_from(turns).where(turns.c.revision > 0))
                return bool(answers.scalar_one() == (await tx.execute(judged)).scalar_one())

        await until(is_graded)


async def test_after_half_an_hour_a_text_is_confirmed_first(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(82, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        db = Database.open(sqlite_url)
        async with db.write() as tx:
            await tx.execute(update(turns).values(asked_at=datetime.now(UTC) - timedelta(minutes=31)))
        await db.close()
        await api.say(person, "see you at lunch")
        first = await api.next_message(person.id, question.id, "Is this your answer")
        assert "see you at lunch" in first.text
        await api.tap(person, first, "No")
        await api.wait(lambda: "Not taken as an answer" in first.text)
        await api.say(person, "It divides by the root of d_k.")
        second = await api.next_message(person.id, first.id, "Is this your answer")
        await api.tap(person, second, "Yes")
        await api.tap(person, second, data="hold:y")
        await api.next_message(person.id, second.id, "correctness not verified")
        await api.wait(lambda: api.pending() == 0)
        await quiet(sqlite_url)
    assert sum("correctness not verified" in m.text for m in api.from_bot(person.id)) == 1


async def test_an_invitation_lets_one_person_in_and_the_group_knows_them(
    api: BotApi, tmp_path: Path, sqlite_url: str
) -> None:
    db, now = Database.open(sqlite_url), datetime.now(UTC)
    async with db.write() as tx:
        await groups.invite(tx, "code1", now, group=await groups.ensure(tx, "Shanghai", now), uses=1)
    await db.close()
    guest, late = Person(83, "en"), Person(84, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await api.say(guest, "/help")
        refused = await api.next_message(83, 0, "no access to this interviewer")
        await api.say(guest, "/start code1")
        welcome = await api.next_message(83, refused.id, "Shanghai")
        await api.say(guest, "/help")
        await api.next_message(83, welcome.id, "While a question is open")
        await api.say(late, "/start code1")
        used = await api.next_message(84, 0, "used up")
        await api.say(late, "/help")
        await api.next_message(84, used.id, "no access to this interviewer")


@pytest.mark.usefixtures("fresh")
async def test_webhook_replicas_and_workers_share_the_work(
    api: BotApi, bank: Bank, tmp_path: Path, postgres_url: str
) -> None:
    people = [Person(90 + n) for n in range(4)]
    folders = [tmp_path / name for name in ("bot", "worker-1", "worker-2")]
    for folder in folders:
        folder.mkdir()
    api.enforce_rates, api.leeway = True, 0.3
    with JudgeServer() as judge:
        settings = {"DATABASE_URL": postgres_url, "JUDGE_URL": judge.url}
        async with (
            Running(api, folders[0], **settings, **by_webhook()),
            Running(api, folders[1], "worker", **settings),
            Running(api, folders[2], "worker", **settings),
        ):

            async def interviewed(person: Person) -> None:
                candidate = Candidate(api, person, "zh", bank)
                await api.say(person, "/interview 注意力 1")
                await candidate.interview(candidate.model_answer)

            async with asyncio.TaskGroup() as group:
                for person in people:
                    group.create_task(interviewed(person))
    assert api.refused(429) == 0
    for person in people:
        said = [m.text for m in api.from_bot(person.id)]
        texts = [text for text in said if not text.startswith("得分")]
        assert len(set(texts)) == len(texts), "something was said twice"
        asked = [text for text in said if text.startswith(("第 1/1 题", "追问"))]
        assert len(said) - len(texts) <= len(asked), "one card a turn; two turns may get the same marks"


async def test_a_quiz_in_a_group(api: BotApi, bank: Bank, tmp_path: Path, database_url: str) -> None:
    anna, bert, group = Person(95, "en", "Anna"), Person(96, "en", "Bert"), -500
    with JudgeServer() as judge:
        async with Running(api, tmp_path, DATABASE_URL=database_url, JUDGE_URL=judge.url):
            await api.say(anna, "/start")
            await api.say(bert, "/start")
            await api.wait(lambda: api.from_bot(95) and api.from_bot(96))
            await api.say(anna, "/quiz attention", chat=group)
            asked = await api.next_message(group, 0, "Quiz · Attention")
            await api.say(anna, "/quiz", chat=group)
            await api.next_message(group, asked.id, "A quiz is already open here")
            question = Candidate(api, anna, "en", bank).question(asked.text)
            assert question is not None
            await api.say(anna, question.reference.en, chat=group, reply_to=asked)
            await api.wait(lambda: "Answers so far: 1" in asked.text)
            await api.say(bert, "No idea, perhaps scaling.", chat=group, reply_to=asked)
            await api.wait(lambda: "Answers so far: 2" in asked.text)
            await api.say(bert, "Another try.", chat=group, reply_to=asked)
            await api.next_message(group, asked.id, "your first answer counts")
            assert not judge.requests
            await _over(database_url)
            table = await api.next_message(group, asked.id, "The quiz is closed. Answers: 2")
            assert table.text.index("1. Anna") < table.text.index("2. Bert")
            assert "Model answer" in table.text
            for person in (anna, bert):
                await api.next_message(person.id, 0, "in short")
            await api.say(bert, "Too late.", chat=group, reply_to=asked)
            await api.next_message(group, table.id, "That quiz is closed")


async def _over(url: str) -> None:
    """The minutes of the open quiz have passed."""
    db = Database.open(url)
    async with db.write() as tx:
        await tx.execute(update(quizzes).values(closes_at=datetime.now(UTC)))
        await tx.execute(update(tasks).where(tasks.c.kind == "quiz").values(run_at=datetime.now(UTC) - OPEN_FOR))
        assert (await tx.execute(select(func.count()).select_from(interviews))).scalar_one() == 2
    await db.close()


async def test_a_process_that_stood_still_sends_nothing_that_another_has_sent(
    api: BotApi, tmp_path: Path, sqlite_url: str
) -> None:
    people = [Person(740 + n, "en") for n in range(6)]

    def helped() -> int:
        return sum("While a question is open" in m.text for person in people for m in api.from_bot(person.id))

    settings = {"DATABASE_URL": sqlite_url, "REPLY_RATE": "1"}
    async with AsyncExitStack() as both:
        frozen = await both.enter_async_context(Running(api, tmp_path, **settings))
        assert frozen.process is not None
        for person in people:
            await api.say(person, "/help")
        await api.wait(lambda: helped() >= 1)  # so that it is the one that delivers
        await both.enter_async_context(Running(api, tmp_path, "worker", **settings))
        await api.wait(lambda: helped() >= 2)
        frozen.process.send_signal(signal.SIGSTOP)
        try:
            await api.wait(lambda: helped() >= len(people))
        finally:
            frozen.process.send_signal(signal.SIGCONT)
        last = api.from_bot(people[0].id)[-1].id
        await api.say(people[0], "/topics")
        await api.next_message(people[0].id, last, "Topics")
    assert helped() <= len(people) + 1, "the one request that was on its way when it was stopped apart"
