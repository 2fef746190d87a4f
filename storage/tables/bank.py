"""What the database knows of the bank."""

from __future__ import annotations

from sqlalchemy import JSON, Column, String, Table

from storage.tables.columns import NUMBERED, Id, Instant, Said, metadata, one_of

revisions = Table(
    "revisions",
    metadata,
    Column("question", String(128), primary_key=True),
    Column("revision", String(64), primary_key=True),
    Column("content", JSON, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

bank_edits = Table(
    "bank_edits",
    metadata,
    Column("question", String(128), primary_key=True),
    Column("state", String(16), primary_key=True),
    Column("content", JSON, nullable=False),
    Column("based_on", String(64), nullable=False),  # revision of the file it changes, "" for a new question
    Column("by", Said, nullable=False),
    Column("at", Instant, nullable=False),
    one_of("state", "draft", "live"),
)

retired = Table(
    "retired",
    metadata,
    Column("question", String(128), primary_key=True),
    Column("reason", Said, nullable=False),
    Column("by", Said, nullable=False),
    Column("at", Instant, nullable=False),
)

bank_notes = Table(
    "bank_notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("question", String(128), nullable=False, index=True),
    Column("text", Said, nullable=False),
    Column("by", Said, nullable=False),
    Column("at", Instant, nullable=False),
    **NUMBERED,
)
