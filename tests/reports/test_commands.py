"""`interviewer report`, `people` and `appeals`, run as a person runs them."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.commands.people import described
from bot.reports.tables import BOM
from grader.grade import Verdict
from interview.events import Appealed
from questions.model import Question
from storage import appeals, chats, groups, outbox, people, tasks
from storage.chats import Chat
from storage.database import Database
from tests.program import Ran, run
from tests.reports.world import history, person
from tests.storage.world import NOW, answered, begun, happened

Program = Callable[..., Ran]


@pytest.fixture
def program(tmp_path: Path, sqlite_url: str) -> Program:
    def ran(*arguments: str, **settings: str) -> Ran:
        return run(tmp_path, *arguments, DATABASE_URL=sqlite_url, **{"LANGUAGE": "en"} | settings)

    return ran


def within(url: str, work: Callable[[Any], Awaitable[Any]]) -> Any:
    """Does something in one transaction of the database."""

    async def done() -> Any:
        db = Database.open(url)
        try:
            async with db.write() as tx:
                return await work(tx)
        finally:
            await db.close()

    return asyncio.run(done())


@pytest.fixture
def group(sqlite_url: str, some: list[Question]) -> dict[str, Chat]:
    """The group "Readers" of four: active, quiet, silent for ever, and one called like a formula."""
    now = datetime.now(UTC)

    async def made(tx: Any) -> dict[str, Chat]:
        number, found = await groups.ensure(tx, "Readers", now), {}
        for address, name in (("11", "Ann"), ("12", "Bob"), ("13", "Cy"), ("14", "=cmd|' /C calc'!A0")):
            found[name], who = await person(tx, address, name=name, language="en")
            await groups.join(tx, number, who.id, now)
        await history(tx, found["Ann"], some, 20, end=now, days=10)
        await history(tx, found["Ann"], some, 5, end=now, days=10, source="self", first=10.0)
        await history(tx, found["Bob"], some, 20, end=now - timedelta(days=20), days=10, seed=2)
        return found

    found: dict[str, Chat] = within(sqlite_url, made)
    return found


# -- report ----------------------------------------------------------------------------------------------------------


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
        ([], 2, "--person or --group"),
        (["--person", "a", "--group", "b"], 2, "--person or --group"),
        (["--person", "nobody"], 1, "nobody called 'nobody'"),
        (["--group", "none"], 1, "no group 'none'"),
        (["--person", "a", "--format", "pdf"], 2, "'pdf' is not a format"),
        (["--group", "a", "--format", "png"], 2, "'png' is not a format"),
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


# -- people ----------------------------------------------------------------------------------------------------------


def test_somebody_is_kept_out_and_let_in_again(program: Program, group: dict[str, Chat]) -> None:
    assert program("people", "block", "Bob").out.endswith(" is blocked.\n")
    assert program("people", "block", "Bob").code == 1
    listed = {one["name"]: one["access"] for one in json.loads(program("people", "list", "--format", "json").out)}
    assert listed["Bob"] == "blocked" and listed["Ann"] == "new"
    assigned = program("people", "assign", "--topic", "attention", "--by", "2099-01-01", "--group", "Readers")
    assert "; 3 people are told" in assigned.out
    assert program("people", "unblock", "Bob").code == 0
    assert json.loads(program("people", "list", "--format", "json").out)[1]["access"] == "admitted"


def test_nobody_is_kept_out_of_a_terminal(program: Program) -> None:
    program("chat", "--person", "me")
    ran = program("people", "block", "me")
    assert (ran.code, ran.err.count("\n")) == (1, 1) and "terminal" in ran.err


def test_an_invitation_lets_so_many_into_the_group(program: Program, sqlite_url: str) -> None:
    ran = program("people", "invite", "--group", "New  group", "--uses", "1", "--days", "2")
    token = ran.out.strip().removeprefix("/start ")
    assert ran.code == 0 and "1 person, into the group New group, for 2 days" in ran.err
    assert "only invited people" in ran.err and "only invited" not in program("people", "invite").err
    now = datetime.now(UTC)

    async def accepted(tx: Any) -> list[bool]:
        _, a = await person(tx, "21")
        _, b = await person(tx, "22")
        late = now + timedelta(days=3)
        tries = [await groups.accept(tx, token, a.id, late), await groups.accept(tx, token, a.id, now)]
        return [*tries, await groups.accept(tx, token, b.id, now), await groups.of_person(tx, a.id) == ["New group"]]

    assert within(sqlite_url, accepted) == [False, True, False, True]


def test_people_are_called_by_name_number_and_telegram_number(program: Program, group: dict[str, Chat]) -> None:
    number = group["Bob"].person
    for called in ("Bob", "12", f"#{number}", str(number)):
        assert "Bob" in program("people", "show", called).out
    listed = json.loads(program("people", "list", "--group", "Readers", "--format", "json").out)
    assert [(one["name"], one["answers"]) for one in listed][:2] == [("Ann", 25), ("Bob", 20)]
    assert program("people", "show", "nobody").code == 1


@pytest.mark.parametrize("many", [1, 20])
async def test_a_list_of_people_is_read_in_two_statements(db: Database, many: int) -> None:
    statements: list[str] = []
    async with db.write() as tx:
        for name in ("B", "A"):
            number = await groups.ensure(tx, name, NOW)
            for address in range(many):
                _, who = await person(tx, str(100 + address))
                await groups.join(tx, number, who.id, NOW)
        everybody = await people.listed(tx)
        event.listen(tx.sync_connection, "before_cursor_execute", lambda *a: statements.append(a[2]))
        told = await described(tx, everybody)
    assert [one["groups"] for one in told] == [["A", "B"]] * many
    assert len(statements) == 2


def test_several_of_one_name_are_told_apart(program: Program, sqlite_url: str) -> None:
    async def twins(tx: Any) -> None:
        await person(tx, "31", name="Twin")
        await person(tx, "32", name="Twin")

    within(sqlite_url, twins)
    ran = program("people", "show", "Twin")
    assert ran.code == 1 and "say which, in quotes: '#1' (Twin), '#2' (Twin)." in ran.err


@pytest.mark.parametrize("command", [("forget", "--yes"), ("block",), ("export",)])
def test_a_number_that_is_also_a_name_is_refused(program: Program, sqlite_url: str, command: tuple[str, ...]) -> None:
    async def made(tx: Any) -> None:
        await person(tx, "31", name="Ann")
        await person(tx, "32", name="1")

    within(sqlite_url, made)
    name, *options = command
    ran = program("people", name, "1", *options)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "'1' can mean several people; say which, in quotes: '#1' (Ann), '#2' (1).\n"
    assert [one["access"] for one in json.loads(program("people", "list", "--format", "json").out)] == ["new", "new"]
    assert program("people", name, "#2", *options).code == 0


def test_an_assignment_is_told_and_its_progress_shown(
    program: Program, sqlite_url: str, group: dict[str, Chat]
) -> None:
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    ran = program("people", "assign", "--group", "Readers", "--topic", "注意力", "--by", day)
    assert (ran.code, ran.out) == (0, "Assignment 1; 4 people are told.\n")

    async def told(tx: Any) -> list[dict[str, Any]]:
        return [row.payload for row in await outbox.of_chat(tx, group["Cy"].id)]

    (said,) = within(sqlite_url, told)
    assert said["name"] == "told_assignment" and said["values"]["group"] == "Readers"
    assert said["buttons"][0][0][1].startswith("i:")
    assert (
        f"Attention and long context by {day}: 0 of 4 members have begun" in program("report", "--group", "Readers").out
    )

    async def practises(tx: Any) -> None:
        from questions.bank import load_bank

        asked = [q for q in load_bank().questions.values() if q.topic == "attention"][:3]
        await history(tx, group["Cy"], asked, 3, end=datetime.now(UTC) + timedelta(seconds=5), days=0, seed=5)

    within(sqlite_url, practises)
    assert "1 of 4 members have begun, 3 questions answered" in program("report", "--group", "Readers").out
    assert "3 questions answered so far" in program("report", "--person", "Cy").out
    assert "0 questions answered (number 1)" in program("people", "show", "Bob").out
    assert program("people", "assign", "--withdraw", "1").code == 0
    assert program("people", "assign", "--withdraw", "1").code == 1


def test_what_is_assigned_to_a_group_without_members_is_shown(program: Program) -> None:
    program("people", "invite", "--group", "New")
    ran = program("people", "assign", "--group", "New", "--topic", "attention", "--by", "2099-01-01")
    assert ran.out == "Assignment 1; 0 people are told.\n"
    said = "Attention and long context by 2099-01-01: 0 of 0 members have begun, 0 questions answered"
    assert said in program("report", "--group", "New").out
    (told,) = json.loads(program("report", "--group", "New", "--format", "json").out)["assigned"]
    assert (told["number"], told["members"]) == (1, 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--group", "Readers", "--topic", "attention", "--by", "2020-01-01"], "in the past"),
        (["--group", "Readers", "--topic", "attention", "--by", "soon"], "not a day"),
        (["--group", "Readers", "--topic", "atention", "--by", "2099-01-01"], "near: attention"),
        (["--topic", "attention", "--by", "2099-01-01"], "--group or --person"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused(
    program: Program, group: dict[str, Chat], arguments: list[str], words: str
) -> None:
    ran = program("people", "assign", *arguments)
    assert ran.code == 2 and words in ran.err


def test_a_person_is_exported_and_forgotten(program: Program, group: dict[str, Chat], tmp_path: Path) -> None:
    held = program("people", "export", "Ann")
    assert held.code == 0 and "softmax" in held.out and json.loads(held.out)
    refused = program("people", "forget", "Ann")
    assert refused.code == 2 and "--yes" in refused.err
    assert program("people", "forget", "Ann", "--yes").code == 0
    assert program("people", "show", "Ann").code == 1


# -- appeals ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def contested(sqlite_url: str) -> str:
    """One answer, every point missing, its first point contested; the point's id."""

    async def made(tx: Any) -> str:
        chat, _ = await person(tx, "41", name="Di", language="en")
        interview = await answered(tx, await begun(tx, chat), Verdict.MISSING, quote="answer 1")
        point = interview.items[0].question.key_points[0].id
        await happened(tx, interview, Appealed(1, point, "I did say it"))
        now = datetime.now(UTC)
        await tasks.put(tx, "appeal", f"{interview.id}:1:{point}:1", {}, now, person=chat.person)
        return point

    found: str = within(sqlite_url, made)
    return found


def test_an_appeal_is_decided_and_told(program: Program, sqlite_url: str, contested: str) -> None:
    assert "I did say it" in program("appeals", "list").out
    shown = program("appeals", "show", "1").out
    assert "answer 1" in shown and "Verdict before: missing" in shown
    ran = program("appeals", "decide", "1", "--verdict", "covered", "--why", "The sentence says it.")
    assert ran.code == 0 and "Mark 0.0 → " in ran.out and "→ 0.0" not in ran.out
    assert program("appeals", "list").out == ""

    async def after(tx: Any) -> tuple[Any, list[dict[str, Any]], bool]:
        found = await appeals.get(tx, 1)
        assert found is not None
        (chat,) = await chats.of_person(tx, found.person)
        said = [row.payload for row in await outbox.of_chat(tx, chat.id)]
        return found, said, await tasks.is_waiting(tx, found.person, ("appeal",))

    decided, said, waiting = within(sqlite_url, after)
    assert decided.outcome.value == "overturned" and decided.after.verdict is Verdict.COVERED and not waiting
    (told,) = [m for m in said if m["event"] == "appeal"]
    assert told["outcome"] == "overturned" and told["why"] == "管理员裁定：The sentence says it."


def test_a_decided_appeal_can_be_decided_once_more_and_both_stand(program: Program, contested: str) -> None:
    assert program("appeals", "decide", "1", "--verdict", "missing").code == 0
    assert program("appeals", "decide", "1", "--verdict", "partial").code == 0
    told = json.loads(program("appeals", "list", "--all", "--format", "json").out)
    assert [(one["outcome"], one["after"]) for one in told] == [("upheld", "missing"), ("overturned", "partial")]


def test_a_decision_that_cannot_be_is_refused(program: Program, contested: str) -> None:
    assert program("appeals", "decide", "9", "--verdict", "covered").code == 1
    assert program("appeals", "decide", "1", "--verdict", "unjudged").code == 2
    assert program("appeals", "show", "9").code == 1
