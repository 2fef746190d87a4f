"""An answer of several messages in a chat: heard, graded when it is done, added to, taken back."""

from __future__ import annotations

from pathlib import Path

from questions.bank import Bank
from testing.botapi import BotApi, Person
from testing.candidate import Candidate
from testing.judge_server import JudgeServer
from testing.running import Running
from testing.stored import holds, quiet
from texts import catalogue

STALE = catalogue("en").telegram.STALE
LONG = "600"  # seconds of silence that no test waits for


async def test_messages_gather_until_the_tap_then_are_added_to_and_taken_back(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(81, "en")
    with JudgeServer(latency=0.05) as judge:
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, JUDGE_URL=judge.url, SETTLE_SECONDS=LONG):
            candidate = Candidate(api, person, "en", bank)
            await api.say(person, "/interview attention 2")
            question = await candidate.next()
            said = [part for part in candidate.model_answer(question).split(". ") if part]
            await api.say(person, said[0])
            card = await api.next_message(person.id, question.id, "I'm listening")
            for part in said[1:]:
                await api.say(person, part)
            await holds(sqlite_url, "SELECT count(*) FROM inbox WHERE done_at IS NULL", 0)
            assert not judge.requests
            assert len([m for m in api.from_bot(person.id) if m.id > question.id]) == 1, (
                "one card, however many messages"
            )
            await api.wait(lambda: (person.id, "typing") in api.actions)
            await api.tap(person, card, "✅")
            grade = await api.next_message(person.id, card.id, "Mark")
            await api.wait(lambda: card.deleted)
            assert [request.answer for request in judge.requests] == ["\n".join(said)]
            follow = await candidate.next()
            await api.tap(person, grade, "Add to it")
            adding = await api.next_message(person.id, follow.id, "what would you like to add")
            await api.say(person, "One thing more about the same.")
            await holds(sqlite_url, "SELECT count(*) FROM inbox WHERE done_at IS NULL", 0)
            await api.tap(person, adding, "✅")
            await api.wait(lambda: len(judge.requests) == 2)
            assert judge.requests[1].answer == "\n".join([*said, "One thing more about the same."])
            await quiet(sqlite_url)
            await api.tap(person, grade, "Take it back")
            await api.wait(lambda: [m.text for m in api.from_bot(person.id) if m.id > adding.id].count(question.text))
            assert follow.text.startswith("Question") and "no need to answer" in follow.text
            assert not follow.buttons
            await api.tap(person, grade, "Take it back")
            await api.wait(lambda: any(STALE in str(answer) for answer in api.answered))


async def test_silence_ends_an_answer(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(82, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, SETTLE_SECONDS="0.2"):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        await api.say(person, candidate.model_answer(question))
        assert await candidate.next()
        await holds(sqlite_url, "SELECT count(*) FROM tasks WHERE kind = 'grade' AND state = 'done'", 1)


async def test_an_edit_of_a_graded_answer_is_graded_with_it(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(83, "en")
    with JudgeServer() as judge:
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, JUDGE_URL=judge.url):
            candidate = Candidate(api, person, "en", bank)
            await api.say(person, "/interview attention 2")
            question = await candidate.next()
            words = candidate.model_answer(question)
            message = await api.say(person, words)
            await api.next_message(person.id, question.id, "Mark")
            await candidate.next()
            await api.edit(person, message, f"{words} And more.")
            await api.wait(lambda: len(judge.requests) == 2)
            assert judge.requests[1].answer == f"{words} And more."
