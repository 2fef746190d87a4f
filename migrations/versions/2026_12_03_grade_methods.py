"""Grades by tests and by checks of quantities."""

from __future__ import annotations

from alembic import op

revision = "2026_12_03_grade_methods"
down_revision = "2026_12_02_ramp"
branch_labels = None
depends_on = None

NAME = "ck_grades_method"
BEFORE = "method IN ('triage', 'words', 'similarity', 'judge')"
AFTER = "method IN ('triage', 'words', 'similarity', 'judge', 'tests', 'check')"


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM grades WHERE method IN ('tests', 'check')")
    _allow(BEFORE)


def _allow(condition: str) -> None:
    with op.batch_alter_table("grades") as grades:
        grades.drop_constraint(op.f(NAME), type_="check")
        grades.create_check_constraint(op.f(NAME), condition)
