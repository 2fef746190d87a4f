"""Structured logs on stderr, without answers' text and without secrets."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Any, Literal

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}")  # what a Telegram token looks like, in addresses too
CREDENTIALS = re.compile(r"(?<=://)[^/\s]+@")
SHORTEST = 4  # characters of a secret that can be told from ordinary words
TALKATIVE = ("httpx", "httpcore", "telegram", "apscheduler", "aiohttp.access", "alembic")  # httpx logs whole addresses


def configure(level: str, form: Literal["text", "json"], secrets: tuple[str, ...] = ()) -> None:
    """Sends every log line of the process through one chain; `secrets` are struck out wherever they turn up."""

    def strike(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        return {name: _shown(value, secrets) for name, value in line.items()}

    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        strike,
    ]
    written = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, written],
            foreign_pre_chain=before,
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _shown(value: Any, secrets: tuple[str, ...]) -> Any:
    """A value of a line: numbers as they are, everything else as its text without secrets."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return without_secrets(value if isinstance(value, str) else repr(value), secrets)


def without_secrets(text: str, secrets: tuple[str, ...]) -> str:
    """The text with every secret struck out, and with whatever looks like a token or a password in an address."""
    for secret in secrets:
        if len(secret) >= SHORTEST:
            text = text.replace(secret, "…")
    return CREDENTIALS.sub("…@", TOKEN.sub("…", text))
