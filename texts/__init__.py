"""The program's own words: one module per part of the program and language, with the same functions in `zh` and `en`.

Texts of questions are content of the bank, not words of the program. A test holds the modules of a part against each other.
"""

from __future__ import annotations

import locale
import os
from functools import cache
from importlib import import_module
from types import ModuleType

from questions.model import Language
from questions.topics import TOPICS


@cache
def texts(language: Language, part: str = "interview") -> ModuleType:
    """The words of one part of the program in one language."""
    return import_module(f"texts.{language}.{part}")


def language_of(code: str | None) -> Language:
    """The product's language for a Telegram or locale code: any form of Chinese is zh, everything else en."""
    return "zh" if (code or "").lower().replace("_", "-").split("-")[0] in ("zh", "yue", "cmn") else "en"


def language_of_locale() -> Language:
    """The language of the terminal's locale."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0]
    return language_of(named)


def topic_name(topic: str, language: Language) -> str:
    """A topic's name in one language; an operator's own topic is named by its id."""
    return next((t.name.get(language) for t in TOPICS if t.id == topic), topic)


def mark(value: float | None) -> str:
    """A mark out of ten, as "7.5/10", or a dash where there is none."""
    return "–" if value is None else f"{value:.1f}/10"
