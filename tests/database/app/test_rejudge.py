"""Rejudging a real history: nothing changes before it is asked for, and what was won on appeal stays won."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from app.context import AppContext, BankView
from app.regrade import Regraded, put_in_force, rejudge, report
from app.settings import Settings
from grader.grade import Method, Verdict, verdict_of
from grader.grading import Grader
from interview.events import Answered, AppealDecided, Appealed
from questions.bank import load_bank
from storage import interviews, outbox
from storage.database import Database
from storage.tables import grades
from testing.judge_server import JudgeServer, behaves, status
from testing.program import run
from testing.rows import NOW, begun, grade_of, happened, someone
from testing.until import DEADLINE

C, M = Verdict.COVERED, Verdict.MISSING


@pytest.fixture
def judge() -> Iterator[JudgeServer]:
    with JudgeServer() as judge:
        yield judge
    assert judge.complaints == []


@pytest.fixture
async def app(db: Database, judge: JudgeServer) -> AsyncIterator[AppContext]:
    bank = load_bank()
    grader = Grader.build(judge_url=judge.url, embedding_model="none", timeout=DEADLINE)
    settings = Settings(_env_file=None, judge_url=judge.url)  # type: ignore[call-arg]  # pydantic's own argument
    yield AppContext(settings, db, BankView(bank, bank), grader, now=lambda: NOW + timedelta(days=2))
    await grader.close()


async def answered(app: AppContext, *verdicts: Verdict, judged: bool = True) -> str:
    """A stored interview whose first answer is the reference, graded with these verdicts."""
    async with app.db.write() as tx:
        chat = await someone(tx)
        interview = await begun(tx, chat)
        interview = await happened(tx, interview, Answered(1, interview.items[0].question.reference.zh))
        await happened(tx, interview, grade_of(interview, *verdicts, judge=judged))
    return interview.id


async def first_turn(app: AppContext, id: str) -> tuple[int, float | None, dict[str, Verdict]]:
    async with app.db.read() as tx:
        interview = await interviews.load(tx, id, app.bank, lock=False)
    assert interview is not None
    turn = interview.turns[0]
    assert turn.grade is not None
    return turn.generation, turn.grade.score, {v.id: v.verdict for v in turn.grade.verdicts}


async def said(app: AppContext) -> int:
    async with app.db.write() as tx:
        chat = await someone(tx)
        return len(await outbox.of_chat(tx, chat.id))


async def test_a_report_changes_nothing_and_applying_does(app: AppContext) -> None:
    id = await answered(app, M)
    before, messages = await first_turn(app, id), await said(app)
    found = await rejudge(app, NOW - timedelta(days=1))
    assert [(one.interview, one.turn) for one in found] == [(id, 1)]
    assert await first_turn(app, id) == before
    lines = list(report(found))
    assert lines[0] == "1 answers, 1 judged again, 0 not"
    assert any(line.startswith("marks: mean change +") for line in lines)
    assert any("missing → " in line for line in lines)
    assert await put_in_force(app, found) == 1
    generation, score, _ = await first_turn(app, id)
    assert (generation, score) == (2, found[0].after.score)  # type: ignore[union-attr]  # it was judged above
    assert (score or 0) > (before[1] or 0)
    assert await said(app) == messages
    assert await put_in_force(app, found) == 0  # it is not the standing grade any more


async def test_only_what_was_graded_since_then(app: AppContext) -> None:
    await answered(app, C)
    assert await rejudge(app, NOW + timedelta(seconds=1)) == []


async def test_estimates_become_verdicts(app: AppContext) -> None:
    id = await answered(app, M, judged=False)
    found = await rejudge(app, NOW)
    assert "1 had an estimate only and would get a verdict" in list(report(found))
    await put_in_force(app, found)
    async with app.db.read() as tx:
        interview = await interviews.load(tx, id, app.bank, lock=False)
    assert interview is not None
    assert interview.turns[0].grade is not None
    assert not interview.turns[0].grade.provisional


async def test_what_was_won_on_appeal_stands(app: AppContext, judge: JudgeServer) -> None:
    id = await answered(app, M)
    async with app.db.write() as tx:
        interview = await interviews.load(tx, id, app.bank)
        assert interview is not None
        grade = interview.turns[0].grade
        assert grade is not None
        point = grade.verdicts[0].id
        won = verdict_of(point, C, "a passage")
        interview = await happened(tx, interview, Appealed(1, point, "I said it"))
        decided = replace(grade, verdicts=(won, *grade.verdicts[1:]))
        await happened(tx, interview, AppealDecided(1, point, won, decided))
    judge.always(everything_missing())
    found = await rejudge(app, NOW)
    await put_in_force(app, found)
    _, score, verdicts = await first_turn(app, id)
    assert verdicts[point] is C
    assert set(list(verdicts.values())[1:]) == {M}
    assert score
    assert score > 0


def everything_missing():  # type: ignore[no-untyped-def]  # a play
    from testing.judge_server import verdicts

    return verdicts(lambda reply: [p.update(verdict="missing", quote="") for p in reply["points"]])


async def test_a_judge_that_is_away_is_told_and_loses_nothing(app: AppContext, judge: JudgeServer) -> None:
    id = await answered(app, C)
    before = await first_turn(app, id)
    judge.always(status(401))
    found = await rejudge(app, NOW)
    assert found[0].after is None
    lines = list(report(found))
    assert lines[0] == "1 answers, 0 judged again, 1 not"
    assert "INTERVIEWER_JUDGE_API_KEY" in lines[1]
    assert await put_in_force(app, found) == 0
    assert await first_turn(app, id) == before
    judge.always(behaves())


def test_an_empty_history_has_a_report() -> None:
    nothing: list[Regraded] = []
    assert next(report(nothing)) == "0 answers, 0 judged again, 0 not"


@pytest.mark.parametrize(("since", "code", "line"), [("yesterday", 2, "--since"), ("2026-11-01", 0, "0 answers")])
def test_the_command(since: str, code: int, line: str, tmp_path: Path, judge: JudgeServer) -> None:
    ran = run(tmp_path, "rejudge", "--since", since, JUDGE_URL=judge.url)
    assert ran.code == code
    assert line in ran.out + ran.err


def test_the_command_needs_a_judge(tmp_path: Path) -> None:
    ran = run(tmp_path, "rejudge", "--since", "2026-11-01")
    assert ran.code == 2
    assert "INTERVIEWER_JUDGE_URL" in ran.err


async def test_code_graded_by_its_tests_is_left_alone(app: AppContext) -> None:
    await answered(app, M)
    async with app.db.write() as tx:
        await tx.execute(update(grades).values(method=Method.TESTS.value))
    assert await rejudge(app, NOW - timedelta(days=1)) == []
