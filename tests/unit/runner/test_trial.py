"""What is said to change where a sandbox does not start."""

from __future__ import annotations

from dataclasses import replace

import pytest

from runner.client import open_runner
from runner.trial import System, advice

OPEN = System(apparmor=False, clone=True, namespaces=True, container=False)


@pytest.mark.parametrize(
    ("system", "said"),
    [
        (replace(OPEN, apparmor=True), "AppArmor"),
        (replace(OPEN, apparmor=True, container=True), "compose.yaml"),
        (replace(OPEN, clone=False), "kernel.unprivileged_userns_clone=1"),
        (replace(OPEN, namespaces=False), "user.max_user_namespaces"),
        (OPEN, "docs/operations.md"),
    ],
)
def test_the_advice_names_what_forbids_it(system: System, said: str) -> None:
    found = advice("bwrap: setting up uid map: Permission denied", system)
    assert said in found
    assert "\n" not in found


@pytest.mark.parametrize("setting", ["", "off", "unix:", "unix:relative", "ftp://host", "AUTO"])
def test_a_setting_that_is_none_is_named(setting: str) -> None:
    with pytest.raises(ValueError, match="INTERVIEWER_RUNNER"):
        open_runner(setting)
