"""A whole interview keeps its stages and their clock, a question the stage in which it was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_08_loop"
down_revision = "2026_12_07_credentials"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interviews", sa.Column("loop", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("items", sa.Column("stage", sa.String(16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_column("stage")
    with op.batch_alter_table("interviews") as batch:
        batch.drop_column("loop")
