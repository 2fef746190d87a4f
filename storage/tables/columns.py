"""What every table is made of.

Names of constraints come from one convention, so that a migration can name what it changes. Strings with a closed set
of values carry a named CHECK. Points in time are `Instant`: aware UTC, naive ones are refused.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    TypeDecorator,
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


def ref(to: str, **options: Any) -> ForeignKey:
    """A reference that goes with what it refers to."""
    return ForeignKey(to, ondelete="CASCADE", **options)


def one_of(column: str, *values: str) -> CheckConstraint:
    """The column holds one of these values."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(v) for v in values)})", name=column)


def where(condition: str) -> dict[str, Any]:
    """Makes an index one of the rows under a condition only."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


# Spelt out, because a bound value keeps SQLite from the indexes of what waits.
WAITING: ColumnElement[str] = literal_column("'waiting'")
