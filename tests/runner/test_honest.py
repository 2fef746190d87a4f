"""Honest answers: what they return, print and raise comes back as it was."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from runner.client import Level, Local, open_runner, protection
from runner.model import Call, End, NotReached, Program, ProgramRefused, Raised, Returned, Unavailable
from runner.sandbox import Launch
from runner.values import Opaque, Ref
from tests.runner.conftest import Run, inside

SOFTMAX = """
import numpy as np

def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
"""
CACHE = """
import numpy as np

class KVCache:
    def __init__(self):
        self.k = self.v = None

    def append(self, k, v):
        self.k = k if self.k is None else np.concatenate([self.k, k], axis=-2)
        self.v = v if self.v is None else np.concatenate([self.v, v], axis=-2)
        return self.k, self.v

    def __len__(self):
        return 0 if self.k is None else self.k.shape[-2]
"""


async def test_arrays_go_in_and_out(run: Run) -> None:
    x = np.array([[1.0, 2.0, 3.0], [-1e4, 0.0, 1e4]])
    result = await run(SOFTMAX, Call("softmax", (x,)), Call("softmax", (x,), {"axis": 0}, after=True))
    first, second = result.outcomes
    assert isinstance(first, Returned) and isinstance(second, Returned)
    np.testing.assert_allclose(first.value.sum(-1), 1)
    np.testing.assert_allclose(second.value.sum(0), 1)
    assert first.after is None
    assert second.after is not None and np.array_equal(second.after[0], x) and second.after[1] == 0
    assert (result.end, result.failed, result.printed) == (End.DONE, None, "")


async def test_an_argument_that_was_changed_in_place_shows(run: Run) -> None:
    result = await run(
        "def f(x, *, y):\n    x += 1\n    y.append(3)\n", Call("f", (np.zeros(2),), {"y": [1]}, after=True)
    )
    (outcome,) = result.outcomes
    assert isinstance(outcome, Returned) and outcome.after is not None
    assert outcome.value is None
    assert outcome.after[0].tolist() == [1, 1]
    assert outcome.after[1] == [1, 3]


async def test_a_class_keeps_its_state_between_calls(run: Run) -> None:
    step = np.ones((1, 2, 4))
    appended = Call("cache.append", (step, step * 2))
    result = await run(
        CACHE,
        Call("KVCache", keep="cache"),
        Call("len", (Ref("cache"),)),
        appended,
        appended,
        Call("len", (Ref("cache"),)),
    )
    made, empty, first, second, full = result.outcomes
    assert made == Returned(Opaque("KVCache"))
    assert (empty, full) == (Returned(0), Returned(4))
    assert isinstance(first, Returned) and isinstance(second, Returned)
    assert [part.shape for part in first.value] == [(1, 2, 4)] * 2
    assert [part.shape for part in second.value] == [(1, 4, 4)] * 2


async def test_inputs_of_one_call_are_fresh_in_the_next(run: Run) -> None:
    call = Call("f", ([1],))
    result = await run("def f(x):\n    x.append(2)\n    return x\n", call, call)
    assert result.outcomes == (Returned([1, 2]), Returned([1, 2]))


async def test_python_values_keep_their_types(run: Run) -> None:
    values = ([("a", "b"), {"k": 1.5}], "注意力", b"\0", {1, 2}, 1 + 2j, True, None, 2**70)
    result = await run("def f(*values):\n    return values\n", Call("f", values))
    assert result.outcomes == (Returned(values),)


async def test_an_exception_has_the_persons_own_line(run: Run) -> None:
    code = "import json\n\ndef f(x):\n    return json.loads(x)\n\ndef g():\n    return 1 / 0\n"
    result = await run(code, Call("f", ("{",)), Call("g"))
    first, second = result.outcomes
    assert isinstance(first, Raised)
    assert (first.kind, first.line, first.text) == ("JSONDecodeError", 4, "return json.loads(x)")
    assert second == Raised("ZeroDivisionError", "division by zero", 7, "return 1 / 0")


@pytest.mark.parametrize(
    ("code", "kind", "line", "text"),
    [
        ("x = 1\ndef f(:\n    pass\n", "SyntaxError", 2, "def f(:"),
        ("def f():\npass\n", "IndentationError", 2, "pass"),
        ("import numpy as np\n\nimport torch\n", "ModuleNotFoundError", 3, "import torch"),
        ("raise SystemExit(0)", "SystemExit", 1, "raise SystemExit(0)"),
    ],
)
async def test_code_that_does_not_load_says_where(run: Run, code: str, kind: str, line: int | None, text: str) -> None:
    result = await run(code, Call("f"))
    assert result.failed is not None
    assert (result.failed.kind, result.failed.line, result.failed.text) == (kind, line, text)
    assert (result.outcomes, result.end) == ((NotReached(),), End.DONE)


async def test_code_with_a_nul_does_not_load(run: Run) -> None:
    result = await run("x = '\0'")
    assert result.failed is not None
    assert result.failed.kind in ("ValueError", "SyntaxError")  # by the version of Python


async def test_a_name_that_is_not_there_is_missing(run: Run) -> None:
    result = await run(
        CACHE, Call("softmax"), Call("cache.append"), Call("KVCache", keep="c"), Call("c.push"), Call("exec"), Call("c")
    )
    kinds = [outcome.kind if isinstance(outcome, Raised) else "" for outcome in result.outcomes]
    assert kinds == ["Missing", "Missing", "", "Missing", "Missing", "Missing"]


async def test_what_is_printed_comes_back(run: Run) -> None:
    code = "import sys\nprint('loaded')\ndef f():\n    print('调用', file=sys.stderr)\n    return input()\n"
    result = await run(code, Call("f"))
    assert result.printed == "loaded\n调用\n"
    (outcome,) = result.outcomes
    assert isinstance(outcome, Raised) and outcome.kind == "EOFError"


DATACLASS = """
from __future__ import annotations
from dataclasses import dataclass

@dataclass
class P:
    x: int

def f():
    return P(3).x

if __name__ == "__main__":
    raise SystemExit
"""


async def test_a_main_block_does_not_run_and_dataclasses_work(run: Run) -> None:
    result = await run(DATACLASS, Call("f"))
    assert result.outcomes == (Returned(3),)


PARTS = """
import numpy as np

def f():
    q, r = np.linalg.qr(np.random.default_rng(0).normal(size=(200, 200)))
    return float(np.abs(np.fft.ifft(np.fft.fft(q @ r)) - q @ r).max()) < 1e-9
"""


async def test_numpy_is_warm_and_its_parts_work(run: Run) -> None:
    result = await run(PARTS, Call("f"))
    assert result.outcomes == (Returned(True),)


async def test_the_queue_serves_everybody_and_tells_places(runner: Local) -> None:
    places: list[int] = []
    program = Program("task", "def f(x):\n    return x + 1\n", (Call("f", (1,)),))
    async with asyncio.TaskGroup() as tasks:
        runs = [tasks.create_task(runner.run(program, places.append)) for _ in range(12)]
    assert [task.result().outcomes for task in runs] == [(Returned(2),)] * 12
    assert max(places) >= 12 - (os.cpu_count() or 1)
    assert min(places) == 1


async def test_runs_that_are_cancelled_hold_nobody_up(runner: Local) -> None:
    endless = Program("task", "while True:\n    pass\n", ())
    async with asyncio.TaskGroup() as tasks:
        await runner.warm()
        runs = [tasks.create_task(runner.run(endless)) for _ in range(6)]
        await asyncio.sleep(0)
        for task in runs:
            task.cancel()
    quick = await runner.run(Program("task", "def f():\n    return 1\n", (Call("f"),)))
    assert quick.outcomes == (Returned(1),)


async def test_a_process_serves_one_run(runner: Local) -> None:
    program = Program(
        "task",
        "import numpy\nold = getattr(numpy, 'mark', 0)\nnumpy.mark = 1\ndef f():\n    return old\n",
        (Call("f"),),
    )
    assert [(await runner.run(program)).outcomes for _ in range(4)] == [(Returned(0),)] * 4


async def test_a_warm_process_that_was_lost_is_replaced(runner: Local) -> None:
    await runner.warm()
    program = Program("task", "def f():\n    return 1\n", (Call("f"),))
    await runner.run(program)
    for process in inside():
        process.kill()
    assert (await runner.run(program)).outcomes == (Returned(1),)


BARE = """
import os

def around():
    return os.path.exists("/etc"), dict(os.environ), os.getuid() == 0

def fork():
    return os.fork()

def much():
    return len(bytearray(1 << 30))
"""


async def test_bare_runs_have_limits_and_no_walls() -> None:
    async with open_runner("auto", bare=True) as runner:
        assert (await runner.warm()).level is Level.BARE
        result = await runner.run(Program("task", BARE, (Call("around"), Call("fork"), Call("much"))))
    first, second, third = result.outcomes
    assert first == Returned((True, {}, False))
    assert isinstance(second, Raised) and second.kind in ("PermissionError", "BlockingIOError")
    assert isinstance(third, Raised) and third.kind == "MemoryError"


async def test_nothing_runs_by_setting() -> None:
    async with open_runner("none") as runner:
        with pytest.raises(Unavailable, match="turned off"):
            await runner.run(Program("task", "", ()))
    assert (await protection("none")).level is Level.NONE
    assert "INTERVIEWER_RUNNER" in (await protection("wrong")).said


async def test_a_refused_program_starts_nothing() -> None:
    async with open_runner("auto") as runner:
        with pytest.raises((ProgramRefused, Unavailable)):
            await runner.run(Program("no id", "", ()))


async def test_a_machine_without_bubblewrap_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runner.sandbox.shutil.which", lambda _: None)
    found = await protection("auto")
    assert (found.level, found.said) == (Level.NONE, "bubblewrap is not installed")
    assert "apt install bubblewrap" in found.do
    async with open_runner("auto") as runner:
        with pytest.raises(Unavailable, match="bubblewrap"):
            await runner.run(Program("task", "", ()))


async def test_a_bubblewrap_that_does_not_work_is_reported_with_its_own_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr("runner.sandbox.shutil.which", lambda _: str(fake))
    found = await protection("auto")
    assert found.level is Level.NONE
    assert "setting up uid map: Permission denied" in found.said
    assert found.do


async def test_a_sandbox_with_a_hole_is_not_used(launch: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    at = len(launch.command) - launch.command[::-1].index("--remount-ro") - 1
    hole = ("--ro-bind", "/etc/hosts", "/etc/passwd")
    open_to_files = replace(launch, command=(*launch.command[:at], *hole, *launch.command[at:]))
    monkeypatch.setattr("runner.trial.walled", lambda: open_to_files)
    found = await protection("auto")
    assert (found.level, found.said) == (Level.NONE, "the sandbox is open to: files")
    assert found.do


def test_the_client_costs_an_importer_nothing() -> None:
    heavy = "{'numpy', 'aiohttp', 'httpx', 'ctypes', 'subprocess'}"
    code = f"import sys, runner.client, runner.model, runner.values; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("set()", "{'subprocess'}")
