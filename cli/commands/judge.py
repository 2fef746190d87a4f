"""`interviewer judge serve|check|bench`: the command that runs a judge, the proof that it works, and how fast it is."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.options import DryRun, Json, tell_json
from cli.commands.startup import FAILED, WRONG_USAGE, fail, run, settings, table, words

if TYPE_CHECKING:
    from grader.evaluation import LabelledAnswer
    from grader.grade import Job
    from serving.bench import JudgeEndpoint

app = typer.Typer(no_args_is_help=True)
MARKS = {"good": "✓", "note": "·", "wrong": "✗"}
PER_LANGUAGE = 8  # labelled answers that `check` grades


@app.command()
def serve(
    model: Annotated[str, typer.Option(help="A documented model; the default is the largest that fits.")] = "",
    path: Annotated[Path | None, typer.Option(help="Folder with the model's weights; the default is the hub.")] = None,
    memory: Annotated[float | None, typer.Option(help="Memory of each GPU in GB; the default asks nvidia-smi.")] = None,
    gpus: Annotated[int, typer.Option(min=1, help="GPUs over which the layers are split.")] = 1,
    context: Annotated[int | None, typer.Option(min=2048, help="Tokens of one request at most.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    dummy: Annotated[
        bool, typer.Option("--dummy", help="Random weights of the model's shape, to measure speed.")
    ] = False,
    start: Annotated[bool, typer.Option("--start", help="Run the command instead of printing it.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Print (or start) the vLLM command that serves a judge on this machine's GPU."""
    from serving.launch import CONTEXT, Machine, command, largest, planned
    from serving.models import MODELS, named

    say = words().commands
    machine = Machine(memory or _gpu_memory(), gpus)
    known = named(model) if model else None
    if model and known is None:
        fail(say.no_model(model, ", ".join(m.id for m in MODELS)), WRONG_USAGE)
    tokens = context or CONTEXT
    plan = planned(known, machine, context=tokens) if known else largest(machine, context=tokens)
    asked = command(plan, path=str(path or ""), host=host, port=port, dummy=dummy)
    typer.echo(f"# {say.planned(plan.model.id, plan.seats, plan.kv_tokens)}")
    typer.echo(f"# {say.KEY_ON_BOTH_SIDES}")
    typer.echo(shlex.join(asked))
    if start and not dry_run:
        if shutil.which(asked[0]) is None:
            fail(say.NO_VLLM)
        os.execvp(asked[0], asked)  # noqa: S606 - the command was built here, no shell is involved


def _gpu_memory() -> float:
    """GB (10⁹ bytes) of the first GPU."""
    program = shutil.which("nvidia-smi")
    if program is None:
        fail(words().commands.NO_NVIDIA_SMI, WRONG_USAGE)
    asked = [program, "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - fixed arguments
    try:
        return float(done.stdout.split()[0]) * 1024**2 / 1e9
    except (ValueError, IndexError):
        fail(words().commands.no_memory_told(done.stderr.strip() or "no GPU"))


def _judge() -> JudgeEndpoint:
    from serving.bench import JudgeEndpoint

    if not settings().judge_url:
        fail(words().commands.NO_JUDGE, WRONG_USAGE)
    return JudgeEndpoint(settings().judge_url, settings().judge_model, settings().judge_api_key.get_secret_value())


@app.command()
def check(
    answers: Annotated[
        int, typer.Option(min=1, max=200, help="Labelled answers to grade, per language.")
    ] = PER_LANGUAGE,
) -> None:
    """Prove with real requests that the judge does what the grader needs, and grade a few labelled answers."""
    raise typer.Exit(0 if run(_check(answers)) else FAILED)


async def _check(answers: int) -> bool:
    from serving.check import examined

    good = True
    async for finding in examined(_judge(), _labelled(answers)):
        typer.echo(f"{MARKS[finding.state]} {finding.tried}: {finding.said}")
        good &= finding.state != "wrong"
    return good


def _labelled(per_language: int) -> list[LabelledAnswer]:
    """A few labelled answers of each language, spread over questions and kinds."""
    from grader.evaluation import packaged_set

    found: list[LabelledAnswer] = []
    everything = packaged_set()
    for language in ("zh", "en"):
        mine = [one for one in everything if one.language == language]
        step = max(1, len(mine) // per_language)
        found += mine[::step][:per_language]
    return found


@app.command()
def bench(
    answers: Annotated[int, typer.Option(min=8, help="Answers per round.")] = 128,
    at_once: Annotated[int, typer.Option(min=1, help="Answers at the judge at the same time.")] = 32,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds that are counted.")] = 5,
    as_json: Json = False,
) -> None:
    """Measure judged answers per second and the time to a verdict, beside a bare load of the same requests."""
    from serving.bench import measured
    from serving.capacity import PEAK, SECONDS_BETWEEN_ANSWERS, people_served

    found = run(measured(_judge(), _jobs(answers), at_once=at_once, rounds=rounds))
    if as_json:
        tell_json(asdict(found) | {"people": people_served(found.judged)})
        return
    say = words().commands
    hits = say.HITS_UNKNOWN if found.hit_share is None else say.of_prompt_tokens(f"{found.hit_share:.1%}")
    people = say.around(str(people_served(found.judged)), *(str(people_served(rate)) for rate in found.judged_range))
    bare, judged = (
        say.around(say.answers_per_second(f"{rate:.2f}"), f"{low:.2f}", f"{high:.2f}")
        for rate, (low, high) in ((found.bare, found.bare_range), (found.judged, found.judged_range))
    )
    ratio = say.around(f"{found.ratio:.3f}", *(f"{end:.3f}" for end in found.ratio_range))
    table(
        (say.BARE_LOAD, bare, ""),
        (say.THROUGH_GRADER, judged, say.ratio(ratio)),
        (say.TO_A_VERDICT, say.seconds_to_verdict(f"{found.p50:.2f}", f"{found.p95:.2f}", found.failed), ""),
        (say.PREFIX_CACHE, hits, ""),
        (say.PEOPLE_AT_ONCE, people, say.from_rate(f"{SECONDS_BETWEEN_ANSWERS:g}", f"{PEAK:g}")),
    )


def _jobs(count: int) -> list[Job]:
    """Labelled answers over and over, each made different by its number, as many people answer the same questions."""
    from grader.evaluation import packaged_set

    everything = packaged_set()
    chosen = (everything[n % len(everything)] for n in range(count))
    return [(one.task, f"{one.answer} ({n})", one.language) for n, one in enumerate(chosen)]
