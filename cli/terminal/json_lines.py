"""Messages as lines of `--format json`: a message's own fields; a notice as its part, name and values."""

from __future__ import annotations

import json
from typing import Any

from app.messages.answering import AnswerNotice, FeedbackNotice
from app.messages.drills import DrillNotice, DrillSettingNotice
from app.messages.groups import AssignmentTold
from app.messages.interview import ProbeMessage
from app.messages.plans import PlanNotice
from app.messages.stored import pack
from app.messages.terminal import TerminalNotice
from app.messages.values import Message, Notice, NoticeContent
from texts import messages, topic_name


def line(message: Message) -> str:
    """One message as JSON, without a line break."""
    form = pack(message)["message"]
    match message:
        case Notice():
            form = _notice(message, form)
        case ProbeMessage():
            form["bridge"] = messages.bridge(message)
    return json.dumps(form, ensure_ascii=False)


def _notice(message: Notice, form: dict[str, Any]) -> dict[str, Any]:
    """`form`: the notice as it is stored. A topic is named as in text output, not by its id."""
    values = {name: value for name, value in form["content"].items() if name != "kind"}
    if "topic" in values:
        values["topic"] = topic_name(values["topic"], message.language)
    kind = form["content"]["kind"]
    return {
        "event": "notice",
        "part": _part(message.content),
        "name": kind,
        "values": values,
        "language": message.language,
    }


def _part(content: NoticeContent) -> str:
    if isinstance(content, AnswerNotice | FeedbackNotice | TerminalNotice):
        return "interview"
    if isinstance(content, DrillNotice | DrillSettingNotice | PlanNotice):
        return "drills"
    return "report" if isinstance(content, AssignmentTold) else "telegram"
