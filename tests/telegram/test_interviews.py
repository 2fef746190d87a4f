"""Whole interviews with the started bot: both languages, both transports, both databases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from questions.bank import Bank
from questions.model import Language
from testing.botapi import BotApi, Person, parse_html
from testing.candidate import WORDS, Candidate
from testing.judge_server import JudgeServer
from testing.running import Running, by_webhook

WISH = {"zh": "/interview 注意力 1", "en": "/interview attention 1"}
MARK = {"zh": "得分", "en": "Mark"}


@pytest.mark.parametrize("transport", ["polling", "webhook"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_judged_interview_to_its_summary(
    api: BotApi, bank: Bank, tmp_path: Path, database_url: str, language: Language, transport: str
) -> None:
    person = Person(5001, "zh-hans" if language == "zh" else "en")
    settings = by_webhook() if transport == "webhook" else {}
    with JudgeServer() as judge:
        async with Running(api, tmp_path, DATABASE_URL=database_url, JUDGE_URL=judge.url, **settings):
            candidate = Candidate(api, person, language, bank)
            await api.say(person, "/start")
            hello = await api.next_message(person.id, 0)
            assert len(hello.text.splitlines()) == 3
            assert "127.0.0.1" in hello.text
            await api.say(person, WISH[language])
            end = await candidate.interview(candidate.model_answer)
        assert judge.complaints == []
    said = api.from_bot(person.id)
    assert "1/1" in candidate.asked[0].text
    assert any(re.search(rf"{MARK[language]} \d+\.\d/10", message.text) for message in said)
    assert re.search(r"\d+\.\d/10", end.text)
    assert all(parse_html(message.html) == message.text for message in said)


async def test_without_a_judge_ticks_make_the_marks_count(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(5002)
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        candidate = Candidate(api, person, "zh", bank)
        await api.say(person, "/interview 注意力 1")
        question = await candidate.next()
        await api.say(person, candidate.model_answer(question))
        grade = await api.next_message(person.id, question.id, "谈到")
        assert "未核实对错" in grade.text and not [b for b in grade.buttons if b["callback_data"][0] in "ak"]
        end = await candidate.interview(candidate.model_answer)
        result = await api.next_message(person.id, grade.id, "第 1/1 题小结")
        assert "未核实对错" in result.text and "未核实对错" in end.text
        assert not [text for text in (grade.text, result.text, end.text) if "/10" in text]
        await api.tap(person, result, "逐条改")
        await api.wait(lambda: any(b["text"].startswith("● 1 ") for b in result.buttons))
        first = next(b for b in result.buttons if b["text"].startswith(("1 ", "● 1 ")))
        await api.tap(person, result, data=first["callback_data"])
        await api.wait(lambda: any(b["text"].startswith("✔ 1") for b in result.buttons))
        all_right = next(b["callback_data"] for b in result.buttons if "都对" in b["text"])
        await api.tap(person, result, data=all_right)
        await api.wait(lambda: "（自评）" in result.text and "（自评）" in end.text and "自评 " in grade.text)
        assert not [text for text in (grade.text, result.text, end.text) if "未核实对错" in text]
        await api.tap(person, result, data=all_right)
        await api.wait(lambda: "已经记录过了" in api.answered[-1].get("text", ""))
        assert any("第 1 题记为自评" in call.get("text", "") for call in api.answered)


async def test_an_exam_is_silent_to_the_end(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(5003)
    with JudgeServer() as judge:
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, JUDGE_URL=judge.url):
            candidate = Candidate(api, person, "zh", bank)
            await api.say(person, "/interview rag 2 模考")
            question = await candidate.next()
            assert not any("提示" in button["text"] for button in question.buttons)
            await api.say(person, "/hint")
            await api.next_message(person.id, question.id, "模考模式没有提示")
            await api.say(person, candidate.model_answer(question))
            end = await candidate.interview(candidate.model_answer)
            before = [m for m in api.from_bot(person.id) if m.id < end.id and "10" in m.text]
            assert [m for m in before if "得分" in m.text] == []
            page = await api.next_message(person.id, end.id, "逐题回顾 1/")
            assert "第 1 题" in page.text and "参考答案" in page.text and "你的回答" in page.text
            await api.tap(person, page, "▶")
            await api.wait(lambda: "逐题回顾 2/" in page.text)
            assert any(b["text"].startswith("2/") for b in page.buttons)
            named = page.text.splitlines()[0].split(" · ")[1]  # 第 2 题, or 追问 1.1
            name = named.split()[1]
            await api.say(person, f"/why {name} details")
            why = await api.next_message(person.id, page.id, "题目版本")
            assert named in why.text
            await api.say(person, f"/appeal {name} 1 我说的就是这个意思")
            await api.next_message(person.id, why.id, "要点 1 的申诉记下了")


async def test_by_buttons_from_topic_to_mode(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(5004, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await api.say(person, "/interview")
        menu = await api.next_message(person.id, 0, "What should I ask about?")
        for label, shown in (("Attention", "How difficult"), ("3", "How many"), ("1 question", "Coach gives")):
            await api.tap(person, menu, label)
            await api.wait(lambda shown=shown: shown in menu.text)  # type: ignore[misc]  # bound at once
        for _ in range(2):
            await api.tap(person, menu, "Coach")
        candidate = Candidate(api, person, "en", bank, last=menu.id)
        question = await candidate.next()
        await api.wait(lambda: any("started already" in call.get("text", "") for call in api.answered))
        assert sum(candidate.is_question(m) for m in api.from_bot(person.id)) == 1
        assert "level 3" in question.text
        assert "Attention" in question.text
        await api.say(person, WORDS["en"]["unknown"])
        hint = await candidate.next()
        assert candidate.is_hint(hint)
