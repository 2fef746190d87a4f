"""What an interview says: one value per event, in the order of fields in which it is printed as a JSON line.

Texts of the bank are in the interview's language; `texts` adds the program's own words when a channel renders.
`app.messages.build` makes these values from an interview.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer

from grader.grade import CodeRun, Contradicted, FalseStatement, Flag, GradedBy, Method, Verdict, cause_of, reason_of
from interview.aside_replies import AsideReply
from interview.asides import AsideKind
from interview.bridges import Bridge
from interview.marks import TOUCHED, MarkSource
from interview.model import Mode, Outcome, Reason, Stage
from questions.model import Kind, Language

Cause = Annotated[
    Contradicted | FalseStatement,
    BeforeValidator(lambda value: cause_of(value) if isinstance(value, str) else value),
    PlainSerializer(reason_of, return_type=str),
]
GradedByText = Annotated[
    GradedBy | None,
    BeforeValidator(lambda value: value or None),
    PlainSerializer(lambda value: str(value or ""), return_type=str),
]  # None, "" in JSON: not graded yet


@dataclass(frozen=True, slots=True)
class StagePlace:
    """Where a loop stands. number, of: of the stage. minutes: left in it, 0 when its time is over. pressure: of the loop."""

    stage: Stage
    number: int
    of: int
    minutes: int
    pressure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionMessage:
    """number, of: its place among the planned questions; of is 0 in a loop. turn: by which answers and buttons refer to it.

    hands_on: it asks for code. stage: of a loop.
    """

    event: Literal["question"] = "question"
    interview: str
    mode: Mode
    turn: int
    number: int
    of: int
    question_id: str
    topic: str
    level: int
    kind: Kind
    language: Language
    text: str
    hands_on: bool = False
    stage: StagePlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeMessage:
    """probe: its place among the follow-ups of the question, from 1. aims_at: id of the root key point it is after.

    bridge: the sentence before it; None in rows of an older program.
    """

    event: Literal["probe"] = "probe"
    interview: str
    mode: Mode
    turn: int
    number: int
    of: int
    probe: int
    question_id: str
    probe_id: str
    aims_at: str
    reason: Reason
    bridge: Bridge | None = None
    language: Language
    text: str
    stage: StagePlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnMessage:
    """A question or follow-up that need not be answered any more; number, of, probe (0 for a question) as when it was asked."""

    event: Literal["withdrawn"] = "withdrawn"
    interview: str
    turn: int
    number: int
    of: int
    probe: int
    language: Language
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HintMessage:
    event: Literal["hint"] = "hint"
    interview: str
    turn: int
    point: str
    language: Language
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPoint:
    """A key point of a graded answer. credit: 0–1, None when unjudged."""

    id: str
    text: str
    weight: int
    verdict: Verdict
    credit: float | None
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Deduction:
    """Marks taken off, and for what; in JSON the cause is its text."""

    reason: Cause
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeMessage:
    """The grade of one turn. score, low, high: 0–10; they differ while points are unjudged.

    provisional: the score is an estimate, which channels for people do not show. pending: a judge is still to replace it.
    failed: there will be none. replaces: one was shown before. name: of the turn, as `interview.names` gives it.
    suspected: points that the answer may contradict. code: what tests said. closed: its question is through.
    """

    event: Literal["grade"] = "grade"
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
    graded_by: GradedByText
    points: tuple[JudgedPoint, ...]
    penalties: tuple[Deduction, ...]
    flags: tuple[Flag, ...]
    feedback: str
    language: Language
    code: CodeRun | None = None
    name: str = ""
    marked_by: MarkSource = MarkSource.NONE
    suspected: tuple[str, ...] = ()
    closed: bool = False

    @property
    def touched(self) -> int:
        """How many of the points were talked about."""
        return sum(point.verdict in TOUCHED for point in self.points)

    @property
    def is_triaged(self) -> bool:
        """Whether there was nothing to grade: blank, or "I don't know"."""
        return self.graded_by is not None and self.graded_by.method is Method.TRIAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPoint:
    """A key point of a closed question. unprompted, after: credits 0–1 before and after probing, None if not known.

    verdict, quote: of the first answer. stands: after probing; None is the verdict's.
    """

    id: str
    text: str
    unprompted: float | None
    after: float | None
    verdict: Verdict
    quote: str
    stands: Verdict | None = None
    suspected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultProbe:
    """A follow-up of a closed question. name: of its turn. to_tick: it has an estimate that the person has not ticked."""

    name: str
    turn: int
    question: str
    reference: str
    marked_by: MarkSource
    to_tick: bool
    points: tuple[JudgedPoint, ...]
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class ReadingLink:
    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultMessage:
    """One planned question, closed. first, after: marks 0–10 before and after probing; low, high: bounds of the first.

    provisional: they are estimates, which channels for people do not show. turn: of the question itself, by which buttons
    refer to it. to_tick: estimates of it are there that the person has not ticked. replaces: it was shown before.
    """

    event: Literal["result"] = "result"
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
    marked_by: MarkSource
    points: tuple[ResultPoint, ...]
    reference: str
    sources: tuple[ReadingLink, ...]
    language: Language
    provisional: bool = False
    turn: int = 0
    probes: tuple[ResultProbe, ...] = ()
    to_tick: bool = False
    replaces: bool = False

    @property
    def touched(self) -> int:
        """How many of the points were talked about, in the first answer or on a probe."""
        return sum((point.stands or point.verdict) in TOUCHED for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefMessage:
    """One turn of an exam that is over, of `of` to page through. earlier, later: numbers of the turns beside it.

    grade: None where nothing was graded. to_tick: estimates of its question are there that the person has not ticked.
    """

    event: Literal["debrief"] = "debrief"
    interview: str
    turn: int
    name: str
    page: int
    of: int
    question: str
    answer: str
    reference: str
    grade: GradeMessage | None
    to_tick: bool
    earlier: int | None
    later: int | None
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSummary:
    """Means over the questions of one topic ("" for all) whose marks have one source; `touched` of `of` key points."""

    topic: str
    marked_by: MarkSource
    questions: int
    first: float
    after: float
    touched: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class PointSummary:
    question_id: str
    point: str
    text: str
    credit: float


@dataclass(frozen=True, slots=True)
class DuePoint:
    """A key point that comes back. due: an ISO date."""

    question_id: str
    point: str
    text: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryMessage:
    """`first`, `after` and `marked_by` are those of the whole interview when all its marks have one source.

    provisional: these are estimates. untouched: points that the estimates do not find in the answers. replaces: one was
    shown before.
    """

    event: Literal["summary"] = "summary"
    interview: str
    finished: bool
    asked: int
    answered: int
    skipped: int
    ungraded: int
    taken_back: int = 0
    first: float | None
    after: float | None
    marked_by: MarkSource | Literal["mixed"]
    overall: tuple[TopicSummary, ...]
    topics: tuple[TopicSummary, ...]
    strongest: tuple[PointSummary, ...]
    weakest: tuple[PointSummary, ...]
    coming: tuple[DuePoint, ...]
    language: Language
    provisional: bool = False
    untouched: tuple[PointSummary, ...] = ()
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealMessage:
    """How an appeal ended. before, after: the verdicts; score: the turn's mark with the verdict in force; name: the turn's."""

    event: Literal["appeal"] = "appeal"
    interview: str
    turn: int
    point: str
    text: str
    outcome: Outcome
    before: Verdict
    after: Verdict
    why: str
    score: float | None
    language: Language
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideMessage:
    """The reply to a message that is no answer, or (`asked`) the question whether it is one.

    aside: its number, by which it is made an answer. kind: what it is, or most likely is. text: of the bank. verdict_of: the
    turn whose verdict may be contested, with `points` points.
    """

    event: Literal["aside"] = "aside"
    kind: AsideKind
    asked: bool
    interview: str
    turn: int
    aside: int
    reply: AsideReply
    text: str
    verdict_of: int | None
    points: int
    language: Language


InterviewMessage = (
    QuestionMessage
    | ProbeMessage
    | WithdrawnMessage
    | HintMessage
    | GradeMessage
    | ResultMessage
    | DebriefMessage
    | SummaryMessage
    | AppealMessage
    | AsideMessage
)
