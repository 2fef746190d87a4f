"""The projects that people have told, part by part, and the interviews that were held about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from grader.grade import Verdict
from interview.marks import MarkSource
from storage.dialects import insert
from storage.tables import interviews, point_marks, project_parts, project_rounds, projects
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Project:
    """question: the id of the open question that asks about such a project. text: all parts, oldest first."""

    id: int
    title: str
    question: str
    text: str
    made_at: datetime
    changed_at: datetime
    rounds: int


@dataclass(frozen=True, slots=True)
class PointStanding:
    """A root key point after one round: credit (0–1, None if unknown), the verdict on the first answer, who decided."""

    credit: float | None
    verdict: Verdict
    source: MarkSource


@dataclass(frozen=True, slots=True)
class ProjectRound:
    """An interview about a project."""

    interview: str
    at: datetime
    points: dict[str, PointStanding]


async def of_person(tx: Tx, person: int) -> list[Project]:
    """A person's projects, the one changed last first."""
    latest = [projects.c.changed_at.desc(), projects.c.id.desc()]
    rows = (await tx.execute(select(projects).where(projects.c.person == person).order_by(*latest))).all()
    return [await _project(tx, row) for row in rows]


async def get(tx: Tx, person: int, project: int) -> Project | None:
    """A project of this person; None when it is none of theirs."""
    mine = (projects.c.id == project) & (projects.c.person == person)
    row = (await tx.execute(select(projects).where(mine))).first()
    return await _project(tx, row) if row else None


async def _project(tx: Tx, row: Row[Any]) -> Project:
    told = select(project_parts.c.text).where(project_parts.c.project == row.id).order_by(project_parts.c.id)
    rounds = select(func.count()).select_from(project_rounds).where(project_rounds.c.project == row.id)
    text = "\n".join((await tx.execute(told)).scalars())
    held = (await tx.execute(rounds)).scalar_one()
    return Project(row.id, row.title, row.question, text, row.made_at, row.changed_at, held)


async def make(tx: Tx, person: int, title: str, question: str, now: datetime) -> int:
    """A new project without anything told; returns its number."""
    row = {"person": person, "title": title, "question": question, "made_at": now, "changed_at": now}
    return int((await tx.execute(insert(tx, projects).values(row).returning(projects.c.id))).scalar_one())


async def add(tx: Tx, person: int, project: int, text: str, now: datetime, *, instead: bool = False) -> None:
    """One more part; `instead`: of everything told before."""
    if instead:
        await tx.execute(delete(project_parts).where(project_parts.c.project == project))
    row = {"person": person, "project": project, "text": text, "at": now}
    await tx.execute(insert(tx, project_parts).values(row))
    await tx.execute(update(projects).where(projects.c.id == project).values(changed_at=now))


async def rename(tx: Tx, project: int, title: str, now: datetime) -> None:
    await tx.execute(update(projects).where(projects.c.id == project).values(title=title, changed_at=now))


async def drop(tx: Tx, project: int) -> None:
    """Deletes what was told; the interviews about it stay the person's."""
    await tx.execute(delete(projects).where(projects.c.id == project))


async def held(tx: Tx, person: int, project: int, interview: str) -> None:
    """An interview is about this project."""
    row = {"interview": interview, "person": person, "project": project}
    await tx.execute(insert(tx, project_rounds).values(row).on_conflict_do_nothing())


async def rounds(tx: Tx, project: int) -> list[ProjectRound]:
    """The interviews about a project, oldest first, with where each point stood at their end."""
    joined = project_rounds.join(interviews, interviews.c.id == project_rounds.c.interview).outerjoin(
        point_marks, point_marks.c.interview == project_rounds.c.interview
    )
    c = point_marks.c
    columns = (interviews.c.id, interviews.c.started_at, c.point, c.after, c.verdict, c.source)
    query = select(*columns).select_from(joined).where(project_rounds.c.project == project)
    found: dict[str, ProjectRound] = {}
    for id, at, point, after, verdict, source in await tx.execute(
        query.order_by(interviews.c.started_at, interviews.c.id)
    ):
        one = found.setdefault(id, ProjectRound(id, at, {}))
        if point is not None:
            one.points[point] = PointStanding(after, Verdict(verdict), MarkSource(source))
    return list(found.values())
