"""What somebody prepares for is drawn more often, in its measure; what is known to be asked comes first of its topic."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from questions.bank import load_bank
from questions.draw import Wanted, draw

NOW = datetime(2026, 12, 1, tzinfo=UTC)
BANK = load_bank()


def topics(wanted: Wanted) -> Counter[str]:
    return Counter(q.topic for seed in range(20) for q in draw(BANK, wanted, [], [], {}, {}, NOW, seed))


def test_a_topic_comes_more_often_the_more_it_weighs() -> None:
    plain = topics(Wanted("en", count=5))
    leaning = topics(Wanted("en", count=5, leaning={"rag": 0.7, "agents": 0.3}))
    assert leaning["rag"] > leaning["agents"] > plain["rag"]
    assert leaning["rag"] < 100  # the others still come


def test_a_question_that_is_known_to_be_asked_comes_first() -> None:
    meant = frozenset({"rag-reranking"})
    wanted = Wanted("en", ("rag",), count=3, meant=meant)
    hits = sum("rag-reranking" in {q.id for q in draw(BANK, wanted, [], [], {}, {}, NOW, seed)} for seed in range(20))
    without = Wanted("en", ("rag",), count=3)
    plain = sum("rag-reranking" in {q.id for q in draw(BANK, without, [], [], {}, {}, NOW, seed)} for seed in range(20))
    assert hits > plain and hits >= 10


def test_nothing_changes_for_somebody_who_prepares_for_nothing() -> None:
    for seed in range(5):
        assert draw(BANK, Wanted("en"), [], [], {}, {}, NOW, seed) == draw(
            BANK, Wanted("en", leaning={}), [], [], {}, {}, NOW, seed
        )
