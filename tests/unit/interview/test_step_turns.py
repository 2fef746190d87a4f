"""What turns become: answers, grades, ticks, appeals, hints, drills, and what a new one holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grade import Grade, Verdict, verdict_of
from interview.effects import (
    Ask,
    RecordReviews,
    Refusal,
    Refuse,
    RequestGrade,
    ShowGrade,
    ShowHint,
    ShowQuestionResult,
    ShowSummary,
)
from interview.events import (
    Answered,
    Appealed,
    Estimated,
    Event,
    Graded,
    GradingFailed,
    HintAsked,
    PartSaid,
    Settled,
    Skipped,
    Started,
    TakenBack,
    Ticked,
    Unknown,
)
from interview.model import (
    WHOLE,
    Appeal,
    Draft,
    Interview,
    Item,
    Mode,
    Outcome,
    Part,
    Phase,
    Reason,
    Tick,
    Turn,
    TurnState,
)
from interview.step import step
from questions.model import Lines
from tests.unit.grader.build import judged
from tests.unit.interview.build import PROBE_POINTS, probe_guess, question
from tests.unit.interview.stories import (
    ALL,
    AMENDED,
    APPEALED,
    DECIDED,
    ESTIMATE,
    ESTIMATED,
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
    parts = (Part(WHOLE, "one"), Part("m", "x"))
    heard = replace(answered, state=TurnState.OPEN, answer="", revision=2, draft=Draft(parts, 1, open=True))
    assert turn((*FIRST, Estimated(1, 1, ESTIMATE), PartSaid(1, "m", "x"))) == heard, (
        "the estimate was of the older text"
    )
    amended = replace(answered, answer="one\nx", revision=3, draft=Draft(parts, 1))
    assert turn((*FIRST, PartSaid(1, "m", "x"), Settled(1, 1))) == amended
    assert turn((*AMENDED, Graded(1, 3, 1, ALL))) == replace(amended, grade=ALL, graded=3, generation=1)
    assert turn((*PROBED, Graded(1, 1, 2, ALL))) == replace(answered, grade=ALL, graded=1, generation=2)
    assert turn((*FIRST, GradingFailed(1, 1))) == replace(answered, failed=True)
    graded = replace(answered, grade=ALL, graded=1, generation=1)
    assert turn((*FIRST, GradingFailed(1, 1), Graded(1, 1, 1, ALL))) == graded


def test_what_is_added_once_a_verdict_is_seen_leaves_the_first_grade() -> None:
    parts = (Part(WHOLE, "one"), Part("m", "x"))
    added = turn((*PROBED, PartSaid(1, "m", "x"), Settled(1, 1)))
    assert (added.answer, added.revision, added.graded, added.first) == ("one\nx", 2, 1, NONE)
    assert added.draft == Draft(parts, 1, amends=True)
    graded = turn((*PROBED, PartSaid(1, "m", "x"), Settled(1, 1), Graded(1, 2, 2, ALL)))
    assert (graded.grade, graded.graded, graded.first) == (ALL, 2, NONE)
    more = (PartSaid(1, "n", "y"), Settled(1, 2), Graded(1, 3, 3, HALF))
    again = turn((*PROBED, PartSaid(1, "m", "x"), Settled(1, 1), Graded(1, 2, 2, STILL), *more))
    assert (again.answer, again.grade, again.first) == ("one\nx\ny", HALF, NONE)


def test_what_is_added_unseen_is_of_the_first_answer() -> None:
    added = (*PROBED, PartSaid(1, "m", "x", seen=False), Settled(1, 1), Graded(1, 2, 2, ALL))
    assert (turn(added).grade, turn(added).first) == (ALL, None)


def test_an_edit_takes_the_place_of_its_message() -> None:
    said = (Started(), PartSaid(1, "m", "one"), PartSaid(1, "n", "two"), PartSaid(1, "m", "three"), Settled(1, 3))
    assert turn(said).answer == "three\ntwo"


def test_what_is_taken_back_is_asked_again() -> None:
    back = turn((*PROBED, TakenBack(1)))
    assert back == Turn(1, 0, draft=Draft(changes=1), revision=2, generation=1, first=NONE, taken_back=True)
    interview, _ = played(start(), (*PROBED, TakenBack(1)))
    assert interview.current == back
    assert interview.turns[1].state is TurnState.WITHDRAWN
    answered = (*PROBED, TakenBack(1), Answered(1, "better"), Graded(1, 3, 2, ALL))
    assert (turn(answered).answer, turn(answered).grade, turn(answered).first) == ("better", ALL, NONE)
    unseen = turn((*PROBED, TakenBack(1, seen=False)))
    assert unseen.first is None
    assert turn((*FIRST, TakenBack(1))).first is None, "nothing of a grade was shown"


def test_a_hundred_messages_are_kept_apart_and_no_more() -> None:
    said = tuple(PartSaid(1, f"m{n}", str(n)) for n in range(103))
    found = turn((Started(), *said, Settled(1, 103)))
    assert len(found.draft.parts) == 100
    assert found.answer == "\n".join(map(str, range(103)))


def test_a_turn_that_was_not_answered() -> None:
    hinted = Turn(1, 0, hints=("c",))
    assert turn((Started(), Unknown(1, "no idea"))) == hinted, "a hint first, towards the point listed first"
    assert turn((Started(), Unknown(1, "no idea"), Unknown(1, "no"))) == replace(
        hinted, state=TurnState.UNKNOWN, answer="no", revision=1
    )
    assert turn((Started(), Skipped(1))) == Turn(1, 0, state=TurnState.SKIPPED)
    asked = replace(hinted, hints=("a",), state=TurnState.UNKNOWN, revision=1)
    assert turn((Started(), HintAsked(1), Unknown(1))) == asked


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
    point = before.turns[-1].aims_at or "c"
    assert effects == ((ShowHint(number, point),) if hinted else (RequestGrade(number, 1, 1),))


# -- drills ----------------------------------------------------------------------------------------------------------


def test_a_drill_asks_the_probe_itself() -> None:
    interview, effects = played(start(items=(Item(question("q0"), "b1"),)), (Started(),))
    assert interview.turns == (Turn(1, 0, "b1", "b", Reason.DUE),)
    assert effects == (Ask(1),)
    after, effects = played(interview, (Answered(1, "x"), Graded(1, 1, 1, judged(PROBE_POINTS, "CM"))))
    assert effects == (ShowGrade(1), RecordReviews(0), ShowQuestionResult(0), ShowSummary())
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
    assert names(TurnState) == "open answered unknown skipped withdrawn"
    assert names(Outcome) == "pending upheld overturned"
    assert names(Refusal) == "outdated grading graded once over no_hint no_point not_graded already"


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
