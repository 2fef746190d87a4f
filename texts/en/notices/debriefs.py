"""Notices about the day of an interview: English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.messages.debriefs import (
    CompanyAsks,
    DayNotice,
    DebriefAsked,
    DebriefDone,
    DebriefGone,
    DebriefOpened,
    DebriefQuestion,
    EvePage,
    OutcomeAsked,
    OutcomeTold,
    ShareAsked,
    SharedWithGroup,
    WentTold,
)
from texts import topic_name
from texts.en.plural import count

WENT: dict[WentTold, str] = {"good": "👍", "half": "😐", "bad": "👎", "untold": "❔"}
OUTCOMES: dict[OutcomeTold, str] = {
    "passed": "passed",
    "failed": "not passed",
    "waiting": "no word yet",
    "untold": "outcome not told",
}
TO_ASK = (
    "What would you most like to see solved in the first three months of this role?",
    "How does the team decide today whether a change really made things better?",
    "The last time a release went wrong, how was it noticed and what was done?",
)


def day(notice: DayNotice) -> str:
    match notice:
        case DebriefAsked(company):
            where = f"at {company}" if company else "in the interview"
            return (
                f"What were you asked {where}? One question a line, in several messages or as a file; tap ✅ when that's all."
                " Only you see it."
            )
        case DebriefOpened():
            return (
                "How did yesterday's interview go? Send /debrief and what you were asked; what went badly comes back within"
                " 24 hours."
            )
        case DebriefQuestion(_, number, of, text, match):
            same = f"\nIn the bank: {match}" if match else "\nNot in the bank."
            return f"{number}/{of}: {text}{same}\nHow did it go?"
        case OutcomeAsked():
            return "And the outcome?"
        case DebriefDone():
            return "\n".join(_done(notice))
        case ShareAsked(_, groups, company, month, texts):
            listed = "\n".join(f"· {text}" for text in texts)
            return (
                f"The group {groups} would get, without your name, the company ({company}), the month ({month}) and"
                f" these questions, and nothing else; /forget does not take them back:\n{listed}\nSure?"
            )
        case SharedWithGroup(questions, groups):
            return f"Shared with {groups} without your name: {count(questions, 'question')}."
        case DebriefGone():
            return "There is no such debrief, or it was dealt with already. /debrief begins one."
        case CompanyAsks():
            return "\n".join(_company(notice))
        case EvePage():
            return "\n".join(_eve(notice))
        case _:
            assert_never(notice)


def _done(done: DebriefDone) -> Iterator[str]:
    yield f"Debrief: {done.company or 'interview'}, {done.day:%Y-%m-%d}, {OUTCOMES[done.outcome]}"
    yield from (f"{WENT[one.went]} {one.text}" for one in done.questions)
    if done.back:
        comes = "comes" if done.back == 1 else "come"
        yield f"\n{count(done.back, 'question')} that went badly {comes} first in what you practise next."


def _company(asks: CompanyAsks) -> Iterator[str]:
    yield (
        f"{asks.company}, as members of your groups were asked:"
        if asks.questions
        else f"Nobody in your groups has shared questions from {asks.company} yet."
    )
    for one in asks.questions:
        yield f"· {one.month} {one.text}"
        if one.match:
            yield f"→ {one.match}"


def _eve(page: EvePage) -> Iterator[str]:
    yield f"Tomorrow, {page.day:%b %d}, is your interview. No drill today: read this page and sleep early."
    if page.points:
        yield "\nYour least certain points:"
        for number, point in enumerate(page.points, 1):
            yield f"{number}. {topic_name(point.topic, 'en')}: {point.text}"
            if point.said:
                yield f"You said: “{point.said}”"
    if page.formulas:
        yield "\nFormulas:"
        yield from (f"· {one}" for one in page.formulas)
    if page.numbers:
        yield "\nNumbers from your projects:"
        yield from (f"· {one}" for one in page.numbers)
    yield "\nThree questions to ask them:"
    yield from (f"· {one}" for one in TO_ASK)
