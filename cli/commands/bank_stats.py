"""What `bank stats` shows: how the bank covers topics, levels and kinds, and what answers say about its questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from statistics import median
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.commands.bank_view import curated_bank, has_database
from cli.commands.startup import run, words

if TYPE_CHECKING:
    from app.curation import CuratedBank
    from questions.bank import Bank
    from questions.model import Question
    from storage.bank_statistics import Complaints, PointStatistics, QuestionStatistics

LEVELS = range(1, 6)
SCREEN = 80  # columns
NAME = 15  # columns of what is counted
RECENT = 2  # years, this one included, in which a source is recent
WORST = 10  # questions and points that a list shows
POOR = 0.1  # correlation below which a question does not tell people apart
NOBODY = 0.15  # mean credit of a point that hardly anybody gets
FEW = 5  # marks below which a point says nothing


@dataclass(frozen=True, slots=True)
class Answers:
    """What answers say, by one source: marks by the judge and by oneself are not mixed."""

    source: str
    questions: Sequence[QuestionStatistics]
    points: Sequence[PointStatistics]


@dataclass(frozen=True, slots=True)
class Gathered:
    bank: Bank
    drafts: int
    outdated: frozenset[str] = frozenset()
    answers: Sequence[Answers] = ()
    complaints: Sequence[Complaints] = field(default_factory=tuple)


def gathered() -> Gathered:
    """The figures of the bank, with those of its answers where a database is there."""
    found = curated_bank()
    if not has_database():
        return Gathered(found.bank, len(found.drafts), found.outdated)
    return run(_with_answers(found))


async def _with_answers(found: CuratedBank) -> Gathered:
    from app.curation import statistics
    from cli.commands.startup import opened_database

    async with opened_database() as db:
        known = await statistics(db)
    told = [Answers(str(source), *figures) for source, figures in known.by_source.items() if figures[0]]
    return Gathered(found.bank, len(found.drafts), found.outdated, told, known.complaints)


def as_json(found: Gathered) -> dict[str, Any]:
    questions = tuple(found.bank.questions.values())
    return {
        "questions": len(questions),
        "both_languages": _both(questions),
        "topics": {topic: _of_topic(questions, topic) for topic in found.bank.topics},
        "levels": {level: _of_level(questions, level) for level in LEVELS},
        "read_twice": sorted(question.id for question in questions if len(question.reviewed) > 1),
        "builds_on": sum(bool(question.builds_on) for question in questions),
        "recent": _recent(questions),
        "kinds": dict(Counter(str(question.kind) for question in questions)),
        "edited": sorted(found.bank.edited),
        "outdated": sorted(found.outdated),
        "retired": sorted(found.bank.retired),
        "drafts": found.drafts,
        "answers": [asdict(one) for one in found.answers],
        "complaints": [asdict(one) for one in found.complaints],
    }


def _of_topic(questions: Iterable[Question], topic: str) -> dict[str, Any]:
    own = [question for question in questions if question.topic == topic]
    levels = Counter(question.level for question in own)
    return {"questions": len(own), "levels": {level: levels[level] for level in LEVELS}}


def _of_level(questions: Iterable[Question], level: int) -> dict[str, float]:
    """Medians of a level: length of the reference (`zh` characters, `en` words), key points, probes that ask for a number."""
    from questions.levels import length, measures

    own = [question for question in questions if question.level == level]
    found = {
        "zh": [length(question.reference.zh, "zh") for question in own],
        "en": [length(question.reference.en, "en") for question in own],
        "points": [len(question.key_points) for question in own],
        "numbers": [measures(question) for question in own],
    }
    return {name: median(sizes) if sizes else 0 for name, sizes in found.items()}


def _recent(questions: Iterable[Question]) -> int:
    """How many rest on a source of this year or the last."""
    from questions.ageing import newest_year

    return sum(newest_year(question) > datetime.now(UTC).year - RECENT for question in questions)


def _both(questions: Iterable[Question]) -> int:
    return sum(len(question.languages) == 2 for question in questions)


def as_text(found: Gathered) -> str:
    return "\n".join((*_coverage(found), *_from_answers(found)))


def _coverage(found: Gathered) -> Iterable[str]:
    questions = list(found.bank.questions.values())
    kinds = Counter(question.kind for question in questions)
    probes = sum(sum(1 for _ in question.all_probes()) for question in questions)
    points = sum(len(question.key_points) for question in questions)
    say = words().bank
    counts = [(topic, _of_topic(questions, topic)) for topic in found.bank.topics]
    every = Counter(question.level for question in questions)
    yield from _in_two(
        (say.TOPIC, "", [f"L{level}" for level in LEVELS]),
        [(topic, own["questions"], [own["levels"][level] for level in LEVELS]) for topic, own in counts]
        + [(say.ALL, len(questions), [every[level] for level in LEVELS])],
    )
    of_levels = [_of_level(questions, level) for level in LEVELS]
    yield from _in_two(
        (say.MEDIANS_OF, "", [f"L{level}" for level in LEVELS]),
        [(of, "", [round(level[name]) for level in of_levels]) for name, of in say.MEDIANS.items()],
    )
    names = words().interview.KINDS
    yield from wrap(say.kinds(", ".join(f"{names[kind]} {count}" for kind, count in kinds.most_common())), SCREEN)
    yield say.totals(_both(questions), points, probes, found.drafts)
    yield say.reviewed(sum(bool(one.reviewed) for one in questions), sum(len(one.reviewed) > 1 for one in questions))
    yield say.current(_recent(questions), RECENT, sum(bool(one.builds_on) for one in questions))
    for name, ids in (
        (say.CHANGED_HERE, _local(found.bank)),
        (say.CHANGED_SINCE, found.outdated),
        (say.RETIRED, found.bank.retired),
    ):
        if ids:
            yield f"{name}: {', '.join(sorted(ids))}"


Counted = tuple[str, object, Sequence[object]]  # what, how many, and by level


def _in_two(head: Counted, rows: Sequence[Counted]) -> Iterable[str]:
    """Rows in two columns, read downwards, each of at most 39 of the 80 columns of a terminal."""
    half = (len(rows) + 1) // 2
    for left, right in zip_longest([head, *rows[:half]], [head, *rows[half:]]):
        yield "  ".join(map(_counted, filter(None, (left, right)))).rstrip()


def _counted(row: Counted) -> str:
    from wcwidth import ljust

    what, number, levels = row
    return ljust(what, NAME) + f"{number:4}" + "".join(f"{level or '·':>4}" for level in levels)


def _local(bank: Bank) -> set[str]:
    """Questions that are not as packaged: edited, or from elsewhere."""
    from questions.bank import PACKAGED

    foreign = {id for id in bank.questions if not Path(bank.origins.get(id, "")).is_relative_to(PACKAGED)}
    return foreign | (bank.edited - bank.retired.keys())


def _from_answers(found: Gathered) -> Iterable[str]:
    say = words().bank
    for answers in found.answers:
        yield f"\n{say.answers_by(answers.source)}"
        for one in answers.questions[:WORST]:
            yield f"  {say.mean_of(f'{one.mean:4.1f}', one.marks)} {one.question}{_separates(one)}"
        unknown = [one for one in answers.points if one.marks >= FEW and one.mean < NOBODY]
        for point in unknown[:WORST]:
            yield f"  {say.hardly(f'{point.question}/{point.point}', f'{point.mean:.0%}', point.marks)}"
    for c in found.complaints:
        yield f"  {say.complaints(c.question, c.appealed, c.overturned, c.reported)}"


def _separates(one: QuestionStatistics) -> str:
    if one.discrimination is None:
        return ""
    poor = words().bank.poor() if one.discrimination < POOR else ""
    return f", r = {one.discrimination:+.2f}{poor}"
