"""Styled lines broken to the width of a terminal, Chinese by its own rules, and the little Markdown that texts use.

Only fences, `code`, **bold** and list items count: single asterisks and underscores are mostly those of formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wcwidth import iter_graphemes, wcswidth

if TYPE_CHECKING:
    from rich.text import Text

Line = tuple[str, str]  # text, rich style

_OPENING = "（《〈【〖「『〔［｛“‘"
_CLOSING = "，。！？；：、）》〉】〗」』〕］｝”’…—～·％"
_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003fffd"
)
_NO_MARK = f"(?![{_OPENING}{_CLOSING}])"
_UNIT = re.compile(
    rf"[{_OPENING}(\[{{]*(?:{_NO_MARK}[{_WIDE}]|(?:{_NO_MARK}[^\s{_WIDE}]|(?<=\w)’(?=\w))+)?[{_CLOSING}),.!?;:\]}}%]*\s*"
)  # what is never broken: a word or one wide character, with the marks that may not stand alone
_HANG = re.compile(r"\s*(?:[-•·*] |\d{1,2}[.、)] ?(?:[✓◐○✗?] )?|[✓◐○✗?] )?")
_FENCE = re.compile(r"^\s*```([\w+-]*)\s*$")
_MARKED = re.compile(r"`([^`\n]+)`|\*\*([^*\n]+)\*\*")
_ITEM = re.compile(r"^(\s*)[-*] (?=\S)")


def width(text: str) -> int:
    """Columns that a text takes; a control character takes none."""
    return sum(max(0, wcswidth(cluster)) for cluster in iter_graphemes(text))


def styled(line: Line) -> Iterator[Text]:
    """A text of one or several lines with its Markdown rendered, line by line."""
    from rich.text import Text

    text, style = line
    fenced = False
    for row in text.split("\n"):
        if _FENCE.match(row) and (fenced or _is_closed(text, row)):
            fenced = not fenced
        elif fenced:
            yield Text(f"  {row}", "cyan")
        else:
            yield _inline(_ITEM.sub(r"\1• ", row), style)


def _is_closed(text: str, row: str) -> bool:
    return text.partition(row)[2].count("```") > 0


def _inline(row: str, style: str) -> Text:
    from rich.text import Text

    made, at = Text(style=style), 0
    for found in _MARKED.finditer(row):
        made.append(row[at : found.start()])
        made.append(found[1] or found[2], "cyan" if found[1] else "bold")
        at = found.end()
    return made.append(row[at:])


def laid_out(lines: Iterable[Line], columns: int | None) -> Text:
    """All lines as one styled text; broken to `columns`, or not at all for None."""
    from rich.text import Text

    rows = (row for line in lines for row in styled(line))
    return Text("\n").join(rows if columns is None else (part for row in rows for part in _broken(row, columns)))


def _broken(row: Text, columns: int) -> Iterator[Text]:
    """A row as one or several that fit; what goes on below a list item stands under its text."""
    from rich.text import Text

    hang = hanging(row.plain, columns)
    for number, part in enumerate(row.divide(breaks(row.plain, columns, hang))):
        part.rstrip()
        yield Text(" " * hang).append_text(part) if number else part


def hanging(text: str, columns: int) -> int:
    """By how many columns the continuation of a line is indented; 0 where that would leave less than half."""
    found = _HANG.match(text)
    indent = width(found[0]) if found else 0
    return indent if indent <= columns // 4 else 0


def breaks(text: str, columns: int, hang: int = 0) -> list[int]:
    """Where to break a line so that each part fits, the following ones being indented by `hang`.

    A part begins with no closing and ends with no opening mark; a word longer than a line is broken anywhere.
    """
    found: list[int] = []
    used = 0
    for start, unit in _units(text):
        size = width(unit.rstrip())
        if used and used + size > columns:
            found.append(start)
            used = hang
        if used + size > columns:
            inside, used = _chopped(unit, columns, used, hang)
            found += [start + at for at in inside]
        else:
            used += width(unit)
    return found


def _units(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(text):
        found = _UNIT.match(text, at)
        end = max(found.end() if found else 0, at + 1)
        yield at, text[at:end]
        at = end


def _chopped(unit: str, columns: int, used: int, hang: int) -> tuple[list[int], int]:
    """Where a unit that fits on no line is broken, and how much of the last line it takes."""
    clusters = list(iter_graphemes(unit))
    found: list[int] = []
    begun = 0  # the first cluster of the line
    for number, cluster in enumerate(clusters):
        if used + width(cluster) > columns and number > begun and not cluster.isspace():
            cut = number
            while cut > begun + 1 and clusters[cut][0] in _CLOSING:
                cut -= 1
            found.append(cut)
            begun, used = cut, hang + sum(map(width, clusters[cut:number]))
        used += width(cluster)
    return [len("".join(clusters[:cut])) for cut in found], used
