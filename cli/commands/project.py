"""`interviewer project`: projects told in one's own words, kept, asked about, compared, arranged."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.startup import (
    WRONG_USAGE,
    fail,
    interview_bank,
    language,
    one_of,
    opened_database,
    run,
    settings,
    words,
)

if TYPE_CHECKING:
    from app.context import AppContext
    from app.messages.projects import ProjectNotice, TellingTooLong

    Told = ProjectNotice | TellingTooLong

app = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="A project by its title, the beginning of it, or its number.")]
Person = Annotated[str, typer.Option(help="Whose projects these are.")]
KINDS = ("engineering", "research", "course")
STDIN = "-"


@app.command("list")
def list_(person: Person = "me") -> None:
    """List your projects: number, title, day of the last change, rounds of questions."""
    from app import projects

    _print(run(_with(person, projects.listed)))


@app.command()
def tell(
    file: Annotated[str, typer.Argument(help="What you tell: .txt, .md, .html, .pdf, .docx; - is stdin.")],
    title: Annotated[str, typer.Option(help="Its title; a project that is called so gets a further part.")] = "",
    kind: Annotated[str, typer.Option(help="engineering, research or course; guessed unless told.")] = "",
    person: Person = "me",
) -> None:
    """Keep a project as it stands in a file, or one more part of it."""
    from app import projects
    from app.tellings import AT_MOST, text_of
    from questions.documents.formats import LARGEST
    from questions.problem import FormatError
    from questions.regular import content

    if kind:
        one_of(kind, *KINDS, option="--kind")
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if file == STDIN else content(Path(file), LARGEST)
        text = text_of(data, file)
    except FormatError as error:
        fail(str(error), WRONG_USAGE)
    if not text or len(text) > AT_MOST:
        fail(words().commands.project_text(file, AT_MOST), WRONG_USAGE)
    wanted = f"project-{kind}" if kind else ""
    _print(run(_with(person, lambda here, chat: projects.tell(here, chat, text, title=title, wanted=wanted))))


@app.command()
def show(
    name: Name,
    better: Annotated[bool, typer.Option("--better", help="A better telling, in your own sentences.")] = False,
    time: Annotated[bool, typer.Option("--time", help="Where each point stood after each round.")] = False,
    person: Person = "me",
) -> None:
    """Show a project and what is still open."""
    from app import projects

    does = projects.better if better else projects.compared if time else projects.shown
    _print(run(_with(person, lambda here, chat: _of(here, chat, name, does))))


@app.command()
def drop(name: Name, person: Person = "me") -> None:
    """Delete a project; interviews about it stay."""
    from app import projects

    async def dropped(here: AppContext, chat: int, project: int) -> ProjectNotice:
        return await projects.drop(here, chat, project, sure=True)

    _print(run(_with(person, lambda here, chat: _of(here, chat, name, dropped))))


@app.command()
def drill(name: Name, person: Person = "me") -> None:
    """Be asked about a project: what you told is the answer, follow-ups begin at once."""
    raise typer.Exit(run(_drilled(name, person)))


async def _drilled(name: str, person: str) -> int:
    from app import projects
    from app.context import opened
    from app.interviews import terminal
    from app.logs import configure
    from app.selection import Wish
    from cli.commands.chat import zone
    from cli.terminal.chat import chat

    configure("ERROR", "text")
    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        here = await terminal(app, person, language(), zone())
        project = await projects.called(app, here.id, name)
        if project is None or await projects.grill(app, here.id, project) is not None:
            fail(words().commands.no_project(name))
        wish = Wish(language(), ("project",), count=1)
        return await chat(
            app, wish, person=person, language=wish.language, zone=zone(), form="text", resume=False, begun=True
        )


async def _with(person: str, does: Callable[[AppContext, int], Awaitable[Told]]) -> Told:
    from app.context import opened
    from app.interviews import terminal
    from cli.commands.chat import zone

    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        here = await terminal(app, person, language(), zone())
        return await does(app, here.id)


async def _of(
    app: AppContext, chat: int, name: str, does: Callable[[AppContext, int, int], Awaitable[ProjectNotice]]
) -> ProjectNotice:
    from app import projects

    project = await projects.called(app, chat, name)
    if project is None:
        fail(words().commands.no_project(name))
    return await does(app, chat, project)


def _print(notice: Told) -> None:
    from app.messages.projects import ProjectNotAskedYet, TellingTooLong, TooManyProjects
    from texts import catalogue

    if isinstance(notice, ProjectNotAskedYet):
        fail(words().commands.project_unasked(notice.title))
    if isinstance(notice, TellingTooLong | TooManyProjects):
        fail(catalogue(language()).told(notice))
    print(catalogue(language()).told(notice))
