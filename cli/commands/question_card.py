"""A question as a curator reads it: both languages side by side where the terminal is wide enough, else one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from cli.commands.startup import language, words

if TYPE_CHECKING:
    from questions.model import KeyPoint, Probe, Question, Text

BESIDE = 90  # columns from which both languages stand side by side
GAP = "  │ "


def card(question: Question, columns: int) -> Iterator[str]:
    """The lines of a question: stem, reference, points with their misconceptions and hints, probes as they follow."""
    say = words().bank
    kind = words().interview.KINDS[question.kind]
    yield from wrapped(f"{question.id}  {question.topic}  L{question.level}  {kind}", columns)
    yield from _section(say.ASK_QUESTION, question.question, columns)
    if question.scope.both():
        yield from _section(say.SCOPE, question.scope, columns)
    yield from _section(say.ASK_ANSWER, question.reference, columns)
    for number, point in enumerate(question.key_points):
        yield from _point(number, point, question, columns)
    for number, probe in enumerate(question.probes, 1):
        yield from _probe(f"{number}", probe, columns)
    for source in question.sources:
        yield from wrapped(f"· {source.title}  {source.url}", columns)


def _section(title: str, text: Text, columns: int) -> Iterator[str]:
    yield ""
    yield f"── {title} "
    yield from beside(text.zh, text.en, columns)


def _point(number: int, point: KeyPoint, question: Question, columns: int) -> Iterator[str]:
    say = words().bank
    yield ""
    yield from wrapped(f"── {number + 1}. {point.id} ×{point.weight}  {', '.join(point.terms)}", columns)
    yield from beside(point.text.zh, point.text.en, columns)
    for zh, en in zip_longest(point.misconceptions.zh, point.misconceptions.en, fillvalue=""):
        yield from beside(zh and f"✗ {zh}", en and f"✗ {en}", columns)
    hints = [texts[number] if number < len(texts) else "" for texts in (question.hints.zh, question.hints.en)]
    zh, en = (hint and f"{say.HINT} {hint}" for hint in hints)
    yield from beside(zh, en, columns)


def _probe(place: str, probe: Probe, columns: int) -> Iterator[str]:
    say = words().bank
    yield ""
    yield from wrapped(f"── {say.probe(place, probe.aims_at, say.PURPOSES[probe.purpose.value])}", columns)
    yield from beside(probe.question.zh, probe.question.en, columns)
    yield from beside(f"→ {probe.reference.zh}", f"→ {probe.reference.en}", columns)
    for number, deeper in enumerate(probe.then, 1):
        yield from _probe(f"{place}.{number}", deeper, columns)


def beside(zh: str, en: str, columns: int) -> Iterator[str]:
    """Two texts in two columns of lines; one below the other where there is no room; an empty one takes none."""
    from wcwidth import ljust

    if not zh or not en or columns < BESIDE:
        own = (zh, en) if language() == "zh" else (en, zh)
        yield from (line for text in own if text and text.strip("→ ") for line in wrapped(text, columns))
        return
    half = (columns - len(GAP)) // 2
    for left, right in zip_longest(wrapped(zh, half), wrapped(en, half), fillvalue=""):
        yield f"{ljust(left, half)}{GAP}{right}".rstrip()


def wrapped(text: str, columns: int) -> list[str]:
    """A text as lines that fit."""
    from cli.terminal.layout import laid_out

    return laid_out([(text.strip(), "")], columns).plain.split("\n")
