"""Quality checks of questions, one by one and across a bank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from questions.ageing import aged
from questions.aims import loose
from questions.bank import PACKAGED, Bank
from questions.errors import sentence
from questions.leaks import leaks
from questions.levels import beyond
from questions.model import LANGUAGES, KeyPoint, Kind, Language, Probe, Question, Text
from questions.problem import Problem, Severity
from questions.quantities import one_quantity
from questions.similar import SAME, Texts, by_meaning
from questions.text import CODE, HAN, prose
from questions.topics import TOPICS
from questions.wording import is_quoted, matches_anything, merely_denies, questions_in, refers_back

if TYPE_CHECKING:
    from questions.similar import Embed

FEWEST_POINTS, MOST_POINTS, MOST_CRITERIA = 2, 6, 8  # criteria: the points of an open question
LONGEST_STEM = 280  # characters outside code: what a phone shows without scrolling
WIDEST = 0.5  # relative tolerance of a check above which nearly any number would do
HEAVIEST = 3
DEEPEST = 3  # rungs that an interview climbs unless it is told otherwise
COVERED = frozenset(
    [str(n) for n in range(1, 79)]
    + [f"{part}-{n}" for part, items in (("code", 6), ("chain", 6), ("practice", 9)) for n in range(1, items + 1)]
)

Found = tuple[str, str, Severity]  # place, message, severity
ERROR, WARNING = Severity.ERROR, Severity.WARNING


def check(question: Question, where: str = "", *, packaged: bool = False, today: date | None = None) -> list[Problem]:
    """The faults of one question, on the day `today` also whether it has aged.

    A packaged one must have both languages and cover only items that exist.
    """
    found = (
        *_languages(question, ERROR if packaged else WARNING),
        *_key_points(question),
        *_checks(question),
        *_hints(question),
        *_ladder(question),
        *_stems(question),
        *_sources(question),
        *_terms(question),
        *_back_references(question),
        *_straw_men(question),
        *loose(question),
        *beyond(question),
        *leaks(question),
        *(aged(question, today) if today else ()),
        *(_covers(question) if packaged else ()),
        *_filing(question, where),
    )
    return [
        Problem(where or question.id, sentence("{message}.", message=message), place, None, severity)
        for place, message, severity in found
    ]


def check_bank(
    bank: Bank,
    embed: Embed | None = None,
    today: date | None = None,
    *,
    watched: Callable[[Collection[Question]], Iterable[Question]] = iter,
) -> list[Problem]:
    """The faults of a whole bank: files that could not be read, every question, and pairs that look like one.

    watched: hands the questions on one by one, for whoever wants to see how far it is.
    """
    packaged = {id for id, origin in bank.origins.items() if Path(origin).is_relative_to(PACKAGED)}
    found = list(bank.problems)
    for question in watched(bank.questions.values()):
        origin = bank.origins.get(question.id, "")
        found.extend(check(question, origin, packaged=question.id in packaged, today=today))
        found.extend(_bases(question, bank, origin))
    return found + list(near_duplicates(tuple(bank.questions.values()), embed))


def _bases(question: Question, bank: Bank, where: str) -> Iterator[Problem]:
    """What a question builds on is asked, and easier: so nothing builds on itself by detours."""
    for id in question.builds_on:
        base = bank.get(id)
        if base is None:
            yield Problem(
                where or question.id, sentence("names {id!r}, which is no question.", id=id), "builds_on", None, ERROR
            )
        elif base.level >= question.level:
            message = sentence("names {id!r} of level {level}; name an easier one.", id=id, level=base.level)
            yield Problem(where or question.id, message, "builds_on", None, ERROR)


def near_duplicates(questions: Sequence[Question], embed: Embed | None = None) -> Iterator[Problem]:
    """Pairs that look like one question, by words and (with `embed`) by meaning."""
    told: set[tuple[str, str]] = set()
    pairs = [*Texts.stems(questions).pairs(), *(by_meaning(questions, embed) if embed else ())]
    for pair in pairs:
        if (pair.one, pair.other) not in told:
            told.add((pair.one, pair.other))
            severity = ERROR if pair.likeness >= SAME and pair.by == "words" else WARNING
            message = sentence(
                "looks like {other!r} ({likeness:.0%} by {by}); merge them or tell them apart.",
                other=pair.other,
                likeness=pair.likeness,
                by=sentence("words") if pair.by == "words" else sentence("meaning"),
            )
            yield Problem(pair.one, message, "question", None, severity)


def _texts(question: Question) -> Iterator[tuple[str, Text]]:
    yield "question", question.question
    if question.scope.both():
        yield "scope", question.scope
    yield "reference", question.reference
    for probe in question.all_probes():
        yield f"probes[{probe.id}].question", probe.question
        yield f"probes[{probe.id}].reference", probe.reference
        if probe.quoting.both():
            yield f"probes[{probe.id}].quoting", probe.quoting
    for place, point in _points(question):
        yield f"{place}.text", point.text
        yield from ((f"{place}.or[{n}]", text) for n, text in enumerate(point.alternatives, 1))


def _hint_pairs(question: Question) -> Iterator[tuple[str, Text]]:
    """Every hint in both languages; a list that is short in one of them is told by `_hints`."""
    asked = (("hints", question.hints), *((f"probes[{p.id}].hints", p.hints) for p in question.all_probes()))
    for place, hints in asked:
        yield from ((f"{place}[{n}]", Text(*pair)) for n, pair in enumerate(zip(hints.zh, hints.en, strict=False), 1))


def _points(question: Question) -> Iterator[tuple[str, KeyPoint]]:
    """Every key point of the question and of its probes, with its place."""
    yield from ((f"key_points[{point.id}]", point) for point in question.key_points)
    for probe in question.all_probes():
        yield from ((f"probes[{probe.id}].key_points[{point.id}]", point) for point in probe.key_points)


def _languages(question: Question, severity: Severity) -> Iterator[Found]:
    for place, text in _texts(question):
        yield from (
            (f"{place}.{name}", sentence("is missing"), severity) for name in LANGUAGES if not getattr(text, name)
        )
        yield from _in_the_other(place, text, severity)
    for place, text in _hint_pairs(question):
        yield from _in_the_other(place, text, severity)


def _in_the_other(place: str, text: Text, severity: Severity) -> Iterator[Found]:
    """Where a text stands in the other language's place."""
    if text.en and len(re.findall(f"[{HAN}]", text.en)) > len(text.en) / 4:
        yield f"{place}.en", sentence("is written in Chinese"), severity
    if text.zh and not re.search(f"[{HAN}]", text.zh) and len(prose(text.zh)) > 60:
        yield f"{place}.zh", sentence("holds no Chinese"), WARNING


def _key_points(question: Question) -> Iterator[Found]:
    most = MOST_CRITERIA if question.kind is Kind.OPEN else MOST_POINTS
    if not FEWEST_POINTS <= len(question.key_points) <= most:
        yield (
            "key_points",
            sentence(
                "are {count}; such a question has {fewest}–{most}",
                count=len(question.key_points),
                fewest=FEWEST_POINTS,
                most=most,
            ),
            ERROR,
        )
    for point in question.key_points:
        place = f"key_points[{point.id}]"
        if not point.terms:
            yield f"{place}.terms", sentence("are missing; add the words people use for it"), WARNING
        yield from _counts(f"{place}.misconceptions", len(point.misconceptions.zh), len(point.misconceptions.en))
    for place, point in _points(question):
        twice = [term for term, times in Counter(term.casefold() for term in point.terms).items() if times > 1]
        if twice:
            yield f"{place}.terms", sentence("name {names} twice", names=", ".join(twice)), WARNING


def _checks(question: Question) -> Iterator[Found]:
    for place, point in _points(question):
        if (check := point.check) is not None:
            for quantity in (check.quantity, *check.alternatives):
                if one_quantity(quantity.lstrip("+")) is None:
                    yield (
                        f"{place}.check",
                        sentence(
                            "{quantity!r} is no number with a unit such as 64 GiB, 12.5% or 4x", quantity=quantity
                        ),
                        ERROR,
                    )
            if check.within > WIDEST:
                yield (
                    f"{place}.check.within",
                    sentence("accepts {within:.0%} more or less, nearly any number", within=check.within),
                    WARNING,
                )


def _counts(place: str, zh: int, en: int) -> Iterator[Found]:
    if zh != en and zh and en:
        yield (
            place,
            sentence(
                "are {zh} in zh and {en} in en; quote a text with a comma when it stands between brackets", zh=zh, en=en
            ),
            WARNING,
        )


def _hints(question: Question) -> Iterator[Found]:
    yield from _one_each("hints", question, question.languages)
    for probe in question.all_probes():
        if probe.hints.both():
            yield from _one_each(f"probes[{probe.id}].hints", probe, question.languages)


def _one_each(place: str, asked: Question | Probe, languages: Iterable[Language]) -> Iterator[Found]:
    points = len(asked.key_points)
    for language in languages:
        if (hints := len(getattr(asked.hints, language))) != points:
            yield (
                f"{place}.{language}",
                sentence("are {hints} for {points} key points; write one each", hints=hints, points=points),
                ERROR,
            )


def _ladder(question: Question) -> Iterator[Found]:
    aimed = {probe.aims_at for probe in question.probes}
    for point in question.key_points:
        if point.weight == HEAVIEST and point.id not in aimed:
            yield f"key_points[{point.id}]", sentence("is probed by nothing; aim a first rung at it"), WARNING
    depths = dict(_depths(question.probes))
    if max(depths.values(), default=0) < 2:
        yield "probes", sentence("have fewer than two rungs; add a deeper question under `then`"), ERROR
    for id, depth in depths.items():
        if depth > DEEPEST:
            yield (
                f"probes[{id}]",
                sentence("cannot be reached: it stands on rung {depth} of at most {most}", depth=depth, most=DEEPEST),
                WARNING,
            )


def _depths(probes: Iterable[Probe], depth: int = 1) -> Iterator[tuple[str, int]]:
    for probe in probes:
        yield probe.id, depth
        yield from _depths(probe.then, depth + 1)


def _stems(question: Question) -> Iterator[Found]:
    if question.kind is Kind.CODE:
        without = [language for language in question.languages if not CODE.search(question.question.get(language))]
        yield from (
            (f"question.{language}", sentence("is a code question without code"), ERROR) for language in without
        )
    stems = [
        ("question", question.question),
        *((f"probes[{p.id}].question", p.question) for p in question.all_probes()),
        *((f"probes[{p.id}].quoting", p.quoting) for p in question.all_probes()),
    ]
    for place, text in stems:
        for language in LANGUAGES:
            if (length := len(prose(getattr(text, language)))) > LONGEST_STEM:
                yield (
                    f"{place}.{language}",
                    sentence(
                        "has {length} characters outside code, more than {most}", length=length, most=LONGEST_STEM
                    ),
                    WARNING,
                )
            if (asks := questions_in(getattr(text, language), language)) > 1:
                yield (
                    f"{place}.{language}",
                    sentence("asks {asks} questions; ask one and leave the others to probes", asks=asks),
                    WARNING,
                )


def _terms(question: Question) -> Iterator[Found]:
    for place, point in _points(question):
        for term in point.terms:
            if matches_anything(term):
                yield (
                    f"{place}.terms",
                    sentence("hold the bare number {term!r}, which any answer may; add its unit", term=term),
                    WARNING,
                )
            if is_quoted(term):
                yield (
                    f"{place}.terms",
                    sentence("hold {term} with its quotation marks, which no answer does", term=term),
                    WARNING,
                )


def _back_references(question: Question) -> Iterator[Found]:
    """First rungs that speak of something said before and need nothing; a deeper one follows a strong answer to the one above."""
    for probe in question.probes:
        for language in question.languages if not probe.needs else ():
            if words := refers_back(getattr(probe.question, language), language):
                message = sentence("speaks of {words!r}; name under `needs` what must have been said", words=words)
                yield f"probes[{probe.id}].question.{language}", message, WARNING


def _straw_men(question: Question) -> Iterator[Found]:
    """Misconceptions that merely deny the point, in every language that has them."""
    for point in question.key_points:
        languages = [language for language in question.languages if getattr(point.misconceptions, language)]
        for n in range(min((len(getattr(point.misconceptions, language)) for language in languages), default=0)):
            if all(_denies(question, point, n, language) for language in languages):
                place = f"key_points[{point.id}].misconceptions[{n + 1}]"
                yield place, sentence("only denies the point; write what people believe instead"), WARNING


def _denies(question: Question, point: KeyPoint, n: int, language: Language) -> bool:
    told = "\n".join((getattr(question.question, language), getattr(point.text, language), *point.terms))
    return merely_denies(getattr(point.misconceptions, language)[n], told, language)


def _sources(question: Question) -> Iterator[Found]:
    if not question.sources and question.kind is not Kind.OPEN:
        yield "sources", sentence("are missing; name where it can be read"), ERROR
    for source in question.sources:
        if not source.url.startswith(("http://", "https://")):
            yield f"sources[{source.title}].url", sentence("is no web address"), WARNING


def _covers(question: Question) -> Iterator[Found]:
    unknown = [item for item in question.covers if item not in COVERED]
    if unknown:
        yield "covers", sentence("names {names}, which is no item of the notes", names=", ".join(unknown)), ERROR


def _filing(question: Question, where: str) -> Iterator[Found]:
    if question.topic not in {topic.id for topic in TOPICS}:
        yield "topic", sentence("{topic!r} is none of the packaged topics", topic=question.topic), WARNING
    if where.endswith((".yaml", ".yml")) and Path(where).stem != question.id:
        yield "id", sentence("{id!r} and the file's name differ", id=question.id), WARNING
