"""Forty answers through the real processes while they are killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_no_answer_is_lost_and_nothing_is_done_twice(database: str, request: pytest.FixtureRequest) -> None:
    command = [sys.executable, "-m", "benchmarks.crashes", "--short", "--database", database]
    server = {"TEST_POSTGRES_URL": request.getfixturevalue("postgres_server")} if database == "postgres" else {}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | server, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-4000:]
    figures = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", done.stdout, re.MULTILINE))
    assert figures["messages of answers"] == "40"
    assert int(figures["SIGKILLs"]) >= 3
