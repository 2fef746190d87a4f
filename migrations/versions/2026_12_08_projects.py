"""Projects that people tell and come back to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_08_projects"
down_revision = "2026_12_08_loop"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "tellings",
        sa.Column("chat", ID, nullable=False),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("subject", ID, nullable=True),
        sa.Column("named", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("listening", sa.Boolean(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("about IN ('project', 'retell')", name=op.f("ck_tellings_about")),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_tellings_chat"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_tellings")),
    )
    op.create_table(
        "projects",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.String(128), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_projects_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_projects_person_changed_at"), "projects", ["person", "changed_at"])
    op.create_table(
        "project_parts",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_project_parts_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["project"], ["projects.id"], name=op.f("fk_project_parts_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_parts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_project_parts_person"), "project_parts", ["person"])
    op.create_index(op.f("ix_project_parts_project"), "project_parts", ["project"])
    op.create_table(
        "project_rounds",
        sa.Column("interview", sa.String(64), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["interview"], ["interviews.id"], name=op.f("fk_project_rounds_interview"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_project_rounds_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["project"], ["projects.id"], name=op.f("fk_project_rounds_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("interview", name=op.f("pk_project_rounds")),
    )
    op.create_index(op.f("ix_project_rounds_person"), "project_rounds", ["person"])
    op.create_index(op.f("ix_project_rounds_project"), "project_rounds", ["project"])


def downgrade() -> None:
    for table in ("project_rounds", "project_parts", "projects", "tellings"):
        op.drop_table(table)
