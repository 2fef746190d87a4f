"""The command lines that put a person's code between walls.

bubblewrap gives a user, mount, pid, network, ipc and uts namespace of its own, no environment, no /proc, no device but
/dev/null, the files of the runtime read-only and 16 MB at /tmp. Where this process is root, an outer bubblewrap first shows the
runtime's files at a place that anybody may read, and everything else runs as nobody. All of it is one session without a
terminal and one process group, which ends as one.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runner.confine import NOBODY
from runner.limits import FILES_BYTES
from runner.model import Unavailable
from runner.runtime import COMMAND, FLAGS, Runtime, find_runtime

OWN: Final = "/tmp"  # noqa: S108  # the sandbox's, which no other process sees
STAGE: Final = "/mnt"  # of the outer view alone; what this machine has there is hidden, not touched
FIRST_TO_GO: Final = ("/bin/sh", "-c", 'echo 1000 > /proc/self/oom_score_adj; exec "$@"', "sh")  # when memory runs out
NAMESPACES: Final = ("user", "pid", "net", "ipc", "uts")


@dataclass(frozen=True, slots=True)
class Launch:
    """How a process that waits for one request is started; `walled` is false where only limits hold."""

    command: tuple[str, ...]
    walled: bool


def walled() -> Launch:
    """Behind bubblewrap; Unavailable where its parts are missing (the trial shows whether they work)."""
    if sys.platform != "linux":
        raise Unavailable(
            "there is no sandbox on this system", "Run code on Linux, or point INTERVIEWER_RUNNER at a runner there."
        )
    runtime = find_runtime()
    bwrap = _tool("bwrap", "bubblewrap")
    if os.geteuid() != 0:
        return Launch((*FIRST_TO_GO, *_inner(bwrap, runtime, runtime.files)), walled=True)
    staged = [(f"{STAGE}/{at}", inside) for at, (_, inside) in enumerate(runtime.files)]
    return Launch((*FIRST_TO_GO, *_outer(bwrap, runtime), *_inner(bwrap, runtime, tuple(staged))), walled=True)


def bare() -> Launch:
    """Without walls: limits, an empty environment and, on Linux, the filter of system calls. For one's own code alone."""
    where = [str(Path(__file__).resolve().parents[1]), str(_numpy_home())]
    start = f"import sys; sys.path[:0] = {where!r}; from runner.harness import main; main(walled=False)"
    return Launch((sys.executable, *FLAGS, "-c", start), walled=False)


def _numpy_home() -> Path:
    import numpy

    return Path(numpy.__file__).resolve().parents[1]


def _tool(name: str, package: str) -> str:
    """The full path of a program, past symbolic links."""
    found = shutil.which(name)
    if found is None:
        raise Unavailable(f"{package} is not installed", f"Install it: apt install {package} (or your system's way).")
    return str(Path(found).resolve())


def _inner(bwrap: str, runtime: Runtime, files: tuple[tuple[str, str], ...]) -> list[str]:
    """The walls. The root becomes read-only at the end, because it lies in memory that nothing else limits."""
    shown = [part for outside, inside in files for part in ("--ro-bind", outside, inside)]
    hidden = [part for folder in runtime.masked for part in ("--tmpfs", folder, "--remount-ro", folder)]
    return [
        bwrap, *[f"--unshare-{name}" for name in NAMESPACES], "--uid", str(NOBODY), "--gid", str(NOBODY),
        "--hostname", "sandbox", "--die-with-parent", "--clearenv", "--cap-add", "CAP_SYS_ADMIN",
        "--dev-bind", "/dev/null", "/dev/null", *shown, *hidden,
        "--size", str(FILES_BYTES), "--tmpfs", OWN, "--remount-ro", "/", "--chdir", OWN, "--", *COMMAND,
    ]  # fmt: skip


def _outer(bwrap: str, runtime: Runtime) -> list[str]:
    """Shows the runtime's files below STAGE, where the user that root turns into can read them, and turns into it."""
    shown = [part for at, (outside, _) in enumerate(runtime.files) for part in ("--ro-bind", outside, f"{STAGE}/{at}")]
    setpriv = _tool("setpriv", "util-linux")
    return [
        bwrap, "--dev-bind", "/", "/", "--tmpfs", STAGE, *shown, "--die-with-parent",
        "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--",
        setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all", "--",
    ]  # fmt: skip
