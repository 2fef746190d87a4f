"""One answer, one grade: triage, then similarity, then the judge."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from grader.errors import GradingError, Unusable
from grader.grade import Grade
from questions.model import Language, Task

if TYPE_CHECKING:
    from grader.embedding import Embedder

T = TypeVar("T")
Job = tuple[Task, str, Language]
AT_ONCE = 2  # estimates computed side by side; they are bound by the processor
BATCH = 64  # estimates whose sentences are encoded together
log = logging.getLogger(__name__)


class Grader:
    """Grades answers; made once per process, used from one event loop, closed at its end.

    Nothing heavy is loaded and no address is contacted before it is needed.
    """

    def __init__(self, embedding_model: str = "packaged", embedding_url: str = "") -> None:
        self._embedding = (embedding_model, embedding_url)
        self._loading = threading.Lock()
        self._loaded: tuple[Embedder | None] | None = None
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="estimate")

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
        embedding_model: str = "packaged",
        embedding_url: str = "",
    ) -> Grader:
        """A grader from explicit values; an empty `judge_url` means that estimates are all there is."""
        return cls(embedding_model, embedding_url)

    @property
    def judged(self) -> bool:
        """Whether a judge is configured."""
        return False

    @property
    def judge_name(self) -> str:
        """The judge's model as far as it is known, "" without a judge."""
        return ""

    async def warm(self) -> None:
        """Loads the embedder in the background, so that the first estimate does not wait for it."""
        await self._in_thread(self._embedder)

    async def estimate(self, task: Task, answer: str, language: Language) -> Grade:
        """What similarity makes of an answer: provisional, never a verdict. Never raises for any text."""
        from grader.triage import triage

        return triage(task, answer) or await self._in_thread(lambda: self._estimate(task, answer, language))

    async def grade(self, task: Task, answer: str, language: Language, *, spoken: bool = False) -> Grade:
        """The judge's verdict, or the estimate where no judge is configured. GradingError when a judge cannot be had."""
        return await self.estimate(task, answer, language)

    async def appeal(self, task: Task, answer: str, language: Language, grade: Grade, point: str, reason: str) -> Grade:
        """The whole grade with one contested point judged anew on the original answer."""
        raise Unusable("An appeal needs a judge: set INTERVIEWER_JUDGE_URL.")

    async def grade_many(
        self, jobs: Iterable[Job], concurrency: int = 32
    ) -> AsyncIterator[tuple[int, Grade | GradingError]]:
        """Every job's index and grade, as they become ready. Exhaust it, or close it with `aclosing`."""
        numbered = enumerate(jobs)
        while batch := list(islice(numbered, BATCH)):
            grades = await self._in_thread(partial(self._estimates, [job for _, job in batch]))
            for (index, _), grade in zip(batch, grades, strict=True):
                yield index, grade

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _embedder(self) -> Embedder | None:
        from grader.embedding import load_embedder

        with self._loading:
            if self._loaded is None:
                self._loaded = (load_embedder(*self._embedding),)
        return self._loaded[0]

    def _estimate(self, task: Task, answer: str, language: Language) -> Grade:
        from grader.similarity import estimate

        try:
            return estimate(task, answer, language, self._embedder())
        except Exception:  # an embedder that fails costs precision, never the estimate
            log.warning("embedder failed, the estimate uses words alone", exc_info=True)
            return estimate(task, answer, language, None)

    def _estimates(self, jobs: list[Job]) -> list[Grade]:
        from grader.similarity import estimate_many

        return estimate_many(jobs, self._embedder())
