"""What people try without reading: --version, -h, Tab, --json, --no-color, a pager, --dry-run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from testing.bank_command import MINE, Bank, put, within
from testing.program import INTERVIEWER, Ran, environment, run
from testing.until import DEADLINE

HEAVY = ("torch", "telegram", "sqlalchemy", "matplotlib", "numpy", "yaml", "aiohttp", "rich")  # typer takes pydantic
IMPORTED = f"""
import sys
from cli.main import main
sys.argv = ["interviewer"]
try:
    main()
except SystemExit:
    pass
print("\\n" + " ".join(name for name in {HEAVY!r} if name in sys.modules))
"""


def completed(folder: Path, *typed: str, program: tuple[str, ...] = (INTERVIEWER,)) -> list[str]:
    """What bash would offer behind these words, the last of which is begun."""
    asked = {
        "COMP_WORDS": " ".join(("interviewer", *typed)),
        "COMP_CWORD": str(len(typed)),
        "_INTERVIEWER_COMPLETE": "complete_bash",
    }
    env = environment(folder) | asked
    done = subprocess.run(program, env=env, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.split("\n")


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """Runs `interviewer bank` with these arguments over an empty database."""
    return lambda *arguments, **settings: within(tmp_path, arguments, **settings)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("ba",), "bank"),
        (("chat", "--mo"), "--mode"),
        (("chat", "--mode", "e"), "exam"),
        (("chat", "--topic", "rag-ch"), "rag-chunking"),
        (("chat", "--topic", "atten"), "attention"),
        (("chat", "--topic", "注"), "注意力与长上下文"),
        (("bank", "show", "rag-ch"), "rag-chunking"),
        (("code", "run", "hand-softmax-"), "hand-softmax-grad"),
    ],
)
def test_tab_knows_commands_options_and_ids(tmp_path: Path, typed: tuple[str, ...], offered: str) -> None:
    assert offered in completed(tmp_path, *typed)


def test_tab_knows_people_and_drafts_and_loads_nothing_heavy(tmp_path: Path) -> None:
    draft = put(tmp_path, MINE)
    assert run(tmp_path, "bank", "add", "--draft", "--file", str(draft)).code == 0
    run(tmp_path, "chat", "--language", "en", "--person", "Ann Lee", "--questions", "1", "--topic", "rag-chunking")
    assert "mine" in completed(tmp_path, "bank", "approve", "m")
    assert "Ann Lee" in completed(tmp_path, "people", "show", "A")
    assert "#1" in completed(tmp_path, "people", "show", "#")
    python = (sys.executable, "-c", IMPORTED)
    *offered, heavy = completed(tmp_path, "bank", "show", "rag-ch", program=python)[:-1]
    assert "rag-chunking" in offered
    assert heavy == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_for_shells_are_printed(tmp_path: Path, shell: str) -> None:
    env = environment(tmp_path) | {"_INTERVIEWER_COMPLETE": f"source_{shell}"}
    done = subprocess.run([INTERVIEWER], env=env, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert f"_INTERVIEWER_COMPLETE=complete_{shell}" in done.stdout


def test_tables_can_be_had_as_json(tmp_path: Path, bank: Bank) -> None:
    bank("add", "--draft", "--file", put(tmp_path, MINE))

    def read(ran: Ran) -> object:
        return json.loads(ran.out)

    assert read(bank("drafts", "--json")) == [
        {"id": "mine", "lacks": [], "question": json.loads(bank("show", "mine", "--json").out)}
    ]
    assert read(bank("reports", "--json")) == []
    (found,) = read(bank("similar", "flash attention 为什么快", "--json"))  # type: ignore[misc]  # a list, by what it holds
    assert "attn-flash" in [near["id"] for near in found["nearest"]]
    assert read(bank("lint", put(tmp_path, MINE, "mine.yaml"), "--json")) == []


def test_lists_are_narrowed(tmp_path: Path, bank: Bank) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    bank("retire", "rag-chunking")

    def ids(*arguments: str) -> set[str]:
        return {question["id"] for question in json.loads(bank("list", "--json", *arguments).out)}

    assert ids("--retired") == {"rag-chunking"}
    assert "rag-chunking" not in ids()
    assert ids("--reviewed") | ids("--unreviewed") == ids()
    assert "mine" in ids("--unreviewed") and "mine" not in ids("--reviewed")
    assert ids("--language", "both") == ids("--language", "zh") & ids("--language", "en")
    assert bank("list", "--language", "fr").code == 2


def test_a_trial_leaves_the_database_as_it_is(tmp_path: Path) -> None:
    run(tmp_path, "chat", "--language", "en", "--person", "ann", "--questions", "1", "--topic", "rag-chunking")
    before = run(tmp_path, "people", "list", "--json").out
    for arguments in (
        ("people", "forget", "ann"), ("people", "invite", "--group", "g"),
        ("people", "assign", "--topic", "rag", "--by", "2099-01-01", "--person", "ann"), ("drills", "run-due"),
        ("db", "upgrade"),
    ):  # fmt: skip
        ran = run(tmp_path, *arguments, "--dry-run")
        assert (ran.code, "Only tried, nothing is kept" in ran.out) == (0, True), (arguments, ran.err)
    assert run(tmp_path, "people", "list", "--json").out == before
    saved = run(tmp_path, "db", "backup", "b.db")
    assert saved.code == 0, saved.err
    assert run(tmp_path, "db", "restore", "b.db", "--dry-run").code == 1
    assert run(tmp_path, "db", "restore", "b.db", "--replace", "--dry-run").code == 0
    assert not list(tmp_path.glob("*.replaced"))


def test_a_long_list_is_paged_on_a_terminal_alone(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\nexec cat >/dev/null\n")
    pager.chmod(0o755)
    env = environment(tmp_path) | {"PAGER": str(pager)}
    arguments = ["bank", "list"]
    with pexpect.spawn(INTERVIEWER, arguments, env=env, cwd=str(tmp_path), encoding="utf-8", timeout=DEADLINE) as lists:
        lists.expect_exact("PAGED")
        lists.expect(r"\d+ questions")
    piped = subprocess.run([INTERVIEWER, *arguments], env=env, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "PAGED" not in piped.stdout


@pytest.mark.parametrize(("arguments", "variables", "coloured"), [
    (("-h",), {}, True), (("--no-color", "-h"), {}, False), (("-h",), {"NO_COLOR": "1"}, False),
])  # fmt: skip
def test_colours_are_left_out_where_nobody_wants_them(
    tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], coloured: bool
) -> None:
    env = environment(tmp_path) | {"TERM": "xterm-256color"} | variables
    env.pop("NO_COLOR", None) if not variables else None
    told = pexpect.run(" ".join([INTERVIEWER, *arguments]), env=env, cwd=str(tmp_path), encoding="utf-8")
    assert "chat" in told
    assert ("\x1b[3" in told or "\x1b[1;3" in told) is coloured
