"""How answers are typed: a prompt with several lines in a terminal, blank-line separated blocks on a pipe."""

from __future__ import annotations

import asyncio
import os
import re
import select
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Protocol, TextIO

from cli.terminal.commands import command

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.key_binding import KeyBindings

READING = "stdin"  # name of the thread that waits for a line of a pipe
_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[O@-_]?.|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _never(said: str) -> bool:
    return False


def _always(said: str) -> bool:
    return True


class Typed(Protocol):
    """Where answers and commands come from. Both readers return None at the end of the input."""

    async def read(self, at_once: Callable[[str], bool] = _never) -> str | None:
        """The next answer, or one command; a line for which `at_once` holds needs no empty line behind it."""
        ...

    async def line(self) -> str | None:
        """One line: the reply to a question of the program."""
        ...

    def ahead(self) -> str:
        """What was typed and is in no answer yet; it is taken from the input, and can be recalled where there is a prompt."""
        ...

    def held(self) -> AbstractContextManager[None]:
        """While the block runs nothing is echoed or read as a line but by this reader."""
        ...


class Piped:
    """Blocks of lines from a stream that is no terminal: an empty line ends a block, a command is a block of one line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    async def read(self, at_once: Callable[[str], bool] = _never) -> str | None:
        """The next block without its ending empty line; leading empty lines are passed over."""
        block: list[str] = []
        while line := await self._next():
            line = line.rstrip("\r\n")
            if not block and (command(line) is not None or at_once(line)):
                return line
            if line.strip() or in_code(block):
                block.append(line)
            elif block:
                break
        return "\n".join(block) if block else None

    async def line(self) -> str | None:
        read = await self._next()
        return read.rstrip("\r\n") if read else None

    async def _next(self) -> str:
        """The next line with its ending, "" at the end; a thread of its own waits for it, which leaving does not wait for."""
        loop = asyncio.get_running_loop()
        read: asyncio.Future[str] = loop.create_future()

        def take(line: str) -> None:
            if not read.done():
                read.set_result(line)

        def wait() -> None:
            line = self._stream.readline()
            with suppress(RuntimeError):  # the program has been left
                loop.call_soon_threadsafe(take, line)

        threading.Thread(target=wait, name=READING, daemon=True).start()
        return await read

    def ahead(self) -> str:
        return ""  # a pipe is read in order, however early it was written

    def held(self) -> AbstractContextManager[None]:
        return nullcontext()


class Prompted:
    """A prompt of a real terminal: an empty line sends an answer, Enter alone a command; a paste stays one answer.

    Ctrl-C clears what was typed (which ↑ brings back); without anything typed it raises KeyboardInterrupt.
    """

    def __init__(self, hint: Callable[[], str], sends: str) -> None:
        """hint: what stands in the empty prompt. sends: what stands behind the empty line that would send."""
        from prompt_toolkit import PromptSession
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.formatted_text import HTML
        from prompt_toolkit.layout.processors import AfterInput, ConditionalProcessor

        self._at_once: Callable[[str], bool] = _never
        session: PromptSession[str] = PromptSession(
            multiline=True,
            key_bindings=self._keys(),
            prompt_continuation="  ",
            placeholder=lambda: HTML("<ansigray>{}</ansigray>").format("" if self._at_once is _always else hint()),
        )
        session.input_processors = [
            ConditionalProcessor(
                AfterInput(sends, style="ansigray"), Condition(lambda: _is_at_empty_line(session.default_buffer))
            )
        ]
        self._session = session

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

        keys = KeyBindings()

        @keys.add("enter")
        @keys.add("c-j")  # what Enter sends through some terminals
        def _(event: KeyPressEvent) -> None:
            if self._at_once(event.current_buffer.text) or _is_whole(event.current_buffer):
                event.current_buffer.text = event.current_buffer.text.rstrip("\n")
                event.current_buffer.validate_and_handle()
            else:
                event.current_buffer.insert_text("\n")

        @keys.add("escape", "enter")
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text("\n")

        @keys.add("c-c")
        def _(event: KeyPressEvent) -> None:
            if event.current_buffer.text:
                event.current_buffer.append_to_history()
                event.current_buffer.reset()
            else:
                event.app.exit(exception=KeyboardInterrupt(), style="class:aborting")

        return keys

    async def read(self, at_once: Callable[[str], bool] = _never) -> str | None:
        """One answer or command; None after Ctrl-D."""
        self._at_once = at_once
        try:
            return await self._session.prompt_async("> ")
        except EOFError:
            return None

    async def line(self) -> str | None:
        return await self.read(_always)

    def ahead(self) -> str:
        from prompt_toolkit.input.typeahead import get_typeahead

        keys = "".join(press.data for press in get_typeahead(self._session.input))
        said = _SEQUENCE.sub("", keys + _waiting(sys.stdin.fileno())).replace("\r", "\n").strip()
        if said:
            self._session.history.append_string(said)
        return said

    def held(self) -> AbstractContextManager[None]:
        return _held(sys.stdin.fileno())


def _is_whole(buffer: Buffer) -> bool:
    """Whether Enter sends what stands there: a command, nothing, or a text with the cursor on an empty line at its end."""
    said = buffer.text
    return not said.strip() or ("\n" not in said and command(said) is not None) or _is_at_empty_line(buffer)


def _is_at_empty_line(buffer: Buffer) -> bool:
    document = buffer.document
    if in_code(buffer.text.split("\n")):
        return False
    return bool(buffer.text.strip() and not document.current_line.strip() and not document.text_after_cursor.strip())


def in_code(lines: Iterable[str]) -> bool:
    """Whether a block of code (```) is still open after these lines: its empty lines end nothing."""
    return sum(line.lstrip().startswith("```") for line in lines) % 2 == 1


def _waiting(descriptor: int) -> str:
    """What waits to be read, without waiting for more."""
    read = b""
    while select.select([descriptor], [], [], 0)[0] and (some := os.read(descriptor, 4096)):
        read += some
    return read.decode(errors="ignore")


@contextmanager
def _held(descriptor: int) -> Iterator[None]:
    """Keys are kept as they are typed while no prompt reads them: no echo, no lines, Enter stays Enter; Ctrl-C interrupts."""
    import termios

    before = termios.tcgetattr(descriptor)
    kept = termios.tcgetattr(descriptor)
    kept[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR)
    kept[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(descriptor, termios.TCSANOW, kept)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)


def typed(hint: Callable[[], str], sends: str = "") -> Typed:
    """The reader that fits stdin."""
    if sys.stdin.isatty():
        return Prompted(hint, sends)
    sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]  # a TextIOWrapper
    return Piped(sys.stdin)
