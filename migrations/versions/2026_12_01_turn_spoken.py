"""Whether an answer was dictated is a column of its turn; it was in the payload of its task and in its grade's receipt."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_turn_spoken"
down_revision = "2026_11_30_typed_grades"
branch_labels = None
depends_on = None

TURNS = sa.table("turns", sa.column("interview"), sa.column("number"), sa.column("spoken", sa.Boolean()))
GRADES = sa.table("grades", sa.column("interview"), sa.column("turn"), sa.column("content", sa.JSON()))
TASKS = sa.table("tasks", sa.column("kind"), sa.column("payload", sa.JSON()))
SPOKEN = ("receipt", "answer", "spoken")


def upgrade() -> None:
    op.add_column("turns", sa.Column("spoken", sa.Boolean(), nullable=False, server_default=sa.false()))
    connection = op.get_bind()
    for interview, number in set(_dictated(connection)):
        here = (TURNS.c.interview == interview) & (TURNS.c.number == number)
        connection.execute(TURNS.update().where(here).values(spoken=True))


def downgrade() -> None:
    with op.batch_alter_table("turns") as batch:
        batch.drop_column("spoken")


def _dictated(connection: sa.Connection) -> Iterator[tuple[str, int]]:
    """Interview and number of every turn whose answer was graded, or is to be graded, as dictated."""
    graded = sa.select(GRADES.c.interview, GRADES.c.turn).where(GRADES.c.content[SPOKEN].as_boolean())
    yield from ((row.interview, row.turn) for row in connection.execute(graded).all())
    waiting = sa.select(TASKS.c.payload).where(TASKS.c.kind == "grade", TASKS.c.payload["spoken"].as_boolean())
    yield from ((payload["interview"], payload["turn"]) for payload in connection.execute(waiting).scalars().all())
