"""Triage: answers that need no grading (blank, a whole-message "don't know"), and flags by surface form.

A message that says more than "I don't know" is an answer and is graded; echo, keyword list, word salad and instructions to
the grader are flagged only.
"""

from __future__ import annotations

import itertools
import re

from grader.grade import GRADED_AT_MOST, Flag, Grade, GradedBy, Method, Verdict, marked, verdict_of
from grader.relevance import instructs_and_answers, relevant_part, without_grader_instructions
from questions.model import Task
from questions.text import FUNCTION_CHARACTERS, FUNCTION_WORDS, content, is_han, normalise, phrases, words


def _any(forms: str, between: str = r"\s+") -> str:
    return f"(?:{'|'.join(form for form in re.split(between, forms.strip()) if form)})"


def _row(forms: str) -> str:
    """A possessive regex for any number of the forms, longest first: no backtracking, linear time."""
    longest_first = sorted(forms.split(), key=len, reverse=True)
    return f"(?:{'|'.join(longest_first)})*+"


_FILLERS = _row(
    r"""呃 嗯 额 哦 啊 唉 哎 诶 那个 哈哈 呵呵 抱歉 对不起 不好意思 惭愧 尴尬 老实说 说实话 坦白说
    面试官(?:您好|你好)? 您好 你好 谢谢
    um+ uh+ er+ hm+ ah oh well so ok okay honestly frankly sorry apologies sadly unfortunately to\sbe\shonest tbh i'?m\safraid
    thanks thank\syou my\sbad haha"""
)
_ZH_BEFORE = _row(
    """我 这个 这道 这题 这道题 这个题 这一题 题目(?!前) 这道题目(?!前) 这个题目(?!前) 这题目(?!前) 题 这块 这方面 这部分
    这个问题 这个知识点 问题 对此 对这个 对这块 关于这个 真的 真 确实 完全
    实在 暂时 目前 现在 好像 可能 具体 还 都 也 就 是 有点 有些 从来 之前 以前 平时 一时 一下子 脑子里 突然 估计
    应该 怕是 恐怕 的"""
)
_ZH_CORE = _any(
    r"""不会做 不会答 不会 不知道 不晓得 不懂 不太懂 不大懂 看不懂 不太会 不大会 不太知道 不清楚 不太清楚 不大清楚
    不是很清楚 不了解 不太了解 不是很了解
    了解不多 没了解过 没有了解过 不熟 不熟悉 不太熟 不太熟悉 没学过 没有学过 没学到 没接触过 没有接触过 没怎么接触过
    没听过 没听说过 没有听说过 没见过
    没研究过 没有研究过 没看过 没用过 没做过 没有做过 答不上来 答不上 答不出来 回答不上来 回答不了 答不了 说不上来
    说不出来 讲不出来 讲不清楚
    说不清楚 想不起来 想不出来 想不到 记不起来 记不清 记不清了 记不得 不记得 忘了 忘记了 忘光了 没思路 没有思路
    没头绪 毫无头绪 没想法 没印象
    没有印象 没概念 没有概念 一无所知 一窍不通 蒙圈 懵了 无 无法回答 跳过 跳过吧 略过 过 下一题 放弃 pass skip no\sidea idk"""
)
_ZH_AFTER = _row(
    """了 啊 呢 吧 哦 诶 呀 哈 耶 呜 唉 额 这个概念 这个词 这个 这题 这道题 这块 这方面 这个问题 这个知识点 的
    怎么答 怎么做 怎么说 怎么回答
    怎么解释 答案 该怎么说 是什么 是啥 什么意思 具体 内容 细节 原理 一点 过 题"""
)
_EN_BEFORE = (
    r"(?:i|really|honestly|just|actually|simply|still|totally|that|this|it|but|and|for this one|on this one|,|\s)*"
)
_EN_CORE = _any(
    r"""(?:don'?t|do not|didn'?t|did not) (?:really |actually |even )?(?:know|remember|recall|understand|have (?:an?
    )?(?:idea|clue|answer))
    have(?:n'?t| not| no) (?:got )?(?:an? |any |the )?(?:idea|clue|answer|learned|studied|seen|used|heard of)
    (?:absolutely |have )?no (?:idea|clue)
    (?:'?m |am )?(?:not|un)(?: really| quite| at all)? ?(?:sure|certain|familiar)
    can'?t (?:really )?(?:say|answer|tell|remember|recall)
    cannot (?:say|answer)
    couldn'?t (?:say|tell you)
    never (?:heard of|used|learned|studied|seen|worked with)
    (?:'?ve|have) forgotten
    (?:'?m |am )?lost
    idk
    dunno
    beats me
    give up
    forgot
    blanked
    pass
    skip
    not a clue
    n/?a
    no answer""",
    between=r"\n\s*",
)
_EN_AFTER = (
    r"(?:\s|it|this|that|these|those|them|one|the answer|answer|question|about|with|to|on|of|how|why|what|any|at all|yet|"
    r"right now|anymore|either|sorry|topic|concept|please|i|is|the|here|really)*"
)
_CORE = re.compile(rf"{_FILLERS}\s*+(?:{_ZH_BEFORE}\s*+{_ZH_CORE}\s*+{_ZH_AFTER}|{_EN_BEFORE}{_EN_CORE}{_EN_AFTER})")
_FILLER = re.compile(rf"{_FILLERS}|{_ZH_BEFORE}|{_ZH_AFTER}")
_ASKS_WHETHER = re.compile(r"(?:^|[。？?])[^。？?会]*+会[^。？?吗么]*+[吗么]|会不会|是否会|不会|能不能|是不是")
_LONGEST_DONT_KNOW = 120  # characters


def is_dont_know(text: str) -> bool:
    """Whether the whole message says no more than "I don't know", in Chinese or English."""
    if len(text) > 4 * _LONGEST_DONT_KNOW:
        return False
    plain = normalise(text).replace("’", "'")
    parts = [part.strip() for part in re.split(r"[^\w\s'/]+", plain) if part.strip()]
    if not parts or len(plain) > _LONGEST_DONT_KNOW:
        return False
    known = [bool(_CORE.fullmatch(part)) for part in parts]
    return any(known) and all(k or _FILLER.fullmatch(part) for k, part in zip(known, parts, strict=True))


def is_blank(text: str) -> bool:
    """Whether the text has no word: empty, punctuation or emoji only."""
    return not words(normalise(text))


def triage(task: Task, answer: str) -> Grade | None:
    """The grade of an answer that needs no grading (all points missing, mark 0); None for every other answer."""
    told = answer[:GRADED_AT_MOST]
    if is_blank(told):
        return _nothing(task, Flag.BLANK)
    if not is_dont_know(without_grader_instructions(task, told)):
        return None
    is_answer = _says_no(task, answer) or instructs_and_answers(task, told)
    return None if is_answer else _nothing(task, Flag.DONT_KNOW)


def _nothing(task: Task, flag: Flag) -> Grade:
    missing = tuple(verdict_of(point.id, Verdict.MISSING) for point in task.key_points)
    return marked(task.key_points, Grade(missing, GradedBy(Method.TRIAGE), provisional=True, flags=(flag,)))


def _says_no(task: Task, answer: str) -> bool:
    """Whether the answer is 「不会」 to a question that asks whether something happens."""
    return re.sub(r"\W", "", normalise(answer)) == "不会" and bool(_ASKS_WHETHER.search(task.question.zh))


def flags(task: Task, answer: str) -> tuple[Flag, ...]:
    """Flags of an answer by its surface form. They cap an estimate; a judge grades the answer all the same."""
    told = answer[:GRADED_AT_MOST]
    plain = normalise(relevant_part(task, told))
    found = {
        Flag.ECHO: _is_echo(task, plain),
        Flag.KEYWORDS: is_keyword_list(plain) or is_salad(plain) or is_shuffled(task, plain),
        Flag.INJECTION: speaks_to_the_grader(normalise(told)),
        Flag.TRUNCATED: len(answer) > GRADED_AT_MOST,
    }
    return tuple(flag for flag, there in found.items() if there)


_ARTICLES = {"an", "the"}  # "a" may be the name of a matrix
_SEPARATOR = re.compile(r"[,，、;；|/\n\t。]+|\.(?=\s|$)|\s-\s|\s{2,}")
_BLANK = re.compile(r"[\s,，、;；|/。]+")
_APART = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")  # blanks that Chinese sentences do not have
FEWEST_APART = 3
_PIECE = re.compile(r"[,，。、；;：:？?！!（）()\n]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_NEVER_FIRST = "的了着们"
_GRAMMAR = frozenset("的了是在把被让和就都而因所这那它不没要")
_NEVER_ALONE = {"和", "与", "是", "在", "把", "被", "会", "了", "的", "都", "要"}


def _is_echo(task: Task, plain: str) -> bool:
    """Whether at least 60 % of the content words are the question's, and at most ten are new."""
    asked = {word for text in task.question.both() for word in phrases(normalise(text))}
    told = {word for word in phrases(plain) if word not in FUNCTION_WORDS and not set(word) <= FUNCTION_CHARACTERS}
    new = told - asked
    return len(told) > 2 and len(new) <= 0.4 * len(told) and len(new) <= 10 and not looks_like_code(plain)


def looks_like_code(plain: str) -> bool:
    """Whether at least two lines, and 40 % of the lines, read as program text."""
    lines = [line for line in plain.splitlines() if line.strip()]
    code = sum(
        bool(re.search(r"[\w\])]\s*=\s*\S|\w\(|^\s*(?:def|class|for|import|return|with)\b", line)) for line in lines
    )
    return code >= 2 and code >= 0.4 * len(lines)


def is_keyword_list(plain: str) -> bool:
    """Whether a normalised text is a list of terms: six or more short items, hardly a function word."""
    by = _BLANK if len(_APART.findall(plain)) >= FEWEST_APART else _SEPARATOR
    items = [item for item in by.split(plain) if words(item)]
    if len(items) < 6 or looks_like_code(plain):
        return False
    bare = sum(_size(item) <= 4 and not _function_words(item) for item in items)
    return bare >= 0.8 * len(items)


def _size(item: str) -> float:
    """Words of an item; a Han character counts half."""
    return sum(len(word) / 2 if is_han(word) else 1 for word in words(item))


def _function_words(text: str) -> int:
    found = words(text)
    return sum(word in FUNCTION_WORDS for word in found) + sum(c in _GRAMMAR for c in text)


def is_salad(plain: str) -> bool:
    """Whether the words of a normalised text are in no grammatical order."""
    found = words(plain)
    after = [b for a, b in itertools.pairwise(found) if a in _ARTICLES]
    if len(after) >= 2 and sum(b in FUNCTION_WORDS and b != "a" for b in after) >= 0.3 * len(after):
        return True
    pieces = [piece for between in _PIECE.split(plain) if (piece := between.strip())]
    lost = sum(piece[0] in _NEVER_FIRST or piece in _NEVER_ALONE for piece in pieces)
    return lost >= 3 and lost >= 0.12 * len(pieces)


FEWEST_WORDS = 12  # of a reference whose order can be told


def is_shuffled(task: Task, plain: str) -> bool:
    """Whether a normalised text has most of the reference's content words, and far fewer of its word pairs.

    With 60 % of the words it has less than 42 % (in English 20 %) of the pairs that could be kept with them; an answer in words
    of its own keeps more. Nearly all the words (90 %) are too many for 60 % of the pairs. Characters of a Chinese word stay
    together when words are shuffled, hence its higher limit.
    """
    for text, most in ((task.reference.zh, 0.42), (task.reference.en, 0.2)):
        reference = normalise(text)
        single, pairs = content(reference), _neighbours(reference)
        if len(single) < FEWEST_WORDS:
            continue
        there, kept = len(single & content(plain)) / len(single), len(pairs & _neighbours(plain)) / len(pairs)
        if (there >= 0.9 and kept <= 0.6) or (there >= 0.6 and kept <= most * there):
            return True
    return False


def _neighbours(plain: str) -> set[tuple[str, str]]:
    """Pairs of neighbouring words; each Han character is a word."""
    found = [piece for word in words(plain) for piece in (word if is_han(word) else [word])]
    return set(itertools.pairwise(found))


_TO_THE_GRADER = re.compile(
    _any(
        r"""<\|(?:im_start|im_end|system|endoftext)
        \[/?(?:inst|system)
        </?(?:system|candidate_answer|answer|evaluation)
        ignore (?:all |any )?(?:the )?(?:previous|prior|above|earlier)\b
        disregard (?:all|any|the|previous)\b
        system (?:override|note)|new instructions|for the (?:grader|evaluator|examiner)|as (?:the|a) (?:grader|judge|examiner)
        (?:grader|grading|evaluator|reviewer)s? ?(?:note|instruction|:)
        (?:final|overall) score|full (?:marks|credit|score)|10\s*/\s*10
        (?:give|award|assign|grade|score) (?:me|this|it|the answer|my answer)[^.\n]{0,30}(?:10|ten|full|top|maximum|highest)
        all (?:key )?points (?:are|as|is)? ?(?:covered|satisfied|met)
        "(?:score|verdict|covered|overall|points)"\s*:
        满分|评分(?:员|阶段|系统|标准|老师)|阅卷|给我(?:打|满|高|10|十)|按\s*10\s*分
        忽略(?:以上|之前|前面|上述|所有)|无视(?:以上|之前|前面)|覆盖(?:了)?(?:全部|所有)要点
        系统(?:提示|指令|消息)[:：]""",
        between=r"\n\s*",
    )
)


def speaks_to_the_grader(plain: str) -> bool:
    """Whether a normalised text addresses the grader. A quotation matches too, hence only a flag."""
    return bool(_TO_THE_GRADER.search(plain))


_SPOKEN_ZH = re.compile(r"[嘛呗啊哈呀呃嗯啥咋咱]|贼|哦对|歇菜|那个(?=[，,。])|[吧呢](?=[，,。])|事儿")
_SPOKEN_EN = re.compile(
    r"\b(?:u[hm]+|er+m?|gonna|gotta|wanna|kinda|sorta|cuz|nah|yeah|tho|ya|stuff|i mean|ok so|so um|basically|right,|"
    r"dont|cant|doesnt|isnt|wont|didnt|thats|theres|theyre|youre|whats)\b",
    re.IGNORECASE,
)
_CARELESS_EN = re.compile(r"\bi\b(?!\.)|(?:^|[.!?]\s+)[a-z]{2,}")
_LEADING_UP_ZH = re.compile(
    r"(?:(?<=[，,。！？\s])|^)(?:嗯+|呃+|怎么说呢?|这么说吧|我想想)[，,。…]"
)  # says nothing, however it is said
_SPOKEN_ZH_RATE, _SPOKEN_EN_RATE = 0.022, 0.05  # marks of talk per Han character, per English word


def sounds_spoken(text: str) -> bool:
    """Whether the answer is colloquial: similarity to written references underrates it."""
    han, latin = sum(map(is_han, text)), len(re.findall(r"[A-Za-z']+", text))
    zh, en = len(_SPOKEN_ZH.findall(_LEADING_UP_ZH.sub("，", text))), len(_SPOKEN_EN.findall(text))
    if han >= latin:
        return zh >= 2 and zh >= _SPOKEN_ZH_RATE * han
    careless = en + len(_CARELESS_EN.findall(text))
    return en >= 2 and careless >= 4 and careless >= _SPOKEN_EN_RATE * latin
