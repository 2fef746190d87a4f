"""Study groups."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    false,
)

from storage.tables.columns import NUMBERED, Id, Instant, metadata, one_of, ref, where

groups = Table(
    "groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(128), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    **NUMBERED,
)

memberships = Table(
    "memberships",
    metadata,
    Column("group", Id, ref("groups.id"), primary_key=True),
    Column("person", Id, ref("people.id"), primary_key=True),
    Column("joined_at", Instant, nullable=False),
    Column("shares_band", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Index(None, "person"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("group", Id, ref("groups.id"), index=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("uses_left", Integer),  # NULL: any number
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group", Id, ref("groups.id"), index=True),
    Column("person", Id, ref("people.id"), index=True),
    Column("topic", String(64), nullable=False),
    Column("by_day", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
    CheckConstraint('("group" IS NULL) <> (person IS NULL)', name="for_one"),
    **NUMBERED,
)

quizzes = Table(
    "quizzes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat", Id, ref("chats.id"), nullable=False),
    Column("question", String(128), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    ForeignKeyConstraint(["question", "revision"], ["revisions.question", "revisions.revision"]),
    one_of("state", "open", "closed", "told"),
    Index("uq_quizzes_open", "chat", unique=True, **where("state = 'open'")),
    Index(None, "closes_at", **where("state <> 'told'")),
    **NUMBERED,
)

quiz_answers = Table(
    "quiz_answers",
    metadata,
    Column("quiz", Id, ref("quizzes.id"), primary_key=True),
    Column("person", Id, ref("people.id"), primary_key=True),
    Column("interview", String(64), ref("interviews.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Index(None, "person"),
)
