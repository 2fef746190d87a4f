"""A real vLLM server on the CPU, started with the product's own flags and ended with everything it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from serving.launch import SERVED_AS, judging
from testing.needs import needs
from tests.vllm.install import FOLDER

KEY = "a-key-for-the-test-server"
READY = 240  # seconds; three processes import torch
ON_A_CPU = (
    "--enforce-eager",
    "--max-num-batched-tokens",
    "16384",
    "--max-num-seqs",
    "16",
    "--kv-cache-memory-bytes",
    "256M",
    "--max-model-len",
    "16384",
)
QUIET = {
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1",
    "TORCH_COMPILE_DISABLE": "1", "CUDA_VISIBLE_DEVICES": "", "OMP_NUM_THREADS": "1",
}  # fmt: skip


@dataclass(frozen=True)
class Running:
    """A started server; `process` leads a process group of its own."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def root(self) -> str:
        """The address without /v1."""
        return self.url.removesuffix("/v1")

    def group(self) -> list[int]:
        """The numbers of all processes that belong to the server."""
        listed = subprocess.run(["ps", "-eo", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
        rows = (line.split() for line in listed.splitlines())
        return [int(pid) for pid, group, state in rows if int(group) == self.process.pid and not state.startswith("Z")]


def vllm() -> str:
    """The program, or a test that says it is not there."""
    program = FOLDER / "bin" / "vllm"
    if not (FOLDER / ".installed").exists():
        needs(
            "vllm",
            "a real server for the judge is not installed; `make vllm` does it (600 MB, Linux x86_64, Python 3.11)",
        )
    return str(program)


def judge_flags() -> list[str]:
    return ["--served-model-name", SERVED_AS, *judging(thinks=True), "--max-num-queued-reqs", "64", *ON_A_CPU]


@contextmanager
def started(model: Path, flags: Sequence[str], log: Path, *, key: str = KEY) -> Iterator[Running]:
    """The server, ready to answer; at the end nothing of it is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        vllm(),
        "serve",
        str(model),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--shutdown-timeout",
        "20",
        *flags,
    ]
    env = os.environ | QUIET | ({"VLLM_API_KEY": key} if key else {})
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=env, start_new_session=True)
    running = Running(f"http://127.0.0.1:{port}/v1", process, log)
    try:
        _wait(running)
        yield running
    finally:
        _end(process)


def _wait(running: Running) -> None:
    until = time.monotonic() + READY
    while time.monotonic() < until:
        if running.process.poll() is not None:
            raise AssertionError(f"vLLM ended with {running.process.returncode}:\n{_tail(running.log)}")
        with suppress(OSError), urllib.request.urlopen(f"{running.root}/health", timeout=2) as response:
            if response.status == 200:
                return
        time.sleep(0.25)
    raise AssertionError(f"vLLM is not ready after {READY} s:\n{_tail(running.log)}")


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-3000:]


def _end(process: subprocess.Popen[bytes]) -> None:
    for sent, seconds in ((signal.SIGINT, 30.0), (signal.SIGKILL, 10.0)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sent)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
