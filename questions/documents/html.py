"""HTML as lines of Markdown: headings, lists, bold lines, code and what folds away keep their marks, all else is text.

The parser of the standard library tells the line of the source and calls back element by element, so that no depth of nesting
takes memory or stack.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from questions.documents.lines import TextLine

BLOCKS: Final = frozenset(
    """address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form header hr html li main nav ol
    p section table tbody td tfoot th thead tr ul""".split()
)
HEADINGS: Final = {f"h{n}": "#" * n for n in range(1, 7)}
SILENT: Final = frozenset(("script", "style", "template", "noscript", "head", "svg", "math", "object", "iframe"))
BOLD: Final = frozenset(("b", "strong"))
KEPT: Final = {"details": ("<details>", "</details>"), "summary": ("<summary>", "</summary>")}
DEEPEST_LIST: Final = 6  # lists within lists that are numbered; deeper ones have bullets


class _Lines(HTMLParser):
    """Gathers the lines of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[TextLine] = []
        self._words: list[str] = []
        self._begun = 1
        self._silent = 0
        self._code = 0
        self._bold = 0
        self._all_bold = True
        self._mark = ""
        self._numbers: list[int | None] = []  # of the items of open lists, None where they have bullets

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag in ("ol", "ul"):
            self._end()
            self._numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._end()
            self._mark = self._item()
        elif tag in HEADINGS:
            self._end()
            self._mark = f"{HEADINGS[tag]} "
        elif tag in BOLD:
            self._bold += 1
        elif tag == "pre":
            self._end()
            self._line("```")
            self._code += 1
        elif tag in KEPT:
            self._end()
            self._line(KEPT[tag][0])
        elif tag in BLOCKS:
            self._end()
            if tag in ("p", "hr"):
                self._blank()

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("ol", "ul"):
            self._end()
            if self._numbers:
                self._numbers.pop()
        elif tag in BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag == "pre":
            self._end()
            if self._code:
                self._code -= 1
                self._line("```")
        elif tag in KEPT:
            self._end()
            self._line(KEPT[tag][1])
        elif tag in BLOCKS or tag in HEADINGS:
            self._end()
            if tag in ("p", "ol", "ul") or tag in HEADINGS:
                self._blank()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._code:
            first, _ = self.getpos()
            for n, text in enumerate(data.strip("\n").split("\n")):
                self.made.append(TextLine(text.rstrip(), first + n))
            return
        words = " ".join(data.split())
        if not words:
            if self._words and data:
                self._words.append(" ")
            return
        if not self._words:
            self._begun, self._all_bold = self.getpos()[0], True
        self._all_bold = self._all_bold and self._bold > 0
        before = " " if data[:1].isspace() and self._words else ""
        self._words.append(f"{before}{words}{' ' if data[-1:].isspace() else ''}")

    def _item(self) -> str:
        if not self._numbers or self._numbers[-1] is None or len(self._numbers) > DEEPEST_LIST:
            return "- "
        self._numbers[-1] += 1
        return f"{self._numbers[-1]}. "

    def _end(self) -> None:
        """Ends the line that is being gathered."""
        text = "".join(self._words).strip()
        if text:
            shown = f"**{text}**" if self._all_bold and not self._mark.startswith("#") else text
            self.made.append(TextLine(f"{self._mark}{shown}", self._begun))
            self._mark = ""
        self._words = []

    def _line(self, text: str) -> None:
        self.made.append(TextLine(text, self.getpos()[0]))

    def _blank(self) -> None:
        if self.made and self.made[-1].text:
            self._line("")


def lines_of(page: str) -> list[TextLine]:
    """The lines of an HTML page or fragment."""
    reader = _Lines()
    reader.feed(page)
    reader.close()
    reader._end()
    return _summaries_joined(reader.made)


def _summaries_joined(lines: list[TextLine]) -> list[TextLine]:
    """`<summary>` and `</summary>` stand in one line with what they enclose."""
    made: list[TextLine] = []
    inside: list[str] | None = None
    for line in lines:
        if line.text == "<summary>":
            inside = []
            made.append(line)
        elif line.text == "</summary>" and inside is not None:
            made[-1] = TextLine(f"<summary>{' '.join(inside)}</summary>", made[-1].number)
            inside = None
        elif inside is not None:
            inside.append(line.text.strip("*#- "))
        else:
            made.append(line)
    return made
