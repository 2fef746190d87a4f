"""No edit of a curator's is lost to an import or an approval unless they have seen both and said so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pexpect
import pytest

from questions.format import from_json, parse, to_json
from testing.bank_command import MINE, Bank, put, within
from testing.program import INTERVIEWER, environment
from testing.until import DEADLINE

OTHER = from_json(to_json(MINE) | {"level": 5})


def test_an_import_leaves_an_edit_on_a_pipe_and_takes_the_rest(tmp_path: Path, bank: Bank) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    coming = tmp_path / "coming"
    coming.mkdir()
    put(coming, OTHER, "a.yaml")
    put(
        coming,
        from_json(to_json(MINE) | {"id": "other", "question": {"zh": "另一题？", "en": "Another one?"}}),
        "b.yaml",
    )
    assert bank("import", coming, "--dry-run").code == 0
    ran = bank("import", coming)
    assert ran.code == 1
    assert f"-level: {MINE.level}" in ran.err and "+level: 5" in ran.err
    assert parse(bank("show", "mine").out) == MINE
    assert bank("show", "other").code == 0
    assert bank("import", coming, "--replace").code == 0
    assert parse(bank("show", "mine").out) == OTHER


def test_an_edit_of_a_draft_and_a_retired_question_are_edits_too(tmp_path: Path, bank: Bank) -> None:
    bank("add", "--draft", "--file", put(tmp_path, MINE))
    assert bank("import", "--draft", put(tmp_path, OTHER, "o.yaml")).code == 1
    assert parse(bank("show", "mine").out) == MINE
    assert bank("approve", "mine").code == 0
    bank("retire", "mine")
    assert bank("import", tmp_path / "o.yaml").code == 1
    assert parse(bank("show", "mine").out) == MINE


def test_an_approval_leaves_an_edit_on_a_pipe(tmp_path: Path, bank: Bank) -> None:
    bank("add", "--file", put(tmp_path, MINE))
    bank("import", "--draft", put(tmp_path, OTHER, "o.yaml"))
    ran = bank("approve", "mine")
    assert (ran.code, ran.out, "+level: 5" in ran.err) == (1, "", True)
    assert parse(bank("show", "mine").out) == MINE
    assert bank("approve", "mine", "--replace").code == 0
    assert parse(bank("show", "mine").out) == OTHER


@pytest.mark.parametrize(("typed", "kept"), [("n", MINE.level), ("y", 5)])
def test_in_a_terminal_both_are_shown_and_the_person_is_asked(
    tmp_path: Path, sqlite_url: str, typed: str, kept: int
) -> None:
    def bank(*arguments: object) -> str:
        return within(tmp_path, arguments, DATABASE_URL=sqlite_url).out

    bank("add", "--file", put(tmp_path, MINE))
    env = environment(tmp_path, DATABASE_URL=sqlite_url)
    arguments = ["bank", "import", str(put(tmp_path, OTHER, "o.yaml"))]
    asks = pexpect.spawn(INTERVIEWER, arguments, env=env, cwd=str(tmp_path), encoding="utf-8", timeout=DEADLINE)
    asks.expect_exact("+level: 5")
    asks.expect_exact("[y/N]")
    asks.sendline(typed)
    asks.expect(pexpect.EOF)
    assert parse(bank("show", "mine")).level == kept


def test_a_question_with_errors_is_not_asked(tmp_path: Path, bank: Bank) -> None:
    unsourced = replace(MINE, sources=())
    ran = bank("add", "--file", put(tmp_path, unsourced))
    assert ran.code == 1
    assert "error: mine: sources: are missing" in ran.err
    assert "mine" not in bank("list").out.split()
    assert "mine" in bank("drafts").out
    refused = bank("approve", "mine")
    assert (refused.code, "sources: are missing" in refused.err) == (1, True)
    assert bank("approve", "mine", "--anyway").code == 0
    assert "mine" in bank("list").out.split()
