"""The runner's container as it is written down: nothing it does not need, and the system calls that bubblewrap does need."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from runner.confine import ALLOWED
from runner.limits import MIB, RUN_BYTES

ROOT = Path(__file__).parents[2]
BUBBLEWRAP = {
    "clone",
    "clone3",
    "unshare",
    "mount",
    "umount2",
    "pivot_root",
    "prctl",
    "capset",
    "setuid",
    "sethostname",
    "seccomp",
}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return found


def test_the_runner_has_no_network_no_rights_and_no_secrets(services: dict[str, Any]) -> None:
    runner = services["runner"]
    assert (runner["network_mode"], runner["read_only"], runner["cap_drop"], runner["init"]) == (
        "none",
        True,
        ["ALL"],
        True,
    )
    assert not {"env_file", "environment", "ports", "privileged", "cap_add", "devices"} & set(runner)
    assert runner["volumes"] == ["runner:/run/runner"]
    assert "no-new-privileges:true" in runner["security_opt"]
    assert "seccomp=./runner/seccomp.json" in runner["security_opt"]


def test_its_budget_fits_its_memory_and_its_processes(services: dict[str, Any]) -> None:
    runner = services["runner"]
    assert (runner["mem_limit"], runner["memswap_limit"]) == ("2g", "2g")
    at_once = int(runner["command"][runner["command"].index("--memory") + 1]) * MIB // RUN_BYTES
    assert at_once * RUN_BYTES + 300 * MIB <= 2048 * MIB
    assert 40 + 2 * at_once * 4 <= runner["pids_limit"]


def test_bot_and_runner_meet_at_the_socket(services: dict[str, Any]) -> None:
    place = services["bot"]["environment"]["INTERVIEWER_RUNNER"]
    assert services["runner"]["command"][1] == place == services["runner"]["healthcheck"]["test"][-1]
    assert "runner:/run/runner" in services["bot"]["volumes"]
    assert "/run/runner" in (ROOT / "Dockerfile").read_text()
    assert "bubblewrap" in (ROOT / "Dockerfile").read_text()


def test_the_profile_leaves_what_bubblewrap_needs_and_takes_what_nobody_does() -> None:
    profile = json.loads((ROOT / "runner" / "seccomp.json").read_text())
    (taken,) = profile["syscalls"]
    assert (profile["defaultAction"], taken["action"]) == ("SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO")
    assert not set(taken["names"]) & (BUBBLEWRAP | set(ALLOWED))
    assert {"ptrace", "bpf", "keyctl", "io_uring_setup", "setns", "kexec_load", "open_by_handle_at"} <= set(
        taken["names"]
    )
