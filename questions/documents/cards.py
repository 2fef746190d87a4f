"""Anki's decks: the text export (.txt) and the package (.apkg), each note as "Q: …" and "A: …"."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from questions.documents.html import lines_of
from questions.documents.lines import TextLine
from questions.errors import sentence
from questions.problem import FormatError, Problem

if TYPE_CHECKING:
    import _csv

MOST_NOTES: Final = 20_000
LARGEST: Final = 100_000_000  # bytes of a collection once it is decompressed
SEPARATORS: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
COLLECTIONS: Final = ("collection.anki21b", "collection.anki21", "collection.anki2")  # the newest holds the notes
BETWEEN_FIELDS: Final = "\x1f"
_HEADER = re.compile(r"#([a-z ]{1,30}):(.{0,40})$")
_GAP = re.compile(r"\{\{c\d{1,3}::([^{}]{0,2000})\}\}")
_SOUND = re.compile(r"\[sound:[^\]]{0,200}\]|\[latex\]|\[/latex\]|\[/?\$+\]")


def is_export(text: str) -> bool:
    """Whether a text is Anki's export: it begins with its header, or every line has the same two cells or more."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    if (
        lines
        and _HEADER.match(lines[0])
        and lines[0].startswith(("#separator", "#html", "#columns", "#notetype", "#deck", "#tags"))
    ):
        return True
    counts = {line.count("\t") for line in lines}
    return len(lines) >= 2 and len(counts) == 1 and counts.pop() >= 1


def lines_of_export(text: str) -> list[TextLine]:
    """The notes of a text export; the number of a line is the note's in the file."""
    header: dict[str, str] = {}
    rows = text.split("\n")
    begin = 0
    while begin < len(rows) and (found := _HEADER.match(rows[begin].strip())):
        header[found[1]] = found[2].strip()
        begin += 1
    delimiter = SEPARATORS.get(header.get("separator", "tab").casefold(), header.get("separator", "\t")[:1] or "\t")
    beside = {int(header[name]) - 1 for name in header if name.endswith(" column") and header[name].isdigit()}
    csv.field_size_limit(LARGEST)
    table = csv.reader(io.StringIO("\n".join(rows[begin:])), delimiter=delimiter)
    notes = _told(table, begin)
    return _lines(
        ((line, [cell for n, cell in enumerate(row) if n not in beside]) for line, row in notes), "html" in header
    )


def _told(table: _csv.Reader, begin: int) -> Iterator[tuple[int, list[str]]]:
    try:
        line = begin + 1
        for row in table:
            if any(cell.strip() for cell in row):
                yield line, row
            line = begin + 1 + table.line_num
    except csv.Error as error:
        raise FormatError(
            Problem("", sentence("is no deck of cards that can be read: {error}.", error=error))
        ) from error


def lines_of_package(data: bytes, name: str) -> list[TextLine]:
    """The notes of a package; the number of a line is the note's place in the deck."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            collection = next((one for one in COLLECTIONS if one in packed.namelist()), None)
            if collection is None:
                raise FormatError(Problem(name, sentence("is no Anki package: it holds no collection.")))
            if packed.getinfo(collection).file_size > LARGEST:
                raise FormatError(
                    Problem(
                        name,
                        sentence(
                            "its collection is larger than {size:.0f} MB; export a smaller deck.", size=LARGEST / 1e6
                        ),
                    )
                )
            content = packed.read(collection)
        if collection.endswith("21b"):
            content = _decompressed(content, name)
        return _lines(_notes(content), True)
    except (zipfile.BadZipFile, sqlite3.Error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FormatError(
            Problem(name, sentence("is no Anki package that can be read: {error}.", error=error))
        ) from error


def _decompressed(content: bytes, name: str) -> bytes:
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(io.BytesIO(content)) as reader:
            made: bytes = reader.read(LARGEST + 1)
    except zstandard.ZstdError as error:
        raise FormatError(
            Problem(name, sentence("is no Anki package that can be read: {error}.", error=error))
        ) from error
    if len(made) > LARGEST:
        raise FormatError(
            Problem(
                name,
                sentence("its collection is larger than {size:.0f} MB; export a smaller deck.", size=LARGEST / 1e6),
            )
        )
    return made


def _notes(content: bytes) -> list[tuple[int, list[str]]]:
    opened = sqlite3.connect(":memory:")
    try:
        opened.deserialize(content)
        rows = opened.execute("SELECT flds FROM notes ORDER BY id LIMIT ?", (MOST_NOTES,)).fetchall()
        return [(n, str(fields).split(BETWEEN_FIELDS)) for n, (fields,) in enumerate(rows, 1)]
    finally:
        opened.close()


def _lines(notes: Iterable[tuple[int, Sequence[str]]], html: bool) -> list[TextLine]:
    made: list[TextLine] = []
    for number, fields in notes:
        front, *rest = [_plain(field, html) for field in fields]
        back = next((text for text in rest if text), "")
        if front:
            made += [TextLine(f"Q: {' '.join(front.split())}", number)]
            made += [
                TextLine(f"{'A: ' if n == 0 else ''}{text}", number) for n, text in enumerate(back.split("\n")) if back
            ]
            made.append(TextLine("", number))
    return made


def _plain(field: str, html: bool) -> str:
    text = _SOUND.sub(" ", _GAP.sub(lambda gap: gap[1].partition("::")[0], field))
    if html or "<" in text:
        return "\n".join(line.text for line in lines_of(text)).strip().strip("*")
    return text.strip()
