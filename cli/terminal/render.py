"""Messages as terminal text. Rich drops the styles on a pipe and under NO_COLOR; only colours that read on dark and light."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.messages.values import (
    AppealMessage,
    GradeMessage,
    Hint,
    Message,
    Notice,
    Point,
    Probe,
    Question,
    Result,
    Summary,
)
from texts import catalogue, mark, topic_name

if TYPE_CHECKING:
    from rich.text import Text

SYMBOL = {"covered": "✓", "partial": "◐", "missing": "○", "contradicted": "✗", "unjudged": "?"}
STYLE = {"covered": "green", "partial": "magenta", "missing": "dim", "contradicted": "red", "unjudged": "dim"}
Line = tuple[str, str]  # text, rich style


def text(message: Message) -> Text:
    """The whole message as one styled text, without a final line break."""
    from rich.text import Text

    return Text("\n").join(Text(line, style=style) for line, style in lines(message))


def lines(message: Message) -> Iterator[Line]:
    """The message line by line, each with its style."""
    match message["event"]:
        case "question":
            yield from _question(message)
        case "probe":
            yield from _probe(message)
        case "hint":
            yield from _hint(message)
        case "grade":
            yield from _grade(message)
        case "result":
            yield from _result(message)
        case "summary":
            yield from _summary(message)
        case "appeal":
            yield _appeal(message)
        case "notice":
            yield _notice(message)


def _question(message: Question) -> Iterator[Line]:
    say = catalogue(message["language"]).interview
    topic = topic_name(message["topic"], message["language"])
    yield "", ""
    yield say.question_title(message["number"], message["of"], topic, message["level"], message["kind"]), "bold cyan"
    yield from ((line, "bold") for line in message["text"].splitlines())


def _probe(message: Probe) -> Iterator[Line]:
    yield "", ""
    yield (
        catalogue(message["language"]).interview.probe_title(message["number"], message["of"], message["probe"]),
        "bold cyan",
    )
    yield from ((line, "bold") for line in message["text"].splitlines())


def _hint(message: Hint) -> Iterator[Line]:
    say = catalogue(message["language"]).interview
    yield say.labelled(say.HINT_TITLE, message["text"]), "magenta"


def _grade(message: GradeMessage) -> Iterator[Line]:
    say = catalogue(message["language"]).interview
    yield "", ""
    if message["failed"]:
        yield say.GRADE_FAILED, "red"
        return
    yield grade_title(message), "bold"
    if message["low"] != message["high"]:
        yield say.grade_range(mark(message["low"]), mark(message["high"])), ""
    for number, point in enumerate(message["points"], 1):
        yield from _point(number, point, message)
    if message["penalties"]:
        yield say.labelled(say.PENALTIES, ""), ""
        yield from ((f"  −{p['amount']:.1f}  {penalty(p['reason'], message)}", "red") for p in message["penalties"])
    yield from ((f"· {say.flag(flag)}", "dim") for flag in message["flags"])
    if message["feedback"]:
        yield say.labelled(say.FEEDBACK, message["feedback"]), ""
    if message["pending"]:
        yield say.GRADE_PENDING, "dim"
    elif message["provisional"]:
        yield say.NOT_VERIFIED, "dim"
        yield say.CHECK_OFFER, "dim"


def grade_title(message: GradeMessage) -> str:
    """The mark in words: a verdict, an estimate, a band, or how many points were judged."""
    say = catalogue(message["language"]).interview
    if message["score"] is not None:
        if message["replaces"]:
            return str(say.grade_updated(mark(message["score"])))
        return str(say.grade_title(mark(message["score"]), message["provisional"]))
    credits = [p["credit"] for p in message["points"]]
    judged = [c for c in credits if c is not None]
    if "uncalibrated" in message["flags"] and judged:
        return str(say.band(sum(judged) / len(judged)))
    return str(say.grade_none(len(judged), len(credits)))


def penalty(reason: str, message: GradeMessage) -> str:
    """A deduction's reason in the person's language; the grader's own form is "kind: point id or words"."""
    kind, _, about = reason.partition(": ")
    say = catalogue(message["language"]).interview
    if kind == "contradicted":
        return str(say.penalty_contradicted(next((p["text"] for p in message["points"] if p["id"] == about), about)))
    return str(say.penalty_false(kind, about))


def _point(number: int, point: Point, message: GradeMessage) -> Iterator[Line]:
    """A point with its evidence; what a judge found lacking is not named before a follow-up can ask for it."""
    say, verdict = catalogue(message["language"]).interview, point["verdict"]
    asked_next = verdict in ("missing", "partial") and not message["provisional"] and message["probe_id"] is None
    text = say.TOLD_AT_THE_END if asked_next else point["text"]
    yield f"{number}. {SYMBOL[verdict]} {say.verdict(verdict)}  {text}", STYLE[verdict]
    if point["quote"]:
        yield f"     {say.evidence(point['quote'])}", "dim"
    if point["why"] and not asked_next:
        yield f"     {point['why']}", "dim"


def _result(message: Result) -> Iterator[Line]:
    say = catalogue(message["language"]).interview
    yield "", ""
    title = say.result_title(message["number"], message["of"])
    yield f"{title} · {say.two_marks(mark(message['first']), mark(message['after']), message['marked_by'])}", "bold"
    for point in message["points"]:
        if message["marked_by"] != "none":
            yield f"  {SYMBOL[point['verdict']]} {point['text']}", STYLE[point["verdict"]]
    yield say.labelled(say.REFERENCE, ""), "bold"
    yield from ((f"  {line}", "") for line in message["reference"].splitlines())
    if message["sources"]:
        yield say.labelled(say.SOURCES, ""), "bold"
        yield from ((f"  {s['title']} {s['url']}".rstrip(), "dim") for s in message["sources"])


def _summary(message: Summary) -> Iterator[Line]:
    say = catalogue(message["language"]).interview
    yield "", ""
    yield f"━━ {say.summary_title(message['finished'])} ━━", "bold cyan"
    if not message["answered"] and not message["skipped"]:
        yield say.SUMMARY_NOTHING, ""
        return
    yield say.summary_counts(message["asked"], message["answered"], message["skipped"], message["ungraded"]), ""
    for whole in message["overall"]:
        yield say.two_marks(mark(whole["first"]), mark(whole["after"]), whole["marked_by"]), "bold"
    yield say.labelled(say.BY_TOPIC, ""), "bold"
    for t in message["topics"]:
        name = topic_name(t["topic"], message["language"])
        yield f"  {say.topic_line(name, mark(t['first']), mark(t['after']), t['questions'], t['marked_by'])}", ""
    for title, found, style in (
        (say.STRONGEST, message["strongest"], "green"),
        (say.WEAKEST, message["weakest"], "magenta"),
    ):
        if found:
            yield say.labelled(title, ""), "bold"
            yield from ((f"  {p['text']}", style) for p in found)
    if message["coming"]:
        yield say.labelled(say.COMING, ""), "bold"
        yield from ((f"  {say.coming_line(c['due'], c['text'])}", "") for c in message["coming"])
    elif message["marked_by"] == "estimate":
        yield say.COMING_UNCONFIRMED, "dim"


def _appeal(message: AppealMessage) -> Line:
    say = catalogue(message["language"]).interview
    if message["outcome"] == "overturned":
        before, after = message["before"], message["after"]
        return say.appeal_overturned(message["text"], before, after, mark(message["score"]), message["why"]), "green"
    return say.appeal_upheld(message["text"], message["before"], message["why"]), ""


def _notice(message: Notice) -> Line:
    return str(
        getattr(getattr(catalogue(message["language"]), message["part"]), message["name"])(**message["values"])
    ), "dim"
