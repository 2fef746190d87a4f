"""A Postgres database for the length of a module."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from testing.databases import address


@pytest.fixture(scope="module")
def fuzz_postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    name = f"fuzz_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {postgres_template}".encode())
        yield address(postgres_server, name)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
