"""The picture of a report: one tall image for a phone, drawn without any font of the machine.

Each panel draws marks of one source and says which; a panel without figures is left out.
"""

from __future__ import annotations

import io
import textwrap
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from app.progress import Facts, Marks, TopicProgress
from questions.model import Language
from reports.sections import shade, title
from texts import catalogue, topic_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, DPI = 7.2, 150  # inches and dots: 1080 pixels, a phone's width
INK, QUIET, FIRST, AFTER, GRID = "#1f2933", "#7b8794", "#2b6cb0", "#dd8452", "#e4e7eb"
SHADES = ("#ebedf0", "#c6dbef", "#85b7dc", "#4089c4", "#14508c")
CALENDAR_WEEKS, SHOWN_TOPICS = 18, 12
FONT = "DroidSansFallback-GB2312.ttf"
STYLE: Any = {
    "font.size": 12,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GRID,
    "axes.titlesize": 13,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "axes.unicode_minus": False,
    "text.parse_math": False,
}
_drawing = threading.Lock()  # matplotlib's settings belong to the process


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure of the picture and its height in inches."""

    height: float
    draw: Callable[[Axes], None]


def picture(facts: Facts) -> bytes:
    """The report as a PNG."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    panels = _panels(facts)
    with drawing():
        heights = [panel.height for panel in panels]
        layout = ConstrainedLayoutEngine(h_pad=0.14, w_pad=0.12)
        figure = Figure(figsize=(WIDTH, sum(heights) + 0.7), dpi=DPI, facecolor="white", layout=layout)
        figure.suptitle(drawable(title(facts)), x=0.02, ha="left", fontsize=17)
        for panel, axes in zip(
            panels, figure.subplots(len(panels), height_ratios=heights, squeeze=False)[:, 0], strict=True
        ):
            panel.draw(axes)
        made = io.BytesIO()
        figure.savefig(made, format="png")
    return made.getvalue()


@contextmanager
def drawing() -> Iterator[None]:
    """While the block runs a figure may be drawn, in our style and fonts."""
    import matplotlib

    with _drawing, matplotlib.rc_context({**STYLE, "font.family": list(_families())}):
        yield


def _panels(facts: Facts) -> list[Panel]:
    lead, panels = facts.lead, []
    if lead is None:
        panels.append(Panel(0.8, lambda axes: _no_marks(axes, facts.language)))
    if lead is not None and len(lead.weeks) > 1:
        panels.append(Panel(2.9, lambda axes: _trend(axes, lead, facts.language)))
    if lead is not None:
        shown = lead.topics[:SHOWN_TOPICS]
        panels.append(Panel(0.9 + 0.42 * len(shown), lambda axes: _topics(axes, lead, shown, facts.language)))
    panels.append(Panel(2.5, lambda axes: _calendar(axes, facts)))
    if facts.forecast.today or any(count for _, count in facts.forecast.days):
        panels.append(Panel(2.3, lambda axes: _forecast(axes, facts)))
    return panels


# -- fonts -----------------------------------------------------------------------------------------------------------


@cache
def _families() -> tuple[str, str]:
    """Latin from matplotlib's own font, Chinese from the one that comes with this program."""
    from matplotlib import font_manager

    with as_file(files("reports") / "fonts" / FONT) as path:
        font_manager.fontManager.addfont(path)
        return "DejaVu Sans", str(font_manager.FontProperties(fname=path).get_name())


@cache
def _characters() -> frozenset[int]:
    """Every character that one of the two fonts has."""
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    found = [FT2Font(font_manager.findfont(family, fallback_to_default=False)) for family in _families()]
    return frozenset(code for font in found for code in font.get_charmap())


def drawable(text: str) -> str:
    """A name as far as it can be drawn; other characters become a box."""
    return "".join(c if ord(c) in _characters() else "□" for c in text)


# -- panels ----------------------------------------------------------------------------------------------------------


def _no_marks(axes: Axes, language: Language) -> None:
    axes.set_axis_off()
    axes.text(0, 0.5, catalogue(language).report.FIGURE_NO_MARKS, fontsize=13, color=QUIET, va="center")


def _trend(axes: Axes, marks: Marks, language: Language) -> None:
    say = catalogue(language).report
    axes.set_title(say.figure_trend(marks.source.value))
    days = [week.monday.toordinal() for week in marks.weeks]
    firsts, errors = [w.first.value for w in marks.weeks], [w.first.error or 0 for w in marks.weeks]
    axes.plot(days, [w.after for w in marks.weeks], "s--", color=AFTER, lw=1.8, ms=6, label=say.FIGURE_AFTER)
    axes.errorbar(days, firsts, errors, fmt="o-", color=FIRST, lw=2.2, ms=7, capsize=3, label=say.FIGURE_FIRST)
    axes.set_ylim(0, 10.4)
    axes.set_yticks(range(0, 11, 2))
    axes.set_xlim(days[0] - 4, days[-1] + 4)
    step = -(-len(days) // 6)
    axes.set_xticks(days[::step], [f"{w.monday:%m-%d}\nn={w.first.n}" for w in marks.weeks[::step]])
    axes.grid(axis="y", color=GRID)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, fontsize=11)


def _topics(axes: Axes, marks: Marks, shown: Sequence[TopicProgress], language: Language) -> None:
    axes.set_title(catalogue(language).report.figure_topics(marks.source.value))
    places = range(len(shown))
    means, sds = [t.ability.mean for t in shown], [t.ability.sd for t in shown]
    axes.hlines(places, [max(0.0, m - s) for m, s in zip(means, sds, strict=True)],
                [min(10.0, m + s) for m, s in zip(means, sds, strict=True)], color=FIRST, alpha=0.35, lw=7)  # fmt: skip
    axes.plot(means, places, "o", color=FIRST, ms=8)
    for place, topic in zip(places, shown, strict=True):
        said = f"{topic.ability.mean:.1f} ± {topic.ability.sd:.1f}  n={topic.ability.n}"
        axes.text(10.25, place, said, va="center", fontsize=11, color=QUIET)
    axes.set_yticks(
        places, [_in_two_lines(drawable(topic_name(t.id, language))) for t in shown], fontsize=11, linespacing=0.95
    )
    axes.set_xlim(0, 13.6)
    axes.set_xticks(range(0, 11, 2))
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.grid(axis="x", color=GRID)


def _in_two_lines(name: str) -> str:
    return "\n".join(textwrap.wrap(name, 17, max_lines=2, placeholder="…", break_on_hyphens=False))


def _calendar(axes: Axes, facts: Facts) -> None:
    """One square a day, a column a week, Monday on top."""
    say = catalogue(facts.language).report
    monday = facts.today - timedelta(days=facts.today.weekday(), weeks=CALENDAR_WEEKS - 1)
    count = (facts.today - monday).days + 1
    days = [monday + timedelta(days=n) for n in range(count)]
    colours = [SHADES[shade(facts.days[day])] for day in days]
    left, top = [n // 7 - 0.43 for n in range(count)], [n % 7 - 0.43 for n in range(count)]
    axes.bar(left, 0.86, 0.86, top, align="edge", color=colours)
    axes.set_title(say.FIGURE_CALENDAR)
    axes.set_aspect("equal")
    axes.set_xlim(-0.7, CALENDAR_WEEKS - 0.3)
    axes.set_ylim(6.7, -0.7)
    axes.set_yticks([0, 2, 4, 6], [say.DAYS[n] for n in (0, 2, 4, 6)])
    starts = [n for n in range(CALENDAR_WEEKS) if _begins_month(monday + timedelta(weeks=n))]
    axes.set_xticks(starts, [say.months((monday + timedelta(weeks=n)).month) for n in starts])
    for spine in axes.spines.values():
        spine.set_visible(False)


def _begins_month(monday: date) -> bool:
    return monday.day <= 7


def _forecast(axes: Axes, facts: Facts) -> None:
    say, coming = catalogue(facts.language).report, facts.forecast
    counts = [coming.today, *(count for _, count in coming.days)]
    bars = axes.bar(range(len(counts)), counts, color=[AFTER, *[FIRST] * len(coming.days)], width=0.7)
    axes.bar_label(bars, [str(count) if count else "" for count in counts], fontsize=11, color=QUIET)
    axes.set_title(say.FIGURE_FORECAST)
    labels = [say.FIGURE_TODAY, *(f"{day:%m-%d}" for day, _ in coming.days)]
    axes.set_xticks(range(0, len(counts), 2), labels[::2])
    axes.set_yticks([])
    axes.set_ylim(0, max(counts) * 1.2)
    axes.spines["left"].set_visible(False)
