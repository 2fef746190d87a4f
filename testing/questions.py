"""Questions that tests build: one by hand, and any that could be written."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from questions.format import clean, revision_of
from questions.model import Check, KeyPoint, Kind, Lines, Probe, Purpose, Question, Source, Text

TOPICS = ("rag", "attention", "training", "own-topic")


def question(id: str = "kv-cache", **changed: object) -> Question:
    """A whole question without faults."""
    points = (
        KeyPoint(
            "reuse",
            Text("历史 token 的 K/V 只算一次", "Keys and values of past tokens are computed once"),
            3,
            ("复用",),
        ),
        KeyPoint("memory", Text("占用随长度线性增长", "Its size grows linearly with length"), 2, ("线性",)),
        KeyPoint("decode", Text("省下解码时的重复计算", "It saves repeated work while decoding"), 2, ("解码",)),
    )
    deeper = Probe("bytes", "memory", Purpose.MEASURE, Text("多少字节？", "How many bytes?"), BOTH, points[1:2])
    made = Question(
        id,
        "attention",
        2,
        Kind.CONCEPT,
        Text("什么是缓存？", "What is the cache for?"),
        Text(
            "历史 token 的 K/V 只算一次，省下解码时的重复计算；它的占用随长度线性增长。",
            "Keys and values of past tokens are computed once: no repeated work in decoding. It grows linearly with length.",
        ),
        points,
        Lines(("一", "二", "三"), ("one", "two", "three")),
        tuple(
            Probe(
                f"on-{p.id}",
                p.id,
                Purpose.CAUSE,
                Text("为什么？", "Why?"),
                BOTH,
                (p,),
                (deeper,) * (p.id == "reuse"),
            )
            for p in points
        ),
        (Source("A paper", "https://example.org/paper"),),
    )
    made = replace(made, **changed)  # type: ignore[arg-type]  # the tests name fields that exist
    return replace(made, revision=revision_of(made))


BOTH = Text("参考", "reference")

ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)
characters = st.characters(codec="utf-8", exclude_characters="\ufeff")
words = st.text(characters, max_size=40).map(clean)
some = words.filter(bool)
texts = st.builds(Text, words, words).filter(lambda text: bool(text.zh or text.en))
several = st.lists(some, max_size=3).map(tuple)
lines = st.builds(Lines, several, several)
checks = st.builds(Check, some, several, st.floats(0, 10))
alternatives = st.lists(texts, max_size=2).map(tuple)
key_points = st.builds(KeyPoint, ids, texts, st.integers(1, 3), several, lines, alternatives, st.none() | checks)


def _points(least: int = 1) -> st.SearchStrategy[tuple[KeyPoint, ...]]:
    return st.lists(key_points, min_size=least, max_size=4, unique_by=lambda point: point.id).map(tuple)


@st.composite
def any_questions(draw: st.DrawFn) -> Question:
    """Any question that a file may hold."""
    points = draw(_points())
    aims = st.sampled_from([point.id for point in points])
    names = iter(draw(st.lists(ids, min_size=6, max_size=6, unique=True)))

    def probe(then: tuple[Probe, ...]) -> Probe:
        purpose = draw(st.sampled_from(list(Purpose)))
        needs = tuple(draw(st.lists(aims, max_size=2)))
        said = (draw(texts), draw(texts))
        return Probe(next(names), draw(aims), purpose, *said, draw(_points()), then, draw(lines), needs)

    probes = tuple(probe((probe(()),) if deep else ()) for deep in draw(st.lists(st.booleans(), max_size=3)))
    made = Question(
        draw(ids),
        draw(st.sampled_from(TOPICS)),
        draw(st.integers(1, 5)),
        draw(st.sampled_from(list(Kind))),
        draw(texts),
        draw(texts),
        points,
        draw(lines),
        probes,
        draw(st.lists(st.builds(Source, some, words, words), max_size=2).map(tuple)),
        draw(several),
        scope=draw(st.builds(Text, words, words)),
        reviewed=tuple(draw(st.lists(st.dates(), max_size=2))),
    )
    return replace(made, revision=revision_of(made))
