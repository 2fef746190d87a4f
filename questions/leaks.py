"""Does a hint or a probe tell what the person should say? Measured by what it shares with the key point, not the stem.

The limits were set on the packaged bank: hints there share no term and hardly a word with their point, while a probe
may name things of the point it deepens as long as most of what is asked for stays unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questions.model import LANGUAGES, KeyPoint, Language, Probe, Question
from questions.problem import Severity
from questions.words import has_han, mentions, pieces

HINT_SHARE, HINT_FEWEST = 0.4, 3  # fewer shared pieces than that are chance
PROBE_SHARE, PROBE_FEWEST = 0.5, 4
TERMLESS_SHARE = 0.65  # of a probe that names no term of the point
TELLING_LATIN, TELLING_HAN = 6, 3  # characters from which a term is more than an everyday word

Found = tuple[str, str, Severity]  # place, message, severity


@dataclass(frozen=True, slots=True)
class Leak:
    """What a text gives away of a key point: the share (0–1) of the point's own words, those words, and its terms."""

    share: float
    words: tuple[str, ...]
    terms: tuple[str, ...]

    def shown(self) -> str:
        return ", ".join(self.terms or self.words)

    def tells(self, share: float, fewest: int) -> bool:
        return self.share >= share and len(self.words) >= fewest


def leak(text: str, point: KeyPoint, stem: str, language: Language) -> Leak:
    """What `text` tells of `point` that the stem of the question has not told already."""
    told = _words(stem)
    said = _words(text) - told
    own = _words(getattr(point.text, language)) - told
    terms = (term for term in point.terms if len(term) > 1 and mentions(text, term) and not mentions(stem, term))
    return Leak(len(own & said) / max(1, len(own)), tuple(sorted(own & said)), tuple(terms))


def _words(text: str) -> set[str]:
    return {piece for piece in pieces(text, 3) if not piece[0].isdigit()}


def leaks(question: Question) -> Iterator[Found]:
    """Every place that gives its point away, what it gives away, and how surely."""
    for language in LANGUAGES:
        stem = getattr(question.question, language)
        yield from _of_hints(question, stem, "hints", language)
        for probe in question.all_probes():
            told = f"{stem}\n{getattr(probe.question, language)}"
            yield from _of_hints(probe, told, f"probes[{probe.id}].hints", language)
        yield from _of_scope(question, language)
        yield from _of_probes(question, language)


def _of_hints(asked: Question | Probe, stem: str, place: str, language: Language) -> Iterator[Found]:
    hints = zip(getattr(asked.hints, language), asked.key_points, strict=False)
    for n, (hint, point) in enumerate(hints, 1):
        found = leak(hint, point, stem, language)
        tells = found.tells(HINT_SHARE, HINT_FEWEST)
        if found.terms or tells:
            sure = tells or any(map(_telling, found.terms))
            severity = Severity.ERROR if sure else Severity.WARNING
            yield f"{place}.{language}[{n}]", f"tells key point {point.id!r} ({found.shown()})", severity


def _of_scope(question: Question, language: Language) -> Iterator[Found]:
    """What may be assumed tells a key point when it says most of it."""
    scope, stem = getattr(question.scope, language), getattr(question.question, language)
    for point in question.key_points:
        found = leak(scope, point, stem, language)
        if found.tells(PROBE_SHARE if found.terms else TERMLESS_SHARE, PROBE_FEWEST):
            yield f"scope.{language}", f"tells key point {point.id!r} ({found.shown()})", Severity.ERROR


def _telling(term: str) -> bool:
    return len(term) >= (TELLING_HAN if has_han(term) else TELLING_LATIN)


def _of_probes(question: Question, language: Language) -> Iterator[Found]:
    """A probe tells its own key points, or (on the first rung) the point it is aimed at."""
    stem = getattr(question.question, language)
    first = {probe.id for probe in question.probes}
    for probe in question.all_probes():
        aimed = (question.key_point(probe.aims_at),) if probe.id in first else ()
        asked = getattr(probe.question, language)
        for point in (*probe.key_points, *aimed):
            found = leak(asked, point, stem, language)
            share = PROBE_SHARE if found.terms else TERMLESS_SHARE
            if found.tells(share, PROBE_FEWEST) and not _keeps_a_figure(asked, getattr(point.text, language)):
                place = f"probes[{probe.id}].question.{language}"
                yield place, f"tells key point {point.id!r} ({found.shown()})", Severity.ERROR


def _keeps_a_figure(text: str, point: str) -> bool:
    """Whether the point holds a number that the text doesn't: then what is asked for is still to be said."""
    return any(piece[0].isdigit() for piece in set(pieces(point)) - set(pieces(text)))
