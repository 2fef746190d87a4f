"""What of an answer is about its question at all.

Everything that reads an answer for content reads this part only, so that empty sentences, and sentences that tell the grader
what to find, change nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from grader.calibration import common, on_change
from grader.text import FUNCTION_CHARACTERS, FUNCTION_WORDS, normalise, phrases, sentences, weight
from questions.model import LANGUAGES, Task

ABOUT_FROM = 4.0  # weight of the words that a sentence shares with the task
ABOUT_SHARE = 0.12  # of the sentence's weight
ALL_SHARE = 0.4  # share from which a single word is enough

# What forges a verdict. <|im_start|> may be an honest quotation, and is none of this.
_FORGED = re.compile(
    r"满分|按\s*10\s*分|覆盖(?:了)?(?:全部|所有)(?:的)?要点|要点(?:已)?(?:全部|均已|都已)覆盖|评分员|评分(?:阶段|已完成|标准)|阅卷|"
    r"判\s*covered|给我(?:打|高|10|十)|</?\s*(?:candidate|answer|evaluation)|"
    r"10\s*/\s*10|full (?:marks|credit|score)|final score|all (?:key )?points (?:are |is |as )?(?:covered|satisfied|met)|"
    r"every key point|(?:mark|verdict)s? [^.\n]{0,200}\bcovered\b|\"(?:score|verdict|covered|overall|points)\"\s*[:：=]|"
    r"\b(?:score|verdict|covered|overall|points)\s*[:：=]\s*\"?(?:\d|covered\b|full\b|max|true\b|all\b|满)|"
    r"(?:for|to) the (?:grader|evaluator|examiner)\b|\bthe (?:grader|evaluator|examiner) (?:has|have|must|should)|"
    r"(?:grader|grading|evaluator|reviewer)s? ?(?:notes?|instructions?)\b|system (?:override|note)"
)
# What gives orders; in an answer about such attacks it is an example.
_ORDERS = re.compile(
    r"\b(?:ignore|disregard) (?:all |any )?(?:of )?(?:the )?(?:previous|prior|above|earlier)\b|new instructions|"
    r"(?:忽略|无视)(?:以上|之前|前面|上述|所有)"
)
_ATTACKS = re.compile(r"注入|越狱|inject|jailbreak")


def substance(task: Task, answer: str) -> str:
    """The sentences of the answer that share words with the task and forge no verdict, verbatim, a line each."""
    known = vocabulary(task)
    told = [(sentence, normalise(sentence)) for sentence in sentences(unforged(task, answer))]
    return "\n".join(sentence for sentence, plain in told if _is_about(plain, known))


def unforged(task: Task, answer: str) -> str:
    """The answer without the sentences that tell the grader what to find."""
    if not _commands(task, normalise(answer)):
        return answer
    return "\n".join(sentence for sentence in sentences(answer) if not _commands(task, normalise(sentence)))


def forges_with_substance(task: Task, answer: str) -> bool:
    """Whether a sentence that tells the grader what to find says something on the question as well, as if by accident."""
    known, plain = vocabulary(task), map(normalise, sentences(answer))
    return any(_commands(task, sentence) and _is_about(sentence, known) for sentence in plain)


def _commands(task: Task, plain: str) -> bool:
    return bool(_FORGED.search(plain)) or (bool(_ORDERS.search(plain)) and not about_attacks(task))


@lru_cache(maxsize=256)
def about_attacks(task: Task) -> bool:
    """Whether the task is about injected orders, so that an answer may quote some."""
    texts = (*task.question.both(), *(text for point in task.key_points for text in point.text.both()))
    return any(_ATTACKS.search(normalise(text)) for text in texts)


def _is_about(plain: str, known: dict[str, float]) -> bool:
    """Whether enough of what is said is said in the task's words; of English words it takes two, or one that is nearly all."""
    weights = {word: known.get(word, 0.0) or weight(word, {}) for word in _telling(plain)}
    shared = {word: w for word, w in weights.items() if word in known}
    share = sum(shared.values()) / sum(weights.values()) if weights else 0.0
    several = len(shared) > 1 or any(not word.isascii() for word in shared)
    return share >= ALL_SHARE or (several and sum(shared.values()) >= ABOUT_FROM and share >= ABOUT_SHARE)


def _telling(plain: str) -> set[str]:
    return {word for word in phrases(plain) if word not in FUNCTION_WORDS and not set(word) & FUNCTION_CHARACTERS}


@lru_cache(maxsize=256)
def vocabulary(task: Task) -> dict[str, float]:
    """The words of the task in both languages with their weights."""
    points = [t for p in task.key_points for t in (*p.text.both(), *p.terms, *p.misconceptions.both())]
    texts = (*task.question.both(), *task.reference.both(), *points)
    frequent = {word: share for language in LANGUAGES for word, share in common(language).items()}
    return {word: weight(word, frequent) for text in texts for word in _telling(normalise(text))}


on_change(vocabulary.cache_clear)
