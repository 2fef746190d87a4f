"""The engine under random, doubled and late events: what always holds, whatever happens in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.grade import Grade, GradedBy, Method, Verdict, marked, verdict_of
from interview.effects import Ask, Effect, RecordReviews, Refuse, RequestGrade, ShowGrade, ShowHint, ShowSummary
from interview.events import (
    Adding,
    Answered,
    AppealDecided,
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
from interview.marks import marks, points
from interview.model import Interview, Item, Mode, Phase, Ramp, Tick, TurnState
from interview.review import ratings
from interview.step import step
from interview.summary import summary
from interview.why import why
from questions.model import KeyPoint, Kind, Lines, Probe, Purpose, Question, Text, task

TURNS = st.integers(0, 9)
KEYS = st.sampled_from(["m1", "m2", "m3"])  # messages
VERDICTS = st.sampled_from(list(Verdict))
NAMES = ("heavy", "light", "other")
WEIGHTS = {"heavy": 3, "light": 1, "other": 2}


def a_probe(name: str, aims_at: str, *then: Probe) -> Probe:
    return Probe(name, aims_at, Purpose.CAUSE, Text(en=name), Text(en="r"), (KeyPoint("k", Text(en="k"), 1),), then)


def a_question(id: str = "q") -> Question:
    key_points = tuple(KeyPoint(name, Text(en=name), weight) for name, weight in WEIGHTS.items())
    probes = (
        a_probe("why-heavy", "heavy", a_probe("deeper-heavy", "heavy", a_probe("deepest", "heavy"))),
        a_probe("again-heavy", "heavy"),
        a_probe("why-light", "light"),
        a_probe("why-other", "other"),
    )
    hints = Lines(en=("h1", "h2", "h3"))
    return Question(id, "topic", 2, Kind.CONCEPT, Text(en="?"), Text(en="r"), key_points, hints, probes)


def a_grade(verdicts: Sequence[Verdict], ids: Sequence[str], provisional: bool) -> Grade:
    listed = tuple(verdict_of(id, verdict) for id, verdict in zip(ids, verdicts, strict=False))
    asked = [KeyPoint(id, Text(), WEIGHTS.get(id, 1)) for id in ids]
    return marked(asked, Grade(listed, GradedBy(Method.WORDS if provisional else Method.JUDGE), provisional))


@st.composite
def events(draw: st.DrawFn, interview: Interview) -> Event:
    """Any event, mostly about a turn there is and with the keys it would have now."""
    turn = draw(st.one_of(st.just(len(interview.turns)), TURNS))
    known = interview.turn(turn)
    revision = draw(st.one_of(st.just(known.revision if known else 0), st.integers(0, 3)))
    generation = draw(st.one_of(st.just(known.generation + 1 if known else 1), st.integers(0, 3)))
    ids = [p.id for p in task(interview.items[known.item].question, known.probe).key_points] if known else list(NAMES)
    grade = a_grade(draw(st.lists(VERDICTS, min_size=3, max_size=3)), ids, draw(st.booleans()))
    point = draw(st.sampled_from([*ids, "nothing"]))
    text = draw(st.sampled_from(["an answer", "another", ""]))
    credit = draw(st.sampled_from([0.0, 0.5, 1.0, 0.7]))
    choices: list[Event] = [
        Started(),
        Answered(turn, text),
        PartSaid(turn, draw(KEYS), text, seen=draw(st.booleans())),
        Settled(turn, draw(st.one_of(st.just(known.draft.changes if known else 0), st.integers(0, 3)))),
        Adding(turn),
        PartMoved(turn, draw(KEYS)),
        TakenBack(turn, draw(st.booleans())),
        Unknown(turn),
        HintAsked(turn),
        Skipped(turn),
        Estimated(turn, revision, replace(grade, provisional=True)),
        WaitedLong(turn, revision),
        Graded(turn, revision, generation, grade),
        GradingFailed(turn, revision),
        Ticked(turn, (Tick(point, credit),)),
        Appealed(turn, point, "reason"),
        AppealDecided(turn, point, verdict_of(point, Verdict.COVERED, "q"), replace(grade, provisional=False)),
        Stopped(),
        TakenUp(),
    ]
    # Stopping is rare and answers with their grades are frequent, so that walks get far.
    weights = [1, 5, 5, 5, 1, 1, 2, 2, 2, 2, 2, 2, 8, 1, 2, 1, 1, 0 if len(interview.turns) < 4 else 1, 1]
    return draw(st.sampled_from([c for c, w in zip(choices, weights, strict=True) for _ in range(w)]))


def refused(effects: Sequence[Effect]) -> bool:
    return any(isinstance(effect, Refuse) for effect in effects)


def count(effects: Sequence[Effect], kind: type) -> int:
    return sum(isinstance(effect, kind) for effect in effects)


def check_shape(before: Interview, event: Event, after: Interview, effects: Sequence[Effect]) -> None:
    assert count(effects, Ask) <= 1
    assert count(effects, RequestGrade) <= 1
    assert [turn.number for turn in after.turns] == list(range(1, len(after.turns) + 1))
    assert sum(turn.state is TurnState.OPEN for turn in after.turns) <= 1, "more than one open question"
    assert after.turns[: len(before.turns) - 1] == before.turns[:-1] or not isinstance(
        event, (Answered, Unknown, HintAsked, Skipped, WaitedLong)
    ), "an earlier turn changed by an event of the open one"
    for old, new in zip(before.turns, after.turns, strict=False):
        assert (old.item, old.probe, old.aims_at, old.reason) == (new.item, new.probe, new.aims_at, new.reason)
        assert new.revision >= old.revision
        assert new.generation >= old.generation
        assert old.first is None or new.first == old.first, "the first grade is kept"
    assert after.items[: len(before.items)] == before.items, "what was chosen was changed"
    assert len({item.question.id for item in after.items}) == len(after.items) <= after.planned
    for item in range(len(after.items)):
        asked = [turn.probe for turn in after.turns_of(item)]
        assert len(set(asked)) == len(asked), "something was asked twice"
        assert len(asked) <= 1 + after.depth
    if after.phase is Phase.ASKING and after.turns:
        assert after.current is not None
        assert after.current.state is TurnState.OPEN
    for turn in after.turns:
        if turn.draft.parts and turn.is_answered and not turn.draft.open:
            assert turn.answer == turn.draft.text, "something that was said is not graded"
    if after.mode is Mode.EXAM and after.phase in (Phase.ASKING, Phase.GRADING):
        assert count(effects, ShowGrade) == 0
        assert count(effects, ShowHint) == 0


@pytest.mark.slow
@settings(max_examples=100)
@given(st.data(), st.sampled_from(list(Mode)), st.integers(0, 3), st.sampled_from(["planned", "drill", "ramp"]))
def test_a_walk_keeps_its_promises(data: st.DataObject, mode: Mode, depth: int, kind: str) -> None:
    items = (Item(a_question("a"), "why-light" if kind == "drill" else None), Item(a_question("b")))
    start = Interview("i", 1, "en", items, mode=mode, depth=depth)
    if kind == "ramp":
        others = tuple(replace(a_question(f"level{level}"), level=level) for level in (1, 2, 3))
        start = replace(start, items=(), ramp=Ramp(1, 3, (a_question("owed"),), others))
    interview, log = start, []
    for _ in range(data.draw(st.integers(5, 40))):
        event = data.draw(events(interview))
        after, effects = step(interview, event)
        if refused(effects):
            assert after is interview
            assert len(effects) == 1
        else:
            check_shape(interview, event, after, effects)
            again, twice = step(after, event)
            if not isinstance(event, (HintAsked, Unknown)):
                assert refused(twice), f"{event} counted twice"
                assert again is after
            first = {
                (turn.item, p.point): p.unprompted for turn in interview.turns for p in points(interview, turn.item)
            }
            late = isinstance(event, (PartSaid, Settled, Adding, PartMoved)) or (
                isinstance(event, TakenBack) and event.seen
            )
            if late and interview.phase is Phase.ASKING:
                now = {(turn.item, p.point): p.unprompted for turn in after.turns for p in points(after, turn.item)}
                assert all(now[key] == first[key] for key in first if interview.turns_of(key[0]) and key in now)
        log.append(event)
        interview = after
        read(interview)
    replayed = start
    for event in log:
        replayed, _ = step(replayed, event)
    assert replayed == interview


def read(interview: Interview) -> None:
    """Everything that is derived from an interview can be derived from any interview."""
    summary(interview)
    for item in {turn.item for turn in interview.turns}:
        found = marks(interview, item)
        for mark in (found.unprompted, found.after):
            assert mark is None or 0 <= mark <= 10
        if found.unprompted is not None and found.after is not None:
            assert found.after >= found.unprompted
        for point in points(interview, item):
            if point.hinted and point.unprompted is not None and point.point in interview.turns_of(item)[0].hints:
                assert point.unprompted <= 0.5
            if point.unprompted is not None:
                assert point.after is not None
                assert point.after >= point.unprompted
        ratings(interview, item)
    for turn in interview.turns:
        why(interview, turn.number)


def played(*happened: Event, mode: Mode = Mode.COACH, items: int = 1) -> tuple[Interview, tuple[Effect, ...]]:
    interview = Interview("i", 1, "en", tuple(Item(a_question(f"q{n}")) for n in range(items)), mode=mode)
    effects: tuple[Effect, ...] = ()
    for event in happened:
        interview, effects = step(interview, event)
    return interview, effects


def judged(turn: int, *verdicts: Verdict, generation: int = 1) -> Graded:
    ids = NAMES if len(verdicts) == 3 else ("k",)
    return Graded(turn, 1, generation, a_grade(verdicts, ids, provisional=False))


C, P, M, X, U = Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSING, Verdict.CONTRADICTED, Verdict.UNJUDGED


def test_a_contradicted_point_is_probed_before_a_heavier_missing_one() -> None:
    interview, _ = played(Started(), Answered(1, "a"), judged(1, M, X, C))
    assert interview.turns[-1].probe == "why-light"


def test_the_heaviest_missing_point_is_probed_before_a_partial_one() -> None:
    interview, _ = played(Started(), Answered(1, "a"), judged(1, P, C, M))
    assert interview.turns[-1].probe == "why-other"


def test_a_strong_answer_to_a_probe_earns_the_deeper_rung() -> None:
    interview, _ = played(Started(), Answered(1, "a"), judged(1, M, C, C), Answered(2, "b"), judged(2, C))
    assert interview.turns[-1].probe == "deeper-heavy"


def test_a_point_nobody_judged_is_not_probed() -> None:
    interview, effects = played(Started(), Answered(1, "a"), judged(1, U, U, U))
    assert interview.phase is Phase.FINISHED
    assert count(effects, ShowSummary) == 1


def test_a_probe_lifts_its_point_to_half_of_what_it_earned() -> None:
    interview, _ = played(Started(), Answered(1, "a"), judged(1, M, C, C), Answered(2, "b"), judged(2, C))
    heavy = points(interview, 0)[0]
    assert (heavy.unprompted, heavy.after) == (0.0, 0.5)
    assert (marks(interview, 0).unprompted, marks(interview, 0).after) == (5.0, 7.5)


def test_words_inside_an_answer_command_nothing() -> None:
    for said in ("skip connection", "next token prediction", "I would stop training", "/skip is a command", "跳过"):
        interview, effects = played(Started(), Answered(1, said))
        assert interview.phase is Phase.GRADING
        assert effects == (RequestGrade(1, 1, 1),)
        assert interview.turns[0].answer == said


def test_not_knowing_gets_a_hint_first_and_one_easier_probe_after() -> None:
    interview, effects = played(Started(), Unknown(1))
    assert isinstance(effects[0], ShowHint)
    assert interview.phase is Phase.ASKING
    interview, effects = played(Started(), Unknown(1), Unknown(1), judged(1, M, M, M))
    assert interview.turns[-1].probe == "why-heavy"
    assert interview.turns[-1].reason.value == "unknown"


def test_a_regrade_changes_marks_and_never_the_questions_asked() -> None:
    interview, _ = played(Started(), Answered(1, "a"), judged(1, M, C, C))
    asked = [turn.probe for turn in interview.turns]
    after, effects = step(interview, judged(1, C, C, C, generation=2))
    assert [turn.probe for turn in after.turns] == asked
    assert marks(after, 0).unprompted == 10.0
    assert count(effects, ShowGrade) == 1


def test_an_amended_answer_drops_the_grade_of_its_older_revision() -> None:
    said = (PartSaid(1, "m1", "a"), Settled(1, 1), PartSaid(1, "m1", "b"), Settled(1, 2))
    interview, _ = played(Started(), *said)
    after, effects = step(interview, judged(1, C, C, C))
    assert refused(effects)
    assert after is interview
    assert interview.turns[0].answer == "b"


def test_a_failed_grading_is_no_zero() -> None:
    interview, _ = played(Started(), Answered(1, "a"), GradingFailed(1, 1))
    assert marks(interview, 0).unprompted is None
    assert ratings(interview, 0) == {}


def test_an_estimate_rates_nothing_and_ticks_do() -> None:
    estimate = a_grade([C, M, C], NAMES, provisional=True)
    interview, _ = played(Started(), Answered(1, "a"), Graded(1, 1, 1, estimate), Stopped())
    assert ratings(interview, 0) == {}
    ticks = tuple(Tick(name, 1.0) for name in NAMES)
    after, effects = step(interview, Ticked(1, ticks))
    assert RecordReviews(0) in effects
    assert {rated.source.value for rated in ratings(after, 0).values()} == {"self"}


def test_an_appeal_keeps_both_judgements() -> None:
    interview, _ = played(Started(), Answered(1, "a"), judged(1, M, C, C))
    interview, _ = step(interview, Appealed(1, "heavy", "I said it"))
    better = replace(a_grade([C, C, C], NAMES, provisional=False))
    after, _ = step(interview, AppealDecided(1, "heavy", verdict_of("heavy", C, "a"), better))
    (appeal,) = after.turns[0].appeals
    assert (appeal.before.verdict, appeal.after and appeal.after.verdict) == (M, C)
    assert appeal.outcome.value == "overturned"
    assert marks(after, 0).unprompted == 10.0


def not_known(turn: int, *ids: str) -> Graded:
    missing = tuple(verdict_of(id, M) for id in ids)
    return Graded(
        turn,
        1,
        1,
        marked([KeyPoint(id, Text(), 1) for id in ids], Grade(missing, GradedBy(Method.TRIAGE), provisional=True)),
    )


def test_not_knowing_a_probe_does_not_make_a_verdict_an_estimate() -> None:
    interview, _ = played(Started(), Answered(1, "a"), judged(1, M, C, C), Unknown(2), Unknown(2), not_known(2, "k"))
    assert marks(interview, 0).source.value == "judge"
    assert ratings(interview, 0)["heavy"].rating.name == "AGAIN"
    assert ratings(interview, 0)["heavy"].source.value == "judge"


def test_not_knowing_the_question_counts_as_the_person_s_own_word() -> None:
    said = (Unknown(1), Unknown(1), not_known(1, *NAMES), Unknown(2), Unknown(2), not_known(2, "k"))
    interview, _ = played(Started(), *said)
    assert marks(interview, 0).source.value == "self"
    assert ratings(interview, 0)["heavy"].rating.name == "AGAIN"
    after, effects = step(interview, Ticked(1, (Tick("heavy", 1.0),)))
    assert refused(effects), "there is nothing to tick where nothing was said"
    assert after is interview


def test_a_dictated_answer_stays_dictated_when_it_is_amended() -> None:
    interview, _ = played(Started(), Answered(1, "a", spoken=True))
    drafted, _ = step(interview, PartSaid(1, "m", "and b"))
    amended, _ = step(drafted, Settled(1, drafted.turns[0].draft.changes))
    assert amended.turns[0].answer == "a\nand b"
    assert (interview.turns[0].spoken, amended.turns[0].spoken) == (True, True)


def test_not_knowing_can_be_dictated() -> None:
    interview, _ = played(Started(), Unknown(1), Unknown(1, "no idea", spoken=True))
    assert (interview.turns[0].state, interview.turns[0].spoken) == (TurnState.UNKNOWN, True)


def test_an_answer_is_typed_unless_told() -> None:
    interview, _ = played(Started(), Answered(1, "a"), judged(1, M, C, C), Unknown(2), Unknown(2))
    assert [turn.spoken for turn in interview.turns] == [False, False]


# -- stopped and gone on with ----------------------------------------------------------------------------------------


def test_a_stopped_interview_goes_on_with_its_open_question() -> None:
    interview, effects = played(Started(), Answered(1, "a"), judged(1, M, C, C), Stopped(), TakenUp())
    assert (interview.phase, effects) == (Phase.ASKING, (Ask(2),))
    finished, _ = step(interview, Skipped(2))
    assert finished.phase is Phase.FINISHED
    assert refused(step(interview, TakenUp())[1])
    assert refused(step(finished, TakenUp())[1])


def test_an_answer_that_was_being_graded_is_waited_for_again() -> None:
    interview, effects = played(Started(), Answered(1, "a"), Stopped(), TakenUp())
    assert (interview.phase, effects) == (Phase.GRADING, ())
    asked, _ = step(interview, judged(1, M, C, C))
    assert asked.turns[-1].probe == "why-heavy"
    interview, effects = played(Started(), Answered(1, "a"), Stopped(), judged(1, M, C, C), TakenUp())
    assert interview.turns[-1].probe == "why-heavy"
    assert Ask(2) in effects


def test_an_exam_goes_on_with_its_next_question_for_results_were_shown() -> None:
    interview, effects = played(Started(), Stopped(), TakenUp(), mode=Mode.EXAM, items=2)
    assert (interview.turns[-1].item, effects) == (1, (Ask(2),))
    _, effects = played(Started(), Skipped(1), Stopped(), TakenUp(), mode=Mode.EXAM, items=2)
    assert refused(effects)
