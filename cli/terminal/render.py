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
from texts import mark, texts, topic_name

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
    say = texts(message["language"])
    topic = topic_name(message["topic"], message["language"])
    yield "", ""
    yield say.question_title(message["number"], message["of"], topic, message["level"], message["kind"]), "bold cyan"
    yield from ((line, "bold") for line in message["text"].splitlines())


def _probe(message: Probe) -> Iterator[Line]:
    yield "", ""
    yield texts(message["language"]).probe_title(message["number"], message["of"], message["probe"]), "bold cyan"
    yield from ((line, "bold") for line in message["text"].splitlines())


def _hint(message: Hint) -> Iterator[Line]:
    say = texts(message["language"])
    yield say.labelled(say.hint_title(), message["text"]), "magenta"


def _grade(message: GradeMessage) -> Iterator[Line]:
    say = texts(message["language"])
    yield "", ""
    if message["failed"]:
        yield say.grade_failed(), "red"
        return
    yield grade_title(message), "bold"
    if message["low"] != message["high"]:
        yield say.grade_range(mark(message["low"]), mark(message["high"])), ""
    for number, point in enumerate(message["points"], 1):
        yield from _point(number, point, message)
    if message["penalties"]:
        yield say.labelled(say.penalties(), ""), ""
        yield from ((f"  −{p['amount']:.1f}  {penalty(p['reason'], message)}", "red") for p in message["penalties"])
    yield from ((f"· {say.flag(flag)}", "dim") for flag in message["flags"])
    if message["feedback"]:
        yield say.labelled(say.feedback(), message["feedback"]), ""
    if message["pending"]:
        yield say.grade_pending(), "dim"
    elif message["provisional"]:
        yield say.not_verified(), "dim"
        yield say.check_offer(), "dim"


def grade_title(message: GradeMessage) -> str:
    """The mark in words: a verdict, an estimate, a band, or how many points were judged."""
    say = texts(message["language"])
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
    say = texts(message["language"])
    if kind == "contradicted":
        return str(say.penalty_contradicted(next((p["text"] for p in message["points"] if p["id"] == about), about)))
    return str(say.penalty_false(kind, about))


def _point(number: int, point: Point, message: GradeMessage) -> Iterator[Line]:
    """A point with its evidence; what a judge found lacking is not named before a follow-up can ask for it."""
    say, verdict = texts(message["language"]), point["verdict"]
    asked_next = verdict in ("missing", "partial") and not message["provisional"] and message["probe_id"] is None
    text = say.told_at_the_end() if asked_next else point["text"]
    yield f"{number}. {SYMBOL[verdict]} {say.verdict(verdict)}  {text}", STYLE[verdict]
    if point["quote"]:
        yield f"     {say.evidence(point['quote'])}", "dim"
    if point["why"] and not asked_next:
        yield f"     {point['why']}", "dim"


def _result(message: Result) -> Iterator[Line]:
    say = texts(message["language"])
    yield "", ""
    title = say.result_title(message["number"], message["of"])
    yield f"{title} · {say.two_marks(mark(message['first']), mark(message['after']), message['marked_by'])}", "bold"
    for point in message["points"]:
        if message["marked_by"] != "none":
            yield f"  {SYMBOL[point['verdict']]} {point['text']}", STYLE[point["verdict"]]
    yield say.labelled(say.reference(), ""), "bold"
    yield from ((f"  {line}", "") for line in message["reference"].splitlines())
    if message["sources"]:
        yield say.labelled(say.sources(), ""), "bold"
        yield from ((f"  {s['title']} {s['url']}".rstrip(), "dim") for s in message["sources"])


def _summary(message: Summary) -> Iterator[Line]:
    say = texts(message["language"])
    yield "", ""
    yield f"━━ {say.summary_title(message['finished'])} ━━", "bold cyan"
    if not message["answered"] and not message["skipped"]:
        yield say.summary_nothing(), ""
        return
    yield say.summary_counts(message["asked"], message["answered"], message["skipped"], message["ungraded"]), ""
    for whole in message["overall"]:
        yield say.two_marks(mark(whole["first"]), mark(whole["after"]), whole["marked_by"]), "bold"
    yield say.labelled(say.by_topic(), ""), "bold"
    for t in message["topics"]:
        name = topic_name(t["topic"], message["language"])
        yield f"  {say.topic_line(name, mark(t['first']), mark(t['after']), t['questions'], t['marked_by'])}", ""
    for title, found, style in (
        (say.strongest(), message["strongest"], "green"),
        (say.weakest(), message["weakest"], "magenta"),
    ):
        if found:
            yield say.labelled(title, ""), "bold"
            yield from ((f"  {p['text']}", style) for p in found)
    if message["coming"]:
        yield say.labelled(say.coming(), ""), "bold"
        yield from ((f"  {say.coming_line(c['due'], c['text'])}", "") for c in message["coming"])
    elif message["marked_by"] == "estimate":
        yield say.coming_unconfirmed(), "dim"


def _appeal(message: AppealMessage) -> Line:
    say = texts(message["language"])
    if message["outcome"] == "overturned":
        before, after = message["before"], message["after"]
        return say.appeal_overturned(message["text"], before, after, mark(message["score"]), message["why"]), "green"
    return say.appeal_upheld(message["text"], message["before"], message["why"]), ""


def _notice(message: Notice) -> Line:
    return str(getattr(texts(message["language"], message["part"]), message["name"])(**message["values"])), "dim"
