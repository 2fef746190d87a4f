"""What the program tells its operator: one line per event on stderr, as text or JSON, never with a secret in it."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from bot.settings import Settings


def configure(settings: Settings) -> None:
    """Sets up our own log and that of the libraries we use, which speak only of trouble."""
    secrets = [s.get_secret_value() for s in (settings.telegram_token, settings.judge_api_key, settings.webhook_secret)]

    def hide(_: Any, __: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
        return {key: _without(value, [s for s in secrets if s]) for key, value in event.items()}

    level = logging.getLevelNamesMapping()[settings.log_level]
    text = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    last = structlog.processors.JSONRenderer(ensure_ascii=False) if settings.log_format == "json" else text
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hide,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )


def _without(value: object, secrets: list[str]) -> object:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "***")
    return value
