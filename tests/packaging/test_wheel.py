"""The built wheel is whole: an interview, a grade and a picture from it, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.contradiction import PAIRS, TEXTS, TOKENIZER, USES
from testing.program import environment
from testing.until import DEADLINE

FILES = (TEXTS, PAIRS, TOKENIZER, USES)
ROOT = Path(__file__).parents[2]
FROM_THE_WHEEL = "import cli.main, sys; print(cli.main.__file__, file=sys.stderr); cli.main.main()"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(built, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def run(installed: Path, folder: Path, *arguments: str, stdin: str = "") -> str:
    env = os.environ | environment(folder) | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-c", FROM_THE_WHEEL, *arguments]
    done = subprocess.run(
        command, input=stdin, capture_output=True, text=True, cwd=folder, env=env, timeout=DEADLINE, check=False
    )
    assert done.stderr.startswith(str(installed)), done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_interview_a_grade_and_a_picture(installed: Path, tmp_path: Path) -> None:
    said = run(
        installed, tmp_path, "chat", "--language", "zh", "--questions", "1", stdin="显存随长度增长。\n\n/check\n/stop\n"
    )
    assert "第 1/1 题" in said
    line = '{"id": 1, "lang": "zh", "question_id": "attn-kv-cache", "answer": "不知道"}\n'
    assert '"graded_by": "triage"' in run(installed, tmp_path, "grade", stdin=line)
    run(installed, tmp_path, "report", "--person", "me", "--format", "png", "--output", str(tmp_path / "report.png"))
    assert (tmp_path / "report.png").read_bytes().startswith(b"\x89PNG")
    run(installed, tmp_path, "bank", "lint")
    assert {path.name for path in (installed / "grader" / "contradiction_model").iterdir()} >= set(FILES)


def test_tests_and_benchmarks_stay_out(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if path.is_dir() and "dist-info" not in path.name} == {
        "app", "bot", "cli", "grader", "interview", "migrations", "questions", "reports", "runner", "serving", "storage", "texts",
        "web",
    }  # fmt: skip
