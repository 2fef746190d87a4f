"""The method of a grade is a column; the cause of a penalty is an object instead of a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_typed_grades"
down_revision = "2026_11_24_self_ratings"
branch_labels = None
depends_on = None

AT_ONCE = 200  # interviews whose grades are read together
GRADES = sa.table(
    "grades",
    sa.column("interview", sa.String()),
    sa.column("turn", sa.Integer()),
    sa.column("revision", sa.Integer()),
    sa.column("generation", sa.Integer()),
    sa.column("graded_by", sa.Text()),
    sa.column("method", sa.String()),
    sa.column("content", sa.JSON()),
)
KEY = ("interview", "turn", "revision", "generation")
Json = dict[str, Any]


def upgrade() -> None:
    op.add_column("grades", sa.Column("method", sa.String(length=16)))
    models = {"judge": GRADES.c.graded_by.like("judge:%"), "similarity": GRADES.c.graded_by.like("similarity:%")}
    method = sa.case(*((named, sa.literal(name)) for name, named in models.items()), else_=GRADES.c.graded_by)
    op.execute(GRADES.update().values(method=method))
    _rewrite(_with_causes)
    with op.batch_alter_table("grades") as batch:
        batch.alter_column("method", existing_type=sa.String(length=16), nullable=False)
        batch.create_check_constraint(op.f("ck_grades_method"), "method IN ('triage', 'words', 'similarity', 'judge')")
        batch.drop_column("graded_by")


def downgrade() -> None:
    op.add_column("grades", sa.Column("graded_by", sa.Text()))
    op.execute(GRADES.update().values(graded_by=GRADES.c.content["graded_by"].as_string()))
    _rewrite(_with_reasons)
    with op.batch_alter_table("grades") as batch:
        batch.alter_column("graded_by", existing_type=sa.Text(), nullable=False)
        batch.drop_constraint(op.f("ck_grades_method"), type_="check")
        batch.drop_column("method")


def _rewrite(changed: Callable[[Json], Json]) -> None:
    """Puts `changed(content)` in the place of every content that has penalties."""
    connection = op.get_bind()
    for row in _with_penalties(connection):
        if row.content.get("penalties"):
            here = sa.and_(*(GRADES.c[name] == getattr(row, name) for name in KEY))
            connection.execute(GRADES.update().where(here).values(content=changed(row.content)))


def _with_penalties(connection: sa.Connection) -> Iterator[Any]:
    """Grades that may have penalties: both forms of one have an amount, and nothing else in a content does."""
    some = sa.cast(GRADES.c.content, sa.Text()).like('%"amount"%')
    interviews = connection.execute(sa.select(GRADES.c.interview).where(some).distinct()).scalars().all()
    for start in range(0, len(interviews), AT_ONCE):
        these = GRADES.c.interview.in_(interviews[start : start + AT_ONCE])
        yield from connection.execute(sa.select(*(GRADES.c[n] for n in KEY), GRADES.c.content).where(some, these)).all()


def _with_causes(content: Json) -> Json:
    false = {_reason(error): error for error in reversed(content["errors"])}
    return content | {"penalties": [_with_cause(penalty, false) for penalty in content["penalties"]]}


def _with_cause(penalty: Json, false: dict[str, Json]) -> Json:
    kind, _, about = penalty["reason"].partition(": ")
    made_up = {"quote": "", "why": about, "severity": kind}
    cause = {"point": about} if kind == "contradicted" else false.get(penalty["reason"], made_up)
    return {"cause": cause, "amount": penalty["amount"]}


def _with_reasons(content: Json) -> Json:
    told = [{"reason": _reason(p["cause"]), "amount": p["amount"]} for p in content["penalties"]]
    return content | {"penalties": told}


def _reason(cause: Json) -> str:
    return (
        f"contradicted: {cause['point']}"
        if "point" in cause
        else f"{cause['severity']}: {cause['why'] or cause['quote']}"
    )
