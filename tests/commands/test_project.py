"""`interviewer project`, run as a person runs it."""

from __future__ import annotations

from pathlib import Path

from testing.program import run

TOLD = "I built a ticket router for support. Before, rules got 70 percent right. I did the model myself."


def test_a_project_is_kept_asked_about_and_deleted(tmp_path: Path) -> None:
    (tmp_path / "told.md").write_text(TOLD)
    told = run(tmp_path, "project", "tell", "told.md", "--title", "Router", "--kind", "course")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[:2][0] == "“Router”" and "course project" in told.out
    more = run(tmp_path, "project", "tell", "-", "--title", "Router", stdin="It broke once.")
    assert f"{TOLD}\nIt broke once." in more.out
    assert "#1 Router (" in run(tmp_path, "project", "list").out
    unasked = run(tmp_path, "project", "show", "1", "--better")
    assert (unasked.code, unasked.out) == (1, "") and "`interviewer project drill` asks you" in unasked.err
    drilled = run(tmp_path, "project", "drill", "rou", stdin="Two of us.\n\n/stop\n\n")
    assert drilled.code == 0
    assert "“Router” as you told it is your answer" in drilled.out and "follow-up 1" in drilled.out
    better = run(tmp_path, "project", "show", "1", "--better").out
    assert all(line[1:-1] in f"{TOLD}\nTwo of us." for line in better.splitlines()[1:] if line.startswith("“"))
    assert "⚪ missing" in run(tmp_path, "project", "show", "Router", "--time").out
    assert "is deleted" in run(tmp_path, "project", "drop", "Router").out
    assert run(tmp_path, "project", "list").out == "No projects yet.\n"


def test_what_is_no_project_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("  \n")
    for arguments, code in (
        (("show", "nothing"), 1), (("drill", "nothing"), 1), (("tell", "empty.txt"), 2), (("tell", "none.txt"), 2),
        (("tell", "empty.txt", "--kind", "other"), 2),
    ):  # fmt: skip
        ran = run(tmp_path, "project", *arguments)
        assert (ran.code, ran.out, len(ran.err.strip().splitlines())) == (code, "", 1)
