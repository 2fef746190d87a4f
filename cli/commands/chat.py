"""`interviewer chat`: checks the options, opens the application, runs the conversation."""

from __future__ import annotations

from dataclasses import replace
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
    from app.loops import LoopWish
    from app.selection import Wish


def run_chat(
    wanted_language: str,
    topics: list[str],
    level: int | None,
    questions: int | None,
    mode: str,
    seed: int | None,
    person: str,
    resume: bool,
    form: str,
    *,
    test: bool,
) -> int:
    """The exit code of a whole conversation; wrong options end with exit 2 before anything is opened."""
    from app.selection import Wish, usual_count
    from interview.model import Mode

    if wanted_language:
        one_of(wanted_language, *LANGUAGES, option="--language")
    one_of(mode, *Mode, option="--mode")
    one_of(form, "text", "json")
    speaks = cast("Language", wanted_language) or language()
    wish = _about(topics, Wish(speaks, level=level, mode=Mode(mode), seed=seed))
    if test and (topics or level or questions or mode != Mode.COACH):
        fail(words().commands.TEST_ALONE, WRONG_USAGE)
    wish = replace(wish, count=questions or usual_count(wish.topics), test=test)
    return run(_chat(wish, person, resume, cast('Literal["text", "json"]', form)))


def run_loop(
    wanted_language: str,
    topics: list[str],
    level: int | None,
    stages: str,
    minutes: int | None,
    pressure: bool,
    mode: str,
    seed: int | None,
    person: str,
    resume: bool,
    form: str,
    *,
    questions: int | None,
    test: bool,
) -> int:
    """The same of a whole interview; topics and level are those of its questions about knowledge."""
    from app.loops import USUAL_MINUTES, LoopWish
    from interview.model import Mode, Stage

    if wanted_language:
        one_of(wanted_language, *LANGUAGES, option="--language")
    if mode:
        one_of(mode, *Mode, option="--mode")
    one_of(form, "text", "json")
    if test:
        fail(words().commands.TEST_ALONE, WRONG_USAGE)
    if questions is not None:
        fail(words().commands.LOOP_BY_TIME, WRONG_USAGE)
    names = [name.strip() for name in stages.split(",") if name.strip()]
    for name in names:
        one_of(name, *Stage, option="--stages")
    bank = interview_bank()
    known = {name: bank.find_topic(name) for name in topics}
    for name, found in known.items():
        if found is None:
            fail(words().commands.no_topic(name, ""), WRONG_USAGE)
    wish = LoopWish(
        cast("Language", wanted_language) or language(),
        minutes or USUAL_MINUTES,
        tuple(map(Stage, names)) or tuple(Stage),
        pressure,
        Mode(mode) if mode else Mode.EXAM,
        tuple(found for found in known.values() if found),
        level,
        seed,
    )
    return run(_chat(wish, person, resume, cast('Literal["text", "json"]', form)))


def _about(names: list[str], wish: Wish) -> Wish:
    """The wish for these topics; where one is none, for the questions that its words are about, too."""
    from app.search import about
    from questions.bank import suggest

    bank = interview_bank()
    topics, among = [], []
    for name in names:
        if topic := bank.find_topic(name):
            topics.append(topic)
        elif found := about(bank, name, wish.language):
            among += [question.id for question in found]
        else:
            fail(words().commands.no_topic(name, ", ".join(suggest(name))), WRONG_USAGE)
    if among:
        among += [question.id for question in bank.questions.values() if question.topic in topics]
        return replace(wish, among=tuple(dict.fromkeys(among)))
    return replace(wish, topics=tuple(topics))


async def _chat(wish: Wish | LoopWish, person: str, resume: bool, form: Literal["text", "json"]) -> int:
    from app.context import opened
    from app.logs import configure
    from cli.terminal.chat import chat

    configure("ERROR", "text")  # the conversation itself says what the person needs to know
    async with opened_database() as db, opened(settings(), db, interview_bank()) as app:
        return await chat(app, wish, person=person, language=wish.language, zone=zone(), form=form, resume=resume)


def zone() -> str:
    """The configured time zone, else that of this machine; "" where it cannot be found out."""
    from zoneinfo import ZoneInfo

    import tzlocal

    try:
        return settings().timezone or ZoneInfo(tzlocal.get_localzone_name()).key
    except (OSError, ValueError, KeyError):  # also ZoneInfoNotFoundError
        return ""
