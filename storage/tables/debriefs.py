"""What was asked in real interviews, and how it went."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, String, Table

from storage.tables.columns import NUMBERED, Id, Instant, Said, metadata, one_of, ref

debriefs = Table(
    "debriefs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False, index=True),
    Column("company", Said, nullable=False),
    Column("day", Date, nullable=False),
    Column("text", Said, nullable=False),
    Column("outcome", String(16)),  # NULL: not told
    Column("shared", Boolean(create_constraint=False), nullable=False),
    Column("made_at", Instant, nullable=False),
    one_of("outcome", "passed", "failed", "waiting"),
    **NUMBERED,
)

debrief_questions = Table(
    "debrief_questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False, index=True),
    Column("debrief", Id, ref("debriefs.id"), nullable=False, index=True),
    Column("text", Said, nullable=False),
    Column("match", String(128)),  # the question of the bank that asks the same
    Column("went", String(16)),  # NULL: not told
    one_of("went", "good", "half", "bad"),
    **NUMBERED,
)

shared_questions = Table(
    "shared_questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group", Id, ref("groups.id"), nullable=False, index=True),
    Column("company", Said, nullable=False),
    Column("month", String(7), nullable=False),  # 2026-12
    Column("text", Said, nullable=False),
    Column("match", String(128)),
    **NUMBERED,
)
