"""Builds the scorecard of a whole interview as a message."""

from __future__ import annotations

from dataclasses import replace

from app.messages.loops import CardDimension, CardPoint, ScorecardMessage
from interview.model import Interview
from interview.scorecard import STEPS_AT_MOST, DimensionScore, PointEvidence, Scorecard, scorecard

LISTED = 3  # strengths and gaps that are named


def built(
    interview: Interview, before: Interview | None, *, shown: bool = False, replaces: bool = False
) -> ScorecardMessage:
    """The scorecard as it stands now, compared with that of the loop before."""
    card, earlier = scorecard(interview), scorecard(before) if before is not None else None
    judged = [one for dimension in card.dimensions for one in dimension.evidence if one.is_judged]
    return ScorecardMessage(
        interview=interview.id,
        minutes=round((interview.loop.spent if interview.loop else 0) / 60),
        stages=tuple(dict.fromkeys(item.stage for item in interview.items if item.stage is not None)),
        pressure=interview.loop is not None and interview.loop.pressure,
        dimensions=tuple(_dimension(interview, one, earlier) for one in card.dimensions if one.evidence),
        strengths=tuple(_point(interview, one) for one in strengths(judged)),
        gaps=tuple(_point(interview, one) for one in gaps(judged)),
        band=card.band,
        lacking=card.lacking,
        judged=card.judged,
        coverage=round(card.coverage, 3),
        share=round(card.share, 3) if card.share is not None else None,
        next_band=card.next_band,
        steps=tuple(_point(interview, one) for one in card.steps[:STEPS_AT_MOST]),
        more_steps=len(card.steps[STEPS_AT_MOST:]),
        pending=sum(turn.is_answered and turn.grade is None and not turn.failed for turn in interview.turns),
        compared=earlier is not None,
        band_before=earlier.band if earlier else None,
        language=interview.language,
        shown=shown,
        replaces=replaces,
    )


def strengths(judged: list[PointEvidence]) -> list[PointEvidence]:
    """What was best: the heaviest points that were made in full, of different dimensions first."""
    full = sorted((one for one in judged if one.credit == 1.0), key=lambda one: (-one.weight, not one.quote))
    return _spread(full)


def gaps(judged: list[PointEvidence]) -> list[PointEvidence]:
    """What cost most, of different dimensions first."""
    lost = [one for one in judged if (one.credit or 0.0) <= 0.5]
    return _spread(sorted(lost, key=lambda one: -one.weight * (1 - (one.credit or 0.0))))


def _spread(found: list[PointEvidence]) -> list[PointEvidence]:
    seen = [sum(other.dimension is one.dimension for other in found[:place]) for place, one in enumerate(found)]
    order = sorted(range(len(found)), key=lambda place: (seen[place], place))
    return [found[place] for place in order[:LISTED]]


def shareable(message: ScorecardMessage) -> ScorecardMessage:
    """The same without a word of the person's."""
    return replace(
        message,
        dimensions=tuple(
            replace(one, evidence=tuple(replace(point, quote="") for point in one.evidence))
            for one in message.dimensions
        ),
        strengths=tuple(replace(point, quote="") for point in message.strengths),
        gaps=tuple(replace(point, quote="") for point in message.gaps),
        steps=tuple(replace(point, quote="") for point in message.steps),
        shared=True,
    )


def _dimension(interview: Interview, score: DimensionScore, earlier: Scorecard | None) -> CardDimension:
    before = (
        next((one.share for one in earlier.dimensions if one.dimension is score.dimension), None) if earlier else None
    )
    return CardDimension(
        dimension=score.dimension,
        level=score.level,
        share=_rounded(score.share),
        own=_rounded(score.own),
        judged=score.judged,
        before=_rounded(before),
        evidence=tuple(_point(interview, one) for one in score.evidence),
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _point(interview: Interview, one: PointEvidence) -> CardPoint:
    question = interview.items[one.item].question
    return CardPoint(
        dimension=one.dimension,
        stage=one.stage,
        question_id=question.id,
        point=one.point,
        text=question.key_point(one.point).text.get(interview.language),
        weight=one.weight,
        verdict=one.verdict,
        credit=one.credit if one.is_judged or one.source.value == "self" else None,
        source=one.source,
        quote=one.quote,
    )
