"""The program's words, each readable in its own language and fit for Telegram; that none is missing, mypy says."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from enum import Enum
from types import ModuleType
from typing import Any, get_args

import pytest

from app.messages.values import NoticeContent
from bot.html import prose
from grader.grade import Flag, Verdict
from interview.asides import AsideKind
from questions.model import Kind, Language
from questions.text import readable
from testing.botapi.values import TEXT_AT_MOST, parse_html
from testing.notices import samples as notices
from texts import catalogue
from texts.parts import Catalogue

LANGUAGES: tuple[Language, ...] = get_args(Language)
PARTS = [field.name for field in fields(Catalogue) if field.name != "told"]
COMMAND_LINE = ("setup", "doctor", "commands", "administration", "bank")  # parts that are printed, never sent
HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
LITERAL = re.compile(
    r"`[^`]+`|\w+\.png|--format png|/[a-z]+( [a-z]+)?|@\w+|--[a-z]+|/v1|\.env|INTERVIEWER_\w+"
    r"|[A-Z][a-z]+/[A-Z][a-z]+|own-topic"
)
WORD = re.compile(r"[A-Za-z]*[a-z]{3,}[A-Za-z]*")
TERMS = {
    "attention",  # a topic by its id
    "cache",
    "Ctrl",
    "Anki",
    "Brier",
    "English",
    "Enter",
    "JavaScript",
    "OpenAI",
    "Python",
    "Telegram",
    "Word",
    "daily",
    "interviewer",
    "invite",
    "now",
    "off",
    "people",
    "token",
}
# Sample values that are names in the program, by the name of the parameter; every other text is a sample of one's own.
NAMES: dict[str, tuple[Any, ...]] = {
    "severity": ("major", "minor"),
    "mode": ("coach", "exam"),
    "source": ("judge", "self"),
    "marked_by": ("judge", "self", "estimate", "none", "mixed"),
    "menus.mode.name": ("coach", "exam"),
    "menus.direction.name": ("algorithms", "inference", "agents"),
    "report.months.number": (1, 12),
}
SAMPLES: dict[str, tuple[Any, ...]] = {
    "int": (1, 2, 12),
    "float": (0.0, 0.5, -7.25),
    "bool": (False, True),
    "str": ("<&>",),
    "Sequence[str]": ((), ("<&>",), ("", "<&>")),
    "Verdict": tuple(Verdict),
    "Kind": tuple(Kind),
    "AsideKind": tuple(AsideKind),
}


def part_of(language: Language, part: str) -> ModuleType:
    found: ModuleType = getattr(catalogue(language), part)
    return found


def functions(module: ModuleType) -> dict[str, Callable[..., str]]:
    """What a module says with values: its public functions of its own."""
    return {
        name: found
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__ and not name.startswith("_")
    }


def constants(module: ModuleType) -> Iterator[tuple[str, str]]:
    """What a module says as it is, tables included."""
    for name, found in vars(module).items():
        if name.isupper() and isinstance(found, str):
            yield name, found
        elif name.isupper() and isinstance(found, dict):
            for key, words in found.items():
                yield from ((f"{name}[{key}]", word) for word in (words if isinstance(words, tuple) else (words,)))


def samples(part: str, name: str, parameter: inspect.Parameter) -> tuple[Any, ...]:
    """Values for one parameter, by its name and annotation."""
    named = NAMES.get(f"{part}.{name}.{parameter.name}") or NAMES.get(parameter.name)
    return named or SAMPLES[parameter.annotation]


def said(language: Language, part: str) -> Iterator[tuple[str, str]]:
    """Every word of a part, functions with sample values: a set of values for each place in the longest list of samples."""
    module = part_of(language, part)
    yield from constants(module)
    for name, function in functions(module).items():
        values = {p.name: samples(part, name, p) for p in inspect.signature(function).parameters.values()}
        for place in range(max(map(len, values.values()), default=1)):
            yield name, function(**{key: some[place % len(some)] for key, some in values.items()})


def told(language: Language) -> Iterator[tuple[str, str]]:
    """Every notice with sample values."""
    for kind in get_args(NoticeContent):
        for content in notices(kind, text="<&>"):
            yield kind.__name__, catalogue(language).told(content)


def everything(language: Language) -> Iterator[tuple[str, str]]:
    yield from told(language)
    for part in PARTS:
        yield from ((f"{part}.{name}", text) for name, text in said(language, part))


@pytest.mark.parametrize("part", PARTS)
def test_no_language_has_words_that_the_other_has_not(part: str) -> None:
    """The protocol of a part says what each language has; this says that neither has more."""
    zh, en = (part_of(language, part) for language in LANGUAGES)
    assert {name for name, _ in constants(zh)} == {name for name, _ in constants(en)}
    assert set(functions(zh)) == set(functions(en))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("table", "names"), [("VERDICTS", Verdict), ("KINDS", Kind), ("FLAGS", Flag)])
def test_every_name_of_the_program_has_a_word(language: Language, table: str, names: type[Enum]) -> None:
    assert set(getattr(catalogue(language).interview, table)) == set(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_said_and_sent(language: Language) -> None:
    for name, text in everything(language):
        assert text.strip() or name == "report.which_point", name
        if name.partition(".")[0] not in COMMAND_LINE:
            assert parse_html(prose(text)) == readable(text), name
        assert len(text) < TEXT_AT_MOST, name
        assert "  " not in text and not text.endswith((" ", "：。", "..")), f"{name}: {text!r}"


def test_english_holds_no_chinese() -> None:
    found = [(name, text) for name, text in everything("en") if HAN.search(text)]
    assert [name for name, _ in found if name != "SettingsShown"] == []


def test_chinese_holds_no_english_but_terms() -> None:
    """Commands, settings, zones and the like stay as they are."""
    for name, text in everything("zh"):
        assert set(WORD.findall(LITERAL.sub("", text))) <= TERMS, f"{name}: {text!r}"
