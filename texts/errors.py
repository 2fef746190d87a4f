"""Errors in the language of whoever runs the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from questions.errors import InterviewerError, Sentence

if TYPE_CHECKING:
    from questions.model import Language
    from questions.problem import Problem


def told(error: InterviewerError, language: Language) -> str:
    """What an error says, one line per problem; what has no translation stays English."""
    problems = getattr(error, "problems", None)
    if problems is not None:
        return "\n".join(
            in_language(one, language) if isinstance(one, str) else fault(one, language) for one in problems
        )
    return in_language(error.args[0], language) if error.args and isinstance(error.args[0], str) else str(error)


def fault(problem: Problem, language: Language) -> str:
    """A fault of a question file: where, place, what to do."""
    parts = (problem.stands, in_language(problem.place, language), in_language(problem.message, language))
    return (": " if language == "en" else "：").join(part for part in parts if part)


def in_language(text: str, language: Language) -> str:
    """A sentence with everything in it that is a sentence, too; other texts as they are."""
    if language == "en" or not isinstance(text, Sentence):
        return text
    from texts.errors_zh import ERRORS
    from texts.problems_zh import PROBLEMS

    values = {name: in_language(v, language) if isinstance(v, str) else v for name, v in text.values.items()}
    return (ERRORS.get(text.template) or PROBLEMS.get(text.template, text.template)).format(**values)
