"""Prints the transcript of a whole interview with the started bot over the loopback server.

    python -m testing.transcript [zh|en] [--no-judge] [--kill]

--kill: the bot is killed while an answer is being graded, and started again.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
from pathlib import Path

from questions.bank import load_bank
from questions.model import Language
from testing.botapi import BotApi, Message, Person
from testing.candidate import WORDS, Candidate
from testing.judge_server import JudgeServer, later
from testing.running import Running
from testing.stored import quiet

WISH = {"zh": "/interview 注意力 2", "en": "/interview attention 2"}


async def transcript(language: Language, *, judged: bool, kill: bool) -> str:
    """A whole interview: a good answer, "I don't know", a hint, an appeal, a skip, the summary, the history."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        judge = stack.enter_context(JudgeServer()) if judged else None
        settings = {"JUDGE_URL": judge.url} if judge else {}
        async with BotApi() as api:
            person = Person(1001, "zh-hans" if language == "zh" else "en")
            candidate = Candidate(api, person, language, load_bank())
            running = Running(api, folder, **settings)
            async with running:
                await api.say(person, "/start")
                await api.next_message(person.id, 0)
                await api.say(person, WISH[language])
                if kill and judge:
                    await _killed(api, candidate, running, judge)
                await candidate.interview(lambda message, place: _reply(candidate, message, place))
                await api.say(person, "/history")
                await api.next_message(person.id, candidate.last)
                await quiet(f"sqlite:///{folder / 'interviews.db'}")
            return api.transcript()


def _reply(candidate: Candidate, message: Message, place: int) -> str | None:
    if place % 4 == 1:
        return WORDS[candidate.language]["unknown"]
    return candidate.model_answer(message)


async def _killed(api: BotApi, candidate: Candidate, running: Running, judge: JudgeServer) -> None:
    """The power goes while the judge is thinking; nobody answers the question a second time."""
    judge.plays(later(60))
    question = await candidate.next()
    await api.say(candidate.person, candidate.model_answer(question))
    await api.wait(lambda: judge.requests)
    await running.kill()
    await api.note("the bot is killed while it grades, and started again")
    await running.start()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", nargs="?", choices=("zh", "en"), default="zh")
    parser.add_argument("--no-judge", action="store_true")
    parser.add_argument("--kill", action="store_true")
    chosen = parser.parse_args()
    print(asyncio.run(transcript(chosen.language, judged=not chosen.no_judge, kill=chosen.kill)))


if __name__ == "__main__":
    main()
