"""Texts of the bank and of people as HTML: fenced code is highlighted, `code` is code, formulas get their sub- and superscripts.

Nothing else is read as markup: an asterisk in an answer is a multiplication.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from questions.text import readable

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# x_{t-1}, d_k, 10^{-3}, n^2: what stands in braces, or one sign after a name of one letter; max_len and __init__ are names
_SCRIPT = re.compile(
    r"(?<=[\w)\]′])[_^]\{([^{}\n]{1,40})\}"
    r"|(?<=[^\W\d_])(?<!\w\w)_([^\W_])(?!\w)"
    r"|(?<=[\w)\]′])\^([^\W\d_]|\d{1,3})(?!\w)"
)
_TAG = {"_": "sub", "^": "sup"}


@lru_cache(maxsize=4096)
def prose(text: str) -> Markup:
    """The text as HTML in which everything of it is escaped."""
    return Markup(_reader().render(readable(text)))  # noqa: S704 - the reader escapes every text and knows no HTML


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero", {"html": False, "breaks": True, "highlight": _highlighted})
    reader.enable(["fence", "backticks", "newline"])
    reader.add_render_rule("text", lambda self, tokens, place, *_: _scripts(tokens[place].content))
    return reader


def _scripts(text: str) -> str:
    """Escaped text with its indices and powers lowered and raised."""
    parts: list[str] = []
    at = 0
    for found in _SCRIPT.finditer(text):
        tag = _TAG[found[0][0]]
        parts += [escape(text[at : found.start()]), f"<{tag}>{escape(next(filter(None, found.groups())))}</{tag}>"]
        at = found.end()
    return "".join([*parts, escape(text[at:])])


def _highlighted(code: str, language: str, _: str) -> str:
    """Code with classes for its tokens; "" leaves it to be escaped as it is."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language or "text")
    except ClassNotFound:
        return ""
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True, classprefix="t-")))
