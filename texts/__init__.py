"""The program's own words, typed alike in both languages (`texts.parts`); texts of questions are content of the bank."""

from __future__ import annotations

import locale
import os
from typing import TYPE_CHECKING

from questions.model import Language
from questions.topics import TOPICS

if TYPE_CHECKING:
    from texts.parts import Catalogue


def catalogue(language: Language) -> Catalogue:
    """The program's words in one language."""
    match language:
        case "zh":
            from texts import zh

            return zh.CATALOGUE
        case "en":
            from texts import en

            return en.CATALOGUE


LANGUAGE_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}  # each in itself


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
