"""`interviewer web`: the page."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.commands.startup import WRONG_USAGE, fail, interview_bank, language, opened_database, run, settings, words

LISTEN = "127.0.0.1:8765"


def web(
    listen: Annotated[
        str, typer.Option(help="Where the page is served: a host and a port, 0 for a free one.")
    ] = LISTEN,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open nothing.")] = False,
    people: Annotated[
        bool,
        typer.Option("--people", help="For people who sign in, at INTERVIEWER_WEB_LISTEN and INTERVIEWER_WEB_URL."),
    ] = False,
) -> None:
    """The page: an interview in the browser of this machine, with nothing else to set up."""
    from app.logs import configure
    from app.supervisor import ServiceError, WrongUseError, first_of
    from web.door import is_loopback

    host, colon, port = listen.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit() and int(port) < 65536):
        fail(words().page.no_address(listen), WRONG_USAGE)
    own = settings()
    configure("WARNING" if own.log_level == "INFO" else own.log_level, own.log_format, own.secrets)
    if not people and not is_loopback(host.strip("[]")):
        fail(words().page.not_at_home(host), WRONG_USAGE)
    if people and not own.web_listen:
        fail(words().page.NEEDS_WEB_LISTEN, WRONG_USAGE)
    try:
        run(_for_people() if people else _serve(host.strip("[]"), int(port), browser=not no_browser))
    except* WrongUseError as wrong:
        fail(str(first_of(wrong)), WRONG_USAGE)
    except* ServiceError as failed:
        fail(str(first_of(failed)))


async def _serve(host: str, port: int, *, browser: bool) -> None:
    import asyncio
    import webbrowser

    from app.context import opened
    from cli.commands.chat import zone
    from web.service import home

    def tell(address: str) -> None:
        print(words().page.open_at(address), flush=True)
        if browser:
            asyncio.get_running_loop().run_in_executor(None, webbrowser.open, address)

    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        await home(app, host, port, language(), zone(), tell)


async def _for_people() -> None:
    from app.context import opened
    from web.service import for_people

    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        print(app.settings.web_url, flush=True)
        await for_people(app, language())
