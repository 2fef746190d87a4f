"""Hostile programs that want to pass without the answer. What they send is compared outside, with values they never see."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from runner.model import Call, End, NotReached, Raised, Result, Returned
from runner.values import Ref
from tests.runner.conftest import Run, programs

FORGERIES = programs("forgeries")
TOOLS = """
import json, os

def everywhere(data):
    for descriptor in range(32):
        try:
            os.write(descriptor, data)
        except OSError:
            pass

def line(**outcome):
    return json.dumps({**outcome, "after": None, "printed": "", "cut": False}).encode() + b"\\n"

def echo(x):
    return {"array": {"dtype": "float64", "shape": [3], "data": [float(v) for v in x]}}

def found(kind):
    import gc
    return next(o for o in gc.get_objects() if isinstance(o, kind))

"""
HONEST = "def answer(x):\n    return x * 3 + 1\n"


def passed(result: Result, wanted: list[Any]) -> bool:
    """The verdict, as it is found outside: every call returned an array of the right kind, shape and numbers."""
    return len(result.outcomes) == len(wanted) and all(map(_is, result.outcomes, wanted))


def _is(outcome: object, wanted: Any) -> bool:
    if not isinstance(outcome, Returned) or type(outcome.value) is not np.ndarray:
        return False
    got = outcome.value
    return got.shape == wanted.shape and got.dtype.kind == "f" and bool(np.allclose(got, wanted))


def asked() -> tuple[list[Call], list[Any]]:
    inputs = [np.array([random.random() for _ in range(3)]) for _ in range(2)]
    return [Call("answer", (x,)) for x in inputs], [x * 3 + 1 for x in inputs]


async def test_the_right_answer_passes(run: Run) -> None:
    calls, wanted = asked()
    assert passed(await run(TOOLS + HONEST, *calls), wanted)


@pytest.mark.parametrize("code", FORGERIES.values(), ids=FORGERIES)
async def test_it_does_not_pass(code: str, run: Run) -> None:
    calls, wanted = asked()
    result = await run(TOOLS + code, *calls)
    assert not passed(result, wanted)
    secrets = [repr(float(number)) for array in wanted for number in array]
    assert not any(secret in repr(result) for secret in secrets)


@pytest.mark.parametrize(
    "name",
    [
        "says so on every descriptor",
        "says so in the form of a service",
        "writes what the harness would, and stays",
        "writes after the end",
        "writes numbers that are none",
        "writes two results in one",
        "writes depths",
        "writes digits",
        "writes bytes that are no text",
        "writes an array of a kind that runs",
    ],
)
async def test_what_the_harness_would_not_write_is_named_and_counts_for_nothing(name: str, run: Run) -> None:
    calls, _ = asked()
    result = await run(TOOLS + FORGERIES[name], *calls)
    assert (result.end, result.outcomes) == (End.FORGED, (NotReached(),) * 2)


async def test_what_passes_for_a_result_is_what_was_written_and_no_more(run: Run) -> None:
    """Somebody may write the lines of the harness themselves: those are outputs, as if returned, and are compared as such."""
    calls, _ = asked()
    result = await run(TOOLS + FORGERIES["writes what the harness would, and leaves"], *calls)
    first, second = result.outcomes
    assert isinstance(first, Returned) and isinstance(second, Returned)
    assert np.array_equal(first.value, calls[0].args[0])
    assert np.array_equal(second.value, calls[0].args[0])


async def test_one_run_knows_nothing_of_another(run: Run) -> None:
    calls, _ = asked()
    stored = "import numpy, sys, tempfile\nnumpy.kept = x = 'mark'\nopen('/tmp/kept', 'w').write('mark')\n"
    await run(stored + HONEST, *calls)
    looked = "import numpy, os\ndef look():\n    return hasattr(numpy, 'kept'), os.path.exists('/tmp/kept')\n"
    assert (await run(looked, Call("look"))).outcomes == (Returned((False, False)),)


UNICODE = """
def printed():
    print("a\\0b\\x1b[31mred\\u202eevil\\ud800 \\u3000好")

def raised():
    raise ValueError("\\ud800\\0\\x1b]0;title\\x07" * 300)

def returned():
    return ["\\udfff", "\\0", {"\\ud83d": "\\U0001f600"}]

class Named(Exception):
    pass

Named.__name__ = "\\x1b[1m" * 100

def named():
    raise Named
"""


async def test_text_comes_back_as_every_store_and_terminal_takes_it(run: Run) -> None:
    result = await run(UNICODE, Call("printed"), Call("raised"), Call("returned"), Call("named"))
    _, raised, returned, named = result.outcomes
    assert result.printed == "a\ufffdb\ufffd[31mred\ufffdevil? \u3000好\n"
    assert isinstance(raised, Raised) and len(raised.message) <= 500
    assert isinstance(named, Raised) and len(named.kind) <= 100
    assert returned == Returned(["?", "\ufffd", {"?": "\U0001f600"}])
    for text in (raised.message, named.kind, result.printed):
        assert text.encode()
        assert not set(text) & set("\0\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("# coding: utf-7\n+AGEAYgBj-\n", 2, "+AGEAYgBj-"),
        ("\ufeffraise ValueError\n", None, None),
        ("x = 1\r\nraise ValueError\r\n", 2, "raise ValueError"),
        ("x = 1\rraise ValueError\r", 2, "raise ValueError"),
        ("x = 1\f\n\u2028 = 2\n", 2, "\u2028 = 2".strip()),
        ("ｒaise ValueError\n", 1, "ｒaise ValueError"),
        ("def f(: # \ud800\n", None, None),
        ("exec(compile('1/0', 'answer.py', 'exec'))\n", 1, "exec(compile('1/0', 'answer.py', 'exec'))"),
        ("exec(compile('\\n' * 10**6 + '1/0', 'answer.py', 'exec'))\n", None, ""),
    ],
    ids=repr,
)
async def test_odd_code_is_refused_with_its_line(code: str, line: int | None, text: str | None, run: Run) -> None:
    result = await run(code)
    assert result.failed is not None and result.end is End.DONE
    if text is not None:
        assert (result.failed.line, result.failed.text) == (line, text)


LYING = """
class Lying:
    def __len__(self):
        return -1

    def __getattr__(self, name):
        return lambda *a: name
"""


async def test_a_length_that_lies_is_an_exception_and_any_method_is_there(run: Run) -> None:
    result = await run(LYING, Call("Lying", keep="c"), Call("len", (Ref("c"),)), Call("c.anything"))
    _, length, method = result.outcomes
    assert isinstance(length, Raised) and length.kind == "ValueError"
    assert method == Returned("anything")
