"""Who is ready, in a group's report: evidence without ranking, a band only where it is shared, nothing of what was told."""

from __future__ import annotations

import json
from datetime import timedelta

from app.group_progress import gather
from grader.grade import Verdict
from reports.group import as_csv, as_json, sections
from storage import aims, debriefs, groups, plans, projects
from storage.database import Database
from storage.groups import Group
from storage.tables import memberships
from testing.context import bank
from testing.rows import NOW, answered, begun, someone

SECRET = "words that only their person may read"


async def test_members_are_told_by_evidence_and_nothing_of_theirs_is_in_it(db: Database) -> None:
    async with db.write() as tx:
        number = await groups.ensure(tx, "G", NOW)
        ann, bob = await someone(tx, "1"), await someone(tx, "2")
        for chat in (ann, bob):
            await groups.join(tx, number, chat.person, NOW)
        await answered(tx, await begun(tx, ann, "i1"), Verdict.COVERED)
        await plans.make(tx, ann.person, (NOW + timedelta(days=5)).date(), NOW)
        await plans.make(tx, bob.person, (NOW - timedelta(days=5)).date(), NOW)
        project = await projects.make(tx, ann.person, SECRET, "project-course", NOW)
        await projects.add(tx, ann.person, project, SECRET, NOW)
        await aims.read(
            tx, await aims.keep(tx, ann.person, SECRET, SECRET, None, NOW), "jd", {"rag": 1}, [(SECRET, None)]
        )
        await debriefs.fill(
            tx, ann.person, await debriefs.make(tx, ann.person, SECRET, NOW.date(), SECRET, NOW), [(SECRET, None)]
        )
    async with db.read() as tx:
        facts = await gather(tx, bank(), Group(number, "G", 2), NOW, "en")
    first, second = facts.ready
    assert (first.person, first.days, first.points > 0, first.code, first.band) == (ann.person, 5, True, 0, None)
    assert (second.person, second.days, second.points, second.is_enough) == (bob.person, None, 0, False)
    told = json.loads(as_json(facts))
    assert [one["enough_evidence"] for one in told["ready"]] == [False, False]
    lines = next(part for part in sections(facts) if part.key == "ready").entries
    assert "5 days left" in lines[0][0] and "no date" in lines[1][0] and "too little evidence" in lines[1][0]
    assert SECRET not in as_json(facts) + as_csv(facts) + str(sections(facts))


async def test_a_band_is_seen_only_where_it_is_shared(db: Database) -> None:
    async with db.write() as tx:
        number = await groups.ensure(tx, "G", NOW)
        chat = await someone(tx, "1")
        assert not await groups.share_band(tx, chat.person, yes=True)
        await groups.join(tx, number, chat.person, NOW)
        assert await groups.sharing(tx, number) == set()
        for yes, seen in ((True, {chat.person}), (False, set())):
            assert await groups.share_band(tx, chat.person, yes=yes)
            assert await groups.sharing(tx, number) == seen
        assert (await tx.execute(memberships.select())).one().shares_band is False
