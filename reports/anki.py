"""Missed points as cards: a text that Anki imports, the same card updated when it comes again."""

from __future__ import annotations

import csv
import hashlib
import html
import io
from collections.abc import Iterable

from app.progress import Facts, Weakness
from questions.bank import Bank
from questions.model import Language
from texts import catalogue, topic_name

HEADER = (
    "#separator:tab",
    "#html:true",
    "#notetype:Basic",
    "#guid column:1",
    "#columns:guid\tFront\tBack\tTags",
    "#tags column:4",
)
TERMS = 3  # that point out which key point of a question is meant


def anki(facts: Facts, missed: Iterable[Weakness], bank: Bank, *, quotes: bool) -> str:
    """One card a point: the question and the probe aimed at the point in front, the point and where to read behind.

    A point of two sources is one card. Text import of Anki 2.1.54 and later.
    """
    rows: dict[tuple[str, str], list[str]] = {}
    for weak in missed:
        rows.setdefault((weak.question, weak.point), _card(facts.language, weak, bank, quotes))
    made = io.StringIO()
    csv.writer(made, delimiter="\t", lineterminator="\n").writerows(rows.values())
    deck = f"#deck:{catalogue(facts.language).report.DECK}"
    return "\n".join([HEADER[0], HEADER[1], HEADER[2], deck, *HEADER[3:], made.getvalue()])


def _card(language: Language, weak: Weakness, bank: Bank, quotes: bool) -> list[str]:
    say = catalogue(language).report
    front = [f"<b>{_escaped(topic_name(weak.topic, language))}</b>", _escaped(weak.stem), _which(language, weak, bank)]
    back = [_escaped(weak.text)]
    back += [f"<i>{_escaped(say.said(weak.quote))}</i>"] if quotes and weak.quote else []
    back += [_link(source.title, source.url) for source in weak.reading]
    tags = f"interview {weak.topic} {weak.verdict}"
    return [guid(weak), "<br><br>".join(filter(None, front)), "<br><br>".join(back), tags]


def guid(weak: Weakness) -> str:
    """The same for the same point in every export, so that Anki updates the card and keeps its schedule."""
    return hashlib.sha256(f"{weak.question}/{weak.point}".encode()).hexdigest()[:16]


def _which(language: Language, weak: Weakness, bank: Bank) -> str:
    """What points at the key point without telling it: the probe aimed at it, else the terms it is about."""
    question = bank.get(weak.question)
    if question is None:
        return ""
    probe = next((p for p in question.probes if p.aims_at == weak.point), None)
    if probe is not None:
        return _escaped(probe.question.get(language).strip())
    terms = question.key_point(weak.point).terms[:TERMS]
    return _escaped(catalogue(language).report.which_point(", ".join(terms)))


def _escaped(text: str) -> str:
    return html.escape(text.replace("\t", " ").strip()).replace("\n", "<br>")


def _link(title: str, url: str) -> str:
    return f'<a href="{html.escape(url)}">{_escaped(title)}</a>' if url else _escaped(title)
