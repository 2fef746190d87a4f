"""`interviewer bank review`: the curator's desk, one question after the other with everything that people say about it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands import appeals, bank_edit, completing
from cli.commands.bank_view import chosen_of, curated_bank, find
from cli.commands.question_card import card, wrapped
from cli.commands.startup import WRONG_USAGE, fail, opened_database, or_dash, run, words

if TYPE_CHECKING:
    from app.curation import CuratedBank, Desk
    from questions.model import Question

NEXT, BACK, QUIT = (" ", "\r", "\n", "j"), ("b", "k"), ("q", "\x03", "\x04", "\x1b")
VERDICTS = {"c": "covered", "p": "partial", "m": "missing", "d": "contradicted"}


def review(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            help="Questions or drafts; unless told drafts, and what people report, contest or changed since.",
            autocompletion=completing.questions,
        ),
    ] = None,
    topic: Annotated[
        str,
        typer.Option(help="Also what nobody has reviewed of this topic.", autocompletion=completing.topics),
    ] = "",
) -> None:
    """The desk: question after question, with reports and contested verdicts beside it, to approve, edit, retire, note."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        fail(words().bank.REVIEW_NEEDS_TERMINAL, WRONG_USAGE)
    held, desks = curated_bank(), run(_desks())
    waiting = [find(held, id).id for id in ids] if ids else list(dict.fromkeys(_waiting(held, desks, topic)))
    if not waiting:
        print(words().bank.DESK_EMPTY)
        return
    _walk(waiting)


async def _desks() -> Mapping[str, Desk]:
    from app.curation import desks

    async with opened_database() as db:
        return await desks(db)


def _waiting(held: CuratedBank, desks: Mapping[str, Desk], topic: str) -> Iterator[str]:
    """Ids of what waits for a curator: what people say first, then drafts, outdated edits, and what nobody has read."""
    said = [id for id, desk in desks.items() if desk.reports or desk.appeals]
    yield from (id for id in said if held.find(id) is not None)
    yield from held.drafts
    yield from sorted(held.outdated)
    if topic:
        chosen = chosen_of(tuple(held.bank.questions.values()), topic, None)
        yield from (question.id for question in chosen if not question.reviewed)


def _walk(waiting: list[str]) -> None:
    at, say = 0, words().bank
    while 0 <= at < len(waiting):
        held, desks = curated_bank(), run(_desks())
        question = held.drafts.get(waiting[at]) or held.find(waiting[at])
        if question is None:  # thrown away meanwhile
            del waiting[at]
            continue
        desk = desks.get(question.id)
        _show(question, held, desk, f"{at + 1}/{len(waiting)}")
        while (key := typer.getchar().lower()) not in (*NEXT, *BACK, *QUIT, *ACTIONS):
            print(say.DESK_KEYS)
        if key in QUIT:
            break
        if key in ACTIONS:
            _act(ACTIONS[key], question, held, desk)
            continue
        at = max(0, at - 1) if key in BACK else at + 1
    print(say.desk_left(len(waiting) - min(at, len(waiting))))


def _act(action: Action, question: Question, held: CuratedBank, desk: Desk | None) -> None:
    """Does it; whatever ends a command ends only the action, and the person reads why."""
    try:
        action(question, held, desk)
    except typer.Exit:
        print(words().bank.ANY_KEY)
        typer.getchar()
    except typer.Abort:
        return


# -- what is shown ---------------------------------------------------------------------------------------------------


def _show(question: Question, held: CuratedBank, desk: Desk | None, place: str) -> None:
    columns, say = shutil.get_terminal_size().columns, words().bank
    print("\x1b[2J\x1b[H", end="")
    for line in card(question, columns):
        print(line)
    for line in beside_it(question, held, desk):
        print("\n".join(wrapped(line, columns)))
    print(f"\n[{place}] {say.STATES[state_of(question, held)]} · {say.DESK_KEYS}")


def state_of(question: Question, held: CuratedBank) -> str:
    if question.id in held.drafts:
        return "draft"
    if question.id in held.bank.retired:
        return "retired"
    return "edited" if question.id in held.bank.edited else "packaged"


def beside_it(question: Question, held: CuratedBank, desk: Desk | None) -> Iterator[str]:
    """What lint finds, what people say and what curators noted, line by line."""
    from cli.commands.startup import shown
    from questions.format import lacking
    from questions.lint import check

    say, verdicts = words().bank, words().interview.VERDICTS
    yield ""
    for problem in lacking(question) or check(question):
        yield f"! {say.SEVERITIES[problem.severity]}: {shown(problem)}"
    if question.id in held.outdated:
        yield f"! {say.CHANGED_SINCE}"
    if desk is None:
        return
    for report in desk.reports:
        yield f"⚑ {report.id} {report.at:%Y-%m-%d} {report.name}: {report.reason or '–'}"
    for one in desk.appeals:
        yield f"⚖ {one.id} {one.name}: {one.point} = {verdicts[one.before.verdict]}; {one.reason or '–'}"
        yield f"    “{' '.join(one.answer.split())}”"
    for note in desk.notes:
        yield f"✎ {note.at:%Y-%m-%d} {note.by}: {note.text}"


# -- what is done ----------------------------------------------------------------------------------------------------


def _approve(question: Question, held: CuratedBank, desk: Desk | None) -> None:
    """A draft goes into the bank; a question of the bank was read today."""
    if question.id in held.drafts:
        bank_edit.approve([question.id])
        return
    from questions.format import revision_of

    today = bank_edit.now().date()
    if today not in question.reviewed:
        read = replace(question, reviewed=(*question.reviewed, today))
        bank_edit.kept(replace(read, revision=revision_of(read)))


def _edit(question: Question, held: CuratedBank, desk: Desk | None) -> None:
    bank_edit.edit(question.id)


def _retire(question: Question, held: CuratedBank, desk: Desk | None) -> None:
    """A draft is thrown away, a question asked no more, a retired one asked again."""
    say = words().bank
    if question.id in held.drafts:
        typer.confirm(say.THROW_AWAY, abort=True)
        bank_edit.drafts(discard=question.id)
    elif question.id in held.bank.retired:
        bank_edit.retire(question.id, undo=True)
    else:
        bank_edit.retire(question.id, reason=typer.prompt(say.ASK_WHY, default="", show_default=False))


def _note(question: Question, held: CuratedBank, desk: Desk | None) -> None:
    if text := typer.prompt(words().bank.ASK_NOTE, default="", show_default=False).strip():
        run(_noted(question.id, text))


async def _noted(id: str, text: str) -> None:
    from app.curation import note

    async with opened_database() as db:
        await note(db, id, text, bank_edit.now(), bank_edit.somebody())


def _close(question: Question, held: CuratedBank, desk: Desk | None) -> None:
    """Every open report of the question was dealt with."""
    run(_closed([report.id for report in desk.reports] if desk else []))


async def _closed(numbers: list[int]) -> None:
    from app.curation import close_report

    async with opened_database() as db:
        for number in numbers:
            await close_report(db, number)


def _decide(question: Question, held: CuratedBank, desk: Desk | None) -> None:
    """A verdict for each contested one; an empty line leaves it to wait."""
    from grader.grade import Verdict

    say = words()
    for one in desk.appeals if desk else ():
        appeals.show(one.id)
        letter = typer.prompt(say.bank.ASK_VERDICT, default="", show_default=False).strip().lower()[:1]
        if letter not in VERDICTS:
            continue
        why = typer.prompt(say.bank.ASK_WHY, default="", show_default=False)
        before, after = run(appeals.decided(one.id, VERDICTS[letter], why))
        told = say.interview.VERDICTS[Verdict(VERDICTS[letter])]
        print(say.administration.decided(one.id, told, or_dash(before), or_dash(after)))


Action = Callable[["Question", "CuratedBank", "Desk | None"], None]
ACTIONS: dict[str, Action] = {"a": _approve, "e": _edit, "r": _retire, "n": _note, "c": _close, "v": _decide}
