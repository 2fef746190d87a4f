"""State diagram of an interview, derived by walking `step`: `python -m interview.diagram > docs/interview.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from grader.grade import Grade, GradedBy, Method, Verdict, marked, verdict_of
from interview.effects import Effect, Refuse
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
from interview.model import Interview, Item, Mode, Outcome, Phase, Tick, Turn
from interview.step import step
from questions.model import KeyPoint, Kind, Lines, Probe, Purpose, Question, Text, task

POINT = KeyPoint("point", Text(), weight=2)
PROBE = Probe("probe", "point", Purpose.CAUSE, Text(), Text(), (KeyPoint("cause", Text(), 1),))
QUESTION = Question(
    "question", "topic", 1, Kind.CONCEPT, Text(), Text(), (POINT,), hints=Lines(en=("hint",)), probes=(PROBE,)
)
START = "[*]"

HEADING = """# How an interview moves

Printed by `python -m interview.diagram`, which walks the engine through every state of a small interview: a question with one
probe, then its drill. An arrow reads: what happens / what the program does in answer; "?" marks what it does only sometimes.
Whatever is not drawn is refused, and a refused event changes nothing.

A message that is no answer never gets here ([asides.md](asides.md)).

Every follow-up begins with a sentence that leads to it from what was said (`interview/bridges.py`): twelve for each reason and
language, none twice in an interview before all were used, with a quote of at most 20 characters that proves a verdict and says
no word of what is asked; where no quote does that, a sentence without one. In an exam the sentence tells no verdict. A
follow-up with `needs` waits until those points were made. While one is open `/why` says what it is for, not what it is after,
and hints are its own where it has any.
"""


@dataclass(slots=True)
class Arrow:
    """All transitions between two phases by one kind of event: the effects of each of them, and of at least one."""

    always: dict[str, None]
    ever: dict[str, None] = field(default_factory=dict)

    def label(self) -> str:
        return ", ".join(name if name in self.always else f"{name}?" for name in self.ever)


Arrows = dict[tuple[str, str, str], Arrow]
Refusals = dict[tuple[str, str], set[str]]


def _name(value: object) -> str:
    return type(value).__name__


def _place(interview: Interview) -> str:
    return interview.phase.value if interview.turns or interview.phase is not Phase.ASKING else START


def _grade(points: Iterable[KeyPoint], verdict: Verdict, *, provisional: bool) -> Grade:
    points = tuple(points)
    verdicts = tuple(verdict_of(p.id, verdict) for p in points)
    return marked(points, Grade(verdicts, GradedBy(Method.WORDS if provisional else Method.JUDGE), provisional))


def _grades(interview: Interview, turn: Turn) -> Iterator[Grade]:
    points = task(interview.items[turn.item].question, turn.probe).key_points
    for verdict in (Verdict.COVERED, Verdict.MISSING):
        for provisional in (False, True):
            yield _grade(points, verdict, provisional=provisional)


def _events(interview: Interview) -> Iterator[Event]:
    """Every kind of event for every turn, with every outcome of a grade, and one event for a turn that does not exist."""
    yield from (Started(), Stopped(), TakenUp(), HintAsked(0))
    for turn in interview.turns:
        yield from _said(turn)
        for grade in _grades(interview, turn):
            yield Graded(turn.number, turn.revision, turn.generation + 1, grade)
            if grade.provisional:
                yield Estimated(turn.number, turn.revision, grade)
            else:
                point = grade.verdicts[0]
                yield Appealed(turn.number, point.id, "reason")
                yield AppealDecided(turn.number, point.id, point, grade)


def _said(turn: Turn) -> Iterator[Event]:
    number, revision = turn.number, turn.revision
    yield from (Answered(number, "answer"), PartSaid(number, "key", "said"), Settled(number, turn.draft.changes))
    yield from (PartSaid(number, "another", "more"), Adding(number), PartMoved(number, "key"), TakenBack(number))
    yield from (Unknown(number), HintAsked(number))
    yield from (Skipped(number), WaitedLong(number, revision), GradingFailed(number, revision))
    yield Ticked(number, (Tick(POINT.id if turn.probe is None else PROBE.key_points[0].id, 1.0),))


def _alike(interview: Interview) -> tuple[object, ...]:
    """Equivalence key of the walk: interviews with equal keys are walked once."""
    two = [turn for turn in (interview.previous, interview.latest) if turn is not None]
    return (
        interview.phase,
        tuple((t.item, t.probe, t.state) for t in two),
        tuple((t.draft.open, t.is_amended, t.taken_back) for t in two),
        tuple((t.grade is None, t.estimate is None, _is_contested(t)) for t in two),
        tuple((bool(t.hints), t.failed, bool(t.ticks), t.draft.parts == ()) for t in two[-1:]),
        tuple((t.grade is not None and t.grade.provisional) for t in two[-1:]),
    )


def _is_contested(turn: Turn) -> bool:
    return any(appeal.outcome is Outcome.PENDING for appeal in turn.appeals)


def walk(mode: Mode) -> tuple[Arrows, Refusals]:
    """Every transition and every refusal reachable in a small interview of this mode."""
    arrows: Arrows = {}
    refusals: Refusals = {}
    waiting = [Interview("walk", 1, "en", (Item(QUESTION), Item(QUESTION, "probe")), mode=mode, depth=1)]
    seen = {_alike(waiting[0])}
    while waiting:
        interview = waiting.pop()
        for event in _events(interview):
            after, effects = step(interview, event)
            if effects and isinstance(effects[0], Refuse):
                refusals.setdefault((_name(event), _place(interview)), set()).add(effects[0].reason.value)
                continue
            _draw(arrows, (_place(interview), _name(event), _place(after)), effects)
            if _alike(after) not in seen:
                seen.add(_alike(after))
                waiting.append(after)
    return arrows, refusals


def _draw(arrows: Arrows, key: tuple[str, str, str], effects: tuple[Effect, ...]) -> None:
    names = dict.fromkeys(map(_name, effects))
    arrow = arrows.setdefault(key, Arrow(dict(names)))
    arrow.always = {name: None for name in arrow.always if name in names}
    arrow.ever |= names


PLACES = (START, *(phase.value for phase in Phase))
EVENTS = tuple(kind.__name__ for kind in Event.__args__)


def _diagram(arrows: Arrows) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for before, event, after in sorted(
        arrows, key=lambda a: (PLACES.index(a[0]), PLACES.index(a[2]), EVENTS.index(a[1]))
    ):
        does = arrows[before, event, after].label()
        yield f"    {before} --> {after}: {event}{' / ' if does else ''}{does}"
    yield f"    {Phase.FINISHED} --> {START}"
    yield f"    {Phase.ABANDONED} --> {START}"
    yield "```"


def _table(refusals: Refusals) -> Iterator[str]:
    yield "| event | " + " | ".join("before the start" if place == START else place for place in PLACES) + " |"
    yield "|---" * (len(PLACES) + 1) + "|"
    for event in EVENTS:
        yield f"| {event} | " + " | ".join(", ".join(sorted(refusals.get((event, p), ()))) for p in PLACES) + " |"


def page() -> str:
    """The text of docs/interview.md."""
    (coach, refusals), (exam, _) = walk(Mode.COACH), walk(Mode.EXAM)
    parts = ["## Coach: feedback after each answer", "", *_diagram(coach), "", "## Exam: silent to the end", ""]
    parts += [*_diagram(exam), "", "## What can be refused, and why (coach)", "", *_table(refusals)]
    return HEADING + "\n" + "\n".join(parts) + "\n"


if __name__ == "__main__":
    print(page(), end="")
