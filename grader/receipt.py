"""What a judged grade was made from, as JSON values; enough to work the same mark out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from grader.grade import FalseStatement, Flag, Grade, PointVerdict, Verdict, marked, verdict_of
from questions.model import KeyPoint, Task

if TYPE_CHECKING:
    from grader.judge.judge import Opinion

VERSION = 1
Json = dict[str, Any]


def verdicts_json(verdicts: Sequence[PointVerdict]) -> list[Json]:
    return [{"id": v.id, "verdict": v.verdict.value, "quote": v.quote, "why": v.why} for v in verdicts]


def estimate_json(estimate: Grade) -> Json:
    """What similarity said beside the judge."""
    credits = {v.id: v.credit for v in estimate.verdicts}
    return {"graded_by": estimate.graded_by, "score": estimate.score, "credits": credits}


def sample_json(opinion: Opinion, template: str) -> Json:
    """One judgement as it was verified."""
    return {
        "model": opinion.model,
        "mode": opinion.mode,
        "template": template,
        "verdicts": verdicts_json(opinion.verdicts),
        "errors": [asdict(error) for error in opinion.errors],
        "unproven": list(opinion.unproven),
        "replies": opinion.replies,
        "usage": dict(opinion.usage),
    }


@lru_cache(maxsize=256)
def task_hash(task: Task) -> str:
    """Names the content an answer was graded against: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(json.dumps(asdict(task), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def kept(grade: Grade, receipt: Json) -> Json:
    """The receipt with the verdicts, false statements and flags the mark was worked out from."""
    return receipt | {
        "version": VERSION,
        "graded_by": grade.graded_by,
        "verdicts": verdicts_json(grade.verdicts),
        "errors": [asdict(error) for error in grade.errors],
        "flags": [flag.value for flag in grade.flags],
        "feedback": grade.feedback,
    }


def replay(receipt: Json, points: Sequence[KeyPoint]) -> Grade:
    """The grade a receipt was kept for, worked out again from its verdicts and the points' weights."""
    grade = Grade(
        tuple(verdict_of(v["id"], Verdict(v["verdict"]), v["quote"], v["why"]) for v in receipt["verdicts"]),
        receipt["graded_by"],
        provisional=False,
        errors=tuple(FalseStatement(**error) for error in receipt["errors"]),
        flags=tuple(Flag(flag) for flag in receipt["flags"]),
        feedback=receipt["feedback"],
        receipt=receipt,
    )
    return marked(points, grade)
