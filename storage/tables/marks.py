"""What comes of a question, in rows that reports are made from."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKeyConstraint, Index, SmallInteger, String, Table

from storage.tables.columns import Id, Instant, Said, metadata, one_of, ref, where

_ITEM = ["items.interview", "items.place"]

question_marks = Table(
    "question_marks",
    metadata,
    Column("interview", String(64), primary_key=True),
    Column("item", SmallInteger, primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False),
    Column("question", String(128), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("probe", String(128)),
    Column("topic", String(64), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("first", Float),
    Column("after", Float),
    Column(
        "self_first", Float
    ),  # what the person's own ticks make of the first answer, also when a judge decided later
    Column("source", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["interview", "item"], _ITEM, ondelete="CASCADE"),
    one_of("source", "judge", "self", "estimate", "none"),
    Index(None, "person", "at"),
    Index(None, "question", "source"),
    Index(None, "person", "question"),
)

point_marks = Table(
    "point_marks",
    metadata,
    Column("interview", String(64), primary_key=True),
    Column("item", SmallInteger, primary_key=True),
    Column("point", String(128), primary_key=True),
    Column("person", Id, ref("people.id"), nullable=False),
    Column("question", String(128), nullable=False),
    Column("topic", String(64), nullable=False),
    Column("weight", SmallInteger, nullable=False),
    Column("unprompted", Float),
    Column("after", Float),
    Column("verdict", String(16), nullable=False),
    Column("first_source", String(16), nullable=False),
    Column("source", String(16), nullable=False),
    Column("hinted", Boolean(create_constraint=False), nullable=False),
    Column("probed", Boolean(create_constraint=False), nullable=False),
    Column("quote", Said, nullable=False),
    Column("why", Said, nullable=False),
    Column("self_credit", Float),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["interview", "item"], _ITEM, ondelete="CASCADE"),
    one_of("source", "judge", "self", "estimate", "none"),
    Index("ix_point_marks_standing", "person", "source", "question", "point", "at", "unprompted"),
    Index(None, "question", "point", "source"),
    Index("ix_point_marks_self", "person", **where("self_credit IS NOT NULL")),
)
