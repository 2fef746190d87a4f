"""What a process takes from itself before it runs a person's code: resources, system calls, root.

The filter of system calls is a list of what NumPy and the standard library need on files and memory they already may use; all
else fails with EPERM: sockets of every family (a network namespace does not hold AF_VSOCK), new processes and threads, signals to
others, ptrace, shared memory, new programs. A namespace is the first wall; this one stands behind it.
"""

from __future__ import annotations

import math
import os
import platform
import struct
import sys
from typing import Any, Final

from runner.limits import CPU_SECONDS, FILE_BYTES, FILES, FILES_BYTES, MEMORY_BYTES, OPEN_FILES

NOBODY: Final = 65534
NICENESS: Final = 10

# Name: number on x86_64, number on aarch64 (None: it has no such call). From the kernel's unistd_64.h and asm-generic/unistd.h.
ALLOWED: Final[dict[str, tuple[int | None, int | None]]] = {
    "read": (0, 63), "write": (1, 64), "futex": (202, 98), "mmap": (9, 222), "munmap": (11, 215), "mprotect": (10, 226),
    "mremap": (25, 216), "madvise": (28, 233), "brk": (12, 214), "clock_gettime": (228, 113), "close": (3, 57),
    "open": (2, None), "openat": (257, 56), "creat": (85, None), "lseek": (8, 62), "fstat": (5, 80), "stat": (4, None),
    "lstat": (6, None), "newfstatat": (262, 79), "statx": (332, 291), "pread64": (17, 67), "pwrite64": (18, 68),
    "readv": (19, 65), "writev": (20, 66), "getdents64": (217, 61), "access": (21, None), "faccessat": (269, 48),
    "faccessat2": (439, 439), "readlink": (89, None), "readlinkat": (267, 78), "getcwd": (79, 17), "chdir": (80, 49),
    "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None), "unlink": (87, None), "unlinkat": (263, 35),
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "truncate": (76, 45), "ftruncate": (77, 46),
    "statfs": (137, 43), "fstatfs": (138, 44), "fsync": (74, 82), "fdatasync": (75, 83), "fcntl": (72, 25),
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "close_range": (436, 436), "umask": (95, 166),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "restart_syscall": (219, 128), "nanosleep": (35, 101), "clock_nanosleep": (230, 115), "clock_getres": (229, 114),
    "gettimeofday": (96, 169), "time": (201, None), "times": (100, 153), "getrusage": (98, 165), "getrandom": (318, 278),
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72), "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123), "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174),
    "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177), "uname": (63, 160), "sysinfo": (99, 179),
    "set_robust_list": (273, 99), "rseq": (334, 293), "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
ARCHITECTURES: Final = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column of ALLOWED, AUDIT_ARCH_*
X32_BIT: Final = 0x40000000  # x86_64 has a second table of calls behind it

LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JGE|K, BPF_RET|K
ALLOW, EPERM, KILL = 0x7FFF0000, 0x00050001, 0x80000000  # SECCOMP_RET_*
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2
MS_NOSUID_NODEV_REMOUNT, CAPABILITY_VERSION_3 = 2 | 4 | 32, 0x20080522


def confine(walled: bool) -> None:
    """Takes it all away, for good. OSError where the system does not do it, so that nothing runs half guarded.

    Behind walls it arrives with CAP_SYS_ADMIN over its own user namespace, bounds the number of files, and gives it up.
    """
    os.nice(NICENESS)
    if walled:
        _bound_files()
        _give_up_capabilities()
    _leave_root()
    _limit()
    if sys.platform == "linux":
        _filter_calls()


def _bound_files() -> None:
    """A file costs kernel memory that no limit of a process counts, and bubblewrap bounds only their bytes."""
    options = f"size={FILES_BYTES},nr_inodes={FILES}".encode()
    _must(_libc().mount(b"tmpfs", b"/tmp", b"tmpfs", MS_NOSUID_NODEV_REMOUNT, options), "the bound on files")


def _give_up_capabilities() -> None:
    header, none = struct.pack("=Ii", CAPABILITY_VERSION_3, 0), bytes(24)
    _must(_libc().capset(header, none), "giving up capabilities")


def _libc() -> Any:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def _must(result: int, what: str) -> None:
    import ctypes

    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what} was not taken")


def _leave_root() -> None:
    """Root becomes nobody: limits on processes do not bind root, and its files are not for a person's code."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def _limit() -> None:
    """Resource limits that cannot be raised again. CPU time counts from here: SIGXCPU, and SIGKILL a second later."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + CPU_SECONDS
    limits = {"CPU": (seconds, seconds + 1), "FSIZE": FILE_BYTES, "CORE": 0, "NOFILE": OPEN_FILES, "NPROC": 0}
    if sys.platform == "linux":
        limits |= {"AS": MEMORY_BYTES, "MEMLOCK": 0, "MSGQUEUE": 0}
    for name, limit in limits.items():
        pair = limit if isinstance(limit, tuple) else (limit, limit)
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), pair)


def filter_program(machine: str) -> bytes:
    """The filter as classic BPF for this machine; OSError on one whose calls are not known here."""
    if machine not in ARCHITECTURES:
        raise OSError(f"no filter of system calls for {machine}")
    column, audit = ARCHITECTURES[machine]
    numbers = [row[column] for row in ALLOWED.values()]
    known = [number for number in numbers if number is not None]
    code = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, audit), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    code.append((AT_LEAST, len(known), 0, X32_BIT))
    code += [(EQUAL, len(known) - at, 0, number) for at, number in enumerate(known)]
    code += [(RETURN, 0, 0, EPERM), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _filter_calls() -> None:
    import ctypes

    class Filter(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    program = filter_program(platform.machine())
    code = ctypes.create_string_buffer(program, len(program))
    given = Filter(len(program) // 8, ctypes.cast(code, ctypes.c_void_p).value)
    _must(_libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "the end of new privileges")
    _must(_libc().prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(given)), "the filter of system calls")
