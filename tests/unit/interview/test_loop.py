"""A whole interview: its budget, its clock, its stages, its signals, its pressure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from interview import loop as loops
from interview.events import Answered, Event, Graded, HintAsked, Settled, Skipped, Started
from interview.loop import LULL, Signal, budget, clocked, paused
from interview.marks import marks
from interview.model import Interview, Loop, LoopRound, Mode, Phase, Ramp, Stage
from interview.step import step
from questions.model import Kind, Probe, Purpose, Question
from tests.unit.grader.build import judged
from tests.unit.interview.build import POINTS, PROBE_POINTS, probe, question

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def of(name: str, *probes: Probe, kind: Kind = Kind.CONCEPT) -> Question:
    return replace(question(name, probes), kind=kind)


def planned(*rounds: tuple[Stage, int, tuple[Question, ...]], pressure: bool = False) -> Interview:
    """A loop of these stages: each its minutes and its questions."""
    made = tuple(LoopRound(stage, 60 * minutes, Ramp(1, len(asked), (), asked)) for stage, minutes, asked in rounds)
    return Interview("i", 1, "en", (), Mode.EXAM, loop=Loop(made, pressure=pressure))


class Held:
    """A loop as it is held: every event comes `minutes` after the one before."""

    def __init__(self, interview: Interview) -> None:
        self.now, self.interview = NOW, interview
        self.does(Started())

    def does(self, event: Event, minutes: float = 0) -> None:
        self.now += minutes * MINUTE
        self.interview, _ = step(clocked(self.interview, event, self.now), event)

    def answers(self, minutes: float, said: str = "MMM", *, graded: float = 0) -> None:
        """An answer after so many minutes, with these verdicts, graded after `graded` more."""
        turn = self.interview.turns[-1]
        points = PROBE_POINTS if turn.probe else POINTS
        self.does(Answered(turn.number, "x"), minutes)
        self.does(Graded(turn.number, 1, 1, judged(points, said[: len(points)])), graded)

    @property
    def stage(self) -> Stage | None:
        return self.interview.items[-1].stage

    @property
    def asked(self) -> list[str]:
        return [t.probe or self.interview.items[t.item].question.id for t in self.interview.turns]


# -- the budget ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [5, 19, 20, 45, 60, 180])
def test_stages_share_all_the_minutes(minutes: int) -> None:
    shared = budget(minutes, list(Stage))
    assert sum(shared.values()) == 60 * minutes
    assert list(shared) == list(Stage)
    assert all(seconds >= 60 and seconds % 60 == 0 for seconds in shared.values())


def test_the_table_of_the_documents() -> None:
    assert [seconds // 60 for seconds in budget(45, list(Stage)).values()] == [3, 12, 12, 15, 3]
    assert [seconds // 60 for seconds in budget(60, list(Stage)).values()] == [4, 16, 16, 20, 4]
    assert [seconds // 60 for seconds in budget(20, list(Stage)).values()] == [2, 5, 5, 7, 1]


def test_a_stage_that_is_left_out_leaves_its_minutes_to_the_others() -> None:
    assert budget(20, {Stage.QUESTIONS, Stage.KNOWLEDGE}) == {Stage.KNOWLEDGE: 960, Stage.QUESTIONS: 240}


def test_less_than_a_minute_a_stage_is_too_little() -> None:
    with pytest.raises(ValueError, match="4 minutes are too few for 5 stages"):
        budget(4, list(Stage))


# -- stages ----------------------------------------------------------------------------------------------------------


def test_stages_come_one_after_the_other_and_the_last_ends_the_interview() -> None:
    held = Held(planned((Stage.INTRO, 2, (of("intro"),)), (Stage.KNOWLEDGE, 5, (of("one"), of("two")))))
    assert held.stage is Stage.INTRO
    held.answers(1, "CCC")
    held.answers(1, "CCC")
    assert held.stage is Stage.KNOWLEDGE
    held.answers(1, "CCC")
    assert held.interview.phase is Phase.FINISHED
    assert held.asked == ["intro", "one", "two"]
    assert held.interview.planned == 3


def test_a_stage_ends_after_the_answer_during_which_its_time_ran_out() -> None:
    """The answer is graded, its follow-ups are dropped."""
    held = Held(planned((Stage.PROJECT, 3, (of("p", probe("a1"), probe("b1")),)), (Stage.CODE, 5, (of("c"),))))
    held.answers(2)
    assert held.asked == ["p", "a1"]
    held.answers(1.5)
    assert held.asked == ["p", "a1", "c"]
    assert held.interview.turns[1].grade is not None


def test_what_a_stage_takes_too_long_the_next_has_less() -> None:
    rounds = ((Stage.INTRO, 2, (of("i"),)), (Stage.PROJECT, 4, (of("p", probe("a1")),)), (Stage.CODE, 4, (of("c"),)))
    held = Held(planned(*rounds))
    held.answers(5)
    assert loops.left(held.interview) == 60
    held.answers(1)
    assert held.asked == ["i", "p", "c"]


def test_every_stage_asks_one_question_however_late_it_is() -> None:
    rounds = [(stage, 1, (of(stage.value, probe("a1")), of(f"{stage.value}2"))) for stage in Stage]
    held = Held(planned(*rounds))
    while held.interview.phase is not Phase.FINISHED:
        held.answers(9)
    assert held.asked == [stage.value for stage in Stage]


def test_a_stage_without_questions_is_passed_over() -> None:
    held = Held(planned((Stage.INTRO, 2, ()), (Stage.CODE, 2, (of("c"),)), (Stage.QUESTIONS, 2, ())))
    assert held.stage is Stage.CODE
    held.answers(0.1)
    assert held.interview.phase is Phase.FINISHED


def test_every_stage_climbs_by_itself() -> None:
    ladder = tuple(replace(of(f"l{level}"), level=level) for level in (1, 2, 3, 4))
    held = Held(planned((Stage.PROJECT, 9, (replace(of("p"), level=5),)), (Stage.KNOWLEDGE, 9, ladder)))
    held.answers(1, "CCC")
    assert held.interview.items[-1].question.id == "l1"
    held.answers(1, "CCC")
    assert held.interview.items[-1].question.id == "l3"


def test_a_skipped_question_goes_on_with_the_next_stage() -> None:
    held = Held(planned((Stage.INTRO, 2, (of("i"),)), (Stage.CODE, 2, (of("c"),))))
    held.does(Skipped(1))
    assert held.stage is Stage.CODE


def test_the_first_turn_of_a_stage_opens_it() -> None:
    held = Held(planned((Stage.INTRO, 9, (of("i", probe("a1")),)), (Stage.CODE, 2, (of("c"),))))
    held.answers(1)
    held.answers(1)
    assert [loops.opens_stage(held.interview, n) for n in (1, 2, 3)] == [True, False, True]


# -- the clock -------------------------------------------------------------------------------------------------------

TWO = ((Stage.INTRO, 5, (of("i"),)), (Stage.PROJECT, 15, (of("p", probe("a1"), probe("b1")),)))


def spent(interview: Interview) -> float:
    assert interview.loop is not None
    return interview.loop.spent / 60


def test_time_of_grading_is_not_counted() -> None:
    held = Held(planned(*TWO))
    held.answers(1, graded=30)
    assert spent(held.interview) == 1


def test_while_it_is_paused_no_time_is_counted_and_an_answer_lets_it_go_on() -> None:
    held = Held(planned(*TWO))
    held.now += MINUTE
    held.interview = paused(held.interview, held.now)
    assert paused(held.interview, held.now + MINUTE) is held.interview
    held.does(Settled(1, 9), 60)
    assert held.interview.loop is not None
    assert held.interview.loop.since is None
    held.answers(60)
    held.answers(2)
    assert spent(held.interview) == 3


def test_time_since_the_last_event_is_dropped_when_the_program_was_killed() -> None:
    held = Held(planned(*TWO))
    held.interview = loops.standing(held.interview)
    held.answers(1000)
    assert spent(held.interview) == 0


def test_a_long_silence_costs_no_more_than_a_lull() -> None:
    held = Held(planned(*TWO))
    held.answers(24 * 60)
    assert spent(held.interview) == LULL / MINUTE


def test_a_clock_that_is_set_back_takes_nothing_away() -> None:
    held = Held(planned(*TWO))
    held.answers(1)
    held.answers(-5)
    assert spent(held.interview) == 1


def test_without_a_loop_there_is_no_clock() -> None:
    plain = Interview("i", 1, "en", (), ramp=Ramp(1, 1, (), (of("q"),)))
    assert clocked(plain, Started(), NOW) is plain
    assert paused(plain, NOW) is plain
    assert loops.standing(plain) is plain
    assert loops.signalled(plain) == (plain, None)


# -- signals ---------------------------------------------------------------------------------------------------------


def test_each_signal_of_a_stage_is_given_once() -> None:
    held = Held(
        planned((Stage.PROJECT, 12, (of("p", probe("a1"), probe("b1"), probe("c1")),)), (Stage.CODE, 9, (of("c"),)))
    )
    given = []
    for _ in range(13):
        held.does(HintAsked(1), 1)  # refused in an exam, but it is something that the person does
        held.interview, signal = loops.signalled(clocked(held.interview, HintAsked(1), held.now))
        given.append(signal)
    assert [(minute, one) for minute, one in enumerate(given, 1) if one] == [(7, Signal.NEARLY), (12, Signal.OVER)]


def test_the_next_signal_is_so_far_away() -> None:
    held = Held(planned((Stage.PROJECT, 12, (of("p"),)), (Stage.INTRO, 4, (of("i"),))))
    assert loops.next_signal(held.interview) == (Signal.NEARLY, 7 * 60)
    held.answers(2)
    assert loops.next_signal(held.interview) == (Signal.NEARLY, (12 + 4 - 2 - 1) * 60)
    assert loops.next_signal(paused(held.interview, held.now)) is None


# -- pressure --------------------------------------------------------------------------------------------------------


def challenging(pressure: bool) -> Held:
    calm, hard = probe("a1"), replace(probe("a2"), purpose=Purpose.CHALLENGE)
    return Held(planned((Stage.KNOWLEDGE, 30, (of("q", calm, hard, probe("b1")),)), pressure=pressure))


def test_under_pressure_probes_that_challenge_come_first() -> None:
    for pressure, first in ((False, "a1"), (True, "a2")):
        held = challenging(pressure)
        held.answers(1)
        assert held.asked[-1] == first


@pytest.mark.parametrize("verdicts", ["CCC", "MMM", "XPM", "PPP", "CMX"])
@pytest.mark.parametrize("on_probes", ["C", "P", "M"])
def test_pressure_changes_no_mark(verdicts: str, on_probes: str) -> None:
    """The same answers, a probe's as good whichever it is, have the same marks."""
    found = []
    for pressure in (False, True):
        held = challenging(pressure)
        held.answers(1, verdicts)
        while held.interview.phase is not Phase.FINISHED:
            held.answers(1, 2 * on_probes)
        found.append(marks(held.interview, 0))
    assert found[0] == found[1]
