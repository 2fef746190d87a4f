"""Every wall by itself, looked at from outside: a process that waits for its run has lost all that it must not have."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from runner.confine import NICENESS
from runner.limits import FILE_BYTES, MEMORY_BYTES, OPEN_FILES
from runner.process import Process
from runner.sandbox import NAMESPACES, Launch
from tests.runner.conftest import inside


@pytest.fixture
async def proc(launch: Launch) -> AsyncIterator[Path]:
    """The folder in /proc of a warm process."""
    process = await Process.start(launch)
    (one,) = inside()
    yield Path("/proc", str(one.pid))
    await process.end()


def status(proc: Path) -> dict[str, str]:
    lines = (proc / "status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


@pytest.mark.parametrize("name", [*NAMESPACES, "mnt"])
def test_it_has_namespaces_of_its_own(name: str, proc: Path) -> None:
    assert (proc / "ns" / name).readlink() != Path("/proc/self/ns", name).readlink()


def test_it_is_nobody_without_capabilities_behind_a_filter(proc: Path) -> None:
    found = status(proc)
    assert "0" not in found["Uid"].split() + found["Gid"].split() + found["Groups"].split()
    assert {found[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    assert (found["NoNewPrivs"], found["Seccomp"]) == ("1", "2")


def test_its_limits_cannot_be_raised(proc: Path) -> None:
    lines = (proc / "limits").read_text().splitlines()
    limits = {line[:26].strip(): tuple(line[26:].split()[:2]) for line in lines[1:]}
    wanted = {
        "Max file size": FILE_BYTES, "Max core file size": 0, "Max processes": 0, "Max open files": OPEN_FILES,
        "Max locked memory": 0, "Max address space": MEMORY_BYTES, "Max msgqueue size": 0,
    }  # fmt: skip
    assert {name: limits[name] for name in wanted} == {name: (str(most), str(most)) for name, most in wanted.items()}
    soft, hard = map(int, limits["Max cpu time"])
    assert 6 <= soft <= 15  # five seconds, and what warming took on a busy machine
    assert hard == soft + 1


def test_it_gives_way_to_everybody_else(proc: Path) -> None:
    assert (proc / "oom_score_adj").read_text().strip() == "1000"
    assert os.getpriority(os.PRIO_PROCESS, int(proc.name)) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)


def test_its_environment_holds_nothing_of_ours(proc: Path) -> None:
    names = {part.partition(b"=")[0] for part in (proc / "environ").read_bytes().split(b"\0") if part}
    assert names <= {b"PWD", b"LC_CTYPE"}


def test_it_sees_a_root_of_its_own(proc: Path) -> None:
    mounts = [line.split() for line in (proc / "mounts").read_text().splitlines()]
    places = {place: options.split(",") for _, place, _, options, *_ in mounts}
    assert [place for place, options in places.items() if "rw" in options and place != "/dev/null"] == ["/tmp"]
    assert {"nr_inodes=1024", "size=16384k", "nosuid", "nodev"} <= set(places["/tmp"])
    assert not [place for place in places if place.startswith(("/proc", "/sys", "/home", "/run"))]
