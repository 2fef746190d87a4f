"""What a question takes of a phone's screen: whole conversations, at 40 columns, in both languages, with a judge and without."""

from __future__ import annotations

import pytest

from app.messages import build
from app.messages.interview import InterviewMessage
from app.messages.values import Envelope
from bot.render import show
from grader.grade import Grade, GradedBy, Method, Verdict, marked, verdict_of
from interview.events import Event, Graded, PartSaid, Settled, Started
from interview.model import Interview, Item, Phase
from interview.step import step
from questions.bank import load_bank
from questions.model import LANGUAGES, Language, Question, Task, task
from testing.botapi import Message
from testing.phone import bubble

OF_A_QUESTION, OF_A_RESULT = 45, 12  # lines
OWN_TEXT = 8  # lines of a question from which its own text, a listing, is what takes the screen
FEEDBACK = {
    "zh": "主要思路讲清楚了，但少了关键的一步推导：为什么会这样变化。下次先给结论，再说条件，最后补一个数字。",
    "en": "You explain the main idea well, but one step is missing: why it changes like this. Next time give the "
    "conclusion first, then the conditions, then a number.",
}


def lines(message: InterviewMessage) -> int:
    """Lines that are in sight; of what is folded the first three and the sign that unfolds it."""
    parts = show(Envelope(message)).parts
    return sum(len(bubble(Message(1, 1, part, "x", None, True, 0.0)).lines) for part in parts)


def grade(about: Task, said: str, language: Language, *, judged: bool, root: bool) -> Grade:
    """One point covered, the others missing or, on a follow-up, half right."""
    other = Verdict.MISSING if root else Verdict.PARTIAL
    verdicts = tuple(
        verdict_of(point.id, Verdict.COVERED if place == 0 and root else other, said[:30])
        for place, point in enumerate(about.key_points)
    )
    if judged:
        made = Grade(verdicts, GradedBy(Method.JUDGE, "m"), provisional=False, feedback=FEEDBACK[language])
        return marked(about.key_points, made)
    return Grade(verdicts, GradedBy(Method.WORDS), provisional=True, score=4.0, low=3.0, high=5.0)


def talk(question: Question, language: Language, *, judged: bool) -> list[InterviewMessage]:
    """What is said from the question to its result."""
    said: list[InterviewMessage] = []

    def happens(interview: Interview, event: Event) -> Interview:
        after, effects = step(interview, event)
        said.extend(build.said(after, effects))
        return after

    talking = happens(Interview("f" * 32, 1, language, (Item(question),)), Started())
    while (turn := talking.current) is not None and talking.phase is Phase.ASKING:
        about = task(question, turn.probe)
        answer = about.reference.get(language)[:60]
        talking = happens(talking, PartSaid(turn.number, "1", answer))
        talking = happens(talking, Settled(turn.number, talking.turns[turn.number - 1].draft.changes))
        given = talking.turns[turn.number - 1]
        found = grade(about, answer, language, judged=judged, root=turn.probe is None)
        talking = happens(talking, Graded(turn.number, given.revision, given.generation + 1, found))
    return [message for message in said if message.event in ("question", "probe", "grade", "result")]


@pytest.mark.parametrize("judged", [False, True], ids=["no-judge", "judge"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_with_three_follow_ups_fits(language: Language, judged: bool) -> None:
    bank = load_bank()
    measured = 0
    for question in [q for q in bank.questions.values() if not q.hands_on][::6]:
        said = talk(question, language, judged=judged)
        assert [lines(m) <= OF_A_RESULT for m in said if m.event == "result"] == [True], question.id
        if sum(m.event == "probe" for m in said) == 3 and lines(said[0]) <= OWN_TEXT:
            measured += 1
            assert sum(map(lines, said)) <= OF_A_QUESTION, question.id
    assert measured > 10
