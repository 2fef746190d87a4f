"""Builds what an interview says from its values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from app.messages.answering import (
    GradeReceipt,
    Listening,
    TicksRecorded,
    VerdictsUnchanged,
    WhyOpenProbe,
    WhyProbe,
    WhyQuestion,
)
from app.messages.interview import (
    AppealMessage,
    AsideMessage,
    DebriefMessage,
    Deduction,
    DuePoint,
    GradeMessage,
    HintMessage,
    InterviewMessage,
    JudgedPoint,
    PointSummary,
    ProbeMessage,
    QuestionMessage,
    ReadingLink,
    ResultMessage,
    ResultPoint,
    ResultProbe,
    StagePlace,
    SummaryMessage,
    TopicSummary,
    WithdrawnMessage,
)
from app.messages.loops import StageBegins, StageTime
from app.messages.values import Notice
from grader.grade import FULL, FalseStatement, Grade, Penalty, Verdict
from interview.aside_replies import AsideReply, Spoken
from interview.asides import AsideKind
from interview.bridges import bridge
from interview.effects import (
    Ask,
    Effect,
    Listen,
    ShowAppeal,
    ShowGrade,
    ShowHint,
    ShowQuestionResult,
    ShowSummary,
    ShowUnchanged,
    ShowWithdrawn,
)
from interview.hints import last_hint
from interview.loop import Signal, left, opens_stage
from interview.marks import MarkSource, PointMark, asked_points, effective, marks, points, share, standing, stands
from interview.model import Interview, Mode, Phase, Turn, TurnState
from interview.names import name_of
from interview.slots import wording
from interview.summary import TopicMarks, summary
from interview.why import WhyAsked
from questions.model import KeyPoint, Language, task

TICKED = {1.0: Verdict.COVERED, 0.5: Verdict.PARTIAL, 0.0: Verdict.MISSING}


def said(
    interview: Interview, effects: Iterable[Effect], coming: Sequence[DuePoint] = ()
) -> Iterator[InterviewMessage | Notice]:
    """The messages that the effects of one step put on the screen, in their order; `coming` is for the summary."""
    for effect in effects:
        match effect:
            case Ask(turn):
                if opens_stage(interview, turn):
                    yield Notice(stage_begins(interview), interview.language)
                yield asked(interview, turn)
            case Listen(turn, _, opened=True, announced=announced):
                adding = announced or interview.turn(turn) is not interview.current
                yield Notice(Listening(interview.id, turn, adding), interview.language)
            case ShowUnchanged():
                yield Notice(VerdictsUnchanged(), interview.language)
            case ShowWithdrawn(turn):
                yield withdrawn(interview, turn)
            case ShowHint(turn, point):
                yield hint(interview, turn, point)
            case ShowGrade(turn, replaces):
                yield graded(interview, turn, replaces=replaces)
            case ShowQuestionResult(item):
                yield result(interview, item)
            case ShowAppeal(turn, point):
                yield appeal(interview, turn, point)
            case ShowSummary():
                yield summed_up(interview, coming)
            case _:
                pass


def closing(
    interview: Interview, effects: Iterable[Effect], coming: Sequence[DuePoint], *, paged: bool
) -> Iterator[InterviewMessage | Notice]:
    """The same at the end of an exam: every turn's grade before its question's result or, `paged`, a debrief to page through."""
    for message in said(interview, effects, coming):
        if not isinstance(message, ResultMessage):
            yield message
        elif not paged:
            yield from (
                graded(interview, t.number) for t in interview.turns_of(message.number - 1) if effective(t) or t.failed
            )
            yield message
    if paged:
        yield debrief(interview, _asked_turns(interview)[0].number)


def is_debriefed(interview: Interview) -> bool:
    """Whether the end of an interview goes through its turns one by one: that of an exam of several turns."""
    return interview.mode is Mode.EXAM and len(_asked_turns(interview)) > 1


def _asked_turns(interview: Interview) -> list[Turn]:
    return [turn for turn in interview.turns if turn.state is not TurnState.WITHDRAWN]


def _turn(interview: Interview, number: int) -> Turn:
    turn = interview.turn(number)
    assert turn is not None
    return turn


# -- asking ----------------------------------------------------------------------------------------------------------


def asked(interview: Interview, number: int) -> QuestionMessage | ProbeMessage:
    """The question or probe of one turn."""
    turn = _turn(interview, number)
    return _question(interview, turn) if turn.probe is None or turn.aims_at is None else _probe(interview, turn)


def _question(interview: Interview, turn: Turn) -> QuestionMessage:
    question = interview.items[turn.item].question
    return QuestionMessage(
        interview=interview.id,
        mode=interview.mode,
        turn=turn.number,
        number=turn.item + 1,
        of=interview.total,
        question_id=question.id,
        topic=question.topic,
        level=question.level,
        kind=question.kind,
        language=interview.language,
        text=task(question, turn.probe).question.get(interview.language),
        hands_on=question.hands_on and turn.probe is None,
        stage=place(interview),
    )


def _probe(interview: Interview, turn: Turn) -> ProbeMessage:
    question = interview.items[turn.item].question
    assert turn.probe is not None
    assert turn.aims_at is not None
    leads, text = bridge(interview, turn), wording(interview, turn)
    if leads is not None and text != task(question, turn.probe).question.get(interview.language):
        leads = replace(leads, quote="")  # the follow-up itself takes up what was said
    return ProbeMessage(
        interview=interview.id,
        mode=interview.mode,
        turn=turn.number,
        number=turn.item + 1,
        of=interview.total,
        probe=_place(interview, turn),
        question_id=question.id,
        probe_id=turn.probe,
        aims_at=turn.aims_at,
        reason=turn.reason,
        bridge=leads,
        language=interview.language,
        text=text,
        stage=place(interview),
    )


def _place(interview: Interview, turn: Turn) -> int:
    """A follow-up's place among those of its question that stand, from 1; 0 for a question."""
    return sum(t.probe is not None and t.number < turn.number for t in interview.turns_of(turn.item)) + bool(turn.probe)


def withdrawn(interview: Interview, number: int) -> WithdrawnMessage:
    """A question or probe that is taken off the screen."""
    turn = _turn(interview, number)
    return WithdrawnMessage(
        interview=interview.id,
        turn=number,
        number=turn.item + 1,
        of=interview.total,
        probe=_place(interview, turn) if turn.aims_at is not None else 0,
        language=interview.language,
        text=wording(interview, turn),
    )


def hint(interview: Interview, number: int, point: str) -> HintMessage:
    """The hint that was shown last on a turn."""
    turn = _turn(interview, number)
    text = last_hint(interview, turn).text
    return HintMessage(interview=interview.id, turn=number, point=point, language=interview.language, text=text)


def aside(interview: Interview, turn: Turn, kind: AsideKind, id: int, said: Spoken) -> AsideMessage:
    """The reply to a message that is no answer, kept as number `id`, or the question whether it is one."""
    contested = interview.turn(said.verdict_of) if said.verdict_of else None
    once_more = wording(interview, turn) if said.reply is AsideReply.QUESTION else ""
    return AsideMessage(
        kind=kind,
        asked=said.reply is AsideReply.WHICH,
        interview=interview.id,
        turn=turn.number,
        aside=id,
        reply=said.reply,
        text=said.text or once_more,
        verdict_of=said.verdict_of,
        points=len(asked_points(interview, contested)) if contested else 0,
        language=interview.language,
    )


# -- stages of a loop ------------------------------------------------------------------------------------------------

VARIANTS = 4  # sentences that lead to a stage, in `texts`


def place(interview: Interview) -> StagePlace | None:
    """Where a loop stands; None without one."""
    loop = interview.loop
    if loop is None or loop.current is None:
        return None
    minutes = minutes_left(interview)
    return StagePlace(loop.current.stage, loop.begun, len(loop.rounds), minutes, loop.pressure)


def minutes_left(interview: Interview) -> int:
    """Whole minutes that the stage has left as of the last event, at least 1 while it has any."""
    return max(0, math.ceil(left(interview) / 60))


def stage_begins(interview: Interview) -> StageBegins:
    """The words before the first question of a stage; which ones follows from the interview."""
    loop = interview.loop
    assert loop is not None
    assert loop.current is not None
    stage = loop.current.stage
    variant = sha256(f"{interview.id}:{stage}".encode()).digest()[0] % VARIANTS
    return StageBegins(stage, max(1, minutes_left(interview)), variant, len(interview.turns) == 1, loop.pressure)


def stage_time(interview: Interview, signal: Signal) -> StageTime:
    """A signal about the time of the stage that is held."""
    loop = interview.loop
    assert loop is not None
    coming = loop.ahead[0].stage if loop.ahead else None
    return StageTime(signal, max(1, minutes_left(interview)), coming, loop.pressure)


# -- grades and results ----------------------------------------------------------------------------------------------


def graded(interview: Interview, number: int, *, replaces: bool = False) -> GradeMessage:
    """The grade of one turn; `pending` while a judge is still to replace it, `failed` when there will be none."""
    turn = _turn(interview, number)
    question = interview.items[turn.item].question
    grade, by = effective(turn), standing(turn).source
    ticked = grade is not None and grade.is_estimate and by is MarkSource.SELF
    own = _own_mark(interview, turn) if ticked else None
    return GradeMessage(
        interview=interview.id,
        turn=number,
        number=turn.item + 1,
        of=interview.total,
        question_id=question.id,
        probe_id=turn.probe,
        score=own if ticked else grade.score if grade else None,
        low=own if ticked else grade.low if grade else None,
        high=own if ticked else grade.high if grade else None,
        provisional=grade.is_estimate and not ticked if grade else True,
        pending=turn.grade is None and not turn.failed,
        failed=turn.failed,
        replaces=replaces,
        graded_by=grade.graded_by if grade else None,
        points=_points(interview, turn),
        penalties=tuple(map(_deduction, grade.penalties)) if grade else (),
        flags=grade.flags if grade else (),
        feedback=grade.feedback if grade else "",
        language=interview.language,
        code=grade.code if grade else None,
        name=name_of(interview, turn),
        marked_by=by,
        suspected=grade.suspected if grade and by is MarkSource.ESTIMATE else (),
        closed=interview.is_closed(turn.item),
    )


def _own_mark(interview: Interview, turn: Turn) -> float | None:
    """The mark that the person's ticks of a turn add up to."""
    rated = share(asked_points(interview, turn), standing(turn).credits)
    return round(FULL * rated, 1) if rated is not None else None


def _points(interview: Interview, turn: Turn) -> tuple[JudgedPoint, ...]:
    """The points of a turn with what stands for them: the person's ticks, where an estimate is all there is."""
    grade, ticks = effective(turn), {tick.point: tick.credit for tick in turn.ticks}
    own = ticks if grade is not None and grade.is_estimate else {}
    return tuple(_judged(point, grade, own, interview.language) for point in asked_points(interview, turn))


def _judged(point: KeyPoint, grade: Grade | None, own: Mapping[str, float], language: Language) -> JudgedPoint:
    verdict = grade.verdict(point.id) if grade else None
    if verdict is not None and point.id in own:
        verdict = replace(verdict, verdict=TICKED[own[point.id]], credit=own[point.id])
    return JudgedPoint(
        id=point.id,
        text=point.text.get(language),
        weight=point.weight,
        verdict=verdict.verdict if verdict else Verdict.UNJUDGED,
        credit=verdict.credit if verdict else None,
        quote=verdict.quote if verdict else "",
        why=verdict.why if verdict else "",
    )


def _deduction(penalty: Penalty) -> Deduction:
    """What a message keeps of a penalty: of a false statement what is wrong, without its quote."""
    match penalty.cause:
        case FalseStatement(quote, why, severity):
            return Deduction(FalseStatement("", why or quote, severity), round(penalty.amount, 2))
        case cause:
            return Deduction(cause, round(penalty.amount, 2))


def result(interview: Interview, item: int, *, replaces: bool = False) -> ResultMessage:
    """One planned question, closed: both marks, its points, the model answer and the sources."""
    question = interview.items[item].question
    mark, language = marks(interview, item), interview.language
    turns = interview.turns_of(item)
    probes = tuple(_of_probe(interview, turn) for turn in turns if turn.probe is not None and effective(turn))
    return ResultMessage(
        interview=interview.id,
        number=item + 1,
        of=interview.total,
        question_id=question.id,
        topic=question.topic,
        question=question.question.get(language),
        first=mark.unprompted,
        after=mark.after,
        low=mark.low,
        high=mark.high,
        marked_by=mark.source,
        points=tuple(_of_result(interview, item, p) for p in points(interview, item)),
        reference=question.reference.get(language),
        sources=tuple(ReadingLink(s.title, s.url, s.note) for s in question.sources),
        language=language,
        provisional=mark.source is MarkSource.ESTIMATE,
        turn=turns[0].number if turns else 0,
        probes=probes,
        to_tick=any(is_to_tick(turn) for turn in turns),
        replaces=replaces,
    )


def is_to_tick(turn: Turn) -> bool:
    """Whether a turn has an estimate of which the person has not ticked every point."""
    grade, ticked = effective(turn), {tick.point for tick in turn.ticks}
    return grade is not None and grade.is_estimate and any(verdict.id not in ticked for verdict in grade.verdicts)


def _of_probe(interview: Interview, turn: Turn) -> ResultProbe:
    asked = task(interview.items[turn.item].question, turn.probe)
    return ResultProbe(
        name=name_of(interview, turn),
        turn=turn.number,
        question=asked.question.get(interview.language),
        reference=asked.reference.get(interview.language),
        marked_by=standing(turn).source,
        to_tick=is_to_tick(turn),
        points=_points(interview, turn),
        feedback=grade.feedback if (grade := effective(turn)) else "",
    )


def debrief(interview: Interview, number: int) -> DebriefMessage:
    """One turn of an exam that is over."""
    turn, turns = _turn(interview, number), _asked_turns(interview)
    place = [asked.number for asked in turns].index(number)
    about = task(interview.items[turn.item].question, turn.probe)
    return DebriefMessage(
        interview=interview.id,
        turn=number,
        name=name_of(interview, turn),
        page=place + 1,
        of=len(turns),
        question=about.question.get(interview.language),
        answer=turn.answer,
        reference=about.reference.get(interview.language),
        grade=graded(interview, number) if effective(turn) or turn.failed else None,
        to_tick=any(map(is_to_tick, interview.turns_of(turn.item))),
        earlier=turns[place - 1].number if place else None,
        later=turns[place + 1].number if place + 1 < len(turns) else None,
        language=interview.language,
    )


def _of_result(interview: Interview, item: int, mark: PointMark) -> ResultPoint:
    root = interview.turns_of(item)[0] if interview.turns_of(item) else None
    grade = effective(root) if root else None
    return ResultPoint(
        id=mark.point,
        text=interview.items[item].question.key_point(mark.point).text.get(interview.language),
        unprompted=mark.unprompted,
        after=mark.after,
        verdict=mark.verdict,
        quote=_quote(interview, item, mark.point),
        stands=stands(mark),
        suspected=grade is not None and mark.source is MarkSource.ESTIMATE and mark.point in grade.suspected,
    )


def _quote(interview: Interview, item: int, point: str) -> str:
    for turn in interview.turns_of(item):
        grade = effective(turn)
        verdict = grade.verdict(point) if grade and turn.probe is None else None
        if verdict and verdict.quote:
            return verdict.quote
    return ""


def appeal(interview: Interview, number: int, point: str) -> AppealMessage:
    """How an appeal ended; the latest one of that point."""
    turn = _turn(interview, number)
    found = [a for a in turn.appeals if a.point == point][-1]
    asked = task(interview.items[turn.item].question, turn.probe)
    texts = {p.id: p.text.get(interview.language) for p in asked.key_points}
    settled = found.after or found.before
    return AppealMessage(
        interview=interview.id,
        turn=number,
        point=point,
        text=texts[point],
        outcome=found.outcome,
        before=found.before.verdict,
        after=settled.verdict,
        why=settled.why,
        score=turn.grade.score if turn.grade else None,
        language=interview.language,
        name=name_of(interview, turn),
    )


# -- the end ---------------------------------------------------------------------------------------------------------


def summed_up(interview: Interview, coming: Sequence[DuePoint] = (), *, replaces: bool = False) -> SummaryMessage:
    """The end of an interview: counts, means by topic, strongest and weakest points, what comes back and when."""
    found = summary(interview)
    whole = found.overall[0] if len(found.overall) == 1 else None
    return SummaryMessage(
        interview=interview.id,
        finished=interview.phase is Phase.FINISHED,
        asked=found.asked,
        answered=found.answered,
        skipped=found.skipped,
        ungraded=found.ungraded,
        taken_back=found.taken_back,
        first=whole.unprompted if whole else None,
        after=whole.after if whole else None,
        marked_by=whole.source if whole else ("mixed" if found.overall else MarkSource.NONE),
        overall=tuple(map(_topic, found.overall)),
        topics=tuple(map(_topic, found.topics)),
        strongest=tuple(_point(interview, *entry) for entry in found.strongest),
        weakest=tuple(_point(interview, *entry) for entry in found.weakest),
        coming=tuple(coming),
        language=interview.language,
        provisional=whole is not None and whole.source is MarkSource.ESTIMATE,
        untouched=tuple(_point(interview, *entry) for entry in found.untouched),
        replaces=replaces,
    )


def _topic(marked: TopicMarks) -> TopicSummary:
    return TopicSummary(
        topic=marked.topic,
        marked_by=marked.source,
        questions=marked.questions,
        first=marked.unprompted,
        after=marked.after,
        touched=marked.touched,
        of=marked.of,
    )


def _point(interview: Interview, item: int, mark: PointMark) -> PointSummary:
    question = interview.items[item].question
    text = question.key_point(mark.point).text.get(interview.language)
    return PointSummary(question.id, mark.point, text, mark.after or 0.0)


# -- notices ---------------------------------------------------------------------------------------------------------


def checked(interview: Interview, number: int, probes: Sequence[int] = ()) -> TicksRecorded:
    """That the person's ticks of a turn (and of these follow-ups with it) are recorded, with the mark they add up to.

    Of a question that is through the mark is that after its follow-ups.
    """
    turn = _turn(interview, number)
    mark = marks(interview, turn.item).after if probes else _own_mark(interview, turn)
    names = tuple(name_of(interview, _turn(interview, probe)) for probe in probes)
    return TicksRecorded(mark, name_of(interview, turn), names)


def reason(interview: Interview, why: WhyAsked) -> Notice:
    """Why a turn was asked, in one line; of a follow-up that is open not what it is after."""
    question = interview.items[why.item].question
    turn = _turn(interview, why.turn)
    if turn.probe is not None and turn is interview.current and interview.phase is Phase.ASKING:
        purpose = question.probe(turn.probe).purpose
        return Notice(WhyOpenProbe(why.reason, purpose, why.probe, why.depth), interview.language)
    if why.point is None:
        return Notice(WhyQuestion(why.reason, question.topic), interview.language)
    text = question.key_point(why.point).text.get(interview.language)
    return Notice(WhyProbe(why.reason, text, why.probe, why.depth), interview.language)


def receipt(interview: Interview, turn: Turn, *, details: bool = False) -> Notice:
    """What the grade of a turn rests on."""
    grade = effective(turn)
    assert grade is not None
    samples = grade.receipt.samples if grade.receipt else ()
    prompt = samples[0].template if samples else ""
    revision = interview.items[turn.item].question.revision
    made = GradeReceipt(
        grade.graded_by,
        prompt,
        len(samples),
        revision,
        turn=name_of(interview, turn),
        proven=sum(bool(verdict.quote) for verdict in grade.verdicts),
        points=len(grade.verdicts),
        own=grade.is_estimate and standing(turn).source is MarkSource.SELF,
        details=details,
    )
    return Notice(made, interview.language)
