"""A report on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from app.progress import Facts
from reports.sections import Section, calendar, sections, title


def text(facts: Facts, *, quotes: bool) -> str:
    """One person's report as plain text."""
    found = sections(facts, quotes=quotes)
    if facts.totals.answers:
        found.append(calendar(facts))
    return laid_out(title(facts), found)


def laid_out(title: str, found: Sequence[Section]) -> str:
    """Sections below each other, details indented."""
    parts = [title]
    for section in found:
        lines = [section.title] if section.title else []
        for number, entry in enumerate(section.entries, 1):
            numbered = f"{number}. " if section.key in ("weakest", "missed") and len(entry) > 1 else ""
            lines += [numbered + entry[0], *(f"   {line}" for line in entry[1:])]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
