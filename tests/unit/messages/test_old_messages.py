"""Messages stored without a version, as names of functions and their arguments: migrated, each is said in every channel.

`old_payloads.json` holds such rows.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from app.messages.chatting import Unreadable
from app.messages.groups import QuizAsked
from app.messages.prompts import AppealPrompt, DatePrompt, HeldAnswer, ZonePrompt
from app.messages.stored import pack, unpack
from app.messages.values import ExportFile, NewButtons, Notice, ReportMessage
from bot.render import show
from cli.terminal.json_lines import line
from cli.terminal.render import text
from testing.botapi import parse_html

OLD: list[dict[str, Any]] = json.loads(Path(__file__).with_name("old_payloads.json").read_text(encoding="utf-8"))
revision = importlib.import_module("migrations.versions.2026_12_01_typed_messages")


def name(old: dict[str, Any]) -> str:
    payload = old["payload"]
    return f"{payload['event']}-{payload.get('part')}-{payload.get('name')}-{payload.get('language')}"


def test_there_is_a_row_of_every_kind_of_notice() -> None:
    """Both ways: the migration knows every name of the file, and the file has every name that the migration knows."""
    named = {f"{p['part']}.{p['name']}" for p in (old["payload"] for old in OLD) if p["event"] == "notice"}
    assert named == set(revision.KINDS)


@pytest.mark.parametrize("old", OLD, ids=name)
def test_a_row_of_the_old_form_is_said_in_both_channels(old: dict[str, Any]) -> None:
    envelope = unpack(revision.converted(old["payload"]))
    assert not (isinstance(envelope.message, Notice) and isinstance(envelope.message.content, Unreadable))
    if isinstance(envelope.message, NewButtons | ExportFile):
        return
    assert isinstance(envelope.message, ReportMessage) or text(envelope.message).plain.strip()
    shown = show(envelope)
    assert all(parse_html(part).strip() for part in shown.parts)
    assert shown.reply == bool(old["payload"].get("prompt") and "buttons" not in old["payload"])


@pytest.mark.parametrize("old", OLD, ids=name)
def test_a_line_of_json_has_what_was_stored_before(old: dict[str, Any]) -> None:
    """For all that a terminal can be told, new fields beside it; what was for Telegram alone is left out."""
    payload = old["payload"]
    if payload["event"] in ("buttons", "export", "report") or payload.get("part") in ("drills", "telegram"):
        return
    expected = {key: value for key, value in payload.items() if key not in ("buttons", "edits", "prompt")}
    printed = json.loads(line(unpack(revision.converted(payload)).message))
    assert _has(printed, expected)


def _has(found: Any, expected: Any) -> bool:
    """Whether a value of JSON has everything of another one, in the same places."""
    match expected:
        case dict():
            return all(key in found and _has(found[key], value) for key, value in expected.items())
        case list():
            return len(found) == len(expected) and all(map(_has, found, expected))
        case _:
            return bool(found == expected)


@pytest.mark.parametrize("old", OLD, ids=name)
def test_a_message_is_read_back_as_it_was_stored(old: dict[str, Any]) -> None:
    envelope = unpack(revision.converted(old["payload"]))
    stored = pack(envelope)
    assert stored == json.loads(json.dumps(stored))
    assert unpack(stored) == envelope


def test_prompts_outlive_the_migration() -> None:
    found = [unpack(revision.converted(old["payload"])).prompt for old in OLD]
    kinds = {type(prompt) for prompt in found if prompt is not None}
    assert kinds == {AppealPrompt, HeldAnswer, ZonePrompt, DatePrompt}
    held = {prompt for prompt in found if isinstance(prompt, HeldAnswer)}
    assert {(prompt.text, prompt.source, prompt.spoken) for prompt in held} == {
        ("my <words>", "telegram:7:55", False),
        ("spoken words", "telegram:7:56", True),
    }


def test_a_reply_to_a_quiz_still_finds_it() -> None:
    notices = [unpack(revision.converted(old["payload"])).message for old in OLD]
    quizzes = {n.content.quiz for n in notices if isinstance(n, Notice) and isinstance(n.content, QuizAsked)}
    assert quizzes == {5}


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"event": "nonsense"},
        {"event": "notice", "part": "telegram", "name": "no_such_words", "values": {}, "language": "zh"},
        {"event": "notice", "part": "interview", "name": "too_long", "values": {"letters": 3}, "language": "zh"},
        {"event": "notice", "part": "drills", "name": "offer", "language": "en", "buttons": [],
         "values": {"points": 1, "fresh": 0, "minutes": 4, "days": -1, "late": False}},
        {"event": "notice", "part": "interview", "name": "no_judge", "language": "zh"},
    ],
)  # fmt: skip
def test_what_no_version_wrote_is_told_in_the_log_and_shown_as_that(
    payload: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    envelope = unpack(revision.converted(payload))
    assert isinstance(envelope.message, Notice)
    assert isinstance(envelope.message.content, Unreadable)
    assert envelope.message.language == ("zh" if payload.get("language") == "zh" else "en")
    assert envelope.message.content.was in caplog.text
    assert show(envelope).parts[0]
