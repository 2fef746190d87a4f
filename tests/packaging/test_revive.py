from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.revive import IN_A_ROW, checked


def test_what_fails_several_checks_in_a_row_is_ended_and_nothing_before(tmp_path: Path) -> None:
    count, children = tmp_path / "count", tmp_path / "children"
    stuck = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    children.write_text(f"{stuck.pid} ")
    passes, fails = ([sys.executable, "-c", f"raise SystemExit({code})"] for code in (0, 1))
    try:
        for command in [*[fails] * (IN_A_ROW - 1), passes, *[fails] * (IN_A_ROW - 1)]:
            assert checked(command, count, children) == (command is fails)
            assert stuck.poll() is None
        assert checked(["no such command"], count, children) == 1
        assert stuck.wait() == -9
        assert not count.exists(), "the next life begins anew"
    finally:
        stuck.kill()
