"""Buttons as callback data: read back as they were, short enough, and nothing else is a button."""

from __future__ import annotations

import pytest

from bot import buttons
from bot.buttons import Button, pack, unpack
from questions.topics import Direction

INTERVIEW = "0123456789abcdef" * 2
EVERY: list[tuple[Button, str]] = [
    (buttons.DontKnow(INTERVIEW, 3), f"u:{INTERVIEW}:3"),
    (buttons.Hint(INTERVIEW, 0), f"h:{INTERVIEW}:0"),
    (buttons.Skip(INTERVIEW, 3), f"s:{INTERVIEW}:3"),
    (buttons.Stop(INTERVIEW, 3), f"x:{INTERVIEW}:3"),
    (buttons.Why(INTERVIEW, 3), f"w:{INTERVIEW}:3"),
    (buttons.ReportWrong(INTERVIEW, 3), f"r:{INTERVIEW}:3"),
    (buttons.Appeal(INTERVIEW, 3), f"a:{INTERVIEW}:3"),
    (buttons.Appeal(INTERVIEW, 3, 2), f"a:{INTERVIEW}:3:2"),
    (buttons.AcceptTicks(INTERVIEW, 3), f"k:{INTERVIEW}:3"),
    (buttons.Tick(INTERVIEW, 99999, 99, "h"), f"k:{INTERVIEW}:99999:99:h"),
    (buttons.NothingLeft(), "n"),
    (buttons.Choose(), "i"),
    (buttons.Choose("-"), "i:-"),
    (buttons.Choose("0a1b2c3d", "5", "10", "exam"), "i:0a1b2c3d:5:10:exam"),
    (buttons.Warmup(), "warmup"),
    (buttons.InDirection(next(iter(Direction))), f"d:{next(iter(Direction)).value}"),
    (buttons.Again(), "again"),
    (buttons.Report(), "report"),
    (buttons.UseHeld(True), "hold:y"),
    (buttons.UseHeld(False), "hold:n"),
    (buttons.ChooseLanguage(), "lang"),
    (buttons.ChooseLanguage("zh"), "lang:zh"),
    (buttons.SetMode("exam"), "mode:exam"),
    (buttons.AskZone(), "zone"),
    (buttons.ConfirmZone("America/Argentina/ComodRivadavia", True), "zone:America/Argentina/ComodRivadavia:y"),
    (buttons.DrillSettings(), "drill"),
    (buttons.DrillOffer(2**63 - 1, "l"), f"drill:{2**63 - 1}:l"),
    (buttons.AskDate(), "date"),
    (buttons.ConfirmForget(True), "forget:y"),
]


@pytest.mark.parametrize(("button", "data"), EVERY, ids=[data for _, data in EVERY])
def test_every_button_keeps_its_data(button: Button, data: str) -> None:
    """Old messages keep their buttons, so this table only ever grows."""
    assert pack(button) == data
    assert unpack(data) == button


def test_no_button_is_missing_here() -> None:
    assert {type(button) for button, _ in EVERY} == set(buttons.VERBS)


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "u", "u:", "u:i", "u:i:-1", "u:i:100000", "u:i:x", "u:i:3:4", "k:i:3:1", "k:i:3:1:2", "k:i:3:100:1", "a:i:3:1:1",
        "i:t:6", "i:t:1:2", "i:t:1:3:fun",
        "i:t:1:3:exam:1", "d:nowhere", "hold", "hold:maybe", "lang:fr", "mode:fun", "zone::y", "zone:UTC:perhaps", "drill:x:o",
        f"drill:{2**63}:o", "drill:1:x", "forget", "forget:y:y", "again:1", "unknown", "n:1",
    ],
)  # fmt: skip
def test_what_is_no_button_is_refused(data: str) -> None:
    assert unpack(data) is None
