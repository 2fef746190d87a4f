"""A chat as a phone shows it, drawn as one SVG without fonts or scripts of its own.

Text is broken at 40 columns, a Chinese character taking two, and each piece is drawn to the width of its columns, so that it
looks alike whatever fonts a viewer has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Literal

from rich.text import Text

from cli.terminal.layout import breaks, hanging, width
from testing.botapi import Message

COLUMNS = 40
COLUMN, LINE = 7.4, 20.0  # pixels
SCREEN, HEIGHT, GAP, PADDING = 360.0, 980.0, 28.0, 10.0
FOLDED_LINES = 3  # of a quote that unfolds with a tap
STYLES = {"b": "b", "strong": "b", "i": "i", "em": "i", "code": "c", "a": "a", "tg-spoiler": "s"}
HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.0f} {h:.0f}" width="{w:.0f}" height="{h:.0f}">
<title>{title}</title><style>
text {{ font: 15px -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }}
text {{ fill: #111; }}
.b {{ font-weight: 600; }} .i {{ font-style: italic; fill: #555; }} .a {{ fill: #2678b6; }} .s {{ fill: #b9bec4; }}
.c {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; fill: #8a3b00; }}
.k {{ font-size: 13px; fill: #fff; text-anchor: middle; }}
</style><rect width="{w:.0f}" height="{h:.0f}" fill="#f2f4f1"/>
"""

Kind = Literal["text", "quote", "folded", "code"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message that is laid out alike."""

    kind: Kind
    text: Text


class _Reader(HTMLParser):
    """Telegram's HTML as pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []
        self._kind: Kind = "text"
        self._open: list[str] = []
        self._text = Text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("blockquote", "pre"):
            self.flush()
            self._kind = "code" if tag == "pre" else "folded" if ("expandable", None) in attrs else "quote"
        self._open.append(STYLES.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("blockquote", "pre"):
            self.flush()
            self._kind = "text"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        style = next((style for style in reversed(self._open) if style), "")
        shown = "░" * (width(data) or 1) if style == "s" else data
        self._text.append(shown, "" if self._kind == "code" else style)

    def flush(self) -> None:
        if self._text.plain.strip():
            self.pieces.append(Piece(self._kind, self._text))
        self._text = Text()


def pieces(message: Message) -> list[Piece]:
    """A message in its parts."""
    if not message.from_bot:
        return [Piece("text", Text(message.text))]
    reader = _Reader()
    reader.feed(message.html)
    reader.flush()
    return reader.pieces


def lines(piece: Piece) -> list[Text]:
    """A part as lines of a phone; of what is folded only the first."""
    columns = COLUMNS if piece.kind == "text" else COLUMNS - 3
    rows = [part for row in _trimmed(piece.text).split("\n", allow_blank=True) for part in _broken(row, columns)]
    if piece.kind == "folded" and len(rows) > FOLDED_LINES:
        return [*rows[:FOLDED_LINES], Text("⌄", "i")]
    return rows


def _trimmed(text: Text) -> Text:
    """Without empty lines at its end, and with at most one before it."""
    made = text.copy()
    made.rstrip()
    leading = len(made.plain) - len(made.plain.lstrip("\n"))
    return made[max(0, leading - 1) if leading > 1 else leading :]


def _broken(row: Text, columns: int) -> Iterator[Text]:
    hang = hanging(row.plain, columns)
    for number, part in enumerate(row.divide(breaks(row.plain, columns, hang))):
        part.rstrip()
        yield Text(" " * hang).append_text(part) if number else part


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message laid out: lines with the kind of their part, and rows of buttons."""

    mine: bool
    lines: tuple[tuple[Kind, Text], ...]
    keyboard: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + 14 + len(self.keyboard) * 34 + 8


def bubble(message: Message) -> Bubble:
    found = [(piece.kind, line) for piece in pieces(message) for line in lines(piece)]
    rows = (message.markup or {}).get("inline_keyboard", [])
    return Bubble(not message.from_bot, tuple(found), tuple(tuple(b["text"] for b in row) for row in rows))


def drawn(messages: Iterable[Message], title: str) -> str:
    """The chat as an SVG: as many screens as it takes, side by side."""
    screens: list[list[Bubble]] = [[]]
    for shown in (bubble(message) for message in messages if not message.deleted and message.text.strip()):
        if screens[-1] and sum(b.height for b in screens[-1]) + shown.height > HEIGHT - 2 * PADDING:
            screens.append([])
        screens[-1].append(shown)
    high = max(HEIGHT, *(sum(b.height for b in screen) + 2 * PADDING for screen in screens))
    wide = len(screens) * (SCREEN + GAP) + GAP
    body = "\n".join(_screen(screen, GAP + n * (SCREEN + GAP), high) for n, screen in enumerate(screens))
    return f"{HEAD.format(w=wide, h=high + 2 * GAP, title=escape(title))}{body}\n</svg>\n"


def _screen(bubbles: Sequence[Bubble], left: float, high: float) -> str:
    made = [f'<rect x="{left:.0f}" y="{GAP:.0f}" width="{SCREEN:.0f}" height="{high:.0f}" rx="18" fill="#dbe5d2"/>']
    top = GAP + PADDING
    for shown in bubbles:
        made += _bubble(shown, left, top)
        top += shown.height
    return "\n".join(made)


def _bubble(shown: Bubble, left: float, top: float) -> Iterator[str]:
    most = max((width(line.plain) + (0 if kind == "text" else 3) for kind, line in shown.lines), default=1)
    wide = max(most * COLUMN + 22, SCREEN - 24 if shown.keyboard else 0)
    x = left + SCREEN - 10 - wide if shown.mine else left + 10
    high = len(shown.lines) * LINE + 12
    fill = "#e3fbd0" if shown.mine else "#fff"
    yield f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="13" fill="{fill}"/>'
    for number, (kind, line) in enumerate(shown.lines):
        y = top + 6 + number * LINE
        if kind in ("quote", "folded"):
            yield f'<rect x="{x + 10:.1f}" y="{y + 1:.1f}" width="3" height="{LINE:.0f}" fill="#7d9b76"/>'
        if kind == "code":
            yield f'<rect x="{x + 8:.1f}" y="{y + 1:.1f}" width="{wide - 16:.1f}" height="{LINE:.0f}" fill="#eef0ee"/>'
        yield from _line(line, x + (11 if kind == "text" else 20), y + 15, "c" if kind == "code" else "")
    yield from _keyboard(shown.keyboard, x, top + high + 4, wide)


def _line(line: Text, x: float, y: float, style: str) -> Iterator[str]:
    """The runs of one style, each as wide as its columns."""
    at = 0
    for run in line.divide(sorted({edge for span in line.spans for edge in (span.start, span.end)} - {0, len(line)})):
        size = width(run.plain)
        if run.plain.strip():
            named = str(run.spans[0].style) if run.spans else style
            start = at + size - width(run.plain.lstrip())
            long = width(run.plain.strip()) * COLUMN
            yield (
                f'<text x="{x + start * COLUMN:.1f}" y="{y:.1f}" class="{named}" textLength="{long:.1f}" '
                f'lengthAdjust="spacingAndGlyphs">{escape(run.plain.strip())}</text>'
            )
        at += size


def _keyboard(rows: Sequence[Sequence[str]], x: float, top: float, wide: float) -> Iterator[str]:
    for number, row in enumerate(rows):
        each, y = (wide - 4 * (len(row) - 1)) / len(row), top + number * 34
        for place, label in enumerate(row):
            left = x + place * (each + 4)
            yield f'<rect x="{left:.1f}" y="{y:.1f}" width="{each:.1f}" height="30" rx="8" fill="#7d9b76"/>'
            yield f'<text x="{left + each / 2:.1f}" y="{y + 20:.1f}" class="k">{escape(label)}</text>'
