"""Installs this checkout into a virtual environment; used by the Makefile, standard library only.

usage: python3 install.py VENV chat|local|dev

`chat` is the program without torch. `local` adds sentence-transformers and torch, the embedding model for English; `dev` adds
that and the tools of the tests. On Linux the registry's own torch comes with about 3 GB of CUDA libraries; they are never taken
unasked. A CPU build is used where pip can find one (set PIP_EXTRA_INDEX_URL or PIP_FIND_LINKS to PyTorch's CPU packages);
otherwise it goes on without. TORCH=cuda asks for the CUDA build all the same. uv installs, where it is there.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

TORCH = re.search(r'"torch==([\d.]+)"', Path("pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = {"chat": [], "local": [], "dev": ["dev"]}


def python(folder: Path) -> str:
    return str(folder / ("Scripts/python.exe" if platform.system() == "Windows" else "bin/python"))


def pip(folder: Path, *arguments: str, quiet: bool = False) -> int:
    command = [python(folder), "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.call(
        command, stdout=subprocess.DEVNULL if quiet else None, stderr=subprocess.DEVNULL if quiet else None
    )


def extra_for_embedding(folder: Path) -> list[str]:
    """The extra that fits this machine: `local`, or none when torch would bring gigabytes nobody asked for."""
    assert TORCH is not None
    cuda = os.environ.get("TORCH") == "cuda" or shutil.which("nvidia-smi") is not None
    if cuda or platform.system() != "Linux":
        return ["local"]
    if pip(folder, "install", "--dry-run", "--no-deps", f"torch=={TORCH[1]}+cpu", quiet=True) == 0:
        return ["local"]
    print(
        f"No CPU build of torch {TORCH[1]} can be reached, and the usual one brings about 3 GB of CUDA libraries.\n"
        "Going on without it: answers are compared without the embedding model.\n"
        "To have it: point PIP_EXTRA_INDEX_URL at PyTorch's CPU packages, or set TORCH=cuda, and run the command again.",
        flush=True,
    )
    return []


def install(folder: Path, what: str) -> int:
    """Installs the checkout as editable, with uv where the packages of pip's own settings are not needed."""
    uv = shutil.which("uv")
    if uv and not any(name.startswith("PIP_") for name in os.environ):
        return subprocess.call([uv, "pip", "install", "-q", "--python", python(folder), "-e", what])
    return pip(folder, "install", "-q", "-e", what)


def main() -> int:
    folder, wanted = Path(sys.argv[1]), sys.argv[2]
    if sys.version_info < (3, 11):
        print(f"Python 3.11 or newer is needed; this is {platform.python_version()} (try: make PYTHON=python3.12 …)")
        return 1
    if not Path(python(folder)).exists():
        print(f"Making the virtual environment {folder} …", flush=True)
        venv.create(folder, with_pip=True)
    extras = [*EXTRAS[wanted], *([] if wanted == "chat" else extra_for_embedding(folder))]
    print("Installing (a minute or two the first time) …", flush=True)
    if install(folder, f".[{','.join(extras)}]" if extras else "."):
        print("The installation failed; the lines above say why.")
        return 1
    for done in {"chat", wanted}:
        (folder / f".{done}").touch()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
