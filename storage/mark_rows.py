"""Rows of `question_marks` and `point_marks` from an interview; reports read these tables only."""

from __future__ import annotations

from datetime import datetime

from grader.grade import FULL
from interview.marks import PointMark, effective, marks, points, share
from interview.model import Interview, Turn
from questions.model import KeyPoint
from storage.dialects import Row


def question_row(interview: Interview, item: int, kind: str, now: datetime) -> Row:
    """The row of `question_marks` for one planned question. kind: of the interview."""
    planned, marked = interview.items[item], marks(interview, item)
    root = _root(interview, item)
    return {
        "interview": interview.id,
        "item": item,
        "person": interview.person,
        "question": planned.question.id,
        "revision": planned.question.revision,
        "probe": planned.probe,
        "topic": planned.question.topic,
        "level": planned.question.level,
        "kind": kind,
        "first": marked.unprompted,
        "after": marked.after,
        "self_first": _self_mark(planned.question.key_points, root) if root and root.probe is None else None,
        "source": marked.source.value,
        "at": now,
    }


def _root(interview: Interview, item: int) -> Turn | None:
    return next(iter(interview.turns_of(item)), None)


def _ticks(turn: Turn | None) -> dict[str, float]:
    return {tick.point: tick.credit for tick in turn.ticks} if turn else {}


def _self_mark(asked: tuple[KeyPoint, ...], root: Turn) -> float | None:
    """The mark (0–10) of the person's ticks on the first answer; None until every point is ticked."""
    ticks = _ticks(root)
    part = share(asked, ticks) if all(point.id in ticks for point in asked) else None
    return None if part is None else round(FULL * part, 1)


def point_rows(interview: Interview, item: int, now: datetime) -> list[Row]:
    """The rows of `point_marks` for one planned question, one per root key point."""
    question, root = interview.items[item].question, _root(interview, item)
    ticks = _ticks(root) if root and root.probe is None else {}
    return [
        {
            "interview": interview.id,
            "item": item,
            "point": mark.point,
            "person": interview.person,
            "question": question.id,
            "topic": question.topic,
            "weight": question.key_point(mark.point).weight,
            "unprompted": mark.unprompted,
            "after": mark.after,
            "verdict": mark.verdict.value,
            "first_source": mark.first_source.value,
            "source": mark.source.value,
            "hinted": mark.hinted,
            "probed": mark.probed,
            **_lost_by(interview, item, mark),
            "self_credit": ticks.get(mark.point),
            "at": now,
        }
        for mark in points(interview, item)
    ]


def _lost_by(interview: Interview, item: int, mark: PointMark) -> dict[str, str]:
    """Quote and reason of a point's verdict: on the first answer, else on a probe aimed at it; empty without either."""
    for turn in interview.turns_of(item):
        grade = effective(turn)
        if grade is None:
            continue
        if turn.probe is None:
            said = [v for v in grade.verdicts if v.id == mark.point]
        else:
            said = [v for v in grade.verdicts if v.credit != 1.0] if turn.aims_at == mark.point else []
        for verdict in said:
            if verdict.quote or verdict.why:
                return {"quote": verdict.quote, "why": verdict.why}
    return {"quote": "", "why": ""}
