"""History judged again: every answer since a day, what would change, and, only if asked, the change itself.

Old and new grade are both kept. What was decided on an appeal in a person's favour stands.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.apply import Applied, apply
from grader.errors import GradingError
from grader.grade import Grade, PointVerdict, marked
from interview.events import Graded
from interview.model import Interview, Outcome, Turn
from questions.model import Task, task
from storage import interviews, regrading

if TYPE_CHECKING:
    from app.context import AppContext

AT_ONCE = 32
SHOWN = 10  # changes and reasons that the report lists
MOVED = 1.0  # marks from which a change is counted as one that a person notices


@dataclass(frozen=True, slots=True)
class Regraded:
    """One regraded answer. `after` is None when it could not be; `problem` says why."""

    interview: str
    turn: int
    question: str
    revision: int
    before: Grade
    generation: int
    after: Grade | None = None
    problem: str = ""

    @property
    def change(self) -> float | None:
        """Marks by which the score moved; None when one of the two has none."""
        if self.after is None or self.after.score is None or self.before.score is None:
            return None
        return self.after.score - self.before.score


async def rejudge(
    app: AppContext, since: datetime, watch: Callable[[int, Regraded | None], None] = lambda of, one: None
) -> list[Regraded]:
    """Every answer whose grade was given since then, judged again; nothing is stored.

    watch: told how many there are, and each that is done; None for one that was left out.
    """
    room = asyncio.Semaphore(AT_ONCE)
    async with app.db.read() as tx:
        wanted = await regrading.graded_since(tx, since)

    async def one(id: str, number: int) -> Regraded | None:
        async with room:
            regraded = await _again(app, id, number)
        watch(len(wanted), regraded)
        return regraded

    found = await asyncio.gather(*(one(id, number) for id, number in wanted))
    return [one for one in found if one is not None]


async def _again(app: AppContext, id: str, number: int) -> Regraded | None:
    """One answer judged again; None when it is gone or changed meanwhile."""
    async with app.db.read() as tx:
        interview = await interviews.load(tx, id, app.bank, lock=False)
    turn = interview.turn(number) if interview else None
    if interview is None or turn is None or turn.grade is None:
        return None
    question = interview.items[turn.item].question
    old = Regraded(id, number, question.id, turn.revision, turn.grade, turn.generation)
    against = task(question, turn.probe)
    try:
        after = await app.grader.grade(
            against, turn.answer, interview.language, spoken=turn.spoken, revision=question.revision
        )
    except GradingError as error:
        return replace(old, problem=str(error))
    return replace(old, after=with_appeals(against, after, turn))


def with_appeals(against: Task, grade: Grade, turn: Turn) -> Grade:
    """The grade with the verdicts that were won on appeal."""
    won = {a.point: a.after for a in turn.appeals if a.outcome is Outcome.OVERTURNED and a.after is not None}
    if not won:
        return grade
    return marked(against.key_points, replace(grade, verdicts=tuple(won.get(v.id, v) for v in grade.verdicts)))


async def put_in_force(app: AppContext, rejudged: Sequence[Regraded]) -> int:
    """Makes the new grades the standing ones, quietly; returns how many. An answer graded or changed meanwhile stays."""
    count = 0
    for one in rejudged:
        async with app.db.write() as tx:
            interview = await interviews.load(tx, one.interview, app.bank)
            chat = await interviews.chat_of(tx, one.interview)
            if one.after is None or interview is None or chat is None or not _stands(interview, one):
                continue
            event = Graded(one.turn, one.revision, one.generation + 1, one.after)
            count += isinstance(await apply(tx, app, chat, interview, event, quiet=True), Applied)
    return count


def _stands(interview: Interview, one: Regraded) -> bool:
    turn = interview.turn(one.turn)
    return turn is not None and (turn.revision, turn.generation) == (one.revision, one.generation)


def report(rejudged: Sequence[Regraded]) -> Iterator[str]:
    """The drift, line by line: how many marks moved and how far, which verdicts turned, and the largest changes."""
    done = [one for one in rejudged if one.after is not None]
    judged = [one for one in done if not one.before.provisional]
    yield f"{len(rejudged)} answers, {len(done)} judged again, {len(rejudged) - len(done)} not"
    for problem, count in Counter(one.problem for one in rejudged if one.problem).most_common(SHOWN):
        yield f"  {count} × {problem}"
    yield f"{len(done) - len(judged)} had an estimate only and would get a verdict"
    for (before, after), count in Counter((_judge(one.before), _judge(one.after)) for one in judged).most_common():
        yield f"{count} judged by {before}, now by {after}"
    yield from _marks(judged)
    yield from _turned(judged)
    yield from _largest(done)


def _judge(grade: Grade | None) -> str:
    """Who judged, with which wording of the prompt."""
    if grade is None:
        return "nobody"
    return f"{grade.graded_by} (prompt {grade.receipt.template if grade.receipt else 'unknown'})"


def _marks(judged: Sequence[Regraded]) -> Iterator[str]:
    changes = [one.change for one in judged if one.change is not None]
    if changes:
        mean, size = sum(changes) / len(changes), sum(map(abs, changes)) / len(changes)
        moved = sum(abs(change) >= MOVED for change in changes)
        yield f"marks: mean change {mean:+.2f}, mean size {size:.2f}, {moved} of {len(changes)} by {MOVED:g} or more"
    for said, lacking in (("lose", _lost), ("get", _won)):
        if count := sum(lacking(one) for one in judged):
            yield f"marks: {count} would {said} a number"


def _lost(one: Regraded) -> bool:
    return one.after is not None and one.before.score is not None and one.after.score is None


def _won(one: Regraded) -> bool:
    return one.after is not None and one.before.score is None and one.after.score is not None


def _turned(judged: Sequence[Regraded]) -> Iterator[str]:
    pairs = [pair for one in judged for pair in _pairs(one)]
    turned = Counter((a.verdict.value, b.verdict.value) for a, b in pairs if a.verdict is not b.verdict)
    yield f"verdicts: {turned.total()} of {len(pairs)} turned"
    for (before, after), count in turned.most_common():
        yield f"  {count} × {before} → {after}"


def _pairs(one: Regraded) -> Iterator[tuple[PointVerdict, PointVerdict]]:
    for before in one.before.verdicts:
        after = one.after.verdict(before.id) if one.after else None
        if after is not None:
            yield before, after


def _largest(done: Sequence[Regraded]) -> Iterator[str]:
    moved = sorted((one for one in done if one.change), key=lambda one: -abs(one.change or 0))[:SHOWN]
    if moved:
        yield "largest changes:"
    for one in moved:
        assert one.after is not None
        yield f"  {one.interview} turn {one.turn} ({one.question}): {one.before.score} → {one.after.score}"
