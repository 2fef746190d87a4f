"""Leak check: how much of a key point a hint, a probe or the scope gives away that the question itself does not.

The share counts words of the key point, and in Chinese the characters that stand in a shared pair: a word counts like two
characters, so that the limits mean the same in both languages. On labelled answers the share of a point that was
made has a median of 0.47 (zh) and 0.50 (en); 99 % of the packaged hints stay below 0.28 and 0.33. A probe may name things of the
point it deepens as long as most of what is asked for stays unsaid. The key points of an open question are criteria: what meets
them only the person knows, so that its probes and its scope may name them, and its hints the words people use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from questions.errors import sentence
from questions.model import LANGUAGES, KeyPoint, Kind, Language, Probe, Question, Text
from questions.problem import Severity
from questions.text import FUNCTION_CHARACTERS, has_han, is_han, mentions, normalise, phrases, stem, telling_words

FEWEST, SURELY = 3.0, 4.0  # words told; fewer are chance, from so many on a probe surely tells
HINT_SHARE = 0.4
PROBE_SHARE = 0.5
TERMLESS_SHARE = 0.65  # from which a probe surely tells, though it names no term of the point
TELLING_LATIN, TELLING_HAN = 6, 3  # characters from which a term is more than an everyday word
WORD, CHARACTER = 1.0, 0.5  # what each counts

Found = tuple[str, str, Severity]  # place, message, severity


@dataclass(frozen=True, slots=True)
class Leak:
    """What a text gives away of a key point.

    `share` (0–1) of what the point says and the stem doesn't; `told`: how many words that are, two Chinese characters
    being one; `words` and `terms`: which.
    """

    share: float
    told: float
    words: tuple[str, ...]
    terms: tuple[str, ...]

    def shown(self) -> str:
        return ", ".join(self.terms or self.words)

    def tells(self, share: float) -> bool:
        return self.share >= share and self.told >= FEWEST


def leak(text: str, point: KeyPoint, stem: str, language: Language) -> Leak:
    """What `text` tells of `point`, or of an alternative to it, that the stem of the question has not told already."""
    terms = (term for term in point.terms if len(term) > 1 and mentions(text, term) and not mentions(stem, term))
    said, known = _phrases(text), _phrases(stem)
    answers = (getattr(answer, language) for answer in (point.text, *point.alternatives))
    share, told, words = max(_told(answer, said, known) for answer in answers)
    return Leak(share, told, words, tuple(terms))


def gives_away(text: str, point: KeyPoint, known: str, language: Language) -> bool:
    """Whether a text that is said beside a question tells too much of a point, as a hint would that the lint refuses."""
    found = leak(text, point, known, language)
    return bool(found.terms) or found.tells(HINT_SHARE)


@lru_cache(maxsize=256)  # a stem stands against every hint and probe of its question
def _phrases(text: str) -> frozenset[str]:
    return phrases(normalise(text))


def _told(answer: str, said: frozenset[str], known: frozenset[str]) -> tuple[float, float, tuple[str, ...]]:
    """Share and number of the answer's words that are said, of those that are not known, and the phrases they stand in."""
    own = [(phrases, counts) for phrases, counts in _units(answer) if phrases.isdisjoint(known)]
    told = [(phrases & said, counts) for phrases, counts in own if not phrases.isdisjoint(said)]
    number = sum(counts for _, counts in told)
    share = number / max(sum(counts for _, counts in own), WORD)
    return share, number, tuple(sorted(frozenset().union(*(phrases for phrases, _ in told))))


@lru_cache(maxsize=64)  # a key point stands against the hint, the scope and the probes aimed at it
def _units(text: str) -> tuple[tuple[frozenset[str], float], ...]:
    """The words and Chinese characters of a text, each by the phrases any of which tells it, with what it counts."""
    return tuple(_each(text))


def _each(text: str) -> Iterator[tuple[frozenset[str], float]]:
    for word in dict.fromkeys(word if is_han(word) else stem(word) for word in telling_words(normalise(text))):
        if is_han(word):
            yield from ((pairs, CHARACTER) for pairs in _characters(word))
        elif not word[0].isdigit():
            yield frozenset({word}), WORD


def _characters(word: str) -> Iterator[frozenset[str]]:
    """Each character as the pairs that it stands in, function characters left out."""
    pairs = ["", *(word[i : i + 2] for i in range(len(word) - 1)), ""]
    for place, character in enumerate(word):
        if character not in FUNCTION_CHARACTERS:
            yield frozenset({pairs[place], pairs[place + 1]} - {""}) or frozenset({character})


def leaks(question: Question) -> Iterator[Found]:
    """Every place that gives its point away, what it gives away, and how surely."""
    criteria = question.kind is Kind.OPEN
    for language in LANGUAGES:
        asked = getattr(question.question, language)
        yield from _of_hints(question, asked, "hints", language, criteria)
        for probe in question.all_probes():
            told = f"{asked}\n{getattr(probe.question, language)}"
            yield from _of_hints(probe, told, f"probes[{probe.id}].hints", language, criteria)
        if criteria:
            continue
        for point in question.key_points:
            yield from _of_text(question.scope, point, asked, "scope", language)
        yield from _of_probes(question, language)


def _of_hints(asked: Question | Probe, known: str, place: str, language: Language, criteria: bool) -> Iterator[Found]:
    hints = zip(getattr(asked.hints, language), asked.key_points, strict=False)
    for n, (hint, point) in enumerate(hints, 1):
        found = leak(hint, point, known, language)
        tells = found.tells(HINT_SHARE) and not _keeps_a_figure(hint, point, language)
        if (found.terms and not criteria) or tells:
            sure = tells or any(map(_telling, found.terms))
            yield f"{place}.{language}[{n}]", _message(point, found), Severity.ERROR if sure else Severity.WARNING


def _telling(term: str) -> bool:
    return len(term) >= (TELLING_HAN if has_han(term) else TELLING_LATIN)


def _of_probes(question: Question, language: Language) -> Iterator[Found]:
    """A probe tells its own key points, or (on the first rung) the point it is aimed at."""
    known = getattr(question.question, language)
    first = {probe.id for probe in question.probes}
    for probe in question.all_probes():
        aimed = (question.key_point(probe.aims_at),) if probe.id in first else ()
        for point in (*probe.key_points, *aimed):
            yield from _of_text(probe.question, point, known, f"probes[{probe.id}].question", language)


def _of_text(text: Text, point: KeyPoint, known: str, place: str, language: Language) -> Iterator[Found]:
    """What a text that says most of a point tells."""
    said = getattr(text, language)
    found = leak(said, point, known, language)
    if found.tells(PROBE_SHARE) and not _keeps_a_figure(said, point, language):
        sure = found.told >= SURELY and (bool(found.terms) or found.share >= TERMLESS_SHARE)
        yield f"{place}.{language}", _message(point, found), Severity.ERROR if sure else Severity.WARNING


def _message(point: KeyPoint, found: Leak) -> str:
    return sentence("tells key point {point!r} ({found})", point=point.id, found=found.shown())


def _keeps_a_figure(text: str, point: KeyPoint, language: Language) -> bool:
    """Whether the point holds a number that the text doesn't: then what is asked for is still to be said."""
    return any(piece[0].isdigit() for piece in _phrases(getattr(point.text, language)) - _phrases(text))
