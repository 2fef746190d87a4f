"""Whether a draft reads finished, judged against what is asked: by how it ends, what it announced, and what it has delivered.

A linear model over readable features, fitted on whole answers and on answers cut inside a clause. Punctuation and length
are no features: phones write neither full stops nor long sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from interview.aside_features import Feature, Message
from interview.asked import asked, known_probe
from interview.linear import Linear, packaged
from questions.model import Question

FEW = 6  # words

_SIGNS = " \t\r\n\u00a0\u3000,.;!?。、~)]}'\"”」`"
_LEFT_OPEN = re.compile(r"[,、:(\[{=+*/×→-]\s*$|\b(?:etc|i\.e|e\.g)$")
_FIRST = re.compile(r"\b(?:first(?:ly)?|to begin with|1[.)])|首先|第一|其一|一方面|[1１①]\s*[.、)]|①")
_SECOND = re.compile(
    r"\b(?:second(?:ly)?|then|next|2[.)]|also|finally|last(?:ly)?)|其次|第二|其二|另一方面|然后|再|最后|2\s*[.、)]|②"
)
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|several|2|3|4|5) (?:things|reasons|points|ways|causes|steps|parts)"
    r"|[两二三四五几2345]\s?[点个条步种方](?:[面法]|原因|问题|错)?[:,]"
)
_JOINS = re.compile(
    r"\b(?:a|an|the|and|or|but|because|so|if|when|while|that|which|who|than|as|of|to|in|on|at|for|with|by|from|into|per|is|are|was"
    r"|be|will|would|can|could|should|i|we|you|they|it's|i'd|i'll|its|their|your|then|also|just|very|more|not|e\.?g|like)$"
    r"|(?:因为|所以|然后|而且|但是|如果|比如|例如|以及|还有|首先|另外|也就是说|就是说|的话|这么|把|被|让|对|从|在|和|与|或|及|但|若|当|比|给|将|以|为"
    r"|则|就|也|都|很|更|最|再|先|可|取决于)$"
)
_CONDITION = re.compile(
    r"^\W*(?:and |but |so |then |also )*(?:if|when|because|since|unless|while|until|although)\b"
    r"|^\W*(?:但|而|那|另外)?(?:如果|因为|当|要是|由于|虽然|既然|除了|首先|等到|为了)|的时候\s*$|以后\s*$|之后\s*$"
)
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ("「", "」"))


def finished(draft: str, question: Question, probe: str | None = None) -> bool:
    """Whether what was gathered of an answer reads finished. `probe` names the probe that is open."""
    data = packaged("completeness.json")
    message = Message.of(draft, asked(question, known_probe(question, probe)))
    finished_from: float = data["finished_from"]
    return Linear(**data["finished"]).probability(features(message)) >= finished_from


def features(message: Message) -> dict[str, float]:
    """The features that are not 0."""
    parts = (_ending, _left_open, _delivered)
    return {name: float(value) for part in parts for name, value in part(message) if value}


def _ending(message: Message) -> Iterator[Feature]:
    """The last tokens, up to three, without the signs after them."""
    said = [token for token in message.tokens if token.strip(_SIGNS)] or list(message.tokens)
    for size in range(1, 4):
        yield f"ends [{' '.join(said[-size:])}]", len(said) >= size


def _left_open(message: Message) -> Iterator[Feature]:
    """What was begun and not brought to its end."""
    text = message.text
    yield "left open", bool(_LEFT_OPEN.search(text))
    yield "bracket left open", any(text.count(one) > text.count(other) for one, other in _PAIRS)
    yield "first without second", bool(_FIRST.search(text)) and not _SECOND.search(text)
    yield "several announced", bool(_SEVERAL.search(text)) and len(message.clauses) < 3
    last = message.clauses[-1].text.rstrip(_SIGNS)
    yield "joining word at the end", bool(_JOINS.search(last))
    yield "condition without consequence", bool(_CONDITION.search(last))
    yield "condition alone", len(message.clauses) == 1 and bool(_CONDITION.search(last))
    yield "last clause a cue alone", message.clauses[-1].words <= 2 and "because" in message.clauses[-1].cues


def _delivered(message: Message) -> Iterator[Feature]:
    """How much of what was asked for is there."""
    asked = message.asked
    points = len(message.subject & (asked.points | asked.wider))
    yield from ((f"words of points over {least}", points > least) for least in (0, 2, 5))
    yield "last clause without a subject", not message.clauses[-1].subject
    number = any("number" in token or token[0].isdigit() for token in message.tokens)
    delivered = {
        "yes or no": "yes or no" in message.cues,
        "reason": "because" in message.cues,
        "number": number,
    }
    for wanted in asked.wants:
        yield f"{wanted} delivered", delivered[wanted]
        yield f"{wanted} delivered in a few words", delivered[wanted] and message.words <= FEW
        yield f"{wanted} still to come", not delivered[wanted]
