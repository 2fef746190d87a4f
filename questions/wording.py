"""Faults that the wording of one text shows: several questions in one, terms that match anything, words that refer to what
nobody may have said, misconceptions that merely deny the point.
"""

from __future__ import annotations

import re

from questions.model import Language
from questions.text import normalise, prose, telling_phrases

FEWEST_DIGITS = 3  # a number of fewer stands in answers to anything
_ASIDE = re.compile(r"“[^“”]*”|\"[^\"]*\"|「[^「」]*」|（[^（）]*）|\([^()]*\)")
_QUESTION_MARK = re.compile("[?？]")
_ASKS = {
    "zh": re.compile("为什么|为何|怎么|怎样|如何|什么|哪|多少|多大|多久|多长|是否|吗|谁"),
    "en": re.compile(
        r"(?:^|[.:]\s+|[,;]\s*(?:(?:and|or)\s+)?|\b(?:and|or|explain|say|describe)\s+)(?:what|why|how|who|is|are|do|does|can|should)\b"
        r"|(?:^|[.:]\s+|\b(?:and|or)\s+)which\b",
        re.IGNORECASE,
    ),
}  # fmt: skip
_CLAUSES = re.compile("[，；。：,;]")
MANY = 3  # asks that one sentence may not join
_NUMBER = re.compile(r"[\d.,]+")
_QUOTES = "\"'“”‘’「」"
_BACK = {
    "zh": re.compile(
        "你(?:刚才|前面|上面)?(?:说|提到|列|讲|给)(?:的|出|过|了)|刚才|上述|上面(?:那|的|这)|上题|前面(?:说|提|那|的)"
        "|(?:这|那)(?:种|些|个|套)(?:办法|方法|做法|方案|措施|手段)"
    ),
    "en": re.compile(
        r"\byou(?:'ve)? (?:just |have |already )?(?:said|mentioned|named|described|proposed|suggested|listed)\b|\bthe above\b"
        r"|\b(?:the|your) (?:previous|earlier|last) (?:answer|question|point|case|method|approach)\b"
        r"|\byour (?:first|second|own) (?:answer|method|point|approach|choice)\b"
        r"|\b(?:that|this|these|those) (?:methods?|approach(?:es)?|fix(?:es)?|remed(?:y|ies)|tricks?|schemes?|measures)\b",
        re.IGNORECASE,
    ),
}
_ABSOLUTE = {
    "zh": re.compile("永远|完全|根本|任何|总是|一定|再也|从来|绝对|毫无|没有任何|都不需要"),
    "en": re.compile(
        r"\b(?:never|always|at all|completely|entirely|any|ever|absolutely|impossible|useless|pointless)\b", re.IGNORECASE
    ),
}  # fmt: skip
_DENIAL = {
    "zh": re.compile(
        "永远|完全|根本|任何|总是|一定|再也|从来|绝对|毫无|所有|不需要|不用|不会|没有|不能|不是|不|没|无|只|都"
    ),
    "en": re.compile(
        r"\b(?:never|always|at all|completely|entirely|any|every|all|ever|absolutely|impossible|useless|pointless|no|not|none|"
        r"only|just|simply|without|don't|doesn't|isn't|aren't|can't|cannot|won't|needn't|again|longer)\b",
        re.IGNORECASE,
    ),
}
_NEW = {"zh": 2, "en": 1}  # phrases that say something of their own; one Chinese word makes two pairs
_EXCLUDED = {
    "zh": re.compile(
        "(?<![^，。；！？])[^，。；！？]*(?:不用|不必|无需|不需要)(?:再)?(?:讲|谈|说|展开|提|细|列|推)[^，。；！？]*"
    ),
    "en": re.compile(r"(?<![^,.;!?])[^,.;!?]*\b(?:no need|needn't|isn't needed|aren't needed|leave)\b[^.;!?]*", re.IGNORECASE),
}  # fmt: skip


def questions_in(text: str, language: Language) -> int:
    """How many questions a text asks: its question marks, or the asks of a sentence that joins `MANY`; code, quotations and
    brackets left out.
    """
    plain = _ASIDE.sub(" ", prose(text))
    joined = max(_asks(sentence, language) for sentence in _QUESTION_MARK.split(plain))
    return max(len(_QUESTION_MARK.findall(plain)), joined if joined >= MANY else 1)


def _asks(sentence: str, language: Language) -> int:
    asks = _ASKS[language]
    if language == "en":
        return len(asks.findall(sentence.strip()))
    return sum(asks.search(clause) is not None for clause in _CLAUSES.split(sentence))


def matches_anything(term: str) -> bool:
    """Whether a term is a bare number of so few digits that it stands in answers to anything."""
    return bool(_NUMBER.fullmatch(term)) and len(re.sub(r"\D", "", term).lstrip("0")) < FEWEST_DIGITS


def is_quoted(term: str) -> bool:
    """Whether quotation marks around a term are part of it, so that nobody's answer holds it."""
    return len(term) > 1 and (term[0] in _QUOTES or term[-1] in _QUOTES)


def refers_back(text: str, language: Language) -> str:
    """The words by which a text refers to something said before; "" if there are none."""
    found = _BACK[language].search(_ASIDE.sub(" ", prose(text)))
    return found.group() if found else ""


def merely_denies(statement: str, told: str, language: Language) -> bool:
    """Whether a statement only denies, in absolute words, what `told` says, and has nothing of its own that one could believe."""
    if not _ABSOLUTE[language].search(statement):
        return False
    rest = telling_phrases(normalise(_DENIAL[language].sub(" ", statement)))
    return len(set(rest) - set(telling_phrases(normalise(told)))) <= _NEW[language]


def excluded(scope: str, language: Language) -> tuple[str, ...]:
    """The clauses of a scope that say what need not be said."""
    return tuple(found.group() for found in _EXCLUDED[language].finditer(scope))
