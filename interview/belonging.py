"""Whether a message that comes right after a follow-up reads like more of the answer before it.

By words: more of what it says belongs to what was asked before than to what is asked now. An opening such as "also" or
"补充一下" needs less to go with it.
"""

from __future__ import annotations

import re

from interview.asked import Asked, asked, known_probe, plain, subject_words
from questions.model import Question

LEAST = 2  # words of the earlier subject alone by which they must be more, without such an opening

_GOES_ON = re.compile(
    r"^\W*(?:also|and|plus|oh|besides|in addition|additionally|one more|another|forgot|i forgot|to add|btw|by the way|or)\b"
    r"|^\W*(?:哦|噢|对了|还有|另外|补充|再补|再加|以及|而且|并且|同时|刚才|忘了|漏了|顺便|加一[句点条])"
)


def reads_like_more(text: str, before: tuple[Question, str | None], now: tuple[Question, str | None]) -> bool:
    """Of a message while `now` is open and `before` was answered last; each is a question and the id of its probe, or None."""
    said = plain(text)
    earlier, later = (_of(*one) for one in (before, now))
    words = subject_words(said)
    of_earlier, of_later = len(words & (_all(earlier) - _all(later))), len(words & (_all(later) - _all(earlier)))
    if _GOES_ON.search(said):
        return of_earlier >= of_later
    return of_earlier >= of_later + LEAST


def _of(question: Question, probe: str | None) -> Asked:
    return asked(question, known_probe(question, probe))


def _all(one: Asked) -> frozenset[str]:
    return one.stem | one.points
