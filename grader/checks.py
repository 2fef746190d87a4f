"""Checks: whether a free answer gives the quantity that a key point asks for, decided by code.

A verdict is given only where the text leaves no doubt: which of its numbers is the answer, in what unit, and whether it is
right. Everything else is unsure, and graded in the ordinary way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from grader.grade import Grade, GradedBy, Method, PointVerdict, Verdict, marked, verdict_of
from questions.model import Check, KeyPoint, Language, Task
from questions.quantities import Quantity, one_quantity, quantities
from questions.text import simplified
from questions.units import BARE, Unit

NEAR: Final = 1.5  # tolerances within which a number that misses is left undecided
ROUNDING: Final = 1e-9
COUNTED: Final = {"token", "parameter", "request", "flop"}  # people leave these out: "6.4 亿" of tokens
RATIOS: Final = {"", "%", "x"}
LEAD: Final = 24  # characters before a number that say what it is

MOST = 60  # quantities in one answer; more are a table, not an answer
DISAGREEMENT: Mapping[Language, str] = {
    "zh": "评委判为“{judge}”，数值核对为“{check}”，两者不一致，这一点先不判；可以申诉",
    "en": "the judge says {judge}, the check of the figure says {check}; the point stays unjudged until an appeal decides",
}
NAMES: Mapping[Language, Mapping[Verdict, str]] = {
    "zh": {Verdict.COVERED: "答到", Verdict.MISSING: "没答到", Verdict.CONTRADICTED: "答反了"},
    "en": {Verdict.COVERED: "covered", Verdict.MISSING: "missing", Verdict.CONTRADICTED: "contradicted"},
}
_RANGE = re.compile(r"^\s*(?:to|through|到|至|[-~–—]|－)\s*$")
_AND = re.compile(r"^\s*(?:and|和|与)\s*$")
_BETWEEN = re.compile(r"(?:between|from|介于|在)\s*$")
_OR = re.compile(r"(?:^|[\s，,])(?:or|vs)(?:\s|$)|或|还是|要么|要不")
_UNDECIDED = re.compile(
    r"\beither\b|not sure which|no idea|one of (?:these|those|them|the two)|can'?t decide|can'?t remember|depend"
    r"|要么|其中一个|记混|记不清|搞不清|说不好|不知道该|哪个对|看怎么|取决于|要看|两种都|都有可能"
)
_HEARSAY = re.compile(
    r"colleague|someone|somebody|heard|read somewhere|blog|they say|people say|同事|有人说|听说|别人|网上|文档说|博客"
)
_NOT = re.compile(
    r"(?:不是|不等于|并非|不该是|别写|别说|不要写|绝不是|不会是|不止|≠|\bnot|n't|\bnever|\bnor|\binstead of|\brather than)"
    r"(?:\s?(?:be|just|simply|really|exactly|quite|简单的?|单纯的?|什么))?\s*+(?:(?:the|a)\s*+)?$"
)
_CORRECTED = re.compile(
    r"不对|哦不|噢不|不不|错了|说错|算错|更正|等等|等一下|等下|稍等|重来|重新算"
    r"|\bno,? wait|\bwait\b|\bhang on|\bhold on|\bscratch that|\bcorrection\b|\bsorry\b|\boops\b|\bmy bad|\bno,"
    r"|\blet me redo|\bI mean\b|\bactually no"
)
_SO = re.compile(
    r"所以|因此|于是|从而|那么|结果|最后|最终|总共|一共|合计|加起来|再乘|再除|还要乘|还得乘|乘|翻|=|→|=>"
    r"|\bso\b|\bhence\b|\btherefore\b|\bthus\b|\btimes\b|\btwice\b|\btotal|\bthat makes|\bgives\b|\bends? up"
    r"|\bmust be|\bthe answer"
)
_BESIDE = re.compile(
    r"配|预留|余量|留出|保险|稳妥|实际|实测|打个折|对比|相比|比起|而|原来|要是|如果|假如|若|之前|从|代替"
    r"|\bat most\b|\bin practice\b|\bcall it\b|\bbudget|\bplan|\bprovision|\bheadroom|\bmargin|\bbuffer|\bround"
    r"|\binstead|\bcompared|\bversus\b|\bvs\b|\bfrom\b|\bagainst\b|\bwhile\b|\bunlike|\bif\b|\bwould\b|\bof which\b"
)
_CONCLUDES = re.compile(
    r"(?:=|≈|~|→|>|:|：|是|为|约|大概|大约|差不多|等于|得|得到|出来|出|即|也就|就|所以|因此|共|总共|要|需要|至少|有|只有|才|到|成|算"
    r"|给出|\b(?:so|about|roughly|approximately|approx\.?|around|nearly|almost|that'?s|that is|is|are|be|it|i\.e\.|equals|gives"
    r"|get|gets|got|to|makes?|totals?|hence|therefore|thus|say|needs?|takes?|uses?|only|just|by|at|under|over|like|think|guess))"
    r"[\s,，\"'“*`(]*$",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"(?<!\s)\s*+(?:[,，]\s*+)?"
    r"(?:[=≈→~]|是|得|即|就是|也就是|约|大约|等于|(?:which |that )?is\b|gives\b|makes\b|(?:or |so )?about\b)"
)
_STILL = re.compile(
    r"(?:\bstill|\bstays?(?: at)?|\bremains?(?: at)?|\bunchanged at|还是|仍然?是?|依然是?|保持|不变[，,还是]*)\s*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"再(?:除|乘|减|加)|还要(?:除|乘|再)|还得|before (?:dividing|multiplying)"
    r"|(?:then|still|also) (?:you )?(?:(?:still|also|have to|need to|must) )?(?:divide|multiply|subtract|add|scale|double|halve)"
)
_MORE = re.compile(
    r"多|增加|增长|涨|提高|提升|上升|加|\bmore\b|\bincreas\w*|\bgrow\w*|\bextra\b|\brise\w*|\bup\b|\bgain\w*|\+"
)
_HOW_MANY = re.compile(r"how many (?:more |fewer )?(?:(?:of|the|such|whole|extra) )?([a-z]+)")
_STOP = re.compile(r"[。！？!?\n；;]|\.(?=\s)|，|,(?=\s)")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A right quantity. value: in base units of `unit`."""

    unit: Unit
    value: float
    number: float


@dataclass(frozen=True, slots=True)
class _Said:
    """A quantity of the answer as a candidate: whether it is right, nearly right, comparable, and how it is introduced."""

    quantity: Quantity
    right: bool
    near: bool
    comparable: bool
    denied: bool
    concludes: bool
    explicit: bool


def check(point: KeyPoint, task: Task, answer: str, language: Language) -> PointVerdict | None:
    """The verdict on a key point with a `check`: covered, contradicted or missing; None when the text leaves it open.

    The quote is the clause that holds the quantity. Never raises for any text.
    """
    if point.check is None:
        return None
    known = f"{point.text.get(language)}\n{task.reference.get(language)}"
    return decide(point.id, point.check, task.question.get(language), answer, known)


def decide(id: str, check: Check, question: str, answer: str, known: str = "") -> PointVerdict | None:
    """Like `check`, from texts. known: what the reference says, whose other figures contradict nothing."""
    wanted = _wanted(check)
    if not wanted:
        return None
    reading = _Reading(wanted, check.within, question, answer, known)
    if len(reading.found) > MOST:
        return None
    verdict, at = reading.verdict()
    if verdict is Verdict.UNJUDGED:
        return None
    return replace(verdict_of(id, verdict, _clause(answer, at) if at else ""), by=Method.CHECK)


def with_checks(grade: Grade, task: Task, answer: str, language: Language) -> Grade:
    """The grade with the verdicts that checks give, marked anew.

    A check replaces an estimate. Beside a judge it stands where both say the same; where one says covered and the other does
    not, the point is unjudged and `why` names both. A grade that rests on checks alone is no estimate.
    """
    found = {p.id: v for p in task.key_points if (v := check(p, task, answer, language)) is not None}
    if not found:
        return grade
    judged = grade.graded_by.method is Method.JUDGE
    verdicts = tuple(
        v if v.id not in found else _agreed(v, found[v.id], language) if judged else found[v.id] for v in grade.verdicts
    )
    by_checks_alone = not judged and len(found) == len(grade.verdicts)
    if by_checks_alone:
        grade = replace(grade, graded_by=GradedBy(Method.CHECK), provisional=False)
    suspected = tuple(id for id in grade.suspected if id not in found)
    return marked(task.key_points, replace(grade, verdicts=verdicts, suspected=suspected))


def _agreed(judged: PointVerdict, checked: PointVerdict, language: Language) -> PointVerdict:
    """The verdict of a judge and a check together."""
    if judged.verdict is Verdict.UNJUDGED or judged.verdict is checked.verdict:
        return checked
    if Verdict.COVERED not in (judged.verdict, checked.verdict) or judged.verdict is Verdict.PARTIAL:
        return judged  # they differ in degree: the rest of the point is the judge's to read
    said = DISAGREEMENT[language].format(judge=NAMES[language][judged.verdict], check=NAMES[language][checked.verdict])
    return PointVerdict(judged.id, Verdict.UNJUDGED, None, checked.quote or judged.quote, said, Method.CHECK)


def _wanted(check: Check) -> list[_Wanted]:
    found = []
    for text in (check.quantity, *check.alternatives):
        quantity = one_quantity(text.lstrip("+"))
        if quantity is not None and not text.startswith("+"):
            found += [_Wanted(unit, quantity.value * unit.factor, quantity.value) for unit in quantity.units]
    return found


def _clause(answer: str, at: Quantity) -> str:
    """The part of the answer between punctuation that holds a quantity, verbatim."""
    start = max((m.end() for m in _STOP.finditer(answer, 0, at.start)), default=0)
    stop = _STOP.search(answer, at.end)
    return answer[start : stop.start() if stop else len(answer)].strip()


def _loose(dimension: str) -> frozenset[str]:
    """The base units of a dimension without those that people leave out."""
    return frozenset() if dimension in RATIOS else frozenset(dimension.split()) - COUNTED - {"*", "1"} or frozenset()


def _comparable(a: str, b: str) -> bool:
    """Whether quantities of two dimensions can be the same thing said in two ways."""
    if a in RATIOS and b in RATIOS:
        return True
    return a.split(" / ")[1:] == b.split(" / ")[1:] and _loose(a) == _loose(b)


class _Reading:
    """One answer read for one quantity."""

    def __init__(self, wanted: list[_Wanted], within: float, question: str, answer: str, known: str) -> None:
        self.wanted, self.within = wanted, max(within, ROUNDING)
        self.question, self.answer = question, simplified(answer)
        self.given = [q for q in quantities(question) if not q.operand]
        self.known = [q for q in quantities(known) if not q.operand]
        asked = _HOW_MANY.search(question.lower())
        self.asked = asked[1].rstrip("s") if asked else ""
        self.found = [q for q in quantities(answer) if not q.operand]

    def verdict(self) -> tuple[Verdict, Quantity | None]:
        """The verdict and the quantity it rests on; UNJUDGED when it is unsure."""
        said = [self._said(i) for i in range(len(self.found))]
        said = [s for i, s in enumerate(said) if not self._open_calculation(i)]
        said = self._after_correction(said)
        spread = self._spread(said)
        if spread is not None:
            return spread
        denied = [s for s in said if s.denied and s.right]
        said = [s for s in said if not s.denied]
        right = [s for s in said if s.right]
        wrong = [s for s in said if not s.right and s.comparable and not self._is_known(s.quantity)]
        if denied:
            others = [s for s in wrong if s.explicit or s.concludes]
            if right or not others:
                return Verdict.UNJUDGED, None
            return Verdict.CONTRADICTED, others[-1].quantity
        if right:
            return self._with_right(right[-1], [s for s in wrong if s.quantity.start > right[-1].quantity.start], wrong)
        return self._without_right(said, wrong)

    # -- candidates --------------------------------------------------------------------------------------------------

    def _said(self, i: int) -> _Said:
        quantity = self.found[i]
        lead = self._lead(i)
        tail = self.answer[quantity.end : quantity.end + 8]
        right = any(self._right(unit, quantity, lead) for unit in quantity.units) and not self._per_piece(quantity)
        near = not right and any(self._near(unit, quantity) for unit in quantity.units)
        explicit = any(
            unit.dimension == w.unit.dimension and unit.dimension not in ("", "%")
            for unit in quantity.units
            for w in self.wanted
        )
        explicit = explicit or (quantity.units[0].dimension == "%" and self.wanted[0].unit.dimension == "%")
        concludes = (
            bool(_CONCLUDES.search(lead) or _STILL.search(lead))
            or not lead.strip(" \t\n\"'“*`(" + ("，,；;" if explicit else ""))
            or tail.lstrip()[:2] in ("左右", "上下", "吧")
        )
        comparable = (
            (explicit or self._countable(quantity))
            and not self._per_piece(quantity)
            and (not self._is_given(quantity) or bool(_STILL.search(lead)))
        )
        return _Said(quantity, right, near, comparable, bool(_NOT.search(lead.lower())), concludes, explicit)

    def _lead(self, i: int) -> str:
        """What stands before a quantity, back to the one before it."""
        start = self.found[i].start
        before = max((q.end for q in self.found[:i] if q.end <= start), default=0)
        return self.answer[max(before, start - LEAD) : start]

    def _per_piece(self, quantity: Quantity) -> bool:
        return quantity.each and not any(" / " in w.unit.dimension for w in self.wanted)

    def _countable(self, quantity: Quantity) -> bool:
        """Whether a number without the wanted unit may still be meant as the answer."""
        unit = quantity.units[0]
        dimension = self.wanted[0].unit.dimension
        if dimension == "" and unit.dimension in COUNTED:
            return not self.asked or unit.dimension.startswith(self.asked[:4])
        if dimension in RATIOS:
            if unit.dimension not in RATIOS or (unit.dimension == "%") != (
                dimension == "%" or (dimension == "" and self.wanted[0].value < 1)
            ):
                return quantity.bare and dimension in ("", "x") and self._counts_what_is_asked(quantity)
            return True if not quantity.bare else self._counts_what_is_asked(quantity)
        return quantity.bare and self._counts_what_is_asked(quantity)

    def _counts_what_is_asked(self, quantity: Quantity) -> bool:
        noun = quantity.noun
        if not noun or not noun.isascii() or not self.asked:
            return True
        return noun.rstrip("s") == self.asked or len(noun) <= 3

    def _right(self, unit: Unit, quantity: Quantity, lead: str) -> bool:
        value = quantity.value * unit.factor
        for wanted in self.wanted:
            if unit == BARE and wanted.unit.dimension not in RATIOS:
                if self._equal(quantity.value, wanted.number):
                    return True
                if _loose(wanted.unit.dimension) == frozenset() and self._equal(quantity.value, wanted.value):
                    return True
            elif (_comparable(unit.dimension, wanted.unit.dimension) and self._equal(value, wanted.value)) or (
                wanted.unit.dimension == "x"
                and unit.dimension in ("%", "x")
                and _MORE.search(lead)
                and self._equal(1 + value, wanted.value)
            ):
                return True
        return False

    def _equal(self, value: float, wanted: float) -> bool:
        return abs(value - wanted) <= self.within * abs(wanted) * (1 + 1e-9) + ROUNDING * abs(wanted)

    def _near(self, unit: Unit, quantity: Quantity) -> bool:
        """Whether a number misses by little, by rounding, by 1000 for 1024, or says what is saved instead of what is left."""
        value = quantity.value * unit.factor
        for wanted in self.wanted:
            bare = unit == BARE and wanted.unit.dimension not in RATIOS
            if not bare and not _comparable(unit.dimension, wanted.unit.dimension):
                continue
            target, of = (wanted.number, quantity.value) if bare else (wanted.value, value)
            if abs(of - target) <= max(NEAR * self.within, 1e-6) * abs(target) or (
                quantity.vague and of <= target <= 1.5 * of
            ):
                return True
            if (
                wanted.unit.dimension in RATIOS
                and unit.dimension in RATIOS
                and unit.dimension != "x"
                and self._equal(1 - value, wanted.value)
            ):
                return True
            if (
                (unit.binary or wanted.unit.binary)
                and unit.binary != wanted.unit.binary
                and self._equal(quantity.value, wanted.number)
            ):
                return abs(of / target - 1) < 0.3 if target else False
        return False

    def _is_given(self, quantity: Quantity) -> bool:
        return self._same(quantity, self.given)

    def _is_known(self, quantity: Quantity) -> bool:
        return self._same(quantity, self.known)

    @staticmethod
    def _same(quantity: Quantity, others: list[Quantity]) -> bool:
        return any(
            _comparable(a, d) and abs(b - e) <= 0.002 * abs(e)
            for other in others
            for a, b, _ in quantity.amounts()
            for d, e, _ in other.amounts()
        )

    def _open_calculation(self, i: int) -> bool:
        """Whether a calculation's result follows it, so that it is no answer of its own."""
        if not self.found[i].calculated or i + 1 >= len(self.found):
            return False
        between = self.answer[self.found[i].end : self.found[i + 1].start]
        return len(between) < LEAD and bool(_RESULT.match(between))

    # -- the whole -------------------------------------------------------------------------------------------------

    def _after_correction(self, said: list[_Said]) -> list[_Said]:
        """The candidates after the last place where the answer takes something back."""
        for i in range(len(said) - 1, 0, -1):
            between = self.answer[said[i - 1].quantity.end : said[i].quantity.start]
            if _CORRECTED.search(between):
                return said[i:]
        return said

    def _spread(self, said: list[_Said]) -> tuple[Verdict, Quantity | None] | None:
        """What ranges and alternatives say, None without any: covered if all of them are right, unsure otherwise."""
        for a, b in pairwise(said):
            between = self.answer[a.quantity.end : b.quantity.start]
            before = self.answer[max(0, a.quantity.start - LEAD) : a.quantity.start]
            spans = _RANGE.match(between) or (_AND.match(between) and _BETWEEN.search(before))
            ranged = spans is not None and (b.comparable or b.right or a.comparable or a.right)
            either = (
                len(between) < 40
                and _OR.search(between)
                and (a.right or b.right)
                and (a.right or a.comparable)
                and (b.right or b.comparable)
            )
            if not ranged and not either:
                continue
            if b.right and (
                a.right or (ranged and a.quantity.bare and self._right(b.quantity.units[0], a.quantity, ""))
            ):
                continue
            return Verdict.UNJUDGED, None
        values = [s for s in said if s.right or s.comparable]
        right = [s for s in values if s.right]
        if (
            right
            and len(right) < len(values)
            and (_UNDECIDED.search(self.answer.lower()) or _HEARSAY.search(self.answer.lower()))
        ):
            return Verdict.UNJUDGED, None
        return None

    def _with_right(self, right: _Said, later: list[_Said], wrong: list[_Said]) -> tuple[Verdict, Quantity | None]:
        at = right.quantity
        if _GOES_ON.search(self.answer[at.end :].lower()) and not later:
            return Verdict.UNJUDGED, None
        if not later:
            return Verdict.COVERED, at
        last = later[-1].quantity
        between = self.answer[at.end : last.start].lower()
        if _SO.search(between) and not _BESIDE.search(between):
            return (
                (Verdict.CONTRADICTED, last) if later[-1].concludes and later[-1].explicit else (Verdict.UNJUDGED, None)
            )
        after = self.answer[last.end : last.end + 12].lower()
        if _BESIDE.search(between + " " + after) or (right.concludes and not later[-1].explicit):
            return Verdict.COVERED, at
        return Verdict.UNJUDGED, None

    def _without_right(self, said: list[_Said], wrong: list[_Said]) -> tuple[Verdict, Quantity | None]:
        concluded = bool(wrong) and wrong[-1].concludes and wrong[-1].explicit
        if any(s.near and not (s.quantity.each and concluded) for s in said):
            return Verdict.UNJUDGED, None
        if not wrong:
            return (Verdict.UNJUDGED, None) if any(s.denied for s in said) else (Verdict.MISSING, None)
        last = wrong[-1]
        if _UNDECIDED.search(self.answer.lower()):
            return Verdict.UNJUDGED, None
        if last.concludes and (
            last.explicit or last.quantity.bare or last.quantity.units[0].dimension in RATIOS | COUNTED
        ):
            return Verdict.CONTRADICTED, last.quantity
        if last.explicit and len(wrong) == 1:
            return Verdict.CONTRADICTED, last.quantity
        return Verdict.UNJUDGED, None
