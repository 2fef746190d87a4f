"""`interviewer bot` and `interviewer worker`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.startup import WRONG_USAGE, fail, interview_bank, language, opened_database, run, settings, words

if TYPE_CHECKING:
    from app.context import AppContext


def bot(
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Poll also where a webhook is set, which ends it for whoever serves it.")
    ] = False,
) -> None:
    """Telegram, with grading, delivery and drills inside; by polling, or by webhook when INTERVIEWER_WEBHOOK_URL is set."""
    _run(partial(_bot, take_over=take_over))


async def _bot(app: AppContext, *, take_over: bool) -> None:
    from bot.service import bot as serve

    if not app.settings.web_listen:
        await serve(app, take_over=take_over)
        return
    from web.service import hosted

    await serve(app, take_over=take_over, beside={"page": partial(hosted, app, language())})


def worker() -> None:
    """Grading, delivery and drills only, for several processes beside webhook replicas."""
    from bot.service import worker as serve

    _run(serve)


def _run(serve: Callable[[AppContext], Awaitable[None]]) -> None:
    from app.logs import configure
    from app.supervisor import ServiceError, WrongUseError, first_of

    if not settings().telegram_token.get_secret_value():
        fail(words().commands.ASK_BOTFATHER, WRONG_USAGE)
    own = settings()
    configure(own.log_level, own.log_format, own.secrets)
    try:
        run(_serve(serve))
    except* WrongUseError as wrong:
        fail(str(first_of(wrong)), WRONG_USAGE)
    except* ServiceError as failed:
        fail(str(first_of(failed)))


async def _serve(serve: Callable[[AppContext], Awaitable[None]]) -> None:
    from app.context import opened

    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        await serve(app)
