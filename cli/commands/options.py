"""Options that several commands take, and how their results are told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cli.commands import completing
from cli.commands.pager import show
from cli.commands.startup import lined_up, words

Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
FormatOption = Annotated[
    str, typer.Option("--format", help="text or json.", autocompletion=completing.of("text", "json"))
]


def tell_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def tell_table(rows: Sequence[Sequence[str]], names: Sequence[str], as_json: bool) -> None:
    """Rows in columns, or as a list of JSON objects with these names."""
    if as_json:
        tell_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        show(lined_up(*rows))


def tell_done(sentence: str, dry_run: bool) -> None:
    """What a command did, or under --dry-run what it would have done."""
    print(words().commands.only_tried(sentence) if dry_run else sentence)
