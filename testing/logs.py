"""Log lines of tests that configure none: plain tracebacks, since rich ones with every local value take seconds each."""

from __future__ import annotations

import structlog


def plain() -> None:
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, renderer])
