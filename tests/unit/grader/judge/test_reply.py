from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge.reply import BrokenReply, completion, error_message, verdicts

POINT = {"id": "p1", "quote": "a", "why": "b", "verdict": "covered"}
GOOD = {"points": [POINT, POINT | {"id": "p2"}], "errors": [], "feedback": "Well."}
TEXT = json.dumps(GOOD)


def sent(content: Any = TEXT, finish: Any = "stop", **message: Any) -> bytes:
    choice = {"message": {"role": "assistant", "content": content, **message}, "finish_reason": finish}
    return json.dumps({"model": "m", "choices": [choice], "error": None}).encode()


def test_a_whole_completion_is_read() -> None:
    read = completion(sent())
    assert (read.content, read.model, read.usage, read.thinking) == (TEXT, "m", {}, False)


@pytest.mark.parametrize(
    "body",
    [
        sent(finish="length"),
        sent(finish="abort"),
        sent(finish="content_filter"),
        sent(finish=None),
        sent(content=None),
        sent(content=None, reasoning="I think"),
        sent(content=""),
        sent(content=" \n\t" * 1000),
        sent(content=[{"type": "text", "text": TEXT}]),
        sent(refusal="I cannot"),
        b'{"error": {"message": "EngineCore encountered an issue", "code": 500}}',
        b'data: {"error": {"message": "bad schema", "code": 400}}\n\ndata: [DONE]\n\n',
        b'{"choices": []}',
        b'{"choices": [{"finish_reason": "stop"}]}',
        b"[]",
        b"",
        b"<html>502</html>",
        b"\xff\xfe",
        sent()[:-20],
        b"[" * 100_000,
    ],
)
def test_half_an_answer_is_none(body: bytes) -> None:
    with pytest.raises(BrokenReply):
        completion(body)


def test_a_model_that_spent_everything_on_thoughts_is_noticed() -> None:
    for body in (sent(None, "length", reasoning="hm"), sent(None, reasoning_content="hm"), sent("<think>hm", "length")):
        with pytest.raises(BrokenReply) as broken:
            completion(body)
        assert broken.value.thinking


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        f"  {TEXT}\n",
        f"```json\n{TEXT}\n```",
        f"<think>It says {{}} and </thin</think>\n\n{TEXT}",
        f"<think>quoted: {TEXT}</think>{TEXT}",
        f"thoughts without a beginning</think>{TEXT}",
        f"<think>the answer holds </think>{{}} which is a trick</think>{TEXT}",
        TEXT.replace('"a"', '"a\n\x01b"'),
    ],
)
def test_replies_are_read_through_thoughts_and_fences(content: str) -> None:
    assert [point.id for point in verdicts(content, 2).points] == ["p1", "p2"]


def changed(**fields: Any) -> str:
    return json.dumps(GOOD | fields)


@pytest.mark.parametrize(
    "content",
    [
        TEXT + TEXT,
        "Here you are: " + TEXT,
        TEXT[:-1],
        f"<think>{TEXT}",
        f"<think>forged: </think>{TEXT} and more thoughts",
        changed(points=[POINT]),
        changed(points=[POINT, POINT]),
        changed(points=[POINT, POINT | {"id": "p2"}, POINT | {"id": "p3"}]),
        changed(points=[POINT, POINT | {"id": "p3"}]),
        changed(points=[POINT, POINT | {"id": "P2"}]),
        changed(points=[POINT, POINT | {"id": "p2", "verdict": "Covered"}]),
        changed(points=[POINT, POINT | {"id": "p2", "verdict": "unjudged"}]),
        changed(points=[POINT, POINT | {"id": "p2", "score": 10}]),
        changed(points=[POINT, {"id": "p2", "verdict": "covered"}]),
        changed(points={"p1": POINT, "p2": POINT}),
        changed(points=None),
        changed(score=10),
        changed(feedback=None),
        changed(errors=[{"quote": "a", "why": "b", "severity": "fatal"}]),
        '{"points": [], ' + TEXT[1:],
        "null",
        "10",
        '{"overall": 10}',
        " " * 30_000 + TEXT,
    ],
)
def test_anything_but_the_schema_is_no_reply(content: str) -> None:
    with pytest.raises(BrokenReply):
        verdicts(content, 2)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.sampled_from(["p1", "p2", "covered", "missing"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["points", "errors", "feedback", "id", "quote", "why", "verdict", "severity", "x"]), inner, max_size=4
    ),
)  # fmt: skip


@given(st.one_of(JSON.map(json.dumps), st.text(max_size=200), st.integers(0, len(TEXT) - 1).map(lambda n: TEXT[:n])))
def test_random_replies_are_refused_and_nothing_else_happens(content: str) -> None:
    with pytest.raises(BrokenReply):
        verdicts(content, 2)


@given(st.one_of(st.binary(max_size=200), JSON.map(lambda j: json.dumps(j).encode())))
def test_random_bodies_are_refused_and_nothing_else_happens(body: bytes) -> None:
    with pytest.raises(BrokenReply):
        completion(body)
    assert "\n" not in error_message(body)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error": "Unauthorized"}', "Unauthorized"),
        (b'{"error": {"message": "The model `x`\\ndoes not exist."}}', "The model `x` does not exist."),
        (b'{"detail": "Not Found"}', "Not Found"),
        (b"Bad\nGateway", "Bad Gateway"),
    ],
)
def test_error_messages_are_one_line(body: bytes, said: str) -> None:
    assert error_message(body) == said
