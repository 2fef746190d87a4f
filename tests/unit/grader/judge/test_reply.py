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


# -- what is said of each broken reply; the second try and the log repeat it -----------------------------------------


def broken(body: bytes) -> BrokenReply:
    with pytest.raises(BrokenReply) as raised:
        completion(body)
    return raised.value


@pytest.mark.parametrize(
    ("body", "said", "thinking"),
    [
        (b"", "it sent no readable JSON", False),
        (b"[]", "it sent JSON that is no object", False),
        (b"{}", "it sent something other than a chat completion", False),
        (b'{"choices": []}', "it sent something other than a chat completion", False),
        (b'{"choices": [{"message": "x"}]}', "it sent something other than a chat completion", False),
        (b'{"error": {"message": "no\\nroom"}, "choices": []}', "it reported an error inside a reply: no room", False),
        (b'{"error": "dead"}', "it reported an error inside a reply: dead", False),
        (b'{"a": 1, "a": 2}', "it sent no readable JSON", False),
        (sent(refusal="I cannot", finish="length"), "the model refused", False),
        (sent(finish="length"), "the reply ended early (length)", False),
        (sent(finish=None), "the reply ended early (None)", False),
        (sent(finish="x" * 50), f"the reply ended early ({'x' * 40})", False),
        (sent(finish="length", reasoning="hm"), "the reply ended early (length)", True),
        (sent(content=None), "the reply was empty", False),
        (sent(content=" \n"), "the reply was empty", False),
        (sent(content=[TEXT]), "the reply was empty", False),
        (sent(content=None, reasoning_content="hm"), "the reply was empty", True),
        (sent(content=" <think>hm", finish="length"), "the reply ended early (length)", True),
    ],
)
def test_why_a_completion_is_broken(body: bytes, said: str, thinking: bool) -> None:
    assert (str(broken(body)), broken(body).thinking) == (said, thinking)


@pytest.mark.parametrize(
    ("message", "thinking"),
    [
        ({}, False),
        ({"reasoning": "hm"}, True),
        ({"reasoning_content": "hm"}, True),
        ({"reasoning": ""}, False),
        ({"content": " \n<think>hm</think>{}"}, True),
        ({"content": "{} <think>"}, False),
    ],
)
def test_a_completion_tells_whether_the_model_reasoned(message: dict[str, Any], thinking: bool) -> None:
    assert completion(sent(**message)).thinking is thinking


def test_the_first_of_several_choices_is_read() -> None:
    body = json.loads(sent())
    body["choices"].append({"message": {"content": "second"}, "finish_reason": "length"})
    assert completion(json.dumps(body).encode()).content == TEXT


@pytest.mark.parametrize(
    ("usage", "read"),
    [
        (
            {"prompt_tokens": 9, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 8}},
            {"prompt": 9, "cached": 8, "completion": 2},
        ),
        ({"prompt_tokens": 0, "completion_tokens": -1}, {"prompt": 0}),
        ({"prompt_tokens": "9", "prompt_tokens_details": {"cached_tokens": None}, "completion_tokens": 2.5}, {}),
        ({"prompt_tokens": 9, "prompt_tokens_details": 8}, {"prompt": 9}),
        (None, {}),
        ([], {}),
    ],
)
def test_usage_as_far_as_it_is_counted(usage: object, read: dict[str, int]) -> None:
    body = json.loads(sent())
    body["usage"] = usage
    assert completion(json.dumps(body).encode()).usage == read


@pytest.mark.parametrize(("model", "read"), [("m", "m"), (None, ""), (7, "")])
def test_a_model_without_a_name(model: object, read: str) -> None:
    assert completion(json.dumps(json.loads(sent()) | {"model": model}).encode()).model == read


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"message": "gone"}', "gone"),
        (b'{"detail": {"message": "deep"}, "message": "gone"}', "deep"),
        (b'{"error": "first", "detail": "second"}', "first"),
        (b'{"a": 1}', "{'a': 1}"),
        (b'{"error": {"code": 5}}', "{'code': 5}"),
        (b"x" * 5000, "x" * 200),
        (b"a " * 2000, " ".join("a" * 200)[:200]),
        (b"\xff gone", "\ufffd gone"),
        (json.dumps({"error": "x" * 300}).encode(), "x" * 200),
        (b" " * 1999 + b"ab", "a"),  # of a body that is no JSON, the first 2,000 bytes
    ],
)
def test_what_an_error_response_says(body: bytes, said: str) -> None:
    assert error_message(body) == said


def why_not(content: str, points: int = 2) -> str:
    with pytest.raises(BrokenReply) as raised:
        verdicts(content, points)
    return str(raised.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("?", "it sent no readable JSON"),
        ("[]", "it sent JSON that is no object"),
        ("<think>" + TEXT, "it sent no readable JSON"),
        ("<think>a</think>[]", "it sent JSON that is no object"),
        (changed(score=10), "the reply does not fit the schema: score: Extra inputs are not permitted"),
        (changed(points=[POINT, {"id": "p2"}]), "the reply does not fit the schema: points.1.quote: Field required"),
        (changed(points=[POINT]), "the reply does not name every key point exactly once"),
        (changed(points=[POINT, POINT]), "the reply does not name every key point exactly once"),
        (changed(**{"x" * 300: 1}), f"the reply does not fit the schema: {'x' * 165}"),
        (" " * 12_001 + TEXT, "the reply is longer than any whole one"),
    ],
)
def test_why_a_reply_is_broken(content: str, said: str) -> None:
    assert why_not(content) == said


def test_a_whole_reply_is_within_2000_characters_for_each_point_and_four_more() -> None:
    padding = " " * (2000 * 6 - len(TEXT))
    assert verdicts(padding + TEXT, 2).feedback == "Well."
    assert why_not(" " + padding + TEXT) == "the reply is longer than any whole one"
    assert verdicts("<think>" + "x" * 20_000 + "</think>" + TEXT, 2).feedback == "Well.", "thoughts do not count"


def test_every_field_is_read() -> None:
    error = {"quote": "c", "why": "d", "severity": "major"}
    read = verdicts(changed(errors=[error]), 2)
    assert [(p.id, p.quote, p.why, p.verdict) for p in read.points] == [
        ("p1", "a", "b", "covered"),
        ("p2", "a", "b", "covered"),
    ]
    assert [(e.quote, e.why, e.severity) for e in read.errors] == [("c", "d", "major")]


@pytest.mark.parametrize(("ends", "read"), [(19, True), (20, False)])
def test_the_reply_is_looked_for_behind_twenty_ends_of_thought(ends: int, read: bool) -> None:
    content = "<think>" + "a</think>" * ends + "b</think>" + TEXT
    if read:
        assert verdicts(content, 2).feedback == "Well."
    else:
        assert why_not(content) == "it sent no readable JSON"


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (f"```json\n{TEXT}\n```", True),
        (f"```\n{TEXT}\n```", True),
        (f"```json \n {TEXT} \n ```", True),
        (f"<think>a</think>\n```json\n{TEXT}\n```\n", True),
        (f"```json {TEXT}```", False),
        (f"```json\n{TEXT}\n``` and more", False),
        (f"x ```json\n{TEXT}\n```", False),
        (f"{TEXT}</think>{TEXT}", True),
        (f"</think>{TEXT}", True),
        (f"{TEXT}</think>{{}}", False),
    ],
)
def test_what_may_stand_around_a_reply(content: str, read: bool) -> None:
    if read:
        assert verdicts(content, 2).feedback == "Well."
    else:
        why_not(content)


def test_a_reply_with_far_more_errors_than_were_asked_for_is_told_so() -> None:
    error = {"quote": "a", "why": "b", "severity": "minor"}
    assert len(verdicts(changed(errors=[error] * 16), 2).errors) <= 16
    with pytest.raises(BrokenReply, match=r"^the reply lists more false statements than any whole one$"):
        verdicts(changed(errors=[error] * 17), 2)
