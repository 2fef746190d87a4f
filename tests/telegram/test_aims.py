"""`/aim` and `/debrief` in the chat: pasted or sent as a file, read by the service, tapped through."""

from __future__ import annotations

from pathlib import Path

from testing.botapi import BotApi, Person
from testing.running import Running

POSTING = "/aim LLM Inference Engineer\nRequirements: vLLM internals, KV cache, speculative decoding, FP8."
REPORT = "某厂一面面经\n1. 自我介绍\n2、FlashAttention 为什么又快又省显存？\n3) 手撕三数之和\n面试官人很好\n"
FILE = {"file_id": "f1", "file_unique_id": "f1", "file_name": "report.txt", "file_size": 120}


async def test_an_aim_is_pasted_sent_shown_and_removed(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(44, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await api.say(person, POSTING)
        shown = await api.next_message(person.id, 0, "posting: LLM Inference Engineer")
        assert "Inference and serving" in shown.text
        await api.send(person, "document", FILE, REPORT.encode())
        unexpected = await api.next_message(person.id, shown.id, "I did not read this file")
        await api.tap(person, shown, "Add a document")
        asked = await api.next_message(person.id, unexpected.id, "Paste the posting")
        await api.send(person, "document", FILE, REPORT.encode())
        heard = await api.next_message(person.id, asked.id, "某厂一面面经")
        await api.tap(person, heard, "That's all")
        shown = await api.next_message(
            person.id, heard.id, "interview report: 某厂一面面经, 3 questions, 1 in the bank"
        )
        await api.tap(person, shown, "📋 某厂一面面经")
        listed = await api.next_message(person.id, shown.id, "kept as a draft of your own")
        await api.tap(person, listed, "Offer to the bank")
        sure = await api.next_message(person.id, listed.id, "These texts, and nothing else")
        assert "手撕三数之和" in sure.text and "FlashAttention" not in sure.text
        await api.tap(person, shown, "🗑 某厂一面面经")
        gone = await api.next_message(person.id, sure.id, "Deleted: 某厂一面面经")
        await api.say(person, "/aim")
        left = await api.next_message(person.id, gone.id, "What you prepare for")
        assert "某厂" not in left.text


async def test_an_interview_is_debriefed_tap_by_tap(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(45, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url):
        await api.say(person, "/debrief ACME")
        asked = await api.next_message(person.id, 0, "What were you asked at ACME?")
        await api.say(person, "1. FlashAttention 为什么又快又省显存？\n2. 手撕三数之和")
        heard = await api.next_message(person.id, asked.id, "Noted")
        await api.tap(person, heard, "That's all")
        card = await api.next_message(person.id, heard.id, "1/2: FlashAttention")
        await api.tap(person, card, "Badly")
        await api.wait(lambda: card.text.startswith("2/2: "))
        assert "Not in the bank." in card.text
        await api.tap(person, card, "Well")
        await api.wait(lambda: "outcome" in card.text)
        await api.tap(person, card, "Not passed")
        await api.wait(lambda: card.text.startswith("Debrief: ACME"))
        assert "1 question that went badly" in card.text
        await api.say(person, "/interview 1")
        await api.next_message(person.id, card.id, "Question 1/1 · Attention")
