"""`interviewer setup` and `interviewer doctor`: from nothing to a working program, and what is wrong with it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated, cast

import typer

from cli.commands.startup import FAILED, WRONG_USAGE, fail, fail_with, language_of_terminal, prompted, words_of_terminal
from questions.model import LANGUAGES, Language
from texts import catalogue
from texts.errors import in_language

ENV = Path(".env")


def setup(
    language_: Annotated[
        str, typer.Option("--language", help="zh or en: the language of the questions asked here.")
    ] = "",
) -> None:
    """Ask for the Telegram token, the judge and the time zone, write .env, and check that all of it works."""
    from app.diagnostics import telegram_name
    from app.judges import worst_day
    from app.settings import PREFIX, WrongSettings, load

    words = catalogue(_spoken(language_)).setup
    written = _written(ENV)
    typer.echo(words.INTRO)
    answers: dict[str, str] = {}
    for name, question, is_secret in (
        ("TELEGRAM_TOKEN", words.FROM_BOTFATHER, True),
        ("ADMINS", words.ADMINS, False),
        ("JUDGE_URL", words.JUDGE_URL, False),
        ("JUDGE_API_KEY", words.JUDGE_KEY, True),
        ("JUDGE_MODEL", words.JUDGE_MODEL, False),
        ("JUDGE_TOKENS_PER_DAY", words.JUDGE_TOKENS, False),
        ("TIMEZONE", words.ZONE, False),
    ):
        if name.startswith("JUDGE_") and name != "JUDGE_URL" and not answers.get("JUDGE_URL"):
            continue
        answers[name] = _asked(name, question, written.get(PREFIX + name, ""), is_secret)
    _write({PREFIX + name: value for name, value in answers.items() if value})
    typer.echo(words.written(str(ENV.resolve())))
    try:
        settings = load()
    except WrongSettings as wrong:
        fail_with(wrong, WRONG_USAGE)
    if settings.judge_url:
        tokens, together = worst_day(settings.judge_tokens_per_day, settings.judged_per_day)
        typer.echo(words.worst_day(tokens, together))
    if name := telegram_name(settings, catalogue(_spoken(language_)).doctor):
        typer.echo(words.bot_is(name))
    doctor()


def _spoken(chosen: str) -> Language:
    """The language that was asked for, that of the settings where they can be used, or the terminal's."""
    from app.settings import WrongSettings, load

    if chosen and chosen not in LANGUAGES:
        said = words_of_terminal().commands.not_known("--language", chosen, ", ".join(LANGUAGES))
        fail(said, WRONG_USAGE)
    with suppress(WrongSettings):  # which this command is there to mend
        return cast("Language", chosen) or load().language or language_of_terminal()
    return cast("Language", chosen) or language_of_terminal()


def _asked(name: str, question: str, before: str, is_secret: bool) -> str:
    """One value, asked again until the settings accept it; an empty answer keeps what was there."""
    from app.judges import address_of
    from app.settings import WrongSettings, load

    while True:
        shown = "••••" if is_secret and before else before
        said = str(prompted(question, default=shown, show_default=bool(shown), hide_input=is_secret)).strip()
        value = before if said == shown else address_of(said) if name == "JUDGE_URL" else said
        try:
            load(**{name.lower(): value} if value else {})
        except WrongSettings as wrong:
            mine = [problem for problem in wrong.problems if name in problem]
            if mine:
                typer.echo(mine[0])
                continue
        return str(value)


def _written(path: Path) -> dict[str, str]:
    """The assignments of an existing .env."""
    from dotenv import dotenv_values

    try:
        return {name: value or "" for name, value in dotenv_values(path, encoding="utf-8").items()}
    except (OSError, UnicodeDecodeError) as error:
        fail(catalogue(_spoken("")).setup.unreadable(str(path), str(error)))


def _write(values: dict[str, str]) -> None:
    """Puts the values into .env, where everything else stays as it is; nobody but its owner may read it."""
    from dotenv import set_key

    try:
        ENV.touch(mode=0o600)
        ENV.chmod(0o600)
        for name, value in values.items():
            set_key(ENV, name, value, quote_mode="auto")
    except OSError as error:
        fail(words_of_terminal().commands.unwritable(str(ENV.resolve()), str(error.strerror)))


def doctor(as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False) -> None:
    """Check settings, database, bank, embedding model, judge and Telegram, and say what to do about what is wrong."""
    import asyncio

    from app.diagnostics import examine

    findings = asyncio.run(examine(catalogue("en" if as_json else _spoken("")).doctor))
    if as_json:
        listed = [{"check": f.check, "state": f.state, "said": f.said, "do": f.do} for f in findings]
        typer.echo(json.dumps({"findings": listed}, ensure_ascii=False, indent=1))
    else:
        for f in findings:
            typer.echo(f"{f.mark} {f.check}: {in_language(f.said, _spoken(''))}" + (f"\n    → {f.do}" if f.do else ""))
    if any(f.state == "wrong" for f in findings):
        raise typer.Exit(FAILED)
