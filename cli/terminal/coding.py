"""Code as an answer: written in the person's editor, or in a file that is watched."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from app import programs
from app.context import AppContext
from app.messages.terminal import CodeNotTaken, NoTaskOpen, Watching
from app.messages.values import NoticeContent
from cli.terminal.editor import EditorError, edited
from questions.model import Language
from texts import catalogue

LOOK_EVERY = 0.3  # seconds
LARGEST = programs.KILOBYTES * 1024


async def edit(app: AppContext, chat: int, language: Language) -> NoticeContent | None:
    """Opens the task's code in the editor and hands in what was changed; what there is to say, None for nothing."""
    task = await programs.open_task(app, chat)
    if task is None:
        return NoTaskOpen()
    try:
        code = await asyncio.to_thread(edited, task.code, catalogue(language).commands, ".py")
    except (EditorError, UnicodeDecodeError, OSError) as error:
        return CodeNotTaken(str(error))
    if code.strip() == task.code.strip():
        return None
    return await hand_in(app, chat, code)


async def hand_in(app: AppContext, chat: int, code: str) -> NoticeContent | None:
    """Hands code in; what there is to say, None for nothing."""
    task = await programs.open_task(app, chat)
    taken = task is not None and await programs.hand_in(app, chat, task, code)
    return None if taken else NoTaskOpen()


@dataclass(slots=True)
class WatchedFile:
    """A file whose every save is handed in. last: its text when it was handed in or begun."""

    path: Path
    last: str

    async def saved(self) -> str:
        """The text of the file, as soon as it is another one; a file that cannot be read is waited for."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            text = await asyncio.to_thread(_text, self.path)
            if text is not None and text.strip() and text != self.last:
                self.last = text
                return text


async def watch(app: AppContext, chat: int, name: str) -> tuple[WatchedFile | None, NoticeContent]:
    """Begins to watch a file, which gets the task's code if it is not there; with what there is to say."""
    task = await programs.open_task(app, chat)
    if task is None:
        return None, NoTaskOpen()
    return await asyncio.to_thread(_begun, name or f"{task.id}.py", task.code)


def _begun(name: str, code: str) -> tuple[WatchedFile | None, NoticeContent]:
    path = Path(name).expanduser()
    try:
        if not path.exists():
            path.write_text(code, encoding="utf-8")
    except OSError as error:
        return None, CodeNotTaken(f"{path}: {error.strerror}")
    text = _text(path)
    return (None, CodeNotTaken(str(path))) if text is None else (WatchedFile(path, text), Watching(str(path)))


def _text(path: Path) -> str | None:
    """The text of a plain file of at most 64 kB; None for anything else."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
