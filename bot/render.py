"""Messages as Telegram shows them: HTML that reads well on a phone, and the buttons under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.messages.values import (
    AppealMessage,
    GradeMessage,
    Hint,
    Notice,
    Point,
    Probe,
    Question,
    Report,
    ReportSection,
    Result,
    Summary,
    TopicSummary,
)
from bot import keyboards
from bot.html import bold, escaped, folded, italic, link, paragraphs, prose, veiled
from bot.keyboards import Rows
from bot.split import split
from grader.grade import CREDIT, Verdict
from texts import catalogue, mark, topic_name

SYMBOL = {"covered": "✅", "partial": "🌗", "missing": "⚪", "contradicted": "❌", "unjudged": "❔"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What goes out for one message: one text or several, the buttons under the last one, or a field to reply in."""

    parts: tuple[str, ...]
    rows: Rows
    reply: bool = False


def show(message: dict[str, Any]) -> Shown:
    """The payload of an outbox row as Telegram shows it."""
    html = RENDER[message["event"]](message)
    return Shown(tuple(split(html)), _rows(message), reply="prompt" in message and "buttons" not in message)


def digest(grades: Iterable[GradeMessage]) -> Shown:
    """Several late verdicts in one message, without buttons; each keeps its own receipt under /why."""
    found = list(grades)
    say = catalogue(found[0]["language"]).telegram
    lines = [f"{say.of_question(g['number'], g['of'], g['probe_id'] is not None)} · {_title(g)}" for g in found]
    return Shown(tuple(split(paragraphs([bold(say.digest_title(len(found))), "\n".join(map(escaped, lines))]))), [])


def _rows(message: dict[str, Any]) -> Rows:
    """The buttons a message carries itself, else those that belong to its kind."""
    if "buttons" in message:
        return [[(label, data) for label, data in row] for row in message["buttons"]]
    match message["event"]:
        case "question" | "probe":
            hints = message.get("mode") != "exam"  # a row said by an older version has no mode
            return keyboards.asked(message["interview"], message["turn"], message["language"], hints=hints)
        case "grade" if message["failed"] or message["pending"] or message["graded_by"] == "triage":
            return []  # nothing to confirm or to contest
        case "grade" if message["provisional"]:
            credits = [CREDIT[Verdict(point["verdict"])] for point in message["points"]]
            return keyboards.ticks(message["interview"], message["turn"], credits, message["language"])
        case "grade":
            return keyboards.judged(message["interview"], message["turn"], message["language"])
        case "summary":
            return keyboards.summed_up(message["language"])
        case _:
            return []


# -- one function per kind of message --------------------------------------------------------------------------------


def _question(message: Question) -> str:
    language = message["language"]
    topic = topic_name(message["topic"], language)
    title = catalogue(language).interview.question_title(
        message["number"], message["of"], topic, message["level"], message["kind"]
    )
    return paragraphs([bold(title), prose(message["text"])])


def _probe(message: Probe) -> str:
    title = catalogue(message["language"]).interview.probe_title(message["number"], message["of"], message["probe"])
    return paragraphs([bold(title), prose(message["text"])])


def _hint(message: Hint) -> str:
    return f"💡 {bold(catalogue(message['language']).interview.HINT_TITLE)}\n{prose(message['text'])}"


def _grade(message: GradeMessage) -> str:
    say = catalogue(message["language"]).interview
    if message["failed"]:
        return escaped(say.GRADE_FAILED)
    return paragraphs(
        [
            bold(_title(message)) + _range(message),
            "\n".join(_point(n, point, message) for n, point in enumerate(message["points"], 1)),
            _taken_off(message),
            "\n".join(italic(say.flag(flag)) for flag in message["flags"]),
            prose(message["feedback"]),
            _evidence(message),
            _standing(message),
        ]
    )


def _title(message: GradeMessage) -> str:
    """The mark in words: a verdict, an estimate, a band, or how many points were judged."""
    say = catalogue(message["language"]).interview
    if message["failed"]:
        return str(say.GRADE_FAILED)
    if message["score"] is not None:
        title = mark(message["score"])
        return str(say.grade_updated(title) if message["replaces"] else say.grade_title(title, message["provisional"]))
    judged = [p["credit"] for p in message["points"] if p["credit"] is not None]
    if "uncalibrated" in message["flags"] and judged:
        return str(say.band(sum(judged) / len(judged)))
    return str(say.grade_none(len(judged), len(message["points"])))


def _range(message: GradeMessage) -> str:
    if message["low"] == message["high"]:
        return ""
    return "\n" + escaped(
        catalogue(message["language"]).interview.grade_range(mark(message["low"]), mark(message["high"]))
    )


def _point(number: int, point: Point, message: GradeMessage) -> str:
    """One point and its verdict; what was not covered is veiled, because the next probe may ask for it."""
    verdict = catalogue(message["language"]).interview.verdict(point["verdict"])
    text = prose(point["text"]) if point["verdict"] == "covered" else veiled(prose(point["text"]))
    return f"{SYMBOL[point['verdict']]} {number}. {italic(verdict)} · {text}"


def _taken_off(message: GradeMessage) -> str:
    if not message["penalties"]:
        return ""
    lines = [f"−{p['amount']:.2g} {escaped(_penalty(p['reason'], message))}" for p in message["penalties"]]
    return "\n".join([bold(catalogue(message["language"]).interview.PENALTIES), *lines])


def _penalty(reason: str, message: GradeMessage) -> str:
    """A deduction's reason in the person's language; the grader's own form is "kind: point id or words"."""
    kind, _, about = reason.partition(": ")
    say = catalogue(message["language"]).interview
    if kind == "contradicted":
        return str(say.penalty_contradicted(next((p["text"] for p in message["points"] if p["id"] == about), about)))
    return str(say.penalty_false(kind, about))


def _evidence(message: GradeMessage) -> str:
    """What each verdict rests on, folded away."""
    say = catalogue(message["language"]).interview
    lines = [
        f"{number}. "
        + " ".join(escaped(part) for part in (point["quote"] and say.evidence(point["quote"]), point["why"]) if part)
        for number, point in enumerate(message["points"], 1)
        if point["quote"] or point["why"]
    ]
    return folded("\n".join(lines)) if lines else ""


def _standing(message: GradeMessage) -> str:
    say = catalogue(message["language"]).interview
    if message["pending"]:
        return italic(say.GRADE_PENDING)
    if not message["provisional"] or message["graded_by"] == "triage":
        return ""
    return f"{italic(say.NOT_VERIFIED)}\n{escaped(catalogue(message['language']).telegram.TICK_OFFER)}"


def _result(message: Result) -> str:
    say = catalogue(message["language"]).interview
    marked = say.two_marks(mark(message["first"]), mark(message["after"]), message["marked_by"])
    points = [f"{SYMBOL[p['verdict']]} {prose(p['text'])}" for p in message["points"] if message["marked_by"] != "none"]
    sources = [f"• {link(s['title'], s['url'])}" for s in message["sources"]]
    return paragraphs(
        [
            f"{bold(say.result_title(message['number'], message['of']))}\n{escaped(marked)}",
            "\n".join(points),
            f"{bold(say.REFERENCE)}\n{folded(prose(message['reference']))}",
            "\n".join([bold(say.SOURCES), *sources]) if sources else "",
        ]
    )


def _summary(message: Summary) -> str:
    say = catalogue(message["language"]).interview
    title = f"🏁 {bold(say.summary_title(message['finished']))}"
    if not message["answered"] and not message["skipped"]:
        return f"{title}\n{escaped(say.SUMMARY_NOTHING)}"
    counts = say.summary_counts(message["asked"], message["answered"], message["skipped"], message["ungraded"])
    overall = [say.two_marks(mark(t["first"]), mark(t["after"]), t["marked_by"]) for t in message["overall"]]
    return paragraphs(
        [
            "\n".join([title, escaped(counts), *map(bold, overall)]),
            _listed(say.BY_TOPIC, [_topic(t, message) for t in message["topics"]]),
            _listed(say.STRONGEST, [p["text"] for p in message["strongest"]]),
            _listed(say.WEAKEST, [p["text"] for p in message["weakest"]]),
            _listed(say.COMING, [say.coming_line(c["due"], c["text"]) for c in message["coming"]]),
            italic(catalogue(message["language"]).telegram.TICKS_COUNT) if message["marked_by"] == "estimate" else "",
        ]
    )


def _topic(of: TopicSummary, message: Summary) -> str:
    name = topic_name(of["topic"], message["language"])
    said = catalogue(message["language"]).interview.topic_line(
        name, mark(of["first"]), mark(of["after"]), of["questions"], of["marked_by"]
    )
    return str(said)


def _listed(title: str, lines: list[str]) -> str:
    return "\n".join([bold(title), *(f"• {prose(line)}" for line in lines)]) if lines else ""


def _appeal(message: AppealMessage) -> str:
    say = catalogue(message["language"]).interview
    if message["outcome"] == "overturned":
        before, after = message["before"], message["after"]
        return escaped(say.appeal_overturned(message["text"], before, after, mark(message["score"]), message["why"]))
    return escaped(say.appeal_upheld(message["text"], message["before"], message["why"]))


def _report(message: Report) -> str:
    return paragraphs([bold(message["title"]), *map(_section, message["sections"])])


def _section(section: ReportSection) -> str:
    """A title and its entries; what stands behind one is folded away below it."""
    lines = [bold(section["title"])] if section["title"] else []
    for number, (first, *details) in enumerate(section["entries"], 1):
        lines.append(prose(f"{number}. {first}" if details else first))
        if details:
            lines.append(folded("\n".join(escaped(line) for line in details)))
    return "\n".join(lines)


def _notice(message: Notice) -> str:
    said = getattr(getattr(catalogue(message["language"]), message["part"]), message["name"])(**message["values"])
    return prose(str(said))


RENDER: dict[str, Callable[[Any], str]] = {
    "question": _question,
    "probe": _probe,
    "hint": _hint,
    "grade": _grade,
    "result": _result,
    "summary": _summary,
    "appeal": _appeal,
    "notice": _notice,
    "report": _report,
}
