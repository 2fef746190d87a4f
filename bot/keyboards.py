"""Inline keyboards. Buttons are plain values (label, callback data), so that they can wait in the outbox."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.messages.aims import AimDropped, AimGone, AimNotice, AimQuestions, AimShown, OfferAsked, Offered
from app.messages.debriefs import DayNotice, DebriefDone, DebriefQuestion, OutcomeAsked, ShareAsked
from app.messages.interview import AsideMessage, DebriefMessage
from app.messages.plans import (
    NoPlan,
    PlanDropped,
    PlanEmpty,
    PlanNotice,
    PlanOutlook,
    PlanPast,
    PlanToday,
    PlanTooFar,
    PlanUsage,
)
from app.messages.projects import (
    ProjectBetter,
    ProjectCompared,
    ProjectDropAsked,
    ProjectNotAskedYet,
    ProjectNotice,
    ProjectShown,
    ProjectsListed,
)
from app.messages.values import Rows
from bot.buttons import (
    ANY,
    COUNTS,
    CREDITS,
    LEVELS,
    LOOP_MINUTES,
    MODES,
    AddButton,
    AfterAction,
    AfterButton,
    AgainButton,
    AimButton,
    AllRightButton,
    AnswerAsideButton,
    AppealButton,
    AskDateButton,
    AskLoopButton,
    AskZoneButton,
    BandButton,
    BelongsBeforeButton,
    Button,
    ChooseButton,
    ChooseLanguageButton,
    ConfirmAsideButton,
    ConfirmForgetButton,
    ConfirmZoneButton,
    CorrectButton,
    DebriefButton,
    DoneButton,
    DontKnowButton,
    DrillNowButton,
    DrillOfferButton,
    DrillSettingsButton,
    GoOnButton,
    HintButton,
    InDirectionButton,
    LoopButton,
    ModeName,
    NoDateButton,
    NothingLeftButton,
    ParkButton,
    PauseButton,
    ProjectAction,
    ProjectButton,
    ReportButton,
    ReportWrongButton,
    SeniorityButton,
    SetModeButton,
    ShareBandButton,
    SkipButton,
    StopButton,
    StopSureButton,
    TakeBackButton,
    TakeUpButton,
    TickButton,
    ToldButton,
    UseHeldButton,
    WarmupButton,
    WhyButton,
    pack,
)
from interview.aside_replies import OFFERS, AsideReply
from interview.marks import MarkSource
from interview.model import Stage
from interview.ramp import Seniority
from questions.model import Language
from questions.topics import Direction
from texts import catalogue, topic_name


def topic_code(topic: str) -> str:
    """Eight characters that stand for a topic of any length."""
    return hashlib.sha256(topic.encode()).hexdigest()[:8]


def topic_of(code: str, topics: Iterable[str]) -> str | None:
    return next((topic for topic in topics if topic_code(topic) == code), None)


def _rows(*rows: Sequence[tuple[str, Button]]) -> Rows:
    return [[(label, pack(button)) for label, button in row] for row in rows]


# -- while a question is open ----------------------------------------------------------------------------------------


def asked(
    interview: str,
    turn: int,
    language: Language,
    *,
    hints: bool,
    code: bool = False,
    take_back: bool = False,
    loop: bool = False,
) -> Rows:
    """hints: they may be asked for. code: the question asks for code, which can be put off. loop: there is a clock to stop.

    take_back: the answer before it can be taken back here, because no verdict is shown.
    """
    say = catalogue(language).menus
    later = [[(say.PARK_BUTTON, ParkButton(interview, turn))]] if code else []
    back = [[(say.TAKE_LAST_BACK_BUTTON, TakeBackButton(interview, turn))]] if take_back else []
    hint = [(say.HINT_BUTTON, HintButton(interview, turn))] if hints else []
    pause = [[(catalogue(language).loop.PAUSE_BUTTON, PauseButton(interview, turn))]] if loop else []
    return _rows(
        [(say.UNKNOWN_BUTTON, DontKnowButton(interview, turn)), *hint, (say.SKIP_BUTTON, SkipButton(interview, turn))],
        [
            (say.WHY_BUTTON, WhyButton(interview, turn)),
            (say.WRONG_BUTTON, ReportWrongButton(interview, turn)),
            (say.STOP_BUTTON, StopButton(interview, turn)),
        ],
        *later,
        *back,
        *pause,
    )


def taken_up(question: str, language: Language) -> Rows:
    """Under the word that a task was put off."""
    return _rows([(catalogue(language).menus.PARKED_BUTTON, TakeUpButton(topic_code(question)))])


def aside(message: AsideMessage) -> Rows:
    """What a message that is no answer, or may be none, can be made by one tap."""
    say = catalogue(message.language).menus
    it_is = (say.AN_ANSWER_BUTTON if message.asked else say.REALLY_AN_ANSWER_BUTTON, AnswerAsideButton(message.aside))
    if message.asked:
        return _rows([it_is], [(say.ASIDES[message.kind], ConfirmAsideButton(message.aside))])
    if message.reply in OFFERS:
        return _rows([(say.OFFERS[message.reply], ConfirmAsideButton(message.aside))], [it_is])
    if message.reply is AsideReply.APPEAL and message.verdict_of is not None:
        return [*appealable(message.interview, message.verdict_of, message.points, message.language), *_rows([it_is])]
    return _rows([it_is])


def listening(interview: str, turn: int, language: Language, *, unclear: str = "") -> Rows:
    """Under the card that stands while an answer is gathered; `unclear`: a message that may belong to the one before."""
    say = catalogue(language).menus
    done = [(say.DONE_BUTTON, DoneButton(interview, turn))]
    if not unclear:
        return _rows(done)
    before, here = (BelongsBeforeButton(interview, turn, unclear, yes) for yes in (True, False))
    return _rows([(say.BELONGS_BEFORE_BUTTON, before), (say.BELONGS_HERE_BUTTON, here)], done)


# -- under a grade ---------------------------------------------------------------------------------------------------


def judged(interview: str, turn: int, language: Language) -> Rows:
    """Under what a judge decided."""
    say = catalogue(language).menus
    return _rows([(say.RECEIPT_BUTTON, WhyButton(interview, turn)), (say.APPEAL_BUTTON, AppealButton(interview, turn))])


def second_thoughts(interview: str, turn: int, language: Language) -> Rows:
    """Adding to the answer, and taking it back."""
    say = catalogue(language).menus
    return _rows(
        [(say.ADD_BUTTON, AddButton(interview, turn)), (say.TAKE_BACK_BUTTON, TakeBackButton(interview, turn))]
    )


def ticks(
    interview: str,
    turn: int,
    credits: Sequence[float | None],
    language: Language,
    *,
    confirmed: Sequence[bool] = (),
    done: bool = False,
    others: Sequence[tuple[str, int]] = (),
) -> Rows:
    """One row per point with its three verdicts, and a button for all: ● is the estimate's tick, ✔ the person's own.

    others: names and numbers of the question's turns, to go to their points.
    """
    say = catalogue(language).menus
    rows: list[list[tuple[str, Button]]] = []
    for number, credit in enumerate(credits, 1):
        sign = "✔ " if number <= len(confirmed) and confirmed[number - 1] else "● "
        stands = round((credit or 0.0) * 2) / 2
        rows.append(
            [
                (
                    f"{sign if stands == worth else ''}{number} {say.TICKS[code]}",
                    TickButton(interview, turn, number, code),
                )
                for code, worth in CREDITS.items()
            ]
        )
    last: tuple[str, Button] = (
        (say.ALL_TICKED_BUTTON, NothingLeftButton())
        if done
        else (say.ALL_RIGHT_BUTTON, AllRightButton(interview, turn))
    )
    tabs: list[tuple[str, Button]] = [
        (f"[{name}]" if number == turn else name, CorrectButton(interview, number)) for name, number in others
    ]
    return _rows(*([tabs] if len(tabs) > 1 else []), *rows, [last])


def self_rating(interview: str, turn: int, language: Language, *, done: bool) -> Rows:
    """Under a question that is through and that nobody judged: all as marked in one tap, or point by point."""
    say = catalogue(language).menus
    all_right = [] if done else [(say.ALL_RIGHT_BUTTON, AllRightButton(interview, turn))]
    return _rows([*all_right, (say.CORRECT_BUTTON, CorrectButton(interview, turn))])


def debrief(message: DebriefMessage) -> Rows:
    """Under a turn of an exam: the turns beside it, and what can be done about its grade."""
    id, language = message.interview, message.language
    here: tuple[str, Button] = (f"{message.page}/{message.of}", NothingLeftButton())
    earlier = [("◀", DebriefButton(id, message.earlier))] if message.earlier else []
    later = [("▶", DebriefButton(id, message.later))] if message.later else []
    pager = _rows([*earlier, here, *later])
    grade = message.grade
    if grade is None or grade.failed or grade.is_triaged:
        return pager
    if grade.marked_by is MarkSource.JUDGE:
        return [*pager, *judged(id, message.turn, language)]
    return [*pager, *self_rating(id, message.turn, language, done=not message.to_tick)]


def appealable(interview: str, turn: int, points: int, language: Language) -> Rows:
    numbers = [(str(n), AppealButton(interview, turn, n)) for n in range(1, points + 1)]
    return _rows(*(numbers[i : i + 6] for i in range(0, len(numbers), 6)))


def summed_up(interview: str, language: Language, *, finished: bool) -> Rows:
    say = catalogue(language).menus
    take_up = [] if finished else [[(say.TAKE_UP_BUTTON, GoOnButton(interview))]]
    return _rows(*take_up, [(say.AGAIN_BUTTON, AgainButton()), (say.REPORT_BUTTON, ReportButton())])


def scorecard(interview: str, language: Language, *, band: bool) -> Rows:
    """band: it is there and folded away."""
    say = catalogue(language)
    shown = [[(say.loop.BAND_BUTTON, BandButton(interview))]] if band else []
    return _rows(*shown, [(say.menus.REPORT_BUTTON, ReportButton())])


def stop_asked(interview: str, language: Language) -> Rows:
    say = catalogue(language).menus
    yes, no = StopSureButton(interview, True), StopSureButton(interview, False)
    return _rows([(say.STOP_SURE_BUTTON, yes), (say.STOP_NOT_BUTTON, no)])


# -- choosing an interview -------------------------------------------------------------------------------------------


def start(language: Language, *, asks: bool = False, dated: bool = False) -> Rows:
    """For a newcomer; `asks`: also where they stand. dated: the day of the interview needs no asking."""
    say = catalogue(language).menus
    date = [] if dated else [[(say.DATE_BUTTON, AskDateButton())]]
    rows = _rows(
        [(say.WARMUP_BUTTON, WarmupButton())],
        *([(say.direction(d.value), InDirectionButton(d))] for d in Direction),
        *date,
    )
    return rows + (seniority(language) if asks else [])


def seniority(language: Language, *, skips: bool = False) -> Rows:
    """Where somebody stands; `skips`: it can be left unsaid."""
    said = catalogue(language).menus.SENIORITY
    told: list[tuple[str, Button]] = [(said[s], SeniorityButton(s)) for s in Seniority if s is not Seniority.UNTOLD]
    unsaid: list[tuple[str, Button]] = [(said[Seniority.UNTOLD], SeniorityButton(Seniority.UNTOLD))]
    return _rows(told, *([unsaid] if skips else []))


def date_asked(language: Language) -> Rows:
    return _rows([(catalogue(language).menus.NO_DATE_BUTTON, NoDateButton())])


def back(language: Language, *, unfinished: bool, due: bool, loop: bool) -> Rows:
    """For somebody known: go on, today's drill, a new interview, progress. loop: a whole one is suggested."""
    say = catalogue(language).menus
    go_on: list[tuple[str, Button]] = [(say.GO_ON_BUTTON, GoOnButton())]
    drill: list[tuple[str, Button]] = [(say.DRILL_NOW_BUTTON, DrillNowButton())]
    last: list[tuple[str, Button]] = [(say.REPORT_BUTTON, ReportButton())]
    new: list[tuple[str, Button]] = [(say.NEW_INTERVIEW_BUTTON, ChooseButton())]
    whole: list[tuple[str, Button]] = [(catalogue(language).loop.LOOP_BUTTON, AskLoopButton())]
    return _rows(*([go_on] if unfinished else []), *([drill] if due else []), [*new, *last], *([whole] if loop else []))


def plan(notice: PlanNotice, language: Language) -> Rows:
    """The next step after a word about the plan."""
    say = catalogue(language).menus
    match notice:
        case NoPlan() | PlanUsage() | PlanPast() | PlanTooFar():
            return _rows([(say.DATE_BUTTON, AskDateButton())])
        case PlanEmpty():
            return _rows([(say.WARMUP_BUTTON, WarmupButton()), (say.NEW_INTERVIEW_BUTTON, ChooseButton())])
        case PlanOutlook():
            drills: list[tuple[str, Button]] = [(say.DRILL_BUTTON, DrillSettingsButton())] if notice.assumed else []
            return _rows(
                [(say.DRILL_NOW_BUTTON, DrillNowButton()), *drills], [(say.NEW_INTERVIEW_BUTTON, ChooseButton())]
            )
        case PlanToday():
            return _rows([(say.DRILL_NOW_BUTTON, DrillNowButton())])
        case PlanDropped():
            return []


def choose_topic(topics: Sequence[str], language: Language) -> Rows:
    say = catalogue(language).menus
    buttons = [(topic_name(t, language), ChooseButton(topic_code(t))) for t in topics]
    return _rows([(say.ANY_TOPIC_BUTTON, ChooseButton(ANY))], *(buttons[i : i + 2] for i in range(0, len(buttons), 2)))


def choose_loop(choice: LoopButton, language: Language, *, code: bool, judged: bool) -> Rows:
    """The stages to be left out or taken in, the length, the pressure. code: it can be run here."""
    say = catalogue(language).loop
    stages: list[tuple[str, Button]] = [
        (
            f"{'✓' if choice.stages[n] == '1' else '✗'} {say.STAGES[stage]}",
            replace(choice, stages=_turned(choice.stages, n, code=code)),
        )
        for n, stage in enumerate(Stage)
        if code or stage is not Stage.CODE
    ]
    lengths: list[tuple[str, Button]] = [
        (f"{'● ' if minutes == choice.minutes else ''}{minutes} {say.MINUTES}", replace(choice, minutes=minutes))
        for minutes in LOOP_MINUTES
    ]
    pressure = f"{'✓' if choice.pressure else '✗'} {say.PRESSURE_BUTTON}"
    begin = say.BEGIN_BUTTON if judged else say.BEGIN_ANYWAY_BUTTON
    return _rows(
        *(stages[n : n + 2] for n in range(0, len(stages), 2)),
        lengths,
        [(pressure, replace(choice, pressure=not choice.pressure))],
        [(begin, replace(choice, begin=True))],
    )


def _turned(stages: str, place: int, *, code: bool) -> str:
    """The stages with one left out or taken in; the last one that can be held stays."""
    turned = stages[:place] + ("0" if stages[place] == "1" else "1") + stages[place + 1 :]
    held = [one for one, stage in zip(turned, Stage, strict=True) if code or stage is not Stage.CODE]
    return turned if "1" in held else stages


def choose_level(topic: str, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows(
        [(say.ANY_LEVEL_BUTTON, ChooseButton(topic, ANY))],
        [(level, ChooseButton(topic, level)) for level in LEVELS],
    )


def choose_count(choice: ChooseButton, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows([(say.count_button(int(count)), replace(choice, count=count)) for count in COUNTS])


def choose_mode(choice: ChooseButton, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows(*([(say.mode(mode), replace(choice, mode=mode))] for mode in MODES))


# -- projects --------------------------------------------------------------------------------------------------------


def telling(language: Language) -> Rows:
    """Under the word about what is being told."""
    say = catalogue(language).menus
    return _rows([(say.TOLD_BUTTON, ToldButton(True)), (say.NOT_TOLD_BUTTON, ToldButton(False))])


def project(notice: ProjectNotice, language: Language) -> Rows:
    say = catalogue(language).menus
    match notice:
        case ProjectsListed(listed):
            new: list[tuple[str, Button]] = [(say.PROJECT_BUTTONS["new"], ProjectButton("new"))]
            return _rows(*([(one.title, ProjectButton("view", one.id))] for one in listed), new)
        case ProjectShown(id=id):
            rows: list[list[ProjectAction]] = [["ask", "more"], ["best", "time"], ["anew", "name", "drop"]]
            return _rows(*([(say.PROJECT_BUTTONS[a], ProjectButton(a, id)) for a in row] for row in rows))
        case ProjectBetter(id) | ProjectCompared(id) | ProjectNotAskedYet(id):
            return _rows([(say.PROJECT_BUTTONS[a], ProjectButton(a, id)) for a in _AFTER])
        case ProjectDropAsked(id):
            return yes_no(ProjectButton("gone", id), ProjectButton("view", id), language)
        case _:
            return []


def aim(notice: AimNotice, language: Language) -> Rows:
    say = catalogue(language).menus
    buttons = say.AIM_BUTTONS
    match notice:
        case AimShown(materials):
            rows: list[list[tuple[str, Button]]] = []
            for one in materials:
                asked = one.matched + one.own
                listed: list[tuple[str, Button]] = [(f"📋 {one.title}", AimButton("list", one.id))] if asked else []
                rows.append([*listed, (f"🗑 {one.title}", AimButton("drop", one.id))])
            last: list[tuple[str, Button]] = [(buttons["add"], AimButton("add")), (say.DATE_BUTTON, AskDateButton())]
            return _rows(*rows, last)
        case AimQuestions(id=id, matched=matched, own=own, offered=offered):
            ask: list[tuple[str, Button]] = [(buttons["ask"], AimButton("ask", id))] if matched else []
            give: list[tuple[str, Button]] = [(buttons["give"], AimButton("give", id))] if own and not offered else []
            return _rows([*ask, *give], [(buttons["all"], AimButton("all"))])
        case OfferAsked(id):
            return yes_no(AimButton("gave", id), AimButton("list", id), language)
        case AimDropped() | AimGone() | Offered():
            return _rows([(buttons["all"], AimButton("all"))])
        case _:
            return []


def day(notice: DayNotice, language: Language) -> Rows:
    """Under the questions after a real interview."""
    buttons = catalogue(language).menus.AFTER_BUTTONS
    match notice:
        case DebriefQuestion(id):
            rates: tuple[AfterAction, ...] = ("good", "half", "bad")
            return _rows([(buttons[action], AfterButton(action, id)) for action in rates])
        case OutcomeAsked(id):
            ends: tuple[AfterAction, ...] = ("pass", "fail", "wait")
            return _rows([(buttons[action], AfterButton(action, id)) for action in ends])
        case DebriefDone(id=id, groups=groups) if groups:
            return _rows([(buttons["share"], AfterButton("share", id))])
        case ShareAsked(id):
            return yes_no(AfterButton("sure", id), AfterButton("back", id), language)
        case _:
            return []


_AFTER: tuple[ProjectAction, ...] = ("ask", "more", "view")


# -- yes, no and the rest --------------------------------------------------------------------------------------------


def yes_no(yes: Button, no: Button, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows([(say.YES, yes), (say.NO, no)])


def zone(name: str, language: Language) -> Rows:
    return yes_no(ConfirmZoneButton(name, True), ConfirmZoneButton(name, False), language)


def share_band(language: Language) -> Rows:
    return yes_no(ShareBandButton(True), ShareBandButton(False), language)


def forget(language: Language) -> Rows:
    return yes_no(ConfirmForgetButton(True), ConfirmForgetButton(False), language)


def held(language: Language) -> Rows:
    """Under a text that waits to be taken for an answer."""
    say = catalogue(language).menus
    return _rows([(say.USE_ANSWER_BUTTON, UseHeldButton(True)), (say.DROP_ANSWER_BUTTON, UseHeldButton(False))])


def languages() -> Rows:
    return _rows([("中文", ChooseLanguageButton("zh")), ("English", ChooseLanguageButton("en"))])


def settings(language: Language, mode: ModeName) -> Rows:
    say = catalogue(language).menus
    other: ModeName = "exam" if mode == "coach" else "coach"
    return _rows(
        [(say.mode_button(mode), SetModeButton(other))],
        [("中文 / English", ChooseLanguageButton()), (say.ZONE_BUTTON, AskZoneButton())],
        [(say.DRILL_BUTTON, DrillSettingsButton()), (say.DATE_BUTTON, AskDateButton())],
        [(say.SENIORITY_BUTTON, SeniorityButton())],
    )


# -- drills and assignments ------------------------------------------------------------------------------------------


def drill_offer(drill: int, language: Language) -> Rows:
    say = catalogue(language).menus
    return _rows(
        [
            (say.DRILL_OPEN_BUTTON, DrillOfferButton(drill, "o")),
            (say.DRILL_LATER_BUTTON, DrillOfferButton(drill, "l")),
            (say.DRILL_SKIP_BUTTON, DrillOfferButton(drill, "s")),
        ]
    )


def assignment(topic: str, language: Language) -> Rows:
    """Starts an interview about an assigned topic."""
    say = catalogue(language).menus
    return _rows([(say.assignment_button(topic_name(topic, language)), ChooseButton(topic_code(topic)))])
