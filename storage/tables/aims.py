"""What people prepare for: postings, CVs and reports of interviews that they brought along."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, String, Table

from storage.tables.columns import NUMBERED, Id, Instant, Said, metadata, one_of, ref

aims = Table(
    "aims",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False),
    Column("kind", String(16)),  # NULL: not read yet
    Column("title", Said, nullable=False),
    Column("text", Said, nullable=False),
    Column("topics", JSON, nullable=False),  # shares by topic
    Column("until", Date),  # the last day that it counts; NULL: the day of the plan
    Column("made_at", Instant, nullable=False),
    one_of("kind", "jd", "cv", "mianjing"),
    Index(None, "person"),
    **NUMBERED,
)

aim_questions = Table(
    "aim_questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False, index=True),
    Column("aim", Id, ref("aims.id"), nullable=False, index=True),
    Column("text", Said, nullable=False),
    Column("match", String(128)),  # the question of the bank that asks the same; NULL: the person's own draft
    Column("offered", Boolean(create_constraint=False), nullable=False),  # to the curator, by a tap of the person
    **NUMBERED,
)
