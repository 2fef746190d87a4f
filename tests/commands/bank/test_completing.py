"""`interviewer bank complete`: from an imported note to an approved question, with a judge and without."""

from __future__ import annotations

import json
from pathlib import Path

import pexpect
import pytest

from questions.format import from_json, to_json
from questions.outline import outlined
from testing.bank_command import Bank, put
from testing.judge_server import JudgeServer, says
from testing.program import INTERVIEWER, environment
from testing.questions import question
from testing.until import DEADLINE

BARE = from_json(
    {
        "id": "bare", "topic": "rag", "level": 2, "kind": "concept",
        "question": {"zh": "KV cache 省了什么？"},
        "reference": {"zh": "KV cache 存下历史 token 的 K 和 V。解码时不用重算它们。代价是占 40% 的显存。"},
    },
    draft=True,
)  # fmt: skip


def proposal(*left_out: str) -> str:
    """What a good judge proposes: the fields of a whole question."""
    fields = to_json(question("bare"))
    kept = ("reference", "key_points", "hints", "probes")
    return json.dumps(
        {"yaml": json.dumps({name: fields[name] for name in kept if name not in left_out}, ensure_ascii=False)}
    )


def session(folder: Path, url: str, **settings: str) -> pexpect.spawn:
    env = environment(folder, DATABASE_URL=url, **settings)
    return pexpect.spawn(
        INTERVIEWER, ["bank", "complete", "bare"], env=env, cwd=str(folder), encoding="utf-8", timeout=DEADLINE
    )


def test_the_outline_is_the_notes_own_sentences() -> None:
    points = outlined(BARE)["key_points"]
    assert [point["text"]["zh"] for point in points] == [
        "KV cache 存下历史 token 的 K 和 V。", "解码时不用重算它们。", "代价是占 40% 的显存。"
    ]  # fmt: skip
    assert "40%" in points[2]["terms"]
    assert outlined(from_json(to_json(BARE) | {"reference": {"zh": "一句话。"}}, draft=True)) == {}


def test_without_a_judge_a_draft_gets_its_outline(tmp_path: Path, bank: Bank, sqlite_url: str) -> None:
    bank("add", "--draft", "--file", put(tmp_path, BARE))
    piped = bank("complete", "bare")
    assert "from the notes' own sentences" in piped.out
    assert bank("complete", "nosuch").code == 2
    with session(tmp_path, sqlite_url) as curator:
        curator.expect_exact("[y/N]")
        curator.sendline("y")
        curator.expect_exact("bank review bare")
    (draft,) = json.loads(bank("drafts", "--json").out)
    assert [point["id"] for point in draft["question"]["key_points"]] == ["p1", "p2", "p3"]


def test_what_a_judge_proposes_is_taken_field_by_field(tmp_path: Path, bank: Bank, sqlite_url: str) -> None:
    bank("add", "--draft", "--file", put(tmp_path, BARE))
    with JudgeServer() as judge:
        judge.plays(says(proposal()))
        with session(tmp_path, sqlite_url, JUDGE_URL=judge.url) as curator:
            for field, typed in (("reference", "n"), ("key_points", "y"), ("hints", "y"), ("probes", "y")):
                curator.expect_exact(f"── {field} · proposed by the judge, unchecked")
                curator.expect_exact("[y/N]")
                curator.sendline(typed)
            curator.expect_exact("bank review bare")
    (draft,) = json.loads(bank("drafts", "--json").out)
    assert draft["question"]["reference"]["zh"] == BARE.reference.zh
    assert draft["question"]["key_points"] == to_json(question("bare"))["key_points"]
    assert draft["question"]["probes"] == to_json(question("bare"))["probes"]


@pytest.mark.parametrize("said", ["no json", '{"yaml": "- a list"}', '{"yaml": "key_points: [{id: 3}]"}'])
def test_a_judge_that_writes_nonsense_leaves_the_outline_or_nothing(tmp_path: Path, bank: Bank, said: str) -> None:
    bank("add", "--draft", "--file", put(tmp_path, BARE))
    with JudgeServer() as judge:
        judge.plays(says(said))
        ran = bank("complete", "bare", JUDGE_URL=judge.url)
    assert ran.code == 0
    assert "own sentences" in ran.out or "not usable" in ran.err
