"""What the server keeps and says: errors, messages, people, and how it reads HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

TOKEN = "123456:TEST-token_for_the_loopback_server"
TEXT_AT_MOST, CAPTION_AT_MOST, DATA_AT_MOST, ANSWER_AT_MOST = 4096, 1024, 64, 200
TAGS = {
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "tg-spoiler",
    "a",
    "code",
    "pre",
    "blockquote",
    "span",
}
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>")
ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")


class ApiError(Exception):
    def __init__(self, code: int, description: str, **parameters: int) -> None:
        self.code, self.description, self.parameters = code, description, parameters
        super().__init__(description)


def parse_html(text: str) -> str:
    """The text that is left after parsing Telegram's HTML; ApiError with the server's words when it is malformed."""
    open_tags: list[str] = []
    plain, at = [], 0
    while at < len(text):
        if text[at] != "<":
            end = text.find("<", at)
            end = len(text) if end < 0 else end
            plain.append(unescape(text[at:end]))
            at = end
            continue
        offset = len(text[:at].encode())
        found = TAG.match(text, at)
        if not found:
            raise ApiError(400, f"Bad Request: can't parse entities: Unclosed start tag at byte offset {offset}")
        closing, name = found[1], found[2].lower()
        if name not in TAGS:
            raise ApiError(
                400, f'Bad Request: can\'t parse entities: Unsupported start tag "{name}" at byte offset {offset}'
            )
        if closing:
            if not open_tags:
                raise ApiError(400, f"Bad Request: can't parse entities: Unexpected end tag at byte offset {offset}")
            expected = open_tags.pop()
            if expected != name:
                raise ApiError(
                    400,
                    f"Bad Request: can't parse entities: Unmatched end tag at byte offset {offset}, "
                    f'expected "</{expected}>", found "</{name}>"',
                )
        else:
            if name == "blockquote" and "blockquote" in open_tags:
                raise ApiError(400, "Bad Request: can't parse entities: blockquote entities can't be nested")
            open_tags.append(name)
        at = found.end()
    if open_tags:
        tag = open_tags[-1]
        raise ApiError(
            400, f"Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"{tag}\""
        )
    return "".join(plain)


@dataclass
class Message:
    """One message of a chat as a person sees it; `history` holds the texts it had before edits."""

    id: int
    chat: int
    html: str
    text: str
    markup: dict[str, Any] | None
    from_bot: bool
    at: float
    kind: str = "text"
    reply_to: int | None = None
    deleted: bool = False
    history: list[str] = field(default_factory=list)
    file: bytes = b""

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All inline buttons, row by row."""
        return [b for row in (self.markup or {}).get("inline_keyboard", []) for b in row]

    def button(self, wanted: str) -> dict[str, Any]:
        """The button whose label contains `wanted`."""
        for button in self.buttons:
            if wanted in button["text"]:
                return button
        raise AssertionError(f"no button {wanted!r} under {self.text!r}; there are {[b['text'] for b in self.buttons]}")


@dataclass
class Person:
    id: int
    language: str = "zh-hans"
    name: str = "小明"

    def as_user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


def place(chat: int, name: str = "小明") -> dict[str, Any]:
    """The API's object for a chat: a person's, or a group's when the number is negative."""
    return {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "Group", "first_name": name}
