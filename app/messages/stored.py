"""Messages as the outbox keeps them: JSON in an envelope that names its version.

A change of the form needs another version and a migration that brings waiting rows to it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import structlog
from pydantic import TypeAdapter, ValidationError

from app.messages.values import Envelope, Message
from questions.errors import InterviewerError

VERSION = 1
log = structlog.get_logger()


class UnreadableMessageError(InterviewerError):
    """A stored message is of another version or not of the form it names; the text says which."""


@cache
def _envelopes() -> TypeAdapter[Envelope]:
    return TypeAdapter(Envelope)


def pack(said: Message | Envelope) -> dict[str, Any]:
    """The stored form of a message, of version VERSION."""
    envelope = said if isinstance(said, Envelope) else Envelope(said)
    return {"version": VERSION, **_envelopes().dump_python(envelope, mode="json")}


def unpack(payload: dict[str, Any]) -> Envelope:
    """A message from its stored form; raises UnreadableMessageError."""
    if payload.get("version") != VERSION:
        raise UnreadableMessageError(f"a stored message has the version {payload.get('version')!r}, not {VERSION}")
    try:
        return _envelopes().validate_python(payload)
    except ValidationError as error:
        raise UnreadableMessageError(f"a stored message cannot be read: {_places(error)}") from None


def _places(error: ValidationError) -> str:
    """Where it differs; without its values, which may be a person's words."""
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in error.errors(include_input=False))


def read(payload: dict[str, Any]) -> Envelope | None:
    """The same; None, with a warning in the log, for one that cannot be read."""
    try:
        return unpack(payload)
    except UnreadableMessageError as error:
        log.warning("a stored message cannot be read", why=str(error))
        return None
