"""`interviewer grade` answers while it reads, tells a terminal how far it is, and goes on where it was stopped."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
from pathlib import Path

import pexpect

from testing.program import INTERVIEWER, environment
from testing.until import DEADLINE, until
from tests.commands.test_grading import BANK, LINE, lines


def test_an_answer_is_graded_while_the_pipe_stays_open(tmp_path: Path) -> None:
    command = [INTERVIEWER, "grade"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment(tmp_path), cwd=tmp_path, **pipes) as grading:
        assert grading.stdin and grading.stdout and grading.stderr
        for number, line in enumerate((LINE, BANK, b"no json\n")):
            grading.stdin.write(lines(line))
            grading.stdin.flush()
            assert json.loads(grading.stdout.readline())["id"] == ("one", "two", None)[number]
        grading.stdin.close()
        assert grading.wait(DEADLINE) == 1
        assert grading.stderr.read() == b""


def test_what_was_stopped_is_kept_and_gone_on_with(tmp_path: Path) -> None:
    given, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_bytes(lines(LINE, b"\n", BANK, LINE))
    unfinished = output.with_name("out.jsonl.unfinished")
    env = environment(tmp_path)
    grading = subprocess.Popen(
        [INTERVIEWER, "grade", "--output", str(output)],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=tmp_path,
    )  # fmt: skip
    assert grading.stdin and grading.stderr
    grading.stdin.write(lines(LINE, b"\n"))
    grading.stdin.flush()
    asyncio.run(until(lambda: unfinished.exists() and unfinished.read_bytes().endswith(b"\n")))
    grading.send_signal(signal.SIGINT)
    assert grading.wait(DEADLINE) == 130
    said = grading.stderr.read().decode()
    assert "1 answer" in said and "--resume" in said and str(unfinished) in said
    unfinished.write_bytes(unfinished.read_bytes() + b'{"id": "half a li')
    again = [INTERVIEWER, "grade", "--input", str(given), "--output", str(output), "--resume"]
    assert subprocess.run(again, env=env, cwd=tmp_path, check=False).returncode == 0
    assert [json.loads(line)["id"] for line in output.read_text().splitlines()] == ["one", "two", "one"]
    assert not unfinished.exists()


def test_a_terminal_is_told_how_far_the_command_is(tmp_path: Path) -> None:
    with pexpect.spawn(
        INTERVIEWER, ["bank", "lint"], env=environment(tmp_path), cwd=str(tmp_path), encoding="utf-8", timeout=DEADLINE
    ) as lints:
        lints.expect(r"\d+ of \d+")
        lints.expect_exact("\r\x1b[K")
        lints.expect("0 errors")
