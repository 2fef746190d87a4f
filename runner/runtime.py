"""What a Python with NumPy needs of this machine's files, and nothing beside it.

A separate process imports NumPy and every extension module of the standard library, and says which shared libraries the loader
then held, under the names by which it looked for them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from runner.limits import START_SECONDS
from runner.model import Unavailable

PROBE: Final = r"""
import ctypes, importlib, json, os, pathlib, sys
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy, numpy.fft, numpy.linalg, numpy.random
standard = os.path.dirname(os.path.realpath(os.__file__))
for module in pathlib.Path(standard, "lib-dynload").glob("*.so"):
    try:
        importlib.import_module(module.name.partition(".")[0])
    except Exception:
        pass
class Info(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("name", ctypes.c_char_p)]
held = []
@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Info), ctypes.c_size_t, ctypes.c_void_p)
def each(info, size, data):
    held.append(os.fsdecode(info.contents.name or b""))
    return 0
ctypes.CDLL(None).dl_iterate_phdr(each, None)
print(json.dumps({
    "standard": standard,
    "folder": f"{sys.platlibdir}/python{sys.version_info.major}.{sys.version_info.minor}",
    "numpy": os.path.dirname(numpy.__file__),
    "libraries": sorted({os.path.normpath(name) for name in held if name.startswith("/")}),
}))
"""
PYTHON: Final = "/python"  # where the sandbox has the interpreter and its library, NumPy, and our own modules
PACKAGES: Final = "/packages"
HOUSE: Final = "/house"
NOT_OURS: Final = ("site-packages", "dist-packages")
OURS: Final = ("__init__", "limits", "values", "confine", "harness")
START: Final = (
    f"import sys; sys.path[:0] = [{HOUSE!r}, {PACKAGES!r}]; from runner.harness import main; main(walled=True)"
)
FLAGS: Final = ("-I", "-S", "-B", "-X", "utf8")


@dataclass(frozen=True, slots=True)
class Runtime:
    """Files and whole folders as (place outside, place inside), and the folders inside that are shown empty."""

    files: tuple[tuple[str, str], ...]
    masked: tuple[str, ...]


COMMAND: Final = (f"{PYTHON}/bin/python", *FLAGS, "-c", START)


@cache
def find_runtime() -> Runtime:
    """The files of the Python that runs this; Unavailable where they cannot be found out."""
    said = _asked()
    standard, inside, numpy = said["standard"], f"{PYTHON}/{said['folder']}", Path(said["numpy"])
    python = str(Path(getattr(sys, "_base_executable", sys.executable)).resolve())
    shown = (standard, str(numpy.parent))
    libraries = [name for name in said["libraries"] if not any(Path(name).is_relative_to(place) for place in shown)]
    found = [*libraries, *[name for name in ("/etc/ld.so.cache",) if Path(name).exists()]]
    files = ((python, f"{PYTHON}/bin/python"), (standard, inside), *_numpy(numpy), *_ours())
    masked = [f"{inside}/{name}" for name in NOT_OURS if Path(standard, name).is_dir()]
    return Runtime((*files, *[(name, name) for name in found]), tuple(masked))


def _asked() -> dict[str, Any]:
    asked = [sys.executable, "-I", "-c", PROBE]
    try:
        done = subprocess.run(asked, capture_output=True, timeout=START_SECONDS, check=True)  # noqa: S603  # our own words
        return cast("dict[str, Any]", json.loads(done.stdout))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise Unavailable("the files of this Python and NumPy cannot be found out", "Install NumPy again.") from error


def _numpy(folder: Path) -> list[tuple[str, str]]:
    """NumPy and the libraries that its wheel brings in a folder beside it."""
    beside = folder.with_name("numpy.libs")
    return [(str(place), f"{PACKAGES}/{place.name}") for place in (folder, beside) if place.is_dir()]


def _ours() -> list[tuple[str, str]]:
    here = Path(__file__).resolve().parent
    return [(str(here / f"{name}.py"), f"{HOUSE}/runner/{name}.py") for name in OURS]
