"""Whether the sandbox holds here: a program that tries to get out is run in it, and what it says is believed only when it fails.

Where it does not start, what bubblewrap wrote and what the system forbids say what to change.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runner.model import Call, End, Program, Returned, Unavailable
from runner.process import NotStarted, Process
from runner.sandbox import Launch, walled

ESCAPES: Final = """
import os, socket

def works(attempt, *arguments):
    try:
        attempt(*arguments)
    except (OSError, RuntimeError):
        return False
    return True

def holes():
    found = {
        "root": os.getuid() == 0,
        "the environment": bool(os.environ),
        "files": any(map(os.path.exists, ("/etc/passwd", "/home", "/proc/self", "/usr/bin", "/var", "/mnt"))),
        "writing": works(open, "/written", "w") or works(open, "/house/written", "w"),
        "sockets": works(socket.socket) or works(socket.socketpair),
        "processes": works(os.fork),
        "signals": works(os.kill, 1, 0),
        "mounts": works(os.chroot, "/tmp"),
    }
    return sorted(name for name, open in found.items() if open)
"""
DOCS: Final = "docs/operations.md, A person's code"


async def tried() -> Launch:
    """The sandbox of this machine, after a trial run; Unavailable, with what to change, where it does not hold."""
    launch = await asyncio.to_thread(walled)
    program = Program("trial", ESCAPES, (Call("holes"),))
    try:
        process = await Process.start(launch)
        result = await process.run(program, program.request())
    except NotStarted as error:
        raise Unavailable(error.reason, advice(error.complaint)) from error
    match result.end, result.outcomes:
        case End.DONE, (Returned([]),):
            return launch
        case End.DONE, (Returned([*found]),):
            raise Unavailable(f"the sandbox is open to: {', '.join(map(str, found))}", f"See {DOCS}.")
    ended = result.end if result.failed is None else f"{result.failed.kind}: {result.failed.message}"
    raise Unavailable(f"the trial run in the sandbox ended with: {ended}", f"See {DOCS}.")


@dataclass(frozen=True, slots=True)
class System:
    """What decides whether a user without rights may have namespaces of its own."""

    apparmor: bool  # kernel.apparmor_restrict_unprivileged_userns, on from Ubuntu 23.10
    clone: bool  # kernel.unprivileged_userns_clone, off on some Debian
    namespaces: bool  # user.max_user_namespaces is not 0
    container: bool

    @classmethod
    def here(cls) -> System:
        return cls(
            apparmor=_setting("kernel/apparmor_restrict_unprivileged_userns", "0") != "0",
            clone=_setting("kernel/unprivileged_userns_clone", "1") != "0",
            namespaces=_setting("user/max_user_namespaces", "1") != "0",
            container=any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv")),
        )


def _setting(name: str, otherwise: str) -> str:
    try:
        return Path("/proc/sys", name).read_text().strip()
    except OSError:
        return otherwise


def advice(complaint: str, system: System | None = None) -> str:
    """What to change so that a sandbox that did not start does."""
    system = system or System.here()
    if system.container:
        return f"Docker's seccomp and AppArmor forbid it: use the service `runner` of compose.yaml, or its security_opt ({DOCS})."
    if not system.namespaces:
        return "Run: sudo sysctl -w user.max_user_namespaces=10000"
    if not system.clone:
        return "Run: sudo sysctl -w kernel.unprivileged_userns_clone=1"
    if system.apparmor:
        return f"AppArmor forbids it (Ubuntu 23.10 and later): give bwrap a profile, four lines in {DOCS}."
    return f"See {DOCS}." if complaint else f"The machine may be too busy or out of memory. See {DOCS}."
