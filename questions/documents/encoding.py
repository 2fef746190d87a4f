"""Detection of encodings: UTF-8 and GB18030 are decoded, others refused by name where they can be told."""

from __future__ import annotations

import codecs

from questions.errors import sentence
from questions.problem import FormatError, Problem

OTHERS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
EVERYDAY = frozenset("的一是不了在有和这中大为上个我以要时来用们生到作地于出会可也你对就里后自之得說個為這來時們後會對")
LIKELY = 0.04  # share of everyday characters among the Chinese ones below which bytes were no GB18030
SIMPLE = 0.8  # share of GB 2312's first level, the 3755 most used characters, that says the same


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text, and the encoding it was found in ("UTF-8", "UTF-8 with BOM", "GB18030"); FormatError for any other."""
    for mark, encoding in OTHERS:
        if data.startswith(mark):
            raise _refused(name, sentence("is {encoding}", encoding=encoding))
    if b"\x00" in data:
        raise _refused(name, sentence("is not a text"))
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data.decode("utf-8-sig"), "UTF-8 with BOM"
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        return _gb18030(data, name, error.start), "GB18030"


def _gb18030(data: bytes, name: str, fault: int) -> str:
    line = data.count(b"\n", 0, fault) + 1
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _refused(name, sentence("is neither UTF-8 (line {line}) nor GB18030", line=line)) from error
    if not _chinese(text):
        raise _refused(name, sentence("is not UTF-8 (line {line}), and read as GB18030 it makes no sense", line=line))
    return text


def _chinese(text: str) -> bool:
    """Whether a text reads like Chinese, for other encodings are valid GB18030 too but make rare characters of it."""
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    kana = sum("\u3041" <= c <= "\u30ff" for c in text)
    if not han or kana * 5 > len(han):
        return False
    first_level = sum(c.encode("gb2312", "ignore")[:1] in _FIRST_LEVEL for c in han)
    return first_level >= SIMPLE * len(han) or sum(c in EVERYDAY for c in han) >= LIKELY * len(han)


_FIRST_LEVEL = frozenset(bytes([lead]) for lead in range(0xB0, 0xD8))


def _refused(name: str, what: str) -> FormatError:
    return FormatError(Problem(name, sentence("{what}; save it as UTF-8.", what=what)))
