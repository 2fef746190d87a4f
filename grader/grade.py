"""The grade of one answer: verdicts per key point, the arithmetic from verdicts to a mark, and the receipt behind it.

Pure values. Nothing here reads an answer; `grader.similarity` and `grader.judge` produce verdicts and `marked` turns them
into a mark, so that no model sets a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from questions.model import KeyPoint, Language, Task, Text

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

Job = tuple[Task, str, Language]  # one answer to grade: the task, the answer, the language the question was asked in

Severity = Literal["minor", "major"]

FULL = 10.0
GRADED_AT_MOST = 12_000  # characters; the rest of a longer answer is kept, and flagged as not graded
CONTRADICTED_SHARE = 0.25  # of a point's weight, taken from the sum when the answer asserts its opposite
FALSE_STATEMENT: Mapping[Severity, float] = {"minor": 0.5, "major": 1.5}  # marks
FALSE_STATEMENTS_AT_MOST = 3.0  # marks
NUMBER_FROM, RANGE_BELOW = 0.6, 0.8  # share of the weight that must be judged for any number, and for a single one


class Verdict(StrEnum):
    """What an answer says to a key point."""

    COVERED = "covered"
    PARTIAL = "partial"
    MISSING = "missing"
    CONTRADICTED = "contradicted"
    UNJUDGED = "unjudged"


CREDIT: dict[Verdict, float | None] = {
    Verdict.COVERED: 1.0,
    Verdict.PARTIAL: 0.5,
    Verdict.MISSING: 0.0,
    Verdict.CONTRADICTED: 0.0,
    Verdict.UNJUDGED: None,
}


class Flag(StrEnum):
    """An observation about an answer by triage, similarity or the judge; not a verdict."""

    BLANK = "blank"
    DONT_KNOW = "dont_know"
    ECHO = "echo"  # the question said back
    KEYWORDS = "keywords"  # words without sentences
    INJECTION = "injection"  # speaks to the grader
    TRUNCATED = "truncated"  # longer than is graded
    UNREADABLE = "unreadable"  # the embedder cannot read the language; words alone were used
    UNCALIBRATED = "uncalibrated"  # no fit for this embedder: bands, no number
    UNBELIEVABLE = (
        "unbelievable"  # a judge's number that the answer cannot carry; shown to nobody until a person decides
    )
    NOT_ASSESSABLE = "not_assessable"  # an estimate would say nothing (for example the answer is in a third language)


@dataclass(frozen=True, slots=True)
class PointVerdict:
    """The verdict on one key point. credit: 0–1, None when unjudged. quote: verbatim from the answer, or "".

    by: what decided it, where that is not the method of the whole grade.
    """

    id: str
    verdict: Verdict
    credit: float | None
    quote: str = ""
    why: str = ""
    by: Method | None = None


class Method(StrEnum):
    """How a grade was decided."""

    TRIAGE = "triage"  # blank, or a whole-message "don't know": nothing to read
    WORDS = "words"  # similarity by words alone
    SIMILARITY = "similarity"  # by words and an embedding model
    JUDGE = "judge"
    TESTS = "tests"  # by running the answer's code
    CHECK = "check"  # by comparing the quantity that the answer gives


@dataclass(frozen=True, slots=True)
class GradedBy:
    """The method of a grade; `model` names the embedder or the judge, "" for methods without one.

    `str()` and `parse` are the text form used in JSON: "triage", "words", "similarity:<model>", "judge:<model>", "tests",
    "check".
    """

    method: Method
    model: str = ""

    def __str__(self) -> str:
        return f"{self.method.value}:{self.model}" if self.model else self.method.value

    @classmethod
    def parse(cls, text: str) -> GradedBy:
        """The value of a text form; ValueError for an unknown method."""
        method, _, model = text.partition(":")
        return cls(Method(method), model)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        """Pydantic reads and writes the text form."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls.parse(value),
            serialization=core_schema.to_string_ser_schema(),
        )


@dataclass(frozen=True, slots=True)
class Contradicted:
    """The answer asserts the opposite of key point `point`."""

    point: str


@dataclass(frozen=True, slots=True)
class FalseStatement:
    """A false statement outside the key points; `quote` is verbatim from the answer."""

    quote: str
    why: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Penalty:
    """A deduction of `amount` marks (of ten, positive) and its cause."""

    cause: Contradicted | FalseStatement
    amount: float

    @property
    def reason(self) -> str:
        """The cause as text, as in JSON: "contradicted: <point id>", or "<severity>: <why, else the quote>"."""
        return reason_of(self.cause)


def reason_of(cause: Contradicted | FalseStatement) -> str:
    """The text form of a cause."""
    match cause:
        case Contradicted(point):
            return f"contradicted: {point}"
        case FalseStatement(quote, why, severity):
            return f"{severity}: {why or quote}"


def cause_of(reason: str) -> Contradicted | FalseStatement:
    """The cause in a text form; a false statement has lost its quote. ValueError for any other text."""
    match reason.partition(": "):
        case ("contradicted", ": ", point):
            return Contradicted(point)
        case ("minor" | "major" as severity, ": ", why):
            return FalseStatement("", why, severity)
        case _:
            raise ValueError(f"{reason!r} is no cause of a penalty")


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """The answer that a judge was shown: SHA-256 of its text, characters in all and shown, whether it was dictated."""

    sha256: str
    length: int
    judged: int
    spoken: bool


@dataclass(frozen=True, slots=True)
class EstimateBeside:
    """The similarity estimate made beside a judge: score (0–10 or None) and credit (0–1 or None) per key point."""

    graded_by: GradedBy
    score: float | None
    credits: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class SampleVerdict:
    """A verdict as one judgement gave it; its credit follows from the verdict."""

    id: str
    verdict: Verdict
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One verified judgement. mode: how the schema was enforced. template: hash of the prompt's wording.

    unproven: points left unjudged for want of a proving quote. replies: completions it took. usage: tokens by kind
    ("prompt", "cached", "completion"), as far as the server counts them.
    """

    model: str
    mode: str
    template: str
    verdicts: tuple[SampleVerdict, ...]
    errors: tuple[FalseStatement, ...]
    unproven: tuple[str, ...]
    replies: int
    usage: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """Why a second opinion was called for and whether it was had; `share` (0–1) of answers that had one, and its cap."""

    why: str
    outcome: str
    share: float
    at_most: float


@dataclass(frozen=True, slots=True)
class AppealSample:
    """The judgement of an appeal: the contested point, the person's reason, the verdict before and after."""

    point: str
    reason: str
    before: Verdict | None
    after: Verdict | None
    sample: Sample


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict set by a person: `by` says who ("administrator")."""

    by: str
    point: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a judge's grade rests on. question: revision or hash of the task. template: hash of the prompt's wording."""

    judge: str
    mode: str
    template: str
    question: str
    answer: JudgedAnswer
    estimate: EstimateBeside
    samples: tuple[Sample, ...]
    second: SecondOpinion | None = None
    appeals: tuple[AppealSample, ...] = ()
    decided: Decision | None = None


@dataclass(frozen=True, slots=True)
class CodeError:
    """An exception of a person's code: its type and message, and the line (from 1) of their own code with its text."""

    kind: str
    message: str
    line: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShownFailure:
    """A failed test that may be shown: its calls, what came or was raised (neither: it came to no end), what was wanted."""

    point: str
    calls: tuple[str, ...]
    got: str
    wanted: Text
    raised: CodeError | None = None


@dataclass(frozen=True, slots=True)
class CodeRun:
    """What the tests said of a piece of code. seconds: wall time. end: "done", or the limit that ended the run.

    failed: why the code could not be loaded. printed: the beginning of what it wrote, untrusted text.
    """

    passed: int
    total: int
    seconds: float
    end: str = "done"
    failed: CodeError | None = None
    failure: ShownFailure | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """One grading of one answer.

    score: 0–10 with one decimal, or None (too little was judged, or the embedder is uncalibrated).
    low, high: the range the score can lie in; equal to it when everything that counts was judged.
    provisional: no judge decided; an estimate, never a verdict.
    suspected: key points that a passage of the answer may contradict, which is the quote of their verdict; they steer probes.
    receipt: of a judge's grade; None for every other. It does not count for equality.
    code: what the tests said, of a grade by tests.
    """

    verdicts: tuple[PointVerdict, ...]
    graded_by: GradedBy
    provisional: bool
    score: float | None = None
    low: float | None = None
    high: float | None = None
    errors: tuple[FalseStatement, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    flags: tuple[Flag, ...] = ()
    suspected: tuple[str, ...] = ()
    feedback: str = ""
    receipt: Receipt | None = field(default=None, compare=False)
    code: CodeRun | None = None

    @property
    def is_estimate(self) -> bool:
        """Whether similarity decided: the grade is provisional and not triage's."""
        return self.provisional and self.graded_by.method is not Method.TRIAGE

    def verdict(self, id: str) -> PointVerdict | None:
        """The verdict on the key point with this id; None when there is none."""
        return next((v for v in self.verdicts if v.id == id), None)


def verdict_of(id: str, verdict: Verdict, quote: str = "", why: str = "") -> PointVerdict:
    """A verdict with the credit that belongs to it (`CREDIT`)."""
    return PointVerdict(id, verdict, CREDIT[verdict], quote, why)


def penalties_of(points: Sequence[KeyPoint], grade: Grade) -> tuple[Penalty, ...]:
    """Deductions: per contradicted point ¼ of its share of the judged weight, then false statements, together at most 3 marks."""
    weights = {p.id: p.weight for p in points}
    judged = sum(weights[v.id] for v in grade.verdicts if v.credit is not None)
    contradicted = [
        Penalty(Contradicted(v.id), FULL * CONTRADICTED_SHARE * weights[v.id] / judged)
        for v in grade.verdicts
        if v.verdict is Verdict.CONTRADICTED
    ]
    room, false = FALSE_STATEMENTS_AT_MOST, []
    for error in grade.errors:
        amount = min(FALSE_STATEMENT[error.severity], room)
        room -= amount
        if amount:
            false.append(Penalty(error, amount))
    return (*contradicted, *false)


def marked(points: Sequence[KeyPoint], grade: Grade) -> Grade:
    """The grade with penalties, score and range computed from its verdicts.

    score = 10·Σ(weight·credit)/Σ(weight) over the judged points − penalties, clamped to 0–10, one decimal. From 80 % of the
    weight judged, low = score = high; below that the range spans what the unjudged points could change; below 60 % there is
    no score, no range and no penalty, and none for a number flagged as unbelievable.
    """
    weights = {p.id: p.weight for p in points}
    total = sum(weights.values())
    judged = sum(weights[v.id] for v in grade.verdicts if v.credit is not None)
    if not judged or judged / total < NUMBER_FROM or Flag.UNBELIEVABLE in grade.flags:
        return replace(grade, penalties=(), score=None, low=None, high=None)
    penalties = penalties_of(points, grade)
    off = sum(p.amount for p in penalties)
    earned = sum(weights[v.id] * v.credit for v in grade.verdicts if v.credit is not None)

    def mark(earned: float, of: float) -> float:
        return round(max(0.0, FULL * earned / of - off), 1)

    score = mark(earned, judged)
    exact = judged / total >= RANGE_BELOW
    low = score if exact else mark(earned, total)
    high = score if exact else mark(earned + total - judged, total)
    return replace(grade, penalties=penalties, score=score, low=low, high=high)
