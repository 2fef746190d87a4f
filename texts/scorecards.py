"""Sentences of a scorecard that read the same in every channel; how they look is the channel's."""

from __future__ import annotations

from app.messages.interview import StagePlace
from app.messages.loops import CardDimension, CardPoint, ScorecardMessage
from interview.model import Stage
from interview.scorecard import Band
from questions.model import Language
from texts import catalogue
from texts.parts import LoopWords

BARS = 10


def words(language: Language) -> LoopWords:
    return catalogue(language).loop


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def stage_title(stage: StagePlace, number: int, language: Language) -> str:
    """Where a loop stands, before its question `number`; under pressure with what an answer in words may take."""
    say = words(language)
    title = say.stage_title(say.STAGES[stage.stage], number, stage.minutes)
    return f"{title} · {say.BE_BRIEF}" if stage.pressure and stage.stage is not Stage.CODE else title


def title(message: ScorecardMessage) -> str:
    say = words(message.language)
    said = [say.TITLE, say.minutes_in_words(message.minutes)]
    said += [say.UNDER_PRESSURE] if message.pressure else []
    said += [say.SHARED_NOTE] if message.shared else []
    return " · ".join(said)


def bar(share: float) -> str:
    """A share as ten signs."""
    full = round(BARS * share)
    return "▰" * full + "▱" * (BARS - full)


def dimension(one: CardDimension, language: Language) -> tuple[str, str]:
    """A dimension's name with its level, and what that rests on."""
    say = words(language)
    named = f"{say.DIMENSIONS[one.dimension]} · {say.LEVELS[one.level] if one.level else say.NO_LEVEL}"
    rests = [f"{bar(one.share)} {percent(one.share)}"] if one.level and one.share is not None else []
    rests.append(say.counted(one.judged, len(one.evidence)))
    rests += [say.own(percent(one.own))] if one.own is not None else []
    if one.level and one.share is not None and one.before is not None:
        rests.append(say.change(f"{100 * (one.share - one.before):+.0f}"))
    return named, " · ".join(rests)


def point(one: CardPoint, language: Language) -> str:
    """A point with the words that stand for it."""
    return f"{one.text} {catalogue(language).interview.evidence(one.quote)}" if one.quote else one.text


def gap(one: CardPoint, language: Language) -> str:
    """A point that was lost, with how."""
    return f"{catalogue(language).interview.VERDICTS[one.verdict]} · {point(one, language)}"


def band(message: ScorecardMessage) -> list[str]:
    """The band and what would lift it, or why there is none; the first line is what matters."""
    say = words(message.language)
    if message.band is None:
        return [say.no_band(_joined([say.LACKING[one] for one in message.lacking], message.language))]
    lines = [say.band_line(say.BANDS[message.band], percent(message.share or 0.0))]
    if message.band is Band.STRONG_HIRE or message.next_band is None:
        lines.append(say.STEPS_NONE)
    else:
        lines.append(
            catalogue(message.language).interview.labelled(
                say.steps(say.BANDS[message.next_band], message.more_steps), ""
            )
        )
        lines += [f"• {say.DIMENSIONS[one.dimension]} · {one.text}" for one in message.steps]
    if message.compared:
        lines.append(say.compared(say.BANDS[message.band_before] if message.band_before else say.NO_BAND_BEFORE))
    return lines


def _joined(reasons: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(reasons)
