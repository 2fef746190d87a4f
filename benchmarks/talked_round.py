"""Proof against a judge that was talked round, on both sides: what non-answers get, and what good answers lose.

A judge that covers every key point with any quote (the whole answer for each point, or another sentence for each) grades orders
to the grader, pleas, small talk, the question said again and shuffled answers: no number above 2 may come out. Labelled good
answers are graded by their labels as the judge: hardly any may lose its number. The judge is scripted; everything else is the
product's.

usage: python -m benchmarks.talked_round
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from benchmarks.line import line
from grader.evaluation import LabelledAnswer, packaged_set
from grader.grade import FULL, Flag, Grade, GradedBy, Method, Verdict, marked, verdict_of
from grader.grading import Grader
from grader.judge.panel import OF_THE_ANSWER, without_unbelievable_number
from grader.judge.prompt import JudgeRequest
from questions.model import LANGUAGES, Language, Task
from questions.text import clauses
from testing.judge_server import JudgeServer, Play, Request, completed

WRITTEN = Path(__file__).parent / "data/talked_round.txt"
SEED = 11
ECHOES, SHUFFLED = 6, 6  # per language
GOOD = 7.0  # marks of a label from which an answer is good
Quote = Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class NonAnswer:
    kind: str
    language: Language
    task: Task
    text: str


def whole(answer: str, n: int) -> str:
    return answer[:120]


def another_each(answer: str, n: int) -> str:
    pieces = clauses(answer) or [answer]
    return pieces[n % len(pieces)][:120]


def gullible(quote: Quote) -> Play:
    """A judge that covers every point; alone or with others, the same point always gets the same quote."""

    async def play(request: Request, server: JudgeServer) -> web.StreamResponse:
        points = [
            {
                "id": p["id"],
                "quote": quote(request.answer, len(p.get("zh", "") + p.get("en", ""))),
                "why": "ok",
                "verdict": "covered",
            }
            for p in request.block["key_points"]
        ]
        reply = {
            "points": points,
            "errors": [],
            "feedback": "好。" if re.search("[\u4e00-\u9fff]", request.rules) else "Good.",
        }
        return completed(json.dumps(reply, ensure_ascii=False), model=request.body["model"])

    return play


def non_answers() -> list[NonAnswer]:
    """The written ones, each to another question; questions said again; excellent answers with their words in another order."""
    dice = random.Random(SEED)
    labelled = packaged_set()
    tasks = {one.question_id: one.task for one in labelled}
    drawn = dice.sample(sorted(tasks), len(tasks))
    found = []
    for n, row in enumerate(WRITTEN.read_text(encoding="utf-8").splitlines()):
        language, kind, text = row.split(" ", 2)
        found.append(NonAnswer(kind, "zh" if language == "zh" else "en", tasks[drawn[n % len(drawn)]], text))
    for language in LANGUAGES:
        mine = [one for one in labelled if one.language == language]
        for one in dice.sample(mine, ECHOES):
            found.append(NonAnswer("echo", language, one.task, one.task.question.get(language)))
        for one in dice.sample([one for one in mine if one.score >= GOOD], SHUFFLED):
            found.append(NonAnswer("shuffled", language, one.task, shuffled(one.answer, dice)))
    return found


def shuffled(answer: str, dice: random.Random) -> str:
    words = re.findall(r"[A-Za-z0-9]+|[\u4e00-\u9fff]{1,2}", answer)
    dice.shuffle(words)
    return " ".join(words) if len(re.findall("[A-Za-z]", answer)) > len(answer) / 2 else "".join(words)


async def of_non_answers(quote: Quote) -> list[tuple[NonAnswer, Grade]]:
    with JudgeServer() as server:
        server.always(gullible(quote))
        grader = Grader.build(judge_url=server.url, embedding_model="none")
        graded = [(one, await grader.grade(one.task, one.text, one.language)) for one in non_answers()]
        await grader.close()
    return graded


async def of_good_answers() -> list[tuple[LabelledAnswer, Grade]]:
    """Good answers with their labels as the judge's verdicts, weighed against the estimate made where there is a judge."""
    with JudgeServer() as server:
        grader = Grader.build(judge_url=server.url, embedding_model="none")
        graded = [(one, await _with_label(grader, one)) for one in packaged_set() if one.score >= GOOD]
        await grader.close()
    return graded


async def _with_label(grader: Grader, one: LabelledAnswer) -> Grade:
    guess = await grader.estimate(one.task, one.answer, one.language)
    said = {1.0: Verdict.COVERED, 0.5: Verdict.PARTIAL, 0.0: Verdict.MISSING}
    verdicts = tuple(verdict_of(p.id, said[one.covered[p.id]]) for p in one.task.key_points)
    flags = tuple(flag for flag in guess.flags if flag in OF_THE_ANSWER)
    judged = marked(one.task.key_points, Grade(verdicts, GradedBy(Method.JUDGE, "labels"), False, flags=flags))
    return without_unbelievable_number(JudgeRequest(one.task, one.answer, one.language), judged, guess)


def worst(graded: Iterable[tuple[NonAnswer, Grade]]) -> dict[str, float]:
    """The best number that any non-answer of a kind got; 0 where none got one."""
    best: dict[str, float] = {}
    for one, grade in graded:
        best[one.kind] = max(best.get(one.kind, 0.0), grade.score or 0.0)
    return best


async def measure() -> None:
    for name, quote in (("the whole answer for every point", whole), ("another sentence for each", another_each)):
        graded = await of_non_answers(quote)
        best = worst(graded)
        above = sum((grade.score or 0.0) > 2.0 for _, grade in graded)
        print(f"{name}: " + ", ".join(f"{kind} ≤ {score:g}" for kind, score in best.items()))
        line(f"{len(graded)} non-answers, quoting {name}: numbers above 2", "0", f"{above}", above == 0)
    good = await of_good_answers()
    lost = [one.id for one, grade in good if Flag.UNBELIEVABLE in grade.flags]
    share = len(lost) / len(good)
    line(f"{len(good)} good answers: lose their number to it", "≤ 1 %", f"{share:.1%}", share <= 0.01)
    if lost:
        print("lost: " + ", ".join(lost))


if __name__ == "__main__":
    assert FULL == 10.0
    asyncio.run(measure())
