"""What an update looks like where handlers look at it; the library itself takes a number for a text and the other way round."""

from __future__ import annotations

from typing import Any

LARGEST = 2**53  # Telegram's numbers stay below
USER = {"id": int, "is_bot": bool, "first_name": str, "last_name": str, "username": str, "language_code": str}
CHAT = {"id": int, "type": str, "title": str, "username": str, "first_name": str, "last_name": str}
ENTITY = {"type": str, "offset": int, "length": int, "language": str}
FILE = {"file_id": str, "file_unique_id": str, "file_size": int}
MESSAGE: dict[str, Any] = {
    "message_id": int, "date": int, "edit_date": int, "chat": CHAT, "from": USER, "text": str, "entities": [ENTITY],
    "voice": FILE, "audio": FILE,
}  # fmt: skip
MESSAGE["reply_to_message"] = MESSAGE
UPDATE = {
    "message": MESSAGE,
    "edited_message": MESSAGE,
    "callback_query": {"id": str, "from": USER, "message": MESSAGE, "data": str, "chat_instance": str},
    "my_chat_member": {"chat": CHAT, "from": USER, "new_chat_member": {"status": str, "user": USER}},
}


def fits(value: Any, shape: Any = UPDATE) -> bool:
    """Whether everything that is there has its type, and what has an id is known by it; the rest is the library's to judge."""
    match shape:
        case dict():
            if not isinstance(value, dict) or ("id" in shape and value.get("id") is None):
                return False
            return all(fits(value[name], part) for name, part in shape.items() if value.get(name) is not None)
        case [part]:
            return isinstance(value, list) and all(fits(one, part) for one in value)
        case _:
            return type(value) is shape and (shape is not int or abs(value) < LARGEST)
