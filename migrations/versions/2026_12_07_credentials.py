"""What people show to come in to their page, as digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_07_credentials"
down_revision = "2026_12_06_web_chats"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "credentials",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('session', 'link', 'code', 'telegram')", name=op.f("ck_credentials_kind")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_credentials_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_credentials")),
    )
    op.create_index(op.f("ix_credentials_person"), "credentials", ["person"])
    op.create_index(op.f("ix_credentials_expires_at"), "credentials", ["expires_at"])


def downgrade() -> None:
    op.drop_table("credentials")
