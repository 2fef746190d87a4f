"""`interviewer chat`: checks the options, opens the application, runs the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

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
from questions.model import LANGUAGES, Language

if TYPE_CHECKING:
    from interview.model import Mode


def run_chat(
    wanted_language: str,
    topics: list[str],
    level: int | None,
    questions: int,
    mode: str,
    seed: int | None,
    person: str,
    resume: bool,
    form: str,
) -> int:
    """The exit code of a whole conversation; wrong options end with exit 2 before anything is opened."""
    from interview.model import Mode

    if wanted_language:
        one_of(wanted_language, *LANGUAGES, option="--language")
    one_of(mode, *Mode, option="--mode")
    one_of(form, "text", "json")
    speaks = cast("Language", wanted_language) or language()
    ids = [_topic(name) for name in topics]
    return run(
        _chat(speaks, ids, level, questions, Mode(mode), seed, person, resume, cast('Literal["text", "json"]', form))
    )


def _topic(name: str) -> str:
    from questions.bank import suggest

    bank = interview_bank()
    found = bank.find_topic(name)
    if found is None:
        fail(words().commands.no_topic(name, ", ".join(suggest(name))), WRONG_USAGE)
    return found


async def _chat(
    speaks: Language,
    topics: list[str],
    level: int | None,
    questions: int,
    mode: Mode,
    seed: int | None,
    person: str,
    resume: bool,
    form: Literal["text", "json"],
) -> int:
    from app.context import opened
    from app.logs import configure
    from app.selection import Wish
    from cli.terminal.chat import chat

    configure("ERROR", "text")  # the conversation itself says what the person needs to know
    wish = Wish(language=speaks, topics=tuple(topics), level=level, count=questions, mode=mode, seed=seed)
    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        return await chat(app, wish, person=person, language=speaks, zone=_zone(), form=form, resume=resume)


def _zone() -> str:
    """The configured time zone, else that of this machine; "" where it cannot be found out."""
    from zoneinfo import ZoneInfo

    import tzlocal

    try:
        return settings().timezone or ZoneInfo(tzlocal.get_localzone_name()).key
    except (OSError, ValueError, KeyError):  # also ZoneInfoNotFoundError
        return ""
