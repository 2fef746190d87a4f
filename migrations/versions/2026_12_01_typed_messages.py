"""Messages in the outbox are values in an envelope with a version, instead of names of functions and their arguments.

Every row is rewritten, also what was sent: replies and taps find their prompt there. A notice that no known version wrote
becomes one that says so.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_typed_messages"
down_revision = "2026_12_01_turn_spoken"
branch_labels = None
depends_on = None

VERSION = 1
AT_ONCE = 500  # rows
OUTBOX = sa.table("outbox", sa.column("id", sa.BigInteger()), sa.column("payload", sa.JSON()))
Json = dict[str, Any]
log = logging.getLogger(__name__)


def upgrade() -> None:
    connection = op.get_bind()
    new = sa.bindparam("new", type_=sa.JSON())
    changed = OUTBOX.update().where(OUTBOX.c.id == sa.bindparam("of_id")).values(payload=new)
    for rows in _in_order(connection):
        connection.execute(changed, [{"of_id": id, "new": converted(payload)} for id, payload in rows])


def downgrade() -> None:
    """The schema is the same. An older program gives each of these messages up, because it cannot read them."""


def _in_order(connection: sa.Connection) -> Iterator[list[tuple[int, Json]]]:
    last = 0
    while True:
        chosen = sa.select(OUTBOX.c.id, OUTBOX.c.payload).where(OUTBOX.c.id > last).order_by(OUTBOX.c.id).limit(AT_ONCE)
        rows = [(row.id, row.payload) for row in connection.execute(chosen)]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


# -- the envelope ----------------------------------------------------------------------------------------------------


def converted(old: Json) -> Json:
    """A stored message of the form before in the form of version 1."""
    prompt = old.get("prompt")
    return {
        "version": VERSION,
        "message": _message(old),
        "buttons": old.get("buttons"),
        "edits": old.get("edits"),
        "prompt": prompt if prompt and prompt.get("kind") in ("appeal", "hold", "zone", "date") else None,
    }


def _message(old: Json) -> Json:
    bare = {name: value for name, value in old.items() if name not in ("buttons", "edits", "prompt")}
    match old.get("event"):
        case "question" | "probe":
            return {"mode": "coach"} | bare  # the first ones of all did not name their mode
        case "hint" | "grade" | "result" | "summary" | "appeal" | "report":
            return bare
        case "buttons" | "export" as event:
            return {"event": event}
        case "notice":
            return {"event": "notice", "content": _content(old), "language": _language(old)}
        case event:
            return {"event": "notice", "content": _unreadable(f"event {event}"), "language": _language(old)}


def _language(old: Json) -> str:
    return "zh" if old.get("language") == "zh" else "en"


# -- notices ---------------------------------------------------------------------------------------------------------


def _content(old: Json) -> Json:
    part, name, values = old.get("part"), str(old.get("name")), old.get("values")
    called = f"{part}.{name}"
    kind, names = KINDS.get(called, (name, None))
    if names is None or not isinstance(values, dict) or set(values) != names:
        return _unreadable(called)
    try:
        return (CHANGED[called](values, old) if called in CHANGED else values) | {"kind": kind}
    except (KeyError, ValueError, TypeError, IndexError):
        return _unreadable(called)


def _unreadable(called: str) -> Json:
    log.warning("a stored message of no known kind is not shown: %s", called)
    return {"kind": "unreadable", "was": called}


def _names(part: str, listed: str, **kinds: str) -> dict[str, tuple[str, set[str]]]:
    """By old name, "too_long(characters)" or "off": the kind in the new form and the names of its values."""
    found = (re.fullmatch(r"(\w+)(?:\((.*)\))?", one) for one in listed.split())
    return {
        f"{part}.{match[1]}": (kinds.get(match[1], match[1]), set(filter(None, (match[2] or "").split(","))))
        for match in found
        if match
    }


KINDS = {
    **_names(
        "interview",
        "welcome(questions,mode) too_long(characters) too_many(minute) refused(reason) no_hint_in_exam after_exam"
        " judged_enough(count) reported check_wrong(count) checked(mark) appeal_usage(count) appeal_received appeal_waiting"
        " appeal_unjudged appeal_estimate why_question(reason,topic) why(reason,point,probe,depth)"
        " receipt(graded_by,prompt,samples,revision) judge_is(host) no_judge how_to_answer how_to_answer_on_a_pipe"
        " resume_question(number,of) resumed nothing_to_resume verdicts_later no_questions stopping unknown_command(command)",
    ),
    **_names(
        "drills",
        "offer(points,fresh,minutes,days,late) postponed(time) no_later_today skipped opened_already offer_over(local_day)"
        " busy nothing_to_drill status(at,zone,days,minutes,quiet,paused,following) off usage wrong_time(said)"
        " wrong_days(said) wrong_minutes(said,least,most) wrong_quiet(said) wrong_pause(said) moved_by_quiet(at,moved)"
        " plan_usage plan_off plan_none plan_past(day) plan_today plan_far(day) plan_empty(day,days)"
        " plan(day,days,drills,minutes,heavy,fits,enough,assumed,open_count,open_points,left_out,drop_count,drop_points)",
    ),
    **_names(
        "telegram",
        "start(host) help_text help_in_group only_in_groups only_private no_access(id) invited(group) invitation_wrong"
        " only_admins unknown_command(command) went_wrong choose_topic choose_level choose_count choose_mode"
        " unknown_topic(name,near) interview_usage(most) no_questions held(minutes,text) heard(text) held_used held_dropped"
        " nothing_open nothing_to_hear voice_off voice_failed voice_too_long(megabytes) only_text too_late_to_edit"
        " older_question appeal_which appeal_reason(number,point) stale settings(mode,language,zone,drill) mode_set(mode)"
        " language_set language_usage zone_question(time,zone) zone_ask zone_set(zone,time) zone_wrong(name) ask_date"
        " forget_question forget_not listed(title,lines) history_none stats(people,active,interviews,answers,waiting,unsent)"
        " quiz(topic,text,minutes,answers) quiz_open_already quiz_closed quiz_twice(name) quiz_usage(near)"
        " quiz_table(answers,best,mean,estimated,reference)",
        unknown_command="unknown_chat_command",
        no_questions="no_chat_questions",
    ),
    **_names("report", "told_assignment(topic,day,group)"),
}


# -- values that have another form -----------------------------------------------------------------------------------


def _offer(values: Json, old: Json) -> Json:
    """The number of the drill stood in the buttons alone: "drill:12:o"."""
    return values | {"drill": int(old["buttons"][0][0][1].split(":")[1])}


def _at(values: Json, _: Json) -> Json:
    return {name: value for name, value in values.items() if name != "time"} | {"at": values["time"]}


def _status(values: Json, _: Json) -> Json:
    start, dash, end = values["quiet"].partition("–")
    return values | {
        "days": [int(day) for day in values["days"]],
        "quiet": {"start": start, "end": end} if dash else None,
        "paused": values["paused"] or None,
        "following": values["following"].replace(" ", "T") or None,
    }


def _plan(values: Json, _: Json) -> Json:
    gone = ("open_count", "open_points", "drop_count", "drop_points")
    return {name: value for name, value in values.items() if name not in gone} | {
        "unsure": _points(values["open_points"], values["open_count"]),
        "left_out": _points(values["left_out"]),
        "dropped": _points(values["drop_points"], values["drop_count"]),
    }


def _points(listed: str, count: int | None = None) -> Json:
    """Lines of "· topic: point"; a last one told how many more there are. A topic's name stands for its id, and is shown."""
    shown: list[Json] = []
    more = re.search(r"\n(?:… and (\d+) more|……还有 (\d+) 个)$", listed)
    for one in re.split(r"(?:^|\n)· ", listed[: more.start()] if more else listed)[1:]:
        topic, _, text = one.partition(": ")
        shown.append({"topic": topic, "text": text})
    rest = int(more[1] or more[2]) if more else 0
    return {"count": len(shown) + rest if count is None else count, "shown": shown}


def _settings(values: Json, _: Json) -> Json:
    return values | {
        "language": {"中文": "zh", "English": "en"}[values["language"]],
        "drill": values["drill"] or None,
    }


def _quiz(values: Json, old: Json) -> Json:
    """The number of the quiz stood in the prompt."""
    return values | {"quiz": int(old["prompt"]["quiz"])}


def _quiz_table(values: Json, _: Json) -> Json:
    """Lines of "1. name · 7.5/10"."""
    places = [line.split(". ", 1)[1].rpartition(" · ") for line in values["best"].splitlines()]
    best = [{"name": name, "mark": _mark(mark)} for name, _, mark in places]
    return values | {"best": best, "mean": _mark(values["mean"]) if values["mean"] else None}


def _mark(told: str) -> float:
    return float(told.removesuffix("/10"))


CHANGED: dict[str, Callable[[Json, Json], Json]] = {
    "drills.offer": _offer,
    "drills.postponed": _at,
    "drills.status": _status,
    "drills.plan": _plan,
    "telegram.zone_question": _at,
    "telegram.zone_set": _at,
    "telegram.settings": _settings,
    "telegram.quiz": _quiz,
    "telegram.quiz_table": _quiz_table,
}
