"""Every event in every situation: what it moves, what it asks of the world, and why it is refused.

One question with points a, b, c of weights 3, 2, 1 and probes (`build`), then a second one; events are written out, so that
each row can be read alone.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.effects import (
    Ask,
    Effect,
    Listen,
    RecordReviews,
    Refusal,
    Refuse,
    RequestAppeal,
    RequestGrade,
    ShowAppeal,
    ShowGrade,
    ShowQuestionResult,
    ShowSummary,
    ShowUnchanged,
    ShowWithdrawn,
    StopListening,
)
from interview.events import (
    Adding,
    Answered,
    Appealed,
    Estimated,
    Event,
    Graded,
    GradingFailed,
    HintAsked,
    PartMoved,
    PartSaid,
    Settled,
    Skipped,
    Started,
    Stopped,
    TakenBack,
    TakenUp,
    Ticked,
    Unknown,
    WaitedLong,
)
from interview.model import Mode, Phase, Tick
from interview.step import step
from tests.unit.grader.build import not_known
from tests.unit.interview.build import POINTS
from tests.unit.interview.stories import (
    ABANDONED,
    ALL,
    AMENDED,
    APPEALED,
    BADLY,
    DECIDED,
    ESTIMATE,
    ESTIMATED,
    FINISHED,
    FIRST,
    HALF,
    NONE,
    PROBED,
    SECOND,
    STILL,
    WELL,
    played,
    start,
)

REFUSED: list[tuple[str, tuple[Event, ...], Event, Refusal]] = [
    ("start-twice", (Started(),), Started(), Refusal.ALREADY),
    ("start-after-the-end", FINISHED, Started(), Refusal.OVER),
    ("start-what-was-left", ABANDONED, Started(), Refusal.OVER),
    ("stop-after-the-end", FINISHED, Stopped(), Refusal.OVER),
    ("stop-twice", ABANDONED, Stopped(), Refusal.OVER),
    *[
        (f"{type(event).__name__}-{name}", before, event, refusal)
        for event in (Answered(1, "x"), Unknown(1), HintAsked(1), Skipped(1))
        for name, before, refusal in (
            ("before-the-start", (), Refusal.OUTDATED),
            ("while-grading", FIRST, Refusal.GRADING),
            ("of-an-earlier-turn", PROBED, Refusal.OUTDATED),
            ("after-the-end", FINISHED, Refusal.OVER),
            ("when-left", ABANDONED, Refusal.OVER),
        )
    ],
    ("answer-a-later-turn", (Started(),), Answered(2, "x"), Refusal.OUTDATED),
    ("say-no-turn", FIRST, PartSaid(2, "m", "x"), Refusal.OUTDATED),
    ("say-before-the-start", (), PartSaid(1, "m", "x"), Refusal.OUTDATED),
    ("say-after-the-end", FINISHED, PartSaid(3, "m", "x"), Refusal.OVER),
    ("say-twice", (Started(), PartSaid(1, "m", "x")), PartSaid(1, "m", "x"), Refusal.ALREADY),
    ("say-what-is-graded-again", AMENDED, PartSaid(1, "m", "x"), Refusal.ALREADY),
    ("say-to-what-was-skipped", SECOND, PartSaid(2, "m", "x"), Refusal.OUTDATED),
    ("say-to-an-earlier-answer", (*PROBED, Answered(2, "two")), PartSaid(1, "m", "x"), Refusal.GRADED),
    ("say-after-two-questions", SECOND, PartSaid(1, "m", "x"), Refusal.GRADED),
    ("settle-nothing", (Started(),), Settled(1, 0), Refusal.OUTDATED),
    ("settle-no-turn", (Started(), PartSaid(1, "m", "x")), Settled(2, 1), Refusal.OUTDATED),
    ("settle-too-early", (Started(), PartSaid(1, "m", "x"), PartSaid(1, "n", "y")), Settled(1, 1), Refusal.OUTDATED),
    ("settle-twice", AMENDED, Settled(1, 1), Refusal.OUTDATED),
    ("settle-what-was-skipped", (Started(), PartSaid(1, "m", "x"), Skipped(1)), Settled(1, 1), Refusal.OUTDATED),
    ("add-before-the-answer", (Started(),), Adding(1), Refusal.OUTDATED),
    ("add-while-grading", FIRST, Adding(1), Refusal.GRADED),
    ("add-no-turn", PROBED, Adding(9), Refusal.OUTDATED),
    ("add-to-what-was-skipped", SECOND, Adding(2), Refusal.OUTDATED),
    ("add-to-an-earlier-answer", (*PROBED, Answered(2, "two")), Adding(1), Refusal.GRADED),
    ("add-twice", (*PROBED, Adding(1)), Adding(1), Refusal.ALREADY),
    ("add-after-the-end", FINISHED, Adding(3), Refusal.OVER),
    ("move-nothing", PROBED, PartMoved(2, "m"), Refusal.OUTDATED),
    ("move-to-nowhere", (Started(), PartSaid(1, "m", "x")), PartMoved(1, "m"), Refusal.OUTDATED),
    ("move-to-what-was-skipped", (*SECOND, PartSaid(3, "m", "x")), PartMoved(3, "m"), Refusal.OUTDATED),
    ("move-what-is-settled", (*PROBED, PartSaid(2, "m", "x"), Settled(2, 1)), PartMoved(2, "m"), Refusal.GRADING),
    ("take-back-nothing", (Started(),), TakenBack(1), Refusal.OUTDATED),
    ("take-back-no-turn", PROBED, TakenBack(9), Refusal.OUTDATED),
    ("take-back-twice", (*FIRST, TakenBack(1), Answered(1, "two")), TakenBack(1), Refusal.ONCE),
    ("take-back-an-earlier-answer", (*PROBED, Answered(2, "two")), TakenBack(1), Refusal.GRADED),
    ("take-back-while-answering", (*PROBED, PartSaid(2, "m", "x")), TakenBack(1), Refusal.GRADED),
    ("take-back-after-the-end", FINISHED, TakenBack(3), Refusal.OVER),
    ("estimate-no-turn", FIRST, Estimated(2, 1, ESTIMATE), Refusal.OUTDATED),
    ("estimate-unanswered", (Started(),), Estimated(1, 0, ESTIMATE), Refusal.OUTDATED),
    ("estimate-old-revision", AMENDED, Estimated(1, 1, ESTIMATE), Refusal.OUTDATED),
    ("estimate-graded", PROBED, Estimated(1, 1, ESTIMATE), Refusal.OUTDATED),
    ("estimate-failed", (*FIRST, GradingFailed(1, 1)), Estimated(1, 1, ESTIMATE), Refusal.OUTDATED),
    ("estimate-twice", (*FIRST, Estimated(1, 1, ESTIMATE)), Estimated(1, 1, ESTIMATE), Refusal.ALREADY),
    ("waited-no-turn", FIRST, WaitedLong(2, 1), Refusal.OUTDATED),
    ("waited-not-grading", (Started(),), WaitedLong(1, 0), Refusal.OUTDATED),
    ("waited-old-revision", (*AMENDED, Estimated(1, 3, ESTIMATE)), WaitedLong(1, 1), Refusal.OUTDATED),
    ("waited-for-an-earlier-turn", (*PROBED, Answered(2, "x")), WaitedLong(1, 1), Refusal.OUTDATED),
    ("waited-without-estimate", FIRST, WaitedLong(1, 1), Refusal.NOT_GRADED),
    ("grade-no-turn", FIRST, Graded(2, 1, 1, ALL), Refusal.OUTDATED),
    ("grade-unanswered", (Started(),), Graded(1, 0, 1, ALL), Refusal.OUTDATED),
    ("grade-old-revision", AMENDED, Graded(1, 1, 1, ALL), Refusal.OUTDATED),
    ("grade-same-generation", PROBED, Graded(1, 1, 1, ALL), Refusal.OUTDATED),
    ("grade-later-generation", PROBED, Graded(1, 1, 3, ALL), Refusal.OUTDATED),
    ("grade-skipped", SECOND, Graded(2, 0, 1, WELL), Refusal.OUTDATED),
    ("fail-no-turn", FIRST, GradingFailed(2, 1), Refusal.OUTDATED),
    ("fail-unanswered", (Started(),), GradingFailed(1, 0), Refusal.OUTDATED),
    ("fail-old-revision", AMENDED, GradingFailed(1, 1), Refusal.OUTDATED),
    ("fail-graded", PROBED, GradingFailed(1, 1), Refusal.OUTDATED),
    ("fail-twice", (*FIRST, GradingFailed(1, 1)), GradingFailed(1, 1), Refusal.OUTDATED),
    ("tick-no-turn", ESTIMATED, Ticked(3, (Tick("a", 1.0),)), Refusal.NOT_GRADED),
    ("tick-ungraded", FIRST, Ticked(1, (Tick("a", 1.0),)), Refusal.NOT_GRADED),
    ("tick-judged", PROBED, Ticked(1, (Tick("a", 1.0),)), Refusal.NOT_GRADED),
    ("tick-not-known", (*FIRST, Graded(1, 1, 1, not_known(POINTS))), Ticked(1, (Tick("a", 1.0),)), Refusal.NOT_GRADED),
    ("tick-while-grading", (*FIRST, Estimated(1, 1, ESTIMATE)), Ticked(1, (Tick("a", 1.0),)), Refusal.GRADING),
    ("tick-nothing", ESTIMATED, Ticked(1, ()), Refusal.NO_POINT),
    ("tick-no-point", ESTIMATED, Ticked(1, (Tick("a", 1.0), Tick("k", 1.0))), Refusal.NO_POINT),
    ("tick-a-third", ESTIMATED, Ticked(1, (Tick("a", 0.3),)), Refusal.NO_POINT),
    ("tick-twice", (*ESTIMATED, Ticked(1, (Tick("a", 1.0),))), Ticked(1, (Tick("a", 1.0),)), Refusal.ALREADY),
    ("appeal-no-turn", PROBED, Appealed(9, "a", "x"), Refusal.NOT_GRADED),
    ("appeal-ungraded", FIRST, Appealed(1, "a", "x"), Refusal.NOT_GRADED),
    ("appeal-an-estimate", ESTIMATED, Appealed(1, "a", "x"), Refusal.NOT_GRADED),
    ("appeal-no-point", PROBED, Appealed(1, "k", "x"), Refusal.NO_POINT),
    ("appeal-twice", APPEALED, Appealed(1, "a", "again"), Refusal.ALREADY),
    ("decide-no-turn", APPEALED, replace(DECIDED, turn=9), Refusal.OUTDATED),
    ("decide-another-point", APPEALED, replace(DECIDED, point="b"), Refusal.OUTDATED),
    ("decide-what-nobody-contests", PROBED, DECIDED, Refusal.OUTDATED),
    ("decide-twice", (*APPEALED, DECIDED), DECIDED, Refusal.OUTDATED),
]


@pytest.mark.parametrize(("id", "before", "event", "refusal"), REFUSED, ids=[r[0] for r in REFUSED])
def test_a_refused_event_changes_nothing(id: str, before: tuple[Event, ...], event: Event, refusal: Refusal) -> None:
    interview, _ = played(start(), before)
    after, effects = step(interview, event)
    assert after is interview
    assert effects == (Refuse(refusal),)


RECORD, RESULT, SUMMARY = RecordReviews(0), ShowQuestionResult(0), ShowSummary()
ADDED = (*PROBED, PartSaid(1, "m", "x"), Settled(1, 1))  # to a graded answer, while turn 2 asks a1
ALL_PROBED = (*PROBED, Answered(2, "two"), Graded(2, 1, 1, BADLY))  # turn 3 asks the second question
MOVED: list[tuple[str, tuple[Event, ...], tuple[Effect, ...], tuple[Effect, ...] | None]] = [
    # id, events, what the last asks for in coach mode, and in exam mode (None where that refuses something of it)
    ("started", (Started(),), (Ask(1),), (Ask(1),)),
    ("answered", FIRST, (RequestGrade(1, 1, 1),), (RequestGrade(1, 1, 1),)),
    ("heard", (Started(), PartSaid(1, "m", "x")), (Listen(1, 1, opened=True),), (Listen(1, 1, opened=True),)),
    (
        "heard-more",
        (Started(), PartSaid(1, "m", "x"), PartSaid(1, "n", "y")),
        (Listen(1, 2, opened=False),),
        (Listen(1, 2, opened=False),),
    ),
    (
        "settled",
        (Started(), PartSaid(1, "m", "x"), Settled(1, 1)),
        (StopListening(1), RequestGrade(1, 1, 1)),
        (StopListening(1), RequestGrade(1, 1, 1)),
    ),
    (
        "heard-while-grading",
        (*FIRST, PartSaid(1, "m", "x")),
        (Listen(1, 1, opened=True),),
        (Listen(1, 1, opened=True),),
    ),
    ("amended", AMENDED, (StopListening(1), RequestGrade(1, 3, 1)), (StopListening(1), RequestGrade(1, 3, 1))),
    (
        "answered-with-a-draft",
        (Started(), PartSaid(1, "m", "x"), Answered(1, "y")),
        (StopListening(1), RequestGrade(1, 1, 1)),
        (StopListening(1), RequestGrade(1, 1, 1)),
    ),
    (
        "not-known-with-a-draft",
        (Started(), PartSaid(1, "m", "x"), HintAsked(1), Unknown(1)),
        (StopListening(1), RequestGrade(1, 1, 1)),
        None,
    ),
    (
        "skipped-with-a-draft",
        (Started(), PartSaid(1, "m", "x"), Skipped(1)),
        (StopListening(1), RESULT, Ask(2)),
        (StopListening(1), Ask(2)),
    ),
    (
        "stopped-with-a-draft",
        (Started(), PartSaid(1, "m", "x"), Stopped()),
        (StopListening(1), RequestGrade(1, 1, 1), SUMMARY),
        (StopListening(1), RequestGrade(1, 1, 1), RESULT, SUMMARY),
    ),
    ("adding", (*PROBED, Adding(1)), (Listen(1, 0, opened=True, announced=True),), None),
    ("adding-nothing", (*PROBED, Adding(1), Settled(1, 0)), (StopListening(1),), None),
    (
        "added",
        (*PROBED, Adding(1), PartSaid(1, "m", "x"), Settled(1, 1)),
        (StopListening(1), RequestGrade(1, 2, 2)),
        None,
    ),
    (
        "added-unseen",
        (*PROBED, PartSaid(1, "m", "x", seen=False), Settled(1, 1)),
        (StopListening(1), RequestGrade(1, 2, 2)),
        (StopListening(1), RequestGrade(1, 2, 2)),
    ),
    ("added-to-no-avail", (*ADDED, Graded(1, 2, 2, NONE)), (ShowUnchanged(1),), None),
    ("added-and-still-to-be-probed", (*ADDED, Graded(1, 2, 2, STILL)), (ShowGrade(1, replaces=True),), None),
    (
        "added-what-the-follow-up-is-after",
        (*ADDED, Graded(1, 2, 2, HALF)),
        (ShowGrade(1, replaces=True), ShowWithdrawn(2), Ask(3)),
        None,
    ),
    (
        "added-while-the-follow-up-is-answered",
        (*ADDED, PartSaid(2, "n", "y"), Graded(1, 2, 2, HALF)),
        (ShowGrade(1, replaces=True),),
        None,
    ),
    (
        "added-to-a-closed-question",
        (*ALL_PROBED, PartSaid(2, "m", "x"), Settled(2, 1), Graded(2, 2, 2, WELL)),
        (ShowGrade(2, replaces=True), RECORD),
        None,
    ),
    (
        "moved",
        (*PROBED, PartSaid(2, "m", "x"), PartMoved(2, "m")),
        (Listen(1, 1, opened=True), StopListening(2)),
        None,
    ),
    (
        "moved-one-of-two",
        (*PROBED, PartSaid(2, "m", "x"), PartSaid(2, "n", "y"), PartMoved(2, "m")),
        (Listen(1, 1, opened=True), Listen(2, 3, opened=False)),
        None,
    ),
    ("taken-back-while-grading", (*FIRST, TakenBack(1)), (Ask(1),), (Ask(1),)),
    ("taken-back", (*PROBED, TakenBack(1)), (ShowWithdrawn(2), Ask(1)), (ShowWithdrawn(2), Ask(1))),
    ("taken-back-with-the-next-question", (*ALL_PROBED, TakenBack(2)), (ShowWithdrawn(3), Ask(2)), None),
    ("estimated", (*FIRST, Estimated(1, 1, ESTIMATE)), (), ()),
    ("waited", (*FIRST, Estimated(1, 1, ESTIMATE), WaitedLong(1, 1)), (ShowGrade(1), Ask(2)), (Ask(2),)),
    ("graded-and-probed", PROBED, (ShowGrade(1), Ask(2)), (Ask(2),)),
    (
        "graded-and-through",
        (*PROBED, Answered(2, "x"), Graded(2, 1, 1, BADLY)),
        (ShowGrade(2), RECORD, RESULT, Ask(3)),
        (RECORD, Ask(3)),
    ),
    ("skipped-ungraded", (Started(), Skipped(1)), (RESULT, Ask(2)), (Ask(2),)),
    ("skipped-probe", SECOND, (RECORD, RESULT, Ask(3)), (RECORD, Ask(3))),
    ("failed", (*FIRST, GradingFailed(1, 1)), (ShowGrade(1), RESULT, Ask(2)), (Ask(2),)),
    (
        "failed-with-an-estimate",
        (*FIRST, Estimated(1, 1, ESTIMATE), GradingFailed(1, 1)),
        (ShowGrade(1), RECORD, RESULT, Ask(2)),
        (RECORD, Ask(2)),
    ),
    (
        "failed-behind",
        (*FIRST, Estimated(1, 1, ESTIMATE), WaitedLong(1, 1), GradingFailed(1, 1)),
        (ShowGrade(1, replaces=True),),
        (),
    ),
    (
        "failed-behind-while-another-is-graded",
        (*FIRST, Estimated(1, 1, ESTIMATE), WaitedLong(1, 1), Answered(2, "two"), GradingFailed(1, 1)),
        (ShowGrade(1, replaces=True),),
        (),
    ),
    (
        "graded-behind-while-another-is-graded",
        (*FIRST, Estimated(1, 1, ESTIMATE), WaitedLong(1, 1), Answered(2, "two"), Graded(1, 1, 1, ALL)),
        (ShowGrade(1, replaces=True),),
        (),
    ),
    ("the-last", FINISHED, (ShowGrade(3), ShowQuestionResult(1), SUMMARY), (RESULT, ShowQuestionResult(1), SUMMARY)),
    ("stopped-before-the-start", (Stopped(),), (SUMMARY,), (SUMMARY,)),
    ("stopped-ungraded", (Started(), Stopped()), (SUMMARY,), (RESULT, SUMMARY)),
    ("stopped-graded", ABANDONED, (RECORD, SUMMARY), (RECORD, RESULT, SUMMARY)),
    ("late-verdict", (*ESTIMATED, Graded(1, 1, 2, ALL)), (ShowGrade(1, replaces=True),), ()),
    (
        "late-verdict-after-the-wait",
        (*FIRST, Estimated(1, 1, ESTIMATE), WaitedLong(1, 1), Graded(1, 1, 1, ALL)),
        (ShowGrade(1, replaces=True),),
        (),
    ),
    (
        "late-verdict-of-a-closed-question",
        (*SECOND, Graded(1, 1, 2, ALL)),
        (ShowGrade(1, replaces=True), RECORD),
        (RECORD,),
    ),
    (
        "late-verdict-after-the-end",
        (*FINISHED, Graded(3, 1, 1, ALL)),
        (ShowGrade(3, replaces=True), RecordReviews(1)),
        (ShowGrade(3, replaces=True), RecordReviews(1)),
    ),
    (
        "late-verdict-when-left",
        (*ABANDONED, Graded(1, 1, 2, ALL)),
        (ShowGrade(1, replaces=True), RECORD),
        (ShowGrade(1, replaces=True), RECORD),
    ),
    (
        "first-verdict-when-left",
        (*FIRST, Stopped(), Graded(1, 1, 1, ALL)),
        (ShowGrade(1), RECORD),
        (ShowGrade(1), RECORD),
    ),
    ("ticked", (*ESTIMATED, Ticked(1, (Tick("a", 1.0),))), (), ()),
    ("ticked-after-the-question", (*ESTIMATED, Skipped(2), Ticked(1, (Tick("a", 1.0),))), (RECORD,), (RECORD,)),
    ("ticked-when-left", (*ESTIMATED, Stopped(), Ticked(1, (Tick("a", 0.0),))), (RECORD,), (RECORD,)),
    ("appealed", APPEALED, (RequestAppeal(1, "a", "I said it"),), (RequestAppeal(1, "a", "I said it"),)),
    ("decided", (*APPEALED, DECIDED), (ShowAppeal(1, "a"),), (ShowAppeal(1, "a"),)),
    (
        "decided-after-the-question",
        (*APPEALED, Skipped(2), DECIDED),
        (ShowAppeal(1, "a"), RECORD),
        (ShowAppeal(1, "a"), RECORD),
    ),
]


@pytest.mark.parametrize(("id", "events", "coach", "exam"), MOVED, ids=[m[0] for m in MOVED])
def test_what_an_event_asks_of_the_world(
    id: str, events: tuple[Event, ...], coach: tuple[Effect, ...], exam: tuple[Effect, ...] | None
) -> None:
    assert played(start(Mode.COACH), events)[1] == coach
    if exam is not None:
        assert played(start(Mode.EXAM), events)[1] == exam


@pytest.mark.parametrize(
    ("id", "before", "event"),
    [
        ("add", PROBED, Adding(1)),
        ("say", PROBED, PartSaid(1, "m", "x")),
        ("move", (*PROBED, PartSaid(2, "m", "x")), PartMoved(2, "m")),
        ("take-back-behind-the-next-question", ALL_PROBED, TakenBack(2)),
    ],
)
def test_an_exam_takes_back_and_nothing_more(id: str, before: tuple[Event, ...], event: Event) -> None:
    interview, _ = played(start(Mode.EXAM), before)
    assert step(interview, event) == (interview, (Refuse(Refusal.GRADED),))


PHASES: list[tuple[str, tuple[Event, ...], Phase]] = [
    ("new", (), Phase.ASKING),
    ("started", (Started(),), Phase.ASKING),
    ("answered", FIRST, Phase.GRADING),
    ("heard", (*FIRST, PartSaid(1, "m", "x")), Phase.ASKING),
    ("amended", AMENDED, Phase.GRADING),
    ("taken-back", (*PROBED, TakenBack(1)), Phase.ASKING),
    ("probed", PROBED, Phase.ASKING),
    ("finished", FINISHED, Phase.FINISHED),
    ("left", ABANDONED, Phase.ABANDONED),
    ("regraded-after-the-end", (*FINISHED, Graded(1, 1, 2, ALL)), Phase.FINISHED),
    ("regraded-while-grading", (*PROBED, Answered(2, "x"), Graded(1, 1, 2, ALL)), Phase.GRADING),
]


@pytest.mark.parametrize(("id", "events", "phase"), PHASES, ids=[p[0] for p in PHASES])
def test_phases(id: str, events: tuple[Event, ...], phase: Phase) -> None:
    interview, _ = played(start(), events)
    assert interview.phase is phase
    assert (interview.current is None) == (id in ("new", "finished", "left", "regraded-after-the-end"))


def test_what_was_not_moved_stays_in_the_draft() -> None:
    interview, _ = played(start(), (*PROBED, PartSaid(2, "m", "x"), PartSaid(2, "n", "y")))
    moved, effects = step(interview, PartMoved(2, "m"))
    left = moved.turns[1].draft
    assert [(part.key, part.text) for part in left.parts] == [("n", "y")]
    assert left.open
    assert Listen(2, left.changes, opened=False) in effects


def test_an_interview_that_was_left_before_it_asked_anything_begins_at_the_first_question() -> None:
    moved, effects = step(replace(start(), phase=Phase.ABANDONED), TakenUp())
    assert (moved.turns[0].item, moved.phase) == (0, Phase.ASKING)
    assert Ask(1) in effects
