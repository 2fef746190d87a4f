"""Inline keyboards, and what their buttons say when they are tapped.

A button's data is a verb and its arguments, joined by ":" and at most 64 bytes long: "s:<interview>:<turn>". Buttons are plain
values (label, data), so that they can wait in the outbox.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from questions.model import Language
from questions.topics import Direction
from texts import catalogue, topic_name

DATA_AT_MOST = 64  # bytes
Button = tuple[str, str]  # label, data
Rows = list[list[Button]]
CREDITS = {"1": 1.0, "h": 0.5, "0": 0.0}
LEVELS, COUNTS = (1, 2, 3, 4, 5), (1, 3, 5, 10)
ANY = "-"


def data(*parts: str | int) -> str:
    """The data of one button; an interview's id, a turn and a point always fit."""
    joined = ":".join(str(part) for part in parts)
    assert len(joined.encode()) <= DATA_AT_MOST, joined
    return joined


def topic_code(topic: str) -> str:
    """Eight characters that stand for a topic of any length."""
    return hashlib.sha256(topic.encode()).hexdigest()[:8]


def topic_of(code: str, topics: Iterable[str]) -> str | None:
    return next((topic for topic in topics if topic_code(topic) == code), None)


# -- while a question is open ----------------------------------------------------------------------------------------


def asked(interview: str, turn: int, language: Language, *, hints: bool) -> Rows:
    say = catalogue(language).menus
    hint = [(say.HINT_BUTTON, "h")] if hints else []
    return [
        [(label, data(verb, interview, turn)) for label, verb in row]
        for row in (
            [(say.UNKNOWN_BUTTON, "u"), *hint, (say.SKIP_BUTTON, "s")],
            [(say.WHY_BUTTON, "w"), (say.WRONG_BUTTON, "r"), (say.STOP_BUTTON, "x")],
        )
    ]


# -- under a grade ---------------------------------------------------------------------------------------------------


def judged(interview: str, turn: int, language: Language) -> Rows:
    say = catalogue(language).menus
    return [[(say.RECEIPT_BUTTON, data("w", interview, turn)), (say.APPEAL_BUTTON, data("a", interview, turn))]]


def ticks(
    interview: str,
    turn: int,
    credits: Sequence[float | None],
    language: Language,
    *,
    confirmed: Sequence[bool] = (),
    done: bool = False,
) -> Rows:
    """One row per point with its three verdicts, and a button for all: ● is the estimate's tick, ✔ the person's own."""
    say = catalogue(language).menus
    rows = []
    for number, credit in enumerate(credits, 1):
        sign = "✔ " if number <= len(confirmed) and confirmed[number - 1] else "● "
        stands = round((credit or 0.0) * 2) / 2
        rows.append(
            [
                (
                    f"{sign if stands == CREDITS[c] else ''}{number} {say.TICKS[c]}",
                    data("k", interview, turn, number, c),
                )
                for c in CREDITS
            ]
        )
    last = (say.ALL_TICKED_BUTTON, data("n")) if done else (say.ALL_AS_SHOWN_BUTTON, data("k", interview, turn))
    return [*rows, [last]]


def appealable(interview: str, turn: int, points: int, language: Language) -> Rows:
    numbers = [(str(n), data("a", interview, turn, n)) for n in range(1, points + 1)]
    return [numbers[i : i + 6] for i in range(0, len(numbers), 6)]


def summed_up(language: Language) -> Rows:
    say = catalogue(language).menus
    return [[(say.AGAIN_BUTTON, data("again")), (say.REPORT_BUTTON, data("report"))]]


# -- choosing an interview -------------------------------------------------------------------------------------------


def start(language: Language) -> Rows:
    say = catalogue(language).menus
    return [
        [(say.WARMUP_BUTTON, data("warmup"))],
        *([(say.direction(d.value), data("d", d.value))] for d in Direction),
        [(say.DATE_BUTTON, data("date"))],
    ]


def choose_topic(topics: Sequence[str], language: Language) -> Rows:
    say = catalogue(language).menus
    buttons = [(topic_name(t, language), data("i", topic_code(t))) for t in topics]
    return [[(say.ANY_TOPIC_BUTTON, data("i", ANY))], *(buttons[i : i + 2] for i in range(0, len(buttons), 2))]


def choose_level(topic: str, language: Language) -> Rows:
    say = catalogue(language).menus
    return [
        [(say.ANY_LEVEL_BUTTON, data("i", topic, ANY))],
        [(str(level), data("i", topic, level)) for level in LEVELS],
    ]


def choose_count(topic: str, level: str, language: Language) -> Rows:
    say = catalogue(language).menus
    return [[(say.count_button(count), data("i", topic, level, count)) for count in COUNTS]]


def choose_mode(topic: str, level: str, count: str, language: Language) -> Rows:
    say = catalogue(language).menus
    return [[(say.mode(mode), data("i", topic, level, count, mode))] for mode in ("coach", "exam")]


# -- yes, no and the rest --------------------------------------------------------------------------------------------


def yes_no(verb: str, language: Language, *arguments: str | int) -> Rows:
    say = catalogue(language).menus
    return [[(say.YES, data(verb, *arguments, "y")), (say.NO, data(verb, *arguments, "n"))]]


def held(language: Language) -> Rows:
    """Under a text that waits to be taken for an answer."""
    say = catalogue(language).menus
    return [[(say.USE_ANSWER_BUTTON, data("hold", "y")), (say.DROP_ANSWER_BUTTON, data("hold", "n"))]]


def languages() -> Rows:
    return [[("中文", data("lang", "zh")), ("English", data("lang", "en"))]]


def settings(language: Language, mode: str) -> Rows:
    say = catalogue(language).menus
    other = "exam" if mode == "coach" else "coach"
    return [
        [(say.mode_button(mode), data("mode", other))],
        [("中文 / English", data("lang")), (say.ZONE_BUTTON, data("zone"))],
        [(say.DRILL_BUTTON, data("drill")), (say.DATE_BUTTON, data("date"))],
    ]
