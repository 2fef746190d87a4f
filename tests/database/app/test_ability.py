"""`/test` as the database keeps it: said first, measured by verdicts and ticks alone, another form the next time."""

from __future__ import annotations

from dataclasses import fields

from app import ability, feedback, interviews
from app.messages.ability import AbilityNotice, AbilityOpening, AbilityResult, NoAbility
from app.messages.values import Notice
from interview.model import Phase
from questions.bank import Bank
from storage import interviews as rows
from storage.database import Database
from testing.context import ANSWER, Clock, Conversation, bank, running_app, settled, working
from testing.until import until


async def told(here: Conversation) -> list[AbilityNotice]:
    """What is new about the test."""
    said = await interviews.unsaid(here.app, here.chat.id)
    await interviews.printed(here.app, [number for number, _ in said])
    contents = (message.content for _, message in said if isinstance(message, Notice))
    return [one for one in contents if isinstance(one, AbilityOpening | AbilityResult | NoAbility)]


async def whole(here: Conversation, *, ticks: float | None) -> AbilityNotice:
    """A test to its end, each answer ticked with this credit; the last word about it."""
    assert await ability.begin(here.app, here.chat.id, "en")
    opening = (await told(here))[-1]
    assert isinstance(opening, AbilityOpening) and not opening.judged
    number = 0
    async with working(here.app):
        while await interviews.phase(here.app, here.chat.id) is Phase.ASKING:
            await interviews.answer(here.app, here.chat.id, ANSWER, confirmed=True)
            await settled(here)

            async def is_graded() -> bool:
                return await interviews.phase(here.app, here.chat.id) is not Phase.GRADING

            await until(is_graded)
            number += 1
            if ticks is not None:
                points = await feedback.points_to_check(here.app, here.chat.id, f"{number}")
                ticked = dict.fromkeys(range(1, points + 1), ticks)
                assert await feedback.check(here.app, here.chat.id, ticked, name=f"{number}")
    async with here.app.db.read() as tx:
        latest = await rows.latest_of(tx, here.chat.id, bank())
        from app.ability_result import told as result

        assert latest is not None
        found = await result(tx, bank(), latest)
        assert found is not None
    return found


async def test_without_verdicts_and_ticks_there_is_no_ability_and_it_says_so(db: Database) -> None:
    async with running_app(db) as app:
        found = await whole(await Conversation.of(app), ticks=None)
        assert isinstance(found, NoAbility) and (found.answers, found.needed) == (0, 6)


async def test_ticks_give_an_ability_and_a_second_form_a_change(db: Database) -> None:
    clock = Clock()
    async with running_app(db, clock=clock) as app:
        here = await Conversation.of(app)
        first = await whole(here, ticks=0.5)
        clock.passes(days=84)
        second = await whole(here, ticks=1.0)
        assert isinstance(first, AbilityResult) and first.self_rated and first.change is None
        assert 0 <= first.low < first.mean < first.high <= 10 and first.answers >= 6
        assert isinstance(second, AbilityResult) and second.change is not None and second.change.low > 0
        async with db.read() as tx:
            one, two = await rows.tests_of(tx, here.chat.person, bank())
        assert not {item.question.id for item in one.items} & {item.question.id for item in two.items}
        assert one.ramp is not None and two.ramp is not None and one.ramp.test is not None
        assert [f.name for f in fields(one.ramp.test)] == ["number", "difficulties"] and two.ramp.test is not None
        assert (one.ramp.test.number, two.ramp.test.number) == (0, 1)


async def test_it_is_begun_once_and_refused_where_too_few_questions_are_left(db: Database) -> None:
    async with running_app(db) as app:
        here = await Conversation.of(app)
        assert await ability.begin(app, here.chat.id, "en", source="m1")
        assert await ability.begin(app, here.chat.id, "en", source="m1")
        async with db.read() as tx:
            assert len(await rows.tests_of(tx, here.chat.person, bank())) == 1
        few = list(bank().questions.values())[:20]
        app.bank_view.bank = Bank({q.id: q for q in few})
        assert not await ability.begin(app, here.chat.id, "en", source="m2")
