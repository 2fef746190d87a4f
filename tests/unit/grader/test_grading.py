"""A grader without a judge: whatever is said is estimated, and an embedder that fails costs precision only."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from grader.errors import Unusable
from grader.grade import Verdict
from grader.grading import Grader, is_loading
from testing.kv_cache import FULL, HALF, KV, STRANGE


@pytest.fixture
async def alone() -> AsyncIterator[Grader]:
    grader = Grader.build(embedding_model="none")
    yield grader
    await grader.close()


async def test_without_a_judge_an_answer_is_estimated(alone: Grader) -> None:
    assert not alone.judged
    grade = await alone.grade(KV, FULL, "zh")
    assert grade == await alone.estimate(KV, FULL, "zh")
    assert grade.provisional
    assert str(grade.graded_by) == "words"
    with pytest.raises(Unusable, match="INTERVIEWER_JUDGE_URL"):
        await alone.appeal(KV, FULL, "zh", grade, "why", "but I said it")


@pytest.mark.parametrize("answer", STRANGE)
async def test_any_text_is_estimated(answer: str, alone: Grader) -> None:
    for language in ("zh", "en"):
        grade = await alone.estimate(KV, answer, language)
        assert grade.provisional
        assert [v.id for v in grade.verdicts] == [p.id for p in KV.key_points]
        assert not any(v.verdict is Verdict.CONTRADICTED for v in grade.verdicts)


class FailingEmbedder:
    name = "failing"

    def reads(self, text: str) -> bool:
        raise RuntimeError("the embedding server went away")

    def encode(self, texts: list[str]) -> Any:
        raise RuntimeError


async def test_an_embedder_that_fails_costs_precision_only(alone: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    import grader.embedding

    expected = await alone.estimate(KV, FULL, "zh")
    monkeypatch.setattr(grader.embedding, "load_embedder", lambda *_: FailingEmbedder())
    broken = Grader.build()
    await broken.warm()
    assert await broken.estimate(KV, FULL, "zh") == expected
    await broken.close()


async def test_an_embedding_server_that_went_away_is_not_waited_for_by_every_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import grader.embedding

    asked: list[int] = []

    class Away(FailingEmbedder):
        def reads(self, text: str) -> bool:
            asked.append(1)
            raise grader.embedding.AwayError("EMBEDDING_URL: it does not answer")

    monkeypatch.setattr(grader.embedding, "load_embedder", lambda *_: Away())
    gone = Grader.build(embedding_url="http://127.0.0.1:9/v1")
    for _ in range(3):
        assert str((await gone.estimate(KV, FULL, "zh")).graded_by) == "words"
    assert len(asked) == 1
    gone._again = 0.0  # a minute later
    await gone.estimate(KV, FULL, "zh")
    assert len(asked) == 2
    await gone.close()


async def test_closing_waits_for_no_embedder_that_is_still_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    import grader.embedding

    begun, go_on = threading.Event(), threading.Event()

    def load(*_: str) -> None:
        begun.set()
        go_on.wait()

    monkeypatch.setattr(grader.embedding, "load_embedder", load)
    slow = Grader.build()
    async with asyncio.TaskGroup() as group:
        warming = group.create_task(slow.warm())
        await asyncio.to_thread(begun.wait)
        warming.cancel()
    await slow.close()
    assert is_loading()
    go_on.set()


async def test_many_without_a_judge_are_estimated(alone: Grader) -> None:
    answers = [FULL, HALF, "不知道"] * 50
    graded = [pair async for pair in alone.grade_many([(KV, a, "zh") for a in answers])]
    assert [index for index, _ in graded] == list(range(150))
    assert graded[0][1] == await alone.estimate(KV, FULL, "zh")
