"""Answers are gathered from messages and may be amended: their parts, the revision of the grade in force, the first grade."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "2026_12_04_drafts"
down_revision = "2026_12_03_grade_methods"
branch_labels = None
depends_on = None

TURNS = sa.table(
    "turns", sa.column("revision"), sa.column("generation"), sa.column("graded"), sa.column("state", sa.String())
)
STATES = ("open", "answered", "unknown", "skipped")


def upgrade() -> None:
    with op.batch_alter_table("turns") as batch:
        batch.add_column(sa.Column("draft", sa.JSON()))
        batch.add_column(sa.Column("graded", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("first", sa.JSON()))
        batch.add_column(sa.Column("taken_back", sa.Boolean(), nullable=False, server_default=sa.false()))
        _states(batch, *STATES, "withdrawn")
    op.execute(TURNS.update().where(TURNS.c.generation > 0).values(graded=TURNS.c.revision))


def downgrade() -> None:
    """Without the new state: what was withdrawn counts as skipped."""
    op.execute(TURNS.update().where(TURNS.c.state == "withdrawn").values(state="skipped"))
    with op.batch_alter_table("turns") as batch:
        _states(batch, *STATES)
        for name in ("taken_back", "first", "graded", "draft"):
            batch.drop_column(name)


def _states(batch: BatchOperations, *states: str) -> None:
    listed = ", ".join(repr(state) for state in states)
    batch.drop_constraint(op.f("ck_turns_state"), type_="check")
    batch.create_check_constraint(op.f("ck_turns_state"), f"state IN ({listed})")
