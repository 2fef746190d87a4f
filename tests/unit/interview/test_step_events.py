"""Every event in every situation: what it moves, what it asks of the world, and why it is refused.

One question with points a, b, c of weights 3, 2, 1 and probes (`build`), then a second one; events are written out, so that
each row can be read alone.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grade import Grade, Verdict, verdict_of
from interview.effects import (
    Ask,
    Effect,
    RecordReviews,
    Refusal,
    Refuse,
    RequestAppeal,
    RequestGrade,
    ShowAppeal,
    ShowGrade,
    ShowHint,
    ShowQuestionResult,
    ShowSummary,
)
from interview.events import (
    Amended,
    Answered,
    AppealDecided,
    Appealed,
    Estimated,
    Event,
    Graded,
    GradingFailed,
    HintAsked,
    Skipped,
    Started,
    Stopped,
    Ticked,
    Unknown,
    WaitedLong,
)
from interview.model import Appeal, Interview, Item, Mode, Outcome, Phase, Reason, Tick, Turn, TurnState
from interview.step import step
from questions.model import Lines
from tests.unit.grader.build import judged, not_known
from tests.unit.interview.build import POINTS, PROBE_POINTS, guess, probe_guess, question

ALL, NONE, HALF = judged(POINTS, "CCC"), judged(POINTS, "MMM"), judged(POINTS, "CMC")
WELL, BADLY = judged(PROBE_POINTS, "CC"), judged(PROBE_POINTS, "MM")
ESTIMATE = guess(0.1, 0.9, 0.9)
FIRST = (Started(), Answered(1, "one"))
PROBED = (*FIRST, Graded(1, 1, 1, NONE))  # turn 2 asks a1
SECOND = (*FIRST, Graded(1, 1, 1, HALF), Skipped(2))  # turn 3 asks the second question
ESTIMATED = (*FIRST, Graded(1, 1, 1, ESTIMATE))  # an estimate is all there is; turn 2 asks a1
APPEALED = (*PROBED, Appealed(1, "a", "I said it"))
FINISHED = (*SECOND, Answered(3, "three"), GradingFailed(3, 1))
ABANDONED = (*PROBED, Stopped())


def start(
    mode: Mode = Mode.COACH, items: tuple[Item, ...] = (), hints: Lines | None = None, depth: int = 1
) -> Interview:
    one = question("q0") if hints is None else question("q0", hints=hints)
    return Interview("i", 1, "en", items or (Item(one), Item(question("q1"))), mode, depth)


def played(interview: Interview, events: tuple[Event, ...]) -> tuple[Interview, tuple[Effect, ...]]:
    """The interview after all events, none of them refused, and what the last one asked for."""
    effects: tuple[Effect, ...] = ()
    for event in events:
        interview, effects = step(interview, event)
        assert not any(isinstance(effect, Refuse) for effect in effects), event
    return interview, effects


DECIDED = AppealDecided(1, "a", verdict_of("a", Verdict.COVERED, "q"), HALF)
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
    ("amend-no-turn", FIRST, Amended(2, "x"), Refusal.OUTDATED),
    ("amend-unanswered", (Started(),), Amended(1, "x"), Refusal.OUTDATED),
    ("amend-not-known", (Started(), Unknown(1), Unknown(1)), Amended(1, "x"), Refusal.OUTDATED),
    ("amend-skipped", SECOND, Amended(2, "x"), Refusal.OUTDATED),
    ("amend-graded", PROBED, Amended(1, "x"), Refusal.GRADED),
    ("amend-failed", (*FIRST, GradingFailed(1, 1)), Amended(1, "x"), Refusal.GRADED),
    ("amend-left-behind", (*FIRST, Estimated(1, 1, ESTIMATE), WaitedLong(1, 1)), Amended(1, "x"), Refusal.GRADED),
    ("amend-same", FIRST, Amended(1, "one"), Refusal.ALREADY),
    ("estimate-no-turn", FIRST, Estimated(2, 1, ESTIMATE), Refusal.OUTDATED),
    ("estimate-unanswered", (Started(),), Estimated(1, 0, ESTIMATE), Refusal.OUTDATED),
    ("estimate-old-revision", (*FIRST, Amended(1, "x")), Estimated(1, 1, ESTIMATE), Refusal.OUTDATED),
    ("estimate-graded", PROBED, Estimated(1, 1, ESTIMATE), Refusal.OUTDATED),
    ("estimate-failed", (*FIRST, GradingFailed(1, 1)), Estimated(1, 1, ESTIMATE), Refusal.OUTDATED),
    ("estimate-twice", (*FIRST, Estimated(1, 1, ESTIMATE)), Estimated(1, 1, ESTIMATE), Refusal.ALREADY),
    ("waited-no-turn", FIRST, WaitedLong(2, 1), Refusal.OUTDATED),
    ("waited-not-grading", (Started(),), WaitedLong(1, 0), Refusal.OUTDATED),
    ("waited-old-revision", (*FIRST, Amended(1, "x"), Estimated(1, 2, ESTIMATE)), WaitedLong(1, 1), Refusal.OUTDATED),
    ("waited-for-an-earlier-turn", (*PROBED, Answered(2, "x")), WaitedLong(1, 1), Refusal.OUTDATED),
    ("waited-without-estimate", FIRST, WaitedLong(1, 1), Refusal.NOT_GRADED),
    ("grade-no-turn", FIRST, Graded(2, 1, 1, ALL), Refusal.OUTDATED),
    ("grade-unanswered", (Started(),), Graded(1, 0, 1, ALL), Refusal.OUTDATED),
    ("grade-old-revision", (*FIRST, Amended(1, "x")), Graded(1, 1, 1, ALL), Refusal.OUTDATED),
    ("grade-same-generation", PROBED, Graded(1, 1, 1, ALL), Refusal.OUTDATED),
    ("grade-later-generation", PROBED, Graded(1, 1, 3, ALL), Refusal.OUTDATED),
    ("grade-skipped", SECOND, Graded(2, 0, 1, WELL), Refusal.OUTDATED),
    ("fail-no-turn", FIRST, GradingFailed(2, 1), Refusal.OUTDATED),
    ("fail-unanswered", (Started(),), GradingFailed(1, 0), Refusal.OUTDATED),
    ("fail-old-revision", (*FIRST, Amended(1, "x")), GradingFailed(1, 1), Refusal.OUTDATED),
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
MOVED: list[tuple[str, tuple[Event, ...], tuple[Effect, ...], tuple[Effect, ...]]] = [
    # id, events, what the last asks for in coach mode, and in exam mode
    ("started", (Started(),), (Ask(1),), (Ask(1),)),
    ("answered", FIRST, (RequestGrade(1, 1, 1),), (RequestGrade(1, 1, 1),)),
    ("amended", (*FIRST, Amended(1, "x")), (RequestGrade(1, 2, 1),), (RequestGrade(1, 2, 1),)),
    ("amended-twice", (*FIRST, Amended(1, "x"), Amended(1, "y")), (RequestGrade(1, 3, 1),), (RequestGrade(1, 3, 1),)),
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
    id: str, events: tuple[Event, ...], coach: tuple[Effect, ...], exam: tuple[Effect, ...]
) -> None:
    assert played(start(Mode.COACH), events)[1] == coach
    assert played(start(Mode.EXAM), events)[1] == exam


PHASES: list[tuple[str, tuple[Event, ...], Phase]] = [
    ("new", (), Phase.ASKING),
    ("started", (Started(),), Phase.ASKING),
    ("answered", FIRST, Phase.GRADING),
    ("amended", (*FIRST, Amended(1, "x")), Phase.GRADING),
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


# -- what a turn becomes ---------------------------------------------------------------------------------------------


def turn(events: tuple[Event, ...], number: int = 1) -> Turn:
    found = played(start(), events)[0].turn(number)
    assert found is not None
    return found


def test_a_turn_from_question_to_grade() -> None:
    assert turn((Started(),)) == Turn(1, 0, state=TurnState.OPEN)
    answered = Turn(1, 0, state=TurnState.ANSWERED, answer="one", revision=1)
    assert turn(FIRST) == answered
    assert turn((*FIRST, Estimated(1, 1, ESTIMATE))) == replace(answered, estimate=ESTIMATE)
    amended = replace(answered, answer="x", revision=2)
    assert turn((*FIRST, Estimated(1, 1, ESTIMATE), Amended(1, "x"))) == amended, "the estimate was of the older text"
    assert turn((*FIRST, Amended(1, "x"), Graded(1, 2, 1, ALL))) == replace(amended, grade=ALL, generation=1)
    assert turn((*PROBED, Graded(1, 1, 2, ALL))) == replace(answered, grade=ALL, generation=2)
    assert turn((*FIRST, GradingFailed(1, 1))) == replace(answered, failed=True)
    assert turn((*FIRST, GradingFailed(1, 1), Graded(1, 1, 1, ALL))) == replace(answered, grade=ALL, generation=1)


def test_a_turn_that_was_not_answered() -> None:
    hinted = Turn(1, 0, hints=("a",))
    assert turn((Started(), Unknown(1, "no idea"))) == hinted, "a hint first, towards the heaviest point"
    assert turn((Started(), Unknown(1, "no idea"), Unknown(1, "no"))) == replace(
        hinted, state=TurnState.UNKNOWN, answer="no", revision=1
    )
    assert turn((Started(), Skipped(1))) == Turn(1, 0, state=TurnState.SKIPPED)
    assert turn((Started(), HintAsked(1), Unknown(1))) == replace(hinted, state=TurnState.UNKNOWN, revision=1)


def test_a_probe_and_the_next_question() -> None:
    assert turn(PROBED, 2) == Turn(2, 0, "a1", "a", Reason.MISSING)
    assert turn(SECOND, 3) == Turn(3, 1)
    assert turn(SECOND, 2) == Turn(2, 0, "b1", "b", Reason.MISSING, TurnState.SKIPPED)


def test_ticks_are_merged_by_point() -> None:
    ticked = (*ESTIMATED, Ticked(1, (Tick("a", 1.0), Tick("b", 0.5))), Ticked(1, (Tick("b", 0.0), Tick("c", 1.0))))
    assert turn(ticked).ticks == (Tick("a", 1.0), Tick("b", 0.0), Tick("c", 1.0))


def test_a_probe_is_ticked_on_its_own_points() -> None:
    events = (*PROBED, Answered(2, "x"), Graded(2, 1, 1, probe_guess(0.1, 0.2)))
    interview, _ = played(start(), (*events, Ticked(2, (Tick("k", 0.5),))))
    assert interview.turns[1].ticks == (Tick("k", 0.5),)
    assert step(interview, Ticked(2, (Tick("a", 0.5),)))[1] == (Refuse(Refusal.NO_POINT),)


def test_an_appeal_is_kept_with_both_verdicts() -> None:
    missing, covered = verdict_of("a", Verdict.MISSING), DECIDED.verdict
    pending = Appeal("a", "I said it", missing)
    assert turn(APPEALED).appeals == (pending,)
    decided = turn((*APPEALED, DECIDED))
    assert decided.appeals == (replace(pending, outcome=Outcome.OVERTURNED, after=covered),)
    assert (decided.grade, decided.generation) == (HALF, 2)
    upheld = turn((*APPEALED, replace(DECIDED, verdict=missing, grade=NONE)))
    assert upheld.appeals == (replace(pending, outcome=Outcome.UPHELD, after=missing),)


def test_a_point_may_be_contested_again_and_others_beside_it() -> None:
    again = (*APPEALED, DECIDED, Appealed(1, "a", "again"), Appealed(1, "b", "this too"))
    found = turn((*again, replace(DECIDED, point="b", verdict=verdict_of("b", Verdict.MISSING))))
    assert [(a.point, a.reason, a.outcome.value) for a in found.appeals] == [
        ("a", "I said it", "overturned"),
        ("a", "again", "pending"),
        ("b", "this too", "upheld"),
    ]


# -- hints -----------------------------------------------------------------------------------------------------------


def hints(interview: Interview, number: int) -> list[str]:
    """The points towards which hints come, one after the other."""
    points = []
    while isinstance((effect := step(interview, HintAsked(number))[1][0]), ShowHint):
        points.append(effect.point)
        assert effect.turn == number
        interview, _ = step(interview, HintAsked(number))
    assert effect == Refuse(Refusal.NO_HINT)
    return points


HINTS: list[tuple[str, Interview, tuple[Event, ...], list[str]]] = [
    ("heaviest-first", start(), (Started(),), ["a", "b", "c"]),
    ("one-is-empty", start(hints=Lines(en=("c", "", "b"))), (Started(),), ["b", "c"]),
    ("fewer-than-points", start(hints=Lines(en=("c", "a"))), (Started(),), ["a", "c"]),
    ("more-than-points", start(hints=Lines(en=("c", "a", "b", "x", "y"))), (Started(),), ["a", "b", "c"]),
    ("in-the-other-language", start(hints=Lines(zh=("c", "a", "b"))), (Started(),), ["a", "b", "c"]),
    ("none", start(hints=Lines()), (Started(),), []),
    ("in-an-exam", start(Mode.EXAM), (Started(),), []),
    ("on-a-probe-towards-its-point", start(), PROBED, ["a"]),
    ("on-a-probe-without-one", start(hints=Lines(en=("c", "", "b"))), PROBED, []),
    ("already-had", start(), (Started(), HintAsked(1)), ["b", "c"]),
]


@pytest.mark.parametrize(("id", "interview", "events", "expected"), HINTS, ids=[h[0] for h in HINTS])
def test_hints(id: str, interview: Interview, events: tuple[Event, ...], expected: list[str]) -> None:
    after, _ = played(interview, events)
    assert hints(after, len(after.turns)) == expected


@pytest.mark.parametrize(
    ("interview", "events", "hinted"),
    [
        (start(), (Started(),), True),
        (start(), (Started(), HintAsked(1)), False),  # one was had
        (start(hints=Lines()), (Started(),), False),
        (start(Mode.EXAM), (Started(),), False),
        (start(), PROBED, True),
    ],
)
def test_not_knowing_gets_a_hint_first(interview: Interview, events: tuple[Event, ...], hinted: bool) -> None:
    before, _ = played(interview, events)
    number = len(before.turns)
    _, effects = step(before, Unknown(number))
    assert effects == ((ShowHint(number, "a"),) if hinted else (RequestGrade(number, 1, 1),))


# -- drills ----------------------------------------------------------------------------------------------------------


def test_a_drill_asks_the_probe_itself() -> None:
    interview, effects = played(start(items=(Item(question("q0"), "b1"),)), (Started(),))
    assert interview.turns == (Turn(1, 0, "b1", "b", Reason.DUE),)
    assert effects == (Ask(1),)
    after, effects = played(interview, (Answered(1, "x"), Graded(1, 1, 1, judged(PROBE_POINTS, "CM"))))
    assert effects == (ShowGrade(1), RECORD, RESULT, SUMMARY)
    assert after.phase is Phase.FINISHED


def test_a_strong_drill_earns_its_deeper_rung() -> None:
    drill = start(items=(Item(question("q0"), "a1"),))
    interview, _ = played(drill, (Started(), Answered(1, "x"), Graded(1, 1, 1, WELL)))
    assert interview.turns[1] == Turn(2, 0, "a1+", "a", Reason.DEEPER)


def test_a_question_follows_a_drilled_one() -> None:
    both = (Item(question("q0"), "b1"), Item(question("q1")))
    interview, _ = played(start(items=both), (Started(), Skipped(1)))
    assert interview.turns[1] == Turn(2, 1)


def test_names_that_rest_in_databases_and_on_screens() -> None:
    def names(of: type[Mode] | type[Phase] | type[Reason] | type[TurnState] | type[Outcome] | type[Refusal]) -> str:
        return " ".join(one.value for one in of)

    assert names(Mode) == "coach exam"
    assert names(Phase) == "asking grading finished abandoned"
    assert names(Reason) == "drawn contradicted suspected missing partial deeper unknown due"
    assert names(TurnState) == "open answered unknown skipped"
    assert names(Outcome) == "pending upheld overturned"
    assert names(Refusal) == "outdated grading graded over no_hint no_point not_graded already"


def test_turns_are_found_by_number_and_by_question() -> None:
    interview, _ = played(start(), SECOND)
    assert [found.number if found else None for found in map(interview.turn, (-1, 0, 1, 3, 4))] == [
        None,
        None,
        1,
        3,
        None,
    ]
    assert [[t.number for t in interview.turns_of(item)] for item in (0, 1, 2)] == [[1, 2], [3], []]


def test_what_a_new_turn_and_a_new_interview_hold() -> None:
    new = Turn(1, 0)
    assert (new.probe, new.aims_at, new.reason, new.state) == (None, None, Reason.DRAWN, TurnState.OPEN)
    assert (new.hints, new.answer, new.revision, new.generation, new.failed) == ((), "", 0, 0, False)
    assert (new.estimate, new.grade, new.ticks, new.appeals) == (None, None, (), ())
    interview = Interview("i", 1, "en", ())
    assert (interview.mode, interview.phase, interview.turns) == (Mode.COACH, Phase.ASKING, ())
    assert ShowGrade(1).replaces is False and Unknown(1).text == "" and Item(question()).probe is None
    pending = Appeal("a", "r", verdict_of("a", Verdict.MISSING))
    assert (pending.outcome, pending.after) == (Outcome.PENDING, None)


def test_a_regrade_never_asks_anew() -> None:
    """The probe that was asked for a missing point stays, although the regrade covers it."""
    interview, _ = played(start(depth=3), (*PROBED, Answered(2, "x")))
    after, effects = step(interview, Graded(1, 1, 2, ALL))
    assert [t.probe for t in after.turns] == [None, "a1"]
    assert effects == (ShowGrade(1, replaces=True),)


def test_a_grade_may_be_provisional_and_moves_on_all_the_same() -> None:
    grade: Grade = ESTIMATE
    interview, effects = played(start(), (*FIRST, Graded(1, 1, 1, grade)))
    assert effects == (ShowGrade(1), Ask(2))
    assert interview.turns[0].grade is grade
