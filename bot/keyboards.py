"""Inline keyboards. Buttons are plain values (label, callback data), so that they can wait in the outbox."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.buttons import (
    ANY,
    COUNTS,
    CREDITS,
    LEVELS,
    MODES,
    AcceptTicks,
    Again,
    Appeal,
    AskDate,
    AskZone,
    Button,
    Choose,
    ChooseLanguage,
    ConfirmForget,
    ConfirmZone,
    DontKnow,
    DrillSettings,
    Hint,
    InDirection,
    ModeName,
    NothingLeft,
    Report,
    ReportWrong,
    SetMode,
    Skip,
    Stop,
    Tick,
    UseHeld,
    Warmup,
    Why,
    pack,
)
from questions.model import Language
from questions.topics import Direction
from texts import catalogue, topic_name

Rows = list[list[tuple[str, str]]]  # label, callback data


def topic_code(topic: str) -> str:
    """Eight characters that stand for a topic of any length."""
    return hashlib.sha256(topic.encode()).hexdigest()[:8]


def topic_of(code: str, topics: Iterable[str]) -> str | None:
    return next((topic for topic in topics if topic_code(topic) == code), None)


def _rows(*rows: Sequence[tuple[str, Button]]) -> Rows:
    return [[(label, pack(button)) for label, button in row] for row in rows]


# -- while a question is open ----------------------------------------------------------------------------------------


def asked(interview: str, turn: int, language: Language, *, hints: bool) -> Rows:
    say = catalogue(language).menus
    hint = [(say.HINT_BUTTON, Hint(interview, turn))] if hints else []
    return _rows(
        [(say.UNKNOWN_BUTTON, DontKnow(interview, turn)), *hint, (say.SKIP_BUTTON, Skip(interview, turn))],
        [
            (say.WHY_BUTTON, Why(interview, turn)),
            (say.WRONG_BUTTON, ReportWrong(interview, turn)),
            (say.STOP_BUTTON, Stop(interview, turn)),
        ],
    )


# -- under a grade ---------------------------------------------------------------------------------------------------


def judged(interview: str, turn: int, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows([(say.RECEIPT_BUTTON, Why(interview, turn)), (say.APPEAL_BUTTON, Appeal(interview, turn))])


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
    rows: list[list[tuple[str, Button]]] = []
    for number, credit in enumerate(credits, 1):
        sign = "✔ " if number <= len(confirmed) and confirmed[number - 1] else "● "
        stands = round((credit or 0.0) * 2) / 2
        rows.append(
            [
                (f"{sign if stands == worth else ''}{number} {say.TICKS[code]}", Tick(interview, turn, number, code))
                for code, worth in CREDITS.items()
            ]
        )
    last: tuple[str, Button] = (
        (say.ALL_TICKED_BUTTON, NothingLeft()) if done else (say.ALL_AS_SHOWN_BUTTON, AcceptTicks(interview, turn))
    )
    return _rows(*rows, [last])


def appealable(interview: str, turn: int, points: int, language: Language) -> Rows:
    numbers = [(str(n), Appeal(interview, turn, n)) for n in range(1, points + 1)]
    return _rows(*(numbers[i : i + 6] for i in range(0, len(numbers), 6)))


def summed_up(language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows([(say.AGAIN_BUTTON, Again()), (say.REPORT_BUTTON, Report())])


# -- choosing an interview -------------------------------------------------------------------------------------------


def start(language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows(
        [(say.WARMUP_BUTTON, Warmup())],
        *([(say.direction(d.value), InDirection(d))] for d in Direction),
        [(say.DATE_BUTTON, AskDate())],
    )


def choose_topic(topics: Sequence[str], language: Language) -> Rows:
    say = catalogue(language).menus
    buttons = [(topic_name(t, language), Choose(topic_code(t))) for t in topics]
    return _rows([(say.ANY_TOPIC_BUTTON, Choose(ANY))], *(buttons[i : i + 2] for i in range(0, len(buttons), 2)))


def choose_level(topic: str, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows(
        [(say.ANY_LEVEL_BUTTON, Choose(topic, ANY))],
        [(level, Choose(topic, level)) for level in LEVELS],
    )


def choose_count(choice: Choose, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows([(say.count_button(int(count)), replace(choice, count=count)) for count in COUNTS])


def choose_mode(choice: Choose, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows(*([(say.mode(mode), replace(choice, mode=mode))] for mode in MODES))


# -- yes, no and the rest --------------------------------------------------------------------------------------------


def yes_no(yes: Button, no: Button, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows([(say.YES, yes), (say.NO, no)])


def zone(name: str, language: Language) -> Rows:
    return yes_no(ConfirmZone(name, True), ConfirmZone(name, False), language)


def forget(language: Language) -> Rows:
    return yes_no(ConfirmForget(True), ConfirmForget(False), language)


def held(language: Language) -> Rows:
    """Under a text that waits to be taken for an answer."""
    say = catalogue(language).menus
    return _rows([(say.USE_ANSWER_BUTTON, UseHeld(True)), (say.DROP_ANSWER_BUTTON, UseHeld(False))])


def languages() -> Rows:
    return _rows([("中文", ChooseLanguage("zh")), ("English", ChooseLanguage("en"))])


def settings(language: Language, mode: ModeName) -> Rows:
    say = catalogue(language).menus
    other: ModeName = "exam" if mode == "coach" else "coach"
    return _rows(
        [(say.mode_button(mode), SetMode(other))],
        [("中文 / English", ChooseLanguage()), (say.ZONE_BUTTON, AskZone())],
        [(say.DRILL_BUTTON, DrillSettings()), (say.DATE_BUTTON, AskDate())],
    )
