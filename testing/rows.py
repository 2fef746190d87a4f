"""Small worlds to test in: a person in a chat, a bank of real questions, an interview that goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select

import questions
from grader.grade import (
    AppealSample,
    Decision,
    EstimateBeside,
    FalseStatement,
    Grade,
    GradedBy,
    JudgedAnswer,
    Method,
    PointVerdict,
    Receipt,
    Sample,
    SampleVerdict,
    SecondOpinion,
    Verdict,
    marked,
    verdict_of,
)
from interview.events import Answered, Event, Graded, Started, Stopped
from interview.marks import MarkSource
from interview.memory import Review
from interview.model import Interview, Item
from interview.review import Rating
from interview.step import step
from questions.format import read
from questions.model import KeyPoint, Question, task
from storage import chats, interviews, progress, reviews
from storage.chats import Chat
from storage.outbox import Outgoing
from storage.tables import reviews as review_rows
from storage.transaction import Tx

NOW = datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=UTC)


@cache
def packaged() -> tuple[Question, ...]:
    """A few of the packaged questions."""
    folder = Path(questions.__file__).parent / "bank"
    return tuple(read(path) for path in sorted(folder.rglob("*.yaml"))[:12])


@dataclass(frozen=True)
class FakeBank:
    """A bank that holds what it is given, in memory."""

    questions: Mapping[str, Question] = field(default_factory=dict)

    def get(self, id: str, /) -> Question | None:
        return self.questions.get(id)


EMPTY = FakeBank()


async def someone(tx: Tx, address: str = "me", now: datetime = NOW) -> Chat:
    """A person with a chat: in Telegram when the address is a number."""
    channel = "telegram" if address.lstrip("-").isdigit() else "terminal"
    return await chats.ensure(tx, channel, address, language="zh", now=now)  # type: ignore[arg-type]  # one of the two


def planned(chat: Chat, id: str = "i1", asked: Sequence[Question] | None = None) -> Interview:
    """An interview of these questions that has not begun."""
    return Interview(id, chat.person, "zh", tuple(Item(q) for q in (asked or packaged()[:2])))


async def begun(tx: Tx, chat: Chat, id: str = "i1", *, kind: str = "interview", now: datetime = NOW) -> Interview:
    """A stored interview with its first question asked."""
    interview = planned(chat, id)
    await interviews.create(tx, chat.id, interview, now, kind=kind)
    return await happened(tx, interview, Started(), now)


async def happened(tx: Tx, interview: Interview, event: Event, now: datetime = NOW) -> Interview:
    """One step, saved."""
    after, _ = step(interview, event)
    await interviews.save(tx, interview, after, now)
    return after


def grade(points: Sequence[KeyPoint], *verdicts: Verdict, judge: bool = True, quote: str = "") -> Grade:
    """A grade of these verdicts; the last one holds for the points that are left."""
    padded = [*verdicts, *[verdicts[-1]] * len(points)][: len(points)]
    found = tuple(verdict_of(p.id, v, quote, "why" if quote else "") for p, v in zip(points, padded, strict=True))
    by = GradedBy(Method.JUDGE, "m") if judge else GradedBy(Method.WORDS)
    return marked(points, Grade(found, by, provisional=not judge, receipt=receipt(found) if judge else None))


def receipt(found: tuple[PointVerdict, ...], said: str = "") -> Receipt:
    """A receipt of one sample with these verdicts; `said` stands wherever a person or a model says something."""
    verdicts = tuple(SampleVerdict(v.id, v.verdict, v.quote, v.why) for v in found)
    errors = (FalseStatement(said, said, "major"),) if said else ()
    sample = Sample("m", "json_schema", "t", verdicts, errors, (), 1, {"prompt": 7})
    estimate = EstimateBeside(GradedBy(Method.SIMILARITY, "e"), None, {v.id: None for v in found})
    second = SecondOpinion("edge", "had", 0.1, 0.15)
    appeals = (AppealSample(found[0].id, said, found[0].verdict, None, sample),) if said else ()
    decided = Decision("administrator", found[0].id, Verdict.PARTIAL) if said else None
    answer = JudgedAnswer("0" * 64, 9, 9, spoken=True)
    return Receipt("m", "json_schema", "t", "r", answer, estimate, (sample,), second, appeals, decided)


def grade_of(interview: Interview, *verdicts: Verdict, judge: bool = True, quote: str = "") -> Graded:
    """The grade that the interview's current turn is waiting for."""
    turn = interview.turns[-1]
    points = task(interview.items[turn.item].question, turn.probe).key_points
    return Graded(turn.number, turn.revision, turn.generation + 1, grade(points, *verdicts, judge=judge, quote=quote))


async def answered(
    tx: Tx,
    interview: Interview,
    *verdicts: Verdict,
    judge: bool = True,
    now: datetime = NOW,
    quote: str = "",
) -> Interview:
    """The open turn answered and graded, with whatever rows come of it when a question closes."""
    number = len(interview.turns)
    interview = await happened(tx, interview, Answered(number, f"answer {number}"), now)
    after = await happened(tx, interview, grade_of(interview, *verdicts, judge=judge, quote=quote), now)
    await kept(tx, after, interview.turns[-1].item, now)
    return after


async def kept(tx: Tx, interview: Interview, item: int, now: datetime = NOW) -> None:
    """Marks and reviews of one question."""
    from interview.review import ratings

    await progress.record(tx, interview, item, now)
    question = interview.items[item].question.id
    await reviews.record(tx, interview.person, question, interview.id, ratings(interview, item), now)


def changed(verdict: PointVerdict, to: Verdict) -> PointVerdict:
    return replace(verdict_of(verdict.id, to), quote=verdict.quote)


async def reviewed(tx: Tx, person: int, point: str) -> list[Review]:
    """The reviews of one key point, oldest first."""
    mine = (review_rows.c.person == person) & (review_rows.c.point == point)
    rows = await tx.execute(select(review_rows).where(mine).order_by(review_rows.c.at))
    return [Review(row.at, Rating(row.rating), MarkSource(row.source), row.interview) for row in rows]


async def whole(tx: Tx, chat: Chat, id: str, verdict: Verdict, *, judge: bool = True, now: datetime = NOW) -> Interview:
    """The first question of an interview answered, graded and left."""
    interview = await begun(tx, chat, id, now=now)
    interview = await answered(tx, interview, verdict, judge=judge, now=now, quote="the sentence")
    after = await happened(tx, interview, Stopped(), now)
    await kept(tx, after, 0, now)
    return after


def texts(rows: list[Outgoing]) -> list[str]:
    """What these messages say."""
    return [row.payload["text"] for row in rows]
