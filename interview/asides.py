"""Whether a message is an answer, an aside, or not clear: two linear models over readable features, fitted on labelled messages.

The first gives the probability that the message holds any try at the content (then the whole of it is an answer), the second
what an aside most likely is. Weights and thresholds are in `asides.json`; `python -m training.asides` makes the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from interview.aside_features import Message, features
from interview.asked import asked, known_probe
from interview.linear import Linear, packaged, softmax
from questions.model import Question

LONG = 600  # characters


class AsideKind(StrEnum):
    """What a message that is no answer wants."""

    CLARIFY = "clarify"  # what is meant or assumed
    EASIER = "easier"  # another or a lighter question
    REVEAL = "reveal"  # the answer
    HINT = "hint"  # which way to think
    DISPUTE = "dispute"  # another verdict
    WAIT = "wait"  # time; an announced answer too
    REPEAT = "repeat"  # the question once more
    IDK = "idk"  # nothing: the person does not know
    STOP = "stop"  # the end of the interview
    CHAT = "chat"  # nothing: small talk
    META = "meta"  # something about the interview or the program


@dataclass(frozen=True, slots=True)
class Answer:
    """A try at the content, or more of one."""


@dataclass(frozen=True, slots=True)
class Aside:
    """No answer; `confidence` (0–1) is the probability of this kind."""

    kind: AsideKind
    confidence: float


@dataclass(frozen=True, slots=True)
class Unsure:
    """Not clear; `likely` is what it is if it is no answer."""

    likely: AsideKind


Judgement = Answer | Aside | Unsure


@dataclass(frozen=True, slots=True)
class Weights:
    """The two models, and the probabilities of an answer from which it is one, and below which it is an aside."""

    answer: Linear
    kinds: Mapping[AsideKind, Linear]
    answer_from: float
    aside_below: float

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Weights:
        """Weights as they are kept in a file."""
        kinds = {AsideKind(kind): Linear(**linear) for kind, linear in data["kinds"].items()}
        return cls(Linear(**data["answer"]), kinds, data["answer_from"], data["aside_below"])

    def judge(self, message: Message) -> Judgement:
        found = features(message)
        answer = self.answer.probability(found)
        if answer >= self.answer_from:
            return Answer()
        kinds = softmax({kind: linear.score(found) for kind, linear in self.kinds.items()})
        likely = AsideKind(max(kinds, key=lambda kind: kinds[kind]))
        return Aside(likely, (1 - answer) * kinds[likely]) if answer < self.aside_below else Unsure(likely)


def judge(text: str, question: Question, probe: str | None = None, before: Sequence[str] = ()) -> Judgement:
    """What a message is. `probe` names the probe that is open, `before` what was sent in the turn already, oldest first.

    A long text is an answer: no labelled aside is half as long, and reading on would take its time.
    """
    if len(text) > LONG:
        return Answer()
    return _weights().judge(Message.of(text, asked(question, known_probe(question, probe)), before))


@cache
def _weights() -> Weights:
    return Weights.of(packaged("asides.json"))
