"""Updates before they reach a handler."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat as TelegramChat
from telegram import Message, MessageEntity

from app.self_ratings import read_ticks
from bot.dispatcher import joined
from bot.ingest import read_update
from bot.message_text import worded
from bot.zones import zone_named
from interview.occurrence import UnknownZoneError
from storage.inbox import Update


def said(id: int, text: str, sender: int = 7) -> Update:
    message = {"message_id": id, "from": {"id": sender}, "chat": {"id": 7, "type": "private"}, "text": text}
    return Update(id, 7, sender, {"update_id": id, "message": message})


@pytest.mark.parametrize(
    "raw", [None, 7, "x", [], {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**70}, {"update_id": -1}]
)
def test_what_has_no_usable_id_is_dropped(raw: object) -> None:
    assert read_update(raw) is None


@pytest.mark.parametrize(
    ("raw", "chat", "sender"),
    [
        ({"message": {"chat": {"id": -100}, "from": {"id": 5}}}, -100, 5),
        ({"callback_query": {"id": "1", "from": {"id": 5}, "message": {"chat": {"id": 6}}}}, 6, 5),
        ({"callback_query": {"id": "1", "from": {"id": 5}, "inline_message_id": "x"}}, 5, 5),
        ({"callback_query": {"from": {"id": 5}, "message": {"chat": {"id": 6}}}}, None, None),  # nothing can answer it
        ({"message": {"chat": {"id": 6}, "from": {"first_name": "nobody"}}}, None, None),
        ({"my_chat_member": {"chat": {"id": 6}, "from": {"id": 6}}}, 6, 6),
        ({"message": "nonsense"}, None, None),
        ({"message": {"chat": "nonsense", "from": {"id": 2**80}}}, None, None),
        ({"poll": {"id": "1"}}, None, None),
    ],
)
def test_chat_and_sender_are_read_from_whatever_comes(
    raw: dict[str, object], chat: int | None, sender: int | None
) -> None:
    read = read_update({"update_id": 9} | raw)
    assert read is not None
    assert (read.id, read.chat, read.sender) == (9, chat, sender)


def test_a_text_that_the_client_cut_is_one_again() -> None:
    parts = [said(1, "长" * 4096), said(2, "文" * 4096), said(3, "。完"), said(4, "下一条")]
    whole = list(joined(parts))
    assert [[part.id for part in parts] for parts, _ in whole] == [[1, 2, 3], [4]]
    assert whole[0][1].payload["message"]["text"] == "长" * 4096 + "文" * 4096 + "。完"
    assert whole[0][1].payload["message"]["message_id"] == 1


def test_a_text_cut_at_a_line_keeps_the_line() -> None:
    ((_, whole),) = list(joined([said(1, "a" * 3900), said(2, "b")]))
    assert whole.payload["message"]["text"] == "a" * 3900 + "\nb"


@pytest.mark.parametrize("second", ["/stop", "somebody else"])
def test_commands_and_other_people_are_never_joined(second: str) -> None:
    other = said(2, second, sender=7 if second == "/stop" else 8)
    assert [[part.id for part in parts] for parts, _ in joined([said(1, "a" * 4096), other])] == [[1], [2]]


def test_code_keeps_its_fences() -> None:
    text = "看 😀 x = 1\nfor i in y:\n    pass\n完"
    entities = [
        MessageEntity(MessageEntity.CODE, 5, 5),
        MessageEntity(MessageEntity.PRE, 11, 20, language="python"),
    ]
    message = Message(1, datetime.now(UTC), TelegramChat(7, "private"), text=text, entities=entities)
    assert worded(message) == "看 😀 `x = 1`\n```python\nfor i in y:\n    pass\n```\n\n完"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("北京", "Asia/Shanghai"),
    ],
)
def test_zones_as_people_type_them(typed: str, zone: str) -> None:
    assert zone_named(typed).key == zone


@pytest.mark.parametrize("typed", ["", "Atlantis", "../etc/passwd", "/", "x" * 5000, "Asia", "\x00", "🕘"])
def test_what_is_no_zone_is_refused(typed: str) -> None:
    with pytest.raises(UnknownZoneError):
        zone_named(typed)


@pytest.mark.parametrize(
    ("typed", "ticks"),
    [
        ("", {}),
        ("1=1 2=0.5 3=0", {1: 1.0, 2: 0.5, 3: 0.0}),
        ("1=1，2=.5", {1: 1.0, 2: 0.5}),
        ("1 = ½", {1: 0.5}),
        ("1=2", None),
        ("1=0.55", None),
        ("all", None),
        ("1=1 and", None),
    ],
)
def test_ticks_as_people_type_them(typed: str, ticks: dict[int, float] | None) -> None:
    assert read_ticks(typed) == ticks
