"""`interviewer aim`, and what imports and searches share with it, run as a person runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from testing.program import run

POST = "某厂一面面经\n1. 自我介绍\n2、FlashAttention 为什么又快又省显存？\n3) 手撕三数之和\n面试官人很好\n"
POSTING = (
    "LLM Inference Engineer\nRequirements: vLLM internals, KV cache, speculative decoding, FP8.\nNice to have: RAG.\n"
)


def test_a_report_as_json(tmp_path: Path) -> None:
    (tmp_path / "post.txt").write_text(POST)
    ran = run(tmp_path, "aim", "post.txt", "--json")
    found = json.loads(ran.out)
    assert list(found) == ["kind", "topics", "questions"]
    assert found["kind"] == "mianjing"
    assert [set(one) for one in found["topics"]] == [{"id", "weight"}] * len(found["topics"])
    assert [(one["text"], one["match"]) for one in found["questions"]] == [
        ("自我介绍", None), ("FlashAttention 为什么又快又省显存？", "attn-flash"), ("手撕三数之和", None),
    ]  # fmt: skip
    assert (ran.code, ran.err) == (0, "")


def test_a_posting_in_words_from_a_pipe(tmp_path: Path) -> None:
    ran = run(tmp_path, "aim", "-", stdin=POSTING)
    assert ran.out.splitlines()[0] == "A job posting"
    assert re.match(r" *\d+%  inference +Inference and serving", ran.out.splitlines()[1])
    chinese = run(tmp_path, "aim", "-", stdin=POST, LANGUAGE="zh")
    assert chinese.out.splitlines()[0] == "面经"
    assert "题库里没有" in chinese.out
    assert not (tmp_path / "interviews.db").exists()


def test_what_cannot_be_read_is_one_line_and_two(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    (tmp_path / "a.rtf").write_bytes(b"x")
    for name in ("none.txt", "a.pdf", "a.rtf", "."):
        ran = run(tmp_path, "aim", name)
        assert (ran.code, ran.out) == (2, "")
        assert len(ran.err.strip().splitlines()) == 1


def test_a_report_is_imported_as_drafts(tmp_path: Path) -> None:
    (tmp_path / "post.txt").write_text(POST)
    ran = run(tmp_path, "bank", "import", "post.txt", "--dry-run")
    lines = ran.out.splitlines()
    assert [re.match(r"post\.txt:(\d) \[asked\] new", line) is not None for line in lines] == [True, True, True, False]
    assert "like attn-flash" in lines[1]
    assert "3 items" in lines[-1] and "nothing was written" in lines[-1]
    assert [line.partition(": ")[2].partition(":")[2][:1] for line in ran.err.splitlines()] == ["1", "5"]
    piped = run(tmp_path, "bank", "import", "-", "--dry-run", stdin=POST)
    assert "3 items" in piped.out


def test_similar_finds_what_is_meant(tmp_path: Path) -> None:
    ran = run(tmp_path, "bank", "similar", "flash attention 为什么快")
    assert ran.out.splitlines()[1].split()[3] == "attn-flash"


def test_an_aim_is_kept_with_its_end_shown_and_removed(tmp_path: Path) -> None:
    (tmp_path / "jd.txt").write_text(POSTING)
    assert run(tmp_path, "aim").out.startswith("Nothing yet: ")
    gone = run(tmp_path, "aim", "--drop", "99")
    assert (gone.code, gone.out) == (1, "") and "number 99" in gone.err
    kept = run(tmp_path, "aim", "jd.txt", "--keep", "--until", "2099-01-01")
    assert (kept.code, kept.err) == (0, "")
    assert "posting: LLM Inference Engineer, until 2099-01-01" in kept.out and "Inference and serving" in kept.out
    (tmp_path / "post.txt").write_text(POST)
    assert (
        "interview report: 某厂一面面经, 3 questions, 1 in the bank" in run(tmp_path, "aim", "post.txt", "--keep").out
    )
    assert "LLM Inference Engineer" not in run(tmp_path, "aim", "--drop", "1").out.replace(
        "Deleted: LLM Inference Engineer", ""
    )
    shown = run(tmp_path, "aim")
    assert "某厂一面面经" in shown.out and "posting" not in shown.out
    past = run(tmp_path, "aim", "jd.txt", "--keep", "--until", "2020-01-01")
    assert (past.code, past.out, len(past.err.strip().splitlines())) == (2, "", 1)
