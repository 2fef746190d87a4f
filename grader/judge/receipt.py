"""Parts of receipts, and the replay of a stored grade."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.grade import EstimateBeside, Grade, Sample, SampleVerdict, marked
from questions.model import KeyPoint, Task

if TYPE_CHECKING:
    from grader.judge.judge import Opinion


def estimate_beside(estimate: Grade) -> EstimateBeside:
    """The part of an estimate that a receipt keeps."""
    return EstimateBeside(estimate.graded_by, estimate.score, {v.id: v.credit for v in estimate.verdicts})


def sample_of(opinion: Opinion, template: str) -> Sample:
    """The record of one verified judgement; `template` is the hash of the wording it was asked with."""
    return Sample(
        model=opinion.model,
        mode=opinion.mode,
        template=template,
        verdicts=tuple(SampleVerdict(v.id, v.verdict, v.quote, v.why) for v in opinion.verdicts),
        errors=opinion.errors,
        unproven=opinion.unproven,
        replies=opinion.replies,
        usage=opinion.usage,
    )


@lru_cache(maxsize=256)
def task_hash(task: Task) -> str:
    """The first 16 hex digits of the SHA-256 of a task's content; stands for a revision where there is none."""
    return hashlib.sha256(json.dumps(asdict(task), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def replay(grade: Grade, points: Sequence[KeyPoint]) -> Grade:
    """The grade with score, range and penalties recomputed from its verdicts and false statements."""
    return marked(points, replace(grade, score=None, low=None, high=None, penalties=()))
