"""Selection of the next questions. Pure: the clock and the seed are arguments."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice, takewhile
from operator import attrgetter

from questions.bank import Bank
from questions.model import LEVELS, Kind, Language, Question, authored_difficulty

RESTS = timedelta(days=3)  # what was asked is left alone that long, unless it failed
SETTLES = timedelta(hours=12)  # what failed comes back, but not in the same sitting
FAILED = 5.0
WISHED = 0.75  # of success with a new question: hard enough to learn from, easy enough to go on
SPREAD = 0.12
UNKNOWN_ABILITY = 5.0  # mark on a middling question expected of a person nobody has heard yet
PER_LEVEL = 6  # candidates of one level at most, unless a longer interview needs more
LOOKS = 12  # candidates that are compared on one level
LEAN = 8.0  # a topic that is all somebody prepares for counts nine times as much as another
MEANT = 6.0  # what a question counts that is known to be asked, beside others of its topic
BALANCED = 100  # of the questions asked last count for the balance of topics, all together as much as one of this draw


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for; no topics means all of them, no level means any.

    hands_on: tasks may come, too. open: so may open questions (a project, an introduction), and they do where topics are
    chosen. leaning: shares (0–1) of topics that a person prepares for; new questions come from them more often. meant: questions
    that are known to be asked there, which come before others of their topic.
    """

    language: Language
    topics: tuple[str, ...] = ()
    level: int | None = None
    count: int = 3
    hands_on: bool = False
    open: bool = False
    leaning: Mapping[str, float] = field(default_factory=dict)
    meant: frozenset[str] = frozenset()

    @property
    def takes_open(self) -> bool:
        return self.open or bool(self.topics)


@dataclass(frozen=True, slots=True)
class Past:
    """One time that a question was asked; `mark` is 0–10, None while there is none (skipped, not graded)."""

    question_id: str
    at: datetime
    mark: float | None


@dataclass(frozen=True, slots=True)
class DueQuestion:
    """A question with key points to review, the higher `urgency` the sooner."""

    question_id: str
    points: tuple[str, ...]
    urgency: float


def lean(leaning: Mapping[str, float], topic: str) -> float:
    """How many times as much as another a topic counts for somebody who prepares for it, at least 1."""
    return 1 + LEAN * leaning.get(topic, 0.0)


def expected(ability: float, difficulty: float) -> float:
    """The share of success (0–1) expected of a person on a question, by the model mark = ability − difficulty.

    `ability` is the mark (0–10) the person gets on a question of middling difficulty; `difficulty` says how many marks
    a question costs more than such a one.
    """
    return min(max((ability - difficulty) / 10, 0.0), 1.0)


def draw(
    bank: Bank,
    wanted: Wanted,
    past: Sequence[Past],
    due: Sequence[DueQuestion],
    ability: Mapping[str, float],
    difficulty: Mapping[str, float],
    now: datetime,
    seed: int | str,
) -> tuple[Question, ...]:
    """Up to `wanted.count` different questions, in the order in which they should be asked.

    Due ones come first, the most urgent before the others, then (for at most half of the places) ones that failed, each
    after what it builds on and was never asked, then new ones near 75 % expected success, spread over the topics; only then
    what was asked before, the longest ago first. Nothing is drawn that was asked in the last three days unless its last mark
    was below 5. `ability` is by topic and `difficulty` by question, in the units of `expected`; both may be empty. Fewer come
    back when there are no more.
    """
    dice = random.Random(str(seed))  # noqa: S311 - dice, not secrets
    hand = _Hand(bank, wanted, _Memory.of(past, now), ability, difficulty, dice)
    hand.take(one.question_id for one in sorted(due, key=lambda one: (-one.urgency, one.question_id)))
    hand.take(hand.failed(), at_most=(wanted.count + 1) // 2)
    hand.take_new()
    hand.take(hand.memory.oldest_first())
    return tuple(hand.drawn.values())


@dataclass(frozen=True, slots=True)
class Candidates:
    """What an interview may ask, in order of preference. owed: due or failed before; free: the others, level by level."""

    owed: tuple[Question, ...]
    free: tuple[Question, ...]


def candidates(
    bank: Bank,
    wanted: Wanted,
    past: Sequence[Past],
    due: Sequence[DueQuestion],
    ability: Mapping[str, float],
    difficulty: Mapping[str, float],
    now: datetime,
    seed: int | str,
) -> Candidates:
    """Enough questions of every level for an interview of `wanted.count` that climbs with the answers.

    By the rules of `draw`, but as many for each level as for a whole interview, at most six where the levels together
    hold enough. Owed ones leave one place to the question an interview begins with.
    """
    dice = random.Random(str(seed))  # noqa: S311 - dice, not secrets
    hand = _Hand(bank, wanted, _Memory.of(past, now), ability, difficulty, dice, looks=LOOKS // 2)
    hand.take(one.question_id for one in sorted(due, key=lambda one: (-one.urgency, one.question_id)))
    hand.take(hand.failed(), at_most=(wanted.count + 1) // 2)
    owed = len(hand.drawn) if wanted.count == 1 else min(len(hand.drawn), wanted.count - 1)
    levels = LEVELS if wanted.level is None else (wanted.level,)
    each = min(wanted.count, max(PER_LEVEL, math.ceil(wanted.count / len(levels))))
    for level in levels:
        hand.take_level(level, each)
    hand.wanted = replace(wanted, count=max(wanted.count, len(hand.drawn)))
    hand.take_new()
    hand.take(hand.memory.oldest_first())
    drawn = tuple(hand.drawn.values())
    return Candidates(drawn[:owed], drawn[owed:])


@dataclass(slots=True)
class _Memory:
    """The last time each question was asked, the latest first; iterated lazily, for a past may be long."""

    now: datetime
    last: dict[str, Past]
    resting: set[str]

    @classmethod
    def of(cls, past: Sequence[Past], now: datetime) -> _Memory:
        last: dict[str, Past] = {}
        for one in sorted(past, key=attrgetter("at", "question_id"), reverse=True):
            last.setdefault(one.question_id, one)
        recent = takewhile(lambda one: one.at > now - RESTS, last.values())
        return cls(now, last, {one.question_id for one in recent if not _failed(one)})

    def oldest_first(self) -> Iterator[str]:
        return reversed(self.last)

    def failed(self) -> Iterator[str]:
        """What failed the last time, except in this very sitting: the longest ago first, so that all get their turn."""
        settled = self.now - SETTLES
        old = takewhile(lambda one: one.at <= settled, reversed(self.last.values()))
        return (one.question_id for one in old if _failed(one))


def _failed(one: Past) -> bool:
    return one.mark is not None and one.mark < FAILED


@dataclass(slots=True)
class _Hand:
    """The questions drawn so far, and all that the next one depends on."""

    bank: Bank
    wanted: Wanted
    memory: _Memory
    ability: Mapping[str, float]
    difficulty: Mapping[str, float]
    dice: random.Random
    drawn: dict[str, Question] = field(default_factory=dict)
    looks: int = LOOKS

    @property
    def full(self) -> bool:
        return len(self.drawn) >= self.wanted.count

    def fits(self, question: Question) -> bool:
        """Whether the person asked for such a question and may get it now."""
        wanted = self.wanted
        return (
            question.id not in self.drawn
            and (question.id not in self.memory.resting or question.kind is Kind.OPEN)  # a story gets better by telling
            and wanted.language in question.languages
            and (not wanted.topics or question.topic in wanted.topics)
            and (wanted.hands_on or not question.hands_on)
            and (wanted.takes_open or question.kind is not Kind.OPEN)
            and wanted.level in (None, question.level)
        )

    def take(self, ids: Iterable[str], at_most: int | None = None) -> None:
        """Draws from `ids` in their order what fits, at most so many."""
        left = self.wanted.count if at_most is None else at_most
        for id in ids:
            if self.full or not left:
                return
            question = self.bank.questions.get(id)
            if question is not None and self.fits(question):
                self.drawn[id] = question
                left -= 1

    def failed(self) -> Iterator[str]:
        """What failed the last time, each after its bases that were never asked."""
        for id in self.memory.failed():
            question = self.bank.questions.get(id)
            if question is not None:
                yield from (base for base in question.builds_on if base not in self.memory.last)
                yield id

    def take_level(self, level: int, count: int) -> None:
        """Draws up to so many more questions of a level: new ones, then the longest ago first."""
        self.wanted = replace(self.wanted, level=level, count=len(self.drawn) + count)
        self.take_new()
        self.take(self.memory.oldest_first())

    def take_new(self) -> None:
        """Draws questions that were never asked, each from the topic that had the fewest so far."""
        places = self._places()
        asked = Counter(self._topics(islice(self.memory.last, BALANCED)))
        for topic in self._topics(self.drawn):
            asked[topic] += BALANCED
        while places and not self.full:
            topic = min(places, key=lambda topic: (self._heard(topic, asked[topic]), self.dice.random()))
            id = self._near_wished(topic, places[topic])
            if id is None:
                del places[topic]
            else:
                self.drawn[id] = self.bank.questions[id]
                asked[topic] += BALANCED

    def _heard(self, topic: str, asked: int) -> float:
        """How much of a topic there was, the question to be drawn included, by what the person prepares for."""
        return (asked + BALANCED) / lean(self.wanted.leaning, topic)

    def _topics(self, ids: Iterable[str]) -> Iterator[str]:
        return (self.bank.questions[id].topic for id in ids if id in self.bank.questions)

    def _places(self) -> dict[str, dict[int, tuple[str, ...]]]:
        """The ids that may be drawn from, by topic and level."""
        found: dict[str, dict[int, tuple[str, ...]]] = {}
        index = self.bank.index(hands_on=self.wanted.hands_on, open=self.wanted.takes_open)
        for (topic, level), ids in index.places[self.wanted.language].items():
            if (not self.wanted.topics or topic in self.wanted.topics) and self.wanted.level in (None, level):
                found.setdefault(topic, {})[level] = ids
        return found

    def _near_wished(self, topic: str, levels: dict[int, tuple[str, ...]]) -> str | None:
        """A new question of the topic near the wished chance of success, by chance weighted with its nearness."""
        candidates = [id for ids in levels.values() for id in self._sample(ids)]
        if not candidates:
            return None
        return self.dice.choices(candidates, [self._weight(self.bank.questions[id]) for id in candidates])[0]

    def _sample(self, ids: tuple[str, ...]) -> list[str]:
        """A few ids that were never asked, at random; all there are, where most have been asked."""
        tries = self.dice.sample(ids, min(len(ids), self.looks))
        if self.wanted.meant:
            tries = list(dict.fromkeys([*(id for id in ids if id in self.wanted.meant), *tries]))
        found = [id for id in tries if self._new(id)]
        return found or [id for id in ids if self._new(id)][: self.looks]

    def _new(self, id: str) -> bool:
        return id not in self.memory.last and id not in self.drawn

    def _weight(self, question: Question) -> float:
        ability = self.ability.get(question.topic, UNKNOWN_ABILITY)
        success = expected(ability, self.difficulty.get(question.id, authored_difficulty(question.level)))
        near = math.exp(-(((success - WISHED) / SPREAD) ** 2) / 2) + 1e-9
        return near * MEANT if question.id in self.wanted.meant else near
