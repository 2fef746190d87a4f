"""The program's own words in both languages: `zh` and `en` hold the same functions, plain text without markup.

Texts of questions are content of the bank, not words of the program. A test calls every function of both modules.
"""

from __future__ import annotations

import locale
import os
from types import ModuleType

from bot.texts import en, zh
from questions.model import Language
from questions.topics import TOPICS


def texts(language: Language) -> ModuleType:
    """The words in one language."""
    return zh if language == "zh" else en


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
