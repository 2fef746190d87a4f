"""The program's words: the same functions in both languages, each readable in its own, and fit for Telegram."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, get_args

import pytest

from bot.html import prose
from questions.model import Language
from questions.text import readable
from testing.botapi.values import TEXT_AT_MOST, parse_html
from texts import catalogue, en, zh

LANGUAGES: tuple[Language, ...] = get_args(Language)
PARTS = sorted({module.name for package in (en, zh) for module in pkgutil.iter_modules(package.__path__)})
HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
LITERAL = re.compile(r"/[a-z]+( [a-z]+)?|@\w+|--[a-z]+|/v1|\.env|INTERVIEWER_\w+|[A-Z][a-z]+/[A-Z][a-z]+")
WORD = re.compile(r"[A-Za-z]*[a-z]{3,}[A-Za-z]*")
TERMS = {"Alt", "Enter", "OpenAI", "Telegram", "daily", "interviewer", "invite", "now", "off", "people", "token"}
# Sample values that are names in the program, by the name of the parameter; every other text is a sample of one's own.
NAMES: dict[str, tuple[str, ...]] = {
    "verdict": ("covered", "partial", "missing", "contradicted", "unjudged"),
    "before": ("covered",),
    "after": ("unjudged",),
    "kind": ("concept", "trade-off"),
    "reason": ("missing", "due"),
    "severity": ("major", "minor"),
    "mode": ("coach", "exam"),
    "source": ("judge", "self"),
    "marked_by": ("judge", "self", "estimate", "none"),
    "days": ("0123456", "01234", "135"),
    "graded_by": ("triage", "words", "similarity:m", "judge:m"),
}
NAMES_IN: dict[str, tuple[str, ...]] = {
    "interview.refused.reason": (
        "outdated",
        "grading",
        "graded",
        "over",
        "no_hint",
        "no_point",
        "not_graded",
        "already",
    ),
    "interview.flag.name": ("blank", "echo", "keywords", "injection", "truncated", "unreadable", "uncalibrated"),
    "interview.verdict.name": NAMES["verdict"],
    "interview.kind.name": NAMES["kind"],
    "interview.reason.name": NAMES["reason"],
    "report.source.name": NAMES["source"],
    "report.lost.verdict": ("<&>",),
    "report.change.before": ("<&>",),
    "report.first_and_after.after": ("<&>",),
    "interview.topic_line.after": ("<&>",),
    "interview.two_marks.after": ("<&>",),
    "menus.mode.name": NAMES["mode"],
    "menus.direction.name": ("algorithms", "inference", "agents"),
    "telegram.history_line.kind": ("interview", "drill", "warmup", "quiz"),
}
SAMPLES: dict[str, tuple[Any, ...]] = {
    "int": (1, 2, 12),
    "float": (0.0, 0.5, -7.25),
    "bool": (False, True),
    "str": ("<&>",),
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


def constants(module: ModuleType) -> dict[str, str]:
    return {name: found for name, found in vars(module).items() if name.isupper() and isinstance(found, str)}


def samples(part: str, name: str, parameter: inspect.Parameter) -> tuple[Any, ...]:
    """Values for one parameter, by its name and annotation; a value of one character needs one of its own."""
    if parameter.annotation != "str":
        return (1, 12) if f"{name}.{parameter.name}" == "months.number" else SAMPLES[parameter.annotation]
    return NAMES_IN.get(f"{part}.{name}.{parameter.name}") or NAMES.get(parameter.name) or SAMPLES["str"]


def said(language: Language, part: str) -> Iterator[tuple[str, str]]:
    """Every word of a part, functions with sample values: a set of values for each place in the longest list of samples."""
    module = part_of(language, part)
    yield from constants(module).items()
    for name, function in functions(module).items():
        values = {p.name: samples(part, name, p) for p in inspect.signature(function).parameters.values()}
        for place in range(max(map(len, values.values()), default=1)):
            yield name, function(**{key: some[place % len(some)] for key, some in values.items()})


@pytest.mark.parametrize("part", PARTS)
def test_both_languages_say_the_same_things(part: str) -> None:
    zh, en = (part_of(language, part) for language in LANGUAGES)
    assert functions(zh) or constants(zh)
    assert set(constants(zh)) == set(constants(en))
    assert {name: inspect.signature(f) for name, f in functions(zh).items()} == {
        name: inspect.signature(f) for name, f in functions(en).items()
    }


@pytest.mark.parametrize("part", PARTS)
def test_both_languages_have_words_for_the_same_names(part: str) -> None:
    zh, en = (_tables(part_of(language, part)) for language in ("zh", "en"))
    assert zh == en


def _tables(module: ModuleType) -> dict[str, set[str]]:
    return {name: set(table) for name, table in vars(module).items() if name.isupper() and isinstance(table, dict)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_everything_can_be_said_and_sent(part: str, language: Language) -> None:
    for name, text in said(language, part):
        assert text.strip() or name in ("which_point",), name
        assert parse_html(prose(text)) == readable(text), f"{part}.{name}"
        assert len(text) < TEXT_AT_MOST, f"{part}.{name}"
        assert "  " not in text and not text.endswith((" ", "：。", "..")), f"{part}.{name}: {text!r}"


@pytest.mark.parametrize("part", PARTS)
def test_english_holds_no_chinese(part: str) -> None:
    assert [(name, text) for name, text in said("en", part) if HAN.search(text)] == []


@pytest.mark.parametrize("part", PARTS)
def test_chinese_holds_no_english_but_terms(part: str) -> None:
    """Commands, settings, zones and the like stay as they are."""
    for name, text in said("zh", part):
        assert set(WORD.findall(LITERAL.sub("", text))) <= TERMS, f"{part}.{name}: {text!r}"
