"""The outline of a draft from its notes' own sentences: a key point for each, nothing added."""

from __future__ import annotations

import re
from typing import Any

from questions.model import LANGUAGES, Question
from questions.text import prose, sentences

MOST_POINTS = 6
SHORTEST = 6  # characters of a sentence that says something
MOST_TERMS = 4
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9.+-]{2,}|\d+(?:\.\d+)?\s?%?")
_GOES_ON = re.compile(r"([，、,])[^\S\n]*+\n\s*+")
_COMMON = frozenset({"the", "and", "for", "with", "that", "this", "are", "not", "can", "its", "has", "from", "when"})


def outlined(draft: Question) -> dict[str, Any]:
    """The fields that the reference gives, as in a question file; empty where it has no two sentences in a language.

    Sentences of both languages make one point when there are as many of each. Of more than six the longest stay, in order.
    """
    told = {language: _sentences(getattr(draft.reference, language)) for language in LANGUAGES}
    told = {language: found for language, found in told.items() if len(found) >= 2}
    if not told:
        return {}
    if len({len(found) for found in told.values()}) > 1:
        language = max(told, key=lambda one: len(told[one]))
        told = {language: told[language]}
    pairs = [dict(zip(told, texts, strict=True)) for texts in zip(*told.values(), strict=True)]
    kept = sorted(sorted(range(len(pairs)), key=lambda n: -len("".join(pairs[n].values())))[:MOST_POINTS])
    points = [
        {"id": f"p{number}", "weight": 2, "text": pairs[n], "terms": _terms(" ".join(pairs[n].values()))}
        for number, n in enumerate(kept, 1)
    ]
    return {"key_points": points}


def _sentences(text: str) -> list[str]:
    plain = _GOES_ON.sub(r"\1", prose(text).replace("**", ""))
    return [one for one in sentences(plain) if len(one) >= SHORTEST]


def _terms(text: str) -> list[str]:
    """Names and numbers, which people say as they stand."""
    found = dict.fromkeys(term for term in _TERM.findall(text) if term.lower() not in _COMMON)
    return list(found)[:MOST_TERMS]
