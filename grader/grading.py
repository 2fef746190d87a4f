"""Grading of answers: triage, then the similarity estimate, then the judge."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from grader.checks import with_checks
from grader.errors import GradingError, Unusable
from grader.grade import Grade, Job
from questions.errors import sentence
from questions.model import Language, Task, Text
from questions.text import readable

if TYPE_CHECKING:
    from grader.embedding import Embedder
    from grader.judge.panel import JudgePanel

T = TypeVar("T")
Result = tuple[int, Grade | GradingError]
AT_ONCE = min(
    2, max(1, (os.cpu_count() or 2) - 1)
)  # estimates side by side; one core is left to whoever waits for replies
BATCH = 64  # estimates whose sentences are encoded together
LOADING = "embedder"  # name of the thread that loads one
NICE = 5  # of the threads that compute: a quarter of a core where the event loop wants it too
LOOK_AGAIN = 60.0  # seconds before an embedding server that was away is tried again
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JudgeAt:
    """Address and use of the judge. timeout: seconds for everything about one answer.

    second_share: share (0–1) of answers with a second opinion at most, by `second_model`, else by `model` again. thinking:
    whether the model reasons first; None leaves that to the server. calibrations: folder with what `interviewer calibrate
    --judge` found; None takes every verdict.
    """

    url: str
    model: str = ""
    api_key: str = ""
    timeout: float = 120.0
    second_model: str = ""
    second_share: float = 0.15
    thinking: bool | None = None
    calibrations: Path | None = None


def _left(embedder: Embedder | None) -> None:
    """Ends the connections of an embedder that has any; whoever waits for it goes on with words alone."""
    from grader.embedding import EmbeddingServer

    if isinstance(embedder, EmbeddingServer):
        embedder.close()


def _give_way() -> None:
    """Whoever computes lets the event loop go first where both want the processor; only Linux has threads that are nice."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def is_loading() -> bool:
    """Whether this process loads an embedder. Who leaves must not wait for that, which can take many seconds."""
    return any(thread.name == LOADING for thread in threading.enumerate())


class Grader:
    """Grades answers. One instance per process, used from one event loop, to be closed.

    Models are loaded and servers contacted on first use.
    """

    def __init__(
        self, judge: JudgeAt | None = None, *, embedding_model: str = "packaged", embedding_url: str = ""
    ) -> None:
        self._judge_at = judge
        self._embedding = (embedding_model, embedding_url)
        self._loading = threading.Lock()
        self._loaded: tuple[Embedder | None] | None = None
        self._again = 0.0
        at_once = 2 if embedding_url else AT_ONCE
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="estimate", initializer=_give_way)

    @classmethod
    def build(
        cls,
        *,
        judge_url: str = "",
        judge_model: str = "",
        api_key: str = "",
        timeout: float = 120.0,
        second_model: str = "",
        second_share: float = 0.15,
        thinking: bool | None = None,
        calibrations: Path | None = None,
        embedding_model: str = "packaged",
        embedding_url: str = "",
    ) -> Grader:
        """A grader from the values of the settings; an empty `judge_url` means estimates only."""
        judge = JudgeAt(judge_url, judge_model, api_key, timeout, second_model, second_share, thinking, calibrations)
        return cls(judge if judge_url else None, embedding_model=embedding_model, embedding_url=embedding_url)

    @property
    def judged(self) -> bool:
        """Whether a judge is configured."""
        return self._judge_at is not None

    async def warm(self) -> None:
        """Loads the embedder and the contradiction model ahead of the first estimate."""
        from grader import contradiction

        if self._judge_at is None:
            await self._in_thread(contradiction.stored)
        await self._in_thread(self._embedder)

    async def estimate(self, task: Task, answer: str, language: Language, *, wait: bool = True) -> Grade:
        """The similarity estimate of an answer, or triage's grade; always provisional. Never raises for any text.

        wait: for the embedder to load; without it words alone are compared until it has.
        """
        from grader.triage import triage

        return triage(task, answer) or await self._estimated(task, answer, language, wait=wait)

    async def grade(
        self,
        task: Task,
        answer: str,
        language: Language,
        *,
        spoken: bool = False,
        revision: str = "",
        estimate: Grade | None = None,
    ) -> Grade:
        """The judge's grade, triage's, or without a judge the estimate; feedback is in `language`.

        spoken: the answer was dictated. revision: of the question, for the receipt. estimate: where it is known already.
        JudgeUnavailable when the judge cannot be had now, Unusable until the configuration changes.
        """
        from grader.triage import triage

        if triaged := triage(task, answer):
            return triaged

        async def guess() -> Grade:
            return estimate or await self._estimated(task, answer, language)

        if self._judge_at is None:
            return await guess()
        from grader.judge.prompt import JudgeRequest

        judged = await self._panel.graded(JudgeRequest(task, readable(answer), language, spoken), guess, revision)
        return await self._in_thread(partial(self._sure, judged, task, answer, language))

    def _sure(self, judged: Grade, task: Task, answer: str, language: Language) -> Grade:
        """A judge's grade with checks, and without the verdicts it is not sure enough of."""
        from grader.confidence import stored

        assert self._judge_at is not None
        checked = with_checks(judged, task, answer, language)
        calibration = stored(self._judge_at.calibrations, judged.graded_by.model)
        return calibration.kept(checked, task, language) if calibration else checked

    async def appeal(
        self,
        task: Task,
        answer: str,
        language: Language,
        grade: Grade,
        point: str,
        reason: str,
        *,
        spoken: bool = False,
    ) -> Grade:
        """The grade with the verdict on key point `point` judged again on the same answer, with the person's reason in view.

        An appeal never lowers a mark, and gives credit only with a quote from the answer. Raises like `grade`.
        """
        if self._judge_at is None:
            raise Unusable(sentence("An appeal needs a judge: set INTERVIEWER_JUDGE_URL."))
        from grader.judge.prompt import JudgeRequest

        asked = JudgeRequest(task, readable(answer), language, spoken, contested=point, reason=reason)
        return await self._panel.appealed(asked, grade)

    async def kind_of(self, kinds: tuple[str, ...], question: Text, said: str, language: Language) -> str | None:
        """Which of `kinds` the judge takes a message for; None without a judge, or when it cannot say so within seconds."""
        if self._judge_at is None:
            return None
        from grader.judge.conversation import kind_of

        return await kind_of(self._panel.judge, kinds, question, readable(said), language)

    async def explanation(self, question: Text, said: str, language: Language) -> str | None:
        """What a question means, in the judge's words, unchecked; None without a judge, or when there is none within seconds."""
        if self._judge_at is None:
            return None
        from grader.judge.conversation import explanation

        return await explanation(self._panel.judge, question, readable(said), language)

    async def proposal(self, draft: dict[str, Any]) -> str | None:
        """The judge's YAML for what a draft lacks, unchecked; None without a judge, or when there is none in time."""
        if self._judge_at is None:
            return None
        from grader.judge.drafting import proposed

        return await proposed(self._panel.judge, draft)

    async def grade_many(self, jobs: Iterable[Job], concurrency: int = 32) -> AsyncGenerator[Result, None]:
        """Yields index and grade, or error, of every job as it is done, at most `concurrency` at the judge at a time.

        Jobs are consumed lazily. To be exhausted, or closed with `aclosing`.
        """
        results = self._judge_many(jobs, concurrency) if self._judge_at else self._estimate_many(jobs)
        async with aclosing(results):
            async for result in results:
                yield result

    async def _estimate_many(self, jobs: Iterable[Job]) -> AsyncGenerator[Result, None]:
        numbered = enumerate(jobs)
        while batch := list(islice(numbered, BATCH)):
            grades = await self._in_thread(partial(self._estimates, [job for _, job in batch]))
            for (index, _), grade in zip(batch, grades, strict=True):
                yield index, grade

    async def _judge_many(self, jobs: Iterable[Job], concurrency: int) -> AsyncGenerator[Result, None]:
        numbered, ready = enumerate(jobs), asyncio.Queue[Result | None]()

        async def work() -> None:
            for index, job in numbered:
                try:
                    ready.put_nowait((index, await self.grade(*job)))
                except GradingError as error:
                    ready.put_nowait((index, error))
            ready.put_nowait(None)

        async with asyncio.TaskGroup() as group:
            working = [group.create_task(work()) for _ in range(concurrency)]
            try:
                for _ in working:
                    while (result := await ready.get()) is not None:
                        yield result
            except GeneratorExit:
                return  # left early; raised on, it would come out of the group as an exception group
            finally:
                for one in working:
                    one.cancel()

    async def close(self) -> None:
        """Closes connections and waits for running estimates, but not for an embedder that is still being loaded."""
        if self._loaded:
            await asyncio.to_thread(_left, self._loaded[0])
        await asyncio.to_thread(self._threads.shutdown, wait=not is_loading(), cancel_futures=True)
        if "_panel" in self.__dict__:
            await self._panel.judge.close()

    @cached_property
    def _panel(self) -> JudgePanel:
        from grader.judge.client import JudgeClient
        from grader.judge.judge import Judge
        from grader.judge.opinion import SecondOpinionBudget
        from grader.judge.panel import JudgePanel

        at = self._judge_at
        assert at is not None
        judge = Judge(JudgeClient(at.url, at.api_key, thinking=at.thinking), at.model, at.timeout)
        return JudgePanel(judge, at.second_model, SecondOpinionBudget(at.second_share))

    async def _estimated(self, *job: *Job, wait: bool = True) -> Grade:
        return (await self._in_thread(partial(self._estimates, [job], wait=wait)))[0]

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _embedder(self) -> Embedder | None:
        if self._loaded is None or self._is_missed():
            with self._loading:
                if self._loaded is None or self._is_missed():
                    self._again = (
                        time.monotonic() + LOOK_AGAIN
                    )  # set first: concurrent callers do not wait for this attempt
                    loading = threading.Thread(target=self._load, name=LOADING, daemon=True)
                    loading.start()
                    loading.join()
        assert self._loaded is not None
        return self._loaded[0]

    def _load(self) -> None:
        from grader.embedding import load_embedder

        loaded = None
        try:
            loaded = load_embedder(*self._embedding)
        except Exception as error:  # costs precision, never the estimate
            log.warning("the embedder cannot be loaded (%s), answers are compared by words alone", error)
        self._loaded = (loaded,)

    def _is_missed(self) -> bool:
        """Whether an embedding server that was away is to be tried again."""
        return self._loaded == (None,) and bool(self._embedding[1]) and time.monotonic() >= self._again

    def _estimates(self, jobs: list[Job], *, wait: bool = True) -> list[Grade]:
        from grader import contradiction
        from grader.embedding import AwayError
        from grader.similarity import estimate_many

        # with a judge the model is not asked: what doubts a judge must not err on good answers
        model = contradiction.stored() if self._judge_at is None else None
        try:
            embedder = self._embedder() if wait or self._loaded is not None else None
            return _checked(jobs, estimate_many(jobs, embedder, model))
        except Exception as error:  # an embedder that fails costs precision, never the estimate
            log.warning("the embedder failed (%s), this estimate uses words alone", error)
            if isinstance(error, AwayError):
                self._again, left, self._loaded = time.monotonic() + LOOK_AGAIN, self._loaded, (None,)
                _left(left[0] if left else None)
            return _checked(jobs, estimate_many(jobs, None, model))


def _checked(jobs: list[Job], grades: list[Grade]) -> list[Grade]:
    return [with_checks(grade, *job) for grade, job in zip(grades, jobs, strict=True)]
