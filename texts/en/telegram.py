"""What only Telegram says: English."""

from __future__ import annotations

from texts.en.interview import place

STALE = "This button is out of date."
TAKEN_AS_ANSWER = "All right, that counts as your answer."
TICK_OFFER = "Compare, then tap: only ticks count."
TICKS_COUNT = "Only what you confirm is scheduled for review: tap under the summary of each question."


YOUR_ANSWER = "Your answer"
NO_ANSWER = "You gave no answer to this one."


def debrief_title(name: str, page: int, of: int) -> str:
    asked = f"follow-up {name}" if "." in name else f"question {name}"
    return f"Debrief {page}/{of} · {asked}"


def probe_name(name: str) -> str:
    return f"Follow-up {name}"


def digest_title(count: int) -> str:
    return "A mark has come in" if count == 1 else f"{count} marks have come in"


def of_question(number: int, of: int, probe: bool) -> str:
    return f"{place(number, of)}, follow-up" if probe else place(number, of)


EXPORT_CAPTION = "All that is stored about you."
FORGOTTEN = "Everything about you has been deleted. /start begins anew."
