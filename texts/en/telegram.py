"""What only Telegram says: English."""

from __future__ import annotations

STALE = "This button is out of date."
TAKEN_AS_ANSWER = "All right, that counts as your answer."
TICK_OFFER = "Compare, then tap: only what you confirm is remembered."
TICKS_COUNT = "Only what you confirm is scheduled for review: tap under the summary of each question."


def digest_title(count: int) -> str:
    return "A mark has come in" if count == 1 else f"{count} marks have come in"


def of_question(number: int, of: int, probe: bool) -> str:
    return f"Question {number}/{of}, follow-up" if probe else f"Question {number}/{of}"


EXPORT_CAPTION = "All that is stored about you."
FORGOTTEN = "Everything about you has been deleted. /start begins anew."
