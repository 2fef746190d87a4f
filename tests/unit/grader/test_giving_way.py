from __future__ import annotations

import os
import sys
import threading

import pytest

from grader import grading
from grader.grading import Grader


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a nice value for each thread")
async def test_whoever_computes_gives_way_to_the_event_loop() -> None:
    grader = Grader.build(embedding_model="none")

    def nice() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = nice()
    try:
        assert await grader._in_thread(nice) == grading.NICE > before
    finally:
        await grader.close()
    assert nice() == before
    assert max(2, os.cpu_count() or 2) > grading.AT_ONCE
