"""Notices in groups and about them: English."""

from __future__ import annotations

from typing import assert_never

from app.messages.groups import (
    AssignmentTold,
    GroupNotice,
    QuizAnsweredBefore,
    QuizAsked,
    QuizClosed,
    QuizOpenAlready,
    QuizTable,
    QuizUsage,
)
from texts import mark, topic_name


def group(notice: GroupNotice) -> str:
    match notice:
        case QuizAsked():
            return _quiz(notice)
        case QuizOpenAlready():
            return "A quiz is already open here; answer it by replying to its message."
        case QuizClosed():
            return "That quiz is closed."
        case QuizAnsweredBefore(name):
            return f"{name}, your first answer counts."
        case QuizUsage(near):
            if near:
                return f"There is no such topic. Did you mean {near}?"
            return "There is no such topic; /quiz alone asks about anything."
        case QuizTable():
            return _table(notice)
        case AssignmentTold(topic, day, name):
            asked = f"Your group {name} works on" if name else "You are asked to work on"
            by = f"{asked} {topic_name(topic, 'en')} by {day}."
            return f"{by} New questions of your drills come from it; the button starts right away."
        case _:
            assert_never(notice)


def _quiz(quiz: QuizAsked) -> str:
    count = f"Answers so far: {quiz.answers}" if quiz.answers else "Answer by replying to this message"
    closes = f"{count}. It closes after {quiz.minutes} minutes; I send you your marks in private."
    return f"Quiz · {topic_name(quiz.topic, 'en')}\n\n{quiz.text}\n\n{closes}"


def _table(table: QuizTable) -> str:
    answers = table.answers
    title = f"The quiz is closed. Answers: {answers}" if answers else "The quiz is closed; nobody answered."
    return f"{title}{_figures(table)}\n\nModel answer\n{table.reference}"


def _figures(table: QuizTable) -> str:
    if not table.best:
        return ""
    said = [f"touched {one.touched}/{table.points}" if table.estimated else mark(one.mark) for one in table.best]
    best = "\n".join(f"{n}. {one.name} · {told}" for n, (one, told) in enumerate(zip(table.best, said, strict=True), 1))
    return f"\n\n{best}\n\n{'Correctness not verified' if table.estimated else f'Mean: {mark(table.mean)}'}"
