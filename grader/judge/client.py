"""HTTP client of the judge's server: OpenAI's chat completions, with feature detection.

Servers differ in the parameters they accept. One that is refused by name is left out (`downgrade`), and the result is
remembered per model.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from grader.bounded import ResponseRefusedError, WholeResponse, client, fetch, read
from grader.errors import GradingError, JudgeUnavailable, Unusable
from grader.judge.prompt import ChatMessage
from grader.judge.reply import BrokenReply, Completion, completion, error_message, models_in
from grader.judge.schema import ReplyForm, response_format, tokens_at_most
from questions.errors import sentence

THINKING_TOKENS = 8192  # on top of the reply, for a model that reasons before it writes
BACKOFF = (0.5, 1.5)  # seconds before another try at a server that is busy or away
LONGEST_WAIT = 3600.0  # seconds a server can ask to be left alone
REFUSALS = (400, 422, 501)  # what servers answer to a parameter they do not know
TEMPORARY = (408, 409, 425, 429)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """Parameters that a server accepts for one model, as far as known.

    mode: how the schema is enforced ("json_schema" or "json_object"). cap: the parameter that limits the reply's tokens, "" for
    none. thinks: the model reasons before it replies.
    """

    mode: str = "json_schema"
    cap: str = "max_tokens"
    temperature: bool = True
    seed: bool = True
    thinks: bool = False


@dataclass(frozen=True, slots=True)
class CompletionCall:
    """Parameters of one completion. deadline: on the loop's clock; no retry begins after it."""

    model: str
    deadline: float
    temperature: float = 0.0
    seed: int = 0


class JudgeClient:
    """A connection pool for one address and one key.

    thinking: sent to the chat template as `enable_thinking`; None sends nothing.
    """

    def __init__(self, url: str, api_key: str = "", *, thinking: bool | None = None) -> None:
        self.host = urlsplit(url).netloc.rpartition("@")[2]
        self._thinking = thinking
        self._terms: dict[str, Terms] = {}
        self._client = client(url, {"Authorization": f"Bearer {api_key}"} if api_key else None)

    async def close(self) -> None:
        await self._client.aclose()

    def mode(self, model: str) -> str:
        """How replies are held to the schema: "json_schema" by the server, "json_object" by validation here."""
        return self.terms(model).mode

    def terms(self, model: str) -> Terms:
        """The terms known for a model; the defaults before its first completion."""
        return self._terms.get(model, Terms(thinks=bool(self._thinking)))

    async def models(self, deadline: float) -> list[str]:
        """Ids of the models that the server lists. GradingError when it lists none."""
        try:
            response = await self._send("GET", "models", None, deadline)
            if response.status != 200:
                raise self._refusal(response.status, await read(response.body, error_message), "")
            return await read(response.body, models_in)
        except BrokenReply as error:
            raise Unusable(
                sentence(
                    "The judge at {host} sends no list of models: set INTERVIEWER_JUDGE_MODEL, and check that "
                    "INTERVIEWER_JUDGE_URL is the address of an OpenAI-compatible server and ends in /v1.",
                    host=self.host,
                )
            ) from error

    async def complete(
        self, messages: Sequence[ChatMessage], points: int | ReplyForm, call: CompletionCall
    ) -> Completion:
        """One finished completion. BrokenReply when it did not end well, else a GradingError.

        The caller cancels it at the deadline.
        """
        terms, refused = self.terms(call.model), None
        while True:
            body = self._request(messages, points, call, terms)
            response = await self._send("POST", "chat/completions", body, call.deadline)
            status = response.status
            if status == 200:
                return await self._read(response.body, call.model, terms)
            said = await read(response.body, error_message)
            downgraded = downgrade(terms, said) if status in REFUSALS else None
            refused = refused or self._refusal(status, said, call.model)
            if downgraded is None:
                raise refused
            log.info("the judge at %s refuses a parameter (%s), going on without it", self.host, said)
            terms = downgraded

    async def _read(self, sent: bytes, model: str, terms: Terms) -> Completion:
        """The completion; remembers for the model what it shows of the server."""
        thinks = terms.thinks or self.terms(model).thinks
        try:
            found = await read(sent, completion)
            thinks = thinks or found.thinking
            return found
        except BrokenReply as broken:
            thinks = thinks or broken.thinking
            raise
        finally:
            self._terms[model] = replace(terms, thinks=thinks)

    def _request(
        self, messages: Sequence[ChatMessage], points: int | ReplyForm, call: CompletionCall, terms: Terms
    ) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": call.model,
            "messages": list(messages),
            "response_format": response_format(points, terms.mode),
        }
        if terms.cap:
            body[terms.cap] = tokens_at_most(points) + (THINKING_TOKENS if terms.thinks else 0)
        if terms.temperature:
            body["temperature"] = call.temperature
        if terms.seed:
            body["seed"] = call.seed
        if self._thinking is not None:
            body["chat_template_kwargs"] = {"enable_thinking": self._thinking}
        return body

    async def _send(self, method: str, path: str, body: dict[str, Any] | None, deadline: float) -> WholeResponse:
        """The response, after retries with backoff while the server is busy or away; JudgeUnavailable when it stays so."""
        clock = asyncio.get_running_loop().time
        for pause in (*BACKOFF, None):
            try:
                response = await self._once(method, path, body)
                if response.status not in TEMPORARY and (response.status < 500 or response.status in REFUSALS):
                    return response
                problem = JudgeUnavailable(
                    sentence(
                        "The judge at {host} cannot grade now ({status}: {said}).",
                        host=self.host,
                        status=response.status,
                        said=await read(response.body, error_message),
                    ),
                    wait(response.headers),
                )
            except httpx.RequestError as error:
                problem = JudgeUnavailable(
                    sentence("The judge at {host} cannot be reached ({named}).", host=self.host, named=_named(error))
                )
            if pause is None or (problem.retry_after or 0) > pause or clock() + pause >= deadline:
                raise problem
            await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")

    async def _once(self, method: str, path: str, body: dict[str, Any] | None) -> WholeResponse:
        """One response; the caller's deadline ends the wait for it."""
        try:
            return await fetch(self._client, method, path, seconds=None, json=body)
        except ResponseRefusedError as refused:
            raise BrokenReply(str(refused)) from refused

    def _refusal(self, status: int, said: str, model: str) -> GradingError:
        """The error for a status that a retry does not change, with what to do about it."""
        if status in (401, 403):
            return Unusable(
                sentence(
                    "The judge at {host} refuses the key ({status}): set INTERVIEWER_JUDGE_API_KEY to the key it expects.",
                    host=self.host,
                    status=status,
                )
            )
        if status in (404, 405):
            what = sentence("the model {model}", model=model) if model else sentence("its models")
            return Unusable(
                sentence(
                    "The judge at {host} does not serve {what} here ({status}: {said}): check INTERVIEWER_JUDGE_MODEL, "
                    "and that INTERVIEWER_JUDGE_URL ends in /v1.",
                    host=self.host,
                    what=what,
                    status=status,
                    said=said,
                )
            )
        if 300 <= status < 400:
            return Unusable(
                sentence(
                    "The judge at {host} redirects ({status}): set INTERVIEWER_JUDGE_URL to where it leads.",
                    host=self.host,
                    status=status,
                )
            )
        return Unusable(
            sentence(
                "The judge at {host} refuses the request ({status}: {said}).", host=self.host, status=status, said=said
            )
        )


def downgrade(terms: Terms, said: str) -> Terms | None:
    """The terms without the parameter that an error message names, else without the schema; None when nothing is left."""
    words = said.lower()
    if any(w in words for w in ("context length", "context window", "too long", "maximum context", "input tokens")):
        return replace(terms, cap="") if terms.thinks and terms.cap else None
    if "max_completion_tokens" in words and terms.cap == "max_tokens":
        return replace(terms, cap="max_completion_tokens")
    if "temperature" in words and terms.temperature:
        return replace(terms, temperature=False)
    if "seed" in words and terms.seed:
        return replace(terms, seed=False)
    return replace(terms, mode="json_object") if terms.mode == "json_schema" else None


def wait(headers: Mapping[str, str]) -> float | None:
    """Seconds of a Retry-After header (number or HTTP date), at most an hour; None without a readable one."""
    value = headers.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else None


def _named(error: httpx.RequestError) -> str:
    return str(error) or type(error).__name__
