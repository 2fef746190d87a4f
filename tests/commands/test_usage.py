"""Wrong usage and broken surroundings: one clear line, the right exit code, never a traceback."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from testing.program import INTERVIEWER, environment, run
from testing.until import DEADLINE

HEAVY = ("torch", "telegram", "sqlalchemy", "matplotlib", "sentence_transformers", "pydantic", "numpy")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--topic", "atention"), "attention"),
        (("--language", "fr"), "--language"),
        (("--mode", "easy"), "--mode"),
        (("--format", "xml"), "--format"),
        (("--questions", "0"), "--questions"),
    ],
)
def test_wrong_options_end_with_two_and_say_which(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = run(tmp_path, "chat", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chat", "--level", "9"), "--level"),
        (("chat", "extra"), "extra"),
        (("nosuch",), "nosuch"),
        (("bank", "show"), "Missing argument 'id'"),
        (("bank", "list", "--format", "xml"), "--format"),
        (("people", "list", "--format", "xml"), "--format"),
        (("appeals", "list", "--format", "xml"), "--format"),
        (("bank", "export", "out.pdf"), "pdf"),
    ],
)
def test_what_the_command_line_does_not_know_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = run(tmp_path, *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_wrong_line_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# mine\nINTERVIEWER_TIMEZONE=Mars/Olympus\nno assignment\n", encoding="utf-8")
    ran = run(tmp_path, "people", "list")
    assert ran.code == 2
    assert "INTERVIEWER_TIMEZONE: must be a zone such as Asia/Shanghai (.env, line 2)" in ran.err
    assert ".env, line 3: is no NAME=value and is ignored." in ran.err
    assert "dotenv" not in ran.err


def test_every_wrong_setting_has_its_line(tmp_path: Path) -> None:
    ran = run(tmp_path, "chat", JUDGE_URL="http://localhost:1/", TIMEZONE="Mars/Olympus", DATABASE_URL="mysql://x")
    assert ran.code == 2
    lines = ran.err.strip().splitlines()
    assert len(lines) == 3
    for name in ("INTERVIEWER_JUDGE_URL", "INTERVIEWER_TIMEZONE", "INTERVIEWER_DATABASE_URL"):
        assert any(line.startswith(name) for line in lines)


@pytest.mark.parametrize(
    "url",
    ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////proc/nowhere/interviews.db"],
    ids=["refused", "no folder"],
)
def test_a_database_that_cannot_be_reached_is_one_line(tmp_path: Path, url: str) -> None:
    ran = run(tmp_path, "chat", DATABASE_URL=url)
    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.usefixtures("fresh")
def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("my notes, not a database\n" * 100)
    before = file.read_bytes()
    ran = run(tmp_path, "chat", DATABASE_URL=f"sqlite:///{file}")
    assert ran.code == 1
    assert str(file) in ran.err
    assert file.read_bytes() == before


def test_a_schema_newer_than_the_program_is_refused(tmp_path: Path) -> None:
    run(tmp_path, "chat", stdin="")
    with sqlite3.connect(tmp_path / "interviews.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    connection.close()
    ran = run(tmp_path, "chat")
    assert ran.code == 1
    assert "newer" in ran.err


def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mounted.returncode:
        from testing.needs import needs

        needs("a small file system", "only root may mount one")
    try:
        ran = run(
            tmp_path,
            "chat",
            "--language",
            "en",
            stdin="word " * 15_000 + "\n\n",
            DATABASE_URL=f"sqlite:///{small / 'i.db'}",
        )
        assert ran.code == 1
        assert len(ran.err.strip().splitlines()) == 1
        assert "full" in ran.err
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_broken_question_file_is_named_and_stops_nobody(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "broken.yaml").write_text("id: broken\nlevel: many\n")
    ran = run(tmp_path, "chat", "--language", "en", stdin="/stop\n", BANK=str(own))
    assert ran.code == 0
    assert "broken.yaml" in ran.err
    assert "Question 1/3" in ran.out


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    listing = (
        "import sys; from cli.main import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, timeout=DEADLINE, check=True)
    assert done.stderr.strip() == "[]"


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    pipe = f"{INTERVIEWER} bank list | head -n 1"
    env = environment(tmp_path)
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", pipe], capture_output=True, text=True, timeout=DEADLINE, env=env, check=False
    )
    assert done.returncode == 0
    assert re.fullmatch(r"(\d+ questions\n)?", done.stderr), "said when the list was written before the reader left"


def test_doctor_says_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    ran = run(tmp_path, "doctor", "--json", JUDGE_URL="http://127.0.0.1:1/v1")
    findings = {finding["check"]: finding for finding in json.loads(ran.out)["findings"]}
    assert ran.code == 1
    assert findings["judge"]["state"] == "wrong"
    assert findings["judge"]["do"]
    assert findings["database"]["state"] == "note"
    assert findings["bank"]["state"] == "good"


@pytest.mark.parametrize(
    ("setting", "state", "do"),
    [("none", "note", "INTERVIEWER_RUNNER=auto"), ("unix:/nobody/there", "wrong", "runner.service")],
)
def test_doctor_says_whether_code_is_run(setting: str, state: str, do: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "doctor", "--json", RUNNER=setting)
    (found,) = [finding for finding in json.loads(ran.out)["findings"] if finding["check"] == "code"]
    assert found["state"] == state
    assert do in found["do"]


def test_doctor_knows_who_is_let_in_and_which_setting_is_none(tmp_path: Path) -> None:
    def findings() -> dict[str, str]:
        ran = run(
            tmp_path,
            "doctor",
            "--json",
            TELEGRAM_TOKEN="1:a",
            TELEGRAM_API_URL="http://127.0.0.1:1",
            ADMINS="5",
            JUGE_URL="x",
        )
        return {finding["check"]: finding["said"] for finding in json.loads(ran.out)["findings"]}

    before = findings()
    assert before["access"] == "the bot is open to everybody", "administrators alone close nothing"
    assert before["settings"] == "INTERVIEWER_JUGE_URL: is no setting"
    run(tmp_path, "people", "invite")
    assert "only" in findings()["access"]


def test_setup_keeps_what_else_the_file_says_and_mends_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# my notes\nINTERVIEWER_TIMEZONE=Mars\nPOSTGRES_PASSWORD=p\n")
    ran = run(tmp_path, "setup", "--language", "en", stdin="\n\n\nEurope/Berlin\n")
    assert ran.code == 0, ran.err
    assert (tmp_path / ".env").read_text() == "# my notes\nINTERVIEWER_TIMEZONE='Europe/Berlin'\nPOSTGRES_PASSWORD=p\n"
    assert len(ran.out.split("Written:")[0].splitlines()) == 5, "each question on its line"
    assert run(tmp_path, "setup", "--language", "fr").code == 2


def test_setup_takes_a_judge_by_its_name_and_tells_the_worst_day(tmp_path: Path) -> None:
    said = "\n".join(["", "", "Ollama", "", "qwen3:14b", "2000000", "Asia/Shanghai"]) + "\n"
    ran = run(tmp_path, "setup", "--language", "zh", stdin=said)
    written = (tmp_path / ".env").read_text()
    assert "INTERVIEWER_JUDGE_URL='http://127.0.0.1:11434/v1'" in written
    assert "INTERVIEWER_JUDGE_MODEL='qwen3:14b'" in written and "KEY" not in written
    assert "2,000,000 个 token；按每百万 1 元算是 2.00 元" in ran.out
    without = run(tmp_path, "setup", "--language", "en", stdin="\n\n\n\n\nlots\n0\n\n")
    assert "JUDGE_TOKENS_PER_DAY" in without.out and "1,500,000 tokens for each person" in without.out


def test_setup_shows_no_token_while_it_is_typed_and_keeps_the_file_to_its_owner(tmp_path: Path) -> None:
    env = environment(tmp_path, TELEGRAM_API_URL="http://127.0.0.1:9")
    with pexpect.spawn(
        INTERVIEWER, ["setup", "--language", "zh"], env=env, cwd=str(tmp_path), encoding="utf-8", timeout=DEADLINE
    ) as setup:
        setup.expect_exact("@BotFather")
        setup.waitnoecho()
        setup.sendline("123456:secret-secret-secret-secret-secret")
        for answer in ("", "", "Asia/Shanghai"):
            setup.expect(": ")
            setup.sendline(answer)
        setup.expect(pexpect.EOF)
        assert "secret-secret" not in setup.before
    file = tmp_path / ".env"
    assert "secret-secret" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
