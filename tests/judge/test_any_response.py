"""A judge that replies anything at all: a verdict with proof, or none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GradingError
from grader.grade import Verdict
from grader.grading import Grader
from grader.judge import client
from grader.judge.quotes import fold
from questions.model import task
from storage.serialize import grade_to_json
from testing.context import ANSWER, QUESTION, bank
from testing.garbage import bounded, garbled, junk, texts
from testing.judge_server import JudgeServer, body, completed, says
from testing.until import DEADLINE

TASK = task(bank().questions[QUESTION])
quotes = st.one_of(texts, st.sampled_from([ANSWER, ANSWER[:30], TASK.question.en, TASK.reference.en]))
points = st.builds(
    lambda id, quote, verdict: {"id": id, "quote": quote, "why": "x", "verdict": verdict},
    st.one_of(st.sampled_from([p.id for p in TASK.key_points]), texts),
    quotes,
    st.one_of(st.sampled_from([*map(str, Verdict)]), texts),
)
errors = st.builds(
    lambda quote, level: {"quote": quote, "why": "x", "severity": level},
    quotes,
    st.sampled_from(["minor", "major", "fatal"]),
)
replies = st.builds(
    lambda points, errors, more: {"points": points, "errors": errors, "feedback": more},
    st.lists(points, max_size=8),
    st.lists(errors, max_size=5),
    texts,
)
whole: dict[str, Any] = {
    "points": [{"id": p.id, "quote": ANSWER, "why": "x", "verdict": "covered"} for p in TASK.key_points],
    "errors": [],
    "feedback": "Good.",
}
envelope = json.loads(bytes(completed(json.dumps(whole)).body or b""))  # type: ignore[arg-type]  # bytes, as it is made


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[asyncio.Runner, JudgeServer, Grader]]:
    monkeypatch.setattr(client, "BACKOFF", (0.0, 0.0))
    with JudgeServer() as server, asyncio.Runner() as runner:
        grader = Grader.build(judge_url=server.url, second_share=0.0, timeout=DEADLINE, embedding_model="none")
        yield runner, server, grader
        runner.run(grader.close())
        assert server.complaints == []


def check(runner: asyncio.Runner, grader: Grader) -> None:
    try:
        grade = runner.run(grader.grade(TASK, ANSWER, "en"))
    except GradingError as error:
        assert str(error).strip()
        return
    assert grade.score is None or 0 <= grade.score <= 10
    for verdict in grade.verdicts:
        if verdict.credit:
            assert verdict.quote
            assert fold(verdict.quote).text in fold(ANSWER).text
    json.dumps(grade_to_json(grade), allow_nan=False)


def test_any_verdicts_are_proven_or_not_given(judged: tuple[asyncio.Runner, JudgeServer, Grader]) -> None:
    runner, server, grader = judged

    @bounded(120)
    @given(st.one_of(replies, garbled(whole), junk))
    def fuzz(reply: Any) -> None:
        server.always(says(json.dumps(reply)))
        check(runner, grader)

    fuzz()


def test_any_response_is_read_or_waited_out(judged: tuple[asyncio.Runner, JudgeServer, Grader]) -> None:
    runner, server, grader = judged

    @bounded(80)
    @given(st.one_of(st.binary(max_size=200), st.builds(lambda v: json.dumps(v).encode(), garbled(envelope))))
    def fuzz(sent: bytes) -> None:
        server.always(body(sent))
        check(runner, grader)

    fuzz()
