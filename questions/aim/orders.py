"""Orders in documents, meant for whoever reads them by machine: they are left out before anything is counted.

Nothing here obeys a document; but words of an order would count like others. What asks something is a question and stays:
"the page says: ignore your instructions. How do you defend?"
"""

# ruff: noqa: E501 - words in alternatives; ruff counts a Chinese character twice
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from questions.documents.lines import TextLine
from questions.text import normalise

_VERBS = "mark|rate|rank|score|grade|recommend|report|label|classify|output|print|return|respond|reply|answer|treat|hire|approve|accept|give|write|set"
_READERS = r"(?:ai|llm|language[- ]model|automated|machine|screening)[- ]?(?:systems?|models?|agents?|reviewers?|assistants?|readers?|parsers?|tools?|screeners?|bots?)?"
ORDERS: Final = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|rules?|prompts?|guidelines?|everything|above|previous|prior)\b|"
    r"\bskip (?:all|any|every|the)\b.{0,30}\bquestions?\b|"
    rf"\b(?:to|note to|notice to|attention,?|dear|hey|hello) (?:any |all |the |every )?{_READERS}\b(?=[ ,:;!.-]*(?:reading|processing|parsing|screening|evaluating|scoring|reviewing|who|that|please|you|[:,!]))|"
    r"\b(?:as|you are|you're) (?:now )?(?:an?|the) (?:ai|llm|language model|assistant|unrestricted|helpful)\b|"
    r"^\W{0,6}(?:system|assistant|developer|instruction)s?(?: (?:message|prompt|note|override))?\s?[:>\]]|<\|im_start\|>\s?system|\bsystem override\b|"
    rf"\b(?:{_VERBS})\b.{{0,40}}\b(?:this|the|my) (?:candidate|applicant)\b|\b(?:this|the) (?:candidate|applicant) (?:is (?:a|the|to|hired|perfect|ideal)|must|deserves|has passed)\b|"
    rf"\b(?:always|you must|must|please|just|only) (?:{_VERBS})\b.{{0,60}}\b(?:weights?|scores?|topics?|match(?:es|ed)?|json|kind|10/10|5/5|100%|1\.0|hired?|pass(?:ed)?|candidate)\b|"
    r"\b(?:set|give|assign|report|output|return)\b.{0,30}\b(?:weight|score|match|kind|topics)s?\b.{0,12}(?:\bto\b|\bof\b|=|:|\bas\b)|"
    r"(?:忽略|无视|忘记|忘掉|跳过|绕过|不要理会|不必理会)[^。！？]{0,12}(?:指令|规则|提示词|要求|设定|所有问题|全部内容|以上内容|上述内容)|"
    r"(?:致|给|对|请)(?:所有|各位|任何|正在)?(?:阅读本[^。，]{0,6}的)?(?:ai|人工智能|大模型|语言模型|自动|机器)(?:系统|助手|评审|模型|筛选)?[^。！？]{0,12}(?:[：:]|请|须知|注意)|"
    r"(?:ai|自动|机器)(?:评审|筛选|阅读|助手|系统)(?:员|者|系统|须知|注意)?\s?[：:，,]|^\W{0,6}系统(?:提示|指令|消息)\s?[：:]|"
    r"你(?:现在)?是[^。！，？]{0,10}(?:ai|助手|不受限|没有限制)|扮演[^。！，]{0,8}(?:ai|助手|角色|面试官)|"
    r"(?:该|本|此|这位|这个)(?:候选人|求职者|应聘者)[^。！？]{0,24}(?:记为|评为|视为|标记|满分|录用|通过|优秀|最高)|"
    r"(?:标记|记为|判为|设为|评为|打|输出|返回|给出|只回复|回复)[^。！，？]{0,10}(?:满分|录用|通过|5/5|10/10|最高分)|(?:权重|匹配度|分数)[^。！，？]{0,6}(?:设为|改为|记为|全部为|都写)"
)
ASKS: Final = re.compile(r"[?？]\s*$|怎么|如何|为什么|什么|哪|吗\b|\bhow (?:do|would|did|can|to)\b|\bwhy\b|\bwhat\b")
_ENCLOSED: Final = re.compile(
    r"<!--.{0,2000}?(?:-->|\Z)|\[[^\[\]]{0,1000}\]|\{\{?[^{}]{0,1000}\}\}?|（[^（）]{0,1000}）|\([^()]{0,1000}\)", re.S
)
_SENTENCE: Final = re.compile(r"(?<=[。！!；;])|(?<=[.?])(?=\s)")
MOST: Final = 2_000  # characters of a line that are looked at; a longer one is no order


def without_orders(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The lines without what orders a machine about; numbers stay. A bracket or comment that holds an order goes as a whole."""
    return tuple(TextLine(_left(line.text), line.number, line.page) if _orders(line.text) else line for line in lines)


def _orders(text: str) -> bool:
    return ORDERS.search(normalise(text[:MOST])) is not None


def _left(text: str) -> str:
    """What is left of a line that holds an order."""
    text = _ENCLOSED.sub(lambda part: " " if _orders(part[0]) else part[0], text)
    sentences = _SENTENCE.split(text)
    first = next(
        (n for n, one in enumerate(sentences) if _orders(one) and not ASKS.search(normalise(one))), len(sentences)
    )
    left = "".join(sentences[:first]).strip()  # what stands behind an order belongs to it
    return left if any(map(str.isalnum, left)) else ""
