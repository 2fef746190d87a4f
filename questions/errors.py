"""The root of the error tree; it stands in the package that every other one may import."""

from __future__ import annotations

from typing import Any


class InterviewerError(Exception):
    """Base class of every error this program raises on purpose.

    `str(error)` is for the person who uses or runs the program, and may be shown as it is: plain words, one line (one per
    fault where there are several), what failed and, where it is known, what to do about it. It holds no secret and no
    part of anybody's answer. Whatever else is raised is a defect of the program, to be logged with its traceback.
    """


class Sentence(str):
    """A sentence in English that can be said in another language, too: `template` filled with `values` (`str.format`)."""

    template: str
    values: dict[str, Any]


def sentence(template: str, **values: object) -> Sentence:
    """A template with its values; by the template its translation is found (`texts.errors`)."""
    filled = Sentence(template.format(**values))
    filled.template, filled.values = template, values
    return filled


def as_plain(text: str) -> str | list[Any]:
    """A text as plain data; of a sentence its template and values."""
    if not isinstance(text, Sentence):
        return text
    return [text.template, {name: _plain_value(value) for name, value in text.values.items()}]


def _plain_value(value: object) -> object:
    if isinstance(value, str):
        return as_plain(value)
    return value if isinstance(value, int | float) else str(value)


def from_plain(data: str | list[Any]) -> str:
    """The text of `as_plain`."""
    if isinstance(data, str):
        return data
    template, values = data
    return sentence(template, **{n: from_plain(v) if isinstance(v, str | list) else v for n, v in values.items()})
