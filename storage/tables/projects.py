"""What people tell of their work, in their own words."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from storage.tables.columns import NUMBERED, Id, Instant, Said, metadata, one_of, ref

tellings = Table(
    "tellings",
    metadata,
    Column("chat", Id, ref("chats.id"), primary_key=True),
    Column("about", String(16), nullable=False),
    Column("subject", Id),  # what it belongs to, by number; NULL: something new
    Column("named", Said, nullable=False),  # what was said about it beforehand
    Column("text", Said, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("listening", Boolean(create_constraint=False), nullable=False),
    Column("at", Instant, nullable=False),
    one_of("about", "project", "retell", "aim", "debrief"),
)

projects = Table(
    "projects",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False),
    Column("title", Said, nullable=False),
    Column("question", String(128), nullable=False),  # the open question that asks about such a project
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index(None, "person", "changed_at"),
    **NUMBERED,
)

project_parts = Table(
    "project_parts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False, index=True),
    Column("project", Id, ref("projects.id"), nullable=False, index=True),
    Column("text", Said, nullable=False),
    Column("at", Instant, nullable=False),
    **NUMBERED,
)

project_rounds = Table(
    "project_rounds",
    metadata,
    Column("interview", String(64), ref("interviews.id"), primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False, index=True),
    Column("project", Id, ref("projects.id"), nullable=False, index=True),
)
