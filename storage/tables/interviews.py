"""Interviews, their turns, and what was said about them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    false,
)

from storage.tables.columns import NUMBERED, Id, Instant, Said, metadata, one_of, ref, where

OPEN_INTERVIEW = "phase IN ('asking', 'grading') AND kind <> 'quiz'"

interviews = Table(
    "interviews",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("chat", Id, ref("chats.id"), nullable=False),
    Column("person", Id, ref("people.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("depth", SmallInteger, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ramp", JSON(none_as_null=True)),  # what it may still ask; NULL: its items are all there is
    Column("loop", JSON(none_as_null=True)),  # the stages of a whole interview, with their clock
    one_of("kind", "interview", "drill", "warmup", "quiz"),
    one_of("mode", "coach", "exam"),
    one_of("phase", "asking", "grading", "finished", "abandoned"),
    Index("uq_interviews_open", "chat", unique=True, **where(OPEN_INTERVIEW)),
    Index(None, "chat", "started_at"),
    Index(None, "person", "started_at"),
    Index(None, "person", "touched_at"),
)

items = Table(
    "items",
    metadata,
    Column("interview", String(64), ref("interviews.id"), primary_key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("question", String(128), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("probe", String(128)),
    Column("stage", String(16)),  # of a loop
    Column("asked_at", Instant),
    ForeignKeyConstraint(["question", "revision"], ["revisions.question", "revisions.revision"]),
    Index(None, "question", "revision"),
)

turns = Table(
    "turns",
    metadata,
    Column("interview", String(64), ref("interviews.id"), primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("item", SmallInteger, nullable=False),
    Column("probe", String(128)),
    Column("aims_at", String(128)),
    Column("reason", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("hints", JSON, nullable=False),
    Column("answer", Said, nullable=False),
    Column(
        "draft", JSON(none_as_null=True)
    ),  # the messages that the answer consists of, those not settled yet included
    Column("spoken", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("revision", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("graded", Integer, nullable=False, server_default="0"),  # the revision of the grade in force
    Column("first", JSON(none_as_null=True)),  # the grade that alone counts for the first mark
    Column("taken_back", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("failed", Boolean(create_constraint=False), nullable=False),
    Column("ticks", JSON, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answered_at", Instant),
    one_of("state", "open", "answered", "unknown", "skipped", "withdrawn"),
)

_TURN = ["turns.interview", "turns.number"]

grades = Table(
    "grades",
    metadata,
    Column("interview", String(64), primary_key=True),
    Column("turn", SmallInteger, primary_key=True),
    Column("revision", Integer, primary_key=True),  # of the answer
    Column("generation", Integer, primary_key=True),  # 0: an estimate while a judge was still to come
    Column("method", String(16), nullable=False),  # of `content.graded_by`
    Column("provisional", Boolean(create_constraint=False), nullable=False),
    Column("score", Float),
    Column("content", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["interview", "turn"], _TURN, ondelete="CASCADE"),
    one_of("method", "triage", "words", "similarity", "judge", "tests", "check"),
    Index(None, "at"),
)

appeals = Table(
    "appeals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("interview", String(64), nullable=False),
    Column("turn", SmallInteger, nullable=False),
    Column("place", SmallInteger, nullable=False),
    Column("point", String(128), nullable=False),
    Column("reason", Said, nullable=False),
    Column("before", JSON, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("after", JSON),
    Column("at", Instant, nullable=False),
    Column("decided_at", Instant),
    ForeignKeyConstraint(["interview", "turn"], _TURN, ondelete="CASCADE"),
    UniqueConstraint("interview", "turn", "place"),
    one_of("outcome", "pending", "upheld", "overturned"),
    Index(None, "outcome", "at"),
    **NUMBERED,
)

asides = Table(
    "asides",
    metadata,
    Column("id", Id, primary_key=True),
    Column("interview", String(64), nullable=False),
    Column("turn", SmallInteger, nullable=False),
    Column("kind", String(16), nullable=False),  # what it is, or most likely is
    Column("state", String(16), nullable=False),
    Column("text", Said, nullable=False),
    Column("source", String(128), nullable=False),  # the message it came from, "" where messages have no names
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["interview", "turn"], _TURN, ondelete="CASCADE"),
    one_of("state", "asked", "aside", "answer"),
    Index(None, "interview", "turn"),
    **NUMBERED,
)

given_answers = Table(
    "given_answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("interview", String(64), nullable=False),
    Column("turn", SmallInteger, nullable=False),
    Column("key", String(64), nullable=False),  # random: its name in exports
    Column("question", Said, nullable=False),  # what was asked, and answered, as the person was shown it
    Column("answer", Said, nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["interview", "turn"], _TURN, ondelete="CASCADE"),
    UniqueConstraint("interview", "turn"),
    **NUMBERED,
)

question_reports = Table(
    "question_reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False, index=True),
    Column("question", String(128), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("turn_key", String(128), nullable=False),
    Column("reason", Said, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    one_of("state", "open", "closed"),
    UniqueConstraint("person", "turn_key"),
    Index(None, "question"),
    **NUMBERED,
)
