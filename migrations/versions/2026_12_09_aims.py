"""What people prepare for: documents, the topics they weigh, the questions in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_09_aims"
down_revision = "2026_12_08_projects"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
BEFORE, NOW = "about IN ('project', 'retell')", "about IN ('project', 'retell', 'aim')"


def upgrade() -> None:
    op.create_table(
        "aims",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('jd', 'cv', 'mianjing')", name=op.f("ck_aims_kind")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_aims_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aims")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_aims_person"), "aims", ["person"])
    op.create_table(
        "aim_questions",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("aim", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("match", sa.String(128), nullable=True),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_aim_questions_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["aim"], ["aims.id"], name=op.f("fk_aim_questions_aim"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aim_questions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_aim_questions_person"), "aim_questions", ["person"])
    op.create_index(op.f("ix_aim_questions_aim"), "aim_questions", ["aim"])
    _tell_about(NOW)


def downgrade() -> None:
    op.execute("DELETE FROM tellings WHERE about = 'aim'")
    _tell_about(BEFORE)
    op.drop_table("aim_questions")
    op.drop_table("aims")


def _tell_about(known: str) -> None:
    with op.batch_alter_table("tellings") as table:
        table.drop_constraint(op.f("ck_tellings_about"), type_="check")
        table.create_check_constraint(op.f("ck_tellings_about"), known)
