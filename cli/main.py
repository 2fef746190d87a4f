"""The command `interviewer`. Every command imports what it needs when it runs, so that `--help` is instant."""

from __future__ import annotations

import os
import sys
import threading
from typing import Annotated, NoReturn, cast

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from cli.commands import (
    aim,
    appeals,
    bank,
    code,
    completing,
    database,
    drills,
    grading,
    judge,
    label,
    page,
    people,
    project,
    rejudge,
    report,
    scorecard,
    serve,
    setup,
)
from cli.commands.surroundings import named
from questions.errors import InterviewerError

LEFT_BEHIND = (
    "embedder",
    "stdin",
)  # names of threads (grader.grading, cli.terminal.typing) that the interpreter would join

PRACTISE, MARKS, HOST = "Practise", "Questions and marks", "Run it for others"  # groups of --help
EXAMPLES = """Examples:

    interviewer chat --topic attention --questions 3

    interviewer report --format html --output report.html

    interviewer bank similar "why is flash attention fast"

    interviewer grade < answers.jsonl > grades.jsonl

`interviewer COMMAND -h` tells about one command; --install-completion makes Tab know commands, ids, topics and people."""

app = typer.Typer(
    name="interviewer",
    help="Mock interviews for LLM and ML engineers: on a page, in Telegram and in the terminal, in Chinese and English.",
    epilog=EXAMPLES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(version("mock-interviewer"))
        raise typer.Exit


def _plain(asked: bool) -> None:
    if asked:
        os.environ["NO_COLOR"] = "1"


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version.")
    ] = False,
    no_color: Annotated[
        bool,
        typer.Option("--no-color", is_eager=True, callback=_plain, help="No colours; NO_COLOR does the same."),
    ] = False,
) -> None: ...


def chat(
    language: Annotated[
        str,
        typer.Option(
            help="zh or en; the default follows the settings or the locale.", autocompletion=completing.of("zh", "en")
        ),
    ] = "",
    topic: Annotated[
        list[str] | None,
        typer.Option(
            help="A topic by id or name, in either language, a question's id, or words to search for; repeatable.",
            autocompletion=completing.topics_and_questions,
        ),
    ] = None,
    level: Annotated[int | None, typer.Option(min=1, max=5, help="Only questions of this level.")] = None,
    questions: Annotated[
        int | None, typer.Option(min=1, max=50, help="How many questions; 3 unless told, of projects one.")
    ] = None,
    mode: Annotated[
        str,
        typer.Option(
            help="coach (feedback after each answer) or exam (results at the end, as in a whole interview).",
            autocompletion=completing.of("coach", "exam"),
        ),
    ] = "",
    seed: Annotated[int | None, typer.Option(help="The same seed draws the same questions.")] = None,
    person: Annotated[str, typer.Option(help="Whose progress this is.", autocompletion=completing.people)] = "me",
    test: Annotated[
        bool, typer.Option("--test", help="A test of where you stand: about twelve questions, no hints.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the unfinished interview.")] = False,
    form: Annotated[
        str,
        typer.Option(
            "--format", help="text, or json: one event per line.", autocompletion=completing.of("text", "json")
        ),
    ] = "text",
    loop: Annotated[
        bool, typer.Option("--loop", help="A whole interview: introduction, project, knowledge, code, your questions.")
    ] = False,
    stages: Annotated[
        str,
        typer.Option(
            help="Parts of a whole interview: any of intro,project,knowledge,code,questions.",
            autocompletion=completing.of("intro", "project", "knowledge", "code", "questions"),
        ),
    ] = "",
    minutes: Annotated[
        int | None, typer.Option(min=10, max=180, help="Length of a whole interview; 45 unless told.")
    ] = None,
    pressure: Annotated[
        bool, typer.Option("--pressure", help="A brisk whole interview that challenges first; the marking is the same.")
    ] = False,
) -> None:
    """A full interview in the terminal."""
    from cli.commands.chat import run_chat, run_loop

    if loop or stages or minutes is not None or pressure:
        raise typer.Exit(
            run_loop(
                language,
                topic or [],
                level,
                stages,
                minutes,
                pressure,
                mode,
                seed,
                person,
                resume,
                form,
                questions=questions,
                test=test,
            )
        )
    raise typer.Exit(
        run_chat(language, topic or [], level, questions, mode or "coach", seed, person, resume, form, test=test)
    )


for command, panel in (
    (chat, PRACTISE), (report.report, PRACTISE), (scorecard.scorecard, PRACTISE), (aim.aim, PRACTISE), (page.web, PRACTISE),
    (grading.grade, MARKS), (grading.evaluate, MARKS), (grading.calibrate, MARKS), (label.label, MARKS), (rejudge.rejudge, MARKS),
    (setup.setup, HOST), (setup.doctor, HOST), (serve.bot, HOST), (serve.worker, HOST),
):  # fmt: skip
    app.command(rich_help_panel=panel)(command)
app.add_typer(
    code.app,
    name="code",
    rich_help_panel=PRACTISE,
    help="Look at hands-on tasks, run code of your own against their tests.",
)
app.add_typer(
    project.app, name="project", rich_help_panel=PRACTISE, help="Keep projects of yours and be asked about them."
)
app.add_typer(bank.app, name="bank", rich_help_panel=MARKS, help="Look at the question bank and keep it.")
app.add_typer(appeals.app, name="appeals", rich_help_panel=MARKS, help="Look at contested verdicts and decide them.")
app.add_typer(
    judge.app, name="judge", rich_help_panel=HOST, help="Run a judge on a GPU, prove that it works, measure it."
)
app.add_typer(
    people.app, name="people", rich_help_panel=HOST, help="See who is there; invite, block, assign, export, forget."
)
app.add_typer(
    drills.app, name="drills", rich_help_panel=HOST, help="Look at daily drills, and plan the ones that are due."
)
app.add_typer(database.app, name="db", rich_help_panel=HOST, help="Upgrade, check, back up and restore the database.")


def _in_one_line(wrong: TyperException) -> str:
    """What is wrong with the command line, and where to read what is right; of a group without a command its help."""
    context = getattr(wrong, "ctx", None)
    said = wrong.format_message().strip()
    if context is None or not said:
        return said
    from cli.commands.startup import words_of_terminal

    return words_of_terminal().commands.help_is_at(said.rstrip("."), context.command_path)


def speaks_chinese() -> bool:
    """Whether help is read in Chinese: by the variable or the line of .env that names the language, else by the locale."""
    from texts import language_of_locale

    return (named("LANGUAGE") or language_of_locale()) == "zh"


def in_chinese(command: TyperCommand | TyperGroup) -> None:
    """Puts the Chinese help in the place of the English one, of the command and all below it."""
    from texts.help_zh import COMMANDS, OPTIONS, PANELS

    command.help = COMMANDS.get(command.help or "", command.help)
    command.epilog = COMMANDS.get(command.epilog or "", command.epilog)
    command.rich_help_panel = PANELS.get(str(command.rich_help_panel), command.rich_help_panel)
    for parameter in command.params:
        if isinstance(parameter, TyperArgument | TyperOption):
            parameter.help = OPTIONS.get(parameter.help or "", parameter.help)
    for below in getattr(command, "commands", {}).values():
        in_chinese(below)


def main() -> None:
    """Runs the command line and ends the process, without waiting for a model that is still being loaded or for a pipe."""
    try:
        _run()
    except SystemExit as end:
        if not any(thread.name in LEFT_BEHIND for thread in threading.enumerate()):
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else bool(end.code))  # the interpreter would join the thread


def _run() -> NoReturn:
    """What nobody foresaw becomes one line, with the traceback only under LOG_LEVEL=DEBUG."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a TextIOWrapper at start
    try:
        command = cast("TyperGroup", typer.main.get_command(app))
        if speaks_chinese():
            in_chinese(command)
        sys.exit(command(prog_name="interviewer", standalone_mode=False))
    except TyperException as wrong:
        if said := _in_one_line(wrong):
            print(said, file=sys.stderr)
        sys.exit(wrong.exit_code)
    except typer.Abort as left:
        if isinstance(left.__cause__, KeyboardInterrupt):
            sys.exit(130)
        from cli.commands.startup import words_of_terminal

        print(f"\n{words_of_terminal().commands.STOPPED}", file=sys.stderr)  # at a question of ours
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # of which the command line's library makes a failure
            sys.exit(0)
        raise
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has left; there is nobody to tell
        sys.exit(0)
    except InterviewerError as error:
        from cli.commands.startup import language_of_terminal
        from texts.errors import told

        print(told(error, language_of_terminal()), file=sys.stderr)
        sys.exit(1)
    except Exception as error:  # a mistake in this program
        from cli.commands.startup import FAILED, unforeseen

        print(unforeseen(error), file=sys.stderr)
        sys.exit(FAILED)
