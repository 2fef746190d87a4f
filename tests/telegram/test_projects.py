"""Projects in the chat: told over several messages, a file or by voice, kept, asked about, changed, deleted."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from questions.bank import Bank
from storage.tables import debriefs, project_rounds
from testing.botapi import BotApi, Person
from testing.candidate import Candidate
from testing.in_process import inside
from testing.judge_server import JudgeServer
from testing.running import Running

TOLD = (
    "I built a ticket router for support. Before, rules got 70 percent right.",
    "I did the model, a colleague built the front end. We labelled 18,000 tickets, split by customer.",
)
FILE = {"file_id": "f1", "file_unique_id": "f1", "file_name": "more.md", "file_size": 60}


async def test_a_project_is_told_kept_and_asked_about(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(43, "en")
    with JudgeServer() as judge:
        async with Running(api, tmp_path, DATABASE_URL=sqlite_url, JUDGE_URL=judge.url):
            await api.say(person, "/project")
            asked = await api.next_message(person.id, 0, "Tell me about")
            for words in TOLD:
                await api.say(person, words)
            heard = await api.next_message(person.id, asked.id, f"{len(chr(10).join(TOLD))} characters")
            await api.send(person, "document", FILE, b"In the second week a new product line broke it.")
            heard = await api.next_message(person.id, heard.id, "a new product line broke it")
            await api.tap(person, heard, "That's all")
            shown = await api.next_message(person.id, heard.id, "“I built a ticket router for support”")
            await api.tap(person, shown, "A better telling")
            await api.next_message(person.id, shown.id, "You have not been asked about")
            await api.tap(person, shown, "Ask me")
            candidate = Candidate(api, person, "en", bank, last=shown.id)
            question = await candidate.next()
            assert bank.questions["project-engineering"].question.en in question.text
            probe = await candidate.next()
            assert "follow-up" in probe.text.casefold()
            assert judge.requests[0].answer.startswith("\n".join(TOLD))
            await api.say(person, "/stop")
            sure = await api.next_message(person.id, probe.id, "End this interview")
            await api.tap(person, sure, "End it")
            end = await candidate.next()
            await api.tap(person, shown, "A better telling")
            better = await api.next_message(person.id, end.id, "in this order")
            sentences = [line[1:-1] for line in better.text.splitlines() if line.startswith("“")][1:]
            assert all(
                any(sentence in part for part in (*TOLD, "")) or "product line" in sentence for sentence in sentences
            )
            assert "A gap" in better.text
            await api.tap(person, shown, "Over time")
            await api.next_message(person.id, better.id, "“I built a ticket router for support”:")
            assert judge.complaints == []


async def test_projects_are_listed_renamed_told_anew_and_deleted(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url) as bot:
        await bot.say(5, "/project research")
        assert await bot.last(5) == "project_asked"
        await bot.say(5, "First words about it")
        await bot.take(bot.tap(5, "told:y"))
        assert await bot.last(5) == "project_shown"
        await bot.say(5, "/project")
        assert await bot.last(5) == "projects_listed"
        await bot.take(bot.tap(5, "prj:anew:1"))
        await bot.say(5, "All of it anew")
        await bot.say(5, "/project")  # keeps what was told before it lists
        await bot.take(bot.tap(5, "prj:view:1"))
        shown = (await bot.said(5))[-1]
        assert (shown["values"]["title"], shown["values"]["text"]) == ("First words about it", "All of it anew")
        await bot.take(bot.tap(5, "prj:gone:1"))
        assert await bot.last(5) == "project_dropped"
        for stale in ("prj:view:1", "prj:gone:1", "prj:best:1", "prj:more:1", "prj:view:99"):
            await bot.take(bot.tap(5, stale))
            assert await bot.last(5) == "project_gone"


async def test_nobody_reaches_a_project_of_somebody_else(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url) as bot:
        await bot.say(5, "/project")
        await bot.say(5, "A secret project of mine")
        await bot.take(bot.tap(5, "told:y"))
        await bot.say(6, "/project")
        await bot.say(6, "/help")
        for action in ("view", "more", "anew", "best", "time", "drop", "gone", "ask", "name"):
            await bot.take(bot.tap(6, f"prj:{action}:1"))
        assert "secret" not in str(await bot.said(6))
        await bot.take(bot.tap(5, "prj:view:1"))
        assert "A secret project of mine" in str((await bot.said(5))[-1])


async def test_an_interview_that_begins_is_answered_and_what_was_told_waits(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url) as bot:
        await bot.say(5, "/project")
        await bot.say(5, "Half of a story")
        await bot.say(5, "/interview attn-kv-cache 1")
        await bot.say(5, "The cache keeps keys and values of earlier tokens.")
        assert await bot.last(5) != "telling_heard"
        await bot.take(bot.tap(5, "told:y"))
        shown = (await bot.said(5))[-1]
        assert shown["name"] == "project_shown" and str(shown).count("Half of a story") == 2  # its title, too


async def test_a_message_that_comes_twice_is_told_once(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url) as bot:
        await bot.say(5, "/project")
        same = bot.message(5, "Once")
        await bot.take(same)
        await bot.take(same)
        await bot.take(bot.tap(5, "told:y"))
        assert str((await bot.said(5))[-1]).count("Once") == 2  # as its title, and as what was told


async def test_what_was_told_is_kept_when_something_else_is_to_be_told(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url) as bot:
        await bot.say(6, "/project")
        await bot.say(6, "First words about it")
        await bot.say(6, "/debrief Acme")
        assert await bot.last(6) == "debrief_asked"
        await bot.say(6, "Why is FlashAttention fast?")
        await bot.say(6, "/aim")
        assert await bot.last(6) == "aim_asked"
        await bot.say(6, "/project")
        assert (await bot.said(6))[-1]["values"]["projects"][0]["title"] == "First words about it"
        async with bot.app.db.read() as tx:
            held = (await tx.execute(select(debriefs.c.company, debriefs.c.text))).all()
        assert [tuple(one) for one in held] == [("Acme", "Why is FlashAttention fast?")]


async def test_a_doubled_tap_asks_about_a_project_once(api: BotApi, sqlite_url: str) -> None:
    async with inside(api, sqlite_url) as bot:
        await bot.say(7, "/project")
        await bot.say(7, TOLD[0])
        await bot.take(bot.tap(7, "told:y"))
        for _ in range(2):
            await bot.take(bot.tap(7, "prj:ask:1"))
        async with bot.app.db.read() as tx:
            assert len((await tx.execute(select(project_rounds.c.interview))).all()) == 1
