"""What `interviewer chat --format json` prints, to the letter: scripts read these lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.messages import build
from app.messages.answering import AnswerTooLong
from app.messages.interview import DuePoint
from app.messages.terminal import NothingFits, UnknownCommand
from app.messages.values import Message, Notice
from cli.terminal.json_lines import line
from grader.grade import Flag, Verdict, verdict_of
from interview.aside_replies import AsideReply, Spoken
from interview.asides import AsideKind
from interview.model import Appeal, Interview, Outcome, Phase
from interview.why import why
from tests.unit.grader.build import judged
from tests.unit.interview.build import POINTS, followed, guess, interview, root

LINES = Path(__file__).with_name("json_lines.jsonl")


def talked() -> Interview:
    """A judged answer with a false statement and an upheld appeal, then a probe that is not graded yet."""
    grade = judged(POINTS, "CPM", "minor", flags=(Flag.INJECTION,))
    appeal = Appeal(
        "b", "I said it", verdict_of("b", Verdict.PARTIAL), Outcome.UPHELD, verdict_of("b", Verdict.PARTIAL)
    )
    return interview(replace(root(grade), appeals=(appeal,)), followed("c1", None))


def messages() -> Iterator[Message]:
    told, guessed = talked(), interview(root(guess(1.0, 0.5, None, score=6.0), ticks="a=1 b=0.5 c=0"))
    yield build.asked(told, 1)
    yield build.asked(told, 2)
    hinted = interview(root(None, "a"), phase=Phase.ASKING)
    yield build.hint(hinted, 1, "a")
    yield build.aside(hinted, hinted.turns[0], AsideKind.WAIT, 7, Spoken(AsideReply.TAKE_YOUR_TIME))
    yield build.aside(hinted, hinted.turns[0], AsideKind.REPEAT, 8, Spoken(AsideReply.QUESTION))
    yield build.aside(hinted, hinted.turns[0], AsideKind.IDK, 9, Spoken(AsideReply.WHICH))
    yield build.graded(told, 1)
    yield build.graded(told, 2, replaces=True)
    yield build.graded(guessed, 1)
    yield build.result(told, 0)
    yield build.appeal(told, 1, "b")
    yield build.summed_up(told, [DuePoint("q", "a", "a", "2026-12-24")])
    yield build.summed_up(guessed)
    yield Notice(build.checked(guessed, 1), "en")
    for number in (1, 2):
        reason = why(told, number)
        assert reason is not None
        yield build.reason(told, reason)
    yield build.receipt(told, told.turns[0])
    yield Notice(AnswerTooLong(100_000), "zh")
    yield Notice(NothingFits(), "en")
    yield Notice(UnknownCommand("/dance"), "en")


def test_every_line_is_as_it_is_written_down() -> None:
    assert [line(message) for message in messages()] == LINES.read_text(encoding="utf-8").splitlines()
