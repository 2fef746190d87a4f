"""Installs this checkout into a virtual environment; used by the Makefile, standard library only.

usage: python3 install.py VENV local|dev

The extra `local` brings sentence-transformers and torch. On Linux the registry's own torch comes with about 3 GB of CUDA
libraries; they are never taken unasked. A CPU build is used where pip can find one (set PIP_EXTRA_INDEX_URL or
PIP_FIND_LINKS to PyTorch's CPU packages); otherwise the ONNX-free core is installed and answers are compared by words.
TORCH=cuda asks for the CUDA build all the same.
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


def pip(folder: Path, *arguments: str, quiet: bool = False) -> int:
    command = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.call(
        command, stdout=subprocess.DEVNULL if quiet else None, stderr=subprocess.DEVNULL if quiet else None
    )


def extra_for_embedding(folder: Path) -> str:
    """The extra that fits this machine: `local`, or "" when torch would bring gigabytes nobody asked for."""
    assert TORCH is not None
    cuda = os.environ.get("TORCH") == "cuda" or shutil.which("nvidia-smi") is not None
    if cuda or platform.system() != "Linux":
        return "local"
    if pip(folder, "install", "--dry-run", "--no-deps", f"torch=={TORCH[1]}+cpu", quiet=True) == 0:
        return "local"
    print(
        f"No CPU build of torch {TORCH[1]} can be reached, and the usual one brings about 3 GB of CUDA libraries.\n"
        "Going on without it: answers are compared by words, without the embedding model.\n"
        "To have it: point PIP_EXTRA_INDEX_URL at PyTorch's CPU packages, or set TORCH=cuda, and run the command again.",
        flush=True,
    )
    return ""


def main() -> int:
    folder, wanted = Path(sys.argv[1]), sys.argv[2]
    if sys.version_info < (3, 11):
        print(f"Python 3.11 or newer is needed; this is {platform.python_version()} (try: make PYTHON=python3.12 …)")
        return 1
    if not (folder / "bin" / "python").exists():
        print(f"Making the virtual environment {folder} …", flush=True)
        venv.create(folder, with_pip=True)
    local = extra_for_embedding(folder)
    extras = ",".join(extra for extra in (local, "onnx,dev" if wanted == "dev" else "") if extra)
    print("Installing (a minute or two the first time) …", flush=True)
    if pip(folder, "install", "-q", "-e", f".[{extras}]" if extras else "."):
        print("The installation failed; pip's lines above say why.")
        return 1
    for done in {"local", wanted}:
        (folder / f".{done}").touch()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
