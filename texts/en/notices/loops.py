"""What is said of a whole interview: English."""

from __future__ import annotations

from typing import assert_never

from app.messages.loops import (
    LoopNotice,
    LoopPaused,
    LoopPlanned,
    NoLoopOpen,
    NoScorecard,
    NoStages,
    StageBegins,
    StageTime,
)
from interview.loop import Signal
from texts.en.loop import BEGINS, BEGINS_UNDER_PRESSURE, STAGES, minutes_in_words

NO_STAGES = "There is no part to hold: choose at least one. Where code cannot be run there is no coding part."


def loop(notice: LoopNotice) -> str:
    match notice:
        case LoopPlanned():
            return _planned(notice)
        case StageBegins():
            return _begins(notice)
        case StageTime(Signal.NEARLY, minutes, following):
            then = f"until {STAGES[following].lower()}" if following else "to go"
            return f"⏳ {minutes_in_words(minutes)} {then}."
        case StageTime(Signal.OVER, _, following):
            then = f"go on to {STAGES[following].lower()}" if following else "are done"
            return f"⏳ Time is up for this part. No hurry: finish this answer, then we {then}."
        case StageTime():
            raise AssertionError(notice)
        case LoopPaused(0):
            return "⏸ The clock is stopped; the time of this part is up. Answer whenever you are back."
        case LoopPaused(minutes):
            return (
                f"⏸ The clock is stopped; {minutes_in_words(minutes)} left in this part. Answer whenever you are back."
            )
        case NoLoopOpen():
            return "No whole interview is under way."
        case NoStages():
            return NO_STAGES
        case NoScorecard():
            return "There is no scorecard yet: it comes at the end of a whole interview."
        case _:
            assert_never(notice)


def _planned(notice: LoopPlanned) -> str:
    if not notice.stages:
        return NO_STAGES
    lines = [f"A whole interview, {notice.minutes} minutes:"]
    lines += [f"· {STAGES[one.stage]}, {one.minutes} min" for one in notice.stages]
    lines += ["", "When a part's time is over the next one begins at the next question; nobody cuts you off. You can"]
    told = "Feedback comes at the end, as in the real thing." if notice.silent else "Feedback follows every answer."
    lines[-1] += f" stop the clock. {told}"
    if notice.pressure:
        lines.append(
            "Under pressure: brisk, and you are challenged first. Words and pace only; the marking is the same."
        )
    if notice.no_sandbox:
        lines.append(f"Code cannot be run here ({notice.no_sandbox}), so there is no coding part.")
    if not notice.judged:
        lines.append(
            "There is no judge: the scorecard rests on your own ticks and on tests of code, and without enough"
        )
        lines[-1] += " verdicts it gives no band."
    if notice.soon:
        lines.append(
            "Your interview is less than 48 hours away: going over weak points and sleeping well is worth more."
        )
        lines[-1] += " You can still do it."
    return "\n".join(lines)


def _begins(notice: StageBegins) -> str:
    sentences = BEGINS_UNDER_PRESSURE if notice.pressure else BEGINS
    title = f"▶ {STAGES[notice.stage]} (about {minutes_in_words(notice.minutes)})"
    told = sentences[notice.stage]
    return f"{title}\n{told[notice.variant % len(told)]}"
