"""Why a document cannot be read, told by what its reader says."""

from __future__ import annotations

import pytest

from app.tellings import fault_of, text_of
from questions.problem import FormatError


@pytest.mark.parametrize(
    ("data", "name", "fault"),
    [(b"x", "a.rtf", "kind"), (b"%PDF-", "a.pdf", "damaged"), (b"PK\x03\x04", "a.docx", "damaged")],
)
def test_what_cannot_be_read_has_a_reason(data: bytes, name: str, fault: str) -> None:
    with pytest.raises(FormatError) as refused:
        text_of(data, name)
    assert fault_of(refused.value) == fault


def test_text_is_read() -> None:
    assert text_of("一个项目\n两行".encode(), "a.txt") == "一个项目\n两行"
