"""Question files, imports, settings and lines to grade that are anything at all: read, or refused in words."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.settings import Settings, WrongSettings, load
from grader.lines import LineError, graded, read_line
from grader.similarity import estimate
from questions.format import dump, from_json, parse, to_json
from questions.imports.files import KNOWN, read_file
from questions.model import Question
from questions.problem import FormatError
from testing.context import bank
from testing.garbage import bounded, changed, garbled, junk, texts
from testing.program import run

WHOLE = to_json(bank().questions["rag-reranking"])
SMALL = {
    "id": "q", "topic": "rag", "level": 1, "kind": "concept", "question": {"en": "Why?"}, "reference": {"en": "So."},
    "key_points": [{"id": "p", "weight": 1, "text": {"en": "So it is."}}], "hints": {"en": ["Look."]},
}  # fmt: skip


def is_sound(question: Question) -> bool:
    """Whether what was read can be written and read again as it is."""
    return parse(dump(question)) == question


@bounded(200)
@given(st.one_of(junk, garbled(SMALL, WHOLE)), st.booleans())
def test_any_value_is_a_question_or_refused(value: Any, draft: bool) -> None:
    try:
        question = from_json(value, draft=draft)
    except FormatError as error:
        assert str(error).strip()
        return
    assert draft or is_sound(question)


@bounded(150)
@given(
    st.one_of(
        texts,
        st.builds(lambda a, n, b: f"{a[:n]}{b}{a[n:]}", st.just(dump(from_json(SMALL))), st.integers(0, 300), texts),
    )
)
def test_any_text_is_a_question_file_or_refused(text: str) -> None:
    try:
        question = parse(text, "file")
    except FormatError as error:
        assert all(str(problem).startswith("file") for problem in error.problems)
    else:
        assert is_sound(question)


HEADING = ["id", "topic", "level", "question", "answer", "key_points", "难度"]


def table(rows: list[list[str]]) -> str:
    made = io.StringIO(newline="")
    csv.writer(made).writerows([HEADING, *rows])
    return made.getvalue()


MARKS = st.sampled_from(
    [
        "# ",
        "## Q: ",
        "**Q1. ",
        "- ",
        "> ",
        "```\n",
        "1. ",
        "答：",
        "问：",
        "A: ",
        "---\n",
        "| a | b |\n",
        "<details>",
        "\n\n",
        "\n",
    ]
)
contents = st.one_of(
    st.binary(max_size=200),
    st.builds(lambda parts: "".join(parts).encode("utf-8", "replace"), st.lists(st.one_of(MARKS, texts), max_size=12)),
    st.builds(
        lambda parts: "".join(parts).encode("gb18030", "replace"),
        st.lists(st.one_of(MARKS, texts, st.just("注意力的作用是什么")), max_size=12),
    ),
    st.builds(lambda rows: table(rows).encode("utf-8", "replace"), st.lists(st.lists(texts, min_size=5, max_size=8), max_size=4)),
    st.builds(lambda value: json.dumps(value).encode(), st.one_of(junk, garbled(SMALL, [SMALL, SMALL], {"questions": [SMALL]}))),
    st.builds(lambda text: text.encode("utf-16"), texts),
)  # fmt: skip


def test_any_file_is_imported_or_told() -> None:
    with tempfile.TemporaryDirectory() as folder:

        @bounded(250)
        @given(contents, st.sampled_from(KNOWN))
        def fuzz(data: bytes, suffix: str) -> None:
            file = Path(folder) / f"notes{suffix}"
            file.write_bytes(data)
            reading = read_file(file)
            for item in reading.items:
                assert item.draft or is_sound(item.question)
            for problem in (*reading.unreadable, *reading.unread):
                assert str(problem).strip()

        fuzz()


# -- settings --------------------------------------------------------------------------------------------------------

NAMES = sorted(set(Settings.model_fields))
near = st.sampled_from(
    [
        "http://[",
        "http://a b/v1",
        "postgresql://[::1",
        "sqlite:///",
        "1,2",
        "x,y",
        "127.0.0.1:٣",
        "h:²",
        ":1",
        "Asia/Shanghai",
        "../zone",
        "\x00",
    ]
)


@bounded(250)
@given(st.dictionaries(st.sampled_from(NAMES), st.one_of(texts, near), min_size=1, max_size=4))
def test_any_settings_are_taken_or_named(values: dict[str, str]) -> None:
    try:
        own = load(_env_file=None, **values)
    except WrongSettings as wrong:
        for problem in wrong.problems:
            assert problem.startswith("INTERVIEWER_")
            assert "\n" not in problem
        return
    assert all(isinstance(secret, str) for secret in own.secrets)


# -- lines to grade --------------------------------------------------------------------------------------------------

LINE = {
    "id": "a", "lang": "en", "question": "Why scale by the root of d?", "reference": "The variance grows.",
    "key_points": [{"id": "p", "text": "The variance grows with d.", "weight": 2}],
    "answer": "Because the variance grows with d.",
}  # fmt: skip
BY_ID = {"id": 1, "lang": "zh", "question_id": "rag-reranking", "answer": "交叉编码器一起读查询和段落，更准但更慢。"}


@bounded(200)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.builds(lambda value: json.dumps(value).encode(), st.one_of(junk, garbled(LINE, BY_ID))),
    )
)
def test_any_line_is_graded_or_refused(raw: bytes) -> None:
    try:
        line = read_line(raw, bank().get)
    except LineError as error:
        assert str(error).strip()
        return
    written = json.dumps(graded(line.id, estimate(line.task, line.answer, line.language, None)), allow_nan=False)
    score = json.loads(written)["score"]
    assert score is None or 0 <= score <= 10


def test_a_pipe_of_garbage_gets_an_answer_for_every_line(tmp_path: Path) -> None:
    dice = random.Random(7)
    pieces = ["", None, 7, -1, 1e300, [], {}, "\x00\ud83d", "x" * 3000, True]
    lines = [
        json.dumps(
            changed(dice.choice([LINE, BY_ID]), dice.randrange(99), dice.choice(pieces), remove=dice.random() < 0.3)
        ).encode()
        for _ in range(150)
    ] + [dice.randbytes(40).replace(b"\n", b"?").replace(b"\r", b"?") or b"?" for _ in range(50)]
    lines = [line for line in lines if line.strip()]
    ran = run(tmp_path, "grade", stdin=b"\n".join(lines) + b"\n")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert len(answers) == len(lines)
    assert ran.code == 1
    assert ran.err == ""
