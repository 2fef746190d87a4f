"""The drawing of a chat: well formed, and nothing wider than its screen."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from testing.botapi import Message
from testing.phone import COLUMN, GAP, SCREEN, drawn

HTML = (
    "<b>第 1/3 题 · 注意力</b>\n\n为什么 <code>a &lt; b</code>？<tg-spoiler>藏起来的要点</tg-spoiler>"
    "<blockquote expandable>一\n二\n三\n四\n五</blockquote><pre><code>x = 1</code></pre>"
)
KEYBOARD = {"inline_keyboard": [[{"text": "💡 提示", "callback_data": "h"}, {"text": "⏭", "callback_data": "s"}]]}


def message(html: str, mine: bool) -> Message:
    return Message(1, 1, html, html, None if mine else KEYBOARD, not mine, 0.0)


def test_a_chat_is_drawn_within_its_screens_and_hides_what_is_hidden() -> None:
    said = [message(HTML, False), message("我觉得 <不是> & 也许" * 9, True)] * 9
    root = ET.fromstring(drawn(said, "a & b"))
    texts = [found for found in root.iter() if found.tag.endswith("text")]
    for text in texts:
        left = float(text.get("x", 0)) - GAP
        within = left % (SCREEN + GAP) + float(text.get("textLength", 0))
        assert within <= SCREEN + COLUMN, text.text
    shown = "".join(text.text or "" for text in texts)
    assert "a < b" in shown and "<不是> &" in shown
    assert "藏起来" not in shown and "四" not in shown and "⌄" in shown
