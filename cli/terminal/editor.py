"""A text changed by a person in their own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from questions.errors import InterviewerError

if TYPE_CHECKING:
    from texts.parts import CommandWords


class EditorError(InterviewerError):
    """The editor could not be started, or ended with an error."""


def edited(text: str, say: CommandWords, suffix: str = ".yaml") -> str:
    """The text as the person leaves it; `say` tells what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"question{suffix}"
        file.write_text(text, encoding="utf-8")
        _open(file, say)
        return file.read_text(encoding="utf-8")


def _open(file: Path, say: CommandWords) -> None:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not named and not sys.stdin.isatty():
        raise EditorError(say.NO_EDITOR)  # vi on a pipe would wait for ever
    command = named or "vi"
    try:
        ended = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603 - the person's own editor
    except (OSError, ValueError) as error:
        raise EditorError(say.NO_EDITOR) from error
    if ended.returncode:
        raise EditorError(say.editor_failed(command, ended.returncode))
