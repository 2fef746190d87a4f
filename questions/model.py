"""What is asked: questions, their key points and their probes.

Frozen values without input or output; `questions.format` reads them from files, `questions.bank` collects them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Kind(StrEnum):
    """What sort of thinking a question asks for.

    The key points of an open question are criteria that an answer meets ("names a baseline and its number"), of every
    other kind facts that it states.
    """

    CONCEPT = "concept"
    COMPARISON = "comparison"
    TRADE_OFF = "trade-off"
    DESIGN = "design"
    DEBUGGING = "debugging"
    CODE = "code"
    OPEN = "open"


class Purpose(StrEnum):
    """Why an interviewer asks a probe."""

    DETAIL = "detail"
    CAUSE = "cause"
    COUNTERFACTUAL = "counterfactual"
    TRADE_OFF = "trade-off"
    MEASURE = "measure"
    CHALLENGE = "challenge"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Chinese and English; "" where a language is missing."""

    zh: str = ""
    en: str = ""

    def get(self, language: Language) -> str:
        """The text in `language`, or in the other one where that is missing."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def both(self) -> tuple[str, ...]:
        """The texts that exist, Chinese first."""
        return tuple(text for text in (self.zh, self.en) if text)


@dataclass(frozen=True, slots=True)
class Lines:
    """Several texts per language."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def get(self, language: Language) -> tuple[str, ...]:
        """The lines in `language`, or in the other one where there are none."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def both(self) -> tuple[str, ...]:
        """All lines, Chinese first."""
        return self.zh + self.en


@dataclass(frozen=True, slots=True)
class Check:
    """The quantity a key point asks for, so that code can decide it: a number with its unit, as in "64 GiB".

    `alternatives` (`or` in a file) are other right quantities: another unit, another way to say it. `within` is the
    relative tolerance on each of them, 0 or more; 0 means exact.
    """

    quantity: str
    alternatives: tuple[str, ...] = ()
    within: float = 0.0


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One checkable statement that a good answer makes.

    `weight` is 1–3; `terms` are words and aliases of both languages; `misconceptions` are wrong statements people make.
    `alternatives` (`or` in a file) are other right answers, credited like `text`; `check` is the quantity to be named.
    """

    id: str
    text: Text
    weight: int = 1
    terms: tuple[str, ...] = ()
    misconceptions: Lines = field(default_factory=Lines)
    alternatives: tuple[Text, ...] = ()
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """A follow-up aimed at one key point of its question.

    `then` are the deeper rungs that a strong answer earns. `hints` are in the order of the probe's own `key_points`.
    `needs` are key points of the question that must have been said before the probe is asked.
    """

    id: str
    aims_at: str
    purpose: Purpose
    question: Text
    reference: Text
    key_points: tuple[KeyPoint, ...]
    then: tuple[Probe, ...] = ()
    hints: Lines = field(default_factory=Lines)
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the bank.

    `hints` are in the order of `key_points`: hint n leads towards key point n without telling it. `scope` is what the
    interviewer says when asked what is meant or may be assumed. `reviewed` are the days on which somebody checked it.
    `revision` names the content (the first 16 hex digits of its SHA-256), so that a grade can say what it was graded
    against.
    """

    id: str
    topic: str
    level: int
    kind: Kind
    question: Text
    reference: Text
    key_points: tuple[KeyPoint, ...]
    hints: Lines = field(default_factory=Lines)
    probes: tuple[Probe, ...] = ()
    sources: tuple[Source, ...] = ()
    covers: tuple[str, ...] = ()
    revision: str = ""
    scope: Text = field(default_factory=Text)
    reviewed: tuple[date, ...] = ()

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages the question can be asked in."""
        return tuple(language for language in LANGUAGES if getattr(self.question, language))

    def key_point(self, id: str) -> KeyPoint:
        """The root key point called `id`; KeyError if there is none."""
        for point in self.key_points:
            if point.id == id:
                return point
        raise KeyError(id)

    def all_probes(self) -> Iterator[Probe]:
        """Every probe, each before its deeper rungs."""
        pending = list(reversed(self.probes))
        while pending:
            probe = pending.pop()
            yield probe
            pending.extend(reversed(probe.then))

    def probe(self, id: str) -> Probe:
        """The probe called `id` on any rung; KeyError if there is none."""
        for probe in self.all_probes():
            if probe.id == id:
                return probe
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Task:
    """What one answer is graded against: a question, or one of its probes, in the shape the grader needs."""

    question: Text
    reference: Text
    key_points: tuple[KeyPoint, ...]


def task(question: Question, probe: str | None = None) -> Task:
    """The task of the question itself, or of its probe called `probe`."""
    asked: Question | Probe = question if probe is None else question.probe(probe)
    return Task(asked.question, asked.reference, asked.key_points)
