"""How well messages are told apart: labelled lines, the three costs with their intervals, and who was taken for what.

A line is a JSON object: "id", "lang", "question_id", optionally "probe_id", "before" (list of texts), "text", "kind" (answer,
more, or a kind of aside); "hard", "tag", "ambiguous" and "also" (kinds as good as "kind") are optional.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from grader.intervals import wilson
from interview.asides import Answer, Aside, AsideKind, Judgement, Unsure
from interview.completeness import finished
from questions.errors import InterviewerError
from questions.model import LANGUAGES, Language, Question

ANSWERS = ("answer", "more")
UNFINISHED = "unfinished"  # tag of an answer that breaks off
COSTS = ("answers_swallowed", "asides_graded", "answers_asked_about")

Find = Callable[[str], Question | None]


class LineProblem(InterviewerError):
    """A labelled line cannot be used; the message names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message with what it is: "answer", "more" or a kind of aside; `also` are labels as good as `kind`."""

    id: str
    language: Language
    question: Question
    probe: str | None
    before: tuple[str, ...]
    text: str
    kind: str
    also: frozenset[str]
    hard: bool
    ambiguous: bool
    tag: str

    @property
    def is_answer(self) -> bool:
        return self.kind in ANSWERS

    @property
    def draft(self) -> str:
        """Everything that was sent in the turn."""
        return "\n".join((*self.before, self.text))


def read_lines(lines: Iterable[bytes], find: Find) -> list[LabelledMessage]:
    """Labelled lines, empty ones left out; `find` knows the questions of the bank."""
    return [_read(raw, number, find) for number, raw in enumerate(lines, 1) if raw.strip()]


def _read(raw: bytes, number: int, find: Find) -> LabelledMessage:
    try:
        data = json.loads(raw)
        question = find(data["question_id"])
        if question is None:
            raise LineProblem(f"line {number}: there is no question {data['question_id']!r} in the bank")
        return _labelled(data, question)
    except (ValueError, TypeError, KeyError) as error:
        raise LineProblem(f"line {number}: not a labelled message: {error!r}") from error


def _labelled(data: Mapping[str, Any], question: Question) -> LabelledMessage:
    if data["kind"] not in (*ANSWERS, *AsideKind) or data["lang"] not in LANGUAGES or not isinstance(data["text"], str):
        raise ValueError(f"kind {data['kind']!r}, lang {data['lang']!r}, text {data['text']!r}")
    return LabelledMessage(
        id=str(data["id"]),
        language=cast("Language", data["lang"]),
        question=question,
        probe=data.get("probe_id"),
        before=tuple(map(str, data.get("before", ()))),
        text=data["text"],
        kind=data["kind"],
        also=frozenset(data.get("also", ())),
        hard=bool(data.get("hard")),
        ambiguous=bool(data.get("ambiguous")),
        tag=str(data.get("tag", "")),
    )


def report(labelled: Sequence[LabelledMessage], judgements: Sequence[Judgement]) -> dict[str, Any]:
    """The costs over all lines that are not ambiguous, the same per language and for hard lines, and the confusion.

    whole_answers_waiting_longer: the share (0–1) of whole answers that read unfinished, so that more is waited for longer.
    """
    both = [(one, found) for one, found in zip(labelled, judgements, strict=True) if not one.ambiguous]
    languages = {it: [pair for pair in both if pair[0].language == it] for it in LANGUAGES}
    return {
        **figures(both),
        "language": {it: figures(pairs) for it, pairs in languages.items() if pairs},
        "hard": figures([pair for pair in both if pair[0].hard]),
        "confusion": confusion(both),
    }


def figures(both: Sequence[tuple[LabelledMessage, Judgement]]) -> dict[str, Any]:
    """The three costs as shares (0–1) with 95 % intervals, and what else can be counted; None where there is nothing to count."""
    answers = [found for one, found in both if one.is_answer]
    asides = [(one, found) for one, found in both if not one.is_answer]
    judged = [(one, found) for one, found in asides if not isinstance(found, Answer)]
    whole = [one for one, _ in both if one.is_answer and one.tag != UNFINISHED]
    counts = {
        "answers_swallowed": (sum(isinstance(found, Aside) for found in answers), len(answers)),
        "asides_graded": (sum(isinstance(found, Answer) for _, found in asides), len(asides)),
        "answers_asked_about": (sum(isinstance(found, Unsure) for found in answers), len(answers)),
        "asides_asked_about": (sum(isinstance(found, Unsure) for _, found in asides), len(asides)),
        "whole_answers_waiting_longer": (
            sum(not finished(one.draft, one.question, one.probe) for one in whole),
            len(whole),
        ),
        "kind_right": (sum(_kind(found) in {one.kind, *one.also} for one, found in judged), len(judged)),
    }
    return {
        **{name: round(n / of, 4) if of else None for name, (n, of) in counts.items()},
        "intervals": {name: wilson(n, of) for name, (n, of) in counts.items()},
        "answers": len(answers),
        "asides": len(asides),
    }


def _kind(found: Judgement) -> str:
    """What it was taken for: "answer", or the kind of aside that it is or most likely is."""
    match found:
        case Answer():
            return "answer"
        case Aside(kind, _):
            return kind.value
        case Unsure(likely):
            return likely.value


def confusion(both: Iterable[tuple[LabelledMessage, Judgement]]) -> dict[str, dict[str, int]]:
    """Per label, how many lines were taken for what; "unsure" is one of the columns."""
    counts = Counter((one.kind, "unsure" if isinstance(found, Unsure) else _kind(found)) for one, found in both)
    labels = [label for label in (*ANSWERS, *AsideKind) if any(label == row for row, _ in counts)]
    columns = ("answer", "unsure", *AsideKind)
    return {str(row): {str(column): counts[row, column] for column in columns} for row in labels}


def table(found: Mapping[str, Any]) -> str:
    """The figures as text for the terminal."""
    groups = {"all": found, **found["language"], "hard": found["hard"]}
    names = (*COSTS, "asides_asked_about", "kind_right", "whole_answers_waiting_longer")
    head = f"{'':6}{'answers':>9}{'asides':>8}" + "".join(f"{name.replace('_', ' '):>30}" for name in names)
    rows = [
        f"{group:6}{row['answers']:>9}{row['asides']:>8}" + "".join(f"{_cell(row, name):>30}" for name in names)
        for group, row in groups.items()
    ]
    return "\n".join((head, *rows, "", *_grid(found["confusion"])))


def _cell(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "–"
    low, high = row["intervals"][name]
    return f"{row[name]:.1%} ({low:.1%}–{high:.1%})"


def _grid(rows: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The confusion: a row per label, a column per judgement."""
    columns = list(next(iter(rows.values()), {}))
    head = f"{'':9}" + "".join(f"{column:>9}" for column in columns)
    return [head, *(f"{label:9}" + "".join(f"{row[c] or '·':>9}" for c in columns) for label, row in rows.items())]
