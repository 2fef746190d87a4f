"""The forms of what is said to a person, before any channel renders it.

Each message is a JSON object: the payload of an outbox row, a line of `--format json`, and what the terminal and
Telegram render. Texts of the bank are in the interview's language; words of the program are added by `texts` when a
channel renders. `app.messages.build` builds messages from an interview.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from questions.model import Language


class Question(TypedDict):
    event: Literal["question"]
    interview: str
    mode: str
    turn: int
    number: int
    of: int
    question_id: str
    topic: str
    level: int
    kind: str
    language: Language
    text: str


class Probe(TypedDict):
    event: Literal["probe"]
    interview: str
    mode: str
    turn: int
    number: int
    of: int
    probe: int
    question_id: str
    probe_id: str
    aims_at: str
    reason: str
    language: Language
    text: str


class Hint(TypedDict):
    event: Literal["hint"]
    interview: str
    turn: int
    point: str
    language: Language
    text: str


class Point(TypedDict):
    id: str
    text: str
    weight: int
    verdict: str
    credit: float | None
    quote: str
    why: str


class Deduction(TypedDict):
    reason: str
    amount: float


class GradeMessage(TypedDict):
    event: Literal["grade"]
    interview: str
    turn: int
    number: int
    of: int
    question_id: str
    probe_id: str | None
    score: float | None
    low: float | None
    high: float | None
    provisional: bool
    pending: bool
    failed: bool
    replaces: bool
    graded_by: str
    points: list[Point]
    penalties: list[Deduction]
    flags: list[str]
    feedback: str
    language: Language


class PointResult(TypedDict):
    id: str
    text: str
    unprompted: float | None
    after: float | None
    verdict: str
    quote: str
    misconception: NotRequired[str]


class SourceMessage(TypedDict):
    title: str
    url: str
    note: str


class Result(TypedDict):
    event: Literal["result"]
    interview: str
    number: int
    of: int
    question_id: str
    topic: str
    question: str
    first: float | None
    after: float | None
    low: float | None
    high: float | None
    marked_by: str
    points: list[PointResult]
    reference: str
    sources: list[SourceMessage]
    language: Language


class TopicSummary(TypedDict):
    """Means over the questions of one topic ("" for all) whose marks have one source."""

    topic: str
    marked_by: str
    questions: int
    first: float
    after: float


class PointSummary(TypedDict):
    question_id: str
    point: str
    text: str
    credit: float


class Due(TypedDict):
    question_id: str
    point: str
    text: str
    due: str


class Summary(TypedDict):
    """`first`, `after` and `marked_by` are those of the whole interview when all its marks have one source."""

    event: Literal["summary"]
    interview: str
    finished: bool
    asked: int
    answered: int
    skipped: int
    ungraded: int
    first: float | None
    after: float | None
    marked_by: str
    overall: list[TopicSummary]
    topics: list[TopicSummary]
    strongest: list[PointSummary]
    weakest: list[PointSummary]
    coming: list[Due]
    language: Language


class AppealMessage(TypedDict):
    event: Literal["appeal"]
    interview: str
    turn: int
    point: str
    text: str
    outcome: str
    before: str
    after: str
    why: str
    score: float | None
    language: Language


class Notice(TypedDict):
    """A word of the program itself: `name` is a function of the texts' `part`, `values` its arguments."""

    event: Literal["notice"]
    part: str
    name: str
    values: dict[str, str | int | float]
    language: Language


class ReportSection(TypedDict):
    """An entry's first line is what it says, the others are its details."""

    key: str
    title: str
    entries: list[list[str]]


class Report(TypedDict):
    """Figures in finished words. `person`: whose picture goes along, 0 for none."""

    event: Literal["report"]
    title: str
    sections: list[ReportSection]
    person: int
    language: Language


Message = Question | Probe | Hint | GradeMessage | Result | Summary | AppealMessage | Notice


def notice(name: str, language: Language, part: str = "interview", /, **values: str | int | float) -> Notice:
    return {"event": "notice", "part": part, "name": name, "values": values, "language": language}
