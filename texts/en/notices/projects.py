"""Notices about projects, told, kept, asked about, compared, arranged: English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.messages.projects import (
    DocumentFault,
    DocumentNotFetched,
    DocumentTooLarge,
    DocumentUnexpected,
    DocumentUnreadable,
    ProjectAsked,
    ProjectBetter,
    ProjectCompared,
    ProjectDropAsked,
    ProjectDropped,
    ProjectGoesOn,
    ProjectGone,
    ProjectNameAsked,
    ProjectNotAskedYet,
    ProjectNotice,
    ProjectShown,
    ProjectsListed,
    ProjectTaken,
    Stood,
    TellingDropped,
    TellingEmpty,
    TellingHeard,
    TellingNotice,
    TellingTooLong,
    TooManyProjects,
)
from texts.en.plural import count

KINDS = {
    "project-engineering": "engineering project",
    "project-research": "research project",
    "project-course": "course project",
    "other": "project",
}
FAULTS: dict[DocumentFault, str] = {
    "kind": "is not a kind of file I can read; txt, md, html, pdf and docx work.",
    "locked": "is protected by a password.",
    "pictures": "holds pictures only, no text.",
    "long": "is too long.",
    "damaged": "cannot be read; it may be damaged.",
}
STOOD: dict[Stood, str] = {
    "covered": "clear",
    "half": "half",
    "missing": "missing",
    "touched": "touched (not verified)",
    "unknown": "not judged",
}
SIGNS: dict[Stood, str] = {"covered": "✅", "half": "🌗", "missing": "⚪", "touched": "💬", "unknown": "❔"}


def project(notice: ProjectNotice) -> str:
    match notice:
        case ProjectAsked(kind):
            return (
                f"Tell me about the {KINDS[kind]} you went deepest into: why it began, what was there before, your own part,"
                " the data, the result, trade-offs, what broke, what is next, in any order.\n"
                "Send it in several messages or as a file (txt, md, html, pdf, docx). Tap ✅ when that's all."
            )
        case ProjectGoesOn(title, anew):
            return (
                f"Tell “{title}” from the beginning; it replaces what you told before. Tap ✅ when that's all."
                if anew
                else f"Go on with “{title}”. Tap ✅ when that's all."
            )
        case ProjectsListed():
            return "\n".join(_listed(notice))
        case TooManyProjects(most):
            return f"You can keep {count(most, 'project')} at most; delete one first."
        case ProjectShown():
            return "\n".join(_shown(notice))
        case ProjectBetter():
            return "\n".join(_better(notice))
        case ProjectCompared():
            return "\n".join(_compared(notice))
        case ProjectNotAskedYet(_, title):
            return f"You have not been asked about “{title}” yet. Tap 🎤 for a round of questions first."
        case ProjectNameAsked(title):
            return f"What should “{title}” be called? Reply to this message."
        case ProjectDropAsked(_, title):
            return (
                f"Delete “{title}”? What you told is deleted; interviews you had about it and their cards stay (/forget"
                " deletes everything)."
            )
        case ProjectDropped(title):
            return f"“{title}” is deleted."
        case ProjectTaken(title):
            return f"“{title}” as you told it is your answer; here come the follow-ups."
        case ProjectGone():
            return "There is no such project, or it was dealt with already. /project shows yours."
        case _:
            assert_never(notice)


def telling(notice: TellingNotice) -> str:
    match notice:
        case TellingHeard(characters, _, heard):
            said = f"I read:\n“{heard}”\n\n" if heard else ""
            return f"{said}Noted, {count(characters, 'character')} so far. Go on, or tap ✅ when that's all."
        case TellingEmpty():
            return "There is nothing yet: send it to me first."
        case TellingTooLong(most):
            return f"That was too long and was not saved: {most} characters at most in all."
        case TellingDropped():
            return "All right, nothing was kept."
        case DocumentUnexpected():
            return (
                "I did not read this file. Send /project (a project), /aim (a posting, CV or report) or /debrief first, then the"
                " file."
            )
        case DocumentUnreadable(name, why):
            return f"{name or 'This file'} {FAULTS[why]} You can paste the text instead."
        case DocumentNotFetched(name):
            return f"{name or 'This file'} could not be fetched. Send it again, or paste the text instead."
        case DocumentTooLarge(megabytes):
            return f"The file is too large: {megabytes} MB at most."
        case _:
            assert_never(notice)


def _listed(listed: ProjectsListed) -> Iterator[str]:
    yield "Your projects:" if listed.projects else "No projects yet."
    for one in listed.projects:
        yield f"#{one.id} {one.title} ({one.changed:%b %d}, {count(one.rounds, 'round')} of questions)"


def _shown(shown: ProjectShown) -> Iterator[str]:
    yield f"“{shown.title}”"
    yield f"{KINDS[shown.project_kind]} · {shown.changed:%Y-%m-%d} · {count(shown.rounds, 'round')} of questions"
    yield ""
    yield shown.text + (f" … ({count(shown.more, 'character')} more)" if shown.more else "")
    if shown.open:
        yield "\nStill open:"
        yield from (f"· {text}" for text in shown.open)


def _better(better: ProjectBetter) -> Iterator[str]:
    yield f"“{better.title}”: in your own words, in this order"
    for number, point in enumerate(better.points, 1):
        yield f"\n{number}. {point.text}"
        yield from (f"“{sentence}”" for sentence in point.sentences)
        if not point.sentences and point.checked:
            yield "⬜ A gap: you have not said this yet. Add a sentence of your own."
        elif not point.sentences:
            yield "⬜ Not seen, possibly a gap (not verified)"
        elif not point.checked:
            yield "(possibly this; not verified)"


def _compared(compared: ProjectCompared) -> Iterator[str]:
    yield f"“{compared.title}”: {' → '.join(f'{day:%b %d}' for day in compared.dates)}".strip()
    for point in compared.points:
        yield f"{' → '.join(SIGNS[stood] for stood in point.stood)} {point.text}".strip()
    shown = {stood for point in compared.points for stood in point.stood}
    if shown:
        yield "\n" + " · ".join(f"{SIGNS[stood]} {words}" for stood, words in STOOD.items() if stood in shown)
