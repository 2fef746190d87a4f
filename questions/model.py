"""What is asked: questions, their key points and their probes.

Frozen values without input or output, and the one description of a question file: `questions.format` reads and writes
them by their annotations (types, limits, and the texts below the fields, which editors show), `questions.bank` collects
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, get_args

from annotated_types import Ge, GroupedMetadata, Le, MaxLen, MinLen, Predicate

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LEVELS = range(1, 6)
MIDDLE_LEVEL = 3
MARKS_PER_LEVEL = 0.8  # what one level more costs


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


# -- limits of a file ------------------------------------------------------------------------------------------------


class Pattern(GroupedMetadata):
    """A regular expression that a text must match; pydantic is imported only when a reader asks for it."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __iter__(self) -> Iterator[object]:
        from pydantic import Field

        yield Field(pattern=self.pattern)


def _name_in_file(field: str) -> str:
    return "or" if field == "alternatives" else field  # `or` is a keyword of Python


FILE = {"extra": "forbid", "use_attribute_docstrings": True, "alias_generator": _name_in_file}  # a pydantic ConfigDict

Id = Annotated[str, MaxLen(64), Pattern("^[a-z0-9][a-z0-9-]*$")]
Line = Annotated[str, MinLen(1), MaxLen(2_000)]
Prose = Annotated[str, MaxLen(20_000)]


# -- a question ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Chinese and English; "" where a language is missing."""

    __pydantic_config__: ClassVar[Any] = FILE

    zh: Prose = ""
    en: Prose = ""

    def get(self, language: Language) -> str:
        """The text in `language`, or in the other one where that is missing."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def both(self) -> tuple[str, ...]:
        """The texts that exist, Chinese first."""
        return tuple(text for text in (self.zh, self.en) if text)


Said = Annotated[Text, Predicate(Text.both)]  # in one language at least


@dataclass(frozen=True, slots=True)
class Lines:
    """Several texts per language."""

    __pydantic_config__: ClassVar[Any] = FILE

    zh: tuple[Line, ...] = ()
    en: tuple[Line, ...] = ()

    def get(self, language: Language) -> tuple[str, ...]:
        """The lines in `language`, or in the other one where there are none."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def both(self) -> tuple[str, ...]:
        """All lines, Chinese first."""
        return self.zh + self.en


@dataclass(frozen=True, slots=True)
class Check:
    """The quantity a key point asks for, decided by code."""

    __pydantic_config__: ClassVar[Any] = FILE

    quantity: Line
    """A number with its unit, as in 64 GiB, 0.49 s, 12.5%, 4x."""
    alternatives: tuple[Line, ...] = ()
    """Other right quantities: another unit, another way to say it."""
    within: Annotated[float, Ge(0), Le(1_000)] = 0.0
    """Relative tolerance on each of them: 0.05 accepts 5 % more or less, 0 nothing else."""


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One checkable statement that a good answer makes."""

    __pydantic_config__: ClassVar[Any] = FILE

    id: Id
    """Lower-case letters, digits and hyphens; stays for ever."""
    text: Said
    weight: Annotated[int, Ge(1), Le(3)]
    """1 (a bonus) to 3 (an interviewer insists on it)."""
    terms: tuple[Line, ...] = ()
    """Words and aliases as people say them, in both languages."""
    misconceptions: Lines = Lines()
    """Wrong statements people typically make."""
    alternatives: Annotated[tuple[Said, ...], MaxLen(8)] = ()
    """Other right answers, credited like the text."""
    check: Check | None = None
    """The quantity to be named."""


KeyPoints = Annotated[tuple[KeyPoint, ...], MinLen(1), MaxLen(12)]


@dataclass(frozen=True, slots=True)
class Probe:
    """A follow-up aimed at one key point of its question."""

    __pydantic_config__: ClassVar[Any] = FILE

    id: Id
    aims_at: Id
    """The id of a key point of the question."""
    purpose: Purpose
    question: Said
    reference: Said
    key_points: KeyPoints
    then: tuple[Probe, ...] = ()
    """Deeper rungs that a strong answer earns."""
    hints: Lines = Lines()
    """Hint n leads towards key point n of the probe without telling it."""
    needs: tuple[Id, ...] = ()
    """Ids of key points of the question that must have been said before this is asked."""
    quoting: Said = Text()
    """The same question in the person's own words: {quote}, {number}, {name}; else it is asked as it stands."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where it can be read."""

    __pydantic_config__: ClassVar[Any] = FILE

    title: Line
    url: Prose = ""
    note: Prose = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a mock interviewer's bank, with what a good answer says and how to probe further."""

    __pydantic_config__: ClassVar[Any] = FILE

    id: Id
    """Lower-case letters, digits and hyphens; stays for ever."""
    topic: Id
    level: Annotated[int, Ge(1), Le(5)]
    """1 (warm-up) to 5 (expert)."""
    kind: Kind
    question: Said
    reference: Said
    key_points: KeyPoints
    hints: Lines = Lines()
    """Hint n leads towards key point n without telling it."""
    probes: tuple[Probe, ...] = ()
    sources: tuple[Source, ...] = ()
    covers: tuple[Line, ...] = ()
    """Items of other notes that this question covers."""
    revision: str = ""
    """Names the content: the first 16 hex digits of its SHA-256. Computed, never read from a file."""
    scope: Said = Text()
    """What the interviewer says when asked what is meant or may be assumed."""
    builds_on: tuple[Id, ...] = ()
    """Easier questions whose answers this one takes for known; a failure here brings them up."""
    reviewed: tuple[date, ...] = ()
    """Days on which somebody checked it, as in 2026-11-30."""
    hands_on: bool = False
    """Answered with code that its tests grade; so are the tasks of `questions/handson`, and nothing else."""

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


def authored_difficulty(level: int) -> float:
    """Marks (of ten) that a question of this level (1–5) costs more than one of the middle level, until answers show another."""
    return MARKS_PER_LEVEL * (level - MIDDLE_LEVEL)


@dataclass(frozen=True, slots=True)
class Task:
    """What one answer is graded against: a question, or one of its probes, in the shape the grader needs."""

    question: Text
    reference: Text
    key_points: tuple[KeyPoint, ...]
    open: bool = False
    """The key points are criteria that what the person tells of themselves meets, not facts."""


def task(question: Question, probe: str | None = None) -> Task:
    """The task of the question itself, or of its probe called `probe`."""
    asked: Question | Probe = question if probe is None else question.probe(probe)
    return Task(asked.question, asked.reference, asked.key_points, open=question.kind is Kind.OPEN)
