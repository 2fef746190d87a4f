"""Long HTML in several messages, each under Telegram's limit and each with balanced tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

AT_MOST = 4096  # UTF-16 units of the text that is left after parsing
TOKEN = re.compile(r"<(?P<closing>/?)(?P<name>[a-z-]+)[^<>]*>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]|&")
BREAKS = (  # the better place first: after a paragraph, a line, a sentence, a clause or word
    re.compile(r"\n\n+"),
    re.compile(r"\n"),
    re.compile(r"[。！？；]|[.!?;](?=\s)"),
    re.compile(r"[，、：]|\s"),
)
JOINED = re.compile(
    r"[\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)  # belongs to what stands before


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(html: str) -> str:
    """What is left of our own HTML after parsing."""
    return unescape(re.sub(r"<[^<>]*>", "", html))


def split(html: str, at_most: int = AT_MOST) -> list[str]:
    """The HTML in parts of at most `at_most` units after parsing; tags that are open at a cut go on in the next part."""
    if units(plain(html)) <= at_most:
        return [html]
    return [part for part in _parts(html, list(_cuts(plain(html), at_most))) if plain(part).strip()]


def _cuts(text: str, at_most: int) -> Iterator[int]:
    """The places, in characters of the parsed text, at which a new message starts."""
    start = 0
    while units(text[start:]) > at_most:
        start += _fitting(text[start : start + at_most + 1], at_most)
        yield start


def _fitting(text: str, at_most: int) -> int:
    """How many characters of `text` go into one message, preferring the best break in its last two thirds."""
    room, used = 0, 0
    for character in text:
        used += 2 if ord(character) > 0xFFFF else 1
        if used > at_most:
            break
        room += 1
    for pattern in BREAKS:
        ends = [found.end() for found in pattern.finditer(text, 0, room)]
        if ends and ends[-1] >= room // 3:
            return ends[-1]
    while room > 1 and room < len(text) and (JOINED.match(text, room) or text[room - 1] == "\u200d"):
        room -= 1
    return max(room, 1)


def _parts(html: str, cuts: list[int]) -> Iterator[str]:
    """The HTML cut at the given characters of its text, the open tags closed before a cut and opened again after it."""
    part: list[str] = []
    open_tags: list[tuple[str, str]] = []
    at = 0
    for token in TOKEN.finditer(html):
        if token["name"] and token["closing"]:
            open_tags.pop()
        elif token["name"]:
            open_tags.append((token["name"], token[0]))
        else:
            if cuts and at == cuts[0]:
                cuts.pop(0)
                yield "".join([*part, *(f"</{name}>" for name, _ in reversed(open_tags))])
                part = [opening for _, opening in open_tags]
            at += 1
        part.append(token[0])
    yield "".join(part)
