"""How well checks decide: labelled lines, the share of right verdicts and of decided lines, with intervals, per language.

A line is a JSON object: "id", "lang", "question", "key_point" {"id", "text", "check" {"quantity", "or", "within"}}, "answer",
"verdict" (covered, contradicted, missing or unsure); a line with "ambiguous": true is left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from grader.checks import decide
from grader.grade import Verdict
from grader.intervals import wilson
from grader.lines import LineError, read_check
from questions.model import LANGUAGES, Check, Language

UNSURE = "unsure"
GIVEN = (Verdict.COVERED.value, Verdict.CONTRADICTED.value)
LABELS = (*GIVEN, Verdict.MISSING.value, UNSURE)


@dataclass(frozen=True, slots=True)
class LabelledQuantity:
    """An answer with the verdict that its quantity deserves: covered, contradicted, missing or unsure."""

    id: str
    language: Language
    question: str
    known: str
    check: Check
    answer: str
    verdict: str
    ambiguous: bool


def read_lines(lines: Iterable[bytes]) -> list[LabelledQuantity]:
    """Labelled lines, empty ones left out; LineError names the first that cannot be used."""
    return [_read(raw, number) for number, raw in enumerate(lines, 1) if raw.strip()]


def _read(raw: bytes, number: int) -> LabelledQuantity:
    try:
        data = json.loads(raw)
        point = data["key_point"]
        check = read_check(point["check"])
        if check is None or data["verdict"] not in LABELS or data["lang"] not in LANGUAGES:
            raise ValueError(f"verdict {data['verdict']!r}, lang {data['lang']!r}, check {point['check']!r}")
        return LabelledQuantity(
            id=str(data["id"]),
            language=cast("Language", data["lang"]),
            question=str(data["question"]),
            known=str(point["text"]),
            check=check,
            answer=str(data["answer"]),
            verdict=data["verdict"],
            ambiguous=bool(data.get("ambiguous")),
        )
    except (ValueError, TypeError, KeyError, LineError) as error:
        raise LineError(f"line {number}: not a labelled quantity: {error}") from error


def decided(one: LabelledQuantity) -> str:
    """What the check says: a verdict, or "unsure"."""
    verdict = decide("point", one.check, one.question, one.answer, one.known)
    return UNSURE if verdict is None else verdict.verdict.value


def report(labelled: Sequence[LabelledQuantity]) -> dict[str, Any]:
    """The figures over all lines that are not ambiguous, the same per language, and the lines that went wrong."""
    both = [(one, decided(one)) for one in labelled if not one.ambiguous]
    languages = {it: [pair for pair in both if pair[0].language == it] for it in LANGUAGES}
    return {
        **_figures(both),
        "language": {it: _figures(pairs) for it, pairs in languages.items() if pairs},
        "wrong": [one.id for one, said in both if said in GIVEN and said != one.verdict],
    }


def _figures(both: Sequence[tuple[LabelledQuantity, str]]) -> dict[str, Any]:
    """right_of_given: of covered and contradicted verdicts given, the right ones. decided_of_decidable: of lines that are
    covered, contradicted or missing, those that are not left unsure. Shares (0–1), None where nothing is to be counted.
    """
    counts = Counter((one.verdict, said) for one, said in both)
    given = {pair: n for pair, n in counts.items() if pair[1] in GIVEN}
    decidable = {pair: n for pair, n in counts.items() if pair[0] != UNSURE}
    shares = {
        "right_of_given": (sum(n for (label, said), n in given.items() if label == said), sum(given.values())),
        "decided_of_decidable": (
            sum(n for (_, said), n in decidable.items() if said != UNSURE),
            sum(decidable.values()),
        ),
    }
    return {
        **{name: round(n / of, 4) if of else None for name, (n, of) in shares.items()},
        "intervals": {name: wilson(n, of) for name, (n, of) in shares.items()},
        "lines": len(both),
        "confusion": {label: {said: counts[label, said] for said in LABELS} for label in LABELS},
    }


def table(found: Mapping[str, Any]) -> str:
    """The figures as text for the terminal."""
    rows = [f"{'':5}{'lines':>7}{'right of given':>26}{'decided of decidable':>26}"]
    for group, row in {"all": found, **found["language"]}.items():
        cells = "".join(f"{_cell(row, name):>26}" for name in ("right_of_given", "decided_of_decidable"))
        rows.append(f"{group:5}{row['lines']:>7}{cells}")
    rows += ["", f"{'':14}" + "".join(f"{said:>14}" for said in LABELS)]
    rows += [
        f"{label:14}" + "".join(f"{n or '·':>14}" for n in row.values()) for label, row in found["confusion"].items()
    ]
    return "\n".join([*rows, *(("", "wrong: " + ", ".join(found["wrong"])) if found["wrong"] else ())])


def _cell(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "–"
    low, high = row["intervals"][name]
    return f"{row[name]:.1%} ({low:.1%}–{high:.1%})"
