"""Whether a member lets the organiser of a group see the band of their last whole interview."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_11_bands"
down_revision = "2026_12_10_debriefs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.add_column(sa.Column("shares_band", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.drop_column("shares_band")
