"""`interviewer drills`, run as a person runs it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.database import Database
from testing.drills import Clock, context_of, someone
from testing.program import run


async def test_drills_are_listed_and_run_once(sqlite_url: str, tmp_path: Path) -> None:
    db = Database.open(sqlite_url)
    two_hours_ago = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    app = context_of(db, Clock(two_hours_ago))
    soon = (two_hours_ago + timedelta(minutes=1)).time().replace(second=0)
    chat = await someone(app, at=soon, zone="UTC")
    await db.close()

    def drills(*arguments: str) -> tuple[int, str]:
        ran = run(tmp_path, "drills", *arguments, DATABASE_URL=sqlite_url, LANGUAGE="en")
        return ran.code, ran.out + ran.err

    assert drills("list") == (0, "There are no drills yet.\n")
    code, planned = drills("run-due")
    assert code == 0 and planned.startswith("1 planned, 1 offered")
    assert drills("run-due") == (0, "0 planned, 0 offered or settled.\n")
    code, listed = drills("list", "--person", f"#{chat.person}")
    assert code == 0 and listed.count("\n") == 1
    assert "offered" in listed or "missed" in listed  # missed when midnight lay between
    code, nobody = drills("list", "--person", "nobody")
    assert (code, nobody) == (1, "There is nobody called 'nobody'; `interviewer people list` shows everybody.\n")
    assert drills("list", "--limit", "0")[0] == 2


def test_an_unreachable_database_is_one_line(tmp_path: Path) -> None:
    ran = run(tmp_path, "drills", "run-due", DATABASE_URL="postgresql://nobody:no@127.0.0.1:1/none")
    assert ran.code == 1 and ran.out == ""
    assert ran.err.count("\n") == 1 and "127.0.0.1" in ran.err
