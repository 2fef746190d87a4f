"""The state machine of an interview: `step(interview, event) -> (interview, effects)`, a pure function.

A refused event returns the identical interview and one `Refuse`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from grader.grade import Grade
from interview import measuring
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
    ShowHint,
    ShowQuestionResult,
    ShowSummary,
    ShowUnchanged,
    ShowWithdrawn,
    StopListening,
)  # fmt: skip
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
)  # fmt: skip
from interview.hints import next_hint
from interview.loop import is_over
from interview.marks import effective
from interview.model import WHOLE, Appeal, Draft, Interview, Mode, Outcome, Part, Phase, Reason, Tick, Turn, TurnState
from interview.probing import next_probe
from interview.ramp import over, with_next
from questions.model import task

Transition = tuple[Interview, tuple[Effect, ...]]
OPEN = (Phase.ASKING, Phase.GRADING)
CREDITS = (0.0, 0.5, 1.0)
PARTS_AT_MOST = 100  # messages of an answer; what follows is joined to the last one


def step(interview: Interview, event: Event) -> Transition:
    """The interview after an event, and the effects for the caller to carry out. Never raises for any event."""
    match event:
        case Started():
            return _started(interview)
        case PartSaid():
            return _said(interview, event)
        case Settled(turn, changes):
            return _settled(interview, turn, changes)
        case Adding(turn):
            return _adding(interview, turn)
        case PartMoved(turn, key):
            return _moved(interview, turn, key)
        case TakenBack(turn, seen):
            return _taken_back(interview, turn, seen=seen)
        case Answered(turn, text, spoken):
            return _answered(interview, turn, text, spoken=spoken)
        case Unknown():
            return _unknown(interview, event)
        case HintAsked(turn):
            return _hint_asked(interview, turn)
        case Skipped(turn, parked):
            return _skipped(interview, turn, told=not parked)
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
        case TakenUp():
            return _taken_up(interview)
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
        interview = _with_next(interview)
    if item >= len(interview.items):
        return replace(over(interview), phase=Phase.FINISHED), (*_results(interview), ShowSummary())
    planned = interview.items[item]
    if planned.probe is None:
        return _ask(interview, Turn(len(interview.turns) + 1, item))
    aim = planned.question.probe(planned.probe).aims_at
    return _ask(interview, Turn(len(interview.turns) + 1, item, planned.probe, aim, Reason.DUE))


def _with_next(interview: Interview) -> Interview:
    ramp = interview.ramp
    if ramp is not None and ramp.test is not None:
        return measuring.with_next(interview, ramp, ramp.test)
    return with_next(interview)


def _results(interview: Interview) -> tuple[Effect, ...]:
    """The question results at the end of an exam; in coach mode each was shown when its question closed."""
    asked = sorted({turn.item for turn in interview.turns if turn.state is not TurnState.WITHDRAWN})
    return () if interview.mode is Mode.COACH else tuple(ShowQuestionResult(item) for item in asked)


def _ask(interview: Interview, turn: Turn) -> Transition:
    return replace(interview, turns=(*interview.turns, turn), phase=Phase.ASKING), (Ask(turn.number),)


def _close(interview: Interview, item: int, *, told: bool = True) -> Transition:
    """Closes a planned question: reviews, result (if it is to be told), then the next item."""
    shown = (ShowQuestionResult(item),) if told and interview.mode is Mode.COACH else ()
    after, effects = _ask_item(interview, item + 1)
    return after, (*_reviews(interview, item), *shown, *effects)


def _reviews(interview: Interview, item: int) -> tuple[Effect, ...]:
    """The review effect of an item that has any grade."""
    graded = any(effective(turn) is not None for turn in interview.turns_of(item))
    return (RecordReviews(item),) if graded else ()


def _go_on(interview: Interview, turn: Turn) -> Transition:
    """After the first usable grade of a turn: the next probe of the question, else the next question.

    When the time of its stage is over a question has no more probes.
    """
    choice = None if is_over(interview) else next_probe(interview, turn.item)
    if choice is None:
        return _close(interview, turn.item)
    return _ask(interview, Turn(len(interview.turns) + 1, turn.item, choice.probe, choice.point, choice.reason))


# -- a draft ---------------------------------------------------------------------------------------------------------


def _said(interview: Interview, event: PartSaid) -> Transition:
    turn = interview.turn(event.turn)
    if turn is None or interview.phase not in OPEN:
        return _refuse(interview, Refusal.OVER if interview.phase not in OPEN else Refusal.OUTDATED)
    if reason := None if turn is interview.current else _not_amendable(interview, turn, seen=event.seen):
        return _refuse(interview, reason)
    draft = _with_part(turn, Part(event.key, event.text, event.spoken))
    if draft is None:
        return _refuse(interview, Refusal.ALREADY)
    if turn is interview.current:
        return _listening(interview, turn, draft)
    return _listening(interview, turn, replace(draft, seen=turn.draft.seen or event.seen))


def _with_part(turn: Turn, part: Part) -> Draft | None:
    """The draft with a message in it, in the place of an earlier wording; None when it changes nothing."""
    parts = _parts(turn)
    places = [place for place, known in enumerate(parts) if part.key and known.key == part.key]
    if places and parts[places[0]].text == part.text:
        return None
    if places:
        parts = (*parts[: places[0]], part, *parts[places[0] + 1 :])
    elif len(parts) < PARTS_AT_MOST:
        parts = (*parts, part)
    else:
        last = parts[-1]
        parts = (*parts[:-1], replace(part, text=f"{last.text}\n{part.text}", spoken=last.spoken or part.spoken))
    return replace(turn.draft, parts=parts, changes=turn.draft.changes + 1)


def _parts(turn: Turn) -> tuple[Part, ...]:
    """The messages of an answer; one that was not gathered is one message."""
    whole = (Part(WHOLE, turn.answer, turn.spoken),) if turn.answer else ()
    return turn.draft.parts or whole


def _listening(interview: Interview, turn: Turn, draft: Draft) -> Transition:
    """Waits for more. An answer that is being graded is a draft again: nobody has seen a verdict on it."""
    heard = replace(turn, draft=replace(draft, open=True))
    after = _with(interview, heard)
    if turn is interview.current and interview.phase is Phase.GRADING:
        heard = replace(heard, state=TurnState.OPEN, answer="", revision=turn.revision + 1, estimate=None)
        after = replace(_with(interview, heard), phase=Phase.ASKING)
    return after, (Listen(turn.number, draft.changes, opened=not turn.draft.open),)


def _settled(interview: Interview, number: int, changes: int) -> Transition:
    turn = interview.turn(number)
    if turn is None or not turn.draft.open or turn.draft.changes != changes:
        return _refuse(interview, Refusal.OUTDATED)
    return _settle_draft(interview, turn) if turn is interview.current else _amend(interview, turn)


def _settle_draft(interview: Interview, turn: Turn) -> Transition:
    return _settle(interview, turn, TurnState.ANSWERED, turn.draft.text, spoken=turn.draft.spoken)


def _settle(interview: Interview, turn: Turn, state: TurnState, text: str, *, spoken: bool) -> Transition:
    """What was said to the open turn is its answer; an answer of one piece has no parts."""
    revision, parts = turn.revision + 1, turn.draft.parts if text == turn.draft.text else ()
    draft = replace(turn.draft, parts=parts, open=False)
    settled = replace(turn, state=state, answer=text, spoken=spoken, revision=revision, draft=draft)
    after = replace(_with(interview, settled), phase=Phase.GRADING)
    return after, (*_heard(turn), RequestGrade(turn.number, revision, turn.generation + 1))


def _heard(turn: Turn) -> tuple[Effect, ...]:
    """The end of a draft, if there was one."""
    return (StopListening(turn.number),) if turn.draft.open else ()


# -- answering -------------------------------------------------------------------------------------------------------


def _answered(interview: Interview, number: int, text: str, *, spoken: bool) -> Transition:
    if reason := _not_current(interview, number):
        return _refuse(interview, reason)
    turn = _current(interview)
    before = turn.draft
    said = (*(part.text for part in before.parts), text)
    return _settle(interview, turn, TurnState.ANSWERED, "\n".join(said), spoken=spoken or before.spoken)


def _current(interview: Interview) -> Turn:
    turn = interview.current
    assert turn is not None
    return turn


def _unknown(interview: Interview, event: Unknown) -> Transition:
    """ "I don't know": one hint, at the easiest point, else an answer graded by triage. What was said before is an answer."""
    if reason := _not_current(interview, event.turn):
        return _refuse(interview, reason)
    turn = _current(interview)
    hinted = _hint(interview, turn, easiest=True)
    if hinted is not None and not turn.hints:
        return hinted
    if turn.draft.parts:
        return _settle_draft(interview, turn)
    return _settle(interview, turn, TurnState.UNKNOWN, event.text, spoken=event.spoken)


def _hint_asked(interview: Interview, number: int) -> Transition:
    if reason := _not_current(interview, number):
        return _refuse(interview, reason)
    return _hint(interview, _current(interview)) or _refuse(interview, Refusal.NO_HINT)


def _hint(interview: Interview, turn: Turn, *, easiest: bool = False) -> Transition | None:
    """Shows the next hint; None without one, in an exam, and in a test of ability."""
    hint = next_hint(interview, turn, easiest=easiest)
    is_test = interview.ramp is not None and interview.ramp.test is not None
    if interview.mode is Mode.EXAM or is_test or hint is None:
        return None
    hinted = replace(turn, hints=(*turn.hints, hint.point))
    return _with(interview, hinted), (ShowHint(turn.number, hint.point),)


def _skipped(interview: Interview, number: int, *, told: bool) -> Transition:
    if reason := _not_current(interview, number):
        return _refuse(interview, reason)
    turn = _current(interview)
    given_up = replace(turn, state=TurnState.SKIPPED, draft=replace(turn.draft, parts=(), open=False))
    after, effects = _close(_with(interview, given_up), turn.item, told=told)
    return after, (*_heard(turn), *effects)


# -- grading ---------------------------------------------------------------------------------------------------------


def _shown(interview: Interview, number: int, *, replaces: bool = False) -> tuple[Effect, ...]:
    silent = interview.mode is Mode.EXAM and interview.phase in OPEN
    return () if silent else (ShowGrade(number, replaces),)


def _was_shown(interview: Interview, turn: Turn) -> bool:
    """Whether a result of this turn was shown: a grade, a failure, or an estimate after a long wait."""
    passed = turn is not interview.latest or interview.phase is Phase.FINISHED
    return turn.generation > 0 or turn.failed or (passed and turn.estimate is not None)


def _is_awaited(turn: Turn | None, revision: int) -> bool:
    """Whether a grade of this revision is still to come."""
    return turn is not None and turn.is_answered and turn.revision == revision and turn.graded < revision


def _estimated(interview: Interview, number: int, revision: int, grade: Grade) -> Transition:
    turn = interview.turn(number)
    if not _is_awaited(turn, revision) or turn is None or turn.failed:
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
    if turn is None or not turn.is_answered or turn.revision != revision or generation != turn.generation + 1:
        return _refuse(interview, Refusal.OUTDATED)
    waiting = interview.current is turn and interview.phase is Phase.GRADING
    replaces = _was_shown(interview, turn)
    graded = replace(turn, grade=grade, graded=revision, generation=generation, failed=False)
    after = _with(interview, graded)
    if turn.is_amended and not waiting:
        return _regraded(after, turn, graded)
    if waiting:
        moved, effects = _go_on(after, graded)
        return moved, (*_shown(after, number), *effects)
    reviews = (RecordReviews(turn.item),) if after.is_closed(turn.item) else ()
    return after, (*_shown(after, number, replaces=replaces), *reviews)


def _failed(interview: Interview, number: int, revision: int) -> Transition:
    """Closes the question of an answer that cannot be graded: without verdicts no probe can be chosen."""
    turn = interview.turn(number)
    if not _is_awaited(turn, revision) or turn is None or turn.failed:
        return _refuse(interview, Refusal.OUTDATED)
    waiting = interview.current is turn and interview.phase is Phase.GRADING
    after = _with(interview, replace(turn, failed=True))
    shown = _shown(after, number, replaces=_was_shown(interview, turn))
    if not waiting:
        return after, shown
    moved, effects = _close(after, turn.item)
    return moved, (*shown, *effects)


# -- second thoughts -------------------------------------------------------------------------------------------------


def _not_amendable(interview: Interview, turn: Turn, *, seen: bool) -> Refusal | None:
    """Why this answer cannot be changed any more: the next one was given, or in an exam the next question was seen."""
    if not turn.is_answered:
        return Refusal.OUTDATED
    late = turn is not interview.previous or interview.phase is not Phase.ASKING
    return Refusal.GRADED if late or (seen and interview.mode is Mode.EXAM) else None


def _adding(interview: Interview, number: int) -> Transition:
    turn = interview.turn(number)
    if turn is None or interview.phase not in OPEN:
        return _refuse(interview, Refusal.OVER if interview.phase not in OPEN else Refusal.OUTDATED)
    if reason := _not_amendable(interview, turn, seen=True):
        return _refuse(interview, reason)
    if turn.draft.open:
        return _refuse(interview, Refusal.ALREADY)
    announced = replace(turn, draft=replace(turn.draft, parts=_parts(turn), open=True, adding=True))
    return _with(interview, announced), (Listen(number, turn.draft.changes, opened=True, announced=True),)


def _moved(interview: Interview, number: int, key: str) -> Transition:
    if reason := _not_current(interview, number):
        return _refuse(interview, reason)
    turn, previous = _current(interview), interview.previous
    part = next((part for part in turn.draft.parts if part.key == key), None)
    if part is None or previous is None:
        return _refuse(interview, Refusal.OUTDATED)
    after, effects = _said(interview, PartSaid(previous.number, key, part.text, part.spoken))
    if after is interview:
        return after, effects
    rest = tuple(other for other in turn.draft.parts if other is not part)
    left = replace(turn.draft, parts=rest, changes=turn.draft.changes + 1, open=bool(rest))
    still = Listen(number, left.changes, opened=False) if rest else StopListening(number)
    return _with(after, replace(turn, draft=left)), (*effects, still)


def _amend(interview: Interview, turn: Turn) -> Transition:
    """The settled draft is a new revision of an answer from which the interview had gone on."""
    settled = replace(turn.draft, open=False, adding=False, seen=False)
    if settled.text == turn.answer:
        return _with(interview, replace(turn, draft=settled)), _heard(turn)
    amended = replace(
        turn,
        state=TurnState.ANSWERED,
        answer=settled.text,
        spoken=settled.spoken,
        draft=replace(settled, amends=True),
        revision=turn.revision + 1,
        estimate=None,
        failed=False,
        first=turn.first or (effective(turn) if turn.draft.seen else None),
    )
    request = RequestGrade(turn.number, amended.revision, amended.generation + 1)
    return _with(interview, amended), (*_heard(turn), request)


def _regraded(interview: Interview, before: Turn, graded: Turn) -> Transition:
    """An amended answer has its grade. Where no verdict changed nothing does; else the follow-up may be one too many."""
    old, new = effective(before), graded.grade
    reviews = (RecordReviews(graded.item),) if interview.is_closed(graded.item) else ()
    if old is not None and new is not None and _verdicts(old) == _verdicts(new):
        silent = not _shown(interview, graded.number)
        unchanged = _with(interview, replace(graded, grade=old))
        return unchanged, () if silent else (ShowUnchanged(graded.number),)
    moved, effects = _reconsidered(interview, graded)
    return moved, (*_shown(interview, graded.number, replaces=True), *reviews, *effects)


def _verdicts(grade: Grade) -> tuple[object, ...]:
    return grade.is_estimate, *((verdict.id, verdict.verdict) for verdict in grade.verdicts)


def _reconsidered(interview: Interview, turn: Turn) -> Transition:
    """Withdraws the follow-up that is open if it would not be asked now and nothing was said to it yet."""
    current = interview.current
    if current is None or current.item != turn.item or interview.phase is not Phase.ASKING or current.draft.open:
        return interview, ()
    choice = next_probe(replace(interview, turns=interview.turns[: current.number - 1]), turn.item)
    if choice is not None and choice.probe == current.probe:
        return interview, ()
    after, effects = _go_on(_without(interview, current), turn)
    return after, (ShowWithdrawn(current.number), *effects)


def _without(interview: Interview, turn: Turn) -> Interview:
    return _with(interview, replace(turn, state=TurnState.WITHDRAWN))


def _taken_back(interview: Interview, number: int, *, seen: bool) -> Transition:
    turn, current = interview.turn(number), interview.current
    if turn is None or current is None:
        return _refuse(interview, Refusal.OVER if current is None else Refusal.OUTDATED)
    if reason := _stands(interview, turn, current):
        return _refuse(interview, reason)
    kept = turn.first or (effective(turn) if seen and turn is not current else None)
    again = replace(
        turn,
        state=TurnState.OPEN,
        answer="",
        spoken=False,
        draft=Draft(changes=turn.draft.changes + 1),
        revision=turn.revision + 1,
        failed=False,
        estimate=None,
        grade=None,
        graded=0,
        first=kept,
        taken_back=True,
        ticks=(),
    )
    after = replace(_with(interview, again), phase=Phase.ASKING)
    if turn is current:
        return after, (Ask(number),)
    return _without(after, current), (*_heard(turn), ShowWithdrawn(current.number), Ask(number))


def _stands(interview: Interview, turn: Turn, current: Turn) -> Refusal | None:
    """Why this answer cannot be taken back."""
    if not turn.is_answered:
        return Refusal.OUTDATED
    if turn.taken_back:
        return Refusal.ONCE
    if turn is current:
        return None
    passed = current.draft.open or (interview.mode is Mode.EXAM and current.item != turn.item)
    return Refusal.GRADED if passed else _not_amendable(interview, turn, seen=False)


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
    return after, (RecordReviews(turn.item),) if after.is_closed(turn.item) else ()


def _appealed(interview: Interview, number: int, point: str, reason: str) -> Transition:
    turn = interview.turn(number)
    if turn is None or turn.grade is None or turn.grade.provisional:
        return _refuse(interview, Refusal.NOT_GRADED)
    verdict = turn.grade.verdict(point)
    if verdict is None:
        return _refuse(interview, Refusal.NO_POINT)
    if turn.is_amended:
        return _refuse(interview, Refusal.GRADING)
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
    if turn is None or pending is None or turn.grade is None or turn.is_amended:
        return _refuse(interview, Refusal.OUTDATED)
    changed = event.verdict.verdict is not pending.before.verdict
    decided = replace(pending, outcome=Outcome.OVERTURNED if changed else Outcome.UPHELD, after=event.verdict)
    appeals = tuple(decided if a is pending else a for a in turn.appeals)
    after = _with(interview, replace(turn, appeals=appeals, grade=event.grade, generation=turn.generation + 1))
    reviews = (RecordReviews(turn.item),) if after.is_closed(turn.item) else ()
    return after, (ShowAppeal(event.turn, event.point), *reviews)


def _stopped(interview: Interview) -> Transition:
    if interview.phase not in OPEN:
        return _refuse(interview, Refusal.OVER)
    current, settled = interview.current, interview
    heard: tuple[Effect, ...] = ()
    if current is not None and current.draft.open:
        settled, heard = _settle_draft(interview, current)
    after = replace(settled, phase=Phase.ABANDONED)
    reviews = _reviews(interview, current.item) if current is not None else ()
    return after, (*heard, *reviews, *_results(after), ShowSummary())


def _taken_up(interview: Interview) -> Transition:
    """Goes on where it was stopped; an exam with its next question, for the results of the others were shown."""
    if interview.phase is not Phase.ABANDONED:
        return _refuse(interview, Refusal.ALREADY if interview.phase in OPEN else Refusal.OVER)
    turn, again = interview.latest, replace(interview, phase=Phase.GRADING)
    if turn is None:
        return _ask_item(again, 0)
    if interview.mode is Mode.EXAM:
        done = turn.item + 1 >= interview.planned
        return _refuse(interview, Refusal.OVER) if done else _ask_item(again, turn.item + 1)
    if turn.state is TurnState.OPEN:
        return replace(interview, phase=Phase.ASKING), (Ask(turn.number),)
    if turn.failed or turn.state is TurnState.SKIPPED:
        return _close(again, turn.item)
    return _go_on(again, turn) if effective(turn) is not None else (again, ())
