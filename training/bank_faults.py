"""How well the bank's lint finds faults: `python -m training.bank_faults`.

Every line of `training/data/bank_faults.jsonl` is one place of a question as somebody wrote it, read and labelled fault or sound.
A place stands in its question of the packaged bank; only the text, the term or the aim that the line names takes the place of
what is there. Printed are the faults found, the sound places wrongly called faults, and what each rule says of the bank today.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from questions.aims import nearest, presumed, stated
from questions.bank import load_bank
from questions.lint import check
from questions.model import LANGUAGES, KeyPoint, Language, Question, Text
from questions.wording import is_quoted, matches_anything, merely_denies, questions_in, refers_back

DATA = Path(__file__).parent / "data" / "bank_faults.jsonl"
SAYS: Mapping[str, Sequence[str]] = {  # what the message of each rule holds
    "compound": ("questions; ask one",),
    "bare number": ("bare number",),
    "quotation marks": ("quotation marks",),
    "misaimed": ("its words are nearer to",),
    "presumes": ("takes key point", "name under `needs`"),
    "straw man": ("only denies the point",),
    "unasked": ("is not in the reference", "but the scope says"),
}

Bank = Mapping[str, Question]


@dataclass(frozen=True, slots=True)
class Place:
    """One labelled place: `rule` that it is about, whether it is a `fault`, and the fields of its line."""

    rule: str
    fault: bool
    line: Mapping[str, Any]

    @property
    def text(self) -> Text:
        return Text(self.line["zh"], self.line["en"])


def read(path: Path = DATA) -> tuple[Place, ...]:
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(Place(line["rule"], line["fault"], line) for line in lines)


def found(place: Place, bank: Bank) -> bool:
    """Whether lint calls the place a fault."""
    return RULES[place.rule](place, bank)


def _compound(place: Place, _: Bank) -> bool:
    return any(questions_in(getattr(place.text, language), language) > 1 for language in LANGUAGES)


def _bare_number(place: Place, _: Bank) -> bool:
    return matches_anything(str(place.line["term"]))


def _quotation_marks(place: Place, _: Bank) -> bool:
    return is_quoted(str(place.line["term"]))


def _misaimed(place: Place, bank: Bank) -> bool:
    question, aim = bank[place.line["question"]], str(place.line["aims_at"])
    probe = replace(question.probe(place.line["probe"]), aims_at=aim)
    return nearest(question, probe) != aim


def _presumes(place: Place, bank: Bank) -> bool:
    question = bank[place.line["question"]]
    probe = replace(question.probes[0], aims_at=place.line["aims_at"], question=place.text, needs=())
    back = any(refers_back(getattr(probe.question, language), language) for language in LANGUAGES)
    return back or bool(presumed(question, probe))


def _straw_man(place: Place, bank: Bank) -> bool:
    question = bank[place.line["question"]]
    point = question.key_point(place.line["point"])
    return all(
        merely_denies(getattr(place.text, language), _told(question, point, language), language)
        for language in LANGUAGES
    )


def _told(question: Question, point: KeyPoint, language: Language) -> str:
    return "\n".join((getattr(question.question, language), getattr(point.text, language), *point.terms))


def _unasked(place: Place, bank: Bank) -> bool:
    point = bank[place.line["other"]].key_point(place.line["point"])
    return not stated(bank[place.line["question"]], point)


RULES: Mapping[str, Callable[[Place, Bank], bool]] = {
    "compound": _compound,
    "bare number": _bare_number,
    "quotation marks": _quotation_marks,
    "misaimed": _misaimed,
    "presumes": _presumes,
    "straw man": _straw_man,
    "unasked": _unasked,
}


def table(places: tuple[Place, ...], bank: Bank) -> str:
    """One line per rule, in Markdown."""
    messages = [problem.message for question in bank.values() for problem in check(question, packaged=True)]
    lines = ["| rule | faults found | sound places wrongly called faults | of the packaged bank |", "|---|---|---|---|"]
    for rule in RULES:
        faults = [found(place, bank) for place in places if place.rule == rule and place.fault]
        sound = [found(place, bank) for place in places if place.rule == rule and not place.fault]
        of_bank = sum(any(part in message for part in SAYS[rule]) for message in messages)
        lines.append(f"| {rule} | {sum(faults)} of {len(faults)} | {sum(sound)} of {len(sound)} | {of_bank} |")
    return "\n".join(lines)


def main() -> None:
    print(table(read(), load_bank().questions))


if __name__ == "__main__":
    main()
