"""Readers of documents by their suffix: text, Markdown, HTML, .docx, .pdf, Anki's decks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import PurePath
from statistics import median
from typing import Any, Final

from questions.documents import cards, html
from questions.documents.encoding import decode
from questions.documents.lines import TextDocument, TextLine
from questions.errors import sentence
from questions.problem import FormatError, Problem
from questions.text import has_han, readable

READER: Final = "questions.documents.formats:as_json"  # for `apart`
LARGEST: Final = 20_000_000  # bytes of a document
LARGEST_INSIDE: Final = 60_000_000  # bytes of all that a .docx holds, decompressed
MOST_PAGES: Final = 200
MOST_CHARACTERS: Final = 3_000_000
FULL: Final = 0.8  # share of a page's usual width from which a line goes on in the next one
TEXT: Final = (".txt", ".md", ".markdown", ".text")
SIGNATURES: Final = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"))
_MARKED = re.compile(
    r"\s{0,12}(?:[-*•·●▪]|[(（]?\d{1,3}\s?[.)）、．:：]|[①-⑳]|[一二三四五六七八九十]{1,3}、|Q\d*[:：]|A\d*[:：]|#)"
)


def read(data: bytes, name: str) -> TextDocument:
    """What a document says; FormatError for what cannot be read. `name` tells its format; of "-" its first bytes do."""
    suffix = PurePath(name).suffix.casefold()
    if suffix not in READERS:
        suffix = next(
            (known for start, known in SIGNATURES if data.startswith(start)), ".txt" if name == "-" else suffix
        )
    if suffix not in READERS:
        raise FormatError(
            Problem(
                name, sentence("is no kind of document that is read here; there are {names}.", names=", ".join(READERS))
            )
        )
    if len(data) > LARGEST:
        raise FormatError(
            Problem(
                name,
                sentence("is {size:.1f} MB; at most {most:.0f} MB are read.", size=len(data) / 1e6, most=LARGEST / 1e6),
            )
        )
    document = READERS[suffix](data, name)
    if sum(len(line.text) for line in document.lines) > MOST_CHARACTERS:
        raise FormatError(
            Problem(name, sentence("holds more than {most:,} characters; take out what matters.", most=MOST_CHARACTERS))
        )
    return document


def as_json(data: bytes, name: str) -> dict[str, Any]:
    """`read` as plain data, for another process."""
    document = read(data, name)
    return {"encoding": document.encoding, "lines": [[line.text, line.number, line.page] for line in document.lines]}


def from_json(made: dict[str, Any], name: str) -> TextDocument:
    """The document of `as_json`; ValueError or KeyError for anything else."""
    lines = tuple(TextLine(str(text), int(number), int(page)) for text, number, page in made["lines"])
    return TextDocument(name, str(made["encoding"]), lines)


# -- text ------------------------------------------------------------------------------------------------------------


def _text(data: bytes, name: str) -> TextDocument:
    text, encoding = decode(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if cards.is_export(text):
        return TextDocument(name, encoding, tuple(cards.lines_of_export(text)))
    if PurePath(name).suffix.casefold() in (".md", ".markdown"):
        text = _without_front_matter(text)
    return TextDocument(
        name, encoding, tuple(TextLine(readable(line), n) for n, line in enumerate(text.split("\n"), 1))
    )


_LINK = re.compile(r"!?\[\[([^\[\]|#\n]{0,200})(?:#[^\[\]|\n]{0,200})?(?:\|([^\[\]\n]{0,200}))?\]\]")
_CALLOUT = re.compile(r"^>\s?\[!([a-z]{1,20})\][-+]?\s*(.*)$", re.I | re.M)


def _without_front_matter(text: str) -> str:
    """Obsidian's notes as Markdown: no properties, links by their words, callouts that ask as "Q:"; lines stay where they are."""
    if text.startswith("---\n") and (end := text.find("\n---", 3)) > 0:
        behind = text.find("\n", end + 1)
        head = text if behind < 0 else text[:behind]
        text = "\n" * head.count("\n") + text[len(head) :]
    text = _LINK.sub(lambda link: link[2] or ("" if link[0].startswith("!") else link[1]), text)
    return _callouts(text.replace("==", "")) if "[!" in text else text.replace("==", "")


def _callouts(text: str) -> str:
    made, inside = [], False
    for line in text.split("\n"):
        if (found := _CALLOUT.match(line)) and found[1].casefold() in ("question", "faq", "help"):
            made.append(f"Q: {found[2]}")
            inside = True
        elif inside and line.startswith(">"):
            made.append(line[1:].removeprefix(" "))
        else:
            made.append(line)
            inside = False
    return "\n".join(made)


def _html(data: bytes, name: str) -> TextDocument:
    text, encoding = decode(data, name)
    return TextDocument(name, encoding, tuple(html.lines_of(text)))


# -- what libraries read ---------------------------------------------------------------------------------------------


def _docx(data: bytes, name: str) -> TextDocument:
    """Word's documents through mammoth, which numbers lists as Word does."""
    import mammoth

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST_INSIDE:
                raise FormatError(
                    Problem(
                        name, sentence("holds more than {size:.0f} MB once it is unpacked.", size=LARGEST_INSIDE / 1e6)
                    )
                )
            if "word/document.xml" not in packed.namelist():
                raise FormatError(Problem(name, sentence("is no document of Word: it holds no word/document.xml.")))
        without_pictures = mammoth.images.img_element(lambda _: {})
        page = mammoth.convert_to_html(io.BytesIO(data), convert_image=without_pictures).value
    except (FormatError, MemoryError):
        raise
    except Exception as error:  # whatever a library says of a broken file
        raise FormatError(
            Problem(name, sentence("is no document of Word that can be read ({said}).", said=_said(error)))
        ) from error
    lines = html.lines_of(page.replace("<p>", "\n<p>").replace("<li>", "\n<li>").replace("<h", "\n<h").lstrip("\n"))
    return TextDocument(name, "docx", tuple(lines))


def _pdf(data: bytes, name: str) -> TextDocument:
    """PDF through pypdf; lines that only the width of the page has broken are one again."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FormatError(Problem(name, sentence("is locked with a password; save it without one.")))
        if len(reader.pages) > MOST_PAGES:
            raise FormatError(
                Problem(
                    name,
                    sentence("has {count} pages; at most {most} are read.", count=len(reader.pages), most=MOST_PAGES),
                )
            )
        pages = [page.extract_text() or "" for page in reader.pages]
    except (FormatError, MemoryError):
        raise
    except Exception as error:
        raise FormatError(Problem(name, sentence("is no PDF that can be read ({said}).", said=_said(error)))) from error
    if not any(page.strip() for page in pages):
        raise FormatError(Problem(name, sentence("holds no text, only pictures; paste the text instead.")))
    found = [line for n, page in enumerate(pages, 1) for line in _unbroken(page.splitlines(), n)]
    return TextDocument(name, "pdf", tuple(found))


def _unbroken(lines: Sequence[str], page: int) -> list[TextLine]:
    texts = [readable(line).rstrip() for line in lines]
    widths = sorted(_width(text) for text in texts if text.strip())
    usual = median(widths[len(widths) * 3 // 4 :]) if widths else 0.0
    made: list[TextLine] = []
    goes_on = False
    for number, text in enumerate(texts, 1):
        if goes_on and text.strip() and not _MARKED.match(text):
            last = made[-1]
            between = "" if has_han(last.text[-1:]) or has_han(text.lstrip()[:1]) else " "
            made[-1] = TextLine(f"{last.text}{between}{text.strip()}", last.number, page)
        else:
            made.append(TextLine(text, number, page))
        goes_on = (
            usual > 30
            and _width(text) >= FULL * usual
            and not text.endswith(("。", "？", "?", "！", "!", "；", ":", "："))
        )
    return made


def _width(text: str) -> int:
    return sum(2 if has_han(character) else 1 for character in text)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__


def _package(data: bytes, name: str) -> TextDocument:
    return TextDocument(name, "apkg", tuple(cards.lines_of_package(data, name)))


READERS: Final[dict[str, Callable[[bytes, str], TextDocument]]] = {
    **dict.fromkeys(TEXT, _text),
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
    ".apkg": _package,
}
