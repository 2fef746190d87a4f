"""A report as a message: the payload that waits in the outbox, which a channel lays out."""

from __future__ import annotations

from collections.abc import Sequence

from app.group_progress import GroupFacts
from app.messages.values import ReportMessage, ReportSection
from app.progress import Facts
from questions.model import Language
from reports import group as groups
from reports.sections import Section, sections, title
from texts import catalogue

WEEKLY = ("overview", "marks", "steps", "weakest", "forecast", "assigned")
SHOWN = 5  # weakest points of a message; a week's shows three


def report(facts: Facts) -> ReportMessage:
    """A person's own report, with its picture."""
    return _message(title(facts), sections(facts, weakest=SHOWN), facts.language, facts.person.id)


def weekly(facts: Facts) -> ReportMessage:
    """The shorter one of a week."""
    found = [section for section in sections(facts, weakest=3) if section.key in WEEKLY]
    named = catalogue(facts.language).report.week_title(facts.today.isoformat())
    return _message(named, found, facts.language, facts.person.id)


def digest(found: Sequence[GroupFacts], language: Language, day: str) -> ReportMessage:
    """How every group is doing, for its organiser."""
    parts = [part for facts in found for part in (Section("group", groups.title(facts), ()), *groups.sections(facts))]
    return _message(catalogue(language).report.group_digest(day), parts, language, 0)


def _message(title: str, found: Sequence[Section], language: Language, person: int) -> ReportMessage:
    parts = tuple(ReportSection(section.key, section.title, section.entries) for section in found)
    return ReportMessage(title, parts, person, language)
