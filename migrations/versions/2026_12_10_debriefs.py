"""What was asked in real interviews, how it went, and what of it was shared with a group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_10_debriefs"
down_revision = "2026_12_09_aims"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
BEFORE = "about IN ('project', 'retell', 'aim')"
NOW = "about IN ('project', 'retell', 'aim', 'debrief')"


def upgrade() -> None:
    op.create_table(
        "debriefs",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('passed', 'failed', 'waiting')", name=op.f("ck_debriefs_outcome")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_debriefs_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debriefs")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_debriefs_person"), "debriefs", ["person"])
    op.create_table(
        "debrief_questions",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("debrief", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("match", sa.String(128), nullable=True),
        sa.Column("went", sa.String(16), nullable=True),
        sa.CheckConstraint("went IN ('good', 'half', 'bad')", name=op.f("ck_debrief_questions_went")),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_debrief_questions_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["debrief"], ["debriefs.id"], name=op.f("fk_debrief_questions_debrief"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief_questions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_debrief_questions_person"), "debrief_questions", ["person"])
    op.create_index(op.f("ix_debrief_questions_debrief"), "debrief_questions", ["debrief"])
    op.create_table(
        "shared_questions",
        sa.Column("id", ID, nullable=False),
        sa.Column("group", ID, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("match", sa.String(128), nullable=True),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_shared_questions_group"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_questions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_shared_questions_group"), "shared_questions", ["group"])
    _tell_about(NOW)


def downgrade() -> None:
    op.execute("DELETE FROM tellings WHERE about = 'debrief'")
    _tell_about(BEFORE)
    for table in ("shared_questions", "debrief_questions", "debriefs"):
        op.drop_table(table)


def _tell_about(known: str) -> None:
    with op.batch_alter_table("tellings") as table:
        table.drop_constraint(op.f("ck_tellings_about"), type_="check")
        table.create_check_constraint(op.f("ck_tellings_about"), known)
