"""What people do in a chat beside answering: every command, button and kind of message, sensible or not."""

from __future__ import annotations

import json
from pathlib import Path

from questions.bank import Bank
from testing.botapi import BotApi, Message, Person
from testing.candidate import WORDS, Candidate
from testing.judge_server import Held, JudgeServer
from testing.running import Running
from testing.stored import holds, quiet


def data_of(message: Message, label: str) -> str:
    """What a button of a message says, to be tapped also when it is gone."""
    return next(str(button["callback_data"]) for button in message.buttons if label in button["text"])


async def test_the_first_minutes(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(41, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await api.say(person, "/start")
        hello = await api.next_message(person.id, 0)
        assert len(hello.text.splitlines()) == 3
        offered = [button["text"] for button in hello.buttons]
        assert {"Algorithms and training", "Inference and deployment", "RAG and agents"} < set(offered)
        candidate = Candidate(api, person, "en", bank)
        await api.tap(person, hello, "Warm-up")
        question = await candidate.next()
        assert "1/1" in question.text
        await api.tap(person, hello, "RAG and agents")
        question = await candidate.next()
        assert "1/3" in question.text
        await api.tap(person, hello, "interview date")
        asked = await api.next_message(person.id, question.id, "When is the interview")
        for wrong, refused in (("2020-01-01", "in the past"), ("some day", "Which day")):
            await api.say(person, wrong, reply_to=asked)
            said = await api.next_message(person.id, asked.id, refused)
            asked = await api.next_message(person.id, said.id, "When is the interview")
        await api.say(person, "2027-01-15", reply_to=asked)
        await api.next_message(person.id, asked.id, "15 January 2027")
        assert len(api.answered) == 3


async def test_words_that_look_like_commands_are_answers(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(42, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 2")
        for words in ("skip connection, then stop training.", "next token prediction."):
            question = await candidate.next()
            await api.say(person, f"{words} {candidate.model_answer(question)}")
        assert candidate.is_question(await candidate.next())


async def test_stale_doubled_and_unknown_taps_are_answered_politely(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(43, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 3")
        first = await candidate.next()
        skip = data_of(first, WORDS["en"]["skip"])
        for _ in range(3):
            await api.tap(person, first, data=skip)
        second = await candidate.next()
        assert "2/3" in second.text
        await api.wait(lambda: sum("has passed" in call.get("text", "") for call in api.answered) == 2)
        await api.wait(lambda: not first.buttons)  # they go with their turn
        nonsense = [
            "", "x", "u:", f"u:{'f' * 32}:1", "k:::", "i:zzzz:9:9:9", "drill:1:o", "drill:9999999999999999999:o", "hold:y",
            "a:x:-1", "zone::y", "d:nowhere", "é" * 30,
        ]  # fmt: skip
        for data in nonsense:
            await api.tap(person, second, data=data)
        await api.wait(lambda: len(api.answered) == 3 + len(nonsense))
        hint = data_of(second, "Hint")
        await api.tap(person, second, "Stop")
        sure = await api.next_message(person.id, second.id, "End this interview?")
        await api.tap(person, sure, "End it")
        await api.next_message(person.id, sure.id, "Interview stopped")
        await api.tap(person, second, data=hint)
        await api.wait(lambda: "There is no open interview" in api.answered[-1].get("text", ""))
        said = [m.text for m in api.from_bot(person.id)]
        assert not any("has passed" in text or "no open" in text or "out of date" in text for text in said)


async def test_an_old_interviews_buttons_do_not_touch_the_new_one(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(44, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        old = await candidate.next()
        await api.say(person, "/interview rag 1")
        new = await candidate.next()
        await api.tap(person, old, WORDS["en"]["skip"])
        await api.wait(lambda: any("has passed" in call.get("text", "") for call in api.answered))
        await api.tap(person, new, "Hint")
        assert candidate.is_hint(await candidate.next())


async def test_a_split_answer_is_one_and_a_second_message_is_added(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(45)
    with JudgeServer() as judge:
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, JUDGE_URL=judge.url):
            candidate = Candidate(api, person, "zh", bank)
            await api.say(person, "/interview attn-kv-cache 1")
            question = await candidate.next()
            long = (candidate.model_answer(question).partition("。")[0] + "。") * 1000
            long = long[:10_000]
            for part in (long[:4096], long[4096:8192], long[8192:]):
                await api.say(person, part)
            await api.wait(lambda: judge.requests)
            await api.next_message(person.id, question.id, "得分")
            assert long[4000:4200] in judge.requests[0].answer
            follow = await candidate.next()
            first, second = Held(), Held()
            judge.plays(first, second)
            heard, words = len(judge.requests), candidate.model_answer(follow)
            both, changed = f"{words}\n第二句：{words}", f"{words}\n改过的第二句：{words}"
            await api.say(person, words)
            await api.wait(lambda: len(judge.requests) > heard)
            added = await api.say(person, f"第二句：{words}")
            await holds(sqlite_url, "SELECT answer FROM turns WHERE number = 2", both)
            first.release()
            await api.wait(lambda: any(both in r.answer for r in judge.requests))
            await api.edit(person, added, f"改过的第二句：{words}")
            await holds(sqlite_url, "SELECT answer FROM turns WHERE number = 2", changed)
            second.release()
            await api.next_message(person.id, follow.id, "得分")
            assert judge.requests[-1].answer == changed


async def test_an_edit_counts_until_the_grade_is_there(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(46, "en")
    with JudgeServer() as judge:
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, JUDGE_URL=judge.url):
            candidate = Candidate(api, person, "en", bank)
            await api.say(person, "/interview attention 1")
            question = await candidate.next()
            words = candidate.model_answer(question)
            second, held = f"The second version: {words}", Held()
            judge.plays(held)
            answer = await api.say(person, f"The first version: {words}")
            await api.wait(lambda: judge.requests)
            await api.edit(person, answer, second)
            await holds(sqlite_url, "SELECT answer FROM turns WHERE number = 1", second)
            held.release()
            await api.next_message(person.id, question.id, "Mark")
            assert judge.requests[-1].answer == second
            while not candidate.is_end(asked := await candidate.next()):
                await api.tap(person, asked, WORDS["en"]["skip"])
            await api.edit(person, answer, f"The third version: {words}")
            await api.next_message(person.id, question.id, "came too late")


async def test_a_reply_to_an_earlier_question_is_not_the_answer(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(47, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 2")
        first = await candidate.next()
        await api.tap(person, first, WORDS["en"]["skip"])
        second = await candidate.next()
        await api.say(person, "late", reply_to=first)
        await api.next_message(person.id, second.id, "reply to an earlier question")
        await api.say(person, candidate.model_answer(second), reply_to=second)
        await api.next_message(person.id, second.id, "correctness not")


async def test_an_appeal_by_buttons_and_by_command(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(48)
    with JudgeServer() as judge:
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, JUDGE_URL=judge.url):
            candidate = Candidate(api, person, "zh", bank)
            await api.say(person, "/interview 注意力 1")
            question = await candidate.next()
            await api.say(person, f"我不太确定，可能是这样：{candidate.model_answer(question)}")
            grade = await api.next_message(person.id, question.id, "得分")
            await api.tap(person, grade, "申诉")
            which = await api.next_message(person.id, grade.id, "哪个要点")
            await api.tap(person, which, "1")
            why = await api.next_message(person.id, which.id, "回复这条消息写理由")
            await api.say(person, "我说的缩放就是这个意思", reply_to=why)
            await api.next_message(person.id, why.id, "的申诉记下了")
            await api.next_message(person.id, why.id, "复核")
            await api.say(person, "/appeal 99 没有这个")
            await api.next_message(person.id, why.id, "/appeal 编号 理由")
            latest = [m for m in api.from_bot(person.id) if any("依据" in button["text"] for button in m.buttons)][-1]
            await api.tap(person, latest, "依据")
            await api.next_message(person.id, why.id, "第 1 题：")


async def test_photos_stickers_and_voice_get_a_clear_word(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(49, "en")
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
    sticker |= {"is_animated": False, "is_video": False}
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    place = {"latitude": 1.0, "longitude": 2.0}
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        last = 0
        for kind, content, words in (  # the same word twice in a row may be said once
            ("photo", photo, "only read text"), ("voice", voice, "cannot listen"), ("sticker", sticker, "only read text"),
            ("voice", voice, "cannot listen"), ("location", place, "only read text"),
        ):  # fmt: skip
            await api.send(person, kind, content)
            last = (await api.next_message(person.id, last, words)).id


NONSENSE = [
    ("/interview attention 0", "The count is 1–50"),  # the same word twice in a row may be said once
    ("/interview pizza toppings 3", "There is no topic"),
    ("/interview attention 99999999", "The count is 1–50"),
    ("/interview " + "x" * 3000, "There is no topic"),
    ("/language klingon", "Which language?"),
    ("/timezone Atlantis", "don't know the time zone"),
    ("/drill 99:99", "99:99"),
    ("/plan yesterday", "in the past"),
    ("/appeal", "no grade to confirm"),
    ("/nonsense", "don't know /nonsense"),
    ("/check maybe", "no grade to confirm"),
    ("hello", "No question is open"),
    ("/stats", "Only administrators"),
    ("/start unknowncode", "invitation is used up"),
    ("\u202e\u200b\x01", "No question is open"),
    ("/skip", "no open interview"),
    ("<b>&amp;</i> 😀 👩‍👩‍👧‍👦 e\u0301 \ud83d", "No question is open"),
]


async def test_nonsense_gets_a_clear_word(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(50, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        for said, answer in NONSENSE:
            last = max((m.id for m in api.messages[person.id]), default=0)
            await api.say(person, said)
            await api.next_message(person.id, last, answer)


async def test_settings_language_zone_and_drill(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(51, "de")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await api.say(person, "/settings")
        shown = await api.next_message(person.id, 0, "Mode: coach")
        await api.tap(person, shown, "Switch to exam")
        await api.next_message(person.id, shown.id, "in exam mode")
        await api.tap(person, shown, "中文")
        which = await api.next_message(person.id, shown.id, "Which language?")
        await api.tap(person, which, "中文")
        await api.next_message(person.id, which.id, "从现在起我说中文")
        await api.say(person, "/drill 21:30")
        asked = await api.next_message(person.id, which.id, "你那里现在是")
        await api.tap(person, asked, "否")
        zone = await api.next_message(person.id, asked.id, "你在哪个时区")
        await api.say(person, "Berlin", reply_to=zone)
        await api.next_message(person.id, zone.id, "Europe/Berlin")
        await api.say(person, "/settings")
        now = await api.next_message(person.id, zone.id, "模式：模考")
        assert "每日一练：21:30" in now.text
        assert "Europe/Berlin" in now.text


async def test_export_and_forget(api: BotApi, bank: Bank, tmp_path: Path, database_url: str) -> None:
    person = Person(52, "en")
    async with Running(api, tmp_path, DATABASE_URL=database_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        await api.say(person, f"My very own words. {candidate.model_answer(question)}")
        await api.next_message(person.id, question.id, "correctness not")
        await api.say(person, "/export")
        document = await api.next_message(person.id, question.id, "All that is stored")
        assert "My very own words." in document.file.decode()
        assert json.loads(document.file)
        await api.say(person, "/forget")
        sure = await api.next_message(person.id, document.id, "cannot be undone")
        await api.tap(person, sure, "No")
        await api.next_message(person.id, sure.id, "Nothing was deleted")
        await api.tap(person, sure, "Yes")
        gone = await api.next_message(person.id, sure.id, "has been deleted")
        await api.say(person, "/history")
        await api.next_message(person.id, gone.id, "No interviews yet")


async def test_who_may_come_in(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    stranger, friend, admin = Person(61, "en"), Person(62, "en"), Person(63, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, ALLOWED_USERS="62", ADMINS="63"):
        await api.say(stranger, "/help")
        refused = await api.next_message(61, 0, "no access to this interviewer")
        assert "61" in refused.text
        await api.say(stranger, "some words")
        await api.next_message(61, refused.id, "no access to this interviewer")
        await api.say(friend, "/help")
        await api.next_message(62, 0, "While a question is open")
        await api.say(admin, "/stats")
        await api.next_message(63, 0, "People: 3")


async def test_too_many_answers_get_a_clear_word(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(64, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, ANSWERS_PER_MINUTE="1"):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 2")
        await api.say(person, candidate.model_answer(await candidate.next()))
        await api.say(person, candidate.model_answer(await candidate.next()))
        await api.next_message(person.id, candidate.last, "at most 1 answers a minute")


async def test_typing_is_shown_while_a_judge_thinks(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(65, "en")
    with JudgeServer() as judge:
        held = Held()
        judge.plays(held)
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, JUDGE_URL=judge.url):
            candidate = Candidate(api, person, "en", bank)
            await api.say(person, "/interview attention 1")
            question = await candidate.next()
            await api.say(person, candidate.model_answer(question))
            await api.wait(lambda: (65, "typing") in api.actions)
            assert not any("Mark" in m.text for m in api.from_bot(65) if m.id > question.id)
            held.release()


async def test_one_person_in_a_private_chat_and_four_groups(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(66, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "en", bank)
        await api.say(person, "/interview attention 1")
        question = await candidate.next()
        for group in (-1, -2, -3, -4):
            await api.say(person, "/interview rag 1", chat=group)
            await api.next_message(group, 0, "private chat")
            await api.say(person, "an ordinary word of the group", chat=group)
        await api.say(person, candidate.model_answer(question))
        await api.next_message(person.id, question.id, "correctness not")
        await api.wait(lambda: api.pending() == 0)
        await quiet(sqlite_url)
    assert all(len(api.from_bot(group)) == 1 for group in (-1, -2, -3, -4))
