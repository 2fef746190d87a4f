"""Strict parsing of what a judge's server sends: a complete, valid reply, or BrokenReply."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from grader.bounded import check_depth
from grader.judge.schema import ERRORS_AT_MOST, ReplyForm, ids
from questions.errors import InterviewerError

SHORT = 50_000  # characters of a short reply that are read, with its reasoning
LONGEST = 2000  # characters of content per key point, and for four points more; a whole reply has fewer
MANY = 4  # times the false statements that were asked for, where the server enforces no schema
ENDS_OF_THOUGHT = 20  # at which the reply itself is looked for
_THOUGHT = "</think>"


class BrokenReply(InterviewerError):
    """A reply that cannot be used; the message says why. `thinking`: the model reasoned before or instead of replying."""

    def __init__(self, why: str, *, thinking: bool = False) -> None:
        super().__init__(why)
        self.thinking = thinking


@dataclass(frozen=True, slots=True)
class Completion:
    """The text of a finished completion, the model's name, tokens by kind, and whether the model reasoned."""

    content: str
    model: str
    usage: dict[str, int]
    thinking: bool


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SaidPoint(_Strict):
    """A verdict as the model states it, unverified; `id` is the name in the prompt (p1, p2, …)."""

    id: str
    quote: str
    why: str
    verdict: Literal["covered", "partial", "missing", "contradicted"]


class SaidError(_Strict):
    """A false statement as the model states it, unverified."""

    quote: str
    why: str
    severity: Literal["minor", "major"]


class JudgeReply(_Strict):
    """A reply as the model states it, unverified: one object per key point, each id exactly once."""

    points: list[SaidPoint]
    errors: list[SaidError]
    feedback: str


def completion(body: bytes) -> Completion:
    """The completion in the body of a 200 response. BrokenReply unless it ended by itself (finish_reason stop)."""
    data = _json(body)
    if data.get("error"):
        raise BrokenReply(f"it reported an error inside a reply: {_message(data['error'])}")
    match data:
        case {"choices": [{"message": dict(message)} as choice, *_]}:
            return _finished(data, choice, message)
    raise BrokenReply("it sent something other than a chat completion")


def _finished(data: dict[str, Any], choice: dict[str, Any], message: dict[str, Any]) -> Completion:
    content = message.get("content")
    thinking = any(message.get(name) for name in ("reasoning", "reasoning_content"))
    thinking = thinking or (isinstance(content, str) and content.lstrip().startswith("<think>"))
    if message.get("refusal"):
        raise BrokenReply("the model refused")
    if choice.get("finish_reason") != "stop":
        raise BrokenReply(f"the reply ended early ({choice.get('finish_reason')!s:.40})", thinking=thinking)
    if not isinstance(content, str) or not content.strip():
        raise BrokenReply("the reply was empty", thinking=thinking)
    model = data.get("model")
    return Completion(content, model if isinstance(model, str) else "", _usage(data.get("usage")), thinking)


def _usage(usage: object) -> dict[str, int]:
    """Tokens "prompt", "cached" and "completion", as far as the server counts them."""
    if not isinstance(usage, dict):
        return {}
    details = usage.get("prompt_tokens_details")
    counted = {
        "prompt": usage.get("prompt_tokens"),
        "cached": details.get("cached_tokens") if isinstance(details, dict) else None,
        "completion": usage.get("completion_tokens"),
    }
    return {name: count for name, count in counted.items() if isinstance(count, int) and count >= 0}


def _message(error: object) -> str:
    said = (error.get("message") or error) if isinstance(error, dict) else error
    return " ".join(str(said).split())[:200]


def models_in(body: bytes) -> list[str]:
    """Ids of the models that a server lists; BrokenReply when it lists none."""
    match _json(body):
        case {"data": list(listed)} if all(isinstance(one, dict) and "id" in one for one in listed):
            return [str(one["id"]) for one in listed]
    raise BrokenReply("it sent no list of models")


def error_message(body: bytes) -> str:
    """The message of an error response in one line: OpenAI's or FastAPI's shape, a bare string, or plain text."""
    try:
        data = _json(body)
    except BrokenReply:
        return " ".join(body[:2000].decode("utf-8", "replace").split())[:200]
    return _message(data.get("error") or data.get("detail") or data)


def _json(text: str | bytes) -> dict[str, Any]:
    """Exactly one JSON object; control characters in strings are accepted, duplicate keys are not."""
    try:
        check_depth(text.encode() if isinstance(text, str) else text)
        data = json.loads(text, strict=False, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BrokenReply("it sent no readable JSON") from error
    if not isinstance(data, dict):
        raise BrokenReply("it sent JSON that is no object")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def verdicts(content: str, points: int) -> JudgeReply:
    """The reply in a completion's text. BrokenReply unless it matches the schema exactly.

    A leading block of reasoning and a code fence are removed; any other text around the JSON is an error.
    """
    if len(content) > LONGEST * (points + 4) and _THOUGHT not in content:
        raise BrokenReply("the reply is longer than any whole one")
    problem = BrokenReply("it sent no readable JSON")
    for candidate in _candidates(content):
        try:
            return _checked(_json(candidate), points)
        except BrokenReply as broken:
            problem = broken
    raise problem


def field_of(content: str, form: ReplyForm) -> str:
    """The one field of a short reply. BrokenReply unless it matches its form."""
    for candidate in _candidates(content[:SHORT]):
        try:
            said = _json(candidate).get(form.field)
        except BrokenReply:
            continue
        if isinstance(said, str) and (said in form.values if form.values else 0 < len(said) <= 2 * form.characters):
            return said
    raise BrokenReply("it sent no readable JSON")


def _candidates(content: str) -> Iterator[str]:
    """The text, then what follows each end of reasoning: JSON quoted inside the reasoning is not the reply."""
    text = content.strip()
    yield _unfenced(text)
    at = text.find(_THOUGHT)
    for _ in range(ENDS_OF_THOUGHT):
        if at < 0:
            return
        yield _unfenced(text[at + len(_THOUGHT) :].strip())
        at = text.find(_THOUGHT, at + 1)


def _unfenced(text: str) -> str:
    """The text inside of a code fence, which begins and ends with a line of its own."""
    opening, _, rest = text.partition("\n")
    inside, _, closing = rest.rpartition("\n")
    return inside if opening.strip() in ("```", "```json") and closing.strip() == "```" else text


def _checked(data: dict[str, Any], points: int) -> JudgeReply:
    try:
        reply = JudgeReply.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BrokenReply(f"the reply does not fit the schema: {where}: {first['msg']}"[:200]) from error
    if len(reply.errors) > MANY * ERRORS_AT_MOST:
        raise BrokenReply("the reply lists more false statements than any whole one")
    if sorted(p.id for p in reply.points) != sorted(ids(points)):
        raise BrokenReply("the reply does not name every key point exactly once")
    return reply
