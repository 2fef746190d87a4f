"""`interviewer people`, run as a person runs it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.messages.groups import AssignmentTold
from app.messages.stored import unpack
from app.messages.values import Envelope, Notice
from app.roster import described
from bot.render import show
from storage import groups, outbox, people
from storage.chats import Chat
from storage.database import Database
from testing.histories import Program, history, person, within
from testing.rows import NOW


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
    assert "newcomers need an invitation" in ran.err and "newcomers" not in program("people", "invite").err
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

    async def told(tx: Any) -> list[Envelope]:
        return [unpack(row.payload) for row in await outbox.of_chat(tx, group["Cy"].id)]

    (said,) = within(sqlite_url, told)
    assert isinstance(said.message, Notice)
    assert said.message.content == AssignmentTold("attention", date.fromisoformat(day), "Readers")
    assert show(said).rows[0][0][1].startswith("i:")
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
        (["--group", "Readers", "--topic", "atention", "--by", "2099-01-01"], "Did you mean attention"),
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
