"""How answers are typed: a prompt with several lines in a terminal, blank-line separated blocks on a pipe."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Protocol, TextIO


class Typed(Protocol):
    """Where answers and commands come from. `read` returns None at the end of the input."""

    async def read(self) -> str | None: ...


class Piped:
    """Blocks of lines from a stream that is no terminal: an empty line ends a block, a command is a block of one line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    async def read(self) -> str | None:
        """The next block without its ending empty line; leading empty lines are passed over."""
        block: list[str] = []
        while line := await asyncio.to_thread(self._stream.readline):
            line = line.rstrip("\r\n")
            if not block and line.startswith("/"):
                return line
            if line.strip():
                block.append(line)
            elif block:
                break
        return "\n".join(block) if block else None


class Prompted:
    """A prompt of a real terminal: Enter sends, Alt+Enter or Ctrl+J starts a new line, a paste stays one answer."""

    def __init__(self, hint: Callable[[], str]) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.formatted_text import HTML
        from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

        keys = KeyBindings()

        @keys.add("enter")
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.validate_and_handle()

        @keys.add("escape", "enter")
        @keys.add("c-j")
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text("\n")

        self._session: PromptSession[str] = PromptSession(
            multiline=True,
            key_bindings=keys,
            prompt_continuation="  ",
            placeholder=lambda: HTML("<ansigray>{}</ansigray>").format(hint()),
        )

    async def read(self) -> str | None:
        """One answer or command; None after Ctrl-D. Ctrl-C raises KeyboardInterrupt."""
        try:
            return await self._session.prompt_async("> ")
        except EOFError:
            return None


def typed(hint: Callable[[], str]) -> Typed:
    """The reader that fits stdin."""
    if sys.stdin.isatty():
        return Prompted(hint)
    sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]  # a TextIOWrapper
    return Piped(sys.stdin)
