"""Confidence in a verdict, from what agrees with it: the estimate, a check, another judgement, the quote's own words.

How sure the model says it is counts for nothing. What the agreement is worth is fitted per judge on labelled answers
(`grader.selective`); a verdict whose confidence is below the threshold found there is unjudged.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

from grader.errors import Unusable
from grader.grade import CREDIT, Grade, Method, PointVerdict, Verdict, marked
from questions.errors import sentence
from questions.model import KeyPoint, Language, Task
from questions.text import normalise, telling_phrases

FILE = "judges.json"
KINDS = (Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSING, Verdict.CONTRADICTED)
NAMES = (*(f"{kind}{part}" for kind in KINDS for part in ("", "_apart")), "seconded", "checked", "unbacked")
NEITHER = 0.5  # distance (0–1) from an estimate that says nothing
UNSURE: Mapping[Language, str] = {
    "zh": "评委在这一点上把握不够，先不判；可以申诉",
    "en": "The judge is not sure enough here, so it is left unjudged; you can appeal",
}


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights of evidence, and the confidence (0–1) below which a verdict of this judge is unjudged.

    error: share of wrong verdicts among those given that the threshold was chosen for. about: what it was found on.
    """

    weights: Mapping[str, float]
    threshold: float
    error: float
    about: str = ""

    def of(self, row: tuple[float, ...]) -> float:
        """Probability (0–1) that a verdict with this evidence, in the order of `NAMES`, is right."""
        reach = sum(self.weights[name] * value for name, value in zip(NAMES, row, strict=True))
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, reach))))

    def kept(self, grade: Grade, task: Task, language: Language) -> Grade:
        """The grade, marked anew, with the verdicts below the threshold unjudged."""
        points = {point.id: point for point in task.key_points}

        def sure(verdict: PointVerdict) -> PointVerdict:
            row = evidence(grade, verdict, points[verdict.id])
            if row is None or self.of(row) >= self.threshold:
                return verdict
            return PointVerdict(verdict.id, Verdict.UNJUDGED, None, verdict.quote, UNSURE[language])

        return marked(task.key_points, replace(grade, verdicts=tuple(map(sure, grade.verdicts))))


def evidence(grade: Grade, verdict: PointVerdict, point: KeyPoint) -> tuple[float, ...] | None:
    """What speaks for and against a verdict, in the order of `NAMES`; None for one that is unjudged.

    Per kind of verdict whether it is this kind, and how far (0–1) its credit is from the estimate's; whether another
    judgement and whether a check says the same; whether the quote has no word in common with the point.
    """
    nominal = CREDIT[verdict.verdict]
    if nominal is None:
        return None
    estimated = grade.receipt.estimate.credits.get(verdict.id) if grade.receipt else verdict.credit
    apart = NEITHER if estimated is None else abs(nominal - estimated)
    kinds = (x for kind in KINDS for x in ((1.0, apart) if kind is verdict.verdict else (0.0, 0.0)))
    unbacked = bool(verdict.quote) and not shares_words(point, verdict.quote)
    return (*kinds, float(_seconded(grade, verdict)), float(verdict.by is Method.CHECK), float(unbacked))


def _seconded(grade: Grade, verdict: PointVerdict) -> bool:
    later = grade.receipt.samples[1:] if grade.receipt else ()
    return any(v.id == verdict.id and v.verdict is verdict.verdict for sample in later for v in sample.verdicts)


def shares_words(point: KeyPoint, quote: str) -> bool:
    """Whether a quote has a word, or a pair of Han characters, of the point's texts, terms or misconceptions."""
    return not _words_of(point).isdisjoint(telling_phrases(normalise(quote)))


@lru_cache(maxsize=1024)
def _words_of(point: KeyPoint) -> frozenset[str]:
    texts = (*point.text.both(), *point.terms, *point.misconceptions.both())
    return frozenset(word for text in texts for word in telling_phrases(normalise(text)))


def stored(folder: Path | None, model: str) -> Confidence | None:
    """The calibration of a judge by the name its server gives it; None without one. Unusable when the file is none."""
    found = _read(folder / FILE) if folder else {}
    return found.get(model)


def store(folder: Path, model: str, confidence: Confidence) -> Path:
    """Keeps a judge's calibration in place of an older one, and returns the file. OSError when it cannot be written."""
    file = folder / FILE
    judges = {**_read(file), model: confidence}
    folder.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    content = json.dumps({name: asdict(one) for name, one in judges.items()}, ensure_ascii=False, indent=1)
    fresh.write_text(content + "\n", encoding="utf-8")
    fresh.replace(file)
    return file


def _read(file: Path) -> dict[str, Confidence]:
    try:
        if not file.is_file():
            return {}
        found = {name: Confidence(**one) for name, one in json.loads(file.read_text(encoding="utf-8")).items()}
        if all(set(one.weights) == set(NAMES) for one in found.values()):
            return found
        why = "other weights"
    except (OSError, ValueError, TypeError, AttributeError) as error:
        why = str(error)
    raise Unusable(
        sentence(
            "{file}: holds no calibrations of judges ({why}); run interviewer calibrate --judge.", file=file, why=why
        )
    )
