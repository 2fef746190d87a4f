"""Answers that people gave for labelling."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_11_given_answers"
down_revision = "2026_12_11_bands"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "given_answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview", sa.String(64), nullable=False),
        sa.Column("turn", sa.SmallInteger, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview", "turn"],
            ["turns.interview", "turns.number"],
            name=op.f("fk_given_answers_interview_turn"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("interview", "turn", name=op.f("uq_given_answers_interview_turn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_answers")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("given_answers")
