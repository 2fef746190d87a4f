"""Every use case under some of the faults; `python -m benchmarks.faults` has all of them, and freezes as long as they get."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults import calamities, is_whole, results, table
from testing.botapi import BotApi, Message
from testing.use_cases import USE_CASES, Doing

CALAMITIES = {calamity.name: calamity for calamity in calamities("sqlite", [1.0])}


@pytest.mark.parametrize("name", ["freeze 1 s", "stall 1 s", "wrong operator", "crowd"])
async def test_every_use_case_is_replied_to_once_whatever_happens(name: str, tmp_path: Path, sqlite_url: str) -> None:
    (tmp_path / "second").mkdir()
    columns = {name: await results(CALAMITIES[name], tmp_path, sqlite_url)}
    assert is_whole(columns), table(columns)


def test_the_table_tells_what_is_missing_and_what_came_twice() -> None:
    api = BotApi()
    doings = [Doing(api, case, number) for number, case in enumerate(USE_CASES)]
    columns = {"nothing": doings}
    assert not is_whole(columns)
    assert table(columns).count("**none**") == len(USE_CASES)
    twice = [Message(n, 7_001, "", "While a question is open", None, True, 0.0) for n in (1, 2)]
    api.messages[7_001] += twice
    assert "| help | **2 times** |" in table(columns)
