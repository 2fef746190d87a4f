"""What the client finds out about a server and remembers, and the small readings beside it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from grader.judge.client import JudgeClient, Terms, downgrade, wait
from grader.judge.reply import BrokenReply
from grader.proxies import is_local
from tests.unit.grader.judge.server import (
    URL,
    Script,
    complete,
    completed,
    failed,
    refused,
)

# -- what is found out about a server --------------------------------------------------------------------------------

CONTEXT = ["context length", "context window", "prompt too long", "maximum context", "Input tokens exceed"]


@pytest.mark.parametrize(
    ("terms", "said", "left"),
    [
        (Terms(), "Use 'max_completion_tokens' instead of 'max_tokens'", Terms(cap="max_completion_tokens")),
        (Terms(cap="max_completion_tokens"), "max_completion_tokens: no", Terms(mode="json_object", cap="max_completion_tokens")),
        (Terms(), "TEMPERATURE must be 1", Terms(temperature=False)),
        (Terms(temperature=False), "temperature", Terms(mode="json_object", temperature=False)),
        (Terms(), "unknown field seed", Terms(seed=False)),
        (Terms(seed=False), "seed", Terms(mode="json_object", seed=False)),
        (Terms(), "response_format is unavailable", Terms(mode="json_object")),
        (Terms(), "something", Terms(mode="json_object")),
        (Terms(mode="json_object"), "something", None),
        (Terms(mode="json_object"), "seed", Terms(mode="json_object", seed=False)),
        *[(Terms(), said, None) for said in CONTEXT],
        *[(Terms(thinks=True), said, Terms(thinks=True, cap="")) for said in CONTEXT],
        (Terms(thinks=True, cap=""), "context length", None),
    ],
)  # fmt: skip
def test_what_a_server_refuses_by_name_is_left_out(terms: Terms, said: str, left: Terms | None) -> None:
    assert downgrade(terms, said) == left


@pytest.mark.parametrize("status", [400, 422, 501])
async def test_a_refused_parameter_is_left_out_from_then_on(
    status: int, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    client = JudgeClient(URL)
    script(refused(status, "no temperature"), refused(status, "no seed"), completed("{}"))
    with caplog.at_level(logging.INFO):
        await complete(client)
    await complete(client)
    await complete(client, model="another")
    assert [("temperature" in body, "seed" in body) for body in script.bodies] == [
        (True, True),
        (False, True),
        (False, False),
        (False, False),
        (True, True),
    ]
    assert [record.getMessage() for record in caplog.records if record.name == "grader.judge.client"] == [
        "the judge at judge.test:8000 refuses a parameter (no temperature), going on without it",
        "the judge at judge.test:8000 refuses a parameter (no seed), going on without it",
    ]


async def test_a_server_without_schemas_is_remembered(script: Script) -> None:
    client = JudgeClient(URL)
    assert client.mode("m") == "json_schema"
    script(refused(400, "response_format"), completed("{}"))
    await complete(client)
    assert (client.mode("m"), client.mode("another")) == ("json_object", "json_schema")
    assert [body["response_format"]["type"] for body in script.bodies] == ["json_schema", "json_object"]


async def test_the_first_refusal_is_the_one_that_is_told(script: Script) -> None:
    plays = [refused(400, "the first"), refused(400, "the second")]
    assert str(await failed(script, *plays)) == "The judge at judge.test:8000 refuses the request (400: the first)."


async def test_without_a_cap_none_is_sent(script: Script) -> None:
    script(completed("<think>", "length"), refused(400, "maximum context"), completed("{}"))
    client = JudgeClient(URL)
    with pytest.raises(BrokenReply):
        await complete(client)
    await complete(client)
    assert [body.get("max_tokens") for body in script.bodies] == [2500, 2500 + 8192, None]


@pytest.mark.parametrize(
    ("reply", "broken"),
    [
        (completed("{}", reasoning="hm"), False),
        (completed("<think>hm</think>{}"), False),
        (completed(None, "length", reasoning_content="hm"), True),
    ],
    ids=["beside", "within", "instead"],
)
async def test_a_model_that_reasons_is_remembered(reply: httpx.Response, broken: bool, script: Script) -> None:
    client = JudgeClient(URL)
    script(reply, completed("{}"))
    if broken:
        with pytest.raises(BrokenReply):
            await complete(client)
    else:
        assert (await complete(client)).thinking
    await complete(client)
    await complete(client)
    assert [body["max_tokens"] for body in script.bodies] == [2500, 2500 + 8192, 2500 + 8192]
    assert client.terms("another") == Terms()


async def test_what_a_completion_says_is_read(script: Script) -> None:
    script(completed("text", model="judge-14b"))
    read = await complete(JudgeClient(URL))
    assert (read.content, read.model, read.usage) == (
        "text",
        "judge-14b",
        {"prompt": 900, "cached": 800, "completion": 200},
    )


async def test_a_body_without_end_is_not_read_to_its_end(script: Script) -> None:
    taken: list[int] = []

    async def endless() -> Any:
        while len(taken) < 100:
            taken.append(1)
            yield b" " * (1 << 18)

    script(lambda _: _wrapped(httpx.Response(200, content=endless())))
    with pytest.raises(BrokenReply):
        await complete(JudgeClient(URL))
    assert len(taken) == 5  # four quarters of a MiB, and the one that is too much


async def _wrapped(response: httpx.Response) -> httpx.Response:
    return response


async def test_a_body_of_just_what_is_read_is_whole(script: Script) -> None:
    content = completed("x").content
    script(httpx.Response(200, content=content + b" " * ((1 << 20) - len(content))))
    assert (await complete(JudgeClient(URL))).content == "x"


# -- Retry-After, proxies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("0.5", 0.5),
        ("0", 0),
        ("1e9", 3600),
        ("-3", None),
        ("soon", None),
        ("", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert wait({"retry-after": value}) == seconds
    assert wait({}) is None


def test_retry_after_as_a_date() -> None:
    then = datetime.now(UTC) + timedelta(minutes=5)
    found = wait({"retry-after": format_datetime(then, usegmt=True)})
    assert found is not None and 200 < found <= 300
    assert wait({"retry-after": format_datetime(then + timedelta(days=9), usegmt=True)}) == 3600


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "192.168.1.7", "10.0.0.2", "localhost", "judge", "gpu.lan"])
def test_a_proxy_for_the_world_outside_is_not_used_at_home(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "api.example.com", "judge.example.org"])
def test_it_is_used_for_the_world_outside(host: str) -> None:
    assert not is_local(host)
