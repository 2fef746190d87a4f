"""From opinions to a grade: the first opinion, a second one within a budget, and the appeal."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from grader.errors import GradingError
from grader.grade import (
    AppealSample,
    Flag,
    Grade,
    GradedBy,
    JudgedAnswer,
    Method,
    Receipt,
    SecondOpinion,
    Verdict,
    marked,
)
from grader.judge.judge import Judge, Opinion
from grader.judge.opinion import (
    SecondOpinionBudget,
    SecondOpinionReason,
    appeal_verdict,
    combined,
    confirmed,
    doubtful,
    reversed_order,
    second_opinion_reason,
)
from grader.judge.prompt import JUDGED_AT_MOST, JudgeRequest, template
from grader.judge.receipt import estimate_beside, sample_of, task_hash
from grader.judge.second_look import looked_at, with_second_look

Estimate = Callable[[], Awaitable[Grade]]
OF_THE_ANSWER = (Flag.ECHO, Flag.KEYWORDS, Flag.INJECTION)
THIN = 4.0  # marks of an estimate up to which a flag is believed: honest answers quote instructions, too
HOLLOW = 1.0  # marks of an estimate up to which an answer says next to nothing
WON_OVER = 7.0  # marks of a judge that are not believed of an answer that is flagged or hollow
TALKED_ROUND = 2.1  # marks of a judge that are not believed of an answer that is both
HEAD_START = 0.1  # seconds: requests leave before estimates take the processor


@dataclass(frozen=True, slots=True)
class JudgePanel:
    """A judge, the model for second opinions ("" for the same one), and their budget."""

    judge: Judge
    second_model: str
    budget: SecondOpinionBudget

    async def graded(self, asked: JudgeRequest, estimate: Estimate, revision: str) -> Grade:
        """The grade of an answer by one or two opinions; the estimate is made meanwhile and never mixed into the mark."""
        deadline = self.judge.deadline()
        first, guess = await self._first(asked, deadline, estimate)
        first = await with_second_look(self.judge, asked, first, deadline)
        noticed = _noticed(asked, guess)
        opinions, grade = [first], _grade(asked, first, noticed)
        why = second_opinion_reason(grade, guess)
        alone = [] if why else doubtful(first.verdicts, guess, asked.task.key_points)
        why = SecondOpinionReason.DOUBT if alone else why
        granted = self.budget.grants(why, asked.answer)
        if granted and alone:
            if looks := await looked_at(self.judge, asked, alone, deadline, self.second_model):
                opinions.append(looks)
                grade = _grade(asked, confirmed(first, looks), noticed)
        elif granted and (second := await self._second(asked, deadline)):
            opinions.append(second)
            grade = _grade(asked, combined(first, second), noticed)
        grade = without_unbelievable_number(asked, grade, guess)
        second_opinion = _second_opinion(why, granted, len(opinions), self.budget)
        return replace(grade, receipt=_receipt(asked, opinions, guess, revision, second_opinion))

    async def _first(self, asked: JudgeRequest, deadline: float, estimate: Estimate) -> tuple[Opinion, Grade]:
        """The first opinion, and the estimate made while the judge works."""
        try:
            async with asyncio.TaskGroup() as group:
                beside = group.create_task(_beside(estimate))
                first = await self.judge.opinion(asked, deadline)
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        return first, beside.result()

    async def _second(self, asked: JudgeRequest, deadline: float) -> Opinion | None:
        """An opinion with the key points in reverse order; None when it cannot be had."""
        points = len(asked.task.key_points)
        fresh = points == 1 and not self.second_model
        turned = replace(asked, order=reversed_order(points))
        try:
            return await self.judge.opinion(turned, deadline, model=self.second_model, fresh=fresh)
        except GradingError:
            return None

    async def appealed(self, asked: JudgeRequest, grade: Grade) -> Grade:
        """The grade with the contested point judged again; unchanged when that is unproven or would lower the mark."""
        turned = replace(asked, order=reversed_order(len(asked.task.key_points)))
        opinion = await self.judge.opinion(turned, self.judge.deadline(), model=self.second_model)
        point = appeal_verdict(grade, asked.contested, opinion)
        verdicts = tuple(point if v.id == point.id else v for v in grade.verdicts)
        changed = marked(asked.task.key_points, replace(grade, verdicts=verdicts))
        if grade.score is not None and (changed.score or 0.0) < grade.score:
            changed = grade  # a point that nobody judged stays out of the sum
        return replace(changed, receipt=_with_appeal(asked, grade, changed, opinion))


def without_unbelievable_number(asked: JudgeRequest, grade: Grade, guess: Grade) -> Grade:
    """The grade, without its number where the answer is flagged or says next to nothing, and the judge was won over all the same.

    A model that has been talked round repeats itself, so asking again settles nothing; an administrator decides.
    """
    if guess.score is None or grade.score is None:
        return grade
    told = asked.task.open  # a reference that is a pattern says nothing about how full an answer is
    flagged = (told or guess.score <= THIN) and any(flag in OF_THE_ANSWER for flag in grade.flags)
    hollow = not told and guess.score <= HOLLOW
    if (flagged or hollow) and grade.score >= (TALKED_ROUND if flagged and hollow else WON_OVER):
        return marked(asked.task.key_points, replace(grade, flags=(*grade.flags, Flag.UNBELIEVABLE)))
    return grade


async def _beside(estimate: Estimate) -> Grade:
    await asyncio.sleep(HEAD_START)
    return await estimate()


def _noticed(asked: JudgeRequest, guess: Grade) -> tuple[Flag, ...]:
    """Flags of the answer itself, whoever grades it."""
    cut = (Flag.TRUNCATED,) if len(asked.answer) > JUDGED_AT_MOST else ()
    return (*(flag for flag in guess.flags if flag in OF_THE_ANSWER), *cut)


def _grade(asked: JudgeRequest, opinion: Opinion, noticed: tuple[Flag, ...]) -> Grade:
    """The marked grade of one opinion."""
    grade = Grade(
        opinion.verdicts,
        GradedBy(Method.JUDGE, opinion.model),
        provisional=False,
        errors=opinion.errors,
        flags=noticed,
        feedback=opinion.feedback,
    )
    return marked(asked.task.key_points, grade)


def _receipt(
    asked: JudgeRequest, opinions: list[Opinion], guess: Grade, revision: str, second: SecondOpinion | None
) -> Receipt:
    wording = template(asked.language)
    return Receipt(
        judge=opinions[0].model,
        mode=opinions[0].mode,
        template=wording,
        question=revision or task_hash(asked.task),
        answer=_judged_answer(asked),
        estimate=estimate_beside(guess),
        samples=tuple(sample_of(opinion, wording) for opinion in opinions),
        second=second,
    )


def _judged_answer(asked: JudgeRequest) -> JudgedAnswer:
    digest = hashlib.sha256(asked.answer.encode(errors="replace")).hexdigest()
    length = len(asked.answer)
    return JudgedAnswer(digest, length, min(length, JUDGED_AT_MOST), asked.spoken)


def _second_opinion(
    why: SecondOpinionReason | None, granted: bool, opinions: int, budget: SecondOpinionBudget
) -> SecondOpinion | None:
    """Whether a second opinion was called for, and what became of it; None when it was not."""
    if why is None:
        return None
    outcome = "had" if opinions == 2 else "not to be had" if granted else "not in the budget"
    return SecondOpinion(why.value, outcome, round(budget.spent, 4), budget.share)


def _with_appeal(asked: JudgeRequest, before: Grade, after: Grade, opinion: Opinion) -> Receipt | None:
    """The receipt with the judgement of this appeal; None where there is no receipt to add it to."""
    if before.receipt is None:
        return None
    sample = sample_of(opinion, template(asked.language))
    verdicts = _verdict(before, asked.contested), _verdict(after, asked.contested)
    appeal = AppealSample(asked.contested, asked.reason, *verdicts, sample)
    return replace(before.receipt, appeals=(*before.receipt.appeals, appeal))


def _verdict(grade: Grade, point: str) -> Verdict | None:
    found = grade.verdict(point)
    return found.verdict if found else None
