"""Faults between the parts of a question: a probe nearer to another key point than to its own, a probe that presumes what was not
said, a key point that the reference leaves out or the scope excludes.

Words decide, in every language of the question alike: what shows in one language only is chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import log, sqrt

from questions.errors import sentence
from questions.model import KeyPoint, Kind, Language, Probe, Question
from questions.problem import Severity
from questions.text import has_han, mentions, normalise, telling_phrases
from questions.wording import excluded

MARGIN = 0.35  # by which another point is nearer, from which a probe is misaimed
HEAVIEST = 3
STATED = 0.2  # share of a point's phrases below which the reference leaves it out
OFTEN = 2  # times that a phrase counts
TELLING_LATIN, TELLING_HAN = 6, 3  # characters from which a term is more than an everyday word

Found = tuple[str, str, Severity]  # place, message, severity
Vector = Mapping[str, float]


def loose(question: Question) -> Iterator[Found]:
    """Every probe and key point that does not fit the rest of the question."""
    for probe in question.all_probes():
        place = f"probes[{probe.id}]"
        if (near := nearest(question, probe)) != probe.aims_at:
            message = sentence(
                "aims at {aims_at!r}, but its words are nearer to {near!r}", aims_at=probe.aims_at, near=near
            )
            yield f"{place}.aims_at", message, Severity.WARNING
    facts = question.kind is not Kind.OPEN  # to name a criterion is not to take it for met
    for probe in question.probes if facts else ():
        for point in presumed(question, probe):
            message = sentence(
                "takes key point {point!r} for said; name it under `needs`, or ask without it", point=point
            )
            yield f"probes[{probe.id}].question", message, Severity.WARNING
    for wanted in question.key_points:
        if not stated(question, wanted):
            yield f"key_points[{wanted.id}]", sentence("is not in the reference: is it asked for?"), Severity.WARNING
        if clause := ruled_out(question, wanted):
            yield (
                f"key_points[{wanted.id}]",
                sentence("is wanted, but the scope says {clause!r}", clause=clause),
                Severity.WARNING,
            )


# -- the point that a probe is about -----------------------------------------------------------------------------------------


def nearest(question: Question, probe: Probe) -> str:
    """The key point that a probe's words are nearest to, in every language; where that is not clear, the one it aims at."""
    near = ""
    for language in question.languages:
        found = _nearest(question, probe, language)
        if found == probe.aims_at or (near and found != near):
            return probe.aims_at
        near = found
    return near or probe.aims_at


def _nearest(question: Question, probe: Probe, language: Language) -> str:
    points = _points(question, language)
    own = _weighed(Counter(_phrases(_of_probe(probe, language))), points.rare)
    near = {id: _cosine(own, vector) for id, vector in points.vectors.items()}
    best = max(near, key=lambda id: near[id])
    return best if near[best] - near[probe.aims_at] > MARGIN else probe.aims_at


class _Points:
    """The key points of a question as vectors over the phrases that tell them apart; `rare`: what each phrase weighs."""

    __slots__ = ("rare", "vectors")

    def __init__(self, texts: Mapping[str, str], asked: str) -> None:
        counts = {id: Counter(_phrases(text)) for id, text in texts.items()}
        within = Counter(phrase for count in counts.values() for phrase in count)
        known = set(_phrases(asked))
        self.rare = {phrase: log((len(counts) + 1) / n) for phrase, n in within.items() if phrase not in known}
        self.vectors = {id: _weighed(count, self.rare) for id, count in counts.items()}


@lru_cache(maxsize=4)  # the probes of one question come one after another
def _points(question: Question, language: Language) -> _Points:
    hints = question.hints.get(language)
    texts = {
        point.id: "\n".join((_of_point(point, language), *hints[n : n + 1]))
        for n, point in enumerate(question.key_points)
    }
    return _Points(texts, getattr(question.question, language))


def _of_point(point: KeyPoint, language: Language) -> str:
    answers = (getattr(text, language) for text in (point.text, *point.alternatives))
    return "\n".join((*answers, *point.misconceptions.get(language), " ".join(point.terms)))


def _of_probe(probe: Probe, language: Language) -> str:
    points = (part for point in probe.key_points for part in (getattr(point.text, language), " ".join(point.terms)))
    return "\n".join((getattr(probe.question, language), getattr(probe.reference, language), *points))


@lru_cache(maxsize=64)  # the reference stands against every key point
def _phrases(text: str) -> tuple[str, ...]:
    return tuple(telling_phrases(normalise(text)))


def _weighed(counts: Mapping[str, int], rare: Mapping[str, float]) -> Vector:
    return {phrase: min(n, OFTEN) * rare[phrase] for phrase, n in counts.items() if phrase in rare}


def _cosine(one: Vector, other: Vector) -> float:
    sizes = _size(one) * _size(other)
    return sum(weight * other.get(phrase, 0.0) for phrase, weight in one.items()) / sizes if sizes else 0.0


def _size(vector: Vector) -> float:
    return sqrt(sum(weight * weight for weight in vector.values()))


# -- what must have been said ------------------------------------------------------------------------------------------------


def presumed(question: Question, probe: Probe) -> tuple[str, ...]:
    """The heaviest key points that a first rung names by their terms in every language, though neither stem nor scope does."""
    others = (p for p in question.key_points if p.weight == HEAVIEST and p.id not in (probe.aims_at, *probe.needs))
    aimed = question.key_point(probe.aims_at)
    return tuple(
        point.id for point in others if all(_names(question, probe, point, aimed, lang) for lang in question.languages)
    )


def _names(question: Question, probe: Probe, point: KeyPoint, aimed: KeyPoint, language: Language) -> bool:
    known = "\n".join(
        (
            getattr(question.question, language),
            getattr(question.scope, language),
            getattr(aimed.text, language),
            *aimed.terms,
        )
    )
    asked = getattr(probe.question, language)
    return any(_telling(term) and mentions(asked, term) and not _known(term, known) for term in point.terms)


def _known(term: str, text: str) -> bool:
    """Whether a text names the term, or what a number is hung on: "ZeRO" of "ZeRO-3"."""
    return mentions(text, term) or mentions(text, term.rstrip("0123456789").rstrip("-"))


def _telling(term: str) -> bool:
    return len(term) >= (TELLING_HAN if has_han(term) else TELLING_LATIN)


# -- what is asked for -------------------------------------------------------------------------------------------------------


def stated(question: Question, point: KeyPoint) -> bool:
    """Whether the reference, in some language, says a fair share of the key point."""
    return any(_share(question, point, language) >= STATED for language in question.languages)


def _share(question: Question, point: KeyPoint, language: Language) -> float:
    own = set(_phrases(getattr(point.text, language)))
    asked, reference = _phrases(getattr(question.question, language)), _phrases(getattr(question.reference, language))
    return len(own.intersection((*asked, *reference))) / len(own) if own else 1.0


def ruled_out(question: Question, point: KeyPoint) -> str:
    """The clause by which the scope excludes the key point, in every language; "" if there is none."""
    clauses = [_excluding(question, point, language) for language in question.languages]
    return clauses[0] if clauses and all(clauses) else ""


def _excluding(question: Question, point: KeyPoint, language: Language) -> str:
    terms = tuple(_unasked(point.terms, getattr(question.question, language)))
    found = (
        clause
        for clause in excluded(getattr(question.scope, language), language)
        if any(mentions(clause, t) for t in terms)
    )
    return next(found, "").strip()


def _unasked(terms: Iterable[str], stem: str) -> Iterator[str]:
    return (term for term in terms if len(term) > 1 and not mentions(stem, term))
