"""Matching what somebody asks to the question of the bank that asks the same."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from questions import cache as folders
from questions.bank import load_bank
from questions.matching import WHAT_IS, Matcher, entries, pieces
from questions.model import KeyPoint, Question, Text
from testing.questions import question

CHUNKS = question(
    "chunks", question=Text("RAG 切块的大小和重叠怎么定？", "How do you choose chunk size and overlap?"),
    key_points=(KeyPoint("size", Text("块太大会稀释语义", "Large chunks dilute the meaning"), 2, ("切块", "overlap")),),
)  # fmt: skip
NORMS = question(
    "norms", question=Text("LayerNorm 和 RMSNorm 的区别？", "What is the difference between LayerNorm and RMSNorm?"),
    key_points=(KeyPoint("mean", Text("RMSNorm 不减均值", "RMSNorm does not subtract the mean"), 2, ("RMSNorm",)),),
)  # fmt: skip


@cache
def matcher() -> Matcher:
    return load_bank().finder


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("flash attention", "FlashAttention"), ("KV 缓存", "kv cache"), ("首 token 延迟", "TTFT"), ("fine-tuning", "微调"),
        ("speculative decoding", "投机采样"), ("向量資料庫", "向量资料库"), ("Quantised", "量化"),
    ],
)  # fmt: skip
def test_what_says_the_same_is_one_piece(one: str, other: str) -> None:
    assert set(pieces(one)) & set(pieces(other))


def test_words_of_every_interview_are_no_pieces() -> None:
    assert pieces("请你讲一下这个吧") == []
    assert pieces("Could you please tell me what it is") == []
    assert (
        WHAT_IS in pieces("什么是 LoRA？")
        and WHAT_IS in pieces("what is LoRA")
        and WHAT_IS not in pieces("LoRA 怎么合并")
    )


def test_a_question_is_found_by_what_somebody_remembers() -> None:
    finder = Matcher((CHUNKS, NORMS))
    assert finder.near("切块 重叠 怎么定")[0].question.id == "chunks"
    assert finder.near("difference between RMSNorm and LayerNorm")[0].question.id == "norms"
    assert finder.near("今天天气") == []
    assert Matcher(()).near("anything") == []
    assert Matcher((CHUNKS,)).match("").match is None


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("flash attention 为什么快", "attn-flash"), ("GQA 跟 MQA 差在哪", "attn-mqa-gqa"), ("what is lora", "ft-what-is-lora"),
        ("continuous batching 和 paged attention 各解决什么", "infer-vllm"), ("rerank 为啥放在召回之后", "rag-reranking"),
    ],
)  # fmt: skip
def test_the_nearest_question_of_the_bank(said: str, id: str) -> None:
    assert matcher().near(said)[0].question.id == id


@pytest.mark.parametrize(
    "said",
    ["自我介绍", "手撕三数之和", "your biggest failure", "MySQL 的 MVCC 讲一下", "什么时候能到岗", "k8s or slurm"],
)
def test_what_the_bank_does_not_ask_has_no_match(said: str) -> None:
    assert matcher().match(said).match is None


def test_a_question_that_was_taken_out_is_not_replaced_by_its_neighbour() -> None:
    asked = "GPTQ 和 AWQ 的思路有什么不同"
    assert (found := matcher().match(asked)).match and found.match.id == "quant-ptq-methods"
    without = Matcher(q for q in matcher().questions if q.id != "quant-ptq-methods")
    assert without.match(asked).match is None


def test_likeness_is_a_share_and_falls() -> None:
    for said in ("LoRA", "推理 显存", "how do you evaluate RAG", "为什么"):
        found = [near.likeness for near in matcher().near(said, 20)]
        assert found == sorted(found, reverse=True)
        assert all(0 < likeness <= 1 for likeness in found)


# -- speed, size and what is kept ------------------------------------------------------------------------------------


def test_long_and_hostile_texts_are_compared_quickly() -> None:
    matcher()
    begun = time.process_time()
    for said in ("注意力" * 5_000, "attention " * 5_000, "?" * 20_000, "什么是" * 5_000, "a-" * 10_000, " " * 20_000):
        matcher().match(said)
    assert time.process_time() - begun < 3


def test_a_large_bank_is_indexed_in_reasonable_time() -> None:
    many = [
        replace(CHUNKS, id=f"q{n}", question=Text(f"问题 {n} 的切块", f"chunk {n} of topic {n % 97}"))
        for n in range(1_500)
    ]
    begun = time.process_time()
    assert Matcher(many).near("chunk 7 of topic 7")[0].question.id.startswith("q")
    assert time.process_time() - begun < 20


def test_entries_are_kept_and_what_is_broken_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "default_folder", lambda: tmp_path)
    many: tuple[Question, ...] = tuple(replace(CHUNKS, id=f"q{n}", revision=f"{n:016x}") for n in range(60))
    made = entries(many)
    file = tmp_path / "matching.json"
    layout, held = json.loads(file.read_text())
    held[f"{0:016x}"] = [{"rag": [1, "x"]}, 1]
    file.write_text(json.dumps([layout, held]))
    assert entries(many) == made
    file.write_text("{")
    assert entries(many) == made
