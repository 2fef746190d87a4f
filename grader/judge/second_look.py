"""Points that share a quote: the same words prove one point, so each such point is judged again alone."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import replace

from grader.errors import GradingError
from grader.grade import PointVerdict, Verdict, verdict_of
from grader.judge.judge import Judge, Opinion
from grader.judge.prompt import JudgeRequest
from grader.judge.quotes import fold

SAME_PART = 0.5  # share (0–1) of the longer quote from which a quote within it is the same words, not a part of its own
AT_ONCE = 4  # requests about one answer


def sharing(verdicts: Sequence[PointVerdict]) -> frozenset[str]:
    """Ids of credited points whose quote is, for the most part, the quote of another credited point."""
    quoted = [(v.id, fold(v.quote).text) for v in verdicts if v.credit and v.quote]
    pairs = ((a, b) for a, b in itertools.combinations(quoted, 2) if _same(a[1], b[1]))
    return frozenset(id for pair in pairs for id, _ in pair)


def _same(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return bool(short) and short in long and len(short) >= SAME_PART * len(long)


async def with_second_look(judge: Judge, asked: JudgeRequest, opinion: Opinion, deadline: float) -> Opinion:
    """The opinion after every point that shares a quote was judged again alone; those that share one still are unjudged.

    A look that cannot be had proves nothing.
    """
    doubtful = sharing(opinion.verdicts)
    if not doubtful:
        return opinion
    gate = asyncio.Semaphore(AT_ONCE)

    async def alone(id: str) -> Opinion | None:
        point = next(p for p in asked.task.key_points if p.id == id)
        one = replace(asked, task=replace(asked.task, key_points=(point,)), order=(), contested="", reason="")
        async with gate:
            try:
                return await judge.opinion(one, deadline)
            except GradingError:
                return None

    ids = [v.id for v in opinion.verdicts if v.id in doubtful]
    looks = dict(zip(ids, await asyncio.gather(*map(alone, ids)), strict=True))
    seen = {id: look.verdicts[0] if look else verdict_of(id, Verdict.UNJUDGED) for id, look in looks.items()}
    verdicts = tuple(seen.get(v.id, v) for v in opinion.verdicts)
    still = sharing(verdicts)
    found = tuple(verdict_of(v.id, Verdict.UNJUDGED) if v.id in still else v for v in verdicts)
    had = [look for look in looks.values() if look]
    return replace(
        opinion,
        verdicts=found,
        unproven=tuple(v.id for v in found if v.verdict is Verdict.UNJUDGED),
        replies=opinion.replies + sum(look.replies for look in had),
        usage={
            name: opinion.usage.get(name, 0) + sum(look.usage.get(name, 0) for look in had)
            for name in dict.fromkeys([*opinion.usage, *(n for look in had for n in look.usage)])
        },
    )
