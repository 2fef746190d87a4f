"""What people were asked in real interviews, how it went, and what they shared of it without their name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import and_, exists, select, update

from storage.dialects import insert
from storage.groups import of_person as groups_of
from storage.tables import debrief_questions, debriefs, groups, interviews, items, memberships, shared_questions
from storage.transaction import Tx

Went = Literal["good", "half", "bad"]
Outcome = Literal["passed", "failed", "waiting"]


@dataclass(frozen=True, slots=True)
class DebriefedQuestion:
    """A question that was asked. match: the bank's question that asks the same. went: None until it was told."""

    id: int
    text: str
    match: str | None
    went: Went | None


@dataclass(frozen=True, slots=True)
class Debrief:
    id: int
    company: str
    day: date
    text: str
    outcome: Outcome | None
    shared: bool
    questions: tuple[DebriefedQuestion, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A question that somebody of a group was asked. month: as 2026-12."""

    company: str
    month: str
    text: str
    match: str | None


async def make(tx: Tx, person: int, company: str, day: date, text: str, now: datetime) -> int:
    row = {"person": person, "company": company, "day": day, "text": text, "shared": False, "made_at": now}
    return int((await tx.execute(insert(tx, debriefs).values(row).returning(debriefs.c.id))).scalar_one())


async def fill(tx: Tx, person: int, debrief: int, asked: Sequence[tuple[str, str | None]]) -> None:
    """The questions of a debrief, with their matches in the bank; one that has some stays as it is."""
    if not asked or (held := await get(tx, person, debrief)) is None or held.questions:
        return
    rows = [{"person": person, "debrief": debrief, "text": text, "match": match} for text, match in asked]
    await tx.execute(insert(tx, debrief_questions), rows)


async def get(tx: Tx, person: int, debrief: int) -> Debrief | None:
    """A debrief of this person; None when it is none of theirs."""
    mine = and_(debriefs.c.id == debrief, debriefs.c.person == person)
    row = (await tx.execute(select(debriefs).where(mine))).first()
    if row is None:
        return None
    c = debrief_questions.c
    found = await tx.execute(
        select(c.id, c.text, c.match, c.went).where(c.debrief == debrief, c.person == person).order_by(c.id)
    )
    questions = tuple(DebriefedQuestion(*one) for one in found)
    return Debrief(row.id, row.company, row.day, row.text, row.outcome, row.shared, questions)


async def of_question(tx: Tx, person: int, question: int) -> int | None:
    """The debrief that one of a person's questions belongs to."""
    mine = and_(debrief_questions.c.id == question, debrief_questions.c.person == person)
    return (await tx.execute(select(debrief_questions.c.debrief).where(mine))).scalar()


async def rate(tx: Tx, person: int, question: int, went: Went) -> None:
    mine = and_(debrief_questions.c.id == question, debrief_questions.c.person == person)
    await tx.execute(update(debrief_questions).where(mine).values(went=went))


async def ended(tx: Tx, debrief: int, outcome: Outcome) -> None:
    await tx.execute(update(debriefs).where(debriefs.c.id == debrief).values(outcome=outcome))


async def missed(tx: Tx, persons: Collection[int]) -> dict[int, list[str]]:
    """The bank's questions that went badly and were not asked since, by person; who has none is left out."""
    asked_since = exists(
        select(items.c.question)
        .select_from(items.join(interviews, interviews.c.id == items.c.interview))
        .where(
            interviews.c.person == debriefs.c.person,
            items.c.question == debrief_questions.c.match,
            items.c.asked_at >= debriefs.c.made_at,
        )
    )
    joined = debrief_questions.join(debriefs, debriefs.c.id == debrief_questions.c.debrief)
    lost = and_(debrief_questions.c.match.is_not(None), debrief_questions.c.went == "bad", ~asked_since)
    query = select(debriefs.c.person, debrief_questions.c.match).select_from(joined)
    query = query.where(debriefs.c.person.in_(persons), lost).order_by(debrief_questions.c.id)
    found: dict[int, list[str]] = {}
    for person, match in await tx.execute(query):
        if match not in found.setdefault(person, []):
            found[person].append(match)
    return found


# -- sharing ---------------------------------------------------------------------------------------------------------


async def share(tx: Tx, person: int, debrief: Debrief) -> int:
    """Gives the questions to the person's groups with company and month, and nothing else; to how many groups."""
    joined = select(memberships.c.group).where(memberships.c.person == person)
    theirs = list((await tx.execute(joined)).scalars())
    rows = [
        {
            "group": group,
            "company": debrief.company,
            "month": f"{debrief.day:%Y-%m}",
            "text": one.text,
            "match": one.match,
        }
        for group in theirs
        for one in debrief.questions
    ]
    if rows:
        await tx.execute(insert(tx, shared_questions), rows)
        await tx.execute(update(debriefs).where(debriefs.c.id == debrief.id).values(shared=True))
    return len(theirs)


async def may_share(tx: Tx, person: int) -> list[str]:
    """The groups that a person's questions would go to."""
    return await groups_of(tx, person)


async def shared_with(tx: Tx, person: int, company: str, limit: int) -> list[Shared]:
    """What the members of a person's groups were asked at a company, the latest first."""
    c = shared_questions.c
    joined = shared_questions.join(memberships, memberships.c.group == c.group).join(groups, groups.c.id == c.group)
    named = c.company.ilike(company.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_"), escape="\\")
    query = select(c.company, c.month, c.text, c.match).select_from(joined)
    query = query.where(memberships.c.person == person, named).order_by(c.month.desc(), c.id).limit(limit)
    return [Shared(*row) for row in await tx.execute(query)]
