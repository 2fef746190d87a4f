"""The text of a message as it was typed: code that the client turned into formatting gets its fences back."""

from __future__ import annotations

from telegram import Message, MessageEntity

TOGETHER = 4096  # units after which a client cuts a long text in several messages


def worded(message: Message) -> str:
    """The text with ``` around code blocks and ` around code; offsets count UTF-16 units."""
    units = (message.text or "").encode("utf-16-le")
    for entity in sorted(message.entities, key=lambda e: e.offset, reverse=True):
        if entity.type in (MessageEntity.PRE, MessageEntity.CODE):
            start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
            inner = units[start:end].decode("utf-16-le", "ignore")
            units = units[:start] + _fenced(entity, inner).encode("utf-16-le", "surrogatepass") + units[end:]
    return units.decode("utf-16-le", "ignore")


def _fenced(entity: MessageEntity, code: str) -> str:
    if entity.type == MessageEntity.CODE and "\n" not in code:
        return f"`{code}`"
    return f"```{entity.language or ''}\n{code.rstrip()}\n```\n"
