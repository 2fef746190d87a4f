"""The schedule of tests/spread.py, as xdist takes it."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

from tests.spread import unit


class Spread(LoadScopeScheduling):
    """Each unit of work goes to the first worker that is free."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)
