"""One judgement of one answer: request, parse, verify; a second request where the reply cannot be used."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from grader.errors import GradingError, JudgeUnavailable, Unusable
from grader.grade import FalseStatement, PointVerdict, Verdict, verdict_of
from grader.judge.client import CompletionCall, JudgeClient
from grader.judge.prompt import JUDGED_AT_MOST, ChatMessage, JudgeRequest, messages
from grader.judge.quotes import Evidence, fold
from grader.judge.reply import BrokenReply, JudgeReply, field_of, verdicts
from grader.judge.schema import FEEDBACK_AT_MOST, WHY_AT_MOST, ReplyForm, ids
from grader.relevance import asks_for_marks
from questions.errors import sentence
from questions.model import Language
from questions.text import han_share, readable

AGAIN = 0.3  # temperature of a second try: at 0 the same prompt fails the same way
MOSTLY_HAN, HARDLY_HAN = 0.5, 0.1  # shares of Han characters that tell feedback in the wrong language


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verified judgement; verdicts are in the order of the task's key points.

    unproven: points left unjudged because no quote proves their verdict. usage: tokens over all readable replies, by kind.
    model: as the server names it. mode: how the schema was enforced. replies: completions used.
    """

    model: str
    mode: str
    verdicts: tuple[PointVerdict, ...]
    errors: tuple[FalseStatement, ...]
    feedback: str
    unproven: tuple[str, ...] = ()
    usage: dict[str, int] = field(default_factory=dict)
    replies: int = 1


class Judge:
    """A model behind a server. timeout: seconds for everything about one answer."""

    def __init__(self, server: JudgeClient, model: str = "", timeout: float = 120.0) -> None:
        self._server, self._configured, self._timeout = server, model, timeout
        self._found = ""

    @property
    def name(self) -> str:
        """The model, configured or discovered; "" before it is known."""
        return self._configured or self._found

    def deadline(self) -> float:
        """The deadline on the loop's clock for an answer that is taken up now."""
        return asyncio.get_running_loop().time() + self._timeout

    async def close(self) -> None:
        await self._server.close()

    async def model(self, deadline: float) -> str:
        """The configured model, else the only one that the server lists; Unusable when it lists none or several."""
        if self.name:
            return self.name
        listed = await self._server.models(deadline)
        if len(listed) != 1:
            none = "The judge at {host} lists no model: set INTERVIEWER_JUDGE_MODEL to the one to use."
            several = (
                "The judge at {host} lists {models} models ({names}): set INTERVIEWER_JUDGE_MODEL to the one to use."
            )
            names = ", ".join(listed[:5])
            raise Unusable(
                sentence(several if listed else none, host=self._server.host, models=len(listed), names=names)
            )
        self._found = listed[0]
        return self._found

    async def opinion(self, asked: JudgeRequest, deadline: float, *, model: str = "", fresh: bool = False) -> Opinion:
        """A verified judgement from at most two replies.

        model: instead of the judge's own. fresh: sampled at temperature 0.3, for another look at the identical prompt.
        JudgeUnavailable when both replies are broken or none is complete at the deadline; Unusable when the request is refused.
        """
        taken: list[Opinion] = []
        call = CompletionCall(model, deadline, AGAIN if fresh else 0.0, _seed(asked))
        try:
            async with asyncio.timeout_at(deadline):
                await self._take(asked, call, taken)
        except TimeoutError:
            if not taken:
                raise JudgeUnavailable(
                    sentence(
                        "The judge at {host} did not answer in {timeout:g} s.",
                        host=self._server.host,
                        timeout=self._timeout,
                    )
                ) from None
        except JudgeUnavailable:
            if not taken:
                raise
        return _joined(taken)

    async def told(self, asked: Sequence[ChatMessage], form: ReplyForm, seconds: float) -> str | None:
        """A short reply from one request; None when there is none that can be used in time."""
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(deadline):
                call = CompletionCall(await self.model(deadline), deadline)
                return field_of((await self._server.complete(asked, form, call)).content, form)
        except (TimeoutError, GradingError, BrokenReply):
            return None

    async def _take(self, asked: JudgeRequest, call: CompletionCall, taken: list[Opinion]) -> None:
        """Appends a usable opinion to `taken`, and a second one when the first is broken or leaves points unproven."""
        evidence = Evidence(asked.answer[:JUDGED_AT_MOST], asked.task.question.both())
        broken = BrokenReply("")
        for attempt in (call, replace(call, temperature=AGAIN, seed=call.seed + 1)):
            try:
                taken.append(await self._ask(asked, evidence, attempt))
            except BrokenReply as error:
                broken = error
                continue
            if not taken[-1].unproven:
                return
        if not taken:
            raise JudgeUnavailable(
                sentence(
                    "The judge at {host} sent nothing that can be used: {broken}.",
                    host=self._server.host,
                    broken=broken,
                )
            )

    async def _ask(self, asked: JudgeRequest, evidence: Evidence, call: CompletionCall) -> Opinion:
        model, points = call.model or await self.model(call.deadline), len(asked.task.key_points)
        try:
            sent = await self._server.complete(messages(asked), points, replace(call, model=model))
        except Unusable:
            self._found = ""  # the server may serve another model now
            raise
        opinion = await asyncio.to_thread(_read, sent.content, asked, evidence)
        return replace(opinion, model=_printable(sent.model) or model, mode=self._server.mode(model), usage=sent.usage)


def _read(content: str, asked: JudgeRequest, evidence: Evidence) -> Opinion:
    """What a completion says, as far as it is proven. BrokenReply when it cannot be read."""
    return verified(verdicts(content, len(asked.task.key_points)), asked, evidence)


def verified(reply: JudgeReply, asked: JudgeRequest, evidence: Evidence) -> Opinion:
    """The proven part of a reply: every verdict but `missing` needs a quote from the answer, every false statement too."""
    shown = {name: point.id for name, point in zip(ids(len(asked.shown())), asked.shown(), strict=True)}
    said = {shown[point.id]: point for point in reply.points}
    found: list[PointVerdict] = []
    for point in asked.task.key_points:
        verdict = Verdict(said[point.id].verdict)
        quote = evidence.passage(said[point.id].quote)
        if quote is not None and verdict is not Verdict.MISSING and asks_for_marks(asked.task, quote):
            quote = None
        if quote is None and verdict is not Verdict.MISSING:
            found.append(verdict_of(point.id, Verdict.UNJUDGED))
        else:
            found.append(verdict_of(point.id, verdict, quote or "", _line(said[point.id].why, 2 * WHY_AT_MOST)))
    unproven = tuple(v.id for v in found if v.verdict is Verdict.UNJUDGED)
    feedback = _feedback(reply.feedback, asked.language)
    return Opinion("", "", tuple(found), _false_statements(reply, evidence, found), feedback, unproven)


def _false_statements(
    reply: JudgeReply, evidence: Evidence, found: Sequence[PointVerdict]
) -> tuple[FalseStatement, ...]:
    """Proven false statements, without duplicates and without those that a contradicted point covers."""
    told = [fold(v.quote).text for v in found if v.verdict is Verdict.CONTRADICTED]
    kept: list[FalseStatement] = []
    for error in reply.errors:
        quote = evidence.passage(error.quote)
        folded = fold(quote or "").text
        if quote is None or any(folded in other or other in folded for other in told):
            continue
        told.append(folded)
        kept.append(FalseStatement(quote, _line(error.why, 2 * WHY_AT_MOST), error.severity))
    return tuple(kept)


def _feedback(text: str, language: Language) -> str:
    """The feedback, or "" when it is not in the person's language."""
    text = _line(text, 2 * FEEDBACK_AT_MOST)
    share = han_share(text)
    wrong = share < HARDLY_HAN if language == "zh" else share > MOSTLY_HAN
    return "" if wrong else text


def _line(text: str, at_most: int) -> str:
    return " ".join(readable(text).split())[:at_most]


def _printable(name: str) -> str:
    return "".join(c for c in name if c.isprintable())[:100]


def _seed(asked: JudgeRequest) -> int:
    """A seed derived from the answer, so that an answer is always judged with the same one."""
    return int.from_bytes(hashlib.sha256(asked.answer.encode(errors="replace")).digest()[:4]) >> 2


def _joined(taken: Sequence[Opinion]) -> Opinion:
    """The opinion with the fewest unproven points, those filled from the other one."""
    base = min(taken, key=lambda opinion: len(opinion.unproven))
    known = {v.id: v for opinion in reversed(taken) for v in opinion.verdicts if v.verdict is not Verdict.UNJUDGED}
    found = tuple(v if v.id not in base.unproven else known.get(v.id, v) for v in base.verdicts)
    usage = {
        name: sum(o.usage.get(name, 0) for o in taken) for name in dict.fromkeys(n for o in taken for n in o.usage)
    }
    unproven = tuple(v.id for v in found if v.verdict is Verdict.UNJUDGED)
    return replace(base, verdicts=found, unproven=unproven, usage=usage, replies=len(taken))
