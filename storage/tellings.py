"""What somebody is telling over several messages, until they say that this is all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select, update

from storage.dialects import Row, insert, locked
from storage.tables import tellings
from storage.transaction import Tx


class TellingKind(StrEnum):
    """What is being told."""

    PROJECT = "project"  # a new project, or more of one
    RETELL = "retell"  # a project from the beginning, in place of what was told before
    AIM = "aim"  # what somebody prepares for
    DEBRIEF = "debrief"  # what was asked in a real interview


@dataclass(frozen=True, slots=True)
class Telling:
    """subject: the number of what it belongs to, None for something new. named: what was said about it beforehand.

    listening: plain messages still belong to it. at: of the last message.
    """

    about: TellingKind
    subject: int | None
    named: str
    text: str
    parts: int
    listening: bool
    at: datetime


async def begin(
    tx: Tx, chat: int, about: TellingKind, now: datetime, *, subject: int | None = None, named: str = ""
) -> None:
    """From now on plain messages of this chat are told; it replaces what was being told before."""
    row: Row = {"chat": chat, "about": about.value, "subject": subject, "named": named, "text": "", "parts": 0}
    row |= {"listening": True, "at": now}
    await tx.execute(insert(tx, tellings).values(row).on_conflict_do_update(index_elements=["chat"], set_=row))


async def of(tx: Tx, chat: int) -> Telling | None:
    """What is being told in a chat; locked in a transaction that writes."""
    query = locked(tx, select(tellings).where(tellings.c.chat == chat), tellings)
    row = (await tx.execute(query)).first()
    if row is None:
        return None
    return Telling(TellingKind(row.about), row.subject, row.named, row.text, row.parts, row.listening, row.at)


async def listens(tx: Tx, chat: int, since: datetime) -> bool:
    """Whether plain messages of a chat are told: something was said about it since an instant."""
    query = select(tellings.c.chat).where(tellings.c.chat == chat, tellings.c.listening, tellings.c.at > since)
    return (await tx.execute(query)).first() is not None


async def add(tx: Tx, chat: int, told: Telling, text: str, now: datetime) -> Telling:
    """One more message."""
    more = replace(told, text="\n".join(filter(None, [told.text, text])), parts=told.parts + 1, at=now)
    values = {"text": more.text, "parts": more.parts, "at": now}
    await tx.execute(update(tellings).where(tellings.c.chat == chat).values(values))
    return more


async def pause(tx: Tx, chat: int) -> None:
    """Plain messages are told no longer; what was told waits."""
    await tx.execute(update(tellings).where(tellings.c.chat == chat, tellings.c.listening).values(listening=False))


async def end(tx: Tx, chat: int) -> None:
    await tx.execute(delete(tellings).where(tellings.c.chat == chat))
