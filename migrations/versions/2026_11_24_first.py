"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_first"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = [
    "question_marks",
    "point_marks",
    "grades",
    "appeals",
    "turns",
    "reviews",
    "quiz_answers",
    "items",
    "drills",
    "quizzes",
    "outbox",
    "interviews",
    "heard",
    "tasks",
    "question_reports",
    "plans",
    "memberships",
    "invitations",
    "chats",
    "cards",
    "assignments",
    "revisions",
    "retired",
    "people",
    "leases",
    "inbox",
    "groups",
    "difficulties",
    "bank_edits",
]


def upgrade() -> None:
    op.create_table(
        "bank_edits",
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("based_on", sa.String(length=64), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'live')", name=op.f("ck_bank_edits_state")),
        sa.PrimaryKeyConstraint("question", "state", name=op.f("pk_bank_edits")),
    )
    op.create_table(
        "difficulties",
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("marks", sa.Float(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_difficulties")),
    )
    op.create_table(
        "groups",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_groups_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=True),
        sa.Column("sender", sa.BigInteger(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    op.create_index(
        "ix_inbox_chat_waiting",
        "inbox",
        ["chat", "update_id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index(op.f("ix_inbox_received_at"), "inbox", ["received_at"], unique=False)
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["update_id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("telegram", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("access", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("drill_at", sa.Time(), nullable=True),
        sa.Column("drill_days", sa.String(length=7), nullable=False),
        sa.Column("drill_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_due_day", sa.Date(), nullable=True),
        sa.Column("last_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_due_day", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("access IN ('new', 'admitted', 'blocked')", name=op.f("ck_people_access")),
        sa.CheckConstraint("mode IN ('coach', 'exam')", name=op.f("ck_people_mode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("telegram", name=op.f("uq_people_telegram")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_people_name"), "people", ["name"], unique=False)
    op.create_index(
        "ix_people_next_due",
        "people",
        ["next_due_at", "zone", "drill_at"],
        unique=False,
        sqlite_where=sa.text("drill_at IS NOT NULL"),
        postgresql_where=sa.text("drill_at IS NOT NULL"),
    )
    op.create_table(
        "retired",
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_retired")),
    )
    op.create_table(
        "revisions",
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("question", "revision", name=op.f("pk_revisions")),
    )
    op.create_table(
        "assignments",
        sa.Column("id", ID, nullable=False),
        sa.Column("group", ID, nullable=True),
        sa.Column("person", ID, nullable=True),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("by_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('("group" IS NULL) <> (person IS NULL)', name=op.f("ck_assignments_for_one")),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_assignments_group"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_assignments_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assignments_group"), "assignments", ["group"], unique=False)
    op.create_index(op.f("ix_assignments_person"), "assignments", ["person"], unique=False)
    op.create_table(
        "cards",
        sa.Column("person", ID, nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("point", sa.String(length=128), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.CheckConstraint("source IN ('judge', 'self')", name=op.f("ck_cards_source")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_cards_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "question", "point", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_person_due"), "cards", ["person", "due"], unique=False)
    op.create_table(
        "chats",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("channel IN ('terminal', 'telegram')", name=op.f("ck_chats_channel")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_chats_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_chats_channel_address")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_chats_person"), "chats", ["person"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("group", ID, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uses_left", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_invitations_group"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_invitations")),
    )
    op.create_index(op.f("ix_invitations_group"), "invitations", ["group"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("group", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_memberships_group"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_memberships_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group", "person", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_person"), "memberships", ["person"], unique=False)
    op.create_table(
        "plans",
        sa.Column("person", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_plans_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_plans")),
    )
    op.create_table(
        "question_reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("turn_key", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_question_reports_state")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_question_reports_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_reports")),
        sa.UniqueConstraint("person", "turn_key", name=op.f("uq_question_reports_person_turn_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_question_reports_person"), "question_reports", ["person"], unique=False)
    op.create_index(op.f("ix_question_reports_question"), "question_reports", ["question"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=192), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed')", name=op.f("ck_tasks_state")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_tasks_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("key", "kind", name=op.f("uq_tasks_key_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tasks_person"), "tasks", ["person"], unique=False)
    op.create_index(
        "ix_tasks_waiting",
        "tasks",
        ["run_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "heard",
        sa.Column("chat", ID, nullable=False),
        sa.Column("source", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_heard_chat"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "source", name=op.f("pk_heard")),
    )
    op.create_table(
        "interviews",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("chat", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.Column("phase", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('interview', 'drill', 'warmup', 'quiz')", name=op.f("ck_interviews_kind")),
        sa.CheckConstraint("mode IN ('coach', 'exam')", name=op.f("ck_interviews_mode")),
        sa.CheckConstraint("phase IN ('asking', 'grading', 'finished', 'abandoned')", name=op.f("ck_interviews_phase")),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_interviews_chat"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_interviews_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    op.create_index(op.f("ix_interviews_chat_started_at"), "interviews", ["chat", "started_at"], unique=False)
    op.create_index(op.f("ix_interviews_person_started_at"), "interviews", ["person", "started_at"], unique=False)
    op.create_index(op.f("ix_interviews_person_touched_at"), "interviews", ["person", "touched_at"], unique=False)
    op.create_index(
        "uq_interviews_open",
        "interviews",
        ["chat"],
        unique=True,
        sqlite_where=sa.text("phase IN ('asking', 'grading') AND kind <> 'quiz'"),
        postgresql_where=sa.text("phase IN ('asking', 'grading') AND kind <> 'quiz'"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat", ID, nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("turn_key", sa.String(length=128), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_ids", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_outbox_chat"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_chat_turn_key"), "outbox", ["chat", "turn_key"], unique=False)
    op.create_index(
        "ix_outbox_chat_waiting",
        "outbox",
        ["chat", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "quizzes",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat", ID, nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed', 'told')", name=op.f("ck_quizzes_state")),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_quizzes_chat"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["question", "revision"],
            ["revisions.question", "revisions.revision"],
            name=op.f("fk_quizzes_question_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quizzes")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_quizzes_closes_at"),
        "quizzes",
        ["closes_at"],
        unique=False,
        sqlite_where=sa.text("state <> 'told'"),
        postgresql_where=sa.text("state <> 'told'"),
    )
    op.create_index(
        "uq_quizzes_open",
        "quizzes",
        ["chat"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "drills",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("local_day", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interview", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'offered', 'postponed', 'opened', 'finished', 'skipped', 'missed', 'empty')",
            name=op.f("ck_drills_state"),
        ),
        sa.ForeignKeyConstraint(
            ["interview"], ["interviews.id"], name=op.f("fk_drills_interview"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_drills_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drills")),
        sa.UniqueConstraint("person", "local_day", name=op.f("uq_drills_person_local_day")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_drills_due_at"),
        "drills",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('planned', 'postponed')"),
        postgresql_where=sa.text("state IN ('planned', 'postponed')"),
    )
    op.create_index(
        op.f("ix_drills_interview"),
        "drills",
        ["interview"],
        unique=False,
        sqlite_where=sa.text("interview IS NOT NULL"),
        postgresql_where=sa.text("interview IS NOT NULL"),
    )
    op.create_table(
        "items",
        sa.Column("interview", sa.String(length=64), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("probe", sa.String(length=128), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["interview"], ["interviews.id"], name=op.f("fk_items_interview"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["question", "revision"],
            ["revisions.question", "revisions.revision"],
            name=op.f("fk_items_question_revision"),
        ),
        sa.PrimaryKeyConstraint("interview", "place", name=op.f("pk_items")),
    )
    op.create_index(op.f("ix_items_question_revision"), "items", ["question", "revision"], unique=False)
    op.create_table(
        "quiz_answers",
        sa.Column("quiz", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("interview", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview"], ["interviews.id"], name=op.f("fk_quiz_answers_interview"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_quiz_answers_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["quiz"], ["quizzes.id"], name=op.f("fk_quiz_answers_quiz"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("quiz", "person", name=op.f("pk_quiz_answers")),
    )
    op.create_index(op.f("ix_quiz_answers_interview"), "quiz_answers", ["interview"], unique=False)
    op.create_index(op.f("ix_quiz_answers_person"), "quiz_answers", ["person"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("person", ID, nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("point", sa.String(length=128), nullable=False),
        sa.Column("interview", sa.String(length=64), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('judge', 'self')", name=op.f("ck_reviews_source")),
        sa.CheckConstraint("rating BETWEEN 1 AND 4", name=op.f("ck_reviews_rating")),
        sa.ForeignKeyConstraint(
            ["interview"], ["interviews.id"], name=op.f("fk_reviews_interview"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_reviews_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "question", "point", "interview", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_interview"), "reviews", ["interview"], unique=False)
    op.create_index(op.f("ix_reviews_person_at"), "reviews", ["person", "at"], unique=False)
    op.create_table(
        "turns",
        sa.Column("interview", sa.String(length=64), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("item", sa.SmallInteger(), nullable=False),
        sa.Column("probe", sa.String(length=128), nullable=True),
        sa.Column("aims_at", sa.String(length=128), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("ticks", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'answered', 'unknown', 'skipped')", name=op.f("ck_turns_state")),
        sa.ForeignKeyConstraint(["interview"], ["interviews.id"], name=op.f("fk_turns_interview"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("interview", "number", name=op.f("pk_turns")),
    )
    op.create_table(
        "appeals",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("point", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome IN ('pending', 'upheld', 'overturned')", name=op.f("ck_appeals_outcome")),
        sa.ForeignKeyConstraint(
            ["interview", "turn"],
            ["turns.interview", "turns.number"],
            name=op.f("fk_appeals_interview_turn"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("interview", "turn", "place", name=op.f("uq_appeals_interview_turn_place")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_appeals_outcome_at"), "appeals", ["outcome", "at"], unique=False)
    op.create_table(
        "grades",
        sa.Column("interview", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("graded_by", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview", "turn"],
            ["turns.interview", "turns.number"],
            name=op.f("fk_grades_interview_turn"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("interview", "turn", "revision", "generation", name=op.f("pk_grades")),
    )
    op.create_index(op.f("ix_grades_at"), "grades", ["at"], unique=False)
    op.create_table(
        "point_marks",
        sa.Column("interview", sa.String(length=64), nullable=False),
        sa.Column("item", sa.SmallInteger(), nullable=False),
        sa.Column("point", sa.String(length=128), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.Column("unprompted", sa.Float(), nullable=True),
        sa.Column("after", sa.Float(), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("first_source", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("hinted", sa.Boolean(), nullable=False),
        sa.Column("probed", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("self_credit", sa.Float(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('judge', 'self', 'estimate', 'none')", name=op.f("ck_point_marks_source")),
        sa.ForeignKeyConstraint(
            ["interview", "item"],
            ["items.interview", "items.place"],
            name=op.f("fk_point_marks_interview_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_point_marks_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("interview", "item", "point", name=op.f("pk_point_marks")),
    )
    op.create_index(
        op.f("ix_point_marks_question_point_source"), "point_marks", ["question", "point", "source"], unique=False
    )
    op.create_index(
        "ix_point_marks_standing",
        "point_marks",
        ["person", "source", "question", "point", "at", "unprompted"],
        unique=False,
    )
    op.create_table(
        "question_marks",
        sa.Column("interview", sa.String(length=64), nullable=False),
        sa.Column("item", sa.SmallInteger(), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("probe", sa.String(length=128), nullable=True),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("first", sa.Float(), nullable=True),
        sa.Column("after", sa.Float(), nullable=True),
        sa.Column("self_first", sa.Float(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('judge', 'self', 'estimate', 'none')", name=op.f("ck_question_marks_source")),
        sa.ForeignKeyConstraint(
            ["interview", "item"],
            ["items.interview", "items.place"],
            name=op.f("fk_question_marks_interview_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_question_marks_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("interview", "item", name=op.f("pk_question_marks")),
    )
    op.create_index(op.f("ix_question_marks_person_at"), "question_marks", ["person", "at"], unique=False)
    op.create_index(op.f("ix_question_marks_person_question"), "question_marks", ["person", "question"], unique=False)
    op.create_index(op.f("ix_question_marks_question_source"), "question_marks", ["question", "source"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
