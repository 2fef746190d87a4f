"""Check of a judge's server by real requests: reachability, schema enforcement, key, agreement with labels, speed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import httpx

from grader.errors import GradingError
from grader.grade import Grade, Verdict
from grader.judge.client import JudgeClient
from questions.model import Language
from serving.bench import LISTED_WITHIN, JudgeEndpoint

if TYPE_CHECKING:
    from grader.evaluation import LabelledAnswer

REACHED = "address, key and model"
SECONDS = 120.0  # for one judged answer
TOO_SLOW = 15.0  # seconds to a verdict nobody likes to wait for
BOUNDS = {
    "type": "object",
    "properties": {"word": {"type": "string", "maxLength": 12}, "choice": {"enum": ["covered", "missing"]}},
    "required": ["word", "choice"],
    "additionalProperties": False,
}
FindingState = Literal["good", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class JudgeFinding:
    """The result of one check, in words."""

    tried: str
    state: FindingState
    said: str


async def examined(at: JudgeEndpoint, labelled: Sequence[LabelledAnswer]) -> AsyncIterator[JudgeFinding]:
    """Yields every finding when it is known; ends early when the server cannot be used at all."""
    try:
        at = await at.known()
    except GradingError as error:
        yield JudgeFinding(REACHED, "wrong", str(error))
        return
    reached = await _model(at)
    yield reached
    if reached.state == "wrong":
        return
    async with at.client(SECONDS) as client:
        yield await _schema(client, at.model)
        yield await _bounds(client, at.model)
        yield await _truncation(client, at.model)
    yield await _key(at)
    async for finding in _graded(at, labelled):
        yield finding


async def _model(at: JudgeEndpoint) -> JudgeFinding:
    server = JudgeClient(at.url, at.api_key)
    try:
        listed = await server.models(asyncio.get_running_loop().time() + LISTED_WITHIN)
    except GradingError as error:
        return JudgeFinding(REACHED, "wrong", str(error))
    finally:
        await server.close()
    if at.model not in listed:
        return JudgeFinding(REACHED, "wrong", f"the server has no model {at.model!r}; it lists {', '.join(listed)}")
    return JudgeFinding(REACHED, "good", f"{at.model} at {server.host}")


def _request(model: str, format: dict[str, Any], tokens: int) -> dict[str, Any]:
    words = "Return one JSON object with the fields word and choice."
    return {
        "model": model, "messages": [{"role": "user", "content": words}], "temperature": 0.0,
        "max_tokens": tokens, "response_format": format,
    }  # fmt: skip


SCHEMA_FORMAT = {"type": "json_schema", "json_schema": {"name": "check", "schema": BOUNDS, "strict": True}}


async def _said(client: httpx.AsyncClient, request: dict[str, Any]) -> tuple[str, str]:
    """Content and finish_reason of a completion; httpx.HTTPError, or ValueError with the server's message."""
    response = await client.post("chat/completions", json=request)
    if response.status_code != 200:
        raise ValueError(f"HTTP {response.status_code}: {response.text[:200]}")
    choice = response.json()["choices"][0]
    return choice["message"].get("content") or "", choice.get("finish_reason") or ""


async def _schema(client: httpx.AsyncClient, model: str) -> JudgeFinding:
    tried = "JSON schema"
    try:
        content, _ = await _said(client, _request(model, SCHEMA_FORMAT, 200))
        if json.loads(content).keys() == {"word", "choice"}:
            return JudgeFinding(tried, "good", "enforced by the server (response_format json_schema)")
        why = f"accepted but not kept: {content[:80]!r}"
    except (httpx.HTTPError, ValueError, LookupError) as error:
        why = f"not usable ({error})"
    try:
        content, _ = await _said(client, _request(model, {"type": "json_object"}, 200))
        json.loads(content)
    except (httpx.HTTPError, ValueError, LookupError) as error:
        return JudgeFinding(tried, "wrong", f"{why}; json_object neither ({error}): verdicts will often be unreadable")
    return JudgeFinding(
        tried, "note", f"{why}; json_object works, the schema is checked in code and more replies are dropped"
    )


async def _bounds(client: httpx.AsyncClient, model: str) -> JudgeFinding:
    tried = "bounds of the schema"
    broken = 0
    for seed in range(5):
        request = _request(model, SCHEMA_FORMAT, 200) | {"temperature": 1.0, "seed": seed}
        try:
            content, ended = await _said(client, request)
            read = json.loads(content)
            broken += ended != "stop" or len(read["word"]) > 12 or read["choice"] not in ("covered", "missing")
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            broken += 1
    if broken:
        return JudgeFinding(
            tried, "note", f"{broken} of 5 replies broke them; such replies are dropped and asked again"
        )
    return JudgeFinding(tried, "good", "lengths and choices are kept")


async def _truncation(client: httpx.AsyncClient, model: str) -> JudgeFinding:
    tried = "a reply that is cut off"
    try:
        _, ended = await _said(client, _request(model, SCHEMA_FORMAT, 3))
    except (httpx.HTTPError, ValueError, LookupError) as error:
        return JudgeFinding(tried, "note", f"the server refuses a short limit ({error})")
    if ended == "length":
        return JudgeFinding(tried, "good", "is said to be (finish_reason length)")
    return JudgeFinding(tried, "note", f"is called {ended!r}; only its broken JSON gives it away")


async def _key(at: JudgeEndpoint) -> JudgeFinding:
    tried = "without the key"
    if not at.api_key:
        return JudgeFinding(
            tried, "note", "no key is set: whoever reaches the server can use it; keep it on a private network"
        )
    try:
        async with replace(at, api_key="").client(LISTED_WITHIN) as client:
            response = await client.get("models")
    except httpx.HTTPError as error:
        return JudgeFinding(tried, "note", f"could not be tried ({type(error).__name__})")
    if response.status_code in (401, 403):
        return JudgeFinding(tried, "good", "the server refuses")
    return JudgeFinding(
        tried, "wrong", f"the server answers all the same (HTTP {response.status_code}): the key protects nothing"
    )


async def _graded(at: JudgeEndpoint, labelled: Sequence[LabelledAnswer]) -> AsyncIterator[JudgeFinding]:
    """Agreement with labels per language, then seconds and tokens per answer."""
    grader = at.grader(timeout=SECONDS)
    seconds: list[float] = []
    tokens: list[tuple[int, int]] = []  # read and written
    languages: tuple[Language, ...] = ("zh", "en")
    try:
        for language in languages:
            mine = [one for one in labelled if one.language == language]
            agreed = judged = failed = 0
            for one in mine:
                started = time.perf_counter()
                try:
                    grade = await grader.grade(one.task, one.answer, one.language)
                except GradingError as error:
                    failed += 1
                    why = str(error)
                    continue
                seconds.append(time.perf_counter() - started)
                tokens.append((_tokens(grade, "prompt"), _tokens(grade, "completion")))
                found = [(v, one.covered[v.id]) for v in grade.verdicts if v.id in one.covered]
                judged += sum(v.verdict is not Verdict.UNJUDGED for v, _ in found)
                agreed += sum(v.credit == credit for v, credit in found if v.verdict is not Verdict.UNJUDGED)
            yield _agreement(language, len(mine), agreed, judged, failed, why if failed else "")
    finally:
        await grader.close()
    if seconds:
        yield _speed(seconds, tokens)


def _tokens(grade: Grade, kind: str) -> int:
    """Tokens of a kind ("prompt", "completion") of all judgements of a grade, as far as the server counts them."""
    samples = grade.receipt.samples if grade.receipt else ()
    return sum(sample.usage.get(kind, 0) for sample in samples)


def _agreement(language: str, answers: int, agreed: int, judged: int, failed: int, why: str) -> JudgeFinding:
    tried = f"{answers} labelled answers, {language}"
    if failed == answers:
        return JudgeFinding(tried, "wrong", f"none was graded: {why}")
    said = (
        f"{agreed} of {judged} judged points as labelled ({agreed / judged:.0%})"
        if judged
        else "no point could be judged"
    )
    if failed:
        said += f"; {failed} answers without a verdict, the last because: {why}"
    good = judged and agreed / judged >= 0.8 and not failed
    return JudgeFinding(
        tried, "good" if good else "wrong", said + ("" if good else "; do not rely on this model's marks")
    )


def _speed(seconds: Sequence[float], tokens: Sequence[tuple[int, int]]) -> JudgeFinding:
    mean, longest = sum(seconds) / len(seconds), max(seconds)
    read, written = (sum(kind) / len(tokens) for kind in zip(*tokens, strict=True))
    said = (
        f"{mean:.1f} s to a verdict one at a time, {longest:.1f} s at most; "
        f"{read:.0f} tokens read and {written:.0f} tokens written per answer"
    )
    return JudgeFinding("speed", "good" if longest <= TOO_SLOW else "note", said)
