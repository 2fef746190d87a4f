"""One tiny model and one judge server for all tests that only ask; those that break a server start their own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vllm.install import FOLDER
from tests.vllm.server import Running, judge_flags, started, vllm

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random model, made with the libraries of the server's own environment."""
    vllm()
    folder = tmp_path_factory.mktemp("model") / "tiny"
    subprocess.run([str(FOLDER / "bin" / "python"), "-m", "tests.vllm.tiny_model", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="session")
def judge(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A judge server that all tests share."""
    with started(tiny_model, judge_flags(), tmp_path_factory.mktemp("vllm") / "judge.log") as running:
        yield running
