"""Projects: told in the person's own words, kept, asked about, compared over time, and arranged into a better telling."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from app import interviews as talks
from app import learner
from app.apply import notify
from app.messages.projects import (
    BetterPoint,
    PointOverTime,
    ProjectAsked,
    ProjectBetter,
    ProjectCompared,
    ProjectDropAsked,
    ProjectDropped,
    ProjectGoesOn,
    ProjectGone,
    ProjectKind,
    ProjectLine,
    ProjectNotAskedYet,
    ProjectNotice,
    ProjectShown,
    ProjectsListed,
    ProjectTaken,
    Stood,
    TellingTooLong,
    TooManyProjects,
)
from app.messages.values import Notice
from app.selection import Wish
from interview.marks import TOUCHED, MarkSource
from interview.model import Item
from interview.telling import arranged
from questions.model import Kind, Question
from questions.text import readable, sentences
from storage import chats, idempotency, interviews, people, projects, tellings
from storage.projects import PointStanding, Project, ProjectRound
from storage.tellings import Telling, TellingKind

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.people import Person
    from storage.transaction import Tx

AT_MOST = 20  # projects of a person
TITLE_AT_MOST = 40  # characters
TEXT_AT_MOST = 60_000  # characters of one project; an answer may have no more than `interviews.ANSWER_AT_MOST`
SHOWN = 600  # characters of a project under its title
OPEN_SHOWN = 4
KINDS = ("project-engineering", "project-research", "project-course")
ENGINEERING, RESEARCH, COURSE = KINDS
_COURSE = re.compile(
    r"课程(?:项目|设计|作业)|大作业|课设|期末|练手|kaggle|\b(?:course|class|homework|assignment|toy) project\b"
    r"|\bfor (?:my|a) [\w ]{0,30}class\b",
    re.IGNORECASE,
)
_RESEARCH = re.compile(
    r"论文|投稿|审稿|导师|实验室|顶会|消融|\b(?:paper|advisor|reviewers?|submitted to|ablations?|neurips|iclr|icml|emnlp|acl)\b",
    re.IGNORECASE,
)


def kind_of(text: str) -> str:
    """The open question that asks about such a project, by what its telling says."""
    if _COURSE.search(text):
        return COURSE
    return RESEARCH if len(_RESEARCH.findall(text)) > 1 else ENGINEERING


def headline(text: str) -> str:
    """A title out of the telling's own first words, never empty: a button bears it."""
    first = next(iter(sentences(text)), text.strip())
    first = " ".join(re.split(r"[，,；;：:]", first)[0].split()) or " ".join(text.split())
    first = first.rstrip("。.!！?？") or first
    return first if len(first) <= TITLE_AT_MOST else f"{first[: TITLE_AT_MOST - 1]}…"


def titled(name: str) -> str:
    """A name that was given, as a title: one line, cut to what a button shows."""
    return " ".join(readable(name).split())[:TITLE_AT_MOST].rstrip()


def known(question: str) -> ProjectKind:
    return cast("ProjectKind", question) if question in KINDS else "other"


# -- telling ---------------------------------------------------------------------------------------------------------


async def command(app: AppContext, chat: int, wanted: str) -> None:
    """`/project`: the projects there are, else one is to be told; `wanted` names the kind of a new one."""
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        listed = await projects.of_person(tx, person.id)
        if listed and not wanted:
            await _say(tx, app, chat, person, ProjectsListed(tuple(_line(one, person) for one in listed)))
        else:
            await begin_telling(tx, app, chat, person, wanted)


async def new(app: AppContext, chat: int) -> None:
    """A new project is to be told."""
    async with app.db.write() as tx:
        await begin_telling(tx, app, chat, await _person(tx, chat))


async def begin_telling(tx: Tx, app: AppContext, chat: int, person: Person, wanted: str = "") -> None:
    """A new project is to be told from now on."""
    if len(await projects.of_person(tx, person.id)) >= AT_MOST:
        await _say(tx, app, chat, person, TooManyProjects(AT_MOST))
        return
    await tellings.begin(tx, chat, TellingKind.PROJECT, app.now(), named=wanted)
    await _say(tx, app, chat, person, ProjectAsked(known(wanted)))


async def keep(tx: Tx, app: AppContext, chat: int, told: Telling, *, quiet: bool = False) -> None:
    """What was told becomes a project, a further part of one, or all of one; then it is shown, unless `quiet`."""
    person, now = await _person(tx, chat), app.now()
    held = await projects.get(tx, person.id, told.subject) if told.subject is not None else None
    number = held.id if held else await _made(tx, app, person.id, told.text, told.named)
    instead = held is not None and told.about is TellingKind.RETELL
    await projects.add(tx, person.id, number, told.text, now, instead=instead)
    shown = None if quiet else await show(tx, app, person, number)
    if shown is not None:
        await _say(tx, app, chat, person, shown)


async def _made(tx: Tx, app: AppContext, person: int, text: str, wanted: str, title: str = "") -> int:
    question = wanted or kind_of(text)
    return await projects.make(tx, person, title or headline(text), question, app.now())


async def tell(
    app: AppContext, chat: int, text: str, *, title: str = "", wanted: str = ""
) -> ProjectNotice | TellingTooLong:
    """A project told at once; one of the same title gets a further part."""
    text, title = readable(text), titled(title)
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        listed = await projects.of_person(tx, person.id)
        same = next((one for one in listed if title and one.title == title), None)
        if same is None and len(listed) >= AT_MOST:
            return TooManyProjects(AT_MOST)
        if len(text) + (len(same.text) if same else 0) > TEXT_AT_MOST:
            return TellingTooLong(TEXT_AT_MOST)
        number = same.id if same else await _made(tx, app, person.id, text, wanted, title)
        await projects.add(tx, person.id, number, text, app.now())
        return await show(tx, app, person, number) or ProjectGone()


# -- what a project is -----------------------------------------------------------------------------------------------


async def listed(app: AppContext, chat: int) -> ProjectsListed:
    async with app.db.read() as tx:
        person = await _person(tx, chat)
        return ProjectsListed(tuple(_line(one, person) for one in await projects.of_person(tx, person.id)))


async def called(app: AppContext, chat: int, name: str) -> int | None:
    """The number of a person's project by its number or title, or the beginning of a title; None when none or several."""
    async with app.db.read() as tx:
        held = await projects.of_person(tx, await chats.person_of(tx, chat))
    wanted = name.strip().casefold()
    if not wanted:
        return None
    for fits in (
        lambda one: str(one.id) == wanted.lstrip("#"),
        lambda one: one.title.casefold() == wanted,
        lambda one: one.title.casefold().startswith(wanted),
    ):
        found = [one.id for one in held if fits(one)]
        if len(found) == 1:
            return found[0]
    return None


def _line(one: Project, person: Person) -> ProjectLine:
    return ProjectLine(one.id, one.title, _day(one.changed_at, person), one.rounds)


def _day(at: datetime, person: Person) -> date:
    return at.astimezone(learner.zone_of(person)).date()


async def show(tx: Tx, app: AppContext, person: Person, project: int) -> ProjectShown | None:
    """A project as it stands; None when it is none of this person's."""
    held = await projects.get(tx, person.id, project)
    if held is None:
        return None
    asked, rounds = question_of(app, held), await projects.rounds(tx, project)
    return ProjectShown(
        id=held.id,
        title=held.title,
        project_kind=known(held.question),
        text=held.text[:SHOWN],
        more=max(0, len(held.text) - SHOWN),
        changed=_day(held.changed_at, person),
        rounds=held.rounds,
        open=_open(asked, rounds, person)[:OPEN_SHOWN] if asked else (),
    )


def _open(asked: Question, rounds: list[ProjectRound], person: Person) -> tuple[str, ...]:
    """The points that the latest round left open, heaviest first."""
    latest = next((one.points for one in reversed(rounds) if one.points), {})
    points = sorted(asked.key_points, key=lambda point: -point.weight)
    left = (p for p in points if p.id in latest and _stood(latest[p.id]) not in ("covered", "touched"))
    return tuple(p.text.get(person.language) for p in left)


def _stood(point: PointStanding | None) -> Stood:
    if point is None or point.credit is None:
        return "unknown"
    if point.source is MarkSource.ESTIMATE:
        return "touched" if point.verdict in TOUCHED else "missing"
    return "covered" if point.credit >= 1 else "half" if point.credit > 0 else "missing"


def question_of(app: AppContext, held: Project) -> Question | None:
    """The open question of a project; another of its topic where the bank has that one no more."""
    asked = app.bank.get(held.question)
    if asked is not None:
        return asked
    return next((q for q in app.bank.questions.values() if q.topic == "project" and q.kind is Kind.OPEN), None)


async def shown(app: AppContext, chat: int, project: int) -> ProjectNotice:
    async with app.db.read() as tx:
        return await show(tx, app, await _person(tx, chat), project) or ProjectGone()


async def better(app: AppContext, chat: int, project: int) -> ProjectNotice:
    """The person's own sentences point by point, gaps named; no word is added."""
    async with app.db.read() as tx:
        person = await _person(tx, chat)
        held = await projects.get(tx, person.id, project)
        asked = question_of(app, held) if held else None
        if held is None or asked is None:
            return ProjectGone()
        ids = [one.interview for one in await projects.rounds(tx, project)]
        loaded = [await interviews.load(tx, id, app.bank, lock=False) for id in ids]
    rounds = [one for one in loaded if one is not None and any(turn.is_answered for turn in one.turns)]
    if not rounds:
        return ProjectNotAskedYet(held.id, held.title)
    points = (
        BetterPoint(asked.key_point(one.point).text.get(person.language), one.sentences, one.checked)
        for one in arranged(asked, rounds)
    )
    return ProjectBetter(held.id, held.title, tuple(points))


async def compared(app: AppContext, chat: int, project: int) -> ProjectNotice:
    """Where each point stood after each round."""
    async with app.db.read() as tx:
        person = await _person(tx, chat)
        held = await projects.get(tx, person.id, project)
        asked = question_of(app, held) if held else None
        if held is None or asked is None:
            return ProjectGone()
        rounds = [one for one in await projects.rounds(tx, project) if one.points]
    if not rounds:
        return ProjectNotAskedYet(held.id, held.title)
    over_time = [
        PointOverTime(
            point.text.get(person.language),
            tuple(_stood(one.points.get(point.id)) for one in rounds),
        )
        for point in asked.key_points
    ]
    days = tuple(_day(one.at, person) for one in rounds)
    return ProjectCompared(held.id, held.title, days, tuple(over_time))


# -- changing it -----------------------------------------------------------------------------------------------------


async def told_before(tx: Tx, person: int, told: Telling) -> int:
    """The characters of a project that what is being told is added to; 0 for a new one, or one told anew."""
    if told.about is not TellingKind.PROJECT or told.subject is None:
        return 0
    held = await projects.get(tx, person, told.subject)
    return len(held.text) if held is not None else 0


async def add_to(app: AppContext, chat: int, project: int, *, anew: bool) -> ProjectNotice:
    """More of a project is to be told from now on, or all of it."""
    async with app.db.write() as tx:
        held = await projects.get(tx, await chats.person_of(tx, chat), project)
        if held is None:
            return ProjectGone()
        await tellings.begin(tx, chat, TellingKind.RETELL if anew else TellingKind.PROJECT, app.now(), subject=project)
        return ProjectGoesOn(held.title, anew)


async def rename(app: AppContext, chat: int, project: int, name: str) -> ProjectNotice:
    """Another title; one without a character that can be read changes nothing."""
    title = titled(name)
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        if await projects.get(tx, person.id, project) is None:
            return ProjectGone()
        if title:
            await projects.rename(tx, project, title, app.now())
        return await show(tx, app, person, project) or ProjectGone()


async def drop(app: AppContext, chat: int, project: int, *, sure: bool) -> ProjectNotice:
    """Deletes a project once its person is sure."""
    async with app.db.write() as tx:
        held = await projects.get(tx, await chats.person_of(tx, chat), project)
        if held is None:
            return ProjectGone()
        if not sure:
            return ProjectDropAsked(held.id, held.title)
        await projects.drop(tx, project)
        return ProjectDropped(held.title)


# -- being asked about it --------------------------------------------------------------------------------------------


async def grill(app: AppContext, chat: int, project: int, *, source: str = "") -> ProjectNotice | None:
    """An interview about a project: what was told is the answer to its question, and the follow-ups begin.

    The same `source` a second time starts nothing; that of a button may come again once no interview is open. Returns why
    it cannot begin.
    """
    async with app.db.write() as tx:
        person = await _person(tx, chat)
        held = await projects.get(tx, person.id, project)
        asked = question_of(app, held) if held else None
        if held is None or asked is None or not held.text.strip():
            return ProjectGone()
        doubled = bool(source) and not await idempotency.claim_once(tx, chat, source, app.now())
        if doubled and (not source.startswith(talks.TAP) or await interviews.about_open(tx, chat) is not None):
            return None
        wish = Wish(person.language, ("project",), count=1, mode=person.preferences.mode)
        begun = await talks.begin_with(tx, app, chat, wish, [Item(asked)])
        await projects.held(tx, person.id, project, begun.id)
        await _say(tx, app, chat, person, ProjectTaken(held.title))
        await talks.put_whole(tx, app, chat, begun, 1, held.text)
        return None


async def _person(tx: Tx, chat: int) -> Person:
    person = await people.get(tx, await chats.person_of(tx, chat))
    assert person is not None  # a private chat has its person
    return person


async def _say(tx: Tx, app: AppContext, chat: int, person: Person, content: ProjectNotice) -> None:
    await notify(tx, app, chat, Notice(content, person.language))
