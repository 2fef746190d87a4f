"""What is open while messages are read: one question with one key point, as the classifier sees it."""

from __future__ import annotations

from interview.asked import asked
from questions.model import KeyPoint, Kind, Question, Text

ASKED = asked(
    Question(
        "q",
        "rag",
        1,
        Kind.CONCEPT,
        Text("缓存命中率为什么只有 5%？", "Why is the cache hit rate only 5%?"),
        Text("时间戳放在前面", "The timestamp stands in front"),
        (KeyPoint("move", Text("把时间戳移到末尾", "Move the timestamp to the end"), 1, ("2992",)),),
    )
)
