"""What only Telegram says: English."""

from __future__ import annotations

STALE = "This button is out of date."
TAKEN_AS_ANSWER = "All right, that counts as your answer."
TOPICS_TITLE = "Topics (questions)"


def topic_count(name: str, id: str, count: int) -> str:
    return f"{name} – {id} ({count})"


TICK_OFFER = "Compare, then tap what you covered; only ticks you confirm are remembered."
TICKS_COUNT = (
    "Estimates schedule no reviews: tap the ticks under an answer, or use /check, to have its points remembered."
)


def digest_title(count: int) -> str:
    return "A mark has come in" if count == 1 else f"{count} marks have come in"


def of_question(number: int, of: int, probe: bool) -> str:
    return f"Question {number}/{of}, follow-up" if probe else f"Question {number}/{of}"


EXPORT_CAPTION = "All that is stored about you."
FORGOTTEN = "Everything about you has been deleted. /start begins anew."
HISTORY_TITLE = "Your last interviews"


def history_line(day: str, kind: str, asked: int, of: int) -> str:
    return f"{day} · {KINDS[kind]} · {asked}/{of} questions asked"


KINDS = {"interview": "interview", "drill": "drill", "warmup": "warm-up", "quiz": "quiz"}
