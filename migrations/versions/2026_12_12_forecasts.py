"""What was predicted for the day of an interview, to be scored against what happened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_12_forecasts"
down_revision = "2026_12_11_given_answers"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "forecasts",
        sa.Column("person", ID, nullable=False),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("target", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chances", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_forecasts_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "made_on", name=op.f("pk_forecasts")),
    )


def downgrade() -> None:
    op.drop_table("forecasts")
