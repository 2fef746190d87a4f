"""Errors in the language of whoever runs the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from questions.errors import InterviewerError, Sentence

if TYPE_CHECKING:
    from questions.model import Language


def told(error: InterviewerError, language: Language) -> str:
    """What an error says, one line per problem; what has no translation stays English."""
    problems = getattr(error, "problems", None)
    if problems is not None:
        return "\n".join(in_language(one if isinstance(one, str) else str(one), language) for one in problems)
    return in_language(error.args[0], language) if error.args and isinstance(error.args[0], str) else str(error)


def in_language(text: str, language: Language) -> str:
    """A sentence with everything in it that is a sentence, too; other texts as they are."""
    if language == "en" or not isinstance(text, Sentence):
        return text
    from texts.errors_zh import ERRORS

    values = {name: in_language(v, language) if isinstance(v, str) else v for name, v in text.values.items()}
    return ERRORS.get(text.template, text.template).format(**values)
