"""`/test`: a test of where somebody stands, before and after they practise, in forms that share no question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import interviews
from app.apply import notify
from app.messages.ability import AbilityOpening
from app.messages.values import Notice
from app.selection import Wish
from interview.measuring import AT_MOST, difficulty_sd, form_of, result_of
from interview.model import AbilityForm, Mode, Ramp
from questions.model import MIDDLE_LEVEL, Language, Question, authored_difficulty
from storage import chats, difficulties, idempotency
from storage import interviews as rows
from storage.difficulties import Learned

if TYPE_CHECKING:
    from app.context import AppContext
    from storage.transaction import Tx


async def begin(app: AppContext, chat: int, language: Language, *, source: str = "") -> bool:
    """A test in this chat, its conditions said first; False when too few questions are left."""
    async with app.db.write() as tx:
        if source and not await idempotency.claim_once(tx, chat, source, app.now()):
            return True
        person = (await chats.get(tx, chat)).person
        tests = await rows.tests_of(tx, person, app.bank)
        ramp = await _ramp(tx, app, person, len(tests), language)
        if ramp is None:
            return False
        before = any(result_of(one) is not None for one in tests)
        await notify(tx, app, chat, Notice(AbilityOpening(AT_MOST, before, app.judged), language))
        mode = Mode.EXAM if app.judged else Mode.COACH
        wish = Wish(language, count=AT_MOST, mode=mode, depth=0, test=True)
        await interviews.begin_with(tx, app, chat, wish, [], ramp)
        return True


async def _ramp(tx: Tx, app: AppContext, person: int, number: int, language: Language) -> Ramp | None:
    """The form of a person's test: questions of the bank that they were never asked."""
    asked = {one.question_id for one in await rows.past(tx, person)}
    known = await difficulties.learned(tx)
    speaks = [q for q in app.bank.questions.values() if q.id not in asked and q.question.both() and _is_in(q, language)]
    form = form_of(speaks, person, number)
    if len(form) < AT_MOST:
        return None
    return Ramp(MIDDLE_LEVEL, AT_MOST, free=form, test=AbilityForm(number, {q.id: _difficulty(q, known) for q in form}))


def _is_in(question: Question, language: Language) -> bool:
    return bool(question.question.zh if language == "zh" else question.question.en)


def _difficulty(question: Question, known: dict[str, Learned]) -> tuple[float, float]:
    found = known.get(question.id)
    return (
        (found.marks, difficulty_sd(found.people)) if found else (authored_difficulty(question.level), difficulty_sd(0))
    )
