"""Plain text, and the bank's text with its code, as Telegram's HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable

from questions.text import readable

FENCE = re.compile(r"^```([\w+-]*+)[^\n]*+\n(.*?)\n?^```[ \t]*+$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")


def escaped(text: str) -> str:
    """Text that Telegram's parser reads back as it was; control characters, which it refuses or drops, are gone."""
    return readable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    return escaped(text).replace('"', "&quot;")


def bold(text: str) -> str:
    return f"<b>{escaped(text)}</b>"


def italic(text: str) -> str:
    return f"<i>{escaped(text)}</i>"


def struck(text: str) -> str:
    return f"<s>{escaped(text)}</s>"


def prose(text: str) -> str:
    """A text of the bank: fenced code becomes a code block with its language, `code` becomes code, the rest is escaped."""
    parts: list[str] = []
    at = 0
    for found in FENCE.finditer(text):
        parts += [_inline(text[at : found.start()]), _block(found[1], found[2])]
        at = found.end()
    return "".join([*parts, _inline(text[at:])]).strip("\n")


def _inline(text: str) -> str:
    return CODE.sub(lambda found: f"<code>{found[1]}</code>", escaped(text))


def _block(language: str, code: str) -> str:
    opening = f'<pre><code class="language-{attribute(language)}">' if language else "<pre><code>"
    return f"{opening}{escaped(code)}</code></pre>"


def folded(html: str) -> str:
    """A long passage that a phone shows with a tap."""
    return f"<blockquote expandable>{html}</blockquote>"


def link(title: str, url: str) -> str:
    return f'<a href="{attribute(url)}">{escaped(title)}</a>' if url else escaped(title)


def paragraphs(parts: Iterable[str]) -> str:
    """The parts that are not empty, an empty line between them."""
    return "\n\n".join(part for part in parts if part)
