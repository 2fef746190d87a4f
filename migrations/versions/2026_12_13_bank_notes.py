"""What curators note about questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_13_bank_notes"
down_revision = "2026_12_12_forecasts"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "bank_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("question", sa.String(128), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_notes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_bank_notes_question"), "bank_notes", ["question"])


def downgrade() -> None:
    op.drop_table("bank_notes")
