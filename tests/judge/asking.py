"""One question put to a judge, and what came of it."""

from __future__ import annotations

from grader.grade import Verdict
from grader.judge.judge import Judge, Opinion
from grader.judge.prompt import JudgeRequest
from testing.kv_cache import FULL, KV

ASKED = JudgeRequest(KV, FULL, "zh")
ALL_COVERED = {"what": Verdict.COVERED, "why": Verdict.COVERED, "cost": Verdict.COVERED}


async def asked(judge: Judge) -> Opinion:
    return await judge.opinion(ASKED, judge.deadline())


def found(opinion: Opinion) -> dict[str, Verdict]:
    return {v.id: v.verdict for v in opinion.verdicts}
