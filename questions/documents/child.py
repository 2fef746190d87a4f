"""The process that parses documents: `python -m questions.documents.child`, started by `apart` and by nobody else.

It takes its own resources away, then reads requests from standard input, a line of JSON with the bytes of a document behind it,
and answers each with a line of JSON. It has no settings, no environment and no secrets, and may write nothing.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from contextlib import suppress
from typing import Any, Final

from questions.problem import FormatError

MEMORY: Final = 768 << 20  # bytes of address space
OPEN_FILES: Final = 64
DEEPEST: Final = 400  # calls within calls


def limit() -> None:
    """Limits that bind whatever is parsed from here on."""
    import resource

    wanted = {"CORE": 0, "FSIZE": 0, "NOFILE": OPEN_FILES, "NPROC": 0}
    if sys.platform == "linux":
        wanted["AS"] = MEMORY
    for name, most in wanted.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))


def allow(seconds: float) -> None:
    """Gives the next document this much CPU time; SIGPROF ends the process after it, whatever it does then."""
    import signal

    signal.setitimer(signal.ITIMER_PROF, seconds)


def answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """What a reader makes of a document, or what is wrong with it."""
    module, _, name = str(request["reader"]).partition(":")
    try:
        made: dict[str, Any] = getattr(importlib.import_module(module), name)(data, request["name"])
        return {"made": made}
    except FormatError as error:
        return {"problems": [problem.as_plain() for problem in error.problems]}
    except MemoryError:
        return {"failed": "memory"}
    except RecursionError:
        return {"failed": "depth"}
    except Exception as error:  # of a library, over a document nobody foresaw
        return {"failed": f"{type(error).__name__}"}


def main() -> None:
    os.nice(5)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    for name in filter(None, sys.argv[1].split(",")):
        importlib.import_module(name)
    limit()
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(int(request["size"]))
        allow(float(request["seconds"]))
        made = json.dumps(answer(request, data)).encode() + b"\n"
        answers.write(made)
        answers.flush()


if __name__ == "__main__":
    main()
