"""An interview that climbs keeps what it may still ask; people say where they stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_ramp"
down_revision = "2026_12_02_asides"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interviews", sa.Column("ramp", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("people", sa.Column("seniority", sa.String(16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("people") as batch:
        batch.drop_column("seniority")
    with op.batch_alter_table("interviews") as batch:
        batch.drop_column("ramp")
