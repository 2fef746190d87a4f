"""`interviewer appeals`: contested verdicts, looked at and decided by the administrator."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.commands import completing
from cli.commands.options import DryRun, FormatOption, Json, tell_done, tell_json
from cli.commands.startup import (
    interview_bank,
    language,
    one_of,
    opened_database,
    or_dash,
    run,
    settings,
    words,
)

if TYPE_CHECKING:
    from questions.bank import Bank
    from storage.appeals import Contested

app = typer.Typer(no_args_is_help=True)
VERDICTS = ("covered", "partial", "missing", "contradicted")
Number = Annotated[int, typer.Argument(help="The number of an appeal.", autocompletion=completing.appeals)]


@app.command("list")
def list_(
    all_: Annotated[bool, typer.Option("--all", help="The decided ones too.")] = False,
    form: FormatOption = "text",
    as_json: Json = False,
) -> None:
    """List appeals that wait for a decision, oldest first."""
    from wcwidth import ljust

    one_of(form, "text", "json")
    found = run(_listed(all_))
    if as_json or form == "json":
        tell_json([_as_json(one) for one in found])
        return
    say, verdicts = words().administration, words().interview.VERDICTS
    for one in found:
        after = f" → {verdicts[one.after.verdict]}" if one.after else ""
        outcome = f"{ljust(say.OUTCOMES[one.outcome.value], 10)} {verdicts[one.before.verdict]}{after}"
        print(f"{one.id:>5} {one.at:%Y-%m-%d} {one.question} / {one.point}  {outcome}  {one.name}: {_line(one.reason)}")
    print(say.appeals(len(found)), file=sys.stderr)
    if found:
        print(words().bank.AT_THE_DESK, file=sys.stderr)


def _line(text: str, most: int = 80) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= most else joined[: most - 1] + "…"


async def _listed(every: bool) -> list[Contested]:
    from app.appeals import listed

    async with opened_database() as db:
        return await listed(db, every=every)


def _as_json(one: Contested) -> dict[str, Any]:
    return {
        "number": one.id, "at": one.at.isoformat(), "person": one.person, "name": one.name, "question": one.question,
        "probe": one.probe, "point": one.point, "answer": one.answer, "reason": one.reason,
        "before": one.before.verdict.value, "outcome": one.outcome.value,
        "after": one.after.verdict.value if one.after else None,
    }  # fmt: skip


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """An appeal with all that is needed to decide it: question, point, the contested answer, both verdicts."""
    from questions.model import task

    contested, bank = run(_one(number))
    if as_json:
        tell_json(_as_json(contested))
        return
    question = bank.get(contested.question)
    spoken = language()
    say, verdicts = words().administration, words().interview.VERDICTS
    at, outcome = f"{contested.at:%Y-%m-%d %H:%M}", say.OUTCOMES[contested.outcome.value]
    print(say.appeal(contested.id, contested.name, contested.person, at, outcome))
    if question is not None:
        title = say.appealed_question(question.id, question.revision != contested.revision)
        asked = task(question, contested.probe)
        point = next((p.text.get(spoken) for p in asked.key_points if p.id == contested.point), contested.point)
        print(f"\n{title}\n{asked.question.get(spoken).strip()}\n\n{say.appealed_point(contested.point)}\n{point}")
        print(f"\n{say.model_answer()}\n{asked.reference.get(spoken).strip()}")
    print(f"\n{say.answer()}\n{contested.answer}\n\n{say.reason()}\n{contested.reason or '-'}\n")
    for when, verdict in ((say.BEFORE, contested.before), (say.AFTER, contested.after)):
        if verdict is not None:
            quote = f" “{verdict.quote}”" if verdict.quote else ""
            print(f"{say.verdict(when)} {verdicts[verdict.verdict]}{quote} {verdict.why}".rstrip())


async def _one(number: int) -> tuple[Contested, Bank]:
    from app.appeals import numbered
    from app.context import BankView

    async with opened_database() as db:
        bank_view = BankView(interview_bank(), interview_bank())
        await bank_view.refresh(db)
        found = await numbered(db, number)
    return found, bank_view.bank


@app.command()
def decide(
    number: Number,
    verdict: Annotated[
        str,
        typer.Option(help="covered, partial, missing or contradicted.", autocompletion=completing.of(*VERDICTS)),
    ],
    why: Annotated[str, typer.Option(help="A sentence for the person.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Put a verdict in force: marks and reviews follow, and the person is told."""
    from grader.grade import Verdict

    one_of(verdict, *VERDICTS, option="--verdict")
    before, after = run(decided(number, verdict, why, dry_run))
    told = words().interview.VERDICTS[Verdict(verdict)]
    tell_done(words().administration.decided(number, told, or_dash(before), or_dash(after)), dry_run)


async def decided(number: int, verdict: str, why: str, dry_run: bool = False) -> tuple[float | None, float | None]:
    """The answer's mark before and after the decision."""
    from app.appeals import decide_numbered
    from app.context import opened
    from grader.grade import Verdict
    from questions.model import Text
    from texts import catalogue

    zh, en = (catalogue(spoken).report.decided(why.strip()) for spoken in ("zh", "en"))
    async with opened_database(dry_run=dry_run) as db, opened(settings(), db, interview_bank()) as app:
        return await decide_numbered(app, number, Verdict(verdict), Text(zh=zh, en=en))
