"""A message as named features, for the fitted weights of `interview.asides`.

Words are read with the subject taken out: a word of what was asked becomes <asked>, one of its points <point>, so that
"what does <asked> stand for" is one phrase whatever the subject. What stands in quotation marks is somebody else's.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from interview.asked import Asked, is_number, is_pair, is_word, plain, subject_words, tokens
from interview.cues import ASIDES, cues
from questions.text import HAN, has_han, stem

Feature = tuple[str, float]

PHRASE = 1.5  # value of a phrase of the whole message; beside 1 for any other feature the best in cross-validation
LENGTHS = (2, 4, 8, 16, 32, 64)  # tokens
TALKING = frozenset(("you", "particle", "wh"))  # cues of somebody who talks to somebody
FREE = (0, 3, 8, 16, 30)  # words outside clauses with a cue for an aside

_QUOTED = re.compile(r"“[^”]{1,120}”|「[^」]{1,120}」|\"[^\"\n]{2,160}\"|《[^》]{1,60}》")
_CLAUSE_END = re.compile(
    rf"[,;!?](?=\s|$|[{HAN}\"“”])|[。\n]|:(?=\s)|(?<=[a-z)0-9])\.+(?=\s|$)|\.\.+"
    rf"|(?<=[{HAN}])\s+(?=\S)|(?<=\S)\s+(?=[{HAN}])"
)
_STOPS = frozenset(",.?!。")
_OPERATOR = re.compile(r"[=×*+→≈<>/^]")
_CODE = re.compile(r"\w\(|\w\[|==|return |def |[:;]\s*$", re.MULTILINE)
_NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千万亿两半零]{2,}|[一二三四五六七八九十两半]\s?[倍个成半份次位张步]|\b(?:zero|nought|one|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
    r"|million|billion|half|third|quarter|twice|double|triple)\b"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a message in plain form, its cues, its words (numbers included) and those of a subject."""

    text: str
    cues: frozenset[str]
    words: int
    subject: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Clause:
        words = sum(token[0].isalnum() for token in tokens(text))
        return cls(text, frozenset(cues(text)), words, subject_words(text))

    @property
    def is_question(self) -> bool:
        return "?" in self.text

    @property
    def is_free(self) -> bool:
        """Whether it holds no cue for an aside and is no question."""
        return not self.is_question and ASIDES.isdisjoint(self.cues)


@dataclass(frozen=True, slots=True)
class Message:
    """One message in plain form, with what is open and the subject words said before it in the turn; None if nothing was.

    clauses: never empty. tokens: with the words of the subject replaced. cues, subject: of all clauses.
    """

    text: str
    clauses: tuple[Clause, ...]
    tokens: tuple[str, ...]
    cues: frozenset[str]
    subject: frozenset[str]
    asked: Asked
    before: frozenset[str] | None

    @classmethod
    def of(cls, text: str, asked: Asked, before: Sequence[str] = ()) -> Message:
        said = _unquoted(plain(text))
        parts = tuple(map(Clause.of, clauses(said)))
        found = frozenset[str]().union(*(part.cues for part in parts))
        subject = frozenset[str]().union(*(part.subject for part in parts))
        earlier = subject_words(plain("\n".join(before))) if before else None
        return cls(said, parts, tuple(masked(said, asked)), found, subject, asked, earlier)

    @property
    def words(self) -> int:
        return sum(clause.words for clause in self.clauses)

    @property
    def free(self) -> list[Clause]:
        """The clauses that hold no cue for an aside and are no question."""
        return [clause for clause in self.clauses if clause.is_free]


def _unquoted(text: str) -> str:
    """The text with what stands in quotation marks taken out, unless nothing of a subject is left."""
    bare = _QUOTED.sub(' "q" ', text)
    return bare if subject_words(bare) else text


def clauses(text: str) -> tuple[str, ...]:
    """A plain text taken apart at sentence ends, commas, line ends, and blanks beside Han characters; never empty."""
    found: list[str] = []
    start = 0
    for end in [*(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]:
        if re.search(r"\w", piece := text[start:end]):
            found.append(piece)
        elif found:
            found[-1] += piece
        start = end
    return tuple(found) or (text,)


def features(message: Message) -> dict[str, float]:
    """The features that are not 0."""
    parts = (_phrases, _length, _closeness, _signs, _cues, _beside_cues, _fit, _order, _after)
    return {name: float(value) for part in parts for name, value in part(message) if value}


def masked(text: str, asked: Asked) -> list[str]:
    """The tokens of a plain text with the words of the subject replaced; neighbours that became alike are one."""
    found = tokens(text)
    marks = [_mark(token, asked) for token in found]
    for n, (one, other) in enumerate(itertools.pairwise(found)):
        if is_pair(one, other) and (mark := _known(one + other, asked)):
            marks[n : n + 2] = [marks[n] if marks[n] == "<asked>" else mark, mark]
    return _merged([mark or token for mark, token in zip(marks, found, strict=True)])


def _mark(token: str, asked: Asked) -> str:
    if is_number(token):
        return f"<{known[1:-1]} number>" if (known := _known(token, asked)) else "<number>"
    return _known(stem(token), asked) if is_word(token) else ""


def _known(word: str, asked: Asked) -> str:
    if word in asked.stem:
        return "<asked>"
    return "<point>" if word in asked.points or word in asked.wider else ""


def _merged(found: Iterable[str]) -> list[str]:
    merged: list[str] = []
    for token in found:
        if not (merged and token == merged[-1] and token.endswith(">") and len(token) > 1):
            merged.append(token)
    return merged


def _phrases(message: Message) -> Iterator[Feature]:
    """Up to three neighbouring tokens of the message, up to two of its first and of its last clause."""
    yield from ((f"[{phrase}]", PHRASE) for phrase in _neighbours(["^", *message.tokens, "$"], 3))
    for place, clause in (("first", message.clauses[0]), ("last", message.clauses[-1])):
        yield from ((f"{place} [{phrase}]", 1) for phrase in _neighbours(masked(clause.text, message.asked), 2))


def _neighbours(found: list[str], most: int) -> set[str]:
    return {" ".join(found[n : n + size]) for size in range(1, most + 1) for n in range(len(found) - size + 1)}


def _length(message: Message) -> Iterator[Feature]:
    size = len([1 for token in message.tokens if token not in _STOPS])
    yield from ((f"longer than {least}", size > least) for least in LENGTHS)
    yield "clauses", min(len(message.clauses), 6) / 3


def _closeness(message: Message) -> Iterator[Feature]:
    """How much of the subject it says, beyond what the question said."""
    asked, said = message.asked, message.subject
    points, wider = said & asked.points, said & asked.wider
    other = said - asked.stem - points - wider
    yield "words of points", min(len(points), 6) / 3
    yield "words of wider points", min(len(wider), 6) / 3
    yield "words of the question", min(len(said & asked.stem), 6) / 3
    yield "other words", min(len(other), 10) / 5
    yield "any word of points", len(points) > 0
    yield "two words of points", len(points) > 1
    yield "a number of its own", any(map(is_number, said - asked.stem))


def _signs(message: Message) -> Iterator[Feature]:
    text = message.text
    yield "question mark", "?" in text
    yield "question marks", text.count("?") > 1
    yield "ends as a question", text.rstrip().endswith("?")
    yield "operator", bool(_OPERATOR.search(text))
    yield "code", bool(_CODE.search(text))
    yield "several lines", "\n" in text
    yield "quotes", '"q"' in text
    yield "Chinese", has_han(text)


def _cues(message: Message) -> Iterator[Feature]:
    """Cues of the message, of its first and last clause, and what stands beside each cue for an aside."""
    asides = message.cues & ASIDES
    yield from ((name, 1) for name in message.cues)
    yield from ((f"first {name}", 1) for name in message.clauses[0].cues)
    yield from ((f"last {name}", 1) for name in message.clauses[-1].cues)
    beside = [name for name, there in _circumstances(message) if there]
    yield from ((f"{cue} {name}", 1) for cue in asides for name in beside)
    yield "no cue for an aside", not asides
    plain = not asides and not message.cues & TALKING and "?" not in message.text
    yield "plain statement", plain
    yield "plain statement in a few words", plain and message.words <= 6
    yield "plain statement with points", plain and bool(message.subject & message.asked.points)
    yield "plain statement of a subject", plain and bool(message.subject)
    yield "plain statement after others", plain and message.before is not None
    yield "talk", not message.subject and bool(asides | (message.cues & TALKING))
    yield "talk alone", not message.subject and not any(clause.is_free for clause in message.clauses)
    yield "two cues", len(asides) > 1
    yield "three cues", len(asides) > 2


def _circumstances(message: Message) -> Iterator[tuple[str, bool]]:
    yield "asked", any(clause.is_question for clause in message.clauses)
    yield "to you", "you" in message.cues
    yield "with points", bool(message.subject & message.asked.points)
    yield "after others", message.before is not None
    yield "in a few words", message.words <= 6
    yield "and little else", sum(clause.words for clause in message.free) <= 3


def _beside_cues(message: Message) -> Iterator[Feature]:
    """What is said in clauses without any cue for an aside."""
    free = message.free
    size = sum(clause.words for clause in free)
    yield "free share", size / max(1, message.words)
    yield from ((f"free words over {least}", size > least) for least in FREE)
    yield from ((f"free clauses over {n}", len(free) > n) for n in range(3))
    close = sum(bool(clause.subject & (message.asked.points | message.asked.wider)) for clause in free)
    yield "free clauses with points", min(close, 3) / 2
    yield "first clause free", message.clauses[0].is_free
    yield "last clause free", message.clauses[-1].is_free
    yield "clauses with cues", min(len(message.clauses) - len(free), 4) / 2


def _fit(message: Message) -> Iterator[Feature]:
    """Whether it has the shape of what was asked for."""
    shapes = {
        "yes or no": "yes or no" in message.cues,
        "number": bool(_NUMBER.search(message.text)),
        "reason": "because" in message.cues,
    }
    for name, there in shapes.items():
        wanted = "wanted" if name in message.asked.wants else "unwanted"
        yield f"{wanted} {name}", there
        yield f"short {wanted} {name}", there and message.words <= 8
        yield f"{name} left out", name in message.asked.wants and not there


def _order(message: Message) -> Iterator[Feature]:
    """Which clauses are questions, and what was told before the last one."""
    asks = [clause.is_question for clause in message.clauses]
    told = message.clauses[:-1]
    yield "asks at the end only", len(asks) > 1 and asks[-1] and not any(asks[:-1])
    yield "asks at the start only", len(asks) > 1 and asks[0] and not any(asks[1:])
    yield "tells, then asks", asks[-1] and any(clause.subject & message.asked.points for clause in told)
    yield "tells at length, then asks", asks[-1] and sum(clause.words for clause in told) > 12


def _after(message: Message) -> Iterator[Feature]:
    """What was said before in the turn."""
    before = message.before or frozenset()
    yield "after others", message.before is not None
    yield "after words of points", bool(before & (message.asked.points | message.asked.wider))
    yield "takes up words from before", bool(before & message.subject)
