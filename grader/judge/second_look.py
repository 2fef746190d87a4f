"""Points judged again alone: those that share a quote, since the same words prove one point, and those that are doubtful."""

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
    shared = sharing(opinion.verdicts)
    if not shared:
        return opinion
    looks = await _alone(judge, asked, [v.id for v in opinion.verdicts if v.id in shared], deadline)
    seen = {id: look.verdicts[0] if look else verdict_of(id, Verdict.UNJUDGED) for id, look in looks.items()}
    verdicts = tuple(seen.get(v.id, v) for v in opinion.verdicts)
    still = sharing(verdicts)
    found = tuple(verdict_of(v.id, Verdict.UNJUDGED) if v.id in still else v for v in verdicts)
    had = [look for look in looks.values() if look]
    return _of(opinion, found, (opinion, *had))


async def looked_at(
    judge: Judge, asked: JudgeRequest, ids: Sequence[str], deadline: float, model: str = ""
) -> Opinion | None:
    """An opinion on these points, each judged alone; None when none of them can be had. model: instead of the judge's own."""
    looks = [look for look in (await _alone(judge, asked, ids, deadline, model)).values() if look]
    return _of(looks[0], tuple(look.verdicts[0] for look in looks), looks) if looks else None


async def _alone(
    judge: Judge, asked: JudgeRequest, ids: Sequence[str], deadline: float, model: str = ""
) -> dict[str, Opinion | None]:
    """An opinion on each of these points by itself; None where it cannot be had."""
    gate = asyncio.Semaphore(AT_ONCE)
    points = {point.id: point for point in asked.task.key_points}

    async def alone(id: str) -> Opinion | None:
        one = replace(asked, task=replace(asked.task, key_points=(points[id],)), order=(), contested="", reason="")
        async with gate:
            try:
                return await judge.opinion(one, deadline, model=model)
            except GradingError:
                return None

    return dict(zip(ids, await asyncio.gather(*map(alone, ids)), strict=True))


def _of(base: Opinion, verdicts: tuple[PointVerdict, ...], asked_for: Sequence[Opinion]) -> Opinion:
    """`base` with other verdicts, and with the cost of all that was asked for."""
    return replace(
        base,
        verdicts=verdicts,
        unproven=tuple(v.id for v in verdicts if v.verdict is Verdict.UNJUDGED),
        replies=sum(opinion.replies for opinion in asked_for),
        usage={
            name: sum(opinion.usage.get(name, 0) for opinion in asked_for)
            for name in dict.fromkeys(name for opinion in asked_for for name in opinion.usage)
        },
    )
