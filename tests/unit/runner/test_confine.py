"""The filter of system calls, executed here as the kernel would, and its numbers held against the kernel's own headers."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from runner.confine import ALLOW, ALLOWED, ARCHITECTURES, EPERM, KILL, X32_BIT, filter_program
from testing.needs import needs

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
REFUSED = {  # by their numbers on x86_64: what the sandbox is there to keep from a person's code
    "socket": 41, "connect": 42, "socketpair": 53, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "kill": 62, "shmget": 29,
    "ptrace": 101, "mount": 165, "chroot": 161, "setrlimit": 160, "prctl": 157, "tkill": 200, "tgkill": 234, "unshare": 272,
    "prlimit64": 302, "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310, "seccomp": 317, "memfd_create": 319,
    "bpf": 321, "execveat": 322, "userfaultfd": 323, "io_uring_setup": 425, "clone3": 435, "pidfd_open": 434, "symlink": 88,
    "mknod": 133, "keyctl": 250, "perf_event_open": 298, "pipe2": 293, "mlock": 149, "chmod": 90, "link": 86,
}  # fmt: skip


def verdict(machine: str, number: int, audit: int | None = None) -> int:
    """What the kernel answers to a call: the program run over `struct seccomp_data`."""
    data = struct.pack("=II", number, ARCHITECTURES[machine][1] if audit is None else audit)
    program = list(struct.iter_unpack("=HBBI", filter_program(machine)))
    at, loaded = 0, 0
    while True:
        code, true, false, value = program[at]
        at += 1
        match code:
            case 0x20:
                (loaded,) = struct.unpack_from("=I", data, value)
            case 0x15:
                at += true if loaded == value else false
            case 0x35:
                at += true if loaded >= value else false
            case 0x06:
                return value


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_exactly_the_calls_of_the_table_are_allowed(machine: str) -> None:
    column = ARCHITECTURES[machine][0]
    allowed = {row[column] for row in ALLOWED.values()} - {None}
    assert {number for number in range(600) if verdict(machine, number) == ALLOW} == allowed
    assert {verdict(machine, number) for number in range(600)} == {ALLOW, EPERM}


@pytest.mark.parametrize("name", REFUSED)
def test_a_call_that_reaches_outside_is_refused(name: str) -> None:
    assert verdict("x86_64", REFUSED[name]) == EPERM
    assert name not in ALLOWED


def test_the_second_table_of_x86_64_and_other_architectures_are_closed() -> None:
    assert verdict("x86_64", X32_BIT | 1) == EPERM
    assert verdict("x86_64", 1, audit=0x40000003) == KILL


def test_a_machine_whose_calls_are_not_known_runs_nothing() -> None:
    with pytest.raises(OSError, match="riscv64"):
        filter_program("riscv64")


@pytest.mark.parametrize("machine", HEADERS)
def test_the_numbers_are_the_kernels(machine: str) -> None:
    if not HEADERS[machine].exists():
        needs("the kernel's headers", "install linux-libc-dev")
    text = HEADERS[machine].read_text()
    found = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    for name, row in ALLOWED.items():
        number = row[ARCHITECTURES[machine][0]]
        assert number == found.get(
            name, found.get({"newfstatat": "fstatat"}.get(name, "")) if number is not None else None
        ), name
