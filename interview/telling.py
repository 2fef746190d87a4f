"""A better telling of a project, in its person's own sentences: which of them make which point, and which points have none.

Nothing is written here: every sentence stands verbatim in an answer of theirs, where a quote of it proves a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.grade import Verdict
from interview.marks import effective
from interview.model import Interview, Turn
from questions.model import Question
from questions.text import sentences

PROVES = (Verdict.COVERED, Verdict.PARTIAL)
SENTENCES_AT_MOST = 3  # of one point


@dataclass(frozen=True, slots=True)
class ToldPoint:
    """A root key point and the sentences that make it, none for a gap. checked: by verdicts; else they are an estimate."""

    point: str
    sentences: tuple[str, ...]
    checked: bool


def arranged(question: Question, rounds: Sequence[Interview]) -> list[ToldPoint]:
    """The points in the order in which a telling makes them; what was said in the latest rounds stands first.

    rounds: oldest first; items of other questions are passed over.
    """
    return [_told(point.id, question, rounds) for point in question.key_points]


def _told(point: str, question: Question, rounds: Sequence[Interview]) -> ToldPoint:
    """By verdicts where there are any on this point, else by estimates."""
    turns = [turn for interview in reversed(rounds) for turn in _about(interview, question, point)]
    judged = [turn for turn in turns if (grade := effective(turn)) is not None and not grade.is_estimate]
    kept = _distinct(sentence for turn in judged or turns for sentence in _proofs(turn, point))
    return ToldPoint(point, tuple(kept[:SENTENCES_AT_MOST]), bool(judged))


def _about(interview: Interview, question: Question, point: str) -> Iterator[Turn]:
    """The turns that may make a point: the question itself, and follow-ups aimed at it."""
    for turn in interview.turns:
        of_it = interview.items[turn.item].question.id == question.id
        if of_it and turn.is_answered and (turn.probe is None or turn.aims_at == point):
            yield turn


def _proofs(turn: Turn, point: str) -> Iterator[str]:
    """The sentences of an answer that prove a point."""
    grade = effective(turn)
    for verdict in grade.verdicts if grade is not None else ():
        wanted = turn.probe is not None or verdict.id == point
        if wanted and verdict.verdict in PROVES and (sentence := _around(verdict.quote, turn.answer)):
            yield sentence


def _around(quote: str, answer: str) -> str:
    """The sentence of an answer in which a quote stands, the quote itself where it goes over several; "" if it does not."""
    if not quote.strip() or quote not in answer:
        return ""
    return next((sentence for sentence in sentences(answer) if quote in sentence), quote)


def _distinct(found: Iterable[str]) -> list[str]:
    """Each sentence once, and none that stands inside another."""
    once = list(dict.fromkeys(found))
    return [one for one in once if not any(one != other and one in other for other in once)]
