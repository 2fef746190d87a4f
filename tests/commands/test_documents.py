"""Documents as lines, and the process that parses them: what is made to do harm ends it, in time and in words."""

# ruff: noqa: E501 - files in one line

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from questions.documents import apart as parent
from questions.documents.apart import Apart
from questions.documents.formats import READER, as_json, from_json, read
from questions.documents.html import lines_of
from questions.documents.lines import TextDocument
from questions.imports.files import read_all, read_text
from questions.problem import FormatError

BOX = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def texts(document: TextDocument) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in document.lines if line.text]


# -- formats ---------------------------------------------------------------------------------------------------------


def test_html_keeps_what_structures_a_text() -> None:
    page = (
        "<html><head><title>no</title></head><body><h2>一面</h2>\n<ol><li>自我介绍</li>\n<li>什么是 <b>LoRA</b>？<ul><li>追问</li></ul></li></ol>"
        "<details><summary>Why?</summary>Because.</details><p><strong>Bold?</strong></p><script>alert(1)</script>"
        "<pre>a\n  b</pre>one<br>two &amp; three</body></html>"
    )
    assert [(line.number, line.text) for line in lines_of(page) if line.text] == [
        (1, "## 一面"), (2, "1. 自我介绍"), (3, "2. 什么是 LoRA？"), (3, "- 追问"), (3, "<details>"), (3, "<summary>Why?</summary>"),
        (3, "Because."), (3, "</details>"), (3, "**Bold?**"), (3, "```"), (3, "a"), (4, "  b"), (4, "```"), (4, "one"), (4, "two & three"),
    ]  # fmt: skip


def test_word_keeps_its_numbers() -> None:
    import docx

    made = docx.Document()
    made.add_paragraph("某厂一面")
    for text in ("自我介绍", "什么是 LoRA？"):
        made.add_paragraph(text, style="List Number")
    file = io.BytesIO()
    made.save(file)
    found = read(file.getvalue(), "a.docx")
    assert [text for _, text in texts(found)] == ["某厂一面", "1. 自我介绍", "2. 什么是 LoRA？"]
    assert [number for number, _ in texts(found)] == [1, 2, 3]


def test_pdf_has_pages_and_lines_that_only_the_page_broke_are_one() -> None:
    from fpdf import FPDF

    made = FPDF()
    made.set_font("helvetica", size=12)
    for text in ("1. What is a KV cache?\n2. " + "Why is decoding bound by memory " * 6 + "?", "On page two"):
        made.add_page()
        made.multi_cell(0, 8, text)
    found = read(bytes(made.output()), "a.pdf")
    shown = [(line.page, line.text) for line in found.lines if line.text]
    assert shown[0] == (1, "1. What is a KV cache?")
    assert shown[1][1].startswith("2. Why") and shown[1][1].endswith("?")
    assert shown[-1] == (2, "On page two")


def package(notes: list[tuple[str, str]], form: str = "collection.anki2") -> bytes:
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, flds TEXT)")
        opened.executemany("INSERT INTO notes (flds) VALUES (?)", [("\x1f".join(note),) for note in notes])
        opened.commit()
        content = opened.serialize()
    if form.endswith("21b"):
        import zstandard

        content = zstandard.compress(content)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(form, content)
        if form != "collection.anki2":
            packed.writestr("collection.anki2", b"please update")
    return file.getvalue()


@pytest.mark.parametrize("form", ["collection.anki2", "collection.anki21", "collection.anki21b"])
def test_decks_of_every_age(form: str) -> None:
    data = package(
        [("What is <b>LoRA</b>?", "Low rank<br>adapters"), ("{{c1::KV::hint}} 是什么", "缓存"), ("", "x")], form
    )
    assert texts(read(data, "a.apkg")) == [
        (1, "Q: What is LoRA?"), (1, "A: Low rank"), (1, "adapters"), (2, "Q: KV 是什么"), (2, "A: 缓存"),
    ]  # fmt: skip


def test_a_deck_that_a_library_wrote(tmp_path: Path) -> None:
    import genanki

    model = genanki.Model(
        1, "m", fields=[{"name": "Q"}, {"name": "A"}], templates=[{"name": "c", "qfmt": "{{Q}}", "afmt": "{{A}}"}]
    )
    deck = genanki.Deck(2, "d")
    deck.add_note(genanki.Note(model=model, fields=["什么是 RAG？", "先检索再生成"]))
    genanki.Package(deck).write_to_file(tmp_path / "d.apkg")
    assert texts(read((tmp_path / "d.apkg").read_bytes(), "d.apkg")) == [(1, "Q: 什么是 RAG？"), (1, "A: 先检索再生成")]


def test_the_text_export_of_decks() -> None:
    text = '#separator:tab\n#html:true\n#tags column:3\nWhat is RoPE?\tIt <i>rotates</i>\trope\n"什么是\nMoE？"\t专家\tmoe\n'
    assert texts(read(text.encode(), "a.txt")) == [
        (4, "Q: What is RoPE?"), (4, "A: It rotates"), (5, "Q: 什么是 MoE？"), (5, "A: 专家"),
    ]  # fmt: skip


def test_obsidians_notes() -> None:
    text = "---\ntags: [a]\n---\n# RAG\n[[Chunking|切块]] 与 [[rag#Why]] ![[x.png]]\n> [!question]- Why?\n> Because.\n"
    assert texts(read(text.encode(), "a.md")) == [
        (4, "# RAG"), (5, "切块 与 rag "), (6, "Q: Why?"), (7, "Because."),
    ]  # fmt: skip


# -- what is made to do harm -----------------------------------------------------------------------------------------


def pdf(stream: bytes) -> bytes:
    packed = zlib.compress(stream, 9)
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed),
    )  # fmt: skip
    made, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n"
    return made + head + table + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(made)


def zipped(name: str, content: bytes, *more: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for one, data in ((name, content), *more):
            packed.writestr(one, data)
    return file.getvalue()


def compressed(size: int) -> bytes:
    import zstandard

    return zstandard.compress(bytes(size))


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))
    page = f'<!DOCTYPE x [{entities}]><w:document xmlns:w="{BOX}"><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>'
    return zipped("word/document.xml", page.encode(), ("[Content_Types].xml", b"<Types/>"))


def nested_word() -> bytes:
    page = f'<w:document xmlns:w="{BOX}"><w:body>{"<w:sdt><w:sdtContent>" * 20_000}{"</w:sdtContent></w:sdt>" * 20_000}</w:body></w:document>'
    return zipped("word/document.xml", page.encode(), ("[Content_Types].xml", b"<Types/>"))


HARMFUL: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a bomb in a .docx": ("a.docx", lambda: zipped("word/document.xml", bytes(300_000_000))),
    "entities in a .docx": ("a.docx", laughs),
    "a deep .docx": ("a.docx", nested_word),
    "no .docx": ("a.docx", lambda: b"PK\x03\x04" + bytes(1_000)),
    "a bomb in a .pdf": ("a.pdf", lambda: pdf(b"0 " * 100_000_000)),
    "a .pdf that takes for ever": ("a.pdf", lambda: pdf(b"BT /F1 9 Tf " + b"(a) Tj " * 3_000_000 + b"ET")),
    "a .pdf of brackets": ("a.pdf", lambda: b"%PDF-1.4\n1 0 obj\n" + b"[" * 2_000_000),
    "no .pdf": ("a.pdf", lambda: bytes(range(256)) * 400),
    "a bomb in a deck": ("a.apkg", lambda: zipped("collection.anki21b", compressed(500_000_000))),
    "no deck": ("a.apkg", lambda: zipped("collection.anki21", b"SQLite format 3\x00" + bytes(1_000))),
    "too much text": ("a.txt", lambda: b"x" * 4_000_000),
}  # fmt: skip


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with Apart("questions.documents.formats") as process:
        process.read(READER, b"warm", "a.txt")
        yield process


@pytest.mark.parametrize("name", HARMFUL)
def test_harm_is_refused_in_a_line(apart: Apart, name: str) -> None:
    file, made = HARMFUL[name]
    data = made()
    with pytest.raises(FormatError) as caught:
        apart.read(READER, data, file)
    assert str(caught.value).startswith(f"{file}: ") and "\n" not in str(caught.value)
    assert from_json(apart.read(READER, b"still here", "a.txt"), "a.txt").text == "still here"


def test_depth_is_read_or_refused_and_hurts_nobody(apart: Apart) -> None:
    for page in (
        b"<div>" * 200_000 + b"x",
        b"<ol><li>" * 100_000 + b"x",
        b"<b>" * 200_000 + b"x",
        b"<!--" * 100_000,
        b"<" * 300_000,
    ):
        with suppress(FormatError):  # an older parser takes too long over some of it, and is ended
            apart.read(READER, page, "a.html")
        assert from_json(apart.read(READER, b"still here", "a.txt"), "a.txt").text == "still here"


def test_what_is_read_there_is_what_is_read_here(apart: Apart) -> None:
    for data, name in (
        (b"a\r\nb", "a.txt"),
        (package([("Q", "A")]), "a.apkg"),
        (b"<p>x", "a.html"),
        ("中文".encode("gb18030"), "a.md"),
    ):
        assert apart.read(READER, data, name) == json.loads(json.dumps(as_json(data, name)))


def test_the_process_sees_nothing_of_ours_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import os, resource\n"
        "def look(data, name):\n"
        "    try:\n"
        "        open(name, 'wb', buffering=0).write(b'x' * 10)\n"
        "        wrote = True\n"
        "    except OSError:\n"
        "        wrote = False\n"
        "    return {'env': sorted(os.environ), 'wrote': wrote, 'memory': resource.getrlimit(resource.RLIMIT_AS)[0]}\n"
        "def eat(data, name):\n"
        "    return {'n': len(bytearray(4 << 30))}\n"
        "def spin(data, name):\n"
        "    while True: pass\n"
        "def leave(data, name):\n"
        "    os._exit(0)\n"
    )
    monkeypatch.setattr(parent, "ROOT", f"{parent.ROOT}{os.pathsep}{tmp_path}")
    monkeypatch.setenv("INTERVIEWER_TELEGRAM_TOKEN", "1:secret")
    with Apart() as process:
        seen = process.read("spy:look", b"", str(tmp_path / "written"))
        assert set(seen["env"]) <= {"PYTHONPATH", "LC_ALL", "LC_CTYPE", "OPENBLAS_NUM_THREADS"}
        assert seen["wrote"] is False
        assert sys.platform != "linux" or seen["memory"] < 1 << 30
        for reader, said in (
            ("spy:eat", "too much memory"),
            ("spy:spin", "too long"),
            ("spy:leave", "ended the reader"),
        ):
            with pytest.raises(FormatError, match=said):
                process.read(reader, b"", "a")


def test_pipes_devices_and_the_rest_of_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "good.md").write_text("Q: Why?\nA: So.\n")
    (tmp_path / "picture.png").write_bytes(b"x")
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "own.md").write_text("Q: Why?\nA: So.\n")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-")
    found = {Path(one.name).name: one for one in read_all(tmp_path)}
    (pipe,) = read_all(tmp_path / "pipe.md")
    assert set(found) == {"good.md", "bad.pdf"}
    assert len(found["good.md"].items) == 1
    assert "cannot be read" in str(found["bad.pdf"].unreadable[0]) or "can be read" in str(
        found["bad.pdf"].unreadable[0]
    )
    assert "is no file that can be read" in str(pipe.unreadable[0])


def test_ten_thousand_unknown_keys(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: a\n" + "".join(f"unknown{n}: {n}\n" for n in range(10_000)))
    begun = time.process_time()
    (found,) = read_all(tmp_path)
    assert time.process_time() - begun < 5  # seconds of the processor; what is quadratic takes minutes
    assert 0 < len(found.unreadable) <= 200


def test_what_was_piped_in_is_told_by_its_first_bytes() -> None:
    assert [item.question.id for item in read_text(b"Q: Why?\nA: So.\n", "-").items] == ["note-qa-1"]
    assert read_text(b"%PDF-1.4 nothing", "-").unreadable
    assert read_text(package([("Q", "A")]), "-").unreadable  # a package is taken for a document of Word, and told


def test_the_child_is_nothing_to_be_run_by_hand() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "questions.documents.child", ""], input=b"", cwd=parent.ROOT, check=False, timeout=60
    )
    assert ran.returncode == 0
