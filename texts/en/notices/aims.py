"""Notices about what a person prepares for: English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.messages.aims import (
    AimAsked,
    AimBeingRead,
    AimDropped,
    AimGone,
    AimNotice,
    AimQuestions,
    AimShown,
    Material,
    MaterialKind,
    OfferAsked,
    Offered,
    TooManyAims,
)
from texts import topic_name
from texts.en.plural import count

KINDS: dict[MaterialKind, str] = {"jd": "posting", "cv": "CV", "mianjing": "interview report", "unread": "being read"}


def aim(notice: AimNotice) -> str:
    match notice:
        case AimAsked():
            return (
                "Paste the posting, your CV or a report of an interview, in several messages or as a file (txt, md, html, pdf,"
                " docx), and tap ✅ when that's all.\n"
                "Questions and reviews will lean towards its topics. Only you see it, and you can delete it any time."
            )
        case AimBeingRead():
            return "Got it, reading."
        case TooManyAims(most):
            return f"You can keep {count(most, 'document')} at most; delete one in /aim first."
        case AimShown():
            return "\n".join(_shown(notice))
        case AimQuestions():
            return "\n".join(_questions(notice))
        case OfferAsked(_, texts):
            listed = "\n".join(f"· {text}" for text in texts)
            return (
                "These texts, and nothing else, would go to the curator of the bank, without your name. They are the bank's then:"
                f" /forget does not take them back.\n{listed}\nSure?"
            )
        case Offered(questions):
            return f"Handed over: {count(questions, 'question')}, without your name."
        case AimDropped(title):
            return f"Deleted: {title}"
        case AimGone():
            return "There is no such document, or it was dealt with already. /aim shows yours."
        case _:
            assert_never(notice)


def _shown(shown: AimShown) -> Iterator[str]:
    if not shown.materials:
        yield "Nothing yet: a posting, a CV or a report of an interview will do."
        return
    yield "Read. What you prepare for:" if shown.fresh else "What you prepare for:"
    yield from (f"#{one.id} {_material(one)}" for one in shown.materials)
    if shown.topics:
        yield "\nThese topics come more often:"
        yield from (f"{one.share:.0%} {topic_name(one.topic, 'en')}" for one in shown.topics)
    else:
        yield "\nNo topic gets extra weight now: none was recognised, or the day has passed."
    if any(one.until is None for one in shown.materials):
        yield "\nWhen is the interview? Tell me with /plan; after that day these documents stop counting."


def _material(one: Material) -> str:
    asked = f", {count(one.matched + one.own, 'question')}, {one.matched} in the bank" if one.matched + one.own else ""
    until = f", until {one.until:%Y-%m-%d}" if one.until else ""
    return f"{KINDS[one.material]}: {one.title}{asked}{until}"


def _questions(asked: AimQuestions) -> Iterator[str]:
    yield asked.title
    for line in asked.shown:
        yield f"\n· {line.text}"
        yield f"→ {line.match}" if line.match else "→ not in the bank; kept as a draft of your own"
    if asked.more:
        yield f"\n… and {asked.more} more"
    if asked.offered:
        yield "\nYou have offered the ones that the bank lacks to the curator, without your name."
