"""The border of a question file: what pydantic accepts before it becomes the values of `questions.model`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from questions.model import Kind, Purpose

DEEPEST_RUNG = 6
BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")


def clean(text: str) -> str:
    """The text without control characters and outer blanks, every line break as "\\n"; HTML stays plain text."""
    return INVISIBLE.sub("", BREAKS.sub("\n", text)).strip()


def _said(text: str) -> str:
    if not text:
        raise ValueError("is empty; write it or leave it out")
    return text


Words = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(clean)]
Some = Annotated[str, StringConstraints(min_length=1, max_length=2_000), AfterValidator(clean), AfterValidator(_said)]
Id = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        max_length=64,
        description="Lower-case letters, digits and hyphens.",
    ),
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LooseTextPart(_Part):
    zh: Words = ""
    en: Words = ""


class TextPart(LooseTextPart):
    @model_validator(mode="after")
    def _in_a_language(self) -> TextPart:
        if not (self.zh or self.en):
            raise ValueError("is empty; write it in zh, in en, or in both")
        return self


class LinesPart(_Part):
    zh: tuple[Some, ...] = ()
    en: tuple[Some, ...] = ()


class CheckPart(_Part):
    """The quantity a key point asks for, decided by code."""

    quantity: Some = Field(description="A number with its unit, as in 64 GiB, 0.49 s, 12.5%, 4x.")
    alternatives: tuple[Some, ...] = Field(default=(), alias="or", description="Other right quantities.")
    within: float = Field(
        default=0.0, ge=0, allow_inf_nan=False, description="Relative tolerance: 0.05 accepts 5 % more or less."
    )


class KeyPointPart(_Part):
    """One checkable statement that a good answer makes."""

    id: Id
    weight: int = Field(ge=1, le=3)
    text: TextPart
    terms: tuple[Some, ...] = Field(default=(), description="Words and aliases as people say them, in both languages.")
    misconceptions: LinesPart = Field(default=LinesPart(), description="Wrong statements people typically make.")
    alternatives: tuple[TextPart, ...] = Field(
        default=(), alias="or", max_length=8, description="Other right answers, credited like the text."
    )
    check: CheckPart | None = None


class ProbePart(_Part):
    """A follow-up question aimed at one key point."""

    id: Id
    aims_at: Id = Field(description="The id of a key point of the question.")
    purpose: Purpose
    question: TextPart
    reference: TextPart
    key_points: tuple[KeyPointPart, ...] = Field(min_length=1, max_length=12)
    then: tuple[ProbePart, ...] = Field(default=(), description="Deeper rungs that a strong answer earns.")
    hints: LinesPart = Field(
        default=LinesPart(), description="Hint n leads towards key point n of the probe without telling it."
    )
    needs: tuple[Id, ...] = Field(
        default=(), description="Ids of key points of the question that must have been said before this is asked."
    )


class SourcePart(_Part):
    title: Some
    url: Words = ""
    note: Words = ""


class DraftFile(_Part):
    """A question that may lack all but its id and one text, for example when it came out of somebody's notes."""

    id: Id
    topic: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9-]*)?$", max_length=64)
    level: int = Field(default=0, ge=0, le=5)
    kind: Kind = Kind.CONCEPT
    question: TextPart
    reference: LooseTextPart = LooseTextPart()
    key_points: tuple[KeyPointPart, ...] = Field(default=(), max_length=12)
    hints: LinesPart = Field(default=LinesPart(), description="Hint n leads towards key point n without telling it.")
    probes: tuple[ProbePart, ...] = ()
    sources: tuple[SourcePart, ...] = ()
    covers: tuple[Some, ...] = Field(default=(), description="Items of other notes that this question covers.")
    scope: TextPart | None = Field(
        default=None, description="What the interviewer says when asked what is meant or may be assumed."
    )
    reviewed: tuple[date, ...] = Field(default=(), description="Days on which somebody checked it, as in 2026-11-30.")

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> DraftFile:
        points = [point.id for point in self.key_points]
        _once("key point", points)
        rungs = list(_rungs(self.probes))
        _once("probe", [probe.id for probe, _ in rungs])
        for probe, depth in rungs:
            _once(f"key point of probe {probe.id!r}:", [point.id for point in probe.key_points])
            if probe.aims_at not in points:
                known = ", ".join(points)
                raise ValueError(f"probe {probe.id!r} aims at {probe.aims_at!r}, no key point; there are: {known}")
            for need in probe.needs:
                if need not in points:
                    raise ValueError(f"probe {probe.id!r} needs {need!r}, no key point; there are: {', '.join(points)}")
            if depth > DEEPEST_RUNG:
                raise ValueError(f"probe {probe.id!r} stands on rung {depth}; the deepest is {DEEPEST_RUNG}")
        return self


class QuestionFile(DraftFile):
    """One question of a mock interviewer's bank, with what a good answer says and how to probe further."""

    model_config = ConfigDict(title="Question")

    topic: Id
    level: int = Field(ge=1, le=5, description="1 (warm-up) to 5 (expert).")
    kind: Kind
    reference: TextPart
    key_points: tuple[KeyPointPart, ...] = Field(min_length=1, max_length=12)


def _rungs(probes: Iterable[ProbePart]) -> Iterable[tuple[ProbePart, int]]:
    pending = [(probe, 1) for probe in probes]
    while pending:
        probe, depth = pending.pop(0)
        yield probe, depth
        pending.extend((deeper, depth + 1) for deeper in probe.then)


def _once(what: str, ids: list[str]) -> None:
    for id, times in Counter(ids).items():
        if times > 1:
            raise ValueError(f"{what} id {id!r} stands {times} times; every id must be its own")


def schema() -> dict[str, Any]:
    """The JSON Schema by which editors help to write a question file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **QuestionFile.model_json_schema()}
