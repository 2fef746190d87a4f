"""What is still to be done, said and handled."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, SmallInteger, String, Table, UniqueConstraint

from storage.tables.columns import NUMBERED, Id, Instant, Said, metadata, one_of, ref, where

tasks = Table(
    "tasks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("key", String(192), nullable=False),
    Column("person", Id, ref("people.id"), index=True),
    Column("payload", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("run_at", Instant, nullable=False),
    Column("owner", String(64)),
    Column("lease_until", Instant),
    Column("error", Said, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("key", "kind"),
    one_of("state", "waiting", "done", "failed"),
    Index("ix_tasks_waiting", "run_at", "id", **where("state = 'waiting'")),
    **NUMBERED,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat", Id, ref("chats.id"), nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("turn_key", String(128)),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("owner", String(64)),
    Column("lease_until", Instant),
    Column("message_ids", JSON, nullable=False),
    Column("error", Said, nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("done_at", Instant),
    one_of("state", "waiting", "sent", "failed"),
    Index("ix_outbox_waiting", "lane", "id", **where("state = 'waiting'")),
    Index("ix_outbox_chat_waiting", "chat", "id", **where("state = 'waiting'")),
    Index(None, "chat", "turn_key"),
    **NUMBERED,
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("bot", BigInteger, primary_key=True, autoincrement=False),  # every bot counts from a number of its own
    Column("chat", BigInteger),  # Telegram's number; NULL when the update belongs to no chat
    Column("sender", BigInteger),
    Column("payload", JSON),  # NULL once handled: an answer has one home
    Column("received_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("said", Integer, nullable=False, server_default="0"),  # replies to it that are written down
    Column("owner", String(64)),
    Column("lease_until", Instant),
    Column("done_at", Instant),
    Column("error", Said, nullable=False),
    Index("ix_inbox_waiting", "update_id", **where("done_at IS NULL")),
    Index("ix_inbox_chat_waiting", "chat", "update_id", **where("done_at IS NULL")),
    Index(None, "received_at"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Instant, nullable=False),
)
