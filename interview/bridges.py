"""The sentence that leads from what the person said to a follow-up: which one, and which of their words it quotes.

The sentences are the program's own words (`texts`), `VARIANTS` for each reason with a quote and as many without one. A quote
is a passage that proves a verdict; it tells nothing of what the follow-up is after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from grader.grade import PointVerdict, Verdict
from interview.asked import TALK, TALK_HAN
from interview.marks import effective
from interview.model import Interview, Mode, Reason, Turn
from interview.why import led_by
from questions.leaks import leak
from questions.model import LANGUAGES, KeyPoint, task
from questions.text import HAN

VARIANTS = 12
QUOTE_AT_MOST, QUOTE_AT_LEAST = 20, 4  # characters
PROVES_OTHERS = (Verdict.COVERED, Verdict.PARTIAL)
QUOTES = (Reason.CONTRADICTED, Reason.SUSPECTED, Reason.MISSING, Reason.PARTIAL, Reason.DEEPER)

_CLAUSE = re.compile(r"[^,.;:!?，。；：！？、\n\r\t\"“”「」()（）\[\]{}`*_]+")
_PIECE = re.compile(rf"[{HAN}]|[^\s{HAN}]+")


@dataclass(frozen=True, slots=True)
class Bridge:
    """reason: which sentences. variant: which of them, 0 to VARIANTS − 1. quote: what the person said, "" for nothing."""

    reason: Reason
    variant: int
    quote: str


def bridge(interview: Interview, turn: Turn) -> Bridge | None:
    """The sentence before a follow-up; None before a question. The same one only after all others of its reason."""
    if turn.probe is None:
        return None
    reason = _reason(interview, turn)
    earlier = [t for t in interview.turns[: turn.number - 1] if t.probe is not None and _reason(interview, t) is reason]
    order = sorted(range(VARIANTS), key=lambda n: sha256(f"{interview.id}:{reason}:{n}".encode()).digest())
    return Bridge(reason, order[len(earlier) % VARIANTS], _quotes(interview, turn))


def _reason(interview: Interview, turn: Turn) -> Reason:
    """Why a follow-up is said to be asked: an exam tells no verdicts."""
    silent = interview.mode is Mode.EXAM and turn.reason in QUOTES
    return Reason.DEEPER if silent else turn.reason


def _quotes(interview: Interview, turn: Turn) -> str:
    """The quote before a follow-up: none a second time in one question."""
    used: set[str] = set()
    for asked in interview.turns_of(turn.item):
        if asked.number < turn.number and asked.probe is not None:
            used.add(_quote(interview, asked, used))
    return _quote(interview, turn, used)


def _quote(interview: Interview, turn: Turn, used: set[str]) -> str:
    led = led_by(interview, turn)
    grade = effective(led) if led is not None and turn.reason in QUOTES else None
    if led is None or grade is None:
        return ""
    found = (fragment for verdict in _telling(turn, grade.verdicts) for fragment in fragments(verdict.quote))
    return next((q for q in found if q not in used and q in led.answer and not _tells(interview, turn, q)), "")


def _telling(turn: Turn, verdicts: tuple[PointVerdict, ...]) -> Iterator[PointVerdict]:
    """The verdicts whose quotes may be taken up: on the point that the follow-up is aimed at, then on what was said well."""
    yield from (verdict for verdict in verdicts if verdict.id == turn.aims_at and verdict.quote)
    yield from (v for v in verdicts if v.id != turn.aims_at and v.quote and v.verdict in PROVES_OTHERS)


def _tells(interview: Interview, turn: Turn, quote: str) -> bool:
    """Whether a quote says a word of what the follow-up is after, beyond what is asked anyway."""
    question = interview.items[turn.item].question
    asked = task(question, turn.probe)
    after: tuple[KeyPoint, ...] = asked.key_points
    if turn.aims_at is not None:
        after = (question.key_point(turn.aims_at), *after)
    for language in LANGUAGES:
        known = f"{getattr(question.question, language)}\n{getattr(asked.question, language)}"
        for point in after:
            found = leak(quote, point, known, language)
            if found.terms or found.words:
                return True
    return False


def fragments(passage: str) -> Iterator[str]:
    """Pieces of a passage that can be quoted, the longest first: whole clauses, else their beginnings at the end of a word."""
    clauses = [clause.strip() for clause in _CLAUSE.findall(passage)]
    cut = [piece for clause in clauses if (piece := _cut(clause))]
    yield from sorted(dict.fromkeys(cut), key=lambda piece: (piece not in clauses, -len(piece)))


def _cut(clause: str) -> str:
    """The longest beginning of a clause that ends with a word that says something; "" when that is too short."""
    pieces = [match for match in _PIECE.finditer(clause) if match.end() <= QUOTE_AT_MOST]
    whole = bool(pieces) and pieces[-1].end() == len(clause)
    while pieces and not whole and (_is_talk(pieces[-1][0]) or _is_han(pieces[-1][0])):
        at_word_end = _is_talk(pieces[-1][0])
        pieces.pop()
        if at_word_end and pieces and not _is_talk(pieces[-1][0]):
            break  # Chinese is cut before a word that joins, because only there a word surely ends
    piece = clause[: pieces[-1].end()] if pieces else ""
    return piece if len(piece) >= QUOTE_AT_LEAST and any(not _is_talk(found[0]) for found in pieces) else ""


def _is_han(piece: str) -> bool:
    return bool(re.match(f"[{HAN}]", piece))


def _is_talk(piece: str) -> bool:
    return piece in TALK_HAN if len(piece) == 1 and _is_han(piece) else piece.lower().strip("'’") in TALK
