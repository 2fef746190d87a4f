"""Self-ratings beside verdicts are found without reading all of a person's points."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_self_ratings"
down_revision = "2026_11_24_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_point_marks_self",
        "point_marks",
        ["person"],
        unique=False,
        sqlite_where=sa.text("self_credit IS NOT NULL"),
        postgresql_where=sa.text("self_credit IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_point_marks_self", table_name="point_marks")
