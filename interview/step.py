"""The state machine of an interview: `step(interview, event) -> (interview, effects)`, a pure function.

A refused event returns the identical interview and one `Refuse`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from grader.grade import Grade
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
)  # fmt: skip
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
)  # fmt: skip
from interview.hints import hints
from interview.marks import effective
from interview.model import Appeal, Interview, Mode, Outcome, Phase, Reason, Tick, Turn, TurnState
from interview.probing import next_probe
from interview.ramp import over, with_next
from questions.model import task

Transition = tuple[Interview, tuple[Effect, ...]]
OPEN = (Phase.ASKING, Phase.GRADING)
CREDITS = (0.0, 0.5, 1.0)


def step(interview: Interview, event: Event) -> Transition:
    """The interview after an event, and the effects for the caller to carry out. Never raises for any event."""
    match event:
        case Started():
            return _started(interview)
        case Answered(turn, text, spoken):
            return _answered(interview, turn, TurnState.ANSWERED, text, spoken=spoken)
        case Unknown():
            return _unknown(interview, event)
        case Amended(turn, text):
            return _amended(interview, turn, text)
        case HintAsked(turn):
            return _hint_asked(interview, turn)
        case Skipped(turn):
            return _skipped(interview, turn)
        case Estimated(turn, revision, grade):
            return _estimated(interview, turn, revision, grade)
        case WaitedLong(turn, revision):
            return _waited(interview, turn, revision)
        case Graded(turn, revision, generation, grade):
            return _graded(interview, turn, revision, generation, grade)
        case GradingFailed(turn, revision):
            return _failed(interview, turn, revision)
        case Ticked(turn, ticks):
            return _ticked(interview, turn, ticks)
        case Appealed(turn, point, reason):
            return _appealed(interview, turn, point, reason)
        case AppealDecided():
            return _decided(interview, event)
        case Stopped():
            return _stopped(interview)
        case _:
            assert_never(event)


def _refuse(interview: Interview, reason: Refusal) -> Transition:
    return interview, (Refuse(reason),)


def _with(interview: Interview, turn: Turn) -> Interview:
    turns = (*interview.turns[: turn.number - 1], turn, *interview.turns[turn.number :])
    return replace(interview, turns=turns)


def _not_current(interview: Interview, number: int) -> Refusal | None:
    """The refusal of an event that needs turn `number` to be open; None when it is."""
    if interview.phase not in OPEN:
        return Refusal.OVER
    if interview.current is None or interview.current.number != number:
        return Refusal.OUTDATED
    return Refusal.GRADING if interview.phase is Phase.GRADING else None


# -- asking ----------------------------------------------------------------------------------------------------------


def _started(interview: Interview) -> Transition:
    if interview.phase not in OPEN:
        return _refuse(interview, Refusal.OVER)
    if interview.turns:
        return _refuse(interview, Refusal.ALREADY)
    return _ask_item(interview, 0)


def _ask_item(interview: Interview, item: int) -> Transition:
    """Asks planned item `item`, chosen now where the interview climbs, or finishes the interview when there is none."""
    if item == len(interview.items):
        interview = with_next(interview)
    if item >= len(interview.items):
        return replace(over(interview), phase=Phase.FINISHED), (*_results(interview), ShowSummary())
    planned = interview.items[item]
    if planned.probe is None:
        return _ask(interview, Turn(len(interview.turns) + 1, item))
    aim = planned.question.probe(planned.probe).aims_at
    return _ask(interview, Turn(len(interview.turns) + 1, item, planned.probe, aim, Reason.DUE))


def _results(interview: Interview) -> tuple[Effect, ...]:
    """The question results at the end of an exam; in coach mode each was shown when its question closed."""
    asked = sorted({turn.item for turn in interview.turns})
    return () if interview.mode is Mode.COACH else tuple(ShowQuestionResult(item) for item in asked)


def _ask(interview: Interview, turn: Turn) -> Transition:
    return replace(interview, turns=(*interview.turns, turn), phase=Phase.ASKING), (Ask(turn.number),)


def _close(interview: Interview, item: int) -> Transition:
    """Closes a planned question: reviews, result, then the next item."""
    shown = (ShowQuestionResult(item),) if interview.mode is Mode.COACH else ()
    after, effects = _ask_item(interview, item + 1)
    return after, (*_reviews(interview, item), *shown, *effects)


def _reviews(interview: Interview, item: int) -> tuple[Effect, ...]:
    """The review effect of an item that has any grade."""
    graded = any(effective(turn) is not None for turn in interview.turns_of(item))
    return (RecordReviews(item),) if graded else ()


def _go_on(interview: Interview, turn: Turn) -> Transition:
    """After the first usable grade of a turn: the next probe of the question, else the next question."""
    choice = next_probe(interview, turn.item)
    if choice is None:
        return _close(interview, turn.item)
    return _ask(interview, Turn(len(interview.turns) + 1, turn.item, choice.probe, choice.point, choice.reason))


# -- answering -------------------------------------------------------------------------------------------------------


def _answered(interview: Interview, number: int, state: TurnState, text: str, *, spoken: bool) -> Transition:
    if reason := _not_current(interview, number):
        return _refuse(interview, reason)
    turn = replace(interview.turns[-1], state=state, answer=text, spoken=spoken, revision=1)
    after = replace(_with(interview, turn), phase=Phase.GRADING)
    return after, (RequestGrade(number, 1, turn.generation + 1),)


def _unknown(interview: Interview, event: Unknown) -> Transition:
    """ "I don't know": one hint where there is one, else an answer graded by triage."""
    if reason := _not_current(interview, event.turn):
        return _refuse(interview, reason)
    hinted = _hint(interview, interview.turns[-1])
    if hinted is not None and not interview.turns[-1].hints:
        return hinted
    return _answered(interview, event.turn, TurnState.UNKNOWN, event.text, spoken=event.spoken)


def _amended(interview: Interview, number: int, text: str) -> Transition:
    turn = interview.turn(number)
    if turn is None or turn.revision == 0 or turn.state is not TurnState.ANSWERED:
        return _refuse(interview, Refusal.OUTDATED)
    if interview.current is not turn or turn.generation or turn.failed:
        return _refuse(interview, Refusal.GRADED)
    if turn.answer == text:
        return _refuse(interview, Refusal.ALREADY)
    amended = replace(turn, answer=text, revision=turn.revision + 1, estimate=None)
    return _with(interview, amended), (RequestGrade(number, amended.revision, amended.generation + 1),)


def _hint_asked(interview: Interview, number: int) -> Transition:
    if reason := _not_current(interview, number):
        return _refuse(interview, reason)
    return _hint(interview, interview.turns[-1]) or _refuse(interview, Refusal.NO_HINT)


def _hint(interview: Interview, turn: Turn) -> Transition | None:
    """Shows the next hint; None without one, or in an exam."""
    left = hints(interview, turn)[len(turn.hints) :]
    if interview.mode is Mode.EXAM or not left:
        return None
    hinted = replace(turn, hints=(*turn.hints, left[0].point))
    return _with(interview, hinted), (ShowHint(turn.number, left[0].point),)


def _skipped(interview: Interview, number: int) -> Transition:
    if reason := _not_current(interview, number):
        return _refuse(interview, reason)
    turn = replace(interview.turns[-1], state=TurnState.SKIPPED)
    return _close(_with(interview, turn), turn.item)


# -- grading ---------------------------------------------------------------------------------------------------------


def _shown(interview: Interview, number: int, *, replaces: bool = False) -> tuple[Effect, ...]:
    silent = interview.mode is Mode.EXAM and interview.phase in OPEN
    return () if silent else (ShowGrade(number, replaces),)


def _was_shown(interview: Interview, turn: Turn) -> bool:
    """Whether a result of this turn was shown: a grade, a failure, or an estimate after a long wait."""
    passed = turn.number < len(interview.turns) or interview.phase is Phase.FINISHED
    return turn.generation > 0 or turn.failed or (passed and turn.estimate is not None)


def _is_closed(interview: Interview, item: int) -> bool:
    return interview.phase not in OPEN or interview.turns[-1].item > item


def _estimated(interview: Interview, number: int, revision: int, grade: Grade) -> Transition:
    turn = interview.turn(number)
    if turn is None or turn.revision != revision or revision == 0 or turn.grade is not None or turn.failed:
        return _refuse(interview, Refusal.OUTDATED)
    if turn.estimate == grade:
        return _refuse(interview, Refusal.ALREADY)
    return _with(interview, replace(turn, estimate=grade)), ()


def _waited(interview: Interview, number: int, revision: int) -> Transition:
    turn = interview.turn(number)
    if (
        turn is None
        or interview.current is not turn
        or interview.phase is not Phase.GRADING
        or turn.revision != revision
    ):
        return _refuse(interview, Refusal.OUTDATED)
    if turn.estimate is None:
        return _refuse(interview, Refusal.NOT_GRADED)
    shown = _shown(interview, number)
    after, effects = _go_on(interview, turn)
    return after, (*shown, *effects)


def _graded(interview: Interview, number: int, revision: int, generation: int, grade: Grade) -> Transition:
    """Accepts a grade in every phase; the interview goes on only if it was waiting for it."""
    turn = interview.turn(number)
    if turn is None or revision == 0 or turn.revision != revision or generation != turn.generation + 1:
        return _refuse(interview, Refusal.OUTDATED)
    waiting = interview.current is turn and interview.phase is Phase.GRADING
    replaces = _was_shown(interview, turn)
    graded = replace(turn, grade=grade, generation=generation, failed=False)
    after = _with(interview, graded)
    if waiting:
        moved, effects = _go_on(after, graded)
        return moved, (*_shown(after, number), *effects)
    reviews = (RecordReviews(turn.item),) if _is_closed(after, turn.item) else ()
    return after, (*_shown(after, number, replaces=replaces), *reviews)


def _failed(interview: Interview, number: int, revision: int) -> Transition:
    """Closes the question of an answer that cannot be graded: without verdicts no probe can be chosen."""
    turn = interview.turn(number)
    if turn is None or revision == 0 or turn.revision != revision or turn.grade is not None or turn.failed:
        return _refuse(interview, Refusal.OUTDATED)
    waiting = interview.current is turn and interview.phase is Phase.GRADING
    after = _with(interview, replace(turn, failed=True))
    shown = _shown(after, number, replaces=_was_shown(interview, turn))
    if not waiting:
        return after, shown
    moved, effects = _close(after, turn.item)
    return moved, (*shown, *effects)


# -- second thoughts -------------------------------------------------------------------------------------------------


def _ticked(interview: Interview, number: int, ticks: tuple[Tick, ...]) -> Transition:
    turn = interview.turn(number)
    grade = effective(turn) if turn is not None else None
    if turn is None or grade is None or not grade.is_estimate:
        return _refuse(interview, Refusal.NOT_GRADED)
    if interview.current is turn and interview.phase is Phase.GRADING:
        return _refuse(interview, Refusal.GRADING)
    known = {p.id for p in task(interview.items[turn.item].question, turn.probe).key_points}
    if not ticks or any(tick.point not in known or tick.credit not in CREDITS for tick in ticks):
        return _refuse(interview, Refusal.NO_POINT)
    merged = {tick.point: tick for tick in (*turn.ticks, *ticks)}
    ticked = replace(turn, ticks=tuple(merged.values()))
    if ticked == turn:
        return _refuse(interview, Refusal.ALREADY)
    after = _with(interview, ticked)
    return after, (RecordReviews(turn.item),) if _is_closed(after, turn.item) else ()


def _appealed(interview: Interview, number: int, point: str, reason: str) -> Transition:
    turn = interview.turn(number)
    if turn is None or turn.grade is None or turn.grade.provisional:
        return _refuse(interview, Refusal.NOT_GRADED)
    verdict = turn.grade.verdict(point)
    if verdict is None:
        return _refuse(interview, Refusal.NO_POINT)
    if any(a.point == point and a.outcome is Outcome.PENDING for a in turn.appeals):
        return _refuse(interview, Refusal.ALREADY)
    contested = replace(turn, appeals=(*turn.appeals, Appeal(point, reason, verdict)))
    return _with(interview, contested), (RequestAppeal(number, point, reason),)


def _decided(interview: Interview, event: AppealDecided) -> Transition:
    turn = interview.turn(event.turn)
    pending = (
        next((a for a in turn.appeals if a.point == event.point and a.outcome is Outcome.PENDING), None)
        if turn
        else None
    )
    if turn is None or pending is None:
        return _refuse(interview, Refusal.OUTDATED)
    changed = event.verdict.verdict is not pending.before.verdict
    decided = replace(pending, outcome=Outcome.OVERTURNED if changed else Outcome.UPHELD, after=event.verdict)
    appeals = tuple(decided if a is pending else a for a in turn.appeals)
    after = _with(interview, replace(turn, appeals=appeals, grade=event.grade, generation=turn.generation + 1))
    reviews = (RecordReviews(turn.item),) if _is_closed(after, turn.item) else ()
    return after, (ShowAppeal(event.turn, event.point), *reviews)


def _stopped(interview: Interview) -> Transition:
    if interview.phase not in OPEN:
        return _refuse(interview, Refusal.OVER)
    after = replace(interview, phase=Phase.ABANDONED)
    reviews = _reviews(interview, interview.turns[-1].item) if interview.turns else ()
    return after, (*reviews, *_results(after), ShowSummary())
