"""What is said about a whole interview: its plan, its stages and their time, its scorecard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from grader.grade import Verdict
from interview.loop import Signal
from interview.marks import MarkSource
from interview.model import Stage
from interview.scorecard import Band, Dimension, DimensionLevel, Lacking
from questions.model import Language


@dataclass(frozen=True, slots=True)
class StageShare:
    stage: Stage
    minutes: int


@dataclass(frozen=True, slots=True)
class LoopPlanned:
    """What comes, before it begins. no_sandbox: why code cannot be run here, "" where it can.

    judged: whether a judge reads the answers, without which there may be no band. soon: the interview is within 48 hours.
    silent: nothing is told of an answer before the end. Without stages there is nothing to hold.
    """

    minutes: int
    stages: tuple[StageShare, ...]
    pressure: bool
    judged: bool
    no_sandbox: str = ""
    soon: bool = False
    silent: bool = True
    kind: Literal["loop_planned"] = "loop_planned"


@dataclass(frozen=True, slots=True)
class StageBegins:
    """variant: which of the sentences that lead to this stage. first: nothing came before it."""

    stage: Stage
    minutes: int
    variant: int
    first: bool
    pressure: bool
    kind: Literal["stage_begins"] = "stage_begins"


@dataclass(frozen=True, slots=True)
class StageTime:
    """minutes: left in this stage. next: the stage that follows, None for the end."""

    signal: Signal
    minutes: int
    next: Stage | None
    pressure: bool
    kind: Literal["stage_time"] = "stage_time"


@dataclass(frozen=True, slots=True)
class LoopPaused:
    """minutes: left in the stage."""

    minutes: int
    kind: Literal["loop_paused"] = "loop_paused"


@dataclass(frozen=True, slots=True)
class NoLoopOpen:
    """There is no whole interview whose clock could stand."""

    kind: Literal["no_loop_open"] = "no_loop_open"


@dataclass(frozen=True, slots=True)
class NoStages:
    """No part was chosen that could be held here."""

    kind: Literal["no_loop_stages"] = "no_loop_stages"


@dataclass(frozen=True, slots=True)
class NoScorecard:
    """There was no whole interview yet."""

    kind: Literal["no_scorecard"] = "no_scorecard"


LoopNotice = LoopPlanned | StageBegins | StageTime | LoopPaused | NoLoopOpen | NoStages | NoScorecard


# -- the scorecard ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPoint:
    """A key point as evidence. credit: 0–1 after follow-ups, None without any. quote: the person's words, "" for none."""

    dimension: Dimension
    stage: Stage
    question_id: str
    point: str
    text: str
    weight: int
    verdict: Verdict
    credit: float | None
    source: MarkSource
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDimension:
    """share: 0–1 over the judged points. own: the same over the person's ticks. before: share in the loop before."""

    dimension: Dimension
    level: DimensionLevel | None
    share: float | None
    own: float | None
    judged: int
    before: float | None
    evidence: tuple[CardPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardMessage:
    """How a whole interview went. minutes: on its clock. pending: answers whose verdict is still to come.

    band: None where `lacking` says why. steps: points that would lift it to `next_band`, together with `more_steps` others.
    compared: there was a loop before, with `band_before`. shown: the band was asked for. shared: without the person's words.
    """

    event: Literal["scorecard"] = "scorecard"
    interview: str
    minutes: int
    stages: tuple[Stage, ...]
    pressure: bool
    dimensions: tuple[CardDimension, ...]
    strengths: tuple[CardPoint, ...]
    gaps: tuple[CardPoint, ...]
    band: Band | None
    lacking: tuple[Lacking, ...]
    judged: int
    coverage: float
    share: float | None
    next_band: Band | None
    steps: tuple[CardPoint, ...]
    pending: int
    compared: bool
    band_before: Band | None
    language: Language
    shown: bool = False
    shared: bool = False
    more_steps: int = 0
    replaces: bool = False
