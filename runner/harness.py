"""Runs inside the sandbox: warms NumPy, gives up its rights, reads one request, makes its calls, writes what they return.

It shares a process with the person's code, so nothing it says is believed: what it writes are outputs, which others compare with
values that were never here. Every line is written when it is known, so that an endless call costs only what follows it.
"""

from __future__ import annotations

import builtins
import importlib
import io
import os
import sys
import types
from collections.abc import Mapping
from typing import Any

from runner.confine import confine
from runner.limits import MESSAGE_CHARACTERS, PRINTED_CHARACTERS, REPLY_BYTES, REQUEST_BYTES, SAFE_BUILTINS
from runner.values import Plain, TooLarge, decode, dumps, encode, loads, type_name

NAME = "answer"  # of the person's module; its file, as tracebacks have it, is answer.py
FILE = f"{NAME}.py"
COMMON = (
    "numpy", "numpy.linalg", "numpy.random", "numpy.fft", "bisect", "collections", "copy", "ctypes", "dataclasses", "enum",
    "functools", "heapq", "itertools", "json", "math", "operator", "random", "re", "resource", "string", "typing",
)  # fmt: skip
RESERVE = 4096  # bytes of the reply kept for saying that a value is too large


def main(walled: bool) -> None:
    """One request from descriptor 0 to the reply on what was descriptor 1; the person's code finds 0, 1 and 2 open to nowhere."""
    nowhere = os.open("/dev/null", os.O_RDWR)
    reply = _Reply(os.dup(1))
    os.dup2(nowhere, 1)
    _warm()
    confine(walled)
    os.dup2(nowhere, 2)
    reply.send({"ready": True})
    request = loads(_all_of(0, REQUEST_BYTES))
    os.dup2(nowhere, 0)
    os.close(nowhere)
    reply.send({"started": True})
    _Run(reply, request["code"]).make(request["calls"])
    os._exit(0)


def _warm() -> None:
    """Imports what answers use. OpenBLAS must not start threads: they cost memory, and cannot be had later."""
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    for name in COMMON:
        importlib.import_module(name)
    os.environ.clear()


def _all_of(descriptor: int, most: int) -> bytes:
    found = b""
    while part := os.read(descriptor, 1 << 16):
        found += part
        if len(found) > most:
            raise ValueError("a request that is too long")
    return found


class _Reply:
    """The way out. What it may still carry is counted here for honest programs; the other side counts for itself."""

    def __init__(self, descriptor: int) -> None:
        self._to, self._left = descriptor, REPLY_BYTES - RESERVE

    def send(self, line: Plain) -> None:
        data = dumps(line)
        if len(data) > self._left:
            data = dumps(
                {"raised": {"kind": "TooLarge", "message": "too much output", "line": None}, "printed": "", "cut": True}
            )
        self._left -= len(data)
        while data:
            data = data[os.write(self._to, data) :]


class _Printed(io.TextIOBase):
    """What is printed, up to a limit; the rest is dropped."""

    def __init__(self) -> None:
        self.left, self.parts, self.cut = PRINTED_CHARACTERS, list[str](), False

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError("only text can be printed")
        kept = text[: self.left]
        self.left -= len(kept)
        self.cut = self.cut or len(kept) < len(text)
        if kept:
            self.parts.append(kept)
        return len(text)

    def taken(self) -> str:
        text = "".join(self.parts)
        self.parts.clear()
        return text


class _Run:
    def __init__(self, reply: _Reply, code: str) -> None:
        self._reply, self._code, self._kept = reply, code, dict[str, Any]()
        self._printed = _Printed()
        self._module = types.ModuleType(NAME)
        sys.modules[NAME] = self._module
        sys.stdin, sys.stdout, sys.stderr = io.StringIO(), self._printed, self._printed

    def make(self, calls: list[Plain]) -> None:
        """Loads the code, then makes every call; a code that does not load is not called."""
        failed = self._loaded()
        self._say({"loaded": failed is None} | (failed or {}))
        for call in calls if failed is None else ():
            self._say(self._made(call))
        self._reply.send({"end": True})

    def _say(self, line: dict[str, Plain]) -> None:
        self._reply.send(line | {"printed": self._printed.taken(), "cut": self._printed.cut})

    def _loaded(self) -> dict[str, Plain] | None:
        try:
            exec(compile(self._code, FILE, "exec", dont_inherit=True), self._module.__dict__)  # noqa: S102  # what this is for
        except BaseException as error:
            return raised(error)
        return None

    def _made(self, call: Plain) -> dict[str, Plain]:
        try:
            args = [decode(value, self._kept) for value in call["args"]]
            kwargs = {name: decode(value, self._kept) for name, value in call["kwargs"].items()}
            value = self._found(call["target"])(*args, **kwargs)
            if call["keep"] is not None:
                self._kept[call["keep"]] = value
            after = [encode(item) for item in (*args, *kwargs.values())] if call["after"] else None
            return {"returned": encode(value), "after": after}
        except _Missing as error:
            return {"raised": {"kind": "Missing", "message": str(error), "line": None}}
        except TooLarge as error:
            return {"raised": {"kind": "TooLarge", "message": str(error), "line": None}}
        except BaseException as error:
            return raised(error)

    def _found(self, target: str) -> Any:
        """What a target names: a kept value's method, a name of the person's module, a safe builtin."""
        owner, _, method = target.rpartition(".")
        if owner:
            found = getattr(self._kept.get(owner), method, _Missing)
            if found is _Missing:
                raise _Missing(target)
            return found
        names: Mapping[str, Any] = self._module.__dict__
        if target in names:
            return names[target]
        if target in SAFE_BUILTINS:
            return getattr(builtins, target)
        raise _Missing(target)


class _Missing(Exception):
    """The person's code has no such name."""


def raised(error: BaseException) -> dict[str, Plain]:
    """An exception as plain data, with the last line of the person's own code that it passed."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == FILE else line
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename == FILE:
        line = error.lineno
    return {"raised": {"kind": type_name(type(error)), "message": _message(error)[:MESSAGE_CHARACTERS], "line": line}}


def _message(error: BaseException) -> str:
    try:
        return error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # a person's own __str__
        return ""
