"""A Postgres database for the length of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from testing.postgres import database


@pytest.fixture(scope="module")
def shared_postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    with database(postgres_server, postgres_template) as url:
        yield url
