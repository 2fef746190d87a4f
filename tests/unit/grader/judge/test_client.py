"""The client of the judge's server: what it sends, what it makes of refusals, and what it remembers of a server."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from grader.errors import JudgeUnavailable, Unusable
from grader.judge.client import JudgeClient
from grader.judge.schema import response_format
from tests.unit.grader.judge.server import (
    LATE,
    MESSAGES,
    POINTS,
    URL,
    Script,
    complete,
    completed,
    failed,
    listed,
    refused,
)

# -- what is sent ----------------------------------------------------------------------------------------------------


async def test_a_request_as_it_goes_out(script: Script) -> None:
    script(completed("{}"))
    await complete(JudgeClient(URL + "/", "secret"), temperature=0.3, seed=7)
    (request,) = script.requests
    assert (request.method, str(request.url)) == ("POST", f"{URL}/chat/completions")
    assert request.headers["authorization"] == "Bearer secret"
    assert script.bodies == [
        {
            "model": "m",
            "messages": MESSAGES,
            "response_format": response_format(POINTS, "json_schema"),
            "max_tokens": 2500,  # 1600 + 300 · 3
            "temperature": 0.3,
            "seed": 7,
        }
    ]


async def test_without_a_key_nothing_is_claimed(script: Script) -> None:
    script(completed("{}"))
    await complete(JudgeClient(URL))
    assert "authorization" not in script.requests[0].headers
    assert (script.bodies[0]["temperature"], script.bodies[0]["seed"]) == (0.0, 0)


@pytest.mark.parametrize("thinking", [True, False])
async def test_thinking_is_sent_when_it_is_configured_and_gets_room(thinking: bool, script: Script) -> None:
    script(completed("{}"))
    await complete(JudgeClient(URL, thinking=thinking))
    (body,) = script.bodies
    assert body["chat_template_kwargs"] == {"enable_thinking": thinking}
    assert body["max_tokens"] == 2500 + (8192 if thinking else 0)


@pytest.mark.parametrize(
    ("url", "proxied"), [("http://127.0.0.1:8000/v1", False), ("http://judge:8000/v1", False), ("https://api.test/v1", True)]
)  # fmt: skip
def test_how_connections_are_set_up(url: str, proxied: bool, script: Script) -> None:
    JudgeClient(url)
    (options,) = script.clients
    assert options["trust_env"] is proxied
    assert options["timeout"] == httpx.Timeout(None, connect=10.0), "the caller's deadline ends every wait"
    assert options["limits"] == httpx.Limits(max_connections=None, max_keepalive_connections=64)


@pytest.mark.parametrize(
    ("url", "host"),
    [(URL, "judge.test:8000"), ("https://user:word@api.test/v1", "api.test"), ("http://a@b@c.test", "c.test")],
)
def test_the_host_is_named_without_secrets(url: str, host: str, script: Script) -> None:
    assert JudgeClient(url).host == host


async def test_connections_are_closed(script: Script) -> None:
    script(completed("{}"))
    client = JudgeClient(URL)
    await client.close()
    with pytest.raises(RuntimeError, match="closed"):
        await complete(client)


# -- busy, or away ---------------------------------------------------------------------------------------------------

BUSY = [408, 409, 425, 429, 500, 502, 503, 504]


@pytest.mark.parametrize("status", BUSY)
async def test_a_busy_server_is_tried_three_times(status: int, script: Script) -> None:
    script(refused(status), refused(status), completed("whole"))
    assert (await complete(JudgeClient(URL))).content == "whole"
    assert script.pauses == [0.5, 1.5]
    unavailable = await failed(script, refused(status, "slow\ndown"), error=JudgeUnavailable)
    assert str(unavailable) == f"The judge at judge.test:8000 cannot grade now ({status}: slow down)."
    assert unavailable.retry_after is None
    assert len(script.requests) == 6


async def test_a_server_that_is_away_is_tried_three_times(script: Script) -> None:
    script(httpx.ConnectError("no route"), httpx.ReadError(""), completed("whole"))
    assert (await complete(JudgeClient(URL))).content == "whole"
    unavailable = await failed(script, httpx.ConnectError("no route"), error=JudgeUnavailable)
    assert str(unavailable) == "The judge at judge.test:8000 cannot be reached (no route)."
    nameless = await failed(script, httpx.ReadError(""), error=JudgeUnavailable)
    assert str(nameless) == "The judge at judge.test:8000 cannot be reached (ReadError)."


@pytest.mark.parametrize(
    ("asked", "pauses"),
    [("30", []), ("0.6", []), ("0.5", [0.5]), ("1.5", []), ("0.1", [0.5, 1.5]), ("0", [0.5, 1.5])],
    ids=str,
)
async def test_a_server_that_asks_for_longer_than_the_pause_is_left_alone(
    asked: str, pauses: list[float], script: Script
) -> None:
    busy = [refused(429, retry_after=asked), refused(429, retry_after="2" if pauses == [0.5] else asked)]
    unavailable = await failed(script, *busy, error=JudgeUnavailable)
    assert script.pauses == pauses
    assert unavailable.retry_after == (2 if pauses == [0.5] else float(asked))


@pytest.mark.parametrize(("left", "pauses"), [(-1.0, []), (0.5, []), (1.0, [0.5]), (60.0, [0.5, 1.5])])
async def test_no_pause_is_begun_that_would_pass_the_deadline(left: float, pauses: list[float], script: Script) -> None:
    """The clock hardly moves: pauses are noted and not waited for."""
    deadline = asyncio.get_running_loop().time() + left
    await failed(script, refused(503), deadline=deadline, error=JudgeUnavailable)
    assert script.pauses == pauses


@pytest.mark.parametrize("status", [400, 401, 404, 422, 501])
async def test_what_is_not_temporary_is_not_tried_again(status: int, script: Script) -> None:
    await failed(script, refused(status, "context length"))
    assert (len(script.requests), script.pauses) == (1, [])


# -- refusals ask somebody to do something ---------------------------------------------------------------------------

KEY = "refuses the key ({}): set INTERVIEWER_JUDGE_API_KEY to the key it expects."
MODEL = "does not serve the model m here ({}: gone): check INTERVIEWER_JUDGE_MODEL, and that INTERVIEWER_JUDGE_URL ends in /v1."
MOVED = "redirects ({}): set INTERVIEWER_JUDGE_URL to where it leads."


@pytest.mark.parametrize(
    ("status", "said"),
    [
        *[(status, KEY) for status in (401, 403)],
        *[(status, MODEL) for status in (404, 405)],
        *[(status, MOVED) for status in (300, 302, 399)],
        *[(status, "refuses the request ({}: gone).") for status in (402, 413, 299, 418)],
    ],
)
async def test_a_refusal_says_what_to_set(status: int, said: str, script: Script) -> None:
    assert str(await failed(script, refused(status, "gone"))) == f"The judge at judge.test:8000 {said.format(status)}"


async def test_the_models_that_a_server_lists(script: Script) -> None:
    script(listed("a", "b"))
    assert await JudgeClient(URL).models(LATE) == ["a", "b"]
    (request,) = script.requests
    assert (request.method, str(request.url), request.content) == ("GET", f"{URL}/models", b"")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"data": 3}', b'{"data": [3]}', b'{"data": [{}]}', b"[" * 100_000]
)
async def test_a_server_without_a_list_of_models(body: bytes, script: Script) -> None:
    script(httpx.Response(200, content=body))
    with pytest.raises(Unusable) as unusable:
        await JudgeClient(URL).models(LATE)
    assert str(unusable.value) == (
        "The judge at judge.test:8000 sends no list of models: set INTERVIEWER_JUDGE_MODEL, and check that "
        "INTERVIEWER_JUDGE_URL is the address of an OpenAI-compatible server and ends in /v1."
    )


async def test_a_list_of_models_that_is_refused(script: Script) -> None:
    script(refused(404, "Not Found"))
    with pytest.raises(Unusable, match=r"does not serve its models here \(404: Not Found\)"):
        await JudgeClient(URL).models(LATE)
