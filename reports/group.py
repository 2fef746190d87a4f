"""How a study group is doing, in words and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.group_progress import GroupFacts, GroupMarks
from app.progress import SOURCES, Mean
from questions.model import Language
from reports import tables
from reports.sections import Section, spelled
from storage.group_progress import Member
from texts import catalogue, topic_name

# -- in words --------------------------------------------------------------------------------------------------------


def title(facts: GroupFacts) -> str:
    return catalogue(facts.language).report.group_title(facts.group.name, facts.today.isoformat())


def sections(facts: GroupFacts) -> list[Section]:
    """The whole report of a group."""
    say = catalogue(facts.language).report
    if not facts.members:
        return [Section("overview", "", ((say.GROUP_EMPTY,),)), *_assigned(facts)]
    found = [_section("overview", "", [say.group_active(facts.active, len(facts.members))])]
    found += _assigned(facts)
    found += [part for marks in facts.marks for part in _marks(marks, facts.language)]
    found += [] if facts.marks else [_section("marks", "", [say.GROUP_NO_MARKS])]
    return [*found, *_ready(facts), *_quiet(facts), _members(facts)]


def _section(key: str, title: str, lines: Sequence[str]) -> Section:
    return Section(key, title, tuple((line,) for line in lines))


def _marks(marks: GroupMarks, language: Language) -> list[Section]:
    say = catalogue(language).report
    topics = [
        say.group_topic(topic_name(t.topic, language), spelled(Mean(t.mean, t.error, t.questions)), t.questions)
        for t in sorted(marks.topics, key=lambda t: t.mean)
    ]
    found = [_section("topics", say.group_topics_title(marks.source.value), topics)]
    missed = [say.missed(m.text, m.point.missed, m.point.marks, m.point.people) for m in marks.missed]
    return [*found, _section("missed", say.missed_title(marks.source.value), missed)] if missed else found


def _quiet(facts: GroupFacts) -> list[Section]:
    if not facts.went_quiet:
        return []
    say = catalogue(facts.language).report
    lines = [
        say.quiet(m.name, m.last_at.astimezone(facts.now.tzinfo).date().isoformat()) if m.last_at else say.never(m.name)
        for m in facts.went_quiet
    ]
    return [_section("quiet", say.QUIET_TITLE, lines)]


def _ready(facts: GroupFacts) -> list[Section]:
    if not facts.ready:
        return []
    words = catalogue(facts.language)
    say = words.report
    lines = [
        say.ready(
            one.name,
            -1 if one.days is None else one.days,
            one.points,
            one.code,
            one.is_enough,
            words.loop.BANDS[one.band] if one.band else "",
        )
        for one in facts.ready
    ]
    return [_section("ready", say.READY_TITLE, lines)]


def _members(facts: GroupFacts) -> Section:
    say = catalogue(facts.language).report
    lines = [say.member(m.name, m.answers, _scored(facts, m)) for m in facts.members]
    return _section("members", say.MEMBERS_TITLE, lines)


def _scored(facts: GroupFacts, member: Member) -> str:
    say = catalogue(facts.language).report
    own = [
        score for source in SOURCES for score in facts.scores if (score.person, score.source) == (member.person, source)
    ]
    return "".join(say.member_marks(score.source.value, f"{score.mean:.1f}", score.questions) for score in own)


def _assigned(facts: GroupFacts) -> list[Section]:
    if not facts.assigned:
        return []
    say = catalogue(facts.language).report
    lines = [
        say.group_assigned(topic_name(a.topic, facts.language), a.by_day.isoformat(), a.begun, a.of, a.questions)
        for a in facts.assigned
    ]
    return [_section("assigned", say.ASSIGNED_TITLE, lines)]


# -- as tables -------------------------------------------------------------------------------------------------------

COLUMNS = (
    "number", "name", "answers_7_days", "last_answer", "judged_first_mean", "judged_questions", "self_first_mean",
    "self_questions",
)  # fmt: skip


def as_csv(facts: GroupFacts) -> str:
    """One row a member."""
    scores = {(s.person, s.source): s for s in facts.scores}
    rows: list[list[tables.Cell]] = []
    for member in facts.members:
        last = member.last_at.astimezone(facts.now.tzinfo).date().isoformat() if member.last_at else ""
        row: list[tables.Cell] = [member.person, member.name, member.answers, last]
        for source in SOURCES:
            score = scores.get((member.person, source))
            row += [round(score.mean, 2), score.questions] if score else ["", 0]
        rows.append(row)
    return tables.written([COLUMNS, *rows])


def as_json(facts: GroupFacts) -> str:
    scores = {(s.person, s.source): s for s in facts.scores}
    told: dict[str, Any] = {
        "group": facts.group.name,
        "at": facts.now.isoformat(),
        "active": facts.active,
        "members": [
            {"number": m.person, "name": m.name, "answers_last_7_days": m.answers,
             "last_answer_at": m.last_at and m.last_at.isoformat(), "went_quiet": m.went_quiet,
             "marks": {source.value: {"first": round(s.mean, 2), "questions": s.questions}
                       for source in SOURCES if (s := scores.get((m.person, source)))}}
            for m in facts.members
        ],
        "ready": [
            {"number": one.person, "name": one.name, "days_left": one.days, "judged_points": one.points,
             "code_passed": one.code, "enough_evidence": one.is_enough, "band": one.band and one.band.value}
            for one in facts.ready
        ],
        "marks": {
            marks.source.value: {
                "topics": [{"topic": t.topic, **tables.mean(Mean(t.mean, t.error, t.questions))} for t in marks.topics],
                "most_missed": [
                    {"question": m.point.question, "point": m.point.point, "topic": m.point.topic, "text": m.text,
                     "missed": m.point.missed, "marks": m.point.marks, "people": m.point.people}
                    for m in marks.missed
                ],
            }
            for marks in facts.marks
        },
        "assigned": [
            {"number": a.id, "topic": a.topic, "by": a.by_day.isoformat(), "members": a.of, "begun": a.begun,
             "questions": a.questions}
            for a in facts.assigned
        ],
    }  # fmt: skip
    return tables.dumped(told)
