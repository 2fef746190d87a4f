"""What is remembered, and when it comes back."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.columns import NUMBERED, Id, Instant, metadata, one_of, ref, where

reviews = Table(
    "reviews",
    metadata,
    Column("person", Id, ref("people.id"), primary_key=True),
    Column("question", String(128), primary_key=True),
    Column("point", String(128), primary_key=True),
    Column("interview", String(64), ref("interviews.id"), primary_key=True),
    Column("rating", SmallInteger, nullable=False),
    Column("source", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("rating BETWEEN 1 AND 4", name="rating"),
    one_of("source", "judge", "self"),
    Index(None, "interview"),
    Index(None, "person", "at"),
)

parked = Table(
    "parked",
    metadata,
    Column("person", Id, ref("people.id"), primary_key=True),
    Column("question", String(128), primary_key=True),  # a hands-on task, put off until its person is at a computer
    Column("at", Instant, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("person", Id, ref("people.id"), primary_key=True),
    Column("question", String(128), primary_key=True),
    Column("point", String(128), primary_key=True),
    Column("stability", Float, nullable=False),
    Column("difficulty", Float, nullable=False),
    Column("last", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("reviews", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    Column("source", String(16), nullable=False),  # the weakest of its reviews
    one_of("source", "judge", "self"),
    Index(None, "person", "due"),
)

drills = Table(
    "drills",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False),
    Column("local_day", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("planned_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("interview", String(64), ForeignKey("interviews.id", ondelete="SET NULL")),
    UniqueConstraint("person", "local_day"),
    one_of("state", "planned", "offered", "postponed", "opened", "finished", "skipped", "missed", "empty"),
    Index(None, "due_at", **where("state IN ('planned', 'postponed')")),
    Index(None, "interview", **where("interview IS NOT NULL")),
    **NUMBERED,
)

plans = Table(
    "plans",
    metadata,
    Column("person", Id, ref("people.id"), primary_key=True),
    Column("day", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
)

forecasts = Table(
    "forecasts",
    metadata,
    Column("person", Id, ref("people.id"), primary_key=True),
    Column("made_on", Date, primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("day", Date, nullable=False),  # of the interview
    Column("target", Instant, nullable=False),  # its start, on the person's clock
    Column("chances", JSON, nullable=False),  # [question, point, chance] of every point
)

difficulties = Table(
    "difficulties",
    metadata,
    Column("question", String(128), primary_key=True),
    Column("marks", Float, nullable=False),  # what it costs more than a question of middle difficulty
    Column("people", Integer, nullable=False),  # whose answers it was learned from
    Column("at", Instant, nullable=False),
)
