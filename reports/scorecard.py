"""The scorecard of a whole interview as a file: text, HTML that loads nothing, a picture, JSON."""

from __future__ import annotations

import io
import json
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.messages.loops import ScorecardMessage
from app.messages.stored import pack
from reports.html import template
from reports.plots import DPI, FIRST, GRID, INK, QUIET, WIDTH, drawable, drawing
from texts import catalogue, scorecards

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 54  # columns of a line of the picture, a Chinese character being two


def as_json(card: ScorecardMessage) -> str:
    return json.dumps(pack(card)["message"], ensure_ascii=False, indent=1)


def as_text(card: ScorecardMessage) -> str:
    """Plain lines; the band where it was asked for, or where there is none."""
    return "\n".join([scorecards.title(card), *_lines(card)]) + "\n"


def _lines(card: ScorecardMessage) -> Iterator[str]:
    say, language = catalogue(card.language).loop, card.language
    yield ""
    yield say.STRENGTHS
    yield from [f"  • {scorecards.point(one, language)}" for one in card.strengths] or [f"  {say.NO_STRENGTHS}"]
    yield ""
    for dimension in card.dimensions:
        named, rests = scorecards.dimension(dimension, language)
        yield named
        yield f"  {rests}"
    if card.gaps:
        yield ""
        yield say.GAPS
        yield from (f"  • {scorecards.gap(one, language)}" for one in card.gaps)
    if card.pending:
        yield say.pending(card.pending)
    if card.shown or card.band is None:
        yield ""
        yield say.BAND
        yield from (f"  {line}" for line in scorecards.band(card))


def page(card: ScorecardMessage) -> str:
    """One HTML file; the band is folded away unless it was asked for."""
    say, language = catalogue(card.language), card.language
    dimensions = [
        (*scorecards.dimension(one, language), [scorecards.gap(point, language) for point in one.evidence])
        for one in card.dimensions
    ]
    return template("scorecard.html.j2").render(
        lang={"zh": "zh-Hans", "en": "en"}[language],
        title=scorecards.title(card),
        say=say.loop,
        strengths=[scorecards.point(one, language) for one in card.strengths],
        dimensions=dimensions,
        gaps=[scorecards.gap(one, language) for one in card.gaps],
        band=scorecards.band(card),
        shown=card.shown or card.band is None,
        pending=say.loop.pending(card.pending) if card.pending else "",
    )


def picture(card: ScorecardMessage) -> bytes:
    """A PNG for a phone: strengths, a bar for each dimension, what cost most; the band where it was asked for."""
    from matplotlib.figure import Figure

    say, language = catalogue(card.language).loop, card.language
    strengths = [scorecards.point(one, language) for one in card.strengths] or [say.NO_STRENGTHS]
    below = [(say.GAPS, [scorecards.gap(one, language) for one in card.gaps])] if card.gaps else []
    if card.shown or card.band is None:
        below.append((say.BAND, scorecards.band(card)))
    texts = [(say.STRENGTHS, _wrapped(strengths)), *((title, _wrapped(lines)) for title, lines in below)]
    with drawing():
        heights = [0.5 + 0.27 * len(texts[0][1]), 0.5 + 0.62 * len(card.dimensions)]
        heights += [0.5 + 0.27 * len(lines) for _, lines in texts[1:]]
        figure = Figure(figsize=(WIDTH, sum(heights) + 0.6), dpi=DPI, facecolor="white", layout="constrained")
        figure.suptitle(drawable(scorecards.title(card)), x=0.02, ha="left", fontsize=15)
        panels = figure.subplots(len(heights), height_ratios=heights, squeeze=False)[:, 0]
        _text(panels[0], *texts[0])
        _bars(panels[1], card)
        for panel, (title, lines) in zip(panels[2:], texts[1:], strict=True):
            _text(panel, title, lines)
        made = io.BytesIO()
        figure.savefig(made, format="png")
    return made.getvalue()


def _wrapped(lines: list[str]) -> list[str]:
    """Lines of the picture; Chinese breaks anywhere."""
    return [part for line in lines for part in _broken(line)]


def _broken(line: str) -> list[str]:
    wide = any(ord(sign) > 0x2E7F for sign in line)
    return textwrap.wrap(line, LINE // 2 if wide else LINE, break_long_words=True) or [""]


def _text(axes: Axes, title: str, lines: list[str]) -> None:
    axes.set_axis_off()
    axes.set_title(drawable(title))
    said = "\n".join(map(drawable, lines))
    axes.text(0, 1, said, va="top", fontsize=12, color=INK, linespacing=1.45, transform=axes.transAxes)


def _bars(axes: Axes, card: ScorecardMessage) -> None:
    """A bar for each dimension that has a level; the others stand there with what is lacking."""
    language, places = card.language, range(len(card.dimensions))
    shares: list[Any] = [one.share if one.level and one.share is not None else 0.0 for one in card.dimensions]
    axes.barh(places, [1] * len(shares), color=GRID, height=0.3)
    axes.barh(places, shares, color=FIRST, height=0.3)
    for place, one in zip(places, card.dimensions, strict=True):
        named, rests = scorecards.dimension(one, language)
        said = f"{named} · {rests.partition(' ')[2] if one.level else rests}"
        axes.text(0, place - 0.3, drawable(said), va="bottom", fontsize=11, color=INK if one.level else QUIET)
    axes.set_ylim(len(shares) - 0.5, -0.8)
    axes.set_xlim(0, 1)
    axes.set_axis_off()
