"""A report as one HTML file: nothing is loaded from anywhere, every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from app.group_progress import GroupFacts
from app.progress import Facts, Forecast, Marks, Topic, Week
from questions.model import Language
from reports import group as groups
from reports import sections as words
from reports.sections import Section, shade
from texts import catalogue, topic_name

URL = re.compile(r"https?://[^\s<>\"']+")
CALENDAR_WEEKS, SQUARE = 26, 12


def page(facts: Facts, *, quotes: bool) -> str:
    """One person's report."""
    parts: list[str] = []
    sources = iter(facts.marks)
    for section in words.sections(facts, quotes=quotes):
        if section.key == "marks":
            marks = next(sources)
            parts.append(_section(section, _trend(marks.weeks, facts.language)))
        elif section.key == "topics":
            parts.append(_topics_section(section, marks, facts.language))
        elif section.key == "forecast":
            parts.append(_section(section, _forecast(facts.forecast, facts.language)))
        else:
            parts.append(_section(section))
    if facts.totals.answers:
        parts.insert(1, _calendar(facts))
    return _filled(words.title(facts), facts.language, parts)


def group_page(facts: GroupFacts) -> str:
    """A group's report."""
    return _filled(groups.title(facts), facts.language, [_section(s) for s in groups.sections(facts)])


@cache
def _template() -> Template:
    return Template((files("reports") / "report.html").read_text(encoding="utf-8"))


def _filled(title: str, language: Language, parts: Sequence[str]) -> str:
    lang = {"zh": "zh-Hans", "en": "en"}[language]
    return _template().substitute(title=escape(title), lang=lang, body="\n".join(parts))


# -- words -----------------------------------------------------------------------------------------------------------


def _section(section: Section, figure: str = "") -> str:
    heading = f"<h2>{escape(section.title)}</h2>" if section.title else ""
    return f"<section>{heading}{_entries(section)}{figure}</section>"


def _entries(section: Section) -> str:
    """Lists where a section is one, else paragraphs."""
    kind = {"weakest": "ol", "missed": "ol", "quiet": "ul", "members": "ul"}.get(section.key)
    if kind is None:
        return "".join(f"<p>{_linked(line)}</p>" for entry in section.entries for line in entry)
    numbered = [entry for entry in section.entries if len(entry) > 1 or section.key != "weakest"]
    notes = [entry[0] for entry in section.entries if entry not in numbered]
    listed = "".join(f"<li>{_linked(entry[0])}{''.join(map(_detail, entry[1:]))}</li>" for entry in numbered)
    return f"<{kind}>{listed}</{kind}>" + "".join(f'<p class="quiet">{escape(note)}</p>' for note in notes)


def _detail(line: str) -> str:
    return f'<p class="quiet">{_linked(line)}</p>'


def _linked(line: str) -> str:
    """The line with its addresses as links; nothing else in it is markup."""
    parts, at = [], 0
    for found in URL.finditer(line):
        address = escape(found[0])
        parts += [escape(line[at : found.start()]), f'<a href="{address}" rel="noreferrer">{address}</a>']
        at = found.end()
    return "".join([*parts, escape(line[at:])]).replace("n = ", "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")


# -- figures ---------------------------------------------------------------------------------------------------------


def _topics_section(section: Section, marks: Marks, language: Language) -> str:
    bars = "".join(_topic(topic, language) for topic in marks.topics)
    note = catalogue(language).report.TOPICS_NOTE
    title = escape(section.title)
    return f'<section><h2>{title}</h2><div class="bars">{bars}</div><p class="quiet">{escape(note)}</p></section>'


def _topic(topic: Topic, language: Language) -> str:
    """A name, the expected mark as a dot on its band of one standard deviation, and the numbers."""
    mean, sd = topic.ability.mean, topic.ability.sd
    low, high = max(0.0, mean - sd), min(10.0, mean + sd)
    band = f'<i style="left:{low * 10:.1f}%;width:{(high - low) * 10:.1f}%"></i><u style="left:{mean * 10:.1f}%"></u>'
    numbers = f"{mean:.1f} ± {sd:.1f}, n = {topic.ability.n}"
    name = escape(topic_name(topic.id, language))
    return f'<b>{name}</b><span class="number">{numbers}</span><div class="track">{band}</div>'


def _trend(weeks: Sequence[Week], language: Language) -> str:
    """Both marks by week as lines; "" when there are not two weeks."""
    if len(weeks) < 2:
        return ""
    first, last = weeks[0].monday, weeks[-1].monday
    across = [30 + 290 * (w.monday - first).days / (last - first).days for w in weeks]
    firsts = [_height(w.first.value) for w in weeks]
    grid = "".join(
        f'<line class="grid" x1="24" x2="328" y1="{_height(m)}" y2="{_height(m)}"/><text x="4" y="{_height(m) + 4}">{m}</text>'
        for m in (0, 5, 10)
    )
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in zip(across, firsts, strict=True)
    )
    ends = f'<text x="24" y="150">{first:%m-%d}</text><text x="328" y="150" text-anchor="end">{last:%m-%d}</text>'
    lines = _line("after", across, [_height(w.after) for w in weeks]) + _line("first", across, firsts)
    say = catalogue(language).report
    key = f'<span class="key1">● {say.FIGURE_FIRST}</span> <span class="key2">┅ {say.FIGURE_AFTER}</span>'
    return f'<svg viewBox="0 0 340 156" role="img">{grid}{lines}{dots}{ends}</svg><p class="quiet">{key}</p>'


def _height(mark: float) -> float:
    return round(130 - 12 * mark, 1)


def _line(kind: str, across: Sequence[float], heights: Sequence[float]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, heights, strict=True))
    return f'<polyline class="{kind}" points="{points}"/>'


def _calendar(facts: Facts) -> str:
    """A square for each day of half a year; its title says the day and the number."""
    say = catalogue(facts.language).report
    monday = facts.today - timedelta(days=facts.today.weekday(), weeks=CALENDAR_WEEKS - 1)
    squares = []
    for n in range((facts.today - monday).days + 1):
        day = monday + timedelta(days=n)
        x, y = (n // 7) * (SQUARE + 1), (n % 7) * (SQUARE + 1)
        label = f"<title>{day}: {say.answers(facts.days[day])}</title>"
        place = f'x="{x}" y="{y}" width="{SQUARE - 1}" height="{SQUARE - 1}" rx="2"'
        squares.append(f'<rect class="s{shade(facts.days[day])}" {place}>{label}</rect>')
    months = "".join(
        f'<text x="{week * (SQUARE + 1)}" y="103">{say.months((monday + timedelta(weeks=week)).month)}</text>'
        for week in range(CALENDAR_WEEKS - 1)
        if (monday + timedelta(weeks=week)).day <= 7
    )
    size = f"0 0 {CALENDAR_WEEKS * (SQUARE + 1)} 106"
    drawn = f'<svg viewBox="{size}" role="img">{"".join(squares)}{months}</svg>'
    return f"<section><h2>{say.FIGURE_CALENDAR}</h2>{drawn}</section>"


def _forecast(forecast: Forecast, language: Language) -> str:
    """Points coming back as bars, today's first; "" when none are."""
    counts = [forecast.today, *(count for _, count in forecast.days)]
    most = max(counts)
    if not most:
        return ""
    names = [catalogue(language).report.FIGURE_TODAY, *(f"{day:%m-%d}" for day, _ in forecast.days)]
    bars = "".join(
        _bar(place, name, count, most) for place, (name, count) in enumerate(zip(names, counts, strict=True))
    )
    return f'<svg viewBox="-8 0 380 108" role="img">{bars}</svg>'


def _bar(place: int, name: str, count: int, most: int) -> str:
    """One day's bar with its number on top, and its name under every other one."""
    height, x = 70 * count / most, place * 24
    size = f'x="{x + 3}" y="{88 - height:.1f}" width="17" height="{height:.1f}" rx="2"'
    number = f'<text x="{x + 11}" y="{83 - height:.1f}" text-anchor="middle">{count}</text>' if count else ""
    label = f'<text x="{x + 11}" y="103" text-anchor="middle">{name}</text>' if place % 2 == 0 else ""
    return f'<rect class="{"bar" if place else "now"}" {size}/>{number}{label}'
