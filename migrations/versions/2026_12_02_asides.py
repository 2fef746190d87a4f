"""Messages that are no answer are kept with their words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_asides"
down_revision = "2026_12_01_typed_messages"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "asides",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview", sa.String(64), nullable=False),
        sa.Column("turn", sa.SmallInteger, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("source", sa.String(128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'aside', 'answer')", name=op.f("ck_asides_state")),
        sa.ForeignKeyConstraint(
            ["interview", "turn"],
            ["turns.interview", "turns.number"],
            name=op.f("fk_asides_interview_turn"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asides")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_asides_interview_turn"), "asides", ["interview", "turn"])


def downgrade() -> None:
    op.drop_table("asides")
