"""Builds what an interview says from its values; the forms are in `app.messages.values`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.messages.values import (
    AppealMessage,
    Due,
    GradeMessage,
    Hint,
    Message,
    Notice,
    Point,
    PointResult,
    PointSummary,
    Probe,
    Question,
    Result,
    Summary,
    TopicSummary,
    notice,
)
from grader.grade import FULL, Grade
from interview.effects import Ask, Effect, ShowAppeal, ShowGrade, ShowHint, ShowQuestionResult, ShowSummary
from interview.marks import PointMark, effective, marks, points, share, standing
from interview.model import Interview, Phase, Turn
from interview.summary import TopicMarks, summary
from interview.why import WhyAsked
from questions.model import KeyPoint, Language, task
from texts import topic_name


def said(interview: Interview, effects: Iterable[Effect], coming: Sequence[Due] = ()) -> Iterator[Message]:
    """The messages that the effects of one step put on the screen, in their order; `coming` is for the summary."""
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
                yield summed_up(interview, coming)
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
            "event": "question",
            "interview": interview.id,
            "mode": interview.mode.value,
            "turn": number,
            "number": turn.item + 1,
            "of": len(interview.items),
            "question_id": question.id,
            "topic": question.topic,
            "level": question.level,
            "kind": question.kind.value,
            "language": interview.language,
            "text": text,
        }
    probes = [t.number for t in interview.turns_of(turn.item) if t.probe is not None]
    return {
        "event": "probe",
        "interview": interview.id,
        "mode": interview.mode.value,
        "turn": number,
        "number": turn.item + 1,
        "of": len(interview.items),
        "probe": probes.index(number) + 1,
        "question_id": question.id,
        "probe_id": turn.probe,
        "aims_at": turn.aims_at,
        "reason": turn.reason.value,
        "language": interview.language,
        "text": text,
    }


def hint(interview: Interview, number: int, point: str) -> Hint:
    question = interview.items[_turn(interview, number).item].question
    index = [p.id for p in question.key_points].index(point)
    text = question.hints.get(interview.language)[index]
    return {
        "event": "hint",
        "interview": interview.id,
        "turn": number,
        "point": point,
        "language": interview.language,
        "text": text,
    }


def _points(key_points: Iterable[KeyPoint], grade: Grade | None, language: Language) -> list[Point]:
    listed: list[Point] = []
    for point in key_points:
        verdict = grade.verdict(point.id) if grade else None
        listed.append(
            {
                "id": point.id,
                "text": point.text.get(language),
                "weight": point.weight,
                "verdict": verdict.verdict.value if verdict else "unjudged",
                "credit": verdict.credit if verdict else None,
                "quote": verdict.quote if verdict else "",
                "why": verdict.why if verdict else "",
            }
        )
    return listed


def graded(interview: Interview, number: int, *, replaces: bool = False) -> GradeMessage:
    """The grade of one turn; `pending` while a judge is still to replace it, `failed` when there will be none."""
    turn = _turn(interview, number)
    question = interview.items[turn.item].question
    grade = effective(turn)
    return {
        "event": "grade",
        "interview": interview.id,
        "turn": number,
        "number": turn.item + 1,
        "of": len(interview.items),
        "question_id": question.id,
        "probe_id": turn.probe,
        "score": grade.score if grade else None,
        "low": grade.low if grade else None,
        "high": grade.high if grade else None,
        "provisional": grade.is_estimate if grade else True,
        "pending": turn.grade is None and not turn.failed,
        "failed": turn.failed,
        "replaces": replaces,
        "graded_by": str(grade.graded_by) if grade else "",
        "points": _points(task(question, turn.probe).key_points, grade, interview.language),
        "penalties": [{"reason": p.reason, "amount": round(p.amount, 2)} for p in grade.penalties] if grade else [],
        "flags": [flag.value for flag in grade.flags] if grade else [],
        "feedback": grade.feedback if grade else "",
        "language": interview.language,
    }


def result(interview: Interview, item: int) -> Result:
    """One planned question, closed: both marks, its points, the model answer and the sources."""
    question = interview.items[item].question
    mark = marks(interview, item)
    texts = {point.id: point.text.get(interview.language) for point in question.key_points}
    listed: list[PointResult] = [
        {
            "id": p.point,
            "text": texts[p.point],
            "unprompted": p.unprompted,
            "after": p.after,
            "verdict": p.verdict.value,
            "quote": _quote(interview, item, p.point),
        }
        for p in points(interview, item)
    ]
    return {
        "event": "result",
        "interview": interview.id,
        "number": item + 1,
        "of": len(interview.items),
        "question_id": question.id,
        "topic": question.topic,
        "question": question.question.get(interview.language),
        "first": mark.unprompted,
        "after": mark.after,
        "low": mark.low,
        "high": mark.high,
        "marked_by": mark.source.value,
        "points": listed,
        "reference": question.reference.get(interview.language),
        "sources": [{"title": s.title, "url": s.url, "note": s.note} for s in question.sources],
        "language": interview.language,
    }


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
    texts = {
        p.id: p.text.get(interview.language) for p in task(interview.items[turn.item].question, turn.probe).key_points
    }
    return {
        "event": "appeal",
        "interview": interview.id,
        "turn": number,
        "point": point,
        "text": texts[point],
        "outcome": found.outcome.value,
        "before": found.before.verdict.value,
        "after": (found.after or found.before).verdict.value,
        "why": (found.after or found.before).why,
        "score": turn.grade.score if turn.grade else None,
        "language": interview.language,
    }


def summed_up(interview: Interview, coming: Sequence[Due] = ()) -> Summary:
    """The end of an interview: counts, means by topic, strongest and weakest points, what comes back and when."""
    found = summary(interview)
    whole = found.overall[0] if len(found.overall) == 1 else None
    return {
        "event": "summary",
        "interview": interview.id,
        "finished": interview.phase is Phase.FINISHED,
        "asked": found.asked,
        "answered": found.answered,
        "skipped": found.skipped,
        "ungraded": found.ungraded,
        "first": whole.unprompted if whole else None,
        "after": whole.after if whole else None,
        "marked_by": whole.source.value if whole else ("none" if not found.overall else "mixed"),
        "overall": [_topic(t) for t in found.overall],
        "topics": [_topic(t) for t in found.topics],
        "strongest": [_point(interview, *entry) for entry in found.strongest],
        "weakest": [_point(interview, *entry) for entry in found.weakest],
        "coming": list(coming),
        "language": interview.language,
    }


def _topic(marked: TopicMarks) -> TopicSummary:
    return {
        "topic": marked.topic,
        "marked_by": marked.source.value,
        "questions": marked.questions,
        "first": marked.unprompted,
        "after": marked.after,
    }


def _point(interview: Interview, item: int, mark: PointMark) -> PointSummary:
    question = interview.items[item].question
    text = question.key_point(mark.point).text.get(interview.language)
    return {"question_id": question.id, "point": mark.point, "text": text, "credit": mark.after or 0.0}


def checked(interview: Interview, number: int) -> Notice:
    """That the person's ticks of a turn are recorded, with the mark they add up to."""
    turn = _turn(interview, number)
    asked = task(interview.items[turn.item].question, turn.probe)
    rated = share(asked.key_points, standing(turn).credits)
    return notice("checked", interview.language, mark=round(FULL * rated, 1) if rated is not None else 0.0)


def reason(interview: Interview, why: WhyAsked) -> Notice:
    """Why a turn was asked, in one line."""
    question = interview.items[why.item].question
    if why.point is None:
        return notice(
            "why_question",
            interview.language,
            reason=why.reason.value,
            topic=topic_name(question.topic, interview.language),
        )
    text = question.key_point(why.point).text.get(interview.language)
    return notice("why", interview.language, reason=why.reason.value, point=text, probe=why.probe, depth=why.depth)


def receipt(interview: Interview, turn: Turn) -> Notice:
    """What the grade of a turn rests on."""
    grade = effective(turn)
    assert grade is not None
    samples = grade.receipt.samples if grade.receipt else ()
    return notice(
        "receipt",
        interview.language,
        graded_by=str(grade.graded_by),
        prompt=samples[0].template if samples else "",
        samples=len(samples),
        revision=interview.items[turn.item].question.revision,
    )
