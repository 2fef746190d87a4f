"""The code in what a person sent: a message that is code, a message with fenced blocks, or a file."""

from __future__ import annotations

import re

_BLOCK = re.compile(
    r"^[ \t]*+```[ \t]*+(?:python3?|py)?[ \t]*+\n(.*?)(?:^[ \t]*+```[ \t]*+$|\Z)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_BLANKS = str.maketrans({"\u00a0": " ", "\u3000": " ", "\u200b": None, "\ufeff": None})  # of phones and web pages


def code_in(text: str) -> str:
    """The text of all fenced blocks, in their order, or the whole text where there is none.

    Blanks that Python does not take for blanks are made ordinary ones.
    """
    blocks = _BLOCK.findall(text.replace("\r\n", "\n"))
    return ("\n".join(blocks) if blocks else text.replace("\r\n", "\n")).translate(_BLANKS)
