"""Questions that stand in no form: a report of an interview as somebody wrote it down becomes drafts without answers."""

from __future__ import annotations

from questions.aim.asked import asked_in
from questions.aim.orders import without_orders
from questions.aim.profile import DocumentKind, signs
from questions.documents.lines import TextLine
from questions.imports.reading import Reading
from questions.matching import Matcher


def with_questions(reading: Reading, matcher: Matcher) -> Reading:
    """The reading with the questions that a report tells of, where nothing in it stood in a form; the rest is unread, by line.

    A posting or a CV asks nothing. Topics are those of the questions of the bank that they match.
    """
    lines = without_orders(reading.lines)
    if reading.items or reading.unreadable or not _tells_of_questions(lines):
        return reading
    asked = asked_in(lines, matcher)
    made = Reading(reading.name, reading.encoding, lines=reading.lines)
    for question in asked:
        topic = question.matched.match.topic if question.matched.match else ""
        place = f"page {question.line.page}" if question.line.page else ""
        made.add(
            {"question": question.text, "topic": topic, "kind": "concept"}, place, "asked", line=question.line.number
        )
    read = {(question.line.page, question.line.number) for question in asked}
    for line in reading.lines:
        if line.text.strip() and (line.page, line.number) not in read:
            made.remark(line.text.strip(), line)
    return made


def _tells_of_questions(lines: tuple[TextLine, ...]) -> bool:
    said = signs(lines)
    return bool(lines) and said[DocumentKind.REPORT] >= max(said.values())
