"""A whole interview in a chat: chosen with buttons, its clock stopped, stage after stage, its band behind a button."""

from __future__ import annotations

from pathlib import Path

from questions.bank import Bank
from testing.botapi import BotApi, Message, Person
from testing.candidate import Candidate
from testing.judge_server import JudgeServer
from testing.running import Running


def labels(message: Message) -> list[str]:
    return [str(button["text"]) for button in message.buttons]


async def changed(api: BotApi, person: Person, choice: Message, label: str) -> Message:
    """The choice after a tap has changed it."""
    before = labels(choice)
    await api.tap(person, choice, label)

    def now() -> Message | None:
        found = next(message for message in api.from_bot(person.id) if message.id == choice.id)
        return found if labels(found) != before else None

    found = await api.wait(now)
    assert isinstance(found, Message)
    return found


async def test_stages_and_length_are_chosen_with_buttons(
    api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str
) -> None:
    person = Person(71, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, RUNNER="none"):
        await api.say(person, "/loop 20 pressure")
        choice = await api.next_message(person.id, 0, "A whole interview, 20 minutes")
        assert "Under pressure" in choice.text
        assert "Code cannot be run here" in choice.text
        assert "There is no judge" in choice.text
        assert not any("Coding" in label for label in labels(choice))
        for label in ("Your project", "Knowledge", "Your questions", "✓ Pressure"):
            choice = await changed(api, person, choice, label)
        assert "Introduction, 20 min" in choice.text
        await api.tap(person, choice, "Start anyway")
        asked = await api.next_message(person.id, choice.id, "Introduction · question 1")
        assert any("Stop the clock" in label for label in labels(asked))
        await api.tap(person, asked, "Stop the clock")
        candidate = Candidate(api, person, "en", bank)
        await candidate.interview(lambda *_: "I build retrieval at a company of ten; recall went from 62% to 81%.")
        card = await api.next_message(person.id, candidate.last, "Scorecard of the interview")
        assert "none this time" in card.text
        assert "own ticks" not in card.text
        assert not any("band" in label for label in labels(card))


async def test_the_band_is_behind_a_button(api: BotApi, bank: Bank, tmp_path: Path, sqlite_url: str) -> None:
    person = Person(72, "en")
    settings = {"DATABASE_URL": sqlite_url, "RUNNER": "none", "ANSWERS_PER_MINUTE": "1000"}
    with JudgeServer() as judge:
        settings["JUDGE_URL"] = judge.url
        await _band(api, bank, person, Running(api, tmp_path, **settings))


async def _band(api: BotApi, bank: Bank, person: Person, running: Running) -> None:
    async with running:
        await api.say(person, "/loop 20")
        choice = await api.next_message(person.id, 0, "A whole interview")
        choice = await changed(api, person, choice, "Your project")
        await api.tap(person, choice, "▶ Start")
        candidate = Candidate(api, person, "en", bank)
        await candidate.interview(candidate.model_answer, at_most=80)
        card = await api.next_message(person.id, candidate.last, "Scorecard of the interview")
        assert "hire" not in card.text
        assert card.text.index("Strengths") < card.text.index("Communication")
        await api.tap(person, card, "Show the band")

        def shown() -> Message | None:
            now = next(message for message in api.from_bot(person.id) if message.id == card.id)
            return now if "hire" in now.text else None

        await api.wait(shown)
