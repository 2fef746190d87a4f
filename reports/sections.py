"""A report in words: titled sections that text, HTML and Telegram lay out, each in its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.progress import ENOUGH, Facts, Marks, Mean, Weakness
from grader.grade import Verdict
from interview.marks import MarkSource
from questions.model import Language
from storage.progress import SelfAgainstJudge
from texts import catalogue, topic_name

SHADES = "·░▒▓█"
READINGS = 2  # of one question
SHOWN_WEEKS = 6


@dataclass(frozen=True, slots=True)
class Section:
    """A title and what stands below it. An entry's further lines are details of its first one. key: names its kind."""

    key: str
    title: str
    entries: tuple[tuple[str, ...], ...]


def title(facts: Facts) -> str:
    return catalogue(facts.language).report.title(facts.person.name, facts.today.isoformat())


def sections(facts: Facts, *, quotes: bool = True, weakest: int = 10) -> list[Section]:
    """The whole report; without `quotes` nothing in it is from the person's answers."""
    say = catalogue(facts.language).report
    if not facts.totals.answers:
        return [Section("overview", "", ((say.NOTHING,), *_to_the_day(facts))), *_assigned(facts)]
    found = [_overview(facts)]
    for marks in facts.marks:
        found += [_marks(marks, facts.language), _topics(marks, facts.language)]
    for marks in facts.marks:
        found += _weakest(marks.source, marks.weakest, facts.language, weakest, quotes)
    found += _weakest(MarkSource.SELF, facts.ticked, facts.language, weakest, quotes)
    return [*found, *_steps(facts), _forecast(facts), *_self_against_judge(facts), *_assigned(facts)]


def _lines(lines: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((line,) for line in lines if line)


# -- how much --------------------------------------------------------------------------------------------------------


def _overview(facts: Facts) -> Section:
    say, totals = catalogue(facts.language).report, facts.totals
    assert totals.first_at is not None
    since = totals.first_at.astimezone(facts.zone).date()
    lines = [say.overview(totals.answers, totals.interviews, since.isoformat())]
    if facts.this_week:
        active = sum(bool(facts.days[facts.today - timedelta(days=n)]) for n in range(7))
        lines.append(say.this_week(facts.this_week, active))
    lines += [say.streak(facts.streak)] if facts.streak > 1 else []
    lines += [say.only_estimates(facts.estimated)] if facts.estimated else []
    return Section("overview", "", (*_lines(lines), *_to_the_day(facts)))


def _to_the_day(facts: Facts) -> tuple[tuple[str, ...], ...]:
    if facts.interview_on is None or facts.interview_on <= facts.today:
        return ()
    days = (facts.interview_on - facts.today).days
    return _lines([catalogue(facts.language).report.interview_on(facts.interview_on.isoformat(), days)])


def calendar(facts: Facts, weeks: int = 12) -> Section:
    """Answers by day as shades, a line for each weekday, the oldest week on the left."""
    say = catalogue(facts.language).report
    monday = facts.today - timedelta(days=facts.today.weekday(), weeks=weeks - 1)
    lines = []
    for weekday in range(7):
        days = [monday + timedelta(days=weekday, weeks=week) for week in range(weeks)]
        shades = "".join(SHADES[shade(facts.days[day])] if day <= facts.today else " " for day in days)
        lines.append(f"{say.DAYS[weekday]} {shades}".rstrip())
    return Section("calendar", say.CALENDAR_TITLE, _lines(lines))


def shade(answers: int) -> int:
    """0–4 for none, 1–2, 3–5, 6–11 and twelve or more answers on a day."""
    return sum(answers >= least for least in (1, 3, 6, 12))


# -- how well --------------------------------------------------------------------------------------------------------


def spelled(mean: Mean) -> str:
    """A mean with its standard error, where there is one."""
    return f"{mean.value:.1f}" if mean.error is None else f"{mean.value:.1f} ± {mean.error:.1f}"


def _marks(marks: Marks, language: Language) -> Section:
    say = catalogue(language).report
    lines = [say.first_and_after(spelled(marks.first), spelled(marks.after), marks.first.n)]
    if marks.first.n == 1:
        lines.append(say.ONE_QUESTION)
    else:
        lines.append(_change(marks, language))
    if len(marks.weeks) > 1:
        weeks = [f"{w.monday:%m-%d} {w.first.value:.1f} ({w.first.n})" for w in marks.weeks[-SHOWN_WEEKS:]]
        lines.append(say.weeks(" · ".join(weeks)))
    return Section("marks", say.marks_title(marks.source.value), _lines(lines))


def _change(marks: Marks, language: Language) -> str:
    say = catalogue(language).report
    if marks.change is None or marks.recent is None or marks.before is None:
        return say.change_unknown(ENOUGH)
    by, error = marks.change
    recent, before = marks.recent, marks.before
    told = f"{say.signed(by)} ± {error:.1f}"
    within = abs(by) <= 2 * error
    return say.change(f"{recent.value:.1f}", recent.n, f"{before.value:.1f}", before.n, told, within)


def _topics(marks: Marks, language: Language) -> Section:
    say = catalogue(language).report
    lines = [
        say.topic(topic_name(t.id, language), f"{t.ability.mean:.1f}", f"{t.ability.sd:.1f}", t.ability.n)
        for t in marks.topics
    ]
    return Section("topics", say.topics_title(marks.source.value), _lines([*lines, say.TOPICS_NOTE]))


def _weakest(
    source: MarkSource, weakest: Sequence[Weakness], language: Language, limit: int, quotes: bool
) -> list[Section]:
    say = catalogue(language).report
    entries = [_weak(weak, language, quotes) for weak in weakest[:limit]]
    if not entries:
        return []
    if not quotes:
        entries.append((say.KEPT_PRIVATE,))
    return [Section("weakest", say.weakest_title(source.value), tuple(entries))]


def _weak(weak: Weakness, language: Language, quotes: bool) -> tuple[str, ...]:
    say = catalogue(language).report
    verdict = catalogue(language).interview.VERDICTS[Verdict(weak.verdict)]
    own = [say.said(weak.quote) if weak.quote else "", weak.why] if quotes else []
    reading = [say.read(source.title, source.url) for source in weak.reading[:READINGS]]
    lines = [say.weak(topic_name(weak.topic, language), weak.text), say.lost(verdict, weak.lost, weak.times)]
    return tuple(" ".join(line.split()) for line in [*lines, *own, *reading] if line)


# -- what comes ------------------------------------------------------------------------------------------------------


def _steps(facts: Facts) -> list[Section]:
    """How far points have come, and what is predicted for the day; nothing before the first reviewed point."""
    say, steps = catalogue(facts.language).report, facts.steps
    if steps is None or not steps.learned + steps.kept + steps.transferred:
        return []
    lines = [say.steps(steps.learned, steps.kept, steps.transferred)]
    if steps.newly_kept or steps.newly_transferred:
        lines.append(say.steps_moved(steps.newly_kept, steps.newly_transferred))
    if (predicted := steps.forecast) is not None:
        lines.append(
            say.steps_predicted(_day(predicted.day), round(sum(predicted.chances.values())), len(predicted.chances))
        )
    return [Section("steps", say.STEPS_TITLE, _lines(lines))]


def _forecast(facts: Facts) -> Section:
    say, coming = catalogue(facts.language).report, facts.forecast
    week = sum(count for _, count in coming.days[:7])
    later = coming.later + sum(count for _, count in coming.days[7:])
    if not coming.today + week + later:
        return Section("forecast", say.FORECAST_TITLE, _lines([say.FORECAST_NONE]))
    by_day = " · ".join(f"{_day(day)} {count}" for day, count in coming.days[:7] if count)
    lines = [say.forecast(coming.today, week, later), say.forecast_days(by_day) if by_day else ""]
    return Section("forecast", say.FORECAST_TITLE, _lines(lines))


def _day(day: date) -> str:
    return f"{day:%m-%d}"


def agreement(pairs: Iterable[SelfAgainstJudge]) -> tuple[int, int, int, int]:
    """Points that were ticked and judged: all, the same, rated higher than judged, lower."""
    found = list(pairs)
    same = sum(p.points for p in found if p.said == p.judged)
    above = sum(p.points for p in found if p.said > p.judged)
    total = sum(p.points for p in found)
    return total, same, above, total - same - above


def _self_against_judge(facts: Facts) -> list[Section]:
    if not facts.self_against_judge:
        return []
    say = catalogue(facts.language).report
    return [Section("self", say.SELF_TITLE, _lines([say.self_against_judge(*agreement(facts.self_against_judge))]))]


def _assigned(facts: Facts) -> list[Section]:
    if not facts.assigned:
        return []
    say = catalogue(facts.language).report
    lines = [
        say.assigned(topic_name(a.topic, facts.language), a.by_day.isoformat(), a.questions) for a in facts.assigned
    ]
    return [Section("assigned", say.ASSIGNED_TITLE, _lines(lines))]
