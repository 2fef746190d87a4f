"""A text changed by a person in their own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from questions.errors import InterviewerError

NO_EDITOR = "No editor was found; set EDITOR, or give the text as a file."


class EditorError(InterviewerError):
    """The editor could not be started, or ended with an error."""


def edited(text: str, suffix: str = ".yaml") -> str:
    """The text as the person leaves it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"question{suffix}"
        file.write_text(text, encoding="utf-8")
        _open(file)
        return file.read_text(encoding="utf-8")


def _open(file: Path) -> None:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not named and not sys.stdin.isatty():
        raise EditorError(NO_EDITOR)  # vi on a pipe would wait for ever
    command = named or "vi"
    try:
        ended = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603 - the person's own editor
    except (OSError, ValueError) as error:
        raise EditorError(NO_EDITOR) from error
    if ended.returncode:
        raise EditorError(f"The editor {command!r} ended with {ended.returncode}; nothing was saved.")
