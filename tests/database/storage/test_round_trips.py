"""Interviews at rest are the interviews that were saved."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.grade import Verdict
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
    PartSaid,
    Settled,
    Skipped,
    Started,
    Stopped,
    TakenBack,
    Ticked,
    Unknown,
    WaitedLong,
)
from interview.model import Interview, Item, Mode, Tick
from interview.step import step
from questions.model import task
from storage import interviews
from storage.database import Database
from testing.rows import EMPTY, NOW, FakeBank, begun, changed, grade, packaged, receipt, someone

VERDICTS = st.lists(st.sampled_from(Verdict), min_size=1, max_size=4)
SAID = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@st.composite
def _event(draw: st.DrawFn, interview: Interview) -> Event:
    """Something that can happen, mostly to the open turn, sometimes to another or to one that is not there."""
    number = draw(st.one_of(st.just(len(interview.turns)), st.integers(0, len(interview.turns) + 1)))
    turn = interview.turn(number)
    if turn is None:
        elsewhere: list[Event] = [Started(), Stopped(), Answered(number, "x"), Skipped(number)]
        return draw(st.sampled_from(elsewhere))
    said, points = draw(SAID), task(interview.items[turn.item].question, turn.probe).key_points
    found = grade(points, *draw(VERDICTS), judge=draw(st.booleans()), quote=said)
    found = replace(found, feedback=said, suspected=(points[0].id,), receipt=receipt(found.verdicts, said))
    verdict, decided = found.verdicts[0], replace(found, provisional=False)
    ticks = tuple(Tick(p.id, draw(st.sampled_from([0.0, 0.5, 1.0]))) for p in points)
    estimate, regrade = replace(found, provisional=True), Graded(number, turn.revision, turn.generation + 1, found)
    drafted: list[Event] = [PartSaid(number, draw(st.sampled_from(["m1", "m2"])), said, seen=draw(st.booleans()))]
    drafted += [Settled(number, turn.draft.changes)]
    unheard: list[Event] = [
        *[Answered(number, said)] * 4,
        *drafted * 3,
        Unknown(number, said),
        HintAsked(number),
        Skipped(number),
    ]
    ungraded: list[Event] = [*[Estimated(number, turn.revision, estimate)] * 4, regrade, PartSaid(number, "m1", said)]
    ungraded += [WaitedLong(number, turn.revision), GradingFailed(number, turn.revision)]
    graded: list[Event] = [regrade, Ticked(number, ticks[: draw(st.integers(1, len(ticks)))])]
    graded += [Appealed(number, verdict.id, said), *drafted, Adding(number), TakenBack(number)]
    graded += [AppealDecided(number, verdict.id, changed(verdict, Verdict.COVERED), decided)]
    likely = unheard if not turn.revision else ungraded if turn.grade is None else graded
    return draw(st.sampled_from([*likely * 3, *unheard, *ungraded, *graded]))


NUMBER = count()


async def _walk(db: Database, data: st.DataObject) -> None:
    """Every state on a random walk comes back from the database as it was saved, with and without the bank at hand."""
    drawn = data.draw(st.lists(st.sampled_from(packaged()), min_size=1, max_size=3, unique=True))
    bank = FakeBank({q.id: q for q in drawn[:1]})
    number = next(NUMBER)
    async with db.write() as tx:
        chat = await someone(tx, f"walker {number}")
        probe = next((p.id for p in drawn[0].all_probes()), None) if data.draw(st.booleans()) else None
        asked = (Item(drawn[0], probe), *map(Item, drawn[1:]))
        mode, depth = data.draw(st.sampled_from(Mode)), data.draw(st.integers(0, 3))
        interview = Interview(f"walk{number}", chat.person, "en", asked, mode=mode, depth=depth)
        await interviews.create(tx, chat.id, interview, NOW)
        assert await interviews.load(tx, interview.id, bank) == interview
    interview = await _step(db, interview, Started(), bank)
    for _ in range(data.draw(st.integers(1, 14))):
        interview = await _step(db, interview, data.draw(_event(interview)), bank)


async def _step(db: Database, interview: Interview, event: Event, bank: FakeBank) -> Interview:
    async with db.write() as tx:
        loaded = await interviews.load(tx, interview.id, bank)
        assert loaded == interview
        after, _ = step(loaded, event)
        await interviews.save(tx, loaded, after, NOW)
    async with db.read() as tx:
        found = await interviews.load(tx, interview.id, EMPTY)
    assert found == after
    assert found is not None
    assert [_receipt(t.grade) for t in found.turns] == [_receipt(t.grade) for t in after.turns]
    return after


def _receipt(grade: object) -> object:
    return getattr(grade, "receipt", None)


async def test_every_part_of_a_turn_comes_back(db: Database) -> None:
    """Drafted, amended, taken back, estimated, gone on without the verdict, graded late, ticked, contested, decided, failed,
    hinted, skipped."""
    points = packaged()[0].key_points
    estimate, late = grade(points, Verdict.MISSING, judge=False), grade(points, Verdict.PARTIAL, quote="words")
    better, point = grade(points, Verdict.COVERED), points[0].id
    verdict = changed(late.verdicts[0], Verdict.COVERED)
    async with db.write() as tx:
        chat = await someone(tx)
        interview = await begun(tx, chat)
    happenings: list[Event] = [PartSaid(1, "m", "one"), Settled(1, 1), PartSaid(1, "n", "two"), Settled(1, 2)]
    happenings += [Estimated(1, 3, estimate), WaitedLong(1, 3)]
    happenings += [Ticked(1, (Tick(point, 0.5),)), Graded(1, 3, 1, late), Appealed(1, point, "why")]
    happenings += [AppealDecided(1, point, verdict, better), Appealed(1, point, "again")]
    happenings += [Adding(1), PartSaid(1, "o", "more"), Settled(1, 3), Graded(1, 4, 3, better), TakenBack(1)]
    happenings += [Answered(1, "again"), Graded(1, 6, 4, late)]
    happenings += [Answered(3, "three"), GradingFailed(3, 1), HintAsked(4), Skipped(4)]
    for happening in happenings:
        after = await _step(db, interview, happening, EMPTY)
        assert after != interview, happening
        interview = after
    assert (interview.turns[0].grade, interview.turns[0].generation, interview.turns[0].first) == (late, 4, better)


PATIENT = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=PATIENT)
async def test_what_was_saved_is_what_comes_back_sqlite(sqlite: Database, data: st.DataObject) -> None:
    await _walk(sqlite, data)


@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=PATIENT)
async def test_what_was_saved_is_what_comes_back_postgres(postgres: Database, data: st.DataObject) -> None:
    await _walk(postgres, data)
