"""Before a local edit is replaced by what comes from elsewhere: both are shown, and the person at the terminal decides."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import unified_diff
from typing import TYPE_CHECKING

import typer

from cli.commands.startup import words

if TYPE_CHECKING:
    from app.curation import CuratedBank
    from questions.model import Question


def edited_here(held: CuratedBank, id: str, *, draft: bool) -> Question | None:
    """What stands in the database under this id: a draft, or an edit of a question, a retired one too."""
    if draft:
        return held.drafts.get(id)
    live = held.bank.get(id) or held.bank.retired.get(id)
    return live if held.bank.origins.get(id) == "database" else None


def may_replace(mine: Question, theirs: Question, *, replace: bool, dry_run: bool = False) -> bool:
    """Whether `theirs` may take the place of `mine`: shown with what differs and asked; on a pipe only with --replace."""
    say = words().bank
    if replace:
        return True
    print(say.edited_here(mine.id), file=sys.stderr)
    for line in difference(mine, theirs):
        print(line, file=sys.stderr)
    if dry_run:
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        print(say.kept_mine(mine.id), file=sys.stderr)
        return False
    return typer.confirm(say.replace_mine(mine.id), default=False, err=True)


def difference(mine: Question, theirs: Question) -> Iterator[str]:
    """Both questions as files: what only stands here after -, what only comes from there after +."""
    from questions.format import dump

    say = words().bank
    before, after = (dump(question).splitlines() for question in (mine, theirs))
    return unified_diff(before, after, say.HERE, say.INCOMING, lineterm="", n=1)
