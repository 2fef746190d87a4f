"""The schedule of tests/spread.py, as xdist takes it."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

from tests.spread import stays


class Spread(LoadScopeScheduling):
    """A unit of work is a file that stays together, or a test."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0].removeprefix("tests/")
        return path if stays(path) else nodeid
