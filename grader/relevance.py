"""Relevance filter: which sentences of an answer are about its question.

Estimates read this part only, so that filler, and sentences that instruct the grader, neither raise nor lower them.
Relevance is weighted word overlap between a sentence and the vocabulary of the task (weights: `grader.calibration.weight`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from grader.calibration import common, on_change, weight
from questions.model import LANGUAGES, Task
from questions.text import FUNCTION_CHARACTERS, FUNCTION_WORDS, clauses, normalise, phrases, sentences

OVERLAP_FROM = 4.0  # weight of the shared words from which a sentence is relevant
OVERLAP_SHARE = 0.12  # share (0–1) of the sentence's weight that must be shared as well
SINGLE_WORD_SHARE = 0.4  # share from which one shared word is enough

# Claims about marks or verdicts. <|im_start|> may be an honest quotation, and is none of this.
_CLAIMS = re.compile(
    r"满分|按\s*10\s*分|覆盖(?:了)?(?:全部|所有)(?:的)?要点|要点(?:已)?(?:全部|均已|都已)覆盖|评分员|评分(?:阶段|已完成|标准)|阅卷|"
    r"判\s*covered|给我(?:打|高|10|十)|</?\s*(?:candidate|answer|evaluation)|"
    r"10\s*/\s*10|full (?:marks|credit|score)|final score|all (?:key )?points (?:are |is |as )?(?:covered|satisfied|met)|"
    r"every key point|(?:mark|verdict)s? [^.\n]{0,200}\bcovered\b|\"(?:score|verdict|covered|overall|points)\"\s*[:：=]|"
    r"\b(?:score|verdict|covered|overall|points)\s*[:：=]\s*\"?(?:\d|covered\b|full\b|max|true\b|all\b|满)|"
    r"(?:for|to) the (?:grader|evaluator|examiner)\b|\bthe (?:grader|evaluator|examiner) (?:has|have|must|should)|"
    r"(?:grader|grading|evaluator|reviewer)s? ?(?:notes?|instructions?)\b|system (?:override|note)"
)
# Instructions to a model; in an answer about prompt injection they are examples.
_INSTRUCTIONS = re.compile(
    r"\b(?:ignore|disregard) (?:all |any )?(?:of )?(?:the )?(?:previous|prior|above|earlier)\b|new instructions|"
    r"(?:忽略|无视)(?:以上|之前|前面|上述|所有)"
)
_PLEA = re.compile(
    r"\b(?:please|pls|kindly|could you|can you) (?:just )?(?:pass|give|grant|award|let|mark|score|hire) (?:me|this|it|my)\b|"
    r"\b(?:let me|help me|i (?:really |badly |just )?(?:need|want|deserve)) (?:to )?(?:an? |this |the |some |more )?"
    r"(?:pass|job|offer|marks?|score|grade|credit|points)\b|"
    r"(?:求|拜托|麻烦|恳请|帮帮忙|通融|行行好)[^。！？\n]{0,20}(?:过|分|通过|放水|offer)|(?:让|放)我(?:过|通过)|高抬贵手|多给(?:点|些)?分"
)
_JUDGING = re.compile(r"裁判|评委|评分|评审|\bjudg|\bgrad(?:er|ing)|\brubric")
_INJECTION = re.compile(r"注入|越狱|inject|jailbreak")


def relevant_part(task: Task, answer: str) -> str:
    """The relevant sentences of the answer, verbatim and one per line, without those that instruct the grader."""
    known = vocabulary(task)
    told = sentences(without_grader_instructions(task, answer))
    return "\n".join(sentence for sentence in told if _has_relevant(sentence, known))


def _has_relevant(sentence: str, known: dict[str, float]) -> bool:
    """Whether a sentence or a clause of it is relevant: words that only lead up to a clause take nothing from it."""
    return any(_is_relevant(normalise(said), known) for said in (sentence, *clauses(sentence)))


def without_grader_instructions(task: Task, answer: str) -> str:
    """The answer without the sentences that claim a verdict or instruct the grader; the same object when there are none."""
    if not _instructs_grader(task, normalise(answer)):
        return answer
    return "\n".join(sentence for sentence in sentences(answer) if not _instructs_grader(task, normalise(sentence)))


def asks_for_marks(task: Task, text: str) -> bool:
    """Whether a passage instructs the grader, claims a verdict or begs for one, so that it proves nothing."""
    plain = normalise(text)
    if bool(_PLEA.search(plain)):
        return True
    return _instructs_grader(task, plain) and not is_about_judging(task)


@lru_cache(maxsize=256)
def is_about_judging(task: Task) -> bool:
    """Whether the question is about grading, so that an answer may name marks and verdicts."""
    return any(_JUDGING.search(normalise(text)) for text in task.question.both())


def instructs_and_answers(task: Task, answer: str) -> bool:
    """Whether a sentence both instructs the grader and is relevant to the question."""
    known, plain = vocabulary(task), map(normalise, sentences(answer))
    return any(_instructs_grader(task, sentence) and _is_relevant(sentence, known) for sentence in plain)


def _instructs_grader(task: Task, plain: str) -> bool:
    return bool(_CLAIMS.search(plain)) or (bool(_INSTRUCTIONS.search(plain)) and not is_about_injection(task))


@lru_cache(maxsize=256)
def is_about_injection(task: Task) -> bool:
    """Whether question or key points are about prompt injection, so that an answer may quote instructions."""
    texts = (*task.question.both(), *(text for point in task.key_points for text in point.text.both()))
    return any(_INJECTION.search(normalise(text)) for text in texts)


def _is_relevant(plain: str, known: dict[str, float]) -> bool:
    """Whether a normalised sentence overlaps the task enough; English needs two shared words, or one with most of the weight."""
    weights = {word: known.get(word, 0.0) or weight(word, {}) for word in _content_words(plain)}
    shared = {word: w for word, w in weights.items() if word in known}
    share = sum(shared.values()) / sum(weights.values()) if weights else 0.0
    several = len(shared) > 1 or any(not word.isascii() for word in shared)
    return share >= SINGLE_WORD_SHARE or (several and sum(shared.values()) >= OVERLAP_FROM and share >= OVERLAP_SHARE)


def _content_words(plain: str) -> set[str]:
    return {word for word in phrases(plain) if word not in FUNCTION_WORDS and not set(word) & FUNCTION_CHARACTERS}


@lru_cache(maxsize=256)
def vocabulary(task: Task) -> dict[str, float]:
    """Content words of the task (question, reference, points, terms, misconceptions), both languages, with their weights."""
    points = [t for p in task.key_points for t in (*p.text.both(), *p.terms, *p.misconceptions.both())]
    texts = (*task.question.both(), *task.reference.both(), *points)
    frequent = {word: share for language in LANGUAGES for word, share in common(language).items()}
    return {word: weight(word, frequent) for text in texts for word in _content_words(normalise(text))}


on_change(vocabulary.cache_clear)
