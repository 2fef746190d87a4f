"""A report for programs and spreadsheets: JSON, CSV that opens right in a Chinese Excel, and what both share."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from app.progress import Facts, Marks, Mean, Weakness
from interview.marks import MarkSource
from reports.sections import agreement
from texts import topic_name

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # without it a Chinese Excel reads UTF-8 as GBK
Cell = str | int | float | None


def written(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV. A text that a spreadsheet would take for a formula is led by an apostrophe; numbers stay numbers."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return BOM + made.getvalue()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA) else cell


# -- missed points ---------------------------------------------------------------------------------------------------

MISSED = (
    "topic", "question", "point", "question_text", "point_text", "weight", "marked_by", "verdict", "first", "after",
    "times", "lost", "last", "quote", "why", "read",
)  # fmt: skip


def missed_csv(facts: Facts, missed: Iterable[tuple[MarkSource, Weakness]], *, quotes: bool) -> str:
    """Every point that is not known in full, a row each; `first` and `after` are credits of the point, 0–1."""
    return written([MISSED, *(_missed(facts, source, weak, quotes) for source, weak in missed)])


def _missed(facts: Facts, source: MarkSource, weak: Weakness, quotes: bool) -> tuple[Cell, ...]:
    return (
        topic_name(weak.topic, facts.language), weak.question, weak.point, weak.stem, weak.text, weak.weight,
        source.value, weak.verdict, weak.first, weak.after, weak.times, weak.lost,
        weak.at.astimezone(facts.zone).date().isoformat(), weak.quote if quotes else "", weak.why if quotes else "",
        " ".join(source.url or source.title for source in weak.reading),
    )  # fmt: skip


# -- JSON ------------------------------------------------------------------------------------------------------------


def as_json(facts: Facts, *, quotes: bool) -> str:
    """The whole report; each source's figures stand by themselves."""
    points, same, above, below = agreement(facts.self_against_judge)
    told = {
        "person": {"number": facts.person.id, "name": facts.person.name, "zone": facts.zone.key},
        "at": facts.now.isoformat(),
        "answers": facts.totals.answers,
        "interviews": facts.totals.interviews,
        "first_answer_at": facts.totals.first_at and facts.totals.first_at.isoformat(),
        "streak_days": facts.streak,
        "answers_last_7_days": facts.this_week,
        "answers_by_day": {day.isoformat(): count for day, count in sorted(facts.days.items())},
        "marks": {marks.source.value: _marks(marks, quotes) for marks in facts.marks},
        "weakest_ticked": [_weak(weak, quotes) for weak in facts.ticked],
        "estimates_only": facts.estimated,
        "reviews": {
            "today": facts.forecast.today,
            "by_day": {day.isoformat(): count for day, count in facts.forecast.days},
            "later": facts.forecast.later,
        },
        "self_against_judge": {"points": points, "same": same, "self_higher": above, "self_lower": below},
        "interview_on": facts.interview_on and facts.interview_on.isoformat(),
        "assigned": [
            {"topic": a.topic, "by": a.by_day.isoformat(), "group": a.group, "questions": a.questions}
            for a in facts.assigned
        ],
    }
    return dumped(told)


def dumped(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _marks(marks: Marks, quotes: bool) -> dict[str, Any]:
    change = marks.change
    return {
        "first": mean(marks.first),
        "after": mean(marks.after),
        "last_28_days": marks.recent and mean(marks.recent),
        "28_days_before": marks.before and mean(marks.before),
        "change": change and {"value": round(change[0], 2), "error": round(change[1], 2)},
        "weeks": [
            {"monday": week.monday.isoformat(), "first": mean(week.first), "after": round(week.after, 2)}
            for week in marks.weeks
        ],
        "topics": [
            {"topic": t.id, "expected": round(t.ability.mean, 2), "sd": round(t.ability.sd, 2), "n": t.ability.n,
             "first": round(t.first, 2), "after": round(t.after, 2)}
            for t in marks.topics
        ],
        "weakest": [_weak(weak, quotes) for weak in marks.weakest],
    }  # fmt: skip


def mean(found: Mean) -> dict[str, Any]:
    """A mean with its standard error (null under two marks)."""
    return {"mean": round(found.value, 2), "error": found.error and round(found.error, 2), "n": found.n}


def _weak(weak: Weakness, quotes: bool) -> dict[str, Any]:
    own = {"quote": weak.quote, "why": weak.why} if quotes else {}
    return {
        "question": weak.question, "point": weak.point, "topic": weak.topic, "text": weak.text, "weight": weak.weight,
        "verdict": weak.verdict, "first": weak.first, "after": weak.after, "times": weak.times, "lost": weak.lost,
        "at": weak.at.isoformat(), **own,
        "read": [{"title": source.title, "url": source.url} for source in weak.reading],
    }  # fmt: skip
