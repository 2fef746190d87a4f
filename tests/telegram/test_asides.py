"""Messages that are no answer: replied to, graded by nobody, and made an answer (once) by one tap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from interview.asides import Answer, Aside, AsideKind, Unsure, judge
from questions.bank import Bank
from questions.model import Probe, Question
from testing.botapi import BotApi, Message, Person
from testing.candidate import Candidate
from testing.running import Running
from testing.stored import holds

UNCLEAR = ("the latter?", "see you at lunch", "the list again", "hm, scores", "lists of ten?")


def said(api: BotApi, person: Person, after: Message) -> Iterator[str]:
    return (message.text for message in api.from_bot(person.id) if message.id > after.id)


def unclear(asked: Question | Probe | None) -> str:
    """A message that the model is not sure about while this question is open."""
    assert isinstance(asked, Question)
    return next(words for words in UNCLEAR if isinstance(judge(words, asked), Unsure))


async def test_an_aside_is_replied_to_and_one_tap_makes_it_the_answer(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(71, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 2")
        question = await candidate.next()
        await api.say(person, "could you give me a hint please")
        await api.next_message(person.id, question.id, "something to go on")
        await api.say(person, "could you repeat the question please")
        again = await api.next_message(person.id, question.id, "Here is the question again")
        asked = candidate.question(again.text)
        assert asked is not None
        assert asked.question.en.split()[0] in again.text
        await api.say(person, "let me think for a minute")
        waiting = await api.next_message(person.id, question.id, "Take your time")
        assert not any("Provisional" in text or "touched" in text for text in said(api, person, question))
        await holds(sqlite_url, "SELECT state FROM turns WHERE number = 1", "open")
        await api.tap(person, waiting, "That was my answer")
        await api.tap(person, waiting, "That was my answer")
        await api.wait(lambda: [call.get("text") for call in api.answered if call.get("text")])
        await holds(sqlite_url, "SELECT answer FROM turns WHERE number = 1", "let me think for a minute")
        await candidate.next()
        await api.wait(lambda: len(api.answered) == 2)
        told = [call.get("text", "") for call in api.answered]
        assert "counts as your answer" in told[0]
        assert "out of date" in told[1]


async def test_stopping_in_words_takes_a_tap(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(72)
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "zh", bank)
        await api.say(person, "/interview 注意力 2")
        question = await candidate.next()
        await api.say(person, "不想做这题了，换一题吧")
        other = await api.next_message(person.id, question.id, "换下一题")
        await api.tap(person, other, "换下一题")
        second = await candidate.next()
        assert "2/2" in second.text
        await api.say(person, "今天就到这里吧，结束面试")
        sure = await api.next_message(person.id, second.id, "要结束这场面试吗")
        await holds(sqlite_url, "SELECT phase FROM interviews", "asking")
        await api.tap(person, sure, "结束面试")
        assert candidate.is_end(await candidate.next())
        await api.tap(person, sure, "其实是回答")
        await api.wait(lambda: api.answered and "过时" in api.answered[-1].get("text", ""))


async def test_what_is_not_clear_is_asked_and_decided_by_one_tap(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(73, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 2")
        question = await candidate.next()
        words = unclear(candidate.question(question.text))
        await api.say(person, words)
        asked = await api.next_message(person.id, question.id, "Is that your answer, or")
        assert asked.buttons[0]["text"] == "✔ It's my answer"
        await holds(sqlite_url, "SELECT state FROM turns WHERE number = 1", "open")
        await api.say(person, "could you give me a hint please")
        await api.next_message(person.id, asked.id, "something to go on")
        await holds(sqlite_url, "SELECT state FROM turns WHERE number = 1", "open")
        await api.tap(person, asked, "It's my answer")
        await holds(sqlite_url, "SELECT answer FROM turns WHERE number = 1", words)
        await candidate.next()


async def test_what_was_asked_about_goes_along_with_the_answer(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(74, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 2")
        question = await candidate.next()
        open_one = candidate.question(question.text)
        words, answer = unclear(open_one), candidate.model_answer(question)
        assert isinstance(open_one, Question)
        assert isinstance(judge(answer, open_one, None, (words,)), Answer)
        await api.say(person, words)
        await api.next_message(person.id, question.id, "Is that your answer, or")
        await api.say(person, answer)
        await holds(sqlite_url, "SELECT answer FROM turns WHERE number = 1", f"{words}\n{answer}")


def test_the_messages_of_these_tests_are_what_they_are_meant_for(bank: Bank) -> None:
    attention = [question for question in bank.questions.values() if question.topic == "attention"]
    wanted = {
        "could you give me a hint please": AsideKind.HINT,
        "could you repeat the question please": AsideKind.REPEAT,
        "let me think for a minute": AsideKind.WAIT,
        "不想做这题了，换一题吧": AsideKind.EASIER,
        "今天就到这里吧，结束面试": AsideKind.STOP,
    }
    for words, kind in wanted.items():
        for question in attention:
            found = judge(words, question)
            assert isinstance(found, Aside), (words, question.id)
            assert found.kind is kind
    assert all(unclear(question) for question in attention)
