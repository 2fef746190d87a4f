"""What an interview says, before any channel gives it a form.

Each message is a JSON object: the payload of an outbox row, a line of `--format json`, and what the terminal and Telegram render.
Texts of the bank are in the interview's language; words of the program are added by `bot.texts` when a channel renders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NotRequired, TypedDict

from grader.grade import Grade
from interview.effects import Ask, Effect, ShowAppeal, ShowGrade, ShowHint, ShowQuestionResult, ShowSummary
from interview.marks import Marks, marks, points, standing, summary
from interview.model import Interview, Mode, Turn
from questions.model import KeyPoint, Language, task


class Question(TypedDict):
    event: Literal["question"]
    interview: str
    turn: int
    number: int
    of: int
    question_id: str
    topic: str
    level: int
    kind: str
    language: Language
    text: str


class Probe(TypedDict):
    event: Literal["probe"]
    interview: str
    turn: int
    number: int
    of: int
    probe: int
    question_id: str
    probe_id: str
    aims_at: str
    reason: str
    language: Language
    text: str


class Hint(TypedDict):
    event: Literal["hint"]
    interview: str
    turn: int
    point: str
    language: Language
    text: str


class Point(TypedDict):
    id: str
    text: str
    weight: int
    verdict: str
    credit: float | None
    quote: str
    why: str


class Deduction(TypedDict):
    reason: str
    amount: float


class GradeMessage(TypedDict):
    event: Literal["grade"]
    interview: str
    turn: int
    question_id: str
    probe_id: str | None
    score: float | None
    low: float | None
    high: float | None
    provisional: bool
    pending: bool
    failed: bool
    replaces: bool
    graded_by: str
    points: list[Point]
    penalties: list[Deduction]
    flags: list[str]
    feedback: str
    language: Language


class PointResult(TypedDict):
    id: str
    text: str
    unprompted: float | None
    after: float | None
    verdict: str
    quote: str
    misconception: NotRequired[str]


class SourceMessage(TypedDict):
    title: str
    url: str
    note: str


class Result(TypedDict):
    event: Literal["result"]
    interview: str
    number: int
    of: int
    question_id: str
    topic: str
    question: str
    first: float | None
    after: float | None
    low: float | None
    high: float | None
    marked_by: str
    points: list[PointResult]
    reference: str
    sources: list[SourceMessage]
    language: Language


class TopicSummary(TypedDict):
    topic: str
    marked_by: str
    questions: int
    first: float | None
    after: float | None


class PointSummary(TypedDict):
    question_id: str
    point: str
    text: str
    credit: float


class Due(TypedDict):
    question_id: str
    point: str
    text: str
    due: str


class Summary(TypedDict):
    event: Literal["summary"]
    interview: str
    finished: bool
    questions: int
    asked: int
    answered: int
    skipped: int
    ungraded: int
    first: float | None
    after: float | None
    marked_by: str
    topics: list[TopicSummary]
    strongest: list[PointSummary]
    weakest: list[PointSummary]
    coming: list[Due]
    language: Language


class AppealMessage(TypedDict):
    event: Literal["appeal"]
    interview: str
    turn: int
    point: str
    text: str
    outcome: str
    before: str
    after: str
    why: str
    score: float | None
    language: Language


class Notice(TypedDict):
    """A word of the program itself: `name` is a function of `bot.texts`, `values` its arguments."""

    event: Literal["notice"]
    name: str
    values: dict[str, str | int | float]
    language: Language


Message = Question | Probe | Hint | GradeMessage | Result | Summary | AppealMessage | Notice


def notice(name: str, language: Language, **values: str | int | float) -> Notice:
    return {"event": "notice", "name": name, "values": values, "language": language}


def said(interview: Interview, effects: Iterable[Effect]) -> Iterator[Message]:
    """The messages that the effects of one step put on the screen, in their order."""
    for effect in effects:
        match effect:
            case Ask(turn):
                yield asked(interview, turn)
            case ShowHint(turn, point):
                yield hint(interview, turn, point)
            case ShowGrade(turn, replaces):
                yield graded(interview, turn, replaces=replaces)
            case ShowQuestionResult(item):
                yield result(interview, item)
            case ShowAppeal(turn, point):
                yield appeal(interview, turn, point)
            case ShowSummary():
                yield summed_up(interview)
            case _:
                pass


def _turn(interview: Interview, number: int) -> Turn:
    turn = interview.turn(number)
    assert turn is not None
    return turn


def asked(interview: Interview, number: int) -> Question | Probe:
    """The question or probe of one turn."""
    turn = _turn(interview, number)
    question = interview.items[turn.item].question
    text = task(question, turn.probe).question.get(interview.language)
    if turn.probe is None or turn.aims_at is None:
        return {
            "event": "question", "interview": interview.id, "turn": number, "number": turn.item + 1, "of": len(interview.items),
            "question_id": question.id, "topic": question.topic, "level": question.level, "kind": question.kind.value,
            "language": interview.language, "text": text,
        }  # fmt: skip
    probes = [t.number for t in interview.turns_of(turn.item) if t.probe is not None]
    return {
        "event": "probe", "interview": interview.id, "turn": number, "number": turn.item + 1, "of": len(interview.items),
        "probe": probes.index(number) + 1, "question_id": question.id, "probe_id": turn.probe, "aims_at": turn.aims_at,
        "reason": turn.reason.value, "language": interview.language, "text": text,
    }  # fmt: skip


def hint(interview: Interview, number: int, point: str) -> Hint:
    question = interview.items[_turn(interview, number).item].question
    index = [p.id for p in question.key_points].index(point)
    text = question.hints.get(interview.language)[index]
    return {
        "event": "hint", "interview": interview.id, "turn": number, "point": point, "language": interview.language, "text": text,
    }  # fmt: skip


def effective(turn: Turn) -> Grade | None:
    """The grade that stands for a turn now: the accepted one, else the estimate."""
    return turn.grade or turn.estimate


def _points(key_points: Iterable[KeyPoint], grade: Grade | None, language: Language) -> list[Point]:
    listed: list[Point] = []
    for point in key_points:
        verdict = grade.verdict(point.id) if grade else None
        listed.append(
            {
                "id": point.id, "text": point.text.get(language), "weight": point.weight,
                "verdict": verdict.verdict.value if verdict else "unjudged", "credit": verdict.credit if verdict else None,
                "quote": verdict.quote if verdict else "", "why": verdict.why if verdict else "",
            }  # fmt: skip
        )
    return listed


def graded(interview: Interview, number: int, *, replaces: bool = False) -> GradeMessage:
    """The grade of one turn; `pending` while a judge is still to replace it, `failed` when there will be none."""
    turn = _turn(interview, number)
    question = interview.items[turn.item].question
    grade = effective(turn)
    return {
        "event": "grade", "interview": interview.id, "turn": number, "question_id": question.id, "probe_id": turn.probe,
        "score": grade.score if grade else None, "low": grade.low if grade else None, "high": grade.high if grade else None,
        "provisional": grade.provisional if grade else True, "pending": turn.grade is None and not turn.failed,
        "failed": turn.failed, "replaces": replaces, "graded_by": grade.graded_by if grade else "",
        "points": _points(task(question, turn.probe).key_points, grade, interview.language),
        "penalties": [{"reason": p.reason, "amount": round(p.amount, 2)} for p in grade.penalties] if grade else [],
        "flags": [flag.value for flag in grade.flags] if grade else [], "feedback": grade.feedback if grade else "",
        "language": interview.language,
    }  # fmt: skip


def result(interview: Interview, item: int) -> Result:
    """One planned question, closed: both marks, its points, the model answer and the sources."""
    question = interview.items[item].question
    mark = marks(interview, item)
    texts = {point.id: point.text.get(interview.language) for point in question.key_points}
    listed: list[PointResult] = [
        {
            "id": p.point, "text": texts[p.point], "unprompted": p.unprompted, "after": p.after,
            "verdict": p.verdict.value, "quote": _quote(interview, item, p.point),
        }  # fmt: skip
        for p in points(interview, item)
    ]
    return {
        "event": "result", "interview": interview.id, "number": item + 1, "of": len(interview.items), "question_id": question.id,
        "topic": question.topic, "question": question.question.get(interview.language), "first": mark.unprompted,
        "after": mark.after, "low": mark.low, "high": mark.high, "marked_by": _marked_by(mark), "points": listed,
        "reference": question.reference.get(interview.language),
        "sources": [{"title": s.title, "url": s.url, "note": s.note} for s in question.sources], "language": interview.language,
    }  # fmt: skip


def _marked_by(mark: Marks) -> str:
    return mark.source.value


def _quote(interview: Interview, item: int, point: str) -> str:
    for turn in interview.turns_of(item):
        grade = effective(turn)
        verdict = grade.verdict(point) if grade and turn.probe is None else None
        if verdict and verdict.quote:
            return verdict.quote
    return ""


def appeal(interview: Interview, number: int, point: str) -> AppealMessage:
    """How an appeal ended; the latest one of that point."""
    turn = _turn(interview, number)
    found = [a for a in turn.appeals if a.point == point][-1]
    texts = {p.id: p.text.get(interview.language) for p in task(interview.items[turn.item].question, turn.probe).key_points}
    return {
        "event": "appeal", "interview": interview.id, "turn": number, "point": point, "text": texts[point],
        "outcome": found.outcome.value, "before": found.before.verdict.value,
        "after": (found.after or found.before).verdict.value, "why": (found.after or found.before).why,
        "score": turn.grade.score if turn.grade else None, "language": interview.language,
    }  # fmt: skip
