"""Structured logs on stderr, without answers' text and without secrets."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Any, Literal

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN = re.compile(r"\b\d{6,12}:[A-Za-z0-9_-]{30,}")  # what a Telegram token looks like, in addresses too
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
TALKATIVE = ("httpx", "httpcore", "telegram", "apscheduler", "aiohttp.access", "alembic")  # httpx logs whole addresses


def configure(level: str, form: Literal["text", "json"], secrets: tuple[str, ...] = ()) -> None:
    """Sends every log line of the process through one chain; `secrets` are struck out wherever they turn up."""
    hidden = tuple(secret for secret in secrets if len(secret) >= 4)

    def struck(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        return {name: _struck(value, hidden) for name, value in line.items()}

    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        struck,
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


def _struck(value: Any, secrets: tuple[str, ...]) -> Any:
    if not isinstance(value, str):
        return value
    for secret in secrets:
        value = value.replace(secret, "…")
    return CREDENTIALS.sub("…@", TOKEN.sub("…", value))
