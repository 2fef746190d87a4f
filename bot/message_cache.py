"""The texts of the latest messages, so that an edit of one part of an answer leaves its other parts as they are."""

from __future__ import annotations

from collections import OrderedDict

KEPT = 2000  # messages; only those of an answer that is being graded are ever asked for


class MessageCache:
    """Text by chat and message, as long as the program runs."""

    def __init__(self) -> None:
        self._texts: OrderedDict[tuple[int, int], str] = OrderedDict()

    def note(self, chat: int, message: int, text: str) -> None:
        """Remembers a text; a part of a longer one that is known already stays."""
        self._texts.setdefault((chat, message), text)
        while len(self._texts) > KEPT:
            self._texts.popitem(last=False)

    def changed(self, chat: int, message: int, text: str) -> str | None:
        """Remembers an edited text; what it was before, None when that is not known."""
        old = self._texts.get((chat, message))
        if old is not None:
            self._texts[chat, message] = text
        return old
