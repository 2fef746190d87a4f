"""Unit tests reach nothing outside their process: a connection, a database file or another program fails the test."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from testing.logs import plain

settings.register_profile("unit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
plain()
settings.load_profile("unit")  # the machine may be busy

OUTSIDE = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "sqlite3.connect", "subprocess.Popen"})
_reached: list[str] = []


def _notice(event: str, _: tuple[object, ...]) -> None:
    if event in OUTSIDE and threading.current_thread() is threading.main_thread():
        _reached.append(event)


sys.addaudithook(_notice)


@pytest.fixture(autouse=True)
def inside() -> Iterator[None]:
    """Fails a test during which the process reached outside."""
    _reached.clear()
    yield
    assert _reached == [], "a unit test reaches nothing outside its process"
