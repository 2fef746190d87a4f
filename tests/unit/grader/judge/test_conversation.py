"""Short replies of a judge: read where they fit their form, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from grader.judge.reply import BrokenReply, field_of
from grader.judge.schema import ReplyForm, response_format, tokens_at_most

KIND = ReplyForm("kind", "kind", values=("answer", "hint"))
TEXT = ReplyForm("explanation", "explanation", characters=10)


@pytest.mark.parametrize(
    ("form", "content", "expected"),
    [
        (KIND, '{"kind": "hint"}', "hint"),
        (KIND, '```json\n{"kind": "hint"}\n```', "hint"),
        (KIND, '<think>{"kind": "answer"}?</think>{"kind": "hint"}', "hint"),
        (TEXT, '{"explanation": "one head"}', "one head"),
    ],
)
def test_a_reply_of_its_form_is_read(form: ReplyForm, content: str, expected: str) -> None:
    assert field_of(content, form) == expected


@pytest.mark.parametrize(
    ("form", "content"),
    [
        (KIND, "hint"),
        (KIND, '{"kind": "other"}'),
        (KIND, '{"kind": ["hint"]}'),
        (KIND, '{"Kind": "hint"}'),
        (KIND, "{}"),
        (TEXT, '{"explanation": ""}'),
        (TEXT, '{"explanation": "' + "x" * 21 + '"}'),
        (KIND, "[" * 100_000),
        (KIND, " " * 60_000 + '{"kind": "hint"}'),
    ],
)
def test_anything_else_is_broken(form: ReplyForm, content: str) -> None:
    with pytest.raises(BrokenReply):
        field_of(content, form)


def test_the_form_is_what_the_server_is_sent() -> None:
    sent = response_format(KIND, "json_schema")["json_schema"]
    assert sent["name"] == "kind"
    assert sent["schema"]["properties"]["kind"]["enum"] == ["answer", "hint"]
    assert sent["schema"]["required"] == ["kind"]
    assert response_format(TEXT, "json_schema")["json_schema"]["schema"]["properties"]["explanation"]["maxLength"] == 10
    assert tokens_at_most(KIND) < tokens_at_most(TEXT) < 300
