"""Other people's files: every item is read whole, kept as a draft, or told with place and reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from questions.bank import load_bank
from questions.documents.encoding import decode
from questions.exports import COLUMNS
from questions.format import dump, to_json
from questions.imports import files
from questions.imports.files import read_file
from questions.imports.loose import made_up_id, slug, tidied
from questions.imports.reading import Reading
from questions.imports.reports import with_questions
from questions.model import Kind, Text
from questions.problem import FormatError
from testing.questions import question

NOTES = Path(__file__).parents[3] / "testing" / "notes"


def reading(folder: Path, name: str, text: str | bytes) -> Reading:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_file(file)


def told(found: Reading) -> str:
    return "\n".join(map(str, found.unreadable))


# -- notes -----------------------------------------------------------------------------------------------------------


def test_a_heading_that_asks_is_a_question_when_an_answer_stands_below_it(tmp_path: Path) -> None:
    text = (
        "# 笔记\n\n## 注意力是什么？\n\n## 什么是 LoRA？\n冻结原权重，只训低秩增量。\n\n"
        "### What is RoPE?\nIt rotates.\n\n## 备注\n别的话\n"
    )
    found = reading(tmp_path, "own.md", text)
    assert [(i.question.id, i.question.question.zh or i.question.question.en) for i in found.items] == [
        ("own-heading-2", "什么是 LoRA？"), ("own-heading-3", "What is RoPE?"),
    ]  # fmt: skip
    assert found.items[0].question.reference.zh == "冻结原权重，只训低秩增量。"
    assert found.unreadable == []
    assert "别的话" in "".join(map(str, found.unread))


def test_notes_in_all_four_forms_are_read_item_by_item() -> None:
    found = read_file(NOTES / "notes.md")
    assert found.encoding == "UTF-8"
    assert [(item.form, item.question.id) for item in found.items] == [
        ("note", "notes-1"), ("note", "notes-2"), ("note", "notes-3"),
        ("code", "notes-code-1"), ("code", "notes-code-2"),
        ("chain", "notes-chain-1"), ("chain", "notes-chain-2"),
        ("practice", "notes-practice-1"), ("practice", "notes-practice-2"),
    ]  # fmt: skip
    assert found.unreadable == []
    by_id = {item.question.id: item.question for item in found.items}
    assert by_id["notes-1"].question == Text("缓存里放的是什么？")
    assert by_id["notes-1"].reference == Text("过去每个 token 的 **K** 和 `V`，\n每步只算新的一份。")
    assert by_id["notes-2"].question == Text("", "What does softmax do?")
    assert by_id["notes-2"].reference == Text("", "It turns scores into weights\nthat sum to one.")
    assert by_id["notes-3"].reference.zh == "- 列表一\n- 列表二"
    assert by_id["notes-code-1"].kind is Kind.CODE
    assert by_id["notes-code-1"].reference.zh == '```python\n# **9. 这不是题目**\n## 也不是标题\n\nprint("hi")\n```'
    assert "---" in by_id["notes-code-2"].reference.zh
    assert by_id["notes-chain-1"].reference.zh == "一开始梯度不稳，\n慢慢加大学习率。"
    assert by_id["notes-practice-1"].reference.zh == (
        "- **要点**：\n  1. 控制信息流。\n  2. 避免 <b>爆炸</b>。\n   👉 一句话：门控让梯度走得远。"
    )
    topics = [by_id[id].topic for id in ("notes-1", "notes-code-1", "notes-chain-1")]
    assert topics == ["attention", "coding", ""]


def test_what_is_no_item_is_told_with_its_line() -> None:
    lines = (NOTES / "notes.md").read_text(encoding="utf-8").splitlines()
    unread = {problem.line: problem.message for problem in read_file(NOTES / "notes.md").unread}
    assert [lines[line - 1][:4] for line in unread if line] == ["> 给自", "这一段不", "✅ **", "- **", "要不要我"]
    assert "跨了两行" in unread[lines.index("这一段不是题目，") + 1]


def test_every_item_of_notes_is_a_draft_that_says_what_it_lacks() -> None:
    for item in read_file(NOTES / "notes.md").items:
        assert item.draft
        assert {"level", "key_points"} <= set(item.lacks)
        assert ("en texts" in item.lacks) == bool(item.question.question.zh)


def test_items_that_cannot_be_read_are_told_and_harm_no_other() -> None:
    found = read_file(NOTES / "broken.md")
    ids = [item.question.id for item in found.items]
    assert ids == ["broken-2", "broken-2-2", "broken-practice-4"]
    said = told(found)
    for line, reason in (
        (1, "no answer below"), (6, "no block of code"), (9, "no answer that begins with “A：”"), (15, "never ends"),
    ):  # fmt: skip
        assert any(f"broken.md:{line}: " in one and reason in one for one in said.splitlines()), said
    assert len(found.unreadable) == 4


@pytest.mark.parametrize("name", ["notes.txt", "笔记.md", "notes.markdown"])
def test_notes_go_by_their_name(tmp_path: Path, name: str) -> None:
    found = reading(tmp_path, name, (NOTES / "notes.md").read_bytes())
    assert len(found.items) == 9
    assert found.items[0].question.id == ("notes-1" if name.startswith("notes") else "note-1")


# -- encodings -------------------------------------------------------------------------------------------------------

CHINESE = "**1. 注意力机制是什么？**\n 让每个位置看到其他位置的信息。\n"
TRADITIONAL = "**1. 這個問題是什麼意思？**\n 我們說的是模型在訓練時的表現。\n"


@pytest.mark.parametrize(
    ("encoded", "name"),
    [
        (CHINESE.encode(), "UTF-8"),
        (b"\xef\xbb\xbf" + CHINESE.encode(), "UTF-8 with BOM"),
        (CHINESE.encode("gb18030"), "GB18030"),
        (CHINESE.encode("gb2312"), "GB18030"),
        (TRADITIONAL.encode("gbk"), "GB18030"),
        (b"**1. ascii?**\n yes\n", "UTF-8"),
    ],
)
def test_encodings_that_are_read_are_named(tmp_path: Path, encoded: bytes, name: str) -> None:
    found = reading(tmp_path, "notes.md", encoded)
    assert (found.encoding, len(found.items)) == (name, 1)
    assert "\ufeff" not in dump(found.items[0].question)


@pytest.mark.parametrize(
    ("encoded", "said"),
    [
        (CHINESE.encode("utf-16"), "is UTF-16"),
        (CHINESE.encode("utf-32"), "is UTF-32"),
        (CHINESE.encode("utf-16-le"), "is not a text"),
        (TRADITIONAL.encode("big5"), "makes no sense"),
        ("これは注意機構についての質問です。".encode("shift_jis"), "GB18030"),
        ("これは注意機構についての質問です。".encode("euc_jp"), "makes no sense"),
        ("Où est le café déjà là, mon élève ?".encode("latin-1"), "GB18030"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not a text"),
        (b"fine so far\n\xff\xfe\xfd", "neither UTF-8 (line 2) nor GB18030"),
    ],
)
def test_other_encodings_are_refused_in_one_line(encoded: bytes, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        decode(encoded, "f.md")
    assert said in str(caught.value)
    assert str(caught.value).endswith("save it as UTF-8.")
    assert "\n" not in str(caught.value)


# -- YAML, JSON, CSV -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["one", "list", "documents", "questions"])
def test_yaml_in_every_arrangement(tmp_path: Path, shape: str) -> None:
    a, b = dump(question("a")), dump(question("b"))
    one = json.dumps([to_json(question("a")), to_json(question("b"))], ensure_ascii=False)
    text = {"one": a, "list": one, "documents": f"{a}---\n{b}", "questions": f'{{"questions": {one}}}'}[shape]
    found = reading(tmp_path, "x.yaml", text)
    assert told(found) == ""
    assert [item.question for item in found.items] == [question("a"), *([question("b")] if shape != "one" else [])]
    assert not any(item.draft for item in found.items)


def test_faults_inside_a_yaml_list_have_their_line(tmp_path: Path) -> None:
    found = reading(
        tmp_path, "x.yaml", "- id: a\n  question: {zh: 问}\n- id: b\n  question: {zh: 问}\n  level: 9\n- 7\n"
    )
    assert [item.question.id for item in found.items] == ["a"]
    assert "x.yaml:5: level" in told(found)
    assert "x.yaml:6: item 3: is not a question" in told(found)


def test_json_lists_and_lines(tmp_path: Path) -> None:
    a, b = (json.dumps(to_json(question(id))) for id in "ab")
    for name, text in (
        ("x.json", f"[{a},{b}]"),
        ("y.jsonl", f"{a}\n\n{b}\n"),
        ("z.json", f'{{"questions":[{a},{b}]}}'),
    ):
        assert [item.question for item in reading(tmp_path, name, text).items] == [question("a"), question("b")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{]", "not valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"id": "a", "id": "b"}', "stands twice"),
        ('[{"level": NaN}]', "NaN is no number"),
        (f'{{"level": {"9" * 5000}}}', "not valid JSON"),
        ('{"id": "a"}\n{"id": ', "x.json:2"),
        ("[1]", "is not a question"),
        ('[{"question": {"zh": "\\ud800"}}]', "surrogate"),
    ],
)
def test_json_that_is_none_is_refused_with_its_reason(tmp_path: Path, text: str, said: str) -> None:
    found = reading(tmp_path, "x.json", text)
    assert found.items == []
    assert said in told(found)


def test_a_simple_table_in_chinese_becomes_drafts(tmp_path: Path) -> None:
    text = '问题,答案,主题,难度,要点\n缓存放什么？,放 K 和 V,注意力,2,"3: 放 K\n放 V"\nWhat is RAG?,Retrieval,rag,1,\n'
    found = reading(tmp_path, "x.csv", text)
    assert told(found) == ""
    first, second = (item.question for item in found.items)
    assert (first.topic, first.level, first.question) == ("attention", 2, Text("缓存放什么？"))
    assert [(p.weight, p.text.zh) for p in first.key_points] == [(3, "放 K"), (2, "放 V")]
    assert found.items[0].lacks == ("kind", "en texts") or found.items[0].lacks == ("en texts",)
    assert (second.id, second.reference) == ("what-is-rag", Text("", "Retrieval"))
    assert "key_points" in found.items[1].lacks


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_by_any_separator(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(("id", "question", "topic")) + "\r\n" + delimiter.join(("a", "为什么？", "rag")) + "\r\n"
    assert [item.question.id for item in reading(tmp_path, "x.csv", text).items] == ["a"]


def test_rows_that_do_not_fit_are_told_by_line(tmp_path: Path) -> None:
    text = 'id,question\na,"两\n行？"\nb\nc,问？,多\nd,问？\nd,再问？\n,\n'
    found = reading(tmp_path, "x.csv", text)
    assert [item.question.id for item in found.items] == ["a", "d"]
    said = told(found)
    assert "x.csv:4: has fewer cells" in said
    assert "x.csv:5: has more cells" in said
    assert "x.csv:7: the id 'd' is taken by" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "no column question"), ("", "no column question"), ('question\n"open', "not valid CSV")],
)
def test_tables_that_are_none_are_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in told(reading(tmp_path, "x.csv", text))


def test_nested_cells_are_read_as_safely_as_files(tmp_path: Path) -> None:
    head = ",".join(COLUMNS)
    row = {"id": "a", "question_zh": "问", "reference_zh": "答", "key_points": '"[!!python/object:os.system x]"'}
    cells = [row.get(column, "") for column in COLUMNS]
    assert "tags (!name)" in told(reading(tmp_path, "x.csv", f"{head}\n{','.join(cells)}\n"))


# -- other forms -----------------------------------------------------------------------------------------------------


def test_questions_and_answers_as_people_mark_them(tmp_path: Path) -> None:
    text = (
        "## RAG\nQ: What is RAG?\nA: Retrieval first,\nthen generation.\n\n问：什么是切块？\n答：把文档切小。\n---\n"
        "**What is a reranker?**\nIt orders again.\n\n<details>\n<summary>Why hybrid search?</summary>\n\nWords and meaning.\n"
        "</details>\n\nWhat is BM25?::A ranking function\n"
    )
    found = reading(tmp_path, "own.md", text)
    assert [(i.form, i.question.question.get("en"), i.question.reference.get("en")) for i in found.items] == [
        ("qa", "What is RAG?", "Retrieval first,\nthen generation."),
        ("qa", "什么是切块？", "把文档切小。"),
        ("bold", "What is a reranker?", "It orders again."),
        ("details", "Why hybrid search?", "Words and meaning."),
        ("card", "What is BM25?", "A ranking function"),
    ]
    assert {item.question.topic for item in found.items} == {"rag"}
    assert (found.unread, found.unreadable) == ([], [])


def test_code_is_no_card(tmp_path: Path) -> None:
    found = reading(tmp_path, "own.md", "std::vector<int> is a list\nuse std::move here\nA::B\n")
    assert found.items == []


def test_a_report_becomes_drafts_and_the_rest_is_told_by_line(tmp_path: Path) -> None:
    text = "某厂一面面经\n\n1. LoRA 和全参微调怎么选\n2、KV cache 为什么能加速生成？\n3) 手撕快排\n\n面试官人很好，许愿 offer\n"
    plain = reading(tmp_path, "post.txt", text)
    assert plain.items == []
    found = with_questions(plain, load_bank().finder)
    assert [(i.question.question.zh, i.where.rpartition(":")[2], i.question.topic) for i in found.items] == [
        ("LoRA 和全参微调怎么选", "3", "finetuning"), ("KV cache 为什么能加速生成？", "4", "attention"), ("手撕快排", "5", ""),
    ]  # fmt: skip
    assert [problem.line for problem in found.unread] == [1, 7]
    assert all(item.draft for item in found.items)


def test_a_posting_asks_nothing(tmp_path: Path) -> None:
    posting = reading(tmp_path, "jd.txt", "岗位职责：\n1、负责 RAG 检索\n任职要求：\n1、熟悉 PyTorch；你准备好了吗？\n")
    assert with_questions(posting, load_bank().finder).items == []


def test_a_reading_survives_the_way_between_processes(tmp_path: Path) -> None:
    for file in NOTES.iterdir():
        here = files.parsed(file.read_bytes(), str(file))
        made = json.loads(json.dumps(files.as_json(file.read_bytes(), str(file))))
        assert files.from_json(made, str(file)) == here


# -- files and fields ------------------------------------------------------------------------------------------------


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.md"
    with file.open("wb") as sparse:
        sparse.truncate(100_000_000)
    assert told(read_file(file)) == f"{file}: is 100.0 MB; at most 20 MB are read: split it into several files."


def test_a_large_file_is_read_in_reasonable_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 30_000_000)
    text = "".join(f"**{n}. 第 {n} 题是什么？**\n 答案 {n}。\n\n" for n in range(5_000))
    assert len(reading(tmp_path, "x.md", text).items) == 5_000


def test_other_kinds_of_files_are_refused(tmp_path: Path) -> None:
    assert "is no kind of file" in told(reading(tmp_path, "x.rtf", "PK"))
    assert "cannot be read" in told(read_file(tmp_path / "none.md"))


def test_fields_as_people_write_them() -> None:
    found = tidied({"题目": "为什么？", "answer": "because", "topic": "Our Own", "points": ["a fact", "(3) 一件事"]})
    assert found["question"] == {"zh": "为什么？"}
    assert found["reference"] == {"en": "because"}
    assert found["topic"] == "our-own"
    assert [(p["id"], p["weight"]) for p in found["key_points"]] == [("p1", 2), ("p2", 3)]
    written = tidied(
        {"question": "q", "hints": "one\ntwo", "sources": "A paper, https://a.org/1\nA book", "covers": "7"}
    )
    assert written["hints"] == {"en": ["one", "two"]}
    assert written["sources"] == [{"title": "A paper", "url": "https://a.org/1"}, {"title": "A book", "url": ""}]
    assert written["covers"] == ["7"]
    assert found["id"] == made_up_id({"zh": "为什么？"}) != made_up_id({"zh": "为何？"})


def test_ids_are_made_of_what_is_ascii() -> None:
    assert slug("Käse & 注意力 v2.0!") == "kase-v2-0"
    assert slug("注意力") == ""
    assert made_up_id({"en": "How do you choose a chunk size for it?"}) == "how-do-you-choose-a-chunk"
