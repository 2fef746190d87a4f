"""The interview as an immutable value: planned items, turns, answers, grades, ticks, appeals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from grader.grade import Grade, PointVerdict
from questions.model import Language, Question

PROBES_AT_MOST = 3  # per question, unless the interview says otherwise


class Mode(StrEnum):
    """When feedback is given."""

    COACH = "coach"  # feedback after each answer
    EXAM = "exam"  # silent to the end


class Phase(StrEnum):
    """What the interview waits for; FINISHED is final, ABANDONED until somebody resumes it."""

    ASKING = "asking"
    GRADING = "grading"
    FINISHED = "finished"
    ABANDONED = "abandoned"


class Reason(StrEnum):
    """Why a turn was asked."""

    DRAWN = "drawn"
    CONTRADICTED = "contradicted"
    SUSPECTED = "suspected"
    MISSING = "missing"
    PARTIAL = "partial"
    DEEPER = "deeper"
    UNKNOWN = "unknown"  # the easier probe after "I don't know"
    DUE = "due"  # a drill asks the probe aimed at a due point


class TurnState(StrEnum):
    """How a turn was answered."""

    OPEN = "open"
    ANSWERED = "answered"
    UNKNOWN = "unknown"  # "I don't know", by button or as the whole message
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"  # taken off the screen unanswered: the answer before it was changed or taken back


class Outcome(StrEnum):
    """How an appeal ended: OVERTURNED when the verdict changed."""

    PENDING = "pending"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class Stage(StrEnum):
    """A part of a whole interview, in the order in which they are held."""

    INTRO = "intro"
    PROJECT = "project"
    KNOWLEDGE = "knowledge"
    CODE = "code"
    QUESTIONS = "questions"  # those that the person asks


@dataclass(frozen=True, slots=True)
class Item:
    """One planned question; with `probe`, that probe alone (a drill of one or two due points). stage: of a loop."""

    question: Question
    probe: str | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """Self-rating of one key point: credit 0, ½ or 1."""

    point: str
    credit: float


@dataclass(frozen=True, slots=True)
class Appeal:
    """A contested verdict, `before` the appeal and `after` the second judgement (None while pending)."""

    point: str
    reason: str
    before: PointVerdict
    outcome: Outcome = Outcome.PENDING
    after: PointVerdict | None = None


WHOLE = "whole"  # key of an answer of one piece


@dataclass(frozen=True, slots=True)
class Part:
    """One message of an answer. key: names the message, "" for one that has no name. spoken: a transcript."""

    key: str
    text: str
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The messages of an answer, and whether more of them are waited for.

    parts: all messages of the answer, those already graded included. changes: how often the parts changed; names the state
    that is to settle. open: something was said that is not graded yet, or is announced. adding: it was announced. seen: some of
    that was said when a verdict or follow-up to this turn was on the screen. amends: what settled last changed an answer
    from which the interview had gone on.
    """

    parts: tuple[Part, ...] = ()
    changes: int = 0
    open: bool = False
    adding: bool = False
    seen: bool = False
    amends: bool = False

    @property
    def text(self) -> str:
        """The whole answer as it stands."""
        return "\n".join(part.text for part in self.parts)

    @property
    def spoken(self) -> bool:
        """Whether any part was dictated."""
        return any(part.spoken for part in self.parts)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question or probe that was put to the person.

    number: from 1 without gaps. (number, revision, generation) is the idempotency key of events about the turn.
    item: index into the interview's items.
    probe: id of the probe, None for the question itself; `aims_at`: the root key point the probe is aimed at.
    hints: root key points for which a hint was shown on this turn, in order; a probe with several hints of its own names its
    point once for each.
    spoken: the answer was dictated, or a part of it: terms may be misheard.
    answer: what was settled, "" while the turn is open. draft: its messages, and what is not settled yet.
    revision: version of the answer, 0 before the first.
    generation: number of accepted grades.
    failed: grading was given up; the answer is ungraded.
    estimate: the similarity estimate of this revision made while a judge was still to grade.
    grade: the latest accepted grade, provisional without a judge; None before it and when grading failed.
    graded: the revision that `grade` is of; an older one while an amended answer is graded anew.
    first: the grade in force before the answer was amended or taken back with a verdict or follow-up in sight; it alone
    counts for the first mark. None while nothing of that happened.
    taken_back: the answer was taken back once.
    """

    number: int
    item: int
    probe: str | None = None
    aims_at: str | None = None
    reason: Reason = Reason.DRAWN
    state: TurnState = TurnState.OPEN
    hints: tuple[str, ...] = ()
    answer: str = ""
    spoken: bool = False
    draft: Draft = Draft()
    revision: int = 0
    generation: int = 0
    failed: bool = False
    estimate: Grade | None = None
    grade: Grade | None = None
    graded: int = 0
    first: Grade | None = None
    taken_back: bool = False
    ticks: tuple[Tick, ...] = ()
    appeals: tuple[Appeal, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether an answer stands, "I don't know" included."""
        return self.state in (TurnState.ANSWERED, TurnState.UNKNOWN)

    @property
    def is_amended(self) -> bool:
        """Whether an amended answer waits for its new grade."""
        return self.draft.amends and self.is_answered and self.graded < self.revision and not self.failed


@dataclass(frozen=True, slots=True)
class AbilityForm:
    """What makes an interview a test. number: of the person's tests, from 0; difficulties: (marks, their sd) by question."""

    number: int
    difficulties: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Ramp:
    """What an interview that climbs may still ask, in order of preference.

    start: level (1–5) of the first question. count: questions in all. owed: what is due or failed before, asked before the
    end as far as there are places; free: everything else. test: set when the interview is a test of ability.
    """

    start: int
    count: int
    owed: tuple[Question, ...] = ()
    free: tuple[Question, ...] = ()
    test: AbilityForm | None = None


@dataclass(frozen=True, slots=True)
class LoopRound:
    """A stage of a loop. seconds: its share of the time. ramp: what it may ask."""

    stage: Stage
    seconds: int
    ramp: Ramp


@dataclass(frozen=True, slots=True)
class Loop:
    """A whole interview: its stages one after the other, against one clock.

    rounds: every stage of it, in order. begun: how many of them have begun; the interview's own `ramp` is that of the latest.
    spent: seconds on the clock until `since`, from when it runs; None while it stands. told: signals of time given in the
    stage that is held. pressure: follow-ups that challenge come first, and the words are brisk.
    """

    rounds: tuple[LoopRound, ...]
    begun: int = 0
    spent: float = 0.0
    since: datetime | None = None
    told: int = 0
    pressure: bool = False

    @property
    def current(self) -> LoopRound | None:
        """The stage that is held, or was held last; None before the first."""
        return self.rounds[self.begun - 1] if self.begun else None

    @property
    def ahead(self) -> tuple[LoopRound, ...]:
        """The stages to come."""
        return self.rounds[self.begun :]


@dataclass(frozen=True, slots=True)
class Interview:
    """A planned and partly held interview. depth: probes per question at most. person: id in the database.

    items: every planned question; with a `ramp` those chosen so far, the next being chosen when one is closed. loop: its
    stages, of a whole interview.
    """

    id: str
    person: int
    language: Language
    items: tuple[Item, ...]
    mode: Mode = Mode.COACH
    depth: int = PROBES_AT_MOST
    phase: Phase = Phase.ASKING
    turns: tuple[Turn, ...] = ()
    ramp: Ramp | None = None
    loop: Loop | None = None

    @property
    def places(self) -> int:
        """Number of questions that the ramp may still choose; of a loop those of the stage that is held."""
        ramp = self.ramp
        return max(0, min(ramp.count - len(self.items), len(ramp.owed) + len(ramp.free))) if ramp else 0

    @property
    def planned(self) -> int:
        """Number of questions in all, asked or to be asked; of a loop at most, for time ends its stages."""
        ahead = self.loop.ahead if self.loop else ()
        return len(self.items) + self.places + sum(one.ramp.count for one in ahead)

    @property
    def total(self) -> int:
        """Number of questions in all, as people are told it; 0 in a loop, where time decides how many there will be."""
        return 0 if self.loop else self.planned

    @property
    def current(self) -> Turn | None:
        """The turn being asked or graded; None before the start and after the end."""
        return self.latest if self.phase in (Phase.ASKING, Phase.GRADING) else None

    @property
    def latest(self) -> Turn | None:
        """The last turn that was not withdrawn; None before the start."""
        return next((turn for turn in reversed(self.turns) if turn.state is not TurnState.WITHDRAWN), None)

    @property
    def previous(self) -> Turn | None:
        """The turn before the current one that was not withdrawn; None without a current one or one before it."""
        current = self.current
        before = self.turns[: current.number - 1] if current else ()
        return next((turn for turn in reversed(before) if turn.state is not TurnState.WITHDRAWN), None)

    def turn(self, number: int) -> Turn | None:
        """The turn with this number; None when there is none."""
        return self.turns[number - 1] if 1 <= number <= len(self.turns) else None

    def is_closed(self, item: int) -> bool:
        """Whether a planned question is through; one that was not asked before the end is, too."""
        return self.phase not in (Phase.ASKING, Phase.GRADING) or (self.latest is not None and self.latest.item > item)

    def turns_of(self, item: int) -> tuple[Turn, ...]:
        """The turns of one planned question that were not withdrawn, oldest first."""
        return tuple(turn for turn in self.turns if turn.item == item and turn.state is not TurnState.WITHDRAWN)
