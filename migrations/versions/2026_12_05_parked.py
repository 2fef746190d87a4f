"""Hands-on tasks that were put off until their person is at a computer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_05_parked"
down_revision = "2026_12_04_inbox_by_bot"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "parked",
        sa.Column("person", ID, nullable=False),
        sa.Column("question", sa.String(128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_parked_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "question", name=op.f("pk_parked")),
    )


def downgrade() -> None:
    op.drop_table("parked")
