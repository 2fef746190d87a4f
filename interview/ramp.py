"""The ramp: an interview begins with its easiest question and climbs with the answers.

Levels are 1–5. After a strong answer the next question is one level harder, after a strong one on level 1 two; after a weak
answer it is as hard as the last, after two weak ones one level easier; any other answer climbs one level, at most to two
above the start. Which question comes next follows from the interview alone, so a replay asks the same.
"""

from __future__ import annotations

import math
from dataclasses import replace
from enum import StrEnum

from grader.grade import FULL
from interview.ability import ENOUGH, Ability
from interview.loop import items_of_stage, moved_on
from interview.marks import STRONG, MarkSource, earned, effective, standing
from interview.model import Interview, Item, Ramp, TurnState
from questions.model import LEVELS, MARKS_PER_LEVEL, MIDDLE_LEVEL, Kind, Question

WEAK = 0.5  # share of the question's points below which an answer is weak
WEAK_ESTIMATE = 0.25  # the same where nothing was checked: estimates of right answers in other words are low
CLIMB = 2  # levels above the start that answers in between reach


class Seniority(StrEnum):
    """Where somebody says they stand, once asked."""

    STARTING = "starting"
    WORKING = "working"
    SENIOR = "senior"
    UNTOLD = "untold"  # asked, and passed over


STARTS = {Seniority.STARTING: 1, Seniority.WORKING: 2, Seniority.SENIOR: 3}  # one below the level that was named
UNTOLD_AT_MOST = 2


def start_level(seniority: Seniority | None, known: Ability | None) -> int:
    """The level an interview begins with: as told, 1 for somebody untold.

    Enough marks move it to one below the level at which three of four points are expected, at most to where it was told
    to be, or to 2.
    """
    told = STARTS.get(seniority) if seniority else None
    if known is None or known.n < ENOUGH:
        return told or min(LEVELS)
    shown = MIDDLE_LEVEL + (known.mean - STRONG * FULL) / MARKS_PER_LEVEL
    return max(min(LEVELS), min(math.floor(shown) - 1, max(told or 0, UNTOLD_AT_MOST)))


class FirstAnswer(StrEnum):
    """How the first answer to a question went."""

    STRONG = "strong"
    MIDDLING = "middling"
    WEAK = "weak"
    UNKNOWN = "unknown"  # not graded


def result(interview: Interview, item: int) -> FirstAnswer:
    """How the first answer to an item went: never strong after a hint or with a suspected misconception."""
    root = interview.turns_of(item)[0]
    share, grade = earned(interview, root), effective(root)
    if root.state in (TurnState.SKIPPED, TurnState.UNKNOWN):
        return FirstAnswer.WEAK
    if share is None or grade is None:
        return FirstAnswer.UNKNOWN
    if share >= STRONG and not grade.suspected and not root.hints:
        return FirstAnswer.STRONG
    estimated = standing(root).source is MarkSource.ESTIMATE
    return FirstAnswer.WEAK if share < (WEAK_ESTIMATE if estimated else WEAK) else FirstAnswer.MIDDLING


def is_too_easy(interview: Interview, item: int) -> bool:
    """Whether a question of level 1 was answered so well that it needs no probe; never in a drill, nor a story of one's own."""
    question = interview.items[item].question
    if interview.ramp is None or question.level > min(LEVELS) or question.kind is Kind.OPEN:
        return False
    return len(interview.turns_of(item)) == 1 and result(interview, item) is FirstAnswer.STRONG


def wanted_level(interview: Interview, ramp: Ramp) -> int:
    """The level that the next question should have; every stage of a loop climbs by itself."""
    places = items_of_stage(interview)
    if not places:
        return ramp.start
    levels = [interview.items[item].question.level for item in places]
    results = [result(interview, item) for item in places]
    return min(max(_next_level(levels, results, ramp.start), min(LEVELS)), max(LEVELS))


def _next_level(levels: list[int], results: list[FirstAnswer], start: int) -> int:
    last = levels[-1]
    match results[-1]:
        case FirstAnswer.STRONG:
            return last + (2 if last == min(LEVELS) else 1)
        case FirstAnswer.WEAK if results[-2:] == [FirstAnswer.WEAK, FirstAnswer.WEAK]:
            return last - 1
        case FirstAnswer.WEAK:
            return last - 1 if levels[-2:] == [last - 2, last] else last  # a level that was jumped over comes after all
        case _:
            return max(last, min(last + 1, start + CLIMB))


def with_next(interview: Interview) -> Interview:
    """The interview with its next item chosen, in a loop that of the next stage; without one when it has none to choose."""
    interview = moved_on(interview)
    ramp, loop = interview.ramp, interview.loop
    if ramp is None or not interview.places:
        return interview
    stage = loop.current.stage if loop and loop.current else None
    chosen = _choice(interview, ramp)
    left = replace(
        ramp,
        owed=tuple(question for question in ramp.owed if question.id != chosen.id),
        free=tuple(question for question in ramp.free if question.id != chosen.id),
    )
    return replace(interview, items=(*interview.items, Item(chosen, stage=stage)), ramp=left)


def over(interview: Interview) -> Interview:
    """The interview without candidates, when nothing more is asked."""
    ramp = interview.ramp
    return interview if ramp is None else replace(interview, ramp=replace(ramp, owed=(), free=()))


def _choice(interview: Interview, ramp: Ramp) -> Question:
    """The candidate nearest to the wanted level, the lower of two, then of a topic asked least, then the first listed.

    Owed questions are chosen alone as soon as they need every place that is left.
    """
    places, level = interview.places, wanted_level(interview, ramp)
    candidates = ramp.owed if len(ramp.owed) >= places else ramp.owed + ramp.free
    topics = [item.question.topic for item in interview.items]
    return min(candidates, key=lambda q: (abs(q.level - level), q.level, topics.count(q.topic)))
