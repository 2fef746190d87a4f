"""`interviewer appeals`, run as a person runs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.messages.interview import AppealMessage
from app.messages.stored import unpack
from app.messages.values import Message
from grader.grade import Verdict
from interview.events import Appealed
from interview.model import Outcome
from storage import appeals, chats, outbox, tasks
from testing.histories import Program, person, within
from testing.rows import answered, begun, happened


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

    async def after(tx: Any) -> tuple[Any, list[Message], bool]:
        found = await appeals.get(tx, 1)
        assert found is not None
        (chat,) = await chats.of_person(tx, found.person)
        said = [unpack(row.payload).message for row in await outbox.of_chat(tx, chat.id)]
        return found, said, await tasks.is_waiting(tx, found.person, ("appeal",))

    decided, said, waiting = within(sqlite_url, after)
    assert decided.outcome.value == "overturned" and decided.after.verdict is Verdict.COVERED and not waiting
    (told,) = [m for m in said if isinstance(m, AppealMessage)]
    assert told.outcome is Outcome.OVERTURNED and told.why == "管理员裁定：The sentence says it."


def test_a_decided_appeal_can_be_decided_once_more_and_both_stand(program: Program, contested: str) -> None:
    assert program("appeals", "decide", "1", "--verdict", "missing").code == 0
    assert program("appeals", "decide", "1", "--verdict", "partial").code == 0
    told = json.loads(program("appeals", "list", "--all", "--format", "json").out)
    assert [(one["outcome"], one["after"]) for one in told] == [("upheld", "missing"), ("overturned", "partial")]


def test_a_decision_that_cannot_be_is_refused(program: Program, contested: str) -> None:
    assert program("appeals", "decide", "9", "--verdict", "covered").code == 1
    assert program("appeals", "decide", "1", "--verdict", "unjudged").code == 2
    assert program("appeals", "show", "9").code == 1
