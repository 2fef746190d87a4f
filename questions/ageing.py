"""When a question has to be read again: it was reviewed long ago, and what it rests on is old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from questions.errors import sentence
from questions.model import Question
from questions.problem import Severity

REVIEWED_WITHIN = timedelta(days=365)
NEW_ENOUGH = 3  # years: a newer source keeps a question that was not reviewed lately
CLASSIC = frozenset({"sequence"})  # topics whose facts no longer move
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Found = tuple[str, str, Severity]  # place, message, severity


def aged(question: Question, today: date) -> Iterator[Found]:
    """Whether nobody reviewed the question for a year although its newest dated source is old."""
    newest, last = newest_year(question), max(question.reviewed, default=None)
    if question.topic in CLASSIC or not newest or today.year - newest < NEW_ENOUGH:
        return
    if last is None or today - last > REVIEWED_WITHIN:
        since = sentence("reviewed last on {day}", day=last) if last else sentence("never reviewed")
        message = sentence(
            "are of {newest} at the newest, and it was {since}; read it again with sources at hand",
            newest=newest,
            since=since,
        )
        yield "sources", message, Severity.WARNING


def newest_year(question: Question) -> int:
    """The year of the newest source that says one; 0 without any."""
    return max((int(year) for source in question.sources for year in _YEAR.findall(source.title)), default=0)
