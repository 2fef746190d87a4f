"""People and where they are talked to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, SmallInteger, String, Table, Time, UniqueConstraint

from storage.tables.columns import NUMBERED, Id, Instant, Said, metadata, one_of, ref, where

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("telegram", BigInteger, unique=True),
    Column("name", Said, nullable=False),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("access", String(16), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("seniority", String(16)),  # NULL: never asked
    Column("drill_at", Time),  # local; NULL: no drills
    Column("drill_days", String(7), nullable=False),  # "0123456", 0 is Monday
    Column("drill_minutes", SmallInteger, nullable=False),
    Column("quiet_from", Time),
    Column("quiet_to", Time),
    Column("paused_until", Instant),
    Column("next_due_at", Instant),
    Column("next_due_day", Date),
    Column("last_due_at", Instant),
    Column("last_due_day", Date),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    one_of("access", "new", "admitted", "blocked"),
    one_of("mode", "coach", "exam"),
    Index("ix_people_next_due", "next_due_at", "zone", "drill_at", **where("drill_at IS NOT NULL")),
    Index(None, "name"),
    **NUMBERED,
)

chats = Table(
    "chats",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("address", Said, nullable=False),  # a Telegram chat id, or a name in the terminal
    Column("person", Id, ref("people.id"), index=True),  # NULL: a group chat
    Column("language", String(8), nullable=False),
    Column("gone", Boolean(create_constraint=False), nullable=False),
    Column("paused_until", Instant),  # nothing is sent before
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("channel", "address"),
    one_of("channel", "terminal", "telegram", "web"),
    **NUMBERED,
)

credentials = Table(
    "credentials",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of what the person shows
    Column("person", Id, ref("people.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant),  # NULL: never
    one_of("kind", "session", "link", "code", "telegram"),
    Index(None, "expires_at"),
)

heard = Table(
    "heard",
    metadata,
    Column("chat", Id, ref("chats.id"), primary_key=True),
    Column("source", String(128), primary_key=True),
    Column("at", Instant, nullable=False),
)
