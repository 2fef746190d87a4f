"""What goes out comes back as it was, and a table program neither garbles nor runs it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.bank import load_bank
from questions.exports import as_csv, as_json, as_yaml, guarded, unguarded
from questions.imports.files import read_file
from questions.model import Question, Text
from testing.questions import any_questions, question

WRITERS: dict[str, Callable[[Sequence[Question]], str]] = {".yaml": as_yaml, ".json": as_json, ".csv": as_csv}
several = st.lists(any_questions(), min_size=1, max_size=4, unique_by=lambda one: one.id)


def again(folder: Path, suffix: str, text: str) -> list[Question]:
    file = folder / f"x{suffix}"
    file.write_bytes(text.encode())
    found = read_file(file)
    assert found.unreadable == []
    return [item.question for item in found.items]


@pytest.mark.parametrize("suffix", WRITERS)
@given(made=several)
@settings(max_examples=12, deadline=None)
def test_any_questions_come_back_and_go_out_the_same(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, made: list[Question]
) -> None:
    folder = tmp_path_factory.mktemp("export")
    written = WRITERS[suffix](made)
    back = again(folder, suffix, written)
    assert back == made
    assert WRITERS[suffix](back) == written


@pytest.mark.parametrize("suffix", WRITERS)
def test_packaged_questions_come_back_byte_for_byte(tmp_path: Path, suffix: str) -> None:
    packaged = list(load_bank(cache=tmp_path).questions.values())[::5]
    written = WRITERS[suffix](packaged)
    back = again(tmp_path, suffix, written)
    assert back == packaged
    assert WRITERS[suffix](back) == written


@given(st.text())
def test_guarding_a_cell_has_an_inverse(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "'="])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert guarded(f"{start}1+1").startswith("'")
    made = question(question=Text(f"{start}HYPERLINK()", f"{start}1"), covers=(f"{start}2",))
    rows = list(csv.reader(io.StringIO(as_csv([made]).removeprefix("\ufeff"), newline="")))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in rows[1])


def test_a_chinese_excel_recognises_the_table() -> None:
    assert as_csv([question()]).encode().startswith(b"\xef\xbb\xbf")
    assert as_csv([question()]).count("\r\n") == 2
