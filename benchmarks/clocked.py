"""The program under a wall clock that can be set: `python -m benchmarks.clocked FILE COMMAND…`

FILE holds by how many seconds the clock is ahead, and may be written at any time. Other clocks run as they do.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import app.context
from cli.main import main


def wall_clock(file: Path) -> type[datetime]:
    """A `datetime` whose `now` is ahead by what the file says."""

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # what `datetime.now` returns, too
            return datetime.now(tz) + timedelta(seconds=float(file.read_text() or 0))

    return Ahead


if __name__ == "__main__":
    vars(app.context)["datetime"] = wall_clock(Path(sys.argv.pop(1)))
    main()
