"""`interviewer bank complete`: what a draft lacks, proposed by the judge or from its own sentences, accepted field by field."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.commands import completing
from cli.commands.bank_edit import now, somebody
from cli.commands.bank_view import curated_bank, opened_bank, unknown
from cli.commands.options import DryRun
from cli.commands.question_card import BESIDE, GAP, wrapped
from cli.commands.startup import WRONG_USAGE, fail, run, settings, shown, words

if TYPE_CHECKING:
    from questions.model import Question

FIELDS = ("reference", "key_points", "hints", "probes", "scope")


def complete(
    id: Annotated[str, typer.Argument(help="A draft.", autocompletion=completing.drafts)],
    no_judge: Annotated[
        bool, typer.Option("--no-judge", help="Only the outline from the notes' own sentences.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Complete a draft: what it lacks is proposed, shown beside what stands there with its faults, and taken field by field."""
    held, say = curated_bank(), words().bank
    draft = held.drafts.get(id) or fail(unknown(id, held.drafts), WRONG_USAGE)
    by, proposal = _proposal(draft, no_judge)
    changed = draft
    for name in FIELDS:
        if (offered := _with(changed, name, proposal.get(name))) is None:
            continue
        for line in _shown(changed, offered, name, by):
            print(line)
        if _is_taken(dry_run):
            changed = offered
    if changed == draft:
        print(say.NOTHING_PROPOSED if not proposal else say.unchanged(id))
        return
    run(_keep(changed))
    print(say.kept(id, True, False))
    print(say.then_approve(id), file=sys.stderr)


def _proposal(draft: Question, no_judge: bool) -> tuple[str, dict[str, Any]]:
    """Who proposes, and the fields; what cannot be read is told."""
    from questions.outline import outlined

    say = words().bank
    if settings().judge_url and not no_judge:
        print(say.JUDGE_WRITES, file=sys.stderr)
        text = run(_asked(draft))
        if text is not None and (found := _read(text)):
            return say.BY_JUDGE, found
        print(say.NO_PROPOSAL, file=sys.stderr)
    return say.FROM_NOTES, outlined(draft)


async def _asked(draft: Question) -> str | None:
    from cli.commands.grading import grader
    from questions.format import to_json

    judge = grader(no_judge=False)
    try:
        return await judge.proposal(to_json(draft))
    finally:
        await judge.close()


def _read(text: str) -> dict[str, Any]:
    from questions.format import only_document
    from questions.problem import FormatError

    body = text.strip().removeprefix("```yaml").removesuffix("```")
    try:
        value = only_document(body, "proposal").value
    except FormatError as error:
        print(error, file=sys.stderr)
        return {}
    return {name: value[name] for name in FIELDS if name in value} if isinstance(value, dict) else {}


def _with(draft: Question, name: str, value: Any) -> Question | None:
    """The draft with this field; None where nothing would change, or it is not right, which is told."""
    from questions.format import from_json, to_json
    from questions.problem import FormatError

    if not value:
        return None
    try:
        offered = from_json(to_json(draft) | {name: value}, draft.id, draft=True)
    except FormatError as error:
        for problem in error.problems:
            print(words().bank.not_usable(shown(problem)), file=sys.stderr)
        return None
    return None if offered == draft else offered


def _shown(before: Question, after: Question, name: str, by: str) -> Iterator[str]:
    """A field as it stands and as it is proposed, side by side where there is room, and what lint says of the proposal."""
    from questions.lint import check

    say, columns = words().bank, shutil.get_terminal_size().columns
    yield f"\n── {name} · {by}"
    stands, offered = (_as_yaml(question, name) for question in (before, after))
    if columns >= BESIDE and stands:
        from wcwidth import ljust

        half = (columns - len(GAP)) // 2
        left, right = ([row for line in text for row in wrapped(line, half)] for text in (stands, offered))
        yield from (f"{ljust(one, half)}{GAP}{other}".rstrip() for one, other in zip_longest(left, right, fillvalue=""))
    else:
        yield from (f"- {line}" for line in stands)
        yield from (f"+ {line}" for line in offered)
    known = {str(problem) for problem in check(before)}
    for problem in check(after):
        if str(problem) not in known:
            yield f"! {say.SEVERITIES[problem.severity]}: {shown(problem)}"


def _as_yaml(question: Question, name: str) -> list[str]:
    from questions import plainyaml
    from questions.format import laid_out, to_json

    value = to_json(question).get(name)
    return plainyaml.dump(laid_out({name: value})).rstrip().split("\n")[1:] if value else []


def _is_taken(dry_run: bool) -> bool:
    """Whether the person takes the field; on a pipe and on a trial none is taken."""
    return not dry_run and sys.stdin.isatty() and typer.confirm(words().bank.TAKE_IT, default=False)


async def _keep(draft: Question) -> None:
    from app import curation

    async with opened_bank() as (held, db):
        await curation.keep(db, held.files, [(draft, True)], now(), somebody())
