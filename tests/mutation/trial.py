"""One mutant on trial: a forked process in which its module is the mutated one runs the unit tests until one fails."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pytest

from tests.mutation.mutants import Mutant

SUITES = {
    Path("interview"): ("tests/unit/interview",),
    Path("grader"): ("tests/unit/grader", "tests/unit/interview"),
    Path("grader/judge"): ("tests/unit/grader/judge",),
}
OPTIONS = (
    "-q",
    "-x",
    "--confcutdir=tests/unit",
    "--timeout=60",
    "--hypothesis-profile=mutation",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
)
HEAVY = ("numpy", "fsrs", "pydantic", "httpx", "jsonschema", "aiohttp.web", "rapidfuzz")  # imported before forking
MEMORY_AT_MOST = 4 << 30  # bytes of addresses
CPU_TIMES, CPU_MORE = 3.0, 10.0  # a trial may take this many times the unmutated tests' seconds, and so many more
PATIENCE = 20.0  # elapsed seconds per second of processor time: the machine may be busy
FORK = multiprocessing.get_context("fork")


class Verdict(StrEnum):
    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"


class _Loader(SourceFileLoader):
    """Runs a given text in the place of a module's file."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Finds the mutated module before the real one is found."""

    def __init__(self, mutant: Mutant) -> None:
        self._name, self._mutant = ".".join(mutant.path.with_suffix("").parts), mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        file = str(self._mutant.path.absolute())
        return spec_from_file_location(fullname, file, loader=_Loader(fullname, file, self._mutant.source))


class Bench:
    """Where mutants are tried, one after the other. Nothing of ours may have been imported before."""

    def __init__(self) -> None:
        unhurried = [hypothesis.HealthCheck.too_slow]
        hypothesis.settings.register_profile(
            "mutation", database=None, derandomize=True, deadline=None, suppress_health_check=unhurried
        )
        for name in HEAVY:
            import_module(name)
        self._cpu_at_most: dict[tuple[str, ...], float] = {}

    def tried(self, mutant: Mutant) -> Verdict:
        """What the tests of its package say of a mutant."""
        suite = SUITES[mutant.path.parent]
        if suite not in self._cpu_at_most:
            self._cpu_at_most[suite] = CPU_TIMES * _unmutated(suite) + CPU_MORE
        code = _run(mutant, _stages(mutant.path, suite), self._cpu_at_most[suite])
        if code is None or code < 0:
            return Verdict.TIMED_OUT
        return Verdict.KILLED if code else Verdict.SURVIVED


def _stages(path: Path, suite: Sequence[str]) -> list[list[str]]:
    """Arguments of pytest, one run after the other: the module's own tests, the package's, then the module's slow ones."""
    own = [str(file) for folder in suite for file in sorted(Path(folder).glob(f"test_{path.stem}*.py"))]
    quick, slow = ["-m", "not slow"], ["-m", "slow"]
    return [[*quick, *own], [*quick, *suite], [*slow, *own]] if own else [[*quick, *suite]]


def _unmutated(suite: tuple[str, ...]) -> float:
    """Seconds of processor time that the tests take; they must pass."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if _run(None, [[*suite]], 3600.0) != 0:
        raise SystemExit(f"The unit tests of {', '.join(suite)} fail without a mutant.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(mutant: Mutant | None, stages: Sequence[Sequence[str]], cpu_at_most: float) -> int | None:
    """The exit status of pytest in a process of its own, negative for a signal; None when it had to be ended."""
    process = FORK.Process(target=_child, args=(mutant, stages, int(cpu_at_most)))
    process.start()
    process.join(PATIENCE * cpu_at_most)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    return process.exitcode


def _child(mutant: Mutant | None, stages: Sequence[Sequence[str]], cpu_at_most: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_at_most, cpu_at_most + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_AT_MOST, MEMORY_AT_MOST))
    if mutant is None:
        os.dup2(2, 1)
    else:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.meta_path.insert(0, _Finder(mutant))
    for stage in stages:
        code = pytest.main([*OPTIONS, *stage])
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            os._exit(int(code))
    os._exit(0)
