"""Every table, in the order in which a person meets them: people, bank, interviews, memory, groups, queues.

Names of constraints come from one convention, so that a migration can name what it changes. Strings with a closed set
of values carry a named CHECK. Points in time are `Instant`: aware UTC, naive ones are refused.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Time,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy import Text as LongText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A point in time. Naive datetimes are refused; aware ones are stored as UTC and come back in `datetime.UTC`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Said(TypeDecorator[str]):
    """Free text. What a UTF-8 database cannot hold (NUL, lone surrogates) is dropped instead of failing for ever."""

    impl = LongText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


Id = BigInteger().with_variant(Integer, "sqlite")
NUMBERED: dict[str, Any] = {"sqlite_autoincrement": True}  # the number of a forgotten person is never given again


def _ref(to: str, **options: Any) -> ForeignKey:
    return ForeignKey(to, ondelete="CASCADE", **options)


def _one_of(column: str, *values: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(v) for v in values)})", name=column)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


# Spelt out, because a bound value keeps SQLite from the indexes of what waits.
WAITING: ColumnElement[str] = literal_column("'waiting'")

# -- people ----------------------------------------------------------------------------------------------------------

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
    _one_of("access", "new", "admitted", "blocked"),
    _one_of("mode", "coach", "exam"),
    Index("ix_people_next_due", "next_due_at", "zone", "drill_at", **_where("drill_at IS NOT NULL")),
    Index(None, "name"),
    **NUMBERED,
)

chats = Table(
    "chats",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("address", String(256), nullable=False),  # a Telegram chat id, or a name in the terminal
    Column("person", Id, _ref("people.id"), index=True),  # NULL: a group chat
    Column("language", String(8), nullable=False),
    Column("gone", Boolean(create_constraint=False), nullable=False),
    Column("paused_until", Instant),  # nothing is sent before
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("channel", "address"),
    _one_of("channel", "terminal", "telegram"),
    **NUMBERED,
)

heard = Table(
    "heard",
    metadata,
    Column("chat", Id, _ref("chats.id"), primary_key=True),
    Column("source", String(128), primary_key=True),
)

# -- the bank --------------------------------------------------------------------------------------------------------

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
    _one_of("state", "draft", "live"),
)

retired = Table(
    "retired",
    metadata,
    Column("question", String(128), primary_key=True),
    Column("reason", Said, nullable=False),
    Column("by", Said, nullable=False),
    Column("at", Instant, nullable=False),
)

# -- interviews ------------------------------------------------------------------------------------------------------

OPEN_INTERVIEW = "phase IN ('asking', 'grading') AND kind <> 'quiz'"

interviews = Table(
    "interviews",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("chat", Id, _ref("chats.id"), nullable=False),
    Column("person", Id, _ref("people.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("depth", SmallInteger, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Column("ended_at", Instant),
    _one_of("kind", "interview", "drill", "warmup", "quiz"),
    _one_of("mode", "coach", "exam"),
    _one_of("phase", "asking", "grading", "finished", "abandoned"),
    Index("uq_interviews_open", "chat", unique=True, **_where(OPEN_INTERVIEW)),
    Index(None, "chat", "started_at"),
    Index(None, "person", "started_at"),
    Index(None, "person", "touched_at"),
)

items = Table(
    "items",
    metadata,
    Column("interview", String(64), _ref("interviews.id"), primary_key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("question", String(128), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("probe", String(128)),
    Column("asked_at", Instant),
    ForeignKeyConstraint(["question", "revision"], ["revisions.question", "revisions.revision"]),
    Index(None, "question", "revision"),
)

turns = Table(
    "turns",
    metadata,
    Column("interview", String(64), _ref("interviews.id"), primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("item", SmallInteger, nullable=False),
    Column("probe", String(128)),
    Column("aims_at", String(128)),
    Column("reason", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("hints", JSON, nullable=False),
    Column("answer", Said, nullable=False),  # its only home
    Column("revision", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("failed", Boolean(create_constraint=False), nullable=False),
    Column("ticks", JSON, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answered_at", Instant),
    _one_of("state", "open", "answered", "unknown", "skipped"),
)

_TURN = ["turns.interview", "turns.number"]

grades = Table(
    "grades",
    metadata,
    Column("interview", String(64), primary_key=True),
    Column("turn", SmallInteger, primary_key=True),
    Column("revision", Integer, primary_key=True),  # of the answer
    Column("generation", Integer, primary_key=True),  # 0: an estimate while a judge was still to come
    Column("graded_by", String(256), nullable=False),
    Column("provisional", Boolean(create_constraint=False), nullable=False),
    Column("score", Float),
    Column("content", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["interview", "turn"], _TURN, ondelete="CASCADE"),
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
    _one_of("outcome", "pending", "upheld", "overturned"),
    Index(None, "outcome", "at"),
    **NUMBERED,
)

question_reports = Table(
    "question_reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, _ref("people.id"), nullable=False, index=True),
    Column("question", String(128), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("turn_key", String(128), nullable=False),
    Column("reason", Said, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    _one_of("state", "open", "closed"),
    UniqueConstraint("person", "turn_key"),
    Index(None, "question"),
    **NUMBERED,
)

# -- what comes of a question ----------------------------------------------------------------------------------------

_ITEM = ["items.interview", "items.place"]

question_marks = Table(
    "question_marks",
    metadata,
    Column("interview", String(64), primary_key=True),
    Column("item", SmallInteger, primary_key=True),
    Column("person", Id, _ref("people.id"), nullable=False),
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
    _one_of("source", "judge", "self", "estimate", "none"),
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
    Column("person", Id, _ref("people.id"), nullable=False),
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
    _one_of("source", "judge", "self", "estimate", "none"),
    Index("ix_point_marks_standing", "person", "source", "question", "point", "at", "unprompted"),
    Index(None, "question", "point", "source"),
)

# -- memory ----------------------------------------------------------------------------------------------------------

reviews = Table(
    "reviews",
    metadata,
    Column("person", Id, _ref("people.id"), primary_key=True),
    Column("question", String(128), primary_key=True),
    Column("point", String(128), primary_key=True),
    Column("interview", String(64), _ref("interviews.id"), primary_key=True),
    Column("rating", SmallInteger, nullable=False),
    Column("source", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("rating BETWEEN 1 AND 4", name="rating"),
    _one_of("source", "judge", "self"),
    Index(None, "interview"),
    Index(None, "person", "at"),
)

cards = Table(
    "cards",
    metadata,
    Column("person", Id, _ref("people.id"), primary_key=True),
    Column("question", String(128), primary_key=True),
    Column("point", String(128), primary_key=True),
    Column("stability", Float, nullable=False),
    Column("difficulty", Float, nullable=False),
    Column("last", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("reviews", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    Column("source", String(16), nullable=False),  # the weakest of its reviews
    _one_of("source", "judge", "self"),
    Index(None, "person", "due"),
)

drills = Table(
    "drills",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Id, _ref("people.id"), nullable=False),
    Column("local_day", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("planned_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("interview", String(64), ForeignKey("interviews.id", ondelete="SET NULL")),
    UniqueConstraint("person", "local_day"),
    _one_of("state", "planned", "offered", "postponed", "opened", "finished", "skipped", "missed", "empty"),
    Index(None, "due_at", **_where("state IN ('planned', 'postponed')")),
    Index(None, "interview", **_where("interview IS NOT NULL")),
    **NUMBERED,
)

plans = Table(
    "plans",
    metadata,
    Column("person", Id, _ref("people.id"), primary_key=True),
    Column("day", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
)

difficulties = Table(
    "difficulties",
    metadata,
    Column("question", String(128), primary_key=True),
    Column("marks", Float, nullable=False),  # what it costs more than a question of middle difficulty
    Column("people", Integer, nullable=False),  # whose answers it was learned from
    Column("at", Instant, nullable=False),
)

# -- groups ----------------------------------------------------------------------------------------------------------

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
    Column("group", Id, _ref("groups.id"), primary_key=True),
    Column("person", Id, _ref("people.id"), primary_key=True),
    Column("joined_at", Instant, nullable=False),
    Index(None, "person"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("group", Id, _ref("groups.id"), index=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("uses_left", Integer),  # NULL: any number
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group", Id, _ref("groups.id"), index=True),
    Column("person", Id, _ref("people.id"), index=True),
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
    Column("chat", Id, _ref("chats.id"), nullable=False),
    Column("question", String(128), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    ForeignKeyConstraint(["question", "revision"], ["revisions.question", "revisions.revision"]),
    _one_of("state", "open", "closed", "told"),
    Index("uq_quizzes_open", "chat", unique=True, **_where("state = 'open'")),
    Index(None, "closes_at", **_where("state <> 'told'")),
    **NUMBERED,
)

quiz_answers = Table(
    "quiz_answers",
    metadata,
    Column("quiz", Id, _ref("quizzes.id"), primary_key=True),
    Column("person", Id, _ref("people.id"), primary_key=True),
    Column("interview", String(64), _ref("interviews.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Index(None, "person"),
)

# -- queues ----------------------------------------------------------------------------------------------------------

tasks = Table(
    "tasks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("key", String(192), nullable=False),
    Column("person", Id, _ref("people.id"), index=True),
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
    _one_of("state", "waiting", "done", "failed"),
    Index("ix_tasks_waiting", "run_at", "id", **_where("state = 'waiting'")),
    **NUMBERED,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat", Id, _ref("chats.id"), nullable=False),
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
    _one_of("state", "waiting", "sent", "failed"),
    Index("ix_outbox_waiting", "lane", "id", **_where("state = 'waiting'")),
    Index("ix_outbox_chat_waiting", "chat", "id", **_where("state = 'waiting'")),
    Index(None, "chat", "turn_key"),
    **NUMBERED,
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger),  # Telegram's number; NULL when the update belongs to no chat
    Column("sender", BigInteger),
    Column("payload", JSON),  # NULL once handled: an answer has one home
    Column("received_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String(64)),
    Column("lease_until", Instant),
    Column("done_at", Instant),
    Column("error", Said, nullable=False),
    Index("ix_inbox_waiting", "update_id", **_where("done_at IS NULL")),
    Index("ix_inbox_chat_waiting", "chat", "update_id", **_where("done_at IS NULL")),
    Index(None, "received_at"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Instant, nullable=False),
)
