"""An interview that climbs keeps what it may still ask; people say where they stand; who was in stays in.

Until now the first invitation shut everybody out who had come before it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_ramp"
down_revision = "2026_12_02_asides"
branch_labels = None
depends_on = None

PEOPLE = sa.table("people", sa.column("id"), sa.column("access"))
INTERVIEWS = sa.table("interviews", sa.column("person"))
INVITATIONS = sa.table("invitations", sa.column("token"))


def upgrade() -> None:
    op.add_column("interviews", sa.Column("ramp", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("people", sa.Column("seniority", sa.String(16), nullable=True))
    talked = sa.select(INTERVIEWS.c.person).where(sa.exists(sa.select(INVITATIONS.c.token)))
    were_in = (PEOPLE.c.access == "new") & PEOPLE.c.id.in_(talked)
    op.execute(PEOPLE.update().where(were_in).values(access="admitted"))


def downgrade() -> None:
    with op.batch_alter_table("people") as batch:
        batch.drop_column("seniority")
    with op.batch_alter_table("interviews") as batch:
        batch.drop_column("ramp")
