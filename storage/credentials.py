"""What people show to come in to their page: sessions, links spent once, re-entry codes, spent sign-ins by Telegram.

Only digests are kept: whoever reads the database comes in nowhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from storage.dialects import insert
from storage.tables import credentials
from storage.transaction import Tx

Kind = Literal["session", "link", "code", "telegram"]


@dataclass(frozen=True, slots=True)
class Credential:
    person: int
    made_at: datetime
    expires_at: datetime | None


def digest(shown: str) -> str:
    """By which something is known that is not kept itself."""
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()


def _valid(shown: str, kind: Kind, now: datetime) -> ColumnElement[bool]:
    lasting = or_(credentials.c.expires_at.is_(None), credentials.c.expires_at > now)
    return and_(credentials.c.digest == digest(shown), credentials.c.kind == kind, lasting)


async def put(tx: Tx, shown: str, person: int, kind: Kind, now: datetime, expires_at: datetime | None) -> bool:
    """Keeps it; False when it was kept before."""
    row = {"digest": digest(shown), "person": person, "kind": kind, "made_at": now, "expires_at": expires_at}
    kept = insert(tx, credentials).values(row).on_conflict_do_nothing().returning(credentials.c.digest)
    return (await tx.execute(kept)).first() is not None


async def find(tx: Tx, shown: str, kind: Kind, now: datetime) -> Credential | None:
    """What somebody shows, as long as it holds."""
    row = (await tx.execute(select(credentials).where(_valid(shown, kind, now)))).first()
    return Credential(row.person, row.made_at, row.expires_at) if row else None


async def spend(tx: Tx, shown: str, kind: Kind, now: datetime) -> int | None:
    """The person of something that is good once, which it was; None when it does not hold (any more)."""
    spent = delete(credentials).where(_valid(shown, kind, now)).returning(credentials.c.person)
    return (await tx.execute(spent)).scalar()


async def extend(tx: Tx, shown: str, until: datetime) -> None:
    """From now on it holds up to an instant."""
    await tx.execute(update(credentials).where(credentials.c.digest == digest(shown)).values(expires_at=until))


async def drop(tx: Tx, person: int, kind: Kind) -> None:
    """Nothing of this kind holds for a person any more."""
    await tx.execute(delete(credentials).where(credentials.c.person == person, credentials.c.kind == kind))


async def tidy(tx: Tx, now: datetime) -> None:
    """Drops what holds no more."""
    await tx.execute(delete(credentials).where(credentials.c.expires_at <= now))
