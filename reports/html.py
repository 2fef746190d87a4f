"""A report as one HTML file: nothing is loaded from anywhere, every text is escaped by the template engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from app.group_progress import GroupFacts
from app.progress import Facts, Forecast, Marks, TopicProgress, Week
from questions.model import Language
from reports import group as groups
from reports import sections as words
from reports.sections import Section, shade
from texts import catalogue, topic_name

URL = re.compile(r"https?://[^\s<>\"']+")
CALENDAR_WEEKS, SQUARE = 26, 13  # weeks shown; pixels from one day's square to the next
Place = tuple[float, float]  # x and y within the figure, in its own units


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The first marks of a week. low, high: the ends of the standard error, the same where there is none."""

    x: float
    y: float
    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Both marks by week as lines, the first with its standard error. grid: a mark and its height."""

    grid: tuple[tuple[int, float], ...]
    first: tuple[TrendPoint, ...]
    after: tuple[Place, ...]
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class TopicBar:
    """The expected mark on its band of one standard deviation, in per cent of the scale."""

    name: str
    numbers: str
    left: float
    width: float
    mean: float


@dataclass(frozen=True, slots=True)
class TopicBars:
    topics: tuple[TopicBar, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    count: int
    x: int
    height: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Points coming back by day, today's first."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Square:
    x: int
    y: int
    shade: int
    label: str


@dataclass(frozen=True, slots=True)
class Heatmap:
    """A square for each day of half a year."""

    width: int
    side: int
    squares: tuple[Square, ...]
    months: tuple[tuple[int, str], ...]


Figure = Trend | TopicBars | Bars | Heatmap


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of the page. replaces_entries: the figure says what the section's lines say."""

    section: Section
    figure: Figure | None = None
    replaces_entries: bool = False

    @property
    def kind(self) -> str:
        return type(self.figure).__name__


def page(facts: Facts, *, quotes: bool) -> str:
    """One person's report."""
    return _rendered(words.title(facts), facts.language, panels(facts, quotes=quotes))


def panels(facts: Facts, *, quotes: bool) -> list[PageSection]:
    """The sections of one person's report with their figures."""
    found: list[PageSection] = []
    sources = iter(facts.marks)
    for section in words.sections(facts, quotes=quotes):
        match section.key:
            case "marks":
                marks = next(sources)
                found.append(PageSection(section, _trend(marks.weeks)))
            case "topics":
                found.append(PageSection(section, _topics(marks, facts.language), replaces_entries=True))
            case "forecast":
                found.append(PageSection(section, _forecast(facts.forecast, facts.language)))
            case _:
                found.append(PageSection(section))
    if facts.totals.answers:
        title = catalogue(facts.language).report.FIGURE_CALENDAR
        found.insert(1, PageSection(Section("calendar", title, ()), _calendar(facts), replaces_entries=True))
    return found


def group_page(facts: GroupFacts) -> str:
    """A group's report."""
    return _rendered(groups.title(facts), facts.language, [PageSection(section) for section in groups.sections(facts)])


@cache
def template(name: str = "report.html.j2") -> Template:
    """A page's template; whatever is put into it is escaped."""
    environment = Environment(loader=PackageLoader("reports", ""), autoescape=True, undefined=StrictUndefined)
    environment.filters["linked"] = linked
    return environment.get_template(name)


def _rendered(title: str, language: Language, found: Sequence[PageSection]) -> str:
    lang = {"zh": "zh-Hans", "en": "en"}[language]
    return template().render(title=title, lang=lang, panels=found, say=catalogue(language).report)


def linked(line: str) -> Markup:
    """The line with its addresses as links; nothing else in it is markup."""
    parts, at = [], 0
    for found in URL.finditer(line):
        address = escape(found[0])
        parts += [escape(line[at : found.start()]), Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(address)]
        at = found.end()
    whole = Markup("").join([*parts, escape(line[at:])])
    return whole.replace("n = ", "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")


# -- figures ---------------------------------------------------------------------------------------------------------


def _topics(marks: Marks, language: Language) -> TopicBars:
    return TopicBars(tuple(_topic(topic, language) for topic in marks.topics))


def _topic(topic: TopicProgress, language: Language) -> TopicBar:
    mean, sd = topic.ability.mean, topic.ability.sd
    low, high = max(0.0, mean - sd), min(10.0, mean + sd)
    numbers = f"{mean:.1f} ± {sd:.1f}, n = {topic.ability.n}"
    name = topic_name(topic.id, language)
    return TopicBar(name, numbers, round(low * 10, 1), round((high - low) * 10, 1), round(mean * 10, 1))


def _trend(weeks: Sequence[Week]) -> Trend | None:
    """None when there are not two weeks."""
    if len(weeks) < 2:
        return None
    first, last = weeks[0].monday, weeks[-1].monday
    across = [round(30 + 290 * (w.monday - first).days / (last - first).days, 1) for w in weeks]
    return Trend(
        tuple((mark, _height(mark)) for mark in (0, 5, 10)),
        tuple(_point(x, w) for x, w in zip(across, weeks, strict=True)),
        tuple((x, _height(w.after)) for x, w in zip(across, weeks, strict=True)),
        f"{first:%m-%d}",
        f"{last:%m-%d}",
    )


def _point(x: float, week: Week) -> TrendPoint:
    mean, error = week.first.value, week.first.error or 0.0
    low, high = max(0.0, mean - error), min(10.0, mean + error)
    label = f"{week.monday}: {words.spelled(week.first)} → {week.after:.1f} (n = {week.first.n})"
    return TrendPoint(x, _height(mean), _height(low), _height(high), label)


def _height(mark: float) -> float:
    return round(130 - 12 * mark, 1)


def _calendar(facts: Facts) -> Heatmap:
    say = catalogue(facts.language).report
    monday = facts.today - timedelta(days=facts.today.weekday(), weeks=CALENDAR_WEEKS - 1)
    days = [monday + timedelta(days=n) for n in range((facts.today - monday).days + 1)]
    weeks = [(week, monday + timedelta(weeks=week)) for week in range(CALENDAR_WEEKS - 1)]
    return Heatmap(
        CALENDAR_WEEKS * SQUARE,
        SQUARE - 2,
        tuple(
            Square(n // 7 * SQUARE, n % 7 * SQUARE, shade(facts.days[day]), f"{day}: {say.answers(facts.days[day])}")
            for n, day in enumerate(days)
        ),
        tuple((week * SQUARE, say.months(day.month)) for week, day in weeks if day.day <= 7),
    )


def _forecast(forecast: Forecast, language: Language) -> Bars | None:
    """None when no points come back."""
    counts = [forecast.today, *(count for _, count in forecast.days)]
    most = max(counts)
    if not most:
        return None
    names = [catalogue(language).report.FIGURE_TODAY, *(f"{day:%m-%d}" for day, _ in forecast.days)]
    named = zip(names, counts, strict=True)
    return Bars(tuple(Bar(name, n, place * 24, round(70 * n / most, 1)) for place, (name, n) in enumerate(named)))
