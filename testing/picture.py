"""Draws two whole conversations with the started bot as a phone shows them: `python -m testing.picture [FOLDER]`.

conversation.zh.svg is held without a judge, conversation.en.svg with a judge whose words are written below. What people say is
written here too; all else is what the bot says.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.curation import retire
from questions.bank import load_bank
from questions.model import Language
from storage.upgrade import prepare
from testing.botapi import BotApi, Message, Person
from testing.judge_server import JudgeServer, Play, Request, completed_with, judged
from testing.phone import drawn
from testing.running import Running
from testing.stored import handled, opened, quiet

ASKED = "attn-kv-cache"
STEPS_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Script:
    """What a person says in one conversation.

    opening: up to the question. aside: asked back before the answer. answer: message by message. follow_ups: answers by a part
    of the question asked, `otherwise` to any other. taps: labels of buttons that are tapped wherever they appear, `done` the one
    that ends an answer. verdicts: of the judge, by a part of the key point, as (verdict, quote, why); none without a judge.
    """

    language: Language
    opening: tuple[str, ...]
    aside: str
    answer: tuple[str, ...]
    follow_ups: Mapping[str, str]
    otherwise: str
    taps: tuple[str, ...]
    done: str
    verdicts: Mapping[str, tuple[str, str, str]]
    feedback: str = ""


ZH = Script(
    language="zh",
    opening=("/start", "/interview 注意力 1"),
    aside="这里说的 KV cache，是把以前问题的答案存下来吗？",
    answer=(
        "每一层把历史 token 的 K 和 V 都存下来，因为因果注意力下它们不会再变",
        "所以每步只用算新来的那个 token，不用重复计算整段历史",
    ),
    follow_ups={
        "双向注意力": "不能，新来的词会改变前面每个位置的表示，K 和 V 都得重算",
        "一共占多少": "每个 token 是 2×32×8×128×2 字节，也就是 128 KiB；8K 长、10 个对话就是 10 GiB",
        "多少个 token 位置": "1 加到 1000，大概 50 万个位置；有缓存只要 1000 个",
        "系统提示的开头": "时间一变，后面的前缀缓存就全部失效，每个请求都要重新 prefill。应该把时间挪到最后",
    },
    otherwise="不知道",
    taps=("刚入门", "都对", "都按标记"),
    done="答完了",
    verdicts={},
)
EN = Script(
    language="en",
    opening=("/start", "/interview attention 1"),
    aside="Hmm, let me think about that for a moment.",
    answer=(
        "Each layer stores Q, K and V of all past tokens, so a step only runs one new token.",
        "The price is memory: it grows with layers, length and the number of users.",
    ),
    follow_ups={
        "both directions": "No. A new token changes the states of old positions, so their K and V would have to be recomputed.",
        "ten 8K dialogues": "2 × 32 × 8 × 128 × 2 bytes is 128 KiB a token; ten dialogues of 8K make 10 GiB.",
        "token positions": "1 + 2 + … + 1,000, about 500,000 positions; with the cache just 1,000.",
        "current time": "Everything behind the time misses the prefix cache. I'd move the time to the end of the prompt.",
    },
    otherwise="I don't know",
    taps=("New to it",),
    done="Done",
    verdicts={
        "Each layer stores keys": ("contradicted", "stores Q, K and V of all past tokens", "Old queries are never used again."),
        "Each step runs": ("covered", "a step only runs one new token", "Names what is saved."),
        "Memory grows": ("partial", "it grows with layers, length and the number of users", "And the reading?"),
        "cut prefill": ("missing", "", "Prefill was not mentioned."),
        "changes old positions": ("covered", "A new token changes the states of old positions", "Exactly the reason."),
        "About 10 GiB": ("covered", "make 10 GiB", "The figure is right."),
        "About 500,000": ("covered", "about 500,000 positions", "The sum is right."),
        "volatile content": ("covered", "move the time to the end of the prompt", "The usual fix."),
    },
    feedback="You know what the cache saves. Check again what it has to keep.",
)  # fmt: skip


def judge_of(script: Script) -> Play:
    """A judge that says what the script has for each key point; a quote that was not said proves nothing, as ever."""

    def reply(request: Request) -> dict[str, Any]:
        made = judged(request) | {"feedback": script.feedback if len(request.ids) > 1 else ""}
        for asked, point in zip(request.block["key_points"], made["points"], strict=True):
            verdict, quote, why = next(said for part, said in script.verdicts.items() if part in str(asked))
            held = quote in request.answer
            point |= {"verdict": verdict if held else "missing", "quote": quote if held else "", "why": why}
        return made

    return completed_with(reply)


class Conversation:
    """A person with a script, and what they see."""

    def __init__(self, api: BotApi, script: Script, url: str) -> None:
        self._api, self._script, self._url = api, script, url
        self._person = Person(1001, "zh-hans" if script.language == "zh" else "en")
        self._tapped: set[int] = set()

    async def held(self) -> list[Message]:
        """The whole of it; the messages that stand in the chat at its end."""
        for words in (*self._script.opening, self._script.aside):
            await self._says(words)
            await quiet(self._url)
            await self._taps(*self._script.taps)
        await self._answers(*self._script.answer)
        for _ in range(STEPS_AT_MOST):
            if any(message.text.startswith("🏁") for message in self._shown()):
                break
            asked = self._shown()[-1].text
            known = (said for part, said in self._script.follow_ups.items() if part in asked)
            await self._answers(next(known, self._script.otherwise))
        return self._api.messages[self._person.id]

    def _shown(self) -> list[Message]:
        return self._api.from_bot(self._person.id)

    async def _says(self, words: str) -> None:
        await self._api.say(self._person, words)
        await self._api.wait(lambda: not self._api.pending())
        await handled(self._url)

    async def _answers(self, *messages: str) -> None:
        for words in messages:
            await self._says(words)
        await self._taps(self._script.done)
        await quiet(self._url)
        await self._taps(*self._script.taps)

    async def _taps(self, *labels: str) -> None:
        """Taps the first button with one of the labels under a message that was not tapped before."""
        for message in self._shown():
            found = next((b for b in message.buttons if any(label in b["text"] for label in labels)), None)
            if found is not None and message.id not in self._tapped:
                self._tapped.add(message.id)
                await self._api.tap(self._person, message, data=found["callback_data"])
                await quiet(self._url)


async def conversation(script: Script) -> list[Message]:
    """The messages of the conversation with a bot of its own, whose bank has the one question of the script."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        judge = stack.enter_context(JudgeServer()) if script.verdicts else None
        if judge is not None:
            judge.always(judge_of(script))
        url = f"sqlite:///{folder / 'interviews.db'}"
        await _only(url, ASKED)
        settings = {"SETTLE_SECONDS": "8"} | ({"JUDGE_URL": judge.url} if judge else {})
        async with BotApi() as api, Running(api, folder, **settings):
            return await Conversation(api, script, url).held()


async def _only(url: str, id: str) -> None:
    """Leaves one question in the bank of a new database."""
    await prepare(url)
    async with opened(url) as db:
        for other in load_bank().questions:
            if other != id:
                await retire(db, other, datetime.now(UTC), reason="", by="")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    for script in (ZH, EN):
        picture = drawn(asyncio.run(conversation(script)), f"conversation, {script.language}")
        (folder / f"conversation.{script.language}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
