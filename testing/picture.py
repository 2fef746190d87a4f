"""Draws a real conversation with the started bot as a web page: `python -m testing.picture zh FILE.html`.

A headless browser makes the picture of the README from it.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from html import escape
from pathlib import Path

from questions.bank import load_bank
from questions.model import Language
from testing.botapi import BotApi, Message, Person
from testing.candidate import Candidate
from testing.running import Running
from testing.stored import quiet

WISH = {"zh": "/interview 注意力 1", "en": "/interview attention 1"}
PAGE = """<!doctype html><meta charset="utf-8"><title>Mock interviewer</title><style>
body {{ margin: 0; padding: 14px; width: 460px; background: #dfe7d6;
  font: 15px/1.45 "Liberation Sans", "Droid Sans Fallback", "Noto Color Emoji"; }}
.m {{ max-width: 390px; margin: 6px 0; padding: 8px 11px; border-radius: 14px; background: #fff; white-space: pre-wrap;
  overflow-wrap: anywhere; width: fit-content; }}
.me {{ background: #e6fdd3; margin-left: auto; }}
.b {{ display: flex; flex-wrap: wrap; gap: 4px; max-width: 412px; margin: 0 0 8px; }}
.b span {{ background: #7d9b76; color: #fff; border-radius: 8px; padding: 3px 10px; font-size: 13px; }}
blockquote {{ margin: 4px 0; padding: 2px 8px; border-left: 3px solid #7d9b76; color: #555; }}
blockquote[expandable] {{ max-height: 4.4em; overflow: hidden; }}
pre {{ background: #f3f3f3; padding: 6px; overflow: hidden; }}
</style>{messages}"""


def shown(message: Message) -> str:
    """One bubble with its buttons."""
    text = message.html if message.from_bot else escape(message.text)
    bubble = f'<div class="m{"" if message.from_bot else " me"}">{text}</div>'
    buttons = "".join(f"<span>{escape(button['text'])}</span>" for button in message.buttons)
    return bubble + (f'<div class="b">{buttons}</div>' if buttons else "")


async def conversation(language: Language) -> list[Message]:
    """An interview of one question: an answer that leaves something out, and a good one to the probe."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        async with BotApi() as api:
            person = Person(1001, "zh-hans" if language == "zh" else "en")
            candidate = Candidate(api, person, language, load_bank())
            async with Running(api, folder):
                await api.say(person, WISH[language])

                def reply(message: Message, place: int) -> str:
                    answer = candidate.model_answer(message)
                    return answer if place else answer[: len(answer) // 2]

                await candidate.interview(reply)
                await quiet(f"sqlite:///{folder / 'interviews.db'}")
            return [message for message in api.messages[person.id] if not message.deleted]


def main() -> None:
    language: Language = "en" if sys.argv[1] == "en" else "zh"
    bubbles = "\n".join(shown(message) for message in asyncio.run(conversation(language)))
    Path(sys.argv[2]).write_text(PAGE.format(messages=bubbles), encoding="utf-8")


if __name__ == "__main__":
    main()
