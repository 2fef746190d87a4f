"""`interviewer report`, run as a person runs it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from questions.model import Question
from reports.tables import BOM
from storage.chats import Chat
from testing.histories import Program, history, person, within


def test_a_person_is_reported_in_every_format(
    program: Program, sqlite_url: str, some: list[Question], tmp_path: Path
) -> None:
    async def me(tx: Any) -> None:
        chat, _ = await person(tx, "me", name="me")
        await history(tx, chat, some, 30, end=datetime.now(UTC))

    within(sqlite_url, me)
    assert "首答" in program("report", "--person", "me", LANGUAGE="zh").out
    said = program("report", "--person", "me")
    assert said.code == 0 and "First answer" in said.out and "softmax" in said.out  # one's own terminal
    assert program("report", "--person", "me", "--format", "html").out.startswith("<!doctype html>")
    assert json.loads(program("report", "--person", "me", "--format", "json").out)["answers"] == 30
    assert program("report", "--person", "me", "--format", "csv").out.startswith(BOM + "topic,")
    assert program("report", "--person", "me", "--format", "anki").out.startswith("#separator:tab\n")
    file = tmp_path / "r.png"
    assert program("report", "--person", "me", "--format", "png", "--output", str(file)).code == 0
    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 1, "interviewer chat"),
        (["--person", "a", "--group", "b"], 2, "either --person or --group"),
        (["--person", "nobody"], 1, "nobody called 'nobody'"),
        (["--group", "none"], 1, "no group 'none'"),
        (["--person", "a", "--format", "pdf"], 2, "'pdf' is not known here"),
        (["--group", "a", "--format", "png"], 2, "'png' is not known here"),
        (["--person", "Ann", "--output", "/nowhere/at/all"], 2, "cannot be written"),
    ],
)
def test_wrong_use_is_one_clear_line(
    program: Program, group: dict[str, Chat], arguments: list[str], code: int, words: str
) -> None:
    ran = program("report", *arguments)
    assert (ran.code, ran.out) == (code, "") and words in ran.err and ran.err.count("\n") == 1


def test_an_administrator_reads_scores_and_no_answers(program: Program, group: dict[str, Chat]) -> None:
    for form in ("text", "html", "json", "csv", "anki"):
        ran = program("report", "--person", "Ann", "--format", form)
        assert ran.code == 0 and "softmax</b>" not in ran.out and "softmax&lt;" not in ran.out, form
        assert "没有说到根号" not in ran.out, form  # a judge's reason tells what was said
        ran = program("report", "--group", "Readers", "--format", form) if form != "anki" else ran
        assert ran.code == 0 and "softmax</b>" not in ran.out and "softmax&lt;" not in ran.out, form


def test_a_group_is_told_by_who_is_active_and_what_is_missed(program: Program, group: dict[str, Chat]) -> None:
    told = json.loads(program("report", "--group", "Readers", "--format", "json").out)
    assert told["active"] == 1 and [m["name"] for m in told["members"] if m["went_quiet"]] == ["Bob"]
    assert set(told["marks"]) == {"judge", "self"}
    assert {topic["mean"] for topic in told["marks"]["self"]["topics"]} == {10.0}
    assert len(told["marks"]["judge"]["most_missed"]) == 10
    said = program("report", "--group", "Readers").out
    assert "1 of 4 members active in 7 days" in said
    quiet = said[said.index("Went quiet") :]
    assert quiet.index("Bob, last answer") < quiet.index("Cy, no answer yet")
    rows = list(csv.reader(io.StringIO(program("report", "--group", "Readers", "--format", "csv").out, newline="")))
    assert rows[1][1] == "Ann" and any(row[1].startswith("'=cmd") for row in rows)
    assert program("report", "--group", "Readers", "--format", "html").out.count("<section>") >= 5
