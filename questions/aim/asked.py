"""The questions in what somebody wrote down after an interview, between gossip, answers and comments.

A text is cut into passages that may be a question: an item of a list, a line, a sentence, or the part of a sentence behind
"then he asked". Comments in brackets, what the writer answered and how it felt are cut off. A linear model over cues decides
about each passage (`python -m training.aim` fits it). Everything is linear in the length of the text.
"""

# ruff: noqa: E501 - words in alternatives; ruff counts a Chinese character twice
from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Final

from questions.documents.lines import TextLine
from questions.matching import EXERCISE, PERSONAL, Matched, Matcher, pieces
from questions.text import has_han, normalise

LONGEST: Final = 400  # characters of a passage that may be a question
MOST_PASSAGES: Final = 2_000  # of one document; the rest is left
SHORT_LINE: Final = 80  # characters of a line that may be an item of a list without bullets
CONTEXT: Final = 3  # lines before and behind that say whether a line stands in a list

# -- where passages begin and end ------------------------------------------------------------------------------------

BULLET: Final = re.compile(
    r"\s{0,12}(?:[-*+•·●○▪◦–—]\s+|[-*•·●]\s*(?=[\u4e00-\u9fff])|[(（]?\d{1,3}\s?(?:[.．](?!\d)|[)）、:：])\s*|[①-⑳❶-❿]\s*|"
    r"[(（][一二三四五六七八九十]{1,3}[)）、]\s*|[一二三四五六七八九十]{1,3}、\s*)"
)
ASKS: Final = re.compile(r"\s{0,12}(?:\*\*)?(?:Q\s?\d{0,3}|问(?:题)?\s?\d{0,3}|面试官)\s?[:：.、]\s*", re.I)
ANSWERS: Final = re.compile(r"\s{0,12}(?:\*\*)?(?:A\s?\d{0,3}|答案?|我答?|回答|ans(?:wer)?)\s?[:：]\s*", re.I)
LABEL: Final = re.compile(
    r"(?:手撕|代码|算法|编程|场景|智力|基础|八股|开放|追问|最后|coding|system design|follow[- ]?up|behaviou?ral)(?:题|部分|环节|question|round)?\s?[:：]\s*(?=\S)",
    re.I,
)
COMMENT_IN_BRACKETS: Final = re.compile(r"\s{0,3}[（(【\[][^（()）【】\[\]]{1,120}[)）】\]][\s。.，,～~！!]{0,8}$")
DASHED_COMMENT: Final = re.compile(r"(?:——|--| – | — | - ).{0,80}$")
_SENTENCE_ZH = re.compile(r"(?<=[。！？；!?;…])(?![)）”\"」』])")
_SENTENCE_EN = re.compile(r"(?<=[.!?;…])(?=\s)|(?<=[.!?][)”\"])(?=\s)")
_CLAUSE_ZH = re.compile(r"(?<=[，,：:])")
_CLAUSE_EN = re.compile(r"(?<=[,:])(?=\s)|(?<= - )|(?<= — )")

LEAD_ZH: Final = re.compile(
    r"(?:(?:然后|接着|之后|最后|其次|首先|后来|另外|还有|再就是|还(?!是)|又|再|先|就|于是|中间|期间|以及|算法题?是?|题目是|[一二三四终]面|(?:hr|主管) ?面|代码题?是?)(?:是|就)?[，,：: ]?){0,5}"
    r"(?:(?:面试官|他|她|对方|小哥|小姐姐|老板|主管|组长|hr)[^，,。：:？?问考让聊]{0,8}?(?=追|继续|直接|反复|重点|主要|随便|简单|详细|围|平时|上来|问|提问|拷打|考|让|要求|聊))?"
    r"(?:(?:追着|追|继续|直接|反复|重点|主要|随便|简单|详细|围着[^，,。]{0,8}|围绕[^，,。]{0,8}|平时|上来就?)?"
    r"(?:问到?|追问|提问|拷打|考了?|让我?|要求|聊了聊|聊到)(?:了|我|到|的是|过|的)*(?:一下|一个[^，,。：:]{0,6}问题|一堆[^，,。：:]{0,6}|几个[^，,。：:]{0,6})?)?[：:，, ]*",
    re.I,
)
SAID_ZH: Final = re.compile(r"问|考了|让我|要求|聊了聊|聊到")
OWN_ZH: Final = re.compile(
    r"我(?:只|就|也|都|当时|直接|回|答|说|写|讲|愣|没|不|还|一|记|觉|感|猜|想|用|完|有点|的回答)|这[块个道题里](?:聊|我|没|直接|背|答|不|就|简单|讲)|"
    r"(?:答|讲|写)(?:得|的|了|不|上)|没答|不让|不会|寄|凉|秒了|太[快难坑]|好像|估计|应该是|感觉|原话|用[^，]{1,6}写的|他笑|她笑|回答|写的|聊了|问得|围着|上来|面试官(?:让我)?(?:说|分析|笑|很|人|一直|没|全)|说了|聊到"
)
LEAD_EN: Final = re.compile(
    r"(?:(?:and|then|so|ok|okay|also|next|after that|after lunch|finally|first|second|third|suddenly|later|lastly|at the end|last thing|oh)\b[,:]?\s{0,3}){0,5}"
    r"(?:(?:he|she|they|we|the\s(?:\w+\s){0,3}(?:interviewer|manager|guy|one|person|lead|recruiter)|(?:person|interviewer|round)\s\w+|(?:a |the |one |another )?(?:guy|man|woman|lady|manager))\b"
    r"[^,.:;?!]{0,30}?\s(?=asked|asks|ask\b|wanted|wants|opened|started|starts|finished|showed|goes|went|kicked|moved))?"
    r"(?:(?:just|then|also|suddenly|mostly)\s)?"
    r"(?:(?:asked|asks|ask|wanted to know|wants to know|wanted|opened with|started with|starts with|kicked off with|finished with|moved on to|moved to|goes|went|showed me[^.:]{1,40})\b"
    r"(?:\s(?:me|us|him))?(?:\s(?:about|to(?= (?:explain|describe|implement|design|write|derive|compare|code|walk|sketch|estimate))|if(?= )|for))?)?[\s,:]*",
    re.I,
)
SAID_EN: Final = re.compile(
    r"\b(?:asked|asks|wanted to know|wants to know|opened with|started with|starts with|finished with|kicked off with|goes|moved on to|the question was|had to|were to)\b",
    re.I,
)
OWN_EN: Final = re.compile(
    r"(?:and |but |where |which |so |thought )?(?:I|i|I'd|I'm|I've|he|she|they)\s(?!want|would)\w+|(?:and )?(?:easy|fine|cool|ok|okay|yes|no|sure|nothing|heap|duh|honestly|come on|thankfully|sadly|luckily)\b|which I\b|where I\b|"
    r"in hindsight|that was it|took|pick a side$",
)
ASKED_BACK: Final = re.compile(
    r"(?:最后|然后)?(?:我)?反问|(?:then |finally |at the end )?i asked\b|(?:my )?questions? (?:for|to) (?:them|him|her|me|the|you|everyone|anyone)\b",
    re.I,
)
ASKED_READERS: Final = re.compile(
    r"\bany(?:one|body)(?: else)?\b|有没有(?:知情|大佬|老哥|同学|人知道|朋友|友友|牛友)|求(?:问|助|解答)|(?:大家|各位|兄弟们|姐妹们)",
    re.I,
)
QUOTED_SAYING: Final = re.compile(
    r"(?:说|回|答|讲)[了道：:]{0,2}[“\"][^”\"？?]{1,200}(?:[”\"]|\Z)|\b(?:said|says|told me)[,:]? [“\"][^”\"?]{1,200}(?:[”\"]|\Z)"
)
OWN_CLAUSE_EN: Final = re.compile(
    r"(?:and )?(?:(?:where|which|what) I\b(?! would|'d)|which (?!\w+ (?:would|do|did|should|are|is)\b))"
)
ANAPHOR: Final = re.compile(r"\b(?:it|its|them|they|that|this|those|these|one)\b", re.I)
WH: Final = re.compile(
    r"\s{0,3}(?:and\s|but\s|so\s|or\s)?(?:\"|“)?(?:how|what|what's|why|when|where|which|who|whether|if you|is|are|do|does|did|can|could|would|should|have you|you have|"
    r"explain|describe|compare|derive|implement|design|write|code|estimate|walk|tell|give|prove|sketch|reverse|pick|debug|define|name)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """What may be a question: verbatim, the line it stands in, how it was found, and what stands around it."""

    text: str
    line: TextLine
    form: str  # "asks", "item", "line", "sentence"
    led: bool = False  # behind "then he asked"
    listed: float = 0.0  # share (0–1) of the lines around that look like items of a list


# -- passages --------------------------------------------------------------------------------------------------------


def passages(lines: Sequence[TextLine]) -> Iterator[Passage]:
    """Everything in a document that may be a question, in order."""
    answering = False
    shaped = [(line, *_shape(line.text)) for line in lines if line.text.strip()]
    for n, (line, form, body) in enumerate(shaped):
        if form in ("asks", "item") or (n and line.number - shaped[n - 1][0].number > 1):
            answering = False
        answering = answering or form == "answers"
        if answering or ASKED_BACK.match(body) or (form == "line" and ASKED_READERS.search(body)):
            continue
        around = [shape for _, shape, _ in shaped[max(0, n - CONTEXT) : n + CONTEXT + 1]]
        listed = around.count(form) / len(around) if form in ("item", "asks") else _short(around)
        if form in ("asks", "item"):
            yield from _item(body, line, form, listed)
        elif len(body) <= SHORT_LINE and form == "line":
            yield from _item(body, line, "line", listed)
        else:
            yield from _sentences(body, line, listed)


def _short(around: Sequence[str]) -> float:
    return around.count("line") / len(around) if around else 0.0


def _shape(text: str) -> tuple[str, str]:
    """What sort of line it is, and its text without what marks it."""
    body = text.strip()
    for form, pattern in (("answers", ANSWERS), ("asks", ASKS), ("item", BULLET)):
        if (mark := pattern.match(body)) and (rest := body[mark.end() :].strip()):
            inner = ASKS.match(rest)
            return form, rest[inner.end() :] if inner else rest
    sentences = [part for part in _split(body) if len(part) > 1]
    return ("line" if len(body) <= SHORT_LINE and len(sentences) <= 2 else "prose"), body


def _split(text: str) -> list[str]:
    pattern = _SENTENCE_ZH if has_han(text) else _SENTENCE_EN
    return [part for part in (piece.strip() for piece in pattern.split(text)) if part]


def _item(body: str, line: TextLine, form: str, listed: float) -> Iterator[Passage]:
    """An item of a list, without comments behind it; one that tells a story is taken apart like prose."""
    if len(body) > LONGEST:
        yield from _sentences(body, line, listed)
        return
    text = _without_comment(body.strip("*_ "))
    if has_han(text):
        text = _trimmed("".join(_own_words_cut(_CLAUSE_ZH.split(text))))
    label = LABEL.match(text)
    if text := text[label.end() :] if label else text:
        yield Passage(text, line, form, label is not None, listed)


def _without_comment(text: str) -> str:
    """The text up to its last sentence that asks, without comments in brackets or behind a dash."""
    for _ in range(3):
        shorter = COMMENT_IN_BRACKETS.sub("", text)
        dashed = DASHED_COMMENT.search(shorter)
        if dashed and dashed.start() > 3 and not asks(dashed[0]):
            shorter = shorter[: dashed.start()]
        if shorter == text or len(shorter.strip()) < 3:
            break
        text = shorter.strip()
    parts = _split(text)
    while len(parts) > 1 and not asks(parts[-1]):
        parts.pop()
    end = text.rfind(parts[-1]) + len(parts[-1]) if parts else len(text)
    return _trimmed(text[:end])


def _trimmed(text: str) -> str:
    """Without the marks around it; a question mark stays."""
    return text.strip().strip("“”\"'").rstrip(" 。.，,；;：:…～~、—-").lstrip(" ，,：:、；;…").strip('“”"').strip()


def _sentences(body: str, line: TextLine, listed: float) -> Iterator[Passage]:
    for sentence in _split(body):
        if QUOTED_SAYING.search(sentence):
            continue
        if ASKED_BACK.match(sentence):
            return  # what follows was asked back as well, or answered
        if ASKED_READERS.search(sentence):
            continue
        yield from (_chinese if has_han(sentence) else _english)(sentence, line, listed)


def _chinese(sentence: str, line: TextLine, listed: float) -> Iterator[Passage]:
    """The part of a sentence that asks: behind the last clause that tells who asked, before the writer's own words."""
    clauses = [clause.strip() for clause in _CLAUSE_ZH.split(sentence) if clause.strip()]
    begin, led = 0, False
    for n, clause in enumerate(clauses):
        lead = LEAD_ZH.match(clause)
        asked = lead is not None and SAID_ZH.search(lead[0]) is not None
        if asked and lead is not None:
            rest = clause[lead.end() :].strip()
            begin, led = (n, True) if rest else (n + 1, True)
        elif asks(clause):
            break
        elif clause.endswith((":", "：")) or (begin == n and OWN_ZH.search(clause)):
            begin = n + 1
    kept = clauses[begin:]
    if not kept:
        return
    if lead := LEAD_ZH.match(kept[0]):
        led = led or "题" in lead[0]
        kept[0] = kept[0][lead.end() :]
    kept = _own_words_cut(kept)
    text = _without_comment("".join(kept))
    if 2 < len(text) <= LONGEST:
        yield Passage(text, line, "sentence", led, listed)


def _own_words_cut(clauses: list[str]) -> list[str]:
    """The clauses without those at the end in which the writer speaks of the answer."""
    while len(clauses) > 1 and OWN_ZH.search(clauses[-1]) and not asks(clauses[-1]):
        clauses = clauses[:-1]
    return clauses


def _english(sentence: str, line: TextLine, listed: float) -> Iterator[Passage]:
    """The parts of a sentence that ask, each without who asked and without the writer's own words."""
    quoted = re.search(r"[“\"]([^“”\"]{8,200})[”\"]", sentence)
    if quoted and asks(quoted[1]):
        yield Passage(_trimmed(quoted[1]), line, "sentence", True, listed)
        return
    colon = re.match(r"[^:?]{1,80}:\s", sentence)
    told = colon.end() if colon and asks(sentence[colon.end() :]) else 0
    said = list(SAID_EN.finditer(sentence, 0, told or len(sentence)))
    begin, led = told, told > 0
    if not told:
        lead = LEAD_EN.match(sentence)
        begin, led = (lead.end(), SAID_EN.search(lead[0]) is not None) if lead else (0, False)
        if said and not led:
            behind = LEAD_EN.match(sentence, said[-1].start())
            if behind and len(sentence) - behind.end() > 8:
                begin, led = behind.end(), True
    groups = _groups(sentence[begin:])
    for group in groups:
        text = _trimmed(re.sub(r"^\s*(?:and|but|then|so)\s+(?=\w)", "", "".join(group)))
        text = _trimmed(COMMENT_IN_BRACKETS.sub("", text))
        if 8 <= len(text) <= LONGEST:
            yield Passage(text, line, "sentence", led, listed)


def _groups(sentence: str) -> list[list[str]]:
    """The clauses that belong to one question each, without the writer's own words."""
    groups: list[list[str]] = [[]]
    for clause in _CLAUSE_EN.split(sentence):
        plain = clause.strip()
        if OWN_CLAUSE_EN.match(plain) or (OWN_EN.match(plain) and not WH.match(plain)):
            groups.append([])
        elif groups[-1] and WH.match(plain) and WH.match(groups[-1][0]) and not ANAPHOR.search(plain):
            groups.append([clause])
        else:
            groups[-1].append(clause)
    filled = [group for group in groups if group]
    if len(filled) == 2 and len(groups) == 2 and filled[1][0].split(maxsplit=1)[0] == "and":
        return [filled[0] + filled[1]]  # "how large is too large, and why do people grow it"
    return filled


# -- whether a passage asks ------------------------------------------------------------------------------------------

ASKING_ZH: Final = re.compile(
    r"吗|呢|么[？?]|什么|怎么|怎样|咋|如何|为何|为啥|啥|哪[些个种里几]|哪|几[个种]|多少|多大|多久|是不是|有没有|能不能|要不要|会不会|行不行|值不值|区别|不同|差别|差在|还是|原理|优缺点|对比|比较|vs|何时"
)
TELL_ZH: Final = re.compile(
    r"讲|说说|说一|介绍|谈谈|聊聊|解释|写|手撕|手推|推导|推一|实现|设计|算一?下?|估算|分析|证明|举例|场景|力扣|leetcode|算法"
)
TELL_EN: Final = re.compile(
    r"\b(?:explain|describe|compare|derive|implement|design|write|estimate|walk (?:me|us)|tell (?:me|us)|prove|sketch|reverse|code|debug|leetcode|lc|from scratch|vs|versus|difference|trade-?offs?)\b"
)
GOSSIP: Final = re.compile(
    r"面试官|面试体验|感谢|攒人品|许愿|offer|\boc\b|\bhc\b|凉|挂了|已挂|泡池|池子|感受|总结|时间线|流程|分钟|小时|薪|工资|base|内推|祝|姐妹|老哥|牛友|学长|楼主|快逃|避雷|无语|救命|离谱|评论区|背景|结果|反问|迟到|不点名|先说结论|整体|体验|"
    r"\b(?:offer|recruiter|rejected|ghosted|comp|salary|tl;?dr|vibes?|feedback|dm|dms|interviewer was|posting|sharing|prep|result|round \d|onsite|phone screen|hours?|minutes?|min)\b"
)
FIRST_PERSON: Final = re.compile(r"我(?!们)|\b(?:i|i'd|i'm|i've|my|me)\b")
PAST: Final = re.compile(
    r"了$|了[，,。！]|过了|\b(?:was|were|had|got|said|took|went|felt|thought|told|did|helped|came|declined|failed)\b"
)
THEY: Final = re.compile(r"他们|这家|这种公司|这公司|\b(?:they|their|them|this place|this company)\b")
YOU: Final = re.compile(r"你|\b(?:you|you'd|your|yours|you've)\b")
QUESTIONED: Final = re.compile(r"[?？]\s*[”\"]?$")


def asks(text: str) -> bool:
    plain = text.casefold()
    return bool(
        QUESTIONED.search(text)
        or ASKING_ZH.search(plain)
        or TELL_ZH.search(plain)
        or (
            not has_han(plain)
            and (WH.match(plain) or TELL_EN.search(plain) or re.search(r"\b(?:what|how|why|which)\b", plain))
        )
    )


def features(passage: Passage, known: float) -> dict[str, float]:
    """What speaks for a question. `known`: the likeness (0–1) of the nearest question of the bank."""
    plain = normalise(passage.text).strip()
    chinese = has_han(plain)
    terms = sum(piece.startswith("=") for piece in pieces(plain))
    latin = len(re.findall(r"[a-z][a-z0-9+@./-]+", plain)) if chinese else 0
    wh = WH.match(plain) is not None and not chinese
    made = {
        passage.form: 1.0,
        "listed": passage.listed,
        "listed item": passage.listed if passage.form == "item" else 0.0,
        "listed line": passage.listed if passage.form == "line" else 0.0,
        "led": float(passage.led),
        "?": float(QUESTIONED.search(passage.text) is not None),
        "asking": float(ASKING_ZH.search(plain) is not None) if chinese else float(wh),
        "wh inside": float(not chinese and not wh and re.search(r"\b(?:what|how|why|which)\b", plain) is not None),
        "telling": float((TELL_ZH if chinese else TELL_EN).search(plain) is not None),
        "terms": min(terms, 4) / 4,
        "latin": min(latin, 4) / 4,
        "known": known,
        "exercise": float(EXERCISE.search(plain) is not None),
        "personal": float(PERSONAL.search(plain) is not None),
        "gossip": float(GOSSIP.search(plain) is not None),
        "first person": float(FIRST_PERSON.search(plain) is not None),
        "past": float(PAST.search(plain) is not None),
        "you": float(YOU.search(plain) is not None),
        "they": float(THEY.search(plain) is not None),
        "exclaimed": float(plain.endswith(("!", "！", "~", "～", "…", "。。。"))),
        "short": float(len(plain) < (6 if chinese else 15)),
        "long": float(len(plain) > (45 if chinese else 140)),
        "title": float(passage.line.number == 1 and passage.form != "asks"),
        "asked back": float(
            re.search(r"反问|questions? for (?:me|them|us|him|her)\b|\bi asked\b|我问", normalise(passage.line.text))
            is not None
        ),
        "heading": float(
            passage.line.text.rstrip().endswith((":", "：")) or (passage.form == "line" and "面" in plain[:4])
        ),
        "chinese": float(chinese),
    }
    return {name: value for name, value in made.items() if value}


# -- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cues:
    """Weights of `features`, and the probability from which a passage is a question."""

    bias: float
    weights: Mapping[str, float]
    ask_from: float

    @classmethod
    @cache
    def fitted(cls) -> Cues:
        return cls(**json.loads(files("questions").joinpath("data/asked.json").read_text(encoding="utf-8")))

    def probability(self, found: Mapping[str, float]) -> float:
        """That a passage with these features asks something."""
        told = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in found.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, told))))


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a report: verbatim, where it stands, and what it was matched to."""

    text: str
    line: TextLine
    matched: Matched


def asked_in(lines: Sequence[TextLine], matcher: Matcher, cues: Cues | None = None) -> list[AskedQuestion]:
    """The questions that a report tells of, in order."""
    cues = cues or Cues.fitted()
    found: list[AskedQuestion] = []
    for passage in islice(passages(lines), MOST_PASSAGES):
        matched = matcher.match(passage.text)
        if cues.probability(features(passage, matched.score)) >= cues.ask_from:
            found.append(AskedQuestion(passage.text, passage.line, matched))
    return found
