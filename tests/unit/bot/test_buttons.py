"""Buttons as callback data: read back as they were, short enough, and nothing else is a button."""

from __future__ import annotations

import pytest

from bot import buttons
from bot.buttons import Button, pack, unpack
from interview.ramp import Seniority
from questions.topics import Direction

INTERVIEW = "0123456789abcdef" * 2
EVERY: list[tuple[Button, str]] = [
    (buttons.DontKnowButton(INTERVIEW, 3), f"u:{INTERVIEW}:3"),
    (buttons.HintButton(INTERVIEW, 0), f"h:{INTERVIEW}:0"),
    (buttons.SkipButton(INTERVIEW, 3), f"s:{INTERVIEW}:3"),
    (buttons.ParkButton(INTERVIEW, 3), f"later:{INTERVIEW}:3"),
    (buttons.StopButton(INTERVIEW, 3), f"x:{INTERVIEW}:3"),
    (buttons.WhyButton(INTERVIEW, 3), f"w:{INTERVIEW}:3"),
    (buttons.ReportWrongButton(INTERVIEW, 3), f"r:{INTERVIEW}:3"),
    (buttons.AppealButton(INTERVIEW, 3), f"a:{INTERVIEW}:3"),
    (buttons.AppealButton(INTERVIEW, 3, 2), f"a:{INTERVIEW}:3:2"),
    (buttons.AcceptTicksButton(INTERVIEW, 3), f"k:{INTERVIEW}:3"),
    (buttons.TickButton(INTERVIEW, 99999, 99, "h"), f"k:{INTERVIEW}:99999:99:h"),
    (buttons.DoneButton(INTERVIEW, 3), f"f:{INTERVIEW}:3"),
    (buttons.BelongsBeforeButton(INTERVIEW, 3, "0a1b2c3d", True), f"m:{INTERVIEW}:3:0a1b2c3d:y"),
    (buttons.AddButton(INTERVIEW, 3), f"p:{INTERVIEW}:3"),
    (buttons.TakeBackButton(INTERVIEW, 3), f"b:{INTERVIEW}:3"),
    (buttons.AllRightButton(INTERVIEW, 3), f"ok:{INTERVIEW}:3"),
    (buttons.CorrectButton(INTERVIEW, 99999), f"fix:{INTERVIEW}:99999"),
    (buttons.DebriefButton(INTERVIEW, 7), f"v:{INTERVIEW}:7"),
    (buttons.NothingLeftButton(), "n"),
    (buttons.StopSureButton(INTERVIEW, True), f"xx:{INTERVIEW}:y"),
    (buttons.GoOnButton(), "go"),
    (buttons.GoOnButton(INTERVIEW), f"go:{INTERVIEW}"),
    (buttons.DrillNowButton(), "now"),
    (buttons.SeniorityButton(), "lvl"),
    (buttons.SeniorityButton(Seniority.SENIOR), "lvl:senior"),
    (buttons.NoDateButton(), "nodate"),
    (buttons.ChooseButton(), "i"),
    (buttons.ChooseButton("-"), "i:-"),
    (buttons.ChooseButton("0a1b2c3d", "5", "10", "exam"), "i:0a1b2c3d:5:10:exam"),
    (buttons.WarmupButton(), "warmup"),
    (buttons.InDirectionButton(next(iter(Direction))), f"d:{next(iter(Direction)).value}"),
    (buttons.AgainButton(), "again"),
    (buttons.TakeUpButton("0a1b2c3d"), "task:0a1b2c3d"),
    (buttons.ReportButton(), "report"),
    (buttons.UseHeldButton(True), "hold:y"),
    (buttons.UseHeldButton(False), "hold:n"),
    (buttons.AnswerAsideButton(2**63 - 1), f"answer:{2**63 - 1}"),
    (buttons.ConfirmAsideButton(7), "aside:7"),
    (buttons.ChooseLanguageButton(), "lang"),
    (buttons.ChooseLanguageButton("zh"), "lang:zh"),
    (buttons.SetModeButton("exam"), "mode:exam"),
    (buttons.AskZoneButton(), "zone"),
    (buttons.ConfirmZoneButton("America/Argentina/ComodRivadavia", True), "zone:America/Argentina/ComodRivadavia:y"),
    (buttons.DrillSettingsButton(), "drill"),
    (buttons.DrillOfferButton(2**63 - 1, "l"), f"drill:{2**63 - 1}:l"),
    (buttons.AskDateButton(), "date"),
    (buttons.LoopButton("10111", "45", True, False), "loop:10111:45:y:n"),
    (buttons.AskLoopButton(), "loop"),
    (buttons.PauseButton(INTERVIEW, 3), f"pause:{INTERVIEW}:3"),
    (buttons.BandButton(INTERVIEW), f"band:{INTERVIEW}"),
    (buttons.ConfirmForgetButton(True), "forget:y"),
    (buttons.ProjectButton("new"), "prj:new:0"),
    (buttons.ProjectButton("ask", 2**63 - 1), f"prj:ask:{2**63 - 1}"),
    (buttons.ToldButton(True), "told:y"),
    (buttons.AimButton("add"), "aim:add:0"),
    (buttons.ShareBandButton(True), "bands:y"),
    (buttons.AfterButton("bad", 2**63 - 1), f"after:bad:{2**63 - 1}"),
    (buttons.AimButton("gave", 2**63 - 1), f"aim:gave:{2**63 - 1}"),
    (buttons.ToldButton(False), "told:n"),
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
