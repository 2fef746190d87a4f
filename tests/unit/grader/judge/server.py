"""A judge's server inside the process: every request is remembered and gets the next scripted reply."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from grader.errors import GradingError, Unusable
from grader.grade import Verdict
from grader.judge.client import CompletionCall, JudgeClient
from tests.unit.grader.build import SAID

URL = "http://judge.test:8000/v1"
QUOTES = {"what": "key 和 value 都存下来", "why": "在因果掩码下它们不变", "cost": "显存随长度线性增长"}  # of FULL
USAGE = {"prompt_tokens": 900, "completion_tokens": 200, "prompt_tokens_details": {"cached_tokens": 800}}
Play = httpx.Response | Exception | Callable[[httpx.Request], Awaitable[httpx.Response]]


def reply(
    said: str, *errors: Mapping[str, str], feedback: str = "说得好。", order: str = "what why cost"
) -> dict[str, Any]:
    """A reply with one letter per key point in the order shown; a small letter is that verdict with a made-up quote."""
    points = [
        {"id": f"p{n}", "quote": _quote(letter, id), "why": f"why {id}", "verdict": SAID[letter.upper()].value}
        for n, (letter, id) in enumerate(zip(said, order.split(), strict=True), 1)
    ]
    return {"points": points, "errors": list(errors), "feedback": feedback}


def _quote(letter: str, id: str) -> str:
    if SAID[letter.upper()] is Verdict.MISSING:
        return ""
    return QUOTES[id] if letter.isupper() else "nobody said this"


def completed(content: object, finish: str = "stop", model: str = "judge-14b", **message: Any) -> httpx.Response:
    """A chat completion; content that is no text travels as JSON."""
    text = content if content is None or isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    choice = {"message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}
    return httpx.Response(200, json={"model": model, "choices": [choice], "usage": USAGE})


def refused(status: int, said: str = "No.", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json={"error": {"message": said}}, headers=named)


def listed(*models: str) -> httpx.Response:
    return httpx.Response(200, json={"data": [{"id": model} for model in models]})


@dataclass
class Script:
    """What the next requests get, one play each; the last one is played for ever. `clients`: how each was set up."""

    plays: list[Play] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    clients: list[dict[str, Any]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def __call__(self, *plays: Play) -> None:
        self.plays = list(plays)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests if request.content]

    def client(self, **options: Any) -> httpx.AsyncClient:
        """In the place of `httpx.AsyncClient`."""
        self.clients.append(options)
        return _Client(transport=httpx.MockTransport(self._play), **options)

    async def pause(self, seconds: float) -> None:
        """In the place of `asyncio.sleep`."""
        self.pauses.append(seconds)

    async def _play(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        play = self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]
        if isinstance(play, Exception):
            raise play
        if callable(play):
            return await play(request)
        return httpx.Response(play.status_code, headers=play.headers, content=play.content)


_Client = httpx.AsyncClient  # the real one, whatever a test has put in its place


async def never(_: httpx.Request) -> httpx.Response:
    """A play that never comes."""
    await asyncio.get_running_loop().create_future()
    raise AssertionError


MESSAGES = [{"role": "system", "content": "rules"}, {"role": "user", "content": "answer"}]
LATE = 1e12  # a deadline that is far off
POINTS = 3


async def complete(client: JudgeClient, *, deadline: float = LATE, model: str = "m", **call: Any) -> Any:
    return await client.complete(MESSAGES, POINTS, CompletionCall(model, deadline, **call))


async def failed(script: Script, *plays: Any, deadline: float = LATE, error: type[GradingError] = Unusable) -> Any:
    """The error that a request ends in."""
    script(*plays)
    with pytest.raises(error) as raised:
        await complete(JudgeClient(URL), deadline=deadline)
    return raised.value
