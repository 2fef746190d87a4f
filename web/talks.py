"""The page of the interview: the conversation, what the open turn allows, and the choices of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app import page, programs
from app.apply import is_code
from app.messages.terminal import JudgeIs, NoJudge
from interview.model import Mode, Phase, Stage
from interview.names import name_of
from interview.ramp import Seniority
from texts import catalogue, topic_name
from web import render

if TYPE_CHECKING:
    from app.context import AppContext
    from app.page import Talk, Visitor
    from texts.parts import Catalogue


@dataclass(frozen=True, slots=True)
class DockView:
    """What the open turn allows. phase: "asking", "grading", or "over" without an open interview.

    adding: number of the turn whose answer is being added to, "" for none. told: the state in words. back: the answer before
    can be taken back here. hinted: hints given on this turn. task: number of the turn whose code may be handed in, 0 for none.
    clock: of a whole interview, which can be stopped.
    """

    phase: str = "over"
    interview: str = ""
    turn: int = 0
    adding: str = ""
    told: str = ""
    hints: bool = False
    hinted: int = 0
    code: bool = False
    back: bool = False
    task: int = 0
    clock: bool = False


def dock(talk: Talk, say: Catalogue) -> DockView:
    """What the open turn of a talk allows, in these words."""
    interview = talk.interview
    current = interview.current if interview else None
    if interview is None or current is None:
        return DockView()
    previous = interview.previous
    place = say.page.turn_of(current.item + 1, interview.total)
    root = interview.turns_of(current.item)[0].number
    task = root if is_code(interview, root) else 0
    is_exam = interview.mode is Mode.EXAM
    if interview.phase is Phase.GRADING:
        told = f"{place} · {say.interview.GRADING}"
        return DockView("grading", interview.id, current.number, told=told, task=task)
    adding = previous is not None and previous.draft.open and previous.draft.adding
    if previous is not None and adding:
        told = say.page.adding_to(name_of(interview, previous))
        return DockView("asking", interview.id, current.number, str(previous.number), told, task=task)
    back = is_exam and current.probe is not None and previous is not None and not previous.taken_back
    return DockView(
        "asking", interview.id, current.number, "", f"{place} · {say.page.YOUR_TURN}", not is_exam, len(current.hints),
        is_code(interview, current.number), back, task, interview.loop is not None,
    )  # fmt: skip


async def choices(app: AppContext, visitor: Visitor) -> dict[str, Any]:
    """What a new interview can be about."""
    wishes, language = visitor.person.preferences, visitor.person.preferences.language
    say = catalogue(language)
    asks = wishes.seniority is None
    parked = await programs.parked_tasks(app, visitor.person.id)
    order = (*(s for s in Seniority if s is not Seniority.UNTOLD), Seniority.UNTOLD)
    return {
        "key": render.once(),
        "topics": [(topic, topic_name(topic, language)) for topic in page.topics_asked(app.bank)],
        "mode": wishes.mode.value,
        "seniority": [(s.value, say.menus.SENIORITY[s]) for s in order] if asks else [],
        "parked": [(task.id, _title(task.question.get(language))) for task in parked],
        "stages": [(stage.value, say.loop.STAGES[stage]) for stage in Stage],
        "judge": say.told(JudgeIs(app.judge_host) if app.judged else NoJudge()),
    }


def _title(question: str) -> str:
    return question.strip().partition("\n")[0]
