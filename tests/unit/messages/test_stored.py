"""The stored form of messages: what is packed is read back, and what cannot be read says so without a person's words."""

from __future__ import annotations

import json
from typing import Any, get_args, get_type_hints

import pytest
from structlog.testing import capture_logs

from app.messages.chatting import VoiceHeard
from app.messages.prompts import HeldAnswer, Prompt
from app.messages.stored import VERSION, UnreadableMessageError, pack, read, unpack
from app.messages.values import Envelope, ExportFile, NewButtons, Notice, NoticeContent
from testing.notices import samples
from tests.unit.messages.test_old_messages import revision

NOTICE = Notice(VoiceHeard("secret words"), "zh")


def tag(kind: type[Any]) -> str:
    """The tag of a notice or prompt, from the type of its field `kind`."""
    (only,) = get_args(get_type_hints(kind)["kind"])
    return str(only)


@pytest.mark.parametrize("kind", get_args(NoticeContent), ids=lambda kind: kind.__name__)
def test_every_notice_is_read_back_as_it_was_stored(kind: type[Any]) -> None:
    for content in samples(kind, text="<&> “中文”"):
        stored = json.loads(json.dumps(pack(Notice(content, "en"))))
        assert unpack(stored) == Envelope(Notice(content, "en"))


@pytest.mark.parametrize(
    "envelope",
    [
        Envelope(NOTICE, [[("label", "data")]], 7, HeldAnswer("i", 2, "words", "telegram:1:2", spoken=True)),
        Envelope(NOTICE, []),
        Envelope(NewButtons(), [[("a", "b"), ("c", "d")], []], 9),
        Envelope(ExportFile()),
    ],
)
def test_what_telegram_adds_is_read_back(envelope: Envelope) -> None:
    assert unpack(json.loads(json.dumps(pack(envelope)))) == envelope


def test_tags_are_told_apart() -> None:
    for union in (NoticeContent, Prompt):
        tags = [tag(kind) for kind in get_args(union)]
        assert len(tags) == len(set(tags))


def test_every_tag_that_may_wait_in_an_outbox_is_known() -> None:
    """Renaming a class moves nothing; renaming a tag strands the rows that have it."""
    stored = {kind for kind, _ in revision.KINDS.values()} | {"unreadable"}
    assert stored <= {tag(kind) for kind in get_args(NoticeContent)}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"version": VERSION + 1}, rf"version {VERSION + 1}, not {VERSION}"),
        ({"version": None}, "version None"),
        ({"message": {"event": "nonsense"}}, "message: union_tag_invalid"),
        ({"message": {"event": "notice", "language": "zh", "content": {"kind": "heard"}}}, "text: missing"),
        ({"prompt": {"kind": "hold", "text": "secret words"}}, "missing"),
        ({"buttons": "secret words"}, "buttons"),
    ],
)
def test_what_cannot_be_read_says_where_and_not_what(changed: dict[str, Any], why: str) -> None:
    stored = pack(NOTICE) | changed
    with pytest.raises(UnreadableMessageError, match=why) as refused:
        unpack(stored)
    assert "secret" not in str(refused.value)
    with capture_logs() as logs:
        assert read(stored) is None
    assert [line["why"] for line in logs] == [str(refused.value)]
